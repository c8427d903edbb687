import { describe, expect, test } from 'vitest'
import type { EventEnvelope } from './api.ts'
import { emptyStream, pourIn, reachBack, STREAM_MAX } from './live.ts'

const event = (id: number) => ({ event_id: `e${id}` }) as EventEnvelope
const page = (from: number, to: number, next_cursor: string | null = 'more') => ({
  items: Array.from({ length: from - to + 1 }, (_, step) => event(from - step)),
  next_cursor,
})
const keys = (stream: { rows: { key: string }[] }) => stream.rows.map((row) => row.key)

describe('the live stream', () => {
  test('new events go on top and known ones are not repeated', () => {
    const first = pourIn(emptyStream, page(3, 1))
    const second = pourIn(first, page(5, 2))
    expect(keys(second)).toEqual(['e5', 'e4', 'e3', 'e2', 'e1'])
    expect(second.rows.map((row) => row.kind === 'event' && row.isNew)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  test('a poll that shares no event with the page leaves a visible gap', () => {
    const stream = pourIn(pourIn(emptyStream, page(3, 1)), page(90, 88))
    expect(stream.rows.map((row) => row.kind)).toEqual([
      'event',
      'event',
      'event',
      'gap',
      'event',
      'event',
      'event',
    ])
  })

  test('a short list that is complete has no gap', () => {
    const stream = pourIn(pourIn(emptyStream, page(1, 1, null)), page(3, 2, null))
    expect(keys(stream)).toEqual(['e3', 'e2', 'e1'])
  })

  test('older events go below and the next step goes on from there', () => {
    const stream = reachBack(pourIn(emptyStream, page(5, 4, 'c1')), page(4, 2, null))
    expect(keys(stream)).toEqual(['e5', 'e4', 'e3', 'e2'])
    expect(stream.older).toBeNull()
  })

  test('beyond its memory the stream lets the oldest go and cannot reach back', () => {
    let stream = pourIn(emptyStream, page(50, 1))
    for (let last = 100; last <= 600; last += 50) stream = pourIn(stream, page(last, last - 50))
    expect(stream.rows).toHaveLength(STREAM_MAX)
    expect(stream.older).toBeUndefined()
  })
})
