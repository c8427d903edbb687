import type { EventEnvelope } from './api.ts'

/** A row of the stream: an event, or the place where some passed unseen. */
export type LiveRow =
  | { kind: 'event'; key: string; event: EventEnvelope; isNew: boolean }
  | { kind: 'gap'; key: string }

export interface Stream {
  rows: LiveRow[]
  /** Where older events go on; null at the end, undefined once the tail was let go. */
  older: string | null | undefined
}

export const emptyStream: Stream = { rows: [], older: null }

/** A page of memory: beyond it the oldest rows go, and the page says so. */
export const STREAM_MAX = 500

interface Polled {
  items: readonly EventEnvelope[]
  next_cursor: string | null
}

/** Puts what a poll brought on top. A poll without a known row in it has left a gap below. */
export function pourIn(stream: Stream, polled: Polled): Stream {
  const isFirst = stream.rows.length === 0
  const known = new Set(stream.rows.map((row) => row.key))
  const fresh = polled.items.filter((event) => !known.has(event.event_id))
  if (fresh.length === 0) return isFirst ? { rows: [], older: polled.next_cursor } : stream

  const rows: LiveRow[] = fresh.map((event) => eventRow(event, !isFirst))
  const missedSome = !isFirst && fresh.length === polled.items.length && polled.next_cursor !== null
  if (missedSome) rows.push({ kind: 'gap', key: `gap-${fresh.at(-1)?.event_id}` })
  rows.push(...stream.rows)
  if (rows.length > STREAM_MAX) return { rows: rows.slice(0, STREAM_MAX), older: undefined }
  return { rows, older: isFirst ? polled.next_cursor : stream.older }
}

/** Adds older events below. */
export function reachBack(stream: Stream, page: Polled): Stream {
  const known = new Set(stream.rows.map((row) => row.key))
  const older = page.items.filter((event) => !known.has(event.event_id))
  const rows = [...stream.rows, ...older.map((event) => eventRow(event, false))]
  return { rows, older: page.next_cursor }
}

function eventRow(event: EventEnvelope, isNew: boolean): LiveRow {
  return { kind: 'event', key: event.event_id, event, isNew }
}
