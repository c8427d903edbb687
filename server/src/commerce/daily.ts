// What both stores must agree on of a day's orders.
import { sql } from 'kysely'
import { as, sql as ch } from '../platform/ch.ts'
import type { DailyComparison } from '../platform/check.ts'
import type { Ctx } from '../platform/ctx.ts'

export const dailyComparisons: readonly DailyComparison[] = [
  { name: 'commerce.orders', compare: comparePaid },
  { name: 'commerce.refunds', compare: compareRefunded },
]

async function comparePaid(ctx: Ctx, from: Date, to: Date) {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from sales_order where tenant_id = ${ctx.tenantId} and evidence = 'verified'
      and paid_at >= ${from} and paid_at < ${to} and state <> 'placed' and not exists (
        select 1 from event_outbox o where o.tenant_id = sales_order.tenant_id
          and o.event ->> 'name' = 'order_paid' and o.event #>> '{props,commerce_order}' = sales_order.id::text)`.execute(
    ctx.pg,
  )
  return { inPostgresql: rows[0]?.n ?? 0, inClickhouse: await told(ctx, 'order_paid', from, to) }
}

async function compareRefunded(ctx: Ctx, from: Date, to: Date) {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from refund where tenant_id = ${ctx.tenantId} and evidence = 'verified'
      and at >= ${from} and at < ${to} and not exists (
        select 1 from event_outbox o where o.tenant_id = refund.tenant_id
          and o.event ->> 'name' = 'order_refunded' and o.event #>> '{props,commerce_refund}' = refund.id::text)`.execute(
    ctx.pg,
  )
  return {
    inPostgresql: rows[0]?.n ?? 0,
    inClickhouse: await told(ctx, 'order_refunded', from, to),
  }
}

async function told(ctx: Ctx, name: string, from: Date, to: Date): Promise<number> {
  const property = name === 'order_paid' ? 'commerce_order' : 'commerce_refund'
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    ch`select uniqExact(JSONExtractString(props, ${as('String', property)})) as n from event
       where name = ${as('String', name)} and protocol = 'own'
         and at >= ${as('DateTime64(3)', from)} and at < ${as('DateTime64(3)', to)}`,
    { maxSeconds: 120 },
  )
  return Number(row?.n ?? 0)
}
