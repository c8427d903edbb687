// Work that comes round again and again in one process: never twice at once, never silent.

export interface Loop {
  /** Runs soon, and once more if it is running already. */
  poke(): void
  /** Resolves when what is running has ended. */
  stop(): Promise<void>
}

/**
 * `work` is told what went wrong by nobody: `onState` hears each failure, and undefined when it works.
 * @param rest how many times as long as the work took is waited at least before the next round: 4 lets
 *   work that can wait have no more than a fifth of the time when there is much of it
 */
export function startLoop(
  everyMs: number,
  work: () => Promise<unknown>,
  onState: (error: unknown) => void,
  rest = 0,
): Loop {
  let restUntil = 0
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
    running = work()
      .then(() => onState(undefined))
      .catch(onState)
      .finally(() => {
        running = undefined
        const ended = performance.now()
        restUntil = ended + rest * (ended - began)
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
      await running
    },
  }
}
