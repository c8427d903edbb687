import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { TimeNotesProvider } from '../ui/timeNotes.ts'
import { notesQuery } from './board/api.ts'

/** What people noted on the time axis, for all charts below. */
export function TimeNotes(props: { children: ReactNode }) {
  const notes = useQuery(notesQuery)
  const items = notes.data?.items
  const dated = useMemo(() => (items ?? []).map(({ day, text }) => ({ day, words: text })), [items])
  return <TimeNotesProvider value={dated}>{props.children}</TimeNotesProvider>
}
