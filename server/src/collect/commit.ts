// One group of events into both stores: everything here happens once a group, never once a request.
import { sql } from 'kysely'
import {
  type IdentityMemory,
  type Namespaces,
  type ResolveRequest,
  resolve,
} from '../identity/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { unavailable } from '../platform/errors.ts'
import { metrics } from '../platform/metrics.ts'
import { isPgUnavailable } from '../platform/pg.ts'
import {
  type AttributeWrite,
  applyAttributes,
  asHistory,
  guardEvents,
  type Handlings,
  loadHandlings,
} from '../profile/index.ts'
import { type Catalogue, registerNew, setAside } from './catalogue.ts'
import type { EventRules } from './event-rules.ts'
import { applyPeople } from './people.ts'
import type { ReadyEvent } from './prepare.ts'
import { EVENT_COLUMNS, eventLine, insertToken, type Placed } from './rows.ts'
import { raiseSignals } from './signals.ts'

export interface CommitDeps {
  ctxOf(tenantId: string): Ctx
  owner: string
  memory: IdentityMemory
  catalogue: Catalogue
  namespaces(ctx: Ctx): Promise<Namespaces>
  rules?: EventRules | undefined
  /** Spent time by stage, for the benchmark and /metrics. */
  stage(name: string, seconds: number): void
}

export interface Stored {
  batchId: number
  /** Ids stored now; the rest of the group had been seen before, in these batches. */
  fresh: Set<string>
  seenBefore: Map<string, number>
}

/**
 * A batch whose process has not renewed it for so long may be decided by others. Short, since the
 * retries of a killed process's clients wait for it; deciding too early costs a retry, no event.
 */
export const LEASE_SECONDS = 10

/** The PostgreSQL half: ids, identities, attributes, catalogue, signals in one transaction. */
export async function commitState(
  deps: CommitDeps,
  events: ReadyEvent[],
): Promise<Stored & { placed: Placed[] }> {
  const byTenant = new Map<string, ReadyEvent[]>()
  for (const event of events) {
    const list = byTenant.get(event.submission.tenantId)
    if (list) list.push(event)
    else byTenant.set(event.submission.tenantId, [event])
  }
  const first = events[0]
  if (!first) throw new Error('a group commit needs an event')
  const after: (() => void)[] = []
  const base = deps.ctxOf(first.submission.tenantId)
  const result = await retried(() => {
    after.length = 0
    return inTx(base, async (tx) => {
      const clock = stopwatch(deps)
      const { batchId, fresh, seenBefore } = await claimIds(tx, deps.owner, events)
      clock('ids')
      const placed: Placed[] = []
      for (const [tenantId, list] of [...byTenant].sort(([a], [b]) => (a < b ? -1 : 1))) {
        const mine = seenBefore.size === 0 ? list : list.filter((e) => fresh.has(e.eventId))
        if (mine.length === 0) continue
        const ctx = { ...deps.ctxOf(tenantId), pg: tx.pg }
        // What an import of the past changes of customers is nobody's news; live traffic beside it is.
        for (const [isHistory, some] of Map.groupBy(mine, (e) => e.historical))
          placed.push(
            ...(await asHistory(
              ctx,
              () => placeTenant(deps, ctx, batchId, some, after, clock),
              isHistory,
            )),
          )
      }
      return { batchId, fresh, seenBefore, placed }
    })
  })
  for (const done of after) done()
  return result
}

async function placeTenant(
  deps: CommitDeps,
  ctx: Ctx,
  batchId: number,
  events: ReadyEvent[],
  after: (() => void)[],
  clock: (stage: string) => void,
): Promise<Placed[]> {
  const namespaces = await deps.namespaces(ctx)
  const outside = events.filter((e) => e.node === undefined)
  const resolved = await resolve(ctx, outside.map(requestOf), deps.memory, namespaces)
  after.push(resolved.committed)
  clock('identity')
  const located: { event: ReadyEvent; node: number | null; identifiers: Placed['identifiers'] }[] =
    []
  let next = 0
  for (const event of events) {
    const resolution = event.node === undefined ? resolved.resolutions[next++] : undefined
    const node = event.node === undefined ? (resolution?.node ?? null) : event.node
    located.push({ event, node, identifiers: resolution?.identifiers ?? [] })
  }
  const handlings = await loadHandlings(ctx)
  const attributes = await takeSensitiveOut(ctx, handlings, located)
  const kept = located.map((l) => l.event)
  const placed: Placed[] = []
  for (const { event, node, identifiers } of located) {
    placed.push({
      event,
      customerId: node ?? 0,
      identifiers,
      propsText: event.propsText,
      asideText: '""',
      revenueFen: event.node === undefined ? 0 : (event.draft.claimedRevenueFen ?? 0),
    })
    if (node === null) continue
    for (const change of event.draft.attributes) {
      attributes.push({
        ...change,
        node,
        source: event.source,
        at: event.draft.at,
        eventId: event.eventId,
        isClaimed: !event.submission.isVerified,
      })
    }
  }
  await applyAttributes(ctx, attributes, handlings)
  await applyPeople(ctx, placed)
  clock('attributes')
  const learnt = await registerNew(ctx, deps.catalogue, kept)
  if (learnt.size > 0)
    after.push(() => {
      for (const [name, types] of learnt) deps.catalogue.learn(ctx.tenantId, name, types)
    })
  for (const one of placed) {
    const { draft } = one.event
    const split = setAside(
      draft.props,
      deps.catalogue.typesOf(ctx.tenantId, draft.name),
      learnt.get(draft.name),
    )
    if (!split) continue
    one.propsText = JSON.stringify(split.props)
    one.asideText = JSON.stringify(split.aside)
  }
  clock('catalogue')
  await raiseSignals(ctx, batchId, placed)
  clock('signals')
  const broken = events.filter((event) => event.broken !== undefined)
  if (broken.length > 0) await deps.rules?.note(ctx, broken)
  return placed
}

/**
 * Sensitive properties never reach the catalogue, signals or the event store. The events are
 * replaced by copies: a group that is done again needs the values once more.
 */
async function takeSensitiveOut(
  ctx: Ctx,
  handlings: Handlings,
  located: { event: ReadyEvent; node: number | null }[],
): Promise<AttributeWrite[]> {
  const { kept, writes } = await guardEvents(
    ctx,
    handlings,
    located.map(({ event, node }) => ({
      node,
      source: event.source,
      at: event.draft.at,
      eventId: event.eventId,
      isClaimed: !event.submission.isVerified,
      props: event.draft.props,
    })),
  )
  for (const [place, props] of kept) {
    const one = located[place]
    if (!one) continue
    const { event } = one
    one.event = { ...event, draft: { ...event.draft, props }, propsText: JSON.stringify(props) }
  }
  return writes
}

function requestOf(event: ReadyEvent): ResolveRequest {
  const { draft, submission } = event
  return {
    at: draft.at,
    intent: draft.intent,
    identifiers: draft.identifiers,
    ...(draft.subject ? { subject: draft.subject } : {}),
    ...(draft.previousId ? { previousId: draft.previousId } : {}),
    isVerified: submission.isVerified,
    source: event.source,
    reason: draft.name,
  }
}

/** Registers the batch and the ids; whoever comes second with an id learns whose it is. */
async function claimIds(ctx: Ctx, owner: string, events: ReadyEvent[]): Promise<Stored> {
  const inOrder = [...events].sort((a, b) =>
    a.submission.tenantId < b.submission.tenantId
      ? -1
      : a.submission.tenantId > b.submission.tenantId
        ? 1
        : a.eventId < b.eventId
          ? -1
          : 1,
  )
  const tenants = [...new Set(inOrder.map((e) => e.submission.tenantId))]
  const place = new Map(tenants.map((t, i) => [t, i + 1]))
  const months = [...new Set(inOrder.map((e) => e.month))]
  // Array literals built by hand: the driver's own quoting of 2,000 texts costs more than the insert.
  const ids = `{${inOrder.map((e) => e.eventId).join(',')}}`
  const tenantOf = `{${inOrder.map((e) => place.get(e.submission.tenantId)).join(',')}}`
  const monthOf = `{${inOrder.map((e) => e.month).join(',')}}`
  const keep = `{${inOrder.map((e) => (e.submission.isPermanent ? 't' : 'f')).join(',')}}`
  const { rows } = await sql<{ batch_id: number; stored: number }>`
    with batch as (
      insert into ingest_batch (id, owner, lease_until, months)
      values (nextval('ingest_batch_seq'), ${owner}::uuid, now() + make_interval(secs => ${LEASE_SECONDS}), ${`{${months.join(',')}}`}::int[])
      returning id),
    stored as (
      -- In id order, so that two groups with the same events wait for each other in one direction.
      insert into seen_event (tenant_id, event_id, batch_id, month, is_permanent)
      select (${`{${tenants.join(',')}}`}::uuid[])[e.tenant], e.id, batch.id, e.month, e.keep
      from batch, unnest(${ids}::uuid[], ${tenantOf}::int[], ${monthOf}::int[], ${keep}::boolean[]) as e (id, tenant, month, keep)
      on conflict do nothing returning 1)
    select (select id from batch) as batch_id, count(*) as stored from stored`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw new Error('the batch was not registered')
  const seenBefore = new Map<string, number>()
  if (row.stored < inOrder.length) {
    const seen = await sql<{ event_id: string; batch_id: number }>`
      select event_id, batch_id from seen_event
      where tenant_id = any(${`{${tenants.join(',')}}`}::uuid[]) and event_id = any(${ids}::uuid[]) and batch_id <> ${row.batch_id}`.execute(
      ctx.pg,
    )
    for (const s of seen.rows) seenBefore.set(s.event_id, s.batch_id)
    // Seen by a batch that was undone between the two statements: it is nobody's now, so claim again.
    if (row.stored + seenBefore.size !== inOrder.length) throw new ClaimedMeanwhile()
  }
  const fresh = new Set<string>()
  for (const e of inOrder) if (!seenBefore.has(e.eventId)) fresh.add(e.eventId)
  return { batchId: row.batch_id, fresh, seenBefore }
}

/** The ClickHouse half: one insert a month, each repeatable by its token. */
export async function commitEvents(
  deps: CommitDeps,
  ctx: Ctx,
  batchId: number,
  placed: Placed[],
): Promise<void> {
  const clock = stopwatch(deps)
  const months = new Map<number, string[]>()
  for (const one of placed) {
    const lines = months.get(one.event.month)
    const line = eventLine(one, batchId)
    if (lines) lines.push(line)
    else months.set(one.event.month, [line])
  }
  const bodies = [...months].map(([month, lines]) => ({ month, body: Buffer.from(lines.join('')) }))
  clock('lines')
  await Promise.all(
    bodies.map(({ month, body }) =>
      ctx.ch.insert({
        table: 'event',
        columns: EVENT_COLUMNS,
        body,
        token: insertToken(batchId, month),
      }),
    ),
  )
  clock('insert')
}

/**
 * Marks the batch done, which shows its signals. Losing this mark in a crash is harmless (recovery
 * finds the rows and sets it again), so it does not wait for the disk.
 */
export async function markDone(ctx: Ctx, batchId: number): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    await sql`set local synchronous_commit = off`.execute(ctx.pg)
    const { numAffectedRows } = await sql`
      update ingest_batch set state = 'done' where id = ${batchId} and state = 'open'`.execute(
      ctx.pg,
    )
    return numAffectedRows === 1n
  })
}

class ClaimedMeanwhile extends Error {
  readonly code = '40001'
}

/**
 * Two groups may meet in a deadlock or on a unique key, or a remembered customer was erased just now
 * (a foreign key); the whole half is simply done again.
 */
async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const code = (error as { code?: string }).code
      if (
        (code === '40P01' || code === '40001' || code === '23505' || code === '23503') &&
        attempt < 5
      )
        continue
      if (isPgUnavailable(error))
        throw unavailable(
          'state_store_unavailable',
          'The database cannot take writes now',
          2,
          error,
        )
      throw error
    }
  }
}

function stopwatch(deps: CommitDeps): (stage: string) => void {
  let last = performance.now()
  return (stage) => {
    const now = performance.now()
    metrics.groupSeconds.observe({ stage }, (now - last) / 1000)
    deps.stage(stage, (now - last) / 1000)
    last = now
  }
}
