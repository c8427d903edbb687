import { useCallback, useSyncExternalStore } from 'react'

const PREFIX = 'homefield.'

const watchers = new Set<() => void>()

/** A small choice about the screen, kept in this browser: never data of customers. */
export function useRemembered(name: string, otherwise: string): [string, (value: string) => void] {
  const key = PREFIX + name
  const value = useSyncExternalStore(watch, () => localStorage.getItem(key) ?? otherwise)
  const remember = useCallback(
    (next: string) => {
      localStorage.setItem(key, next)
      for (const wake of watchers) wake()
    },
    [key],
  )
  return [value, remember]
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  addEventListener('storage', watcher)
  return () => {
    watchers.delete(watcher)
    removeEventListener('storage', watcher)
  }
}
