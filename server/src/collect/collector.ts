// The queue in front of the group commit: events wait a moment together, and are answered when stored.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { createMemory, loadNamespaces, type Namespaces, writeBounds } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { AppError, unavailable } from '../platform/errors.ts'
import { metrics } from '../platform/metrics.ts'
import { createCatalogue } from './catalogue.ts'
import { type CommitDeps, commitEvents, commitState, markDone } from './commit.ts'
import { prepare, type ReadyEvent, type Refusal, type Submission } from './prepare.ts'
import { recoverBatch } from './recovery.ts'

export type Outcome =
  | { status: 'stored' | 'duplicate'; eventId: string }
  | { status: 'refused'; refusal: Refusal }

export interface Collector {
  /** Resolves when every event is stored, known to be stored, or refused. Rejects when it cannot be. */
  submit(submission: Submission): Promise<Outcome[]>
  /** Events whose node is known: what our own domains recorded. */
  submitReady(events: ReadyEvent[]): Promise<Outcome[]>
  waiting(): number
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
}

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
  const { maxWaiting, flushMs = 100, flushEvents = 2000, maxGroup = 10_000, inFlight = 2 } = options
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
    stage: (name, seconds) => {
      spent[name] = (spent[name] ?? 0) + seconds
    },
  }
  const queue: Waiting[] = []
  let flying = 0
  let timer: NodeJS.Timeout | undefined
  let paused = 0
  let stopped = false
  const openBatches = new Map<number, Promise<void>>()
  const idle: (() => void)[] = []

  const boundsTimer = setInterval(() => {
    writeBounds(ctxOf, memory).catch((error) => {
      ctxOf(NO_TENANT).log.warn(
        { err: error },
        'newest logins could not be written; they will come again',
      )
    })
  }, 30_000)
  boundsTimer.unref()

  function schedule(): void {
    if (queue.length === 0 || paused > 0 || flying >= inFlight) return
    if (queue.length >= flushEvents || stopped) {
      launch()
      return
    }
    timer ??= setTimeout(() => {
      timer = undefined
      if (queue.length > 0 && paused === 0 && flying < inFlight) launch()
    }, flushMs)
  }

  function launch(): void {
    if (timer) clearTimeout(timer)
    timer = undefined
    const group = queue.splice(0, maxGroup)
    metrics.collectWaiting.set(queue.length)
    flying += 1
    run(group)
      .catch((error) => {
        for (const one of group) fail(one, error)
      })
      .finally(() => {
        flying -= 1
        if (flying === 0) for (const wake of idle.splice(0)) wake()
        schedule()
      })
    schedule()
  }

  async function run(group: Waiting[]): Promise<void> {
    metrics.groupEvents.observe(group.length)
    const unique = new Map<string, Waiting[]>()
    for (const one of group) {
      const same = unique.get(one.event.eventId)
      if (same) same.push(one)
      else unique.set(one.event.eventId, [one])
    }
    const events = [...unique.values()].map((same) => same[0]?.event).filter((e) => e !== undefined)
    const state = await commitState(deps, events)
    const ctx = ctxOf(NO_TENANT)
    const storing = store(ctx, state)
    openBatches.set(
      state.batchId,
      storing.then(
        () => {},
        () => {},
      ),
    )
    const settleStored = (lost: ReadonlySet<number>) => {
      for (const [eventId, same] of unique) {
        if (!state.fresh.has(eventId)) continue
        for (const [i, one] of same.entries()) {
          if (lost.has(one.event.month))
            fail(one, unavailable('event_store_unavailable', 'The event store cannot answer now'))
          else settle(one, { status: i === 0 ? 'stored' : 'duplicate', eventId })
        }
      }
    }
    try {
      settleStored(await storing)
    } finally {
      openBatches.delete(state.batchId)
    }
    for (const [eventId, batchId] of state.seenBefore) {
      for (const one of unique.get(eventId) ?? []) awaitOther(one, batchId)
    }
  }

  /** Months that did not reach the event store; throws when nobody can tell. */
  async function store(
    ctx: Ctx,
    state: Awaited<ReturnType<typeof commitState>>,
  ): Promise<ReadonlySet<number>> {
    if (state.placed.length === 0) {
      await markDone(ctx, state.batchId)
      return NOTHING_LOST
    }
    try {
      await commitEvents(deps, ctx, state.batchId, state.placed)
      // Not ours any more: the lease ran out and another process decided from what it saw.
      if (!(await markDone(ctx, state.batchId)))
        throw unavailable('batch_taken_over', 'The events must be sent again')
      return NOTHING_LOST
    } catch (error) {
      ctx.log.error({ err: error, batch: state.batchId }, 'a batch did not reach the event store')
      if (error instanceof AppError && error.code === 'batch_taken_over') throw error
      // An insert that failed may still have been stored (a lost answer), so look before undoing.
      const recovered = await recoverBatch(ctx, state.batchId)
      return new Set(recovered?.lost ?? [])
    }
  }

  /** A duplicate of an event on its way is answered when that event's fate is known. */
  function awaitOther(one: Waiting, batchId: number): void {
    const fate = openBatches.get(batchId) ?? batchIsDone(batchId)
    fate
      .then(async () => {
        const seen = await isSeen(one.event)
        if (seen) return settle(one, { status: 'duplicate', eventId: one.event.eventId })
        one.tries += 1
        if (one.tries > 5)
          return fail(
            one,
            unavailable('event_store_unavailable', 'The event store cannot answer now'),
          )
        queue.push(one)
        schedule()
      })
      .catch((error) => fail(one, error))
  }

  async function batchIsDone(batchId: number): Promise<void> {
    for (let waited = 0; waited < 150; waited++) {
      const { rows } = await sql<{
        state: string
      }>`select state from ingest_batch where id = ${batchId}`.execute(ctxOf(NO_TENANT).pg)
      if (rows[0]?.state !== 'open') return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw unavailable('batch_still_open', 'The same event is on its way elsewhere; try again', 5)
  }

  async function isSeen(event: ReadyEvent): Promise<boolean> {
    const { rows } = await sql`select 1 from seen_event
      where tenant_id = ${event.submission.tenantId} and event_id = ${event.eventId}`.execute(
      ctxOf(NO_TENANT).pg,
    )
    return rows.length > 0
  }

  const add = async (ready: (ReadyEvent | Refusal)[]): Promise<Outcome[]> => {
    if (stopped) throw unavailable('stopping', 'The server is stopping; try again')
    if (queue.length + ready.length > maxWaiting && queue.length > 0)
      throw unavailable('collector_full', 'Too many events are waiting; try again shortly')
    return new Promise((resolve, reject) => {
      const call: Call = { outcomes: new Array(ready.length), left: ready.length, resolve, reject }
      for (const [place, one] of ready.entries()) {
        if ('code' in one) {
          call.outcomes[place] = { status: 'refused', refusal: one }
          call.left -= 1
        } else queue.push({ event: one, call, place, tries: 0 })
      }
      if (call.left === 0) return resolve(call.outcomes)
      metrics.collectWaiting.set(queue.length)
      schedule()
    })
  }

  return {
    submit: (submission) => add(submission.drafts.map((draft, i) => prepare(submission, draft, i))),
    submitReady: (events) => add(events),
    waiting: () => queue.length,
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
const NOTHING_LOST: ReadonlySet<number> = new Set()
