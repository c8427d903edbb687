import { useCallback, useReducer } from 'react'

interface Times<T> {
  past: readonly T[]
  now: T
  future: readonly T[]
  /** What the last change was of: typing on in the same field is one change. */
  of: string | undefined
}
type Act<T> =
  | { kind: 'set'; next: T; of: string | undefined }
  | { kind: 'undo' }
  | { kind: 'redo' }
  | { kind: 'begin'; next: T }

const KEPT = 200

export function timesAfter<T>(times: Times<T>, act: Act<T>): Times<T> {
  const { past, now, future } = times
  if (act.kind === 'begin') return { past: [], now: act.next, future: [], of: undefined }
  if (act.kind === 'set') {
    if (act.next === now) return times
    if (act.of !== undefined && act.of === times.of) return { ...times, now: act.next, future: [] }
    return { past: [...past, now].slice(-KEPT), now: act.next, future: [], of: act.of }
  }
  if (act.kind === 'undo') {
    const before = past.at(-1)
    if (before === undefined) return times
    return { past: past.slice(0, -1), now: before, future: [now, ...future], of: undefined }
  }
  const [after] = future
  if (after === undefined) return times
  return { past: [...past, now], now: after, future: future.slice(1), of: undefined }
}

/** A value with its past and its taken-back future. */
export function useHistory<T>(start: () => T) {
  const [times, act] = useReducer(
    (now: Times<T>, done: Act<T>) => timesAfter(now, done),
    undefined,
    (): Times<T> => ({ past: [], now: start(), future: [], of: undefined }),
  )
  return {
    now: times.now,
    canUndo: times.past.length > 0,
    canRedo: times.future.length > 0,
    set: useCallback((next: T, of?: string) => act({ kind: 'set', next, of }), []),
    begin: useCallback((next: T) => act({ kind: 'begin', next }), []),
    undo: useCallback(() => act({ kind: 'undo' }), []),
    redo: useCallback(() => act({ kind: 'redo' }), []),
  }
}
