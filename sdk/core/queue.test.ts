import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  type Answer,
  type Backlog,
  createQueue,
  type Entry,
  KEPT_FOR_MS,
  MAX_WAITING,
} from './queue.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }))
afterEach(() => void vi.useRealTimers())

function backlogOf(entries: Entry[] = []) {
  const kept = new Map(entries.map((e) => [e.id, e]))
  const backlog: Backlog = {
    load: () => [...kept.values()],
    add: (entry) => void kept.set(entry.id, entry),
    drop: (ids) => {
      for (const id of ids) kept.delete(id)
    },
    save: () => undefined,
    isWaiting: ({ id }) => kept.has(id),
  }
  return { kept, backlog }
}

const entry = (id: string, more: Partial<Entry> = {}): Entry => ({
  id,
  to: 'events',
  at: Date.now(),
  keep: false,
  body: JSON.stringify({ id }),
  ...more,
})

/** A server that answers these, then 200; what it took is remembered. */
function queueWith(answers: (Answer | Error)[] = [], entries: Entry[] = [], room = 1_000_000) {
  const { kept, backlog } = backlogOf(entries)
  const sent: string[][] = []
  const dropped: number[] = []
  const queue = createQueue({
    backlog,
    writeKey: 'k',
    flushAfterMs: 100,
    room,
    warn: () => undefined,
    onDropped: (count) => dropped.push(count),
    async send(_to, body) {
      const { events, customers } = JSON.parse(body) as Record<string, { id: string }[]>
      sent.push((events ?? customers ?? []).map((e) => e.id))
      const answer = answers.shift() ?? { status: 200 }
      if (answer instanceof Error) throw answer
      return answer
    },
  })
  return { queue, kept, sent, dropped }
}

describe('the queue', () => {
  test('sends what came together in one request, and forgets it once it is answered', async () => {
    const { queue, kept, sent } = queueWith()
    for (const id of ['a', 'b', 'c']) queue.push(entry(id))
    expect(sent).toEqual([])
    await vi.advanceTimersByTimeAsync(100)
    expect(sent).toEqual([['a', 'b', 'c']])
    expect([queue.size(), kept.size]).toEqual([0, 0])
  })

  test('never mixes events and changes of customers', async () => {
    const { queue, sent } = queueWith()
    queue.push(entry('a'))
    queue.push(entry('c', { to: 'customers' }))
    queue.push(entry('b'))
    await vi.advanceTimersByTimeAsync(5000)
    expect(sent).toEqual([['a', 'b'], ['c']])
  })

  test('keeps what was not answered, and sends the same ids again', async () => {
    const { queue, kept, sent } = queueWith([new Error('offline'), { status: 500 }])
    queue.push(entry('a'))
    await vi.advanceTimersByTimeAsync(100)
    expect(kept.has('a')).toBe(true)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual([['a'], ['a'], ['a']])
    expect(kept.size).toBe(0)
  })

  test('waits as long as the server asks, though the network comes back', async () => {
    const { queue, sent } = queueWith([{ status: 429, retryAfter: 30 }])
    queue.push(entry('a'))
    await vi.advanceTimersByTimeAsync(100)
    queue.retryNow()
    queue.flush(true)
    await vi.advanceTimersByTimeAsync(29_000)
    expect(sent).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(2000)
    expect(sent).toHaveLength(2)
  })

  test('goes on at once when it was only cut off', async () => {
    const { queue, sent } = queueWith([{ status: 0 }, { status: 0 }])
    queue.push(entry('a'))
    await vi.advanceTimersByTimeAsync(100)
    queue.retryNow()
    await vi.advanceTimersByTimeAsync(0)
    expect(sent).toHaveLength(2)
  })

  test('halves a batch that is too large for the way, and drops what is refused alone', async () => {
    const answers = [{ status: 413 }, { status: 413 }, { status: 400 }]
    const { queue, sent } = queueWith(answers)
    for (const id of ['a', 'b', 'c']) queue.push(entry(id))
    await vi.advanceTimersByTimeAsync(5000)
    expect(sent).toEqual([['a', 'b', 'c'], ['a', 'b'], ['a'], ['b'], ['c']])
    expect(queue.size()).toBe(0)
  })

  test('makes room for the newest, keeps who somebody is, and tells what found none', async () => {
    const { queue, kept, dropped, sent } = queueWith([{ status: 0 }])
    queue.push(entry('who', { keep: true }))
    for (let i = 0; i < MAX_WAITING + 20; i++) queue.push(entry(`e${i}`))
    expect(queue.size()).toBe(MAX_WAITING)
    expect(kept.has('who')).toBe(true)
    expect([kept.has('e0'), kept.has(`e${MAX_WAITING + 19}`)]).toEqual([false, true])
    await vi.advanceTimersByTimeAsync(60_000)
    expect(dropped).toEqual([21])
    expect(sent.flat()).toContain('who')
  })

  test('is bounded in characters, too', () => {
    const { queue } = queueWith([], [], 1000)
    for (let i = 0; i < 10; i++) queue.push(entry(`e${i}`, { body: 'x'.repeat(300) }))
    expect(queue.size()).toBe(3)
  })

  test('takes up what another page left, in order, and lets go of what is too old', async () => {
    const old = entry('old', { at: Date.now() - KEPT_FOR_MS - 1 })
    const { kept, sent } = queueWith(
      [],
      [entry('b', { at: Date.now() - 10 }), old, entry('a', { at: Date.now() - 20 })],
    )
    await vi.advanceTimersByTimeAsync(0)
    expect(sent).toEqual([['a', 'b']])
    expect(kept.size).toBe(0)
  })

  test('leaves to another tab what that tab has delivered', async () => {
    const { queue, kept, sent } = queueWith()
    queue.push(entry('a'))
    queue.push(entry('b'))
    kept.delete('a')
    await vi.advanceTimersByTimeAsync(100)
    expect(sent).toEqual([['b']])
  })

  test('leaving, sends everything at once, but nothing that is on its way', async () => {
    const { queue, sent } = queueWith()
    for (let i = 0; i < 120; i++) queue.push(entry(`e${i}`))
    queue.flush(true)
    queue.flush(true)
    expect(sent.map((batch) => batch.length)).toEqual([50, 50, 20])
    expect(new Set(sent.flat()).size).toBe(120)
    await vi.advanceTimersByTimeAsync(1000)
    expect(queue.size()).toBe(0)
  })

  test('closed, it forgets what waits and sends nothing more', async () => {
    const { queue, kept, sent } = queueWith()
    queue.push(entry('a'))
    queue.close(false)
    await vi.advanceTimersByTimeAsync(10_000)
    expect([kept.size, sent.length]).toEqual([0, 0])
  })
})
