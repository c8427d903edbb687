// Work that comes round again and again in one process: never twice at once, never silent.

export interface Loop {
  /** Runs soon, and once more if it is running already. */
  poke(): void
  /** Resolves when what is running has ended. */
  stop(): Promise<void>
}

/** `work` is told what went wrong by nobody: `onState` hears each failure, and undefined when it works. */
export function startLoop(
  everyMs: number,
  work: () => Promise<unknown>,
  onState: (error: unknown) => void,
): Loop {
  let running: Promise<void> | undefined
  let again = false
  let stopped = false
  const run = (): void => {
    if (stopped) return
    if (running) {
      again = true
      return
    }
    running = work()
      .then(() => onState(undefined))
      .catch(onState)
      .finally(() => {
        running = undefined
        if (!again) return
        again = false
        run()
      })
  }
  const timer = setInterval(() => {
    if (!running) run()
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
