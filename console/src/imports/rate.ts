import { useRef } from 'react'
import { type ImportRun, isMoving } from './api.ts'
import { percentOf } from './fates.ts'

export interface Pace {
  rowsASecond: number
  secondsLeft: number | undefined
}
interface Seen {
  at: number
  rows: number
  percent: number
  phase: string
}

/** How many looks the pace is measured over: steady, and soon right after a pause. */
const LOOKS = 8

/** How fast an import goes, from what was seen since the page was opened. */
export function usePace(run: ImportRun, updatedAt: number): Pace | undefined {
  const seen = useRef<Seen[]>([])
  const { progress } = run
  const now: Seen = {
    at: updatedAt,
    rows: progress.phase === 'reading' ? progress.rows_read : progress.applied,
    percent: percentOf(progress),
    phase: progress.phase,
  }
  const last = seen.current.at(-1)
  if (!last || last.at !== now.at)
    seen.current = [...seen.current.filter((s) => s.phase === now.phase), now].slice(-LOOKS)
  if (!isMoving(run)) seen.current = []
  return paceOf(seen.current)
}

/** Undefined until two looks differ. */
export function paceOf(seen: readonly Seen[]): Pace | undefined {
  const [first, last] = [seen[0], seen.at(-1)]
  if (!first || !last || last.at <= first.at || last.rows <= first.rows) return undefined
  const seconds = (last.at - first.at) / 1000
  const gained = last.percent - first.percent
  return {
    rowsASecond: Math.round((last.rows - first.rows) / seconds),
    secondsLeft: gained > 0 ? Math.round(((100 - last.percent) / gained) * seconds) : undefined,
  }
}
