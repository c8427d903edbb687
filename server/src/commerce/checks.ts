// What `homefield check` asks of commerce: every fen of an order or refund is an event's, and back.
import { sql } from 'kysely'
import { as, sql as ch } from '../platform/ch.ts'
import { type Check, type Compared, noteDifferences } from '../platform/check.ts'
import type { Ctx } from '../platform/ctx.ts'
import { checkoutChecks } from './checkout/checks.ts'
import { commissionChecks } from './commission/checks.ts'
import { parcelChecks } from './parcels/checks.ts'
import { quotationChecks } from './quotation/checks.ts'
import { stockChecks } from './stock/checks.ts'
import { subscriptionChecks } from './subscription/checks.ts'
import { tillChecks } from './till/checks.ts'

const SLOW = { maxSeconds: 900 }

export const checks: readonly Check[] = [
  { name: 'commerce.revenue', compare: compareRevenue },
  { name: 'commerce.refunded', compare: compareRefunded },
  ...stockChecks,
  ...checkoutChecks,
  ...commissionChecks,
  ...parcelChecks,
  ...tillChecks,
  ...quotationChecks,
  ...subscriptionChecks,
]

interface Sum {
  tenant: string
  currency: string
  month: number
  /** Decimal text: a year of a large brand in fen is beyond what a JS number counts exactly. */
  fen: string
}
const keyOf = (s: Sum) => `${s.tenant} ${s.currency} ${s.month}`

/** By tenant, currency and month; where the sums differ, by order. */
async function compareRevenue(ctx: Ctx): Promise<Compared> {
  const orders = await sumsOfOrders(ctx)
  const events = new Map((await sumsOfEvents(ctx)).map((s) => [keyOf(s), s]))
  const found = noteDifferences()
  const suspect = new Map<string, Sum>()
  for (const o of orders) {
    if (events.get(keyOf(o))?.fen !== o.fen) suspect.set(keyOf(o), o)
    events.delete(keyOf(o))
  }
  for (const e of events.values()) if (e.fen !== '0') suspect.set(keyOf(e), e)
  for (const where of suspect.values()) {
    for (const d of await compareMonth(ctx, where)) found.add(d)
  }
  return found.outOf(orders.length + events.size)
}

async function sumsOfOrders(ctx: Ctx): Promise<Sum[]> {
  const { rows } = await sql<Sum>`
    select tenant, currency, month, sum(fen)::text as fen from (
      select tenant_id as tenant, currency, to_char(paid_at, 'YYYYMM')::int as month, total_fen as fen
      from sales_order where evidence = 'verified' and paid_at is not null and state <> 'placed'
      union all
      select tenant_id, currency, to_char(at, 'YYYYMM')::int, -amount_fen from refund where evidence = 'verified') as told
    group by tenant, currency, month`.execute(ctx.pg)
  return rows
}

async function sumsOfEvents(ctx: Ctx): Promise<Sum[]> {
  return ctx.ch.allRows<Sum>(
    ch`select toString(tenant_id) as tenant, currency, toYYYYMM(at) as month, toString(sum(revenue_fen)) as fen
       from event where revenue_fen != 0 group by tenant_id, currency, month`,
    SLOW,
  )
}

/** Which orders and refunds make a month's sums differ; the key is the row's id in PostgreSQL. */
async function compareMonth(ctx: Ctx, where: Sum) {
  const { rows } = await sql<{ id: string; fen: string }>`
    select id, total_fen::text as fen from sales_order
    where tenant_id = ${where.tenant} and currency = ${where.currency} and evidence = 'verified'
      and paid_at is not null and state <> 'placed' and to_char(paid_at, 'YYYYMM')::int = ${where.month}
    union all
    select id, (-amount_fen)::text from refund
    where tenant_id = ${where.tenant} and currency = ${where.currency} and evidence = 'verified'
      and to_char(at, 'YYYYMM')::int = ${where.month}`.execute(ctx.pg)
  const told = await ctx.ch.allRows<{ id: string; fen: string }>(
    ch`select if(name = 'order_refunded', JSONExtractString(props, 'commerce_refund'), JSONExtractString(props, 'commerce_order')) as id,
         toString(sum(revenue_fen)) as fen
       from event where tenant_id = ${as('UUID', where.tenant)} and revenue_fen != 0
         and currency = ${as('String', where.currency)} and toYYYYMM(at) = ${as('UInt32', where.month)}
       group by id`,
    SLOW,
  )
  const byId = new Map(told.map((t) => [t.id, t.fen]))
  const place = { tenant: where.tenant, month: where.month, currency: where.currency }
  const differences: Record<string, string | number>[] = []
  for (const r of rows) {
    const counted = byId.get(r.id) ?? '0'
    if (counted !== r.fen)
      differences.push({ ...place, id: r.id, fen: r.fen, fen_in_events: counted })
    byId.delete(r.id)
  }
  for (const [id, fen] of byId) {
    if (fen !== '0') differences.push({ ...place, id: id || 'no id', fen: '0', fen_in_events: fen })
  }
  return differences
}

/** What an order says is refunded is the sum of its refunds. */
async function compareRefunded(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{ tenant_id: string; id: string; refunded_fen: number; fen: string }>`
    select o.tenant_id, o.id, o.refunded_fen, coalesce(sum(r.amount_fen), 0)::text as fen
    from sales_order o left join refund r on r.tenant_id = o.tenant_id and r.order_id = o.id
    group by o.tenant_id, o.id, o.refunded_fen, o.refunded_prepaid_fen
    having o.refunded_fen <> coalesce(sum(r.amount_fen), 0)
      or o.refunded_prepaid_fen <> coalesce(sum(r.prepaid_fen), 0) order by o.id`.execute(ctx.pg)
  const found = noteDifferences()
  for (const r of rows)
    found.add({
      tenant: r.tenant_id,
      order: r.id,
      refunded_fen: r.refunded_fen,
      fen_of_refunds: r.fen,
    })
  const { rows: all } = await sql<{ n: number }>`select count(*) as n from sales_order`.execute(
    ctx.pg,
  )
  return found.outOf(all[0]?.n ?? 0)
}
