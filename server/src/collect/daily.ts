// What both stores must agree on of a day that was collected.
import { sql } from 'kysely'
import { as, sql as ch } from '../platform/ch.ts'
import type { DailyComparison } from '../platform/check.ts'
import type { Ctx } from '../platform/ctx.ts'

export const dailyComparisons: readonly DailyComparison[] = [
  { name: 'collect.batches', compare: compareBatches },
  { name: 'collect.customers', compare: compareCustomers },
]

/** A batch's month goes into the event store whole or not at all, so whole ones are looked for. */
async function compareBatches(ctx: Ctx, from: Date, to: Date) {
  const { rows } = await sql<{ batch_id: number; month: number; n: number }>`
    select s.batch_id, s.month, count(*)::int as n from seen_event s join ingest_batch b on b.id = s.batch_id
    where s.tenant_id = ${ctx.tenantId} and s.seen_on between ${from}::date - 1 and ${to}::date + 1
      and b.state = 'done' and b.created_at >= ${from} and b.created_at < ${to}
    group by s.batch_id, s.month`.execute(ctx.pg)
  if (rows.length === 0) return { inPostgresql: 0, inClickhouse: 0 }
  const ids = rows.map((r) => r.batch_id)
  const stored = await ctx.ch.rows<{ batch_id: string; month: number }>(
    ctx.tenantId,
    ch`select distinct batch_id, toYYYYMM(at) as month from event
       where batch_id between ${as('UInt64', Math.min(...ids))} and ${as('UInt64', Math.max(...ids))}`,
    { maxSeconds: 120 },
  )
  const there = new Set(stored.map((r) => `${r.batch_id}-${r.month}`))
  const sum = (some: typeof rows) => some.reduce((total, r) => total + r.n, 0)
  return {
    inPostgresql: sum(rows),
    inClickhouse: sum(rows.filter((r) => there.has(`${r.batch_id}-${r.month}`))),
  }
}

/** Every customer an event is about is known. */
async function compareCustomers(ctx: Ctx, from: Date, to: Date) {
  const named = await ctx.ch.rows<{ id: number }>(
    ctx.tenantId,
    ch`select distinct customer_id as id from event
       where at >= ${as('DateTime64(3)', from)} and at < ${as('DateTime64(3)', to)} and customer_id != 0`,
    { maxSeconds: 120 },
  )
  if (named.length === 0) return { inPostgresql: 0, inClickhouse: 0 }
  const ids = `{${named.map((r) => Number(r.id)).join(',')}}`
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from customer where tenant_id = ${ctx.tenantId} and id = any(${ids}::bigint[])`.execute(
    ctx.pg,
  )
  return { inPostgresql: rows[0]?.n ?? 0, inClickhouse: named.length }
}
