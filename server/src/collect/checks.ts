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
  const { rows: ends } = await sql<{
    first: number | null
    last: number | null
    oldest_whole: number | null
  }>`
    select least((select min(batch_id) from seen_event), min(id)) as first,
      greatest((select max(batch_id) from seen_event), max(id)) as last,
      min(id) filter (where created_at::date >= current_date - 30) as oldest_whole
    from ingest_batch`.execute(ctx.pg)
  const [stored] = await ctx.ch.allRows<{ first: string; last: string }>(
    ch`select min(batch_id) as first, max(batch_id) as last from event`,
    SLOW,
  )
  const first = Math.min(
    ends[0]?.first ?? Infinity,
    Number(stored?.last) > 0 ? Number(stored?.first) : Infinity,
  )
  const last = Math.max(ends[0]?.last ?? 0, Number(stored?.last ?? 0))
  const oldestWhole = ends[0]?.oldest_whole ?? Infinity
  const found = noteDifferences()
  let compared = 0
  for (const [from, to] of ranges(first, last, BATCHES_AT_ONCE)) {
    // PostgreSQL first: what it says is done by now was in ClickHouse before.
    const batches = new Map((await batchesOf(ctx, from, to)).map((b) => [b.id, b]))
    const seen = await seenBy(ctx, from, to)
    const rows = new Map((await rowsBy(ctx, from, to)).map((r) => [`${r.batch_id}-${r.month}`, r]))
    const judge = ({ batch_id, month }: Count, seenCount: number, rowCount: number) => {
      const batch = batches.get(batch_id)
      // An open one is being written, or found by `collect.leases`.
      if (batch?.state === 'open') return
      compared += 1
      // After 30 days only the ids that are kept for ever are left to compare with.
      const isForgotten = batch ? !batch.is_whole : batch_id < oldestWhole
      if (isForgotten ? seenCount > rowCount : seenCount !== rowCount)
        found.add({ batch: batch_id, month, in_postgresql: seenCount, in_clickhouse: rowCount })
    }
    for (const s of seen) {
      const key = `${s.batch_id}-${s.month}`
      judge(s, s.n, rows.get(key)?.n ?? 0)
      rows.delete(key)
    }
    for (const r of rows.values()) judge(r, 0, r.n)
  }
  return found.outOf(compared)
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
  const [top] = await ctx.ch.allRows<{ last: number }>(
    ch`select max(customer_id) as last from event`,
    SLOW,
  )
  const found = noteDifferences()
  let compared = 0
  for (const [from, to] of ranges(1, top?.last ?? 0, NODES_AT_ONCE)) {
    const stored = await ctx.ch.allRows<{ tenant: string; node: number; n: string }>(
      ch`select toString(tenant_id) as tenant, customer_id as node, count() as n from event
         where customer_id between ${as('UInt32', from)} and ${as('UInt32', to)}
         group by tenant_id, customer_id`,
      SLOW,
    )
    const { rows } = await sql<{ tenant_id: string; id: number }>`
      select tenant_id, id from customer where id between ${from} and ${to}`.execute(ctx.pg)
    const ownerOf = new Map(rows.map((r) => [r.id, r.tenant_id]))
    compared += stored.length
    for (const s of stored) {
      if (ownerOf.get(s.node) !== s.tenant)
        found.add({ tenant: s.tenant, node: s.node, events: Number(s.n) })
    }
  }
  return found.outOf(compared)
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
