// What `homefield check` asks of collection: every event counted in PostgreSQL is in ClickHouse once.
import { sql } from 'kysely'
import { as, sql as ch } from '../platform/ch.ts'
import { type Check, type Compared, noteDifferences, ranges } from '../platform/check.ts'
import type { Ctx } from '../platform/ctx.ts'

/** A check reads whole tables, which no page ever does. */
const SLOW = { maxSeconds: 900 }
const BATCHES_AT_ONCE = 100_000
const NODES_AT_ONCE = 500_000
const IDS_AT_ONCE = 5_000_000
const NO_END = Number.MAX_SAFE_INTEGER
const NO_NODE = 2 ** 32 - 1

export const checks: readonly Check[] = [
  { name: 'collect.batches', compare: compareBatches },
  { name: 'collect.duplicates', compare: findDuplicates },
  { name: 'collect.customers', compare: compareCustomers },
  { name: 'collect.leases', compare: findStuckBatches },
  { name: 'collect.outbox', compare: findWaitingEvents },
  { name: 'collect.counters', compare: compareCounters },
]

/** Rows of the nil tenant keep undone batches out (recovery.ts); they tell of nothing. */
const isEvent = ch`tenant_id != toUUID('00000000-0000-0000-0000-000000000000')`

interface Count {
  batch_id: number
  month: number
  n: number
}
interface Batch {
  id: number
  state: 'open' | 'done'
  is_whole: boolean
}

/** Per batch and month: ids counted in PostgreSQL, rows in ClickHouse. */
async function compareBatches(ctx: Ctx): Promise<Compared> {
  const { first, last, oldestWhole } = await knownBatches(ctx)
  const found = noteDifferences()
  let compared = 0
  const judge = (batch: Batch | undefined, count: Count, seen: number, rows: number) => {
    // An open one is being written, or found by `collect.leases`.
    if (batch?.state === 'open') return
    compared += 1
    // After 30 days only the ids that are kept for ever are left to compare with.
    const isForgotten = batch ? !batch.is_whole : count.batch_id < oldestWhole
    if (isForgotten ? seen > rows : seen !== rows)
      found.add({
        batch: count.batch_id,
        month: count.month,
        in_postgresql: seen,
        in_clickhouse: rows,
      })
  }
  for (const [from, to] of ranges(first, last, BATCHES_AT_ONCE)) {
    // PostgreSQL first: what it says is done by now was in ClickHouse before.
    const batches = new Map((await batchesOf(ctx, from, to)).map((b) => [b.id, b]))
    const seen = await seenBy(ctx, from, to)
    const rows = new Map((await rowsBy(ctx, from, to)).map((r) => [`${r.batch_id}-${r.month}`, r]))
    for (const s of seen) {
      const key = `${s.batch_id}-${s.month}`
      judge(batches.get(s.batch_id), s, s.n, rows.get(key)?.n ?? 0)
      rows.delete(key)
    }
    for (const r of rows.values()) judge(batches.get(r.batch_id), r, 0, r.n)
  }
  for (const r of await rowsBy(ctx, last + 1, NO_END)) judge(undefined, r, 0, r.n)
  return found.outOf(compared)
}

async function knownBatches(ctx: Ctx) {
  const { rows } = await sql<{
    seen: number | null
    id: number | null
    last: number
    whole: number | null
  }>`
    select (select min(batch_id) from seen_event) as seen, min(id) as id,
      coalesce(greatest((select max(batch_id) from seen_event), max(id)), 0) as last,
      min(id) filter (where created_at::date >= current_date - 30) as whole
    from ingest_batch`.execute(ctx.pg)
  const [known] = rows
  const [stored] = await ctx.ch.allRows<{ first: string; n: string }>(
    ch`select min(batch_id) as first, count() as n from event where ${isEvent}`,
    SLOW,
  )
  const last = known?.last ?? 0
  return {
    first: Math.min(
      known?.seen ?? last,
      known?.id ?? last,
      Number(stored?.n) > 0 ? Number(stored?.first) : last,
    ),
    last,
    oldestWhole: known?.whole ?? last + 1,
  }
}

async function batchesOf(ctx: Ctx, from: number, to: number): Promise<Batch[]> {
  const { rows } = await sql<Batch>`
    select id, state, created_at::date >= current_date - 30 as is_whole
    from ingest_batch where id between ${from} and ${to}`.execute(ctx.pg)
  return rows
}

async function seenBy(ctx: Ctx, from: number, to: number): Promise<Count[]> {
  const { rows } = await sql<Count>`
    select batch_id, month, count(*) as n from seen_event
    where batch_id between ${from} and ${to} group by batch_id, month`.execute(ctx.pg)
  return rows
}

async function rowsBy(ctx: Ctx, from: number, to: number): Promise<Count[]> {
  const rows = await ctx.ch.allRows<{ batch_id: string; month: number; n: string }>(
    ch`select batch_id, toYYYYMM(at) as month, count() as n from event
       where batch_id between ${as('UInt64', from)} and ${as('UInt64', to)} and ${isEvent}
       group by batch_id, month`,
    SLOW,
  )
  return rows.map((r) => ({ batch_id: Number(r.batch_id), month: r.month, n: Number(r.n) }))
}

/** The same event twice in ClickHouse, in whatever month. */
async function findDuplicates(ctx: Ctx): Promise<Compared> {
  const compared = await countEvents(ctx)
  const buckets = Math.max(1, Math.ceil(compared / IDS_AT_ONCE))
  const found = noteDifferences()
  for (let bucket = 0; bucket < buckets; bucket++) {
    const rows = await ctx.ch.allRows<{ tenant: string; event: string; n: string }>(
      ch`select toString(tenant_id) as tenant, toString(event_id) as event, count() as n from event
         where cityHash64(event_id) % ${as('UInt32', buckets)} = ${as('UInt32', bucket)} and ${isEvent}
         group by tenant_id, event_id having n > 1 order by tenant_id, event_id`,
      SLOW,
    )
    for (const r of rows) found.add({ tenant: r.tenant, event: r.event, rows: Number(r.n) })
  }
  return found.outOf(compared)
}

async function countEvents(ctx: Ctx): Promise<number> {
  const [row] = await ctx.ch.allRows<{ n: string }>(
    ch`select count() as n from event where ${isEvent}`,
    SLOW,
  )
  return Number(row?.n ?? 0)
}

/** Events stored under a node that PostgreSQL does not know, or of another tenant. */
async function compareCustomers(ctx: Ctx): Promise<Compared> {
  const { rows: top } = await sql<{ last: number }>`
    select coalesce(max(id), 0) as last from customer`.execute(ctx.pg)
  const last = top[0]?.last ?? 0
  const found = noteDifferences()
  let compared = 0
  for (const [from, to] of ranges(1, last, NODES_AT_ONCE)) {
    const stored = await nodesOfEvents(ctx, from, to)
    const { rows } = await sql<{ tenant_id: string; id: number }>`
      select tenant_id, id from customer where id between ${from} and ${to}`.execute(ctx.pg)
    const ownerOf = new Map(rows.map((r) => [r.id, r.tenant_id]))
    compared += stored.length
    for (const s of stored) if (ownerOf.get(s.node) !== s.tenant) found.add(s)
  }
  for (const s of await nodesOfEvents(ctx, last + 1, NO_NODE)) {
    compared += 1
    found.add(s)
  }
  return found.outOf(compared)
}

async function nodesOfEvents(ctx: Ctx, from: number, to: number) {
  const rows = await ctx.ch.allRows<{ tenant: string; node: number; n: string }>(
    ch`select toString(tenant_id) as tenant, customer_id as node, count() as n from event
       where customer_id between ${as('UInt32', from)} and ${as('UInt32', to)}
       group by tenant_id, customer_id order by customer_id, tenant_id`,
    SLOW,
  )
  return rows.map((r) => ({ tenant: r.tenant, node: r.node, events: Number(r.n) }))
}

/** Open batches whose lease ran out: nobody decided them. */
async function findStuckBatches(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{ id: number; lease_until: Date; is_late: boolean }>`
    select id, lease_until, lease_until < now() as is_late from ingest_batch where state = 'open' order by id`.execute(
    ctx.pg,
  )
  const found = noteDifferences()
  for (const r of rows)
    if (r.is_late) found.add({ batch: r.id, lease_until: r.lease_until.toISOString() })
  return found.outOf(rows.length)
}

/** Own events that no relay took: after a minute they are late, whatever the load. */
async function findWaitingEvents(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{
    tenant_id: string
    id: string
    name: string | null
    is_late: boolean
  }>`
    select tenant_id, id, event ->> 'name' as name, created_at < now() - interval '1 minute' as is_late
    from event_outbox order by position limit 100000`.execute(ctx.pg)
  const found = noteDifferences()
  for (const r of rows)
    if (r.is_late) found.add({ tenant: r.tenant_id, event: r.id, name: r.name ?? '' })
  return found.outOf(rows.length)
}

/** Sequences that lag behind what they gave out would give it out again. */
async function compareCounters(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{
    nodes: number
    node_top: number
    batches: number
    batch_top: number
  }>`
    select (select last_value from customer_id_seq) as nodes, (select coalesce(max(id), 0) from customer) as node_top,
      (select last_value from ingest_batch_seq) as batches, (select coalesce(max(id), 0) from ingest_batch) as batch_top`.execute(
    ctx.pg,
  )
  const [stored] = await ctx.ch.allRows<{ node: number; batch: string }>(
    ch`select max(customer_id) as node, max(batch_id) as batch from event`,
    SLOW,
  )
  const found = noteDifferences()
  const [pg] = rows
  if (!pg) throw new Error('the counters cannot be read')
  const compare = (counter: string, stands: number, used: number) => {
    if (used > stands) found.add({ counter, stands_at: stands, in_use: used })
  }
  compare('customer_id_seq', pg.nodes, Math.max(pg.node_top, stored?.node ?? 0))
  compare('ingest_batch_seq', pg.batches, Math.max(pg.batch_top, Number(stored?.batch ?? 0)))
  return found.outOf(2)
}
