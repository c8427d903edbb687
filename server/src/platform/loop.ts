// Work that comes round again and again in one process: never twice at once, never silent.

export interface Loop {
  /** Runs at once, or as soon as it is done resting; once more if it is running already. */
  poke(): void
  /** Resolves when what is running has ended. */
  stop(): Promise<void>
}

/**
 * `work` is told what went wrong by nobody: `onState` hears each failure, and undefined when it works.
 * @param rest how many times as long as the work took is waited before the next round, at most
 *   `mostMs`: keeps work that can wait to a small share of the time when there is much of it
 */
export function startLoop(
  everyMs: number,
  work: () => Promise<unknown>,
  onState: (error: unknown) => void,
  rest = { times: 0, mostMs: 0 },
): Loop {
  let restUntil = 0
  let rested: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let again = false
  let stopped = false
  const run = (): void => {
    if (stopped) return
    if (running) {
      again = true
      return
    }
    const began = performance.now()
    if (began < restUntil) {
      rested ??= setTimeout(() => {
        rested = undefined
        run()
      }, restUntil - began)
      return
    }
    running = work()
      .then(() => onState(undefined))
      .catch(onState)
      .finally(() => {
        running = undefined
        const ended = performance.now()
        restUntil = ended + Math.min(rest.times * (ended - began), rest.mostMs)
        if (!again) return
        again = false
        run()
      })
  }
  const timer = setInterval(() => {
    if (!running && performance.now() >= restUntil) run()
  }, everyMs)
  return {
    poke: run,
    async stop() {
      stopped = true
      clearInterval(timer)
      clearTimeout(rested)
      await running
    },
  }
}
