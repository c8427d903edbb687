// What waits to be sent, on any platform: bounded, sent in batches, kept until it is answered. The
// server counts an id once, so whatever may have arrived unanswered is simply sent again.

/** One event or one change of a customer, as its JSON. */
export interface Entry {
  id: string
  to: 'events' | 'customers'
  /** Epoch ms by this device's clock. */
  at: number
  /** Who somebody is must not make room for clicks. */
  keep: boolean
  body: string
}

/** Where entries outlive the page. */
export interface Backlog {
  load(): Entry[]
  add(entry: Entry): void
  drop(ids: string[]): void
  /** What waits may outlive the page now: it is being left, or was not taken. */
  save(): void
  /** False when somebody else (another tab) has delivered or cleared it. */
  isWaiting(entry: Entry): boolean
}

export interface Answer {
  /** 0: there was none. */
  status: number
  /** Seconds, as the server asked. */
  retryAfter?: number | undefined
}

export interface QueueOptions {
  backlog: Backlog
  send(to: Entry['to'], body: string, leaving: boolean): Promise<Answer>
  /** Put into each body: a header of its own would cost browsers a preflight. */
  writeKey: string
  flushAfterMs: number
  /** Characters of what may wait. */
  room: number
  warn(text: string): void
  /** Told once things move again, of what had found no room. */
  onDropped(count: number): void
}

export interface Queue {
  push(entry: Entry): void
  flush(leaving?: boolean): void
  /** The network may be back: no more waiting for the next attempt. */
  retryNow(): void
  /** Forgets everything that waits; in storage too, unless that is cleared by somebody else. */
  close(keepsStored: boolean): void
  size(): number
}

export const MAX_WAITING = 500
/** Of one event. */
export const MAX_CHARS = 32 * 1024
const MAX_BATCH = 50
/** Of a request: browsers let 64 KiB outlive a page, and a character has up to three bytes. */
const MAX_BATCH_CHARS = 20_000
/** Shorter than the 30 days for which the server knows an id: nothing is counted twice. */
export const KEPT_FOR_MS = 7 * 86_400_000
const MOST_WAIT_MS = 300_000

export function createQueue(options: QueueOptions): Queue {
  const { backlog } = options
  let waiting = backlog.load().sort((a, b) => a.at - b.at)
  const flying = new Set<Entry>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let pausedUntil = 0
  let most = MAX_BATCH
  let dropped = 0
  let isCutOff = false
  let isClosed = false

  function remove(gone: Entry[]): void {
    waiting = waiting.filter((e) => !gone.includes(e))
    backlog.drop(gone.map((e) => e.id))
  }

  function makeRoom(): void {
    const chars = () => waiting.reduce((sum, e) => sum + e.body.length, 0)
    while (waiting.length > MAX_WAITING || chars() > options.room) {
      const victim = waiting.find((e) => !e.keep) ?? waiting[0]
      if (!victim) return
      remove([victim])
      dropped += 1
    }
  }

  function wake(ms: number): void {
    if (isClosed || waiting.length === 0) return
    clearTimeout(timer)
    timer = setTimeout(() => flush(), Math.max(ms, pausedUntil - Date.now()))
  }

  function nextBatch(): Entry[] {
    const batch: Entry[] = []
    let size = 0
    for (const entry of waiting) {
      if (flying.has(entry) || (batch[0] && entry.to !== batch[0].to)) continue
      size += entry.body.length
      if (batch.length >= most || (batch.length > 0 && size > MAX_BATCH_CHARS)) break
      batch.push(entry)
    }
    return batch
  }

  function flush(leaving = false): void {
    // A timer may fire a millisecond before its time.
    if (Date.now() < pausedUntil) wake(1)
    else if (!isClosed && (leaving || flying.size === 0)) sendNext(leaving)
    // Whoever leaves never hears the answer.
    if (leaving && !isClosed) backlog.save()
  }

  function sendNext(leaving: boolean): void {
    remove(waiting.filter((e) => !flying.has(e) && !backlog.isWaiting(e)))
    const batch = nextBatch()
    const first = batch[0]
    if (!first) return
    for (const entry of batch) flying.add(entry)
    const body = `{"writeKey":${JSON.stringify(options.writeKey)},"sent_at":${Date.now()},"${first.to}":[${batch.map((e) => e.body).join()}]}`
    options.send(first.to, body, leaving).then(
      (answer) => settle(batch, answer),
      () => settle(batch, { status: 0 }),
    )
    if (leaving) sendNext(true)
  }

  function settle(batch: Entry[], { status, retryAfter }: Answer): void {
    for (const entry of batch) flying.delete(entry)
    isCutOff = status === 0
    if (isClosed) return
    if (status >= 200 && status < 300) {
      remove(batch)
      failures = 0
      most = MAX_BATCH
      if (dropped > 0) {
        const count = dropped
        dropped = 0
        options.onDropped(count)
      }
    } else if (status === 413 && batch.length > 1) most = Math.ceil(batch.length / 2)
    else if (status === 400 || status === 413) {
      options.warn(`${status}: ${batch.length} events dropped`)
      remove(batch)
    } else {
      if (status > 400 && status < 408) {
        options.warn(`${status}: is the write key right?`)
        failures = 8
      }
      failures += 1
      // Many pages fail at once when a server goes away; they must not come back at once.
      const backoff = Math.min(1000 * 2 ** failures, MOST_WAIT_MS) * (0.75 + Math.random() / 2)
      pausedUntil = Date.now() + (retryAfter === undefined ? backoff : retryAfter * 1000)
      backlog.save()
    }
    wake(waiting.length >= most || status === 413 ? 0 : options.flushAfterMs)
  }

  remove(waiting.filter((e) => e.at < Date.now() - KEPT_FOR_MS))
  makeRoom()
  wake(0)
  return {
    push(entry) {
      waiting.push(entry)
      backlog.add(entry)
      makeRoom()
      if (waiting.length >= MAX_BATCH && flying.size === 0) wake(0)
      else if (waiting.length - flying.size === 1) wake(options.flushAfterMs)
    },
    flush,
    retryNow() {
      // A server that asked for time is not helped by a network that is back.
      if (!isCutOff) return
      pausedUntil = 0
      failures = 0
      flush()
    },
    close(keepsStored) {
      isClosed = true
      clearTimeout(timer)
      if (!keepsStored) remove([...waiting, ...backlog.load()])
      waiting = []
    },
    size: () => waiting.length,
  }
}
