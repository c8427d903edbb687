// The queue in front of the group commit: events wait a moment together, and are answered when stored.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { createMemory, loadNamespaces, type Namespaces, writeBounds } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { unavailable } from '../platform/errors.ts'
import { metrics } from '../platform/metrics.ts'
import { createBatches } from './batches.ts'
import { createCatalogue } from './catalogue.ts'
import { type CommitDeps, commitEvents, commitState, markDone } from './commit.ts'
import { type EventRules, judge } from './event-rules.ts'
import { isPoison } from './poison.ts'
import { prepare, type ReadyEvent, type Refusal, type Submission } from './prepare.ts'

export type Outcome =
  | { status: 'stored' | 'duplicate'; eventId: string }
  | { status: 'refused'; refusal: Refusal }

export interface Collector {
  /** Resolves when every event is stored, known to be stored, or refused. Rejects when it cannot be. */
  submit(submission: Submission): Promise<Outcome[]>
  /** Events whose node is known: what our own domains recorded. */
  submitReady(events: ReadyEvent[]): Promise<Outcome[]>
  waiting(): number
  /** Called whenever a group is stored and everybody may know of it. */
  onStored(listener: () => void): void
  /** Holds new groups back until `resume`; resolves when none is on its way (backups). */
  pause(): Promise<() => void>
  stop(): Promise<void>
  stages(): Record<string, number>
}

export interface CollectorOptions {
  maxWaiting: number
  /** Longest an event waits for company, ms. */
  flushMs?: number
  /** Enough for a group to leave at once. */
  flushEvents?: number
  maxGroup?: number
  /** Groups on their way at once: one in PostgreSQL while another is in ClickHouse. */
  inFlight?: number
  /** What brands demand of their events; absent: nothing. */
  rules?: EventRules
}

/**
 * With nothing on its way, this many need not wait for the clock: many clients that send one event
 * each would otherwise spend most of their time waiting. Fewer would cost more in merges.
 */
const WORTH_A_GROUP = 400

/** One call of submit: answered when all of its events are. One promise a call, not one an event. */
interface Call {
  outcomes: Outcome[]
  left: number
  resolve: (outcomes: Outcome[]) => void
  reject: (error: unknown) => void
}
interface Waiting {
  event: ReadyEvent
  call: Call
  place: number
  tries: number
}

function settle({ call, place }: Waiting, outcome: Outcome): void {
  call.outcomes[place] = outcome
  call.left -= 1
  if (call.left === 0) call.resolve(call.outcomes)
}
/** The first failure answers the call; what else becomes of its events is no news any more. */
const fail = ({ call }: Waiting, error: unknown): void => call.reject(error)

export function createCollector(
  ctxOf: (tenantId: string) => Ctx,
  options: CollectorOptions,
): Collector {
  const {
    maxWaiting,
    flushMs = 100,
    flushEvents = 2000,
    maxGroup = 10_000,
    inFlight = 3,
    rules,
  } = options
  const memory = createMemory()
  const spent: Record<string, number> = {}
  const namespaces = new Map<string, { at: number; kindOf: Namespaces }>()
  const deps: CommitDeps = {
    ctxOf,
    owner: randomUUID(),
    memory,
    catalogue: createCatalogue(),
    async namespaces(ctx) {
      const known = namespaces.get(ctx.tenantId)
      if (known && Date.now() - known.at < 2000) return known.kindOf
      const kindOf = await loadNamespaces(ctx)
      namespaces.set(ctx.tenantId, { at: Date.now(), kindOf })
      return kindOf
    },
    rules,
    stage: (name, seconds) => {
      spent[name] = (spent[name] ?? 0) + seconds
    },
  }
  const queue: Waiting[] = []
  let queuedBytes = 0
  let flying = 0
  let timer: NodeJS.Timeout | undefined
  let paused = 0
  let stopped = false
  /** Duplicates whose first one is not decided yet. */
  let awaiting = 0
  const batches = createBatches(ctxOf(NO_TENANT))
  const idle: (() => void)[] = []
  const listeners: (() => void)[] = []

  const boundsTimer = setInterval(() => {
    writeBounds(ctxOf, memory).catch((error) => {
      ctxOf(NO_TENANT).log.warn(
        { err: error },
        'newest logins could not be written; they will come again',
      )
    })
  }, 30_000)
  boundsTimer.unref()

  function push(one: Waiting): void {
    queue.push(one)
    queuedBytes += one.event.propsText.length
  }

  function schedule(): void {
    if (queue.length === 0 || paused > 0 || flying >= inFlight) return
    if (queue.length >= (flying === 0 ? WORTH_A_GROUP : flushEvents) || stopped) {
      launch()
      return
    }
    timer ??= setTimeout(() => {
      timer = undefined
      if (queue.length > 0 && paused === 0 && flying < inFlight) launch()
    }, flushMs)
  }

  /** As many as fit one insert, whole: an engine cuts more than 256 MB in pieces. */
  function takeGroup(): Waiting[] {
    let count = 0
    let bytes = 0
    for (const { event } of queue) {
      if (count >= maxGroup || (count > 0 && bytes + event.propsText.length > MAX_GROUP_BYTES))
        break
      bytes += event.propsText.length
      count += 1
    }
    queuedBytes -= bytes
    return queue.splice(0, count)
  }

  function launch(): void {
    if (timer) clearTimeout(timer)
    timer = undefined
    const group = takeGroup()
    metrics.collectWaiting.set(queue.length)
    flying += 1
    void run(group).finally(() => {
      flying -= 1
      if (flying === 0) for (const wake of idle.splice(0)) wake()
      schedule()
    })
    schedule()
  }

  /** Stores a group; one that the stores refuse for what is in it is halved until it is one event. */
  async function run(group: Waiting[]): Promise<void> {
    try {
      await runOnce(group)
    } catch (error) {
      await rescue(group, error)
    }
  }

  async function rescue(group: Waiting[], error: unknown): Promise<void> {
    const ids = [...new Set(group.map((one) => one.event.eventId))]
    if (!isPoison(error)) for (const one of group) fail(one, error)
    else if (ids.length === 1) {
      ctxOf(NO_TENANT).log.error({ err: error, event: ids[0] }, 'an event that no store can hold')
      const reason = `the stores refuse it: ${error instanceof Error ? error.message.slice(0, 300) : error}`
      for (const one of group)
        settle(one, { status: 'refused', refusal: { code: 'cannot_be_stored', reason } })
    } else {
      const first = new Set(ids.slice(0, ids.length >> 1))
      await run(group.filter((one) => first.has(one.event.eventId)))
      await run(group.filter((one) => !first.has(one.event.eventId)))
    }
  }

  async function runOnce(group: Waiting[]): Promise<void> {
    metrics.groupEvents.observe(group.length)
    const unique = new Map<string, Waiting[]>()
    for (const one of group) {
      const same = unique.get(one.event.eventId)
      if (same) same.push(one)
      else unique.set(one.event.eventId, [one])
    }
    const events = [...unique.values()].map((same) => same[0]?.event).filter((e) => e !== undefined)
    const state = await commitState(deps, events)
    const { lost, error } = await store(state)
    const again: Waiting[] = []
    for (const [eventId, same] of unique) {
      if (!state.fresh.has(eventId)) continue
      for (const [i, one] of same.entries()) {
        if (lost.has(one.event.month)) again.push(one)
        else settle(one, { status: i === 0 ? 'stored' : 'duplicate', eventId })
      }
    }
    if (again.length > 0) await rescue(again, error)
    for (const [eventId, batchId] of state.seenBefore) {
      for (const one of unique.get(eventId) ?? []) awaitOther(one, batchId)
    }
  }

  /** Months that did not reach the event store, and why; throws when nobody can tell. */
  async function store(
    state: Awaited<ReturnType<typeof commitState>>,
  ): Promise<{ lost: ReadonlySet<number>; error?: unknown }> {
    const ctx = ctxOf(NO_TENANT)
    const { batchId } = state
    if (state.placed.length === 0) {
      await markDone(ctx, batchId)
      told()
      return { lost: NOTHING_LOST }
    }
    batches.begin(batchId)
    try {
      await commitEvents(deps, ctx, batchId, state.placed)
      // Not ours any more: the lease ran out and another process decided from what it saw.
      if (!(await markDone(ctx, batchId))) throw takenOver()
      batches.end(batchId)
      told()
      return { lost: NOTHING_LOST }
    } catch (error) {
      ctx.log.error({ err: error, batch: batchId }, 'a batch did not reach the event store')
      // An insert that failed may still have been stored (a lost answer), so look before undoing.
      const recovered = await batches.decide(batchId)
      if (!recovered) throw takenOver()
      const notNow = isPoison(error)
        ? error
        : unavailable('event_store_unavailable', 'The event store cannot answer now', 2, error)
      return { lost: new Set(recovered.lost), error: notNow }
    }
  }

  const told = () => {
    for (const listener of listeners) listener()
  }

  /** A duplicate of an event on its way is answered when that event's fate is known. */
  function awaitOther(one: Waiting, batchId: number): void {
    awaiting += 1
    duplicateOf(one, batchId)
      .then((isStored) => {
        if (isStored) return settle(one, { status: 'duplicate', eventId: one.event.eventId })
        one.tries += 1
        if (one.tries > 5)
          return fail(
            one,
            unavailable('event_store_unavailable', 'The event store cannot answer now'),
          )
        push(one)
        schedule()
      })
      .catch((error) => fail(one, error))
      .finally(() => {
        awaiting -= 1
      })
  }

  /** False when the batch it was in was lost: this one counts then. */
  async function duplicateOf(one: Waiting, batchId: number): Promise<boolean> {
    for (let waitsFor: number | undefined = batchId; waitsFor !== undefined; ) {
      await batches.fate(waitsFor)
      const seen = await whereSeen(one.event)
      if (!seen) return false
      // Lost, and sent again by somebody faster: then that batch decides.
      waitsFor = seen.isOpen ? seen.batchId : undefined
    }
    return true
  }

  async function whereSeen(
    event: ReadyEvent,
  ): Promise<{ batchId: number; isOpen: boolean } | undefined> {
    const { rows } = await sql<{ batchId: number; isOpen: boolean }>`
      select s.batch_id as "batchId", coalesce(b.state = 'open', false) as "isOpen"
      from seen_event s left join ingest_batch b on b.id = s.batch_id
      where s.tenant_id = ${event.submission.tenantId} and s.event_id = ${event.eventId}`.execute(
      ctxOf(NO_TENANT).pg,
    )
    return rows[0]
  }

  const add = async (ready: (ReadyEvent | Refusal)[]): Promise<Outcome[]> => {
    if (stopped) throw unavailable('stopping', 'The server is stopping; try again')
    const waiting = queue.length + awaiting
    if ((waiting + ready.length > maxWaiting && waiting > 0) || queuedBytes > MAX_WAITING_BYTES)
      throw unavailable('collector_full', 'Too many events are waiting; try again shortly')
    return new Promise((resolve, reject) => {
      const call: Call = { outcomes: new Array(ready.length), left: ready.length, resolve, reject }
      for (const [place, one] of ready.entries()) {
        if ('code' in one) {
          call.outcomes[place] = { status: 'refused', refusal: one }
          call.left -= 1
        } else push({ event: one, call, place, tries: 0 })
      }
      if (call.left === 0) return resolve(call.outcomes)
      metrics.collectWaiting.set(queue.length)
      schedule()
    })
  }

  return {
    async submit(submission) {
      const ready = submission.drafts.map((draft, i) => prepare(submission, draft, i))
      const held = rules && (await rules.of(submission.tenantId))
      return add(held ? ready.map((event) => judge(event, held)) : ready)
    },
    submitReady: (events) => add(events),
    waiting: () => queue.length,
    onStored: (listener) => {
      listeners.push(listener)
    },
    async pause() {
      paused += 1
      if (flying > 0) await new Promise<void>((resolve) => idle.push(resolve))
      return () => {
        paused -= 1
        schedule()
      }
    },
    async stop() {
      stopped = true
      clearInterval(boundsTimer)
      batches.stop()
      while (queue.length > 0 || flying > 0) {
        schedule()
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      await writeBounds(ctxOf, memory)
    },
    stages: () => ({ ...spent }),
  }
}

const NO_TENANT = '00000000-0000-0000-0000-000000000000'
const MAX_GROUP_BYTES = 32 * 1024 * 1024
const MAX_WAITING_BYTES = 8 * MAX_GROUP_BYTES
const NOTHING_LOST: ReadonlySet<number> = new Set()
const takenOver = () => unavailable('batch_taken_over', 'The events must be sent again')
