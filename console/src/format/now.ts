import { useSyncExternalStore } from 'react'

const STEP = 15_000

let now = new Date()
let timer: ReturnType<typeof setInterval> | undefined
const watchers = new Set<() => void>()

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  timer ??= setInterval(() => {
    now = new Date()
    for (const wake of watchers) wake()
  }, STEP)
  return () => {
    watchers.delete(watcher)
    if (watchers.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

function read(): Date {
  // Nobody watched for a while: the first look must not be at an old clock.
  if (!timer && Date.now() - now.getTime() > STEP) now = new Date()
  return now
}

/** The time, renewed every 15 seconds by one clock for the whole page. */
export function useNow(): Date {
  return useSyncExternalStore(watch, read)
}
