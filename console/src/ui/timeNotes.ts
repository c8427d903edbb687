// What happened on which day, for every chart over time below the provider.
import { createContext, use, useMemo } from 'react'
import type { TrendNote } from './chart/trend.ts'

export interface DatedNote {
  /** `2026-05-03` */
  day: string
  words: string
}

const none: readonly DatedNote[] = []
const Notes = createContext<readonly DatedNote[]>(none)
export const TimeNotesProvider = Notes.Provider

/** Notes at the labels of a chart whose periods begin so; none where it is not over time. */
export function useNotesAt(
  starts: readonly string[] | undefined,
  labels: readonly string[],
): readonly TrendNote[] {
  const notes = use(Notes)
  return useMemo(() => (starts ? notesAt(notes, starts, labels) : []), [notes, starts, labels])
}

const dayNumber = (start: string) => Date.parse(start.slice(0, 10)) / 86_400_000

/** A note stands at the period that its day lies in; several of one period stand together. */
export function notesAt(
  notes: readonly DatedNote[],
  starts: readonly string[],
  labels: readonly string[],
): TrendNote[] {
  const days = starts.map(dayNumber)
  const last = days.at(-1) ?? 0
  // How long the last period is, nobody said: as long as the one before.
  const end = last + Math.max(1, last - (days.at(-2) ?? last))
  const words = new Map<string, string[]>()
  for (const note of notes) {
    const day = dayNumber(note.day)
    if (day < (days[0] ?? 0) || day >= end) continue
    const at = days.indexOf(day)
    const label = labels[at >= 0 ? at : days.findLastIndex((start) => start <= day)]
    if (label !== undefined) words.set(label, [...(words.get(label) ?? []), note.words])
  }
  return [...words].map(([at, said]) => ({ at, words: said.join(' · ') }))
}
