// What happened, counted in the event store by day, platform and source.
import { as, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'

export interface Span {
  from: Date
  to: Date
}

const within = (span: Span) =>
  sql`at >= ${as('DateTime64(3)', span.from)} and at < ${as('DateTime64(3)', span.to)}`

export interface DayRow {
  day: string
  events: number
  orders: number
  paid_fen: number
  net_fen: number
}

/**
 * Only commerce's own events carry money, so their sum is what was paid less what was given back;
 * in one currency, since no sum may add two.
 */
const MONEY = (currency: string) => sql`count() as events,
  countIf(name = 'order_paid' and protocol = 'own' and currency = ${as('String', currency)}) as orders,
  sumIf(revenue_fen, revenue_fen > 0 and currency = ${as('String', currency)}) as paid_fen,
  sumIf(revenue_fen, currency = ${as('String', currency)}) as net_fen`

interface Counted {
  events: string
  orders: string
  paid_fen: string
  net_fen: string
}
const numbers = (row: Counted) => ({
  events: Number(row.events),
  orders: Number(row.orders),
  paid_fen: Number(row.paid_fen),
  net_fen: Number(row.net_fen),
})

/** Days of the zone that have events; the others are left out. */
export async function countDays(
  ctx: Ctx,
  span: Span,
  brand: { zone: string; currency: string },
): Promise<DayRow[]> {
  const rows = await ctx.ch.rows<Counted & { day: string }>(
    ctx.tenantId,
    sql`select toString(toDate(at, ${as('String', brand.zone)})) as day, ${MONEY(brand.currency)}
      from event where ${within(span)} group by day order by day`,
  )
  return rows.map((row) => ({ day: row.day, ...numbers(row) }))
}

export async function countSpan(
  ctx: Ctx,
  span: Span,
  currency: string,
): Promise<Omit<DayRow, 'day'>> {
  const [row] = await ctx.ch.rows<Counted>(
    ctx.tenantId,
    sql`select ${MONEY(currency)} from event where ${within(span)}`,
  )
  return row ? numbers(row) : { events: 0, orders: 0, paid_fen: 0, net_fen: 0 }
}

export interface OriginRow {
  name: string
  events: number
  lastAt: Date
}

/** All of them, most first: a brand has tens of platforms and sources, not thousands. */
export async function countOrigins(
  ctx: Ctx,
  span: Span,
  by: 'platform' | 'source',
): Promise<OriginRow[]> {
  const column = by === 'platform' ? sql`platform` : sql`source`
  const rows = await ctx.ch.rows<{ name: string; n: string; last_us: string }>(
    ctx.tenantId,
    sql`select toString(${column}) as name, count() as n,
        toUnixTimestamp64Micro(max(received_at)) as last_us
      from event where ${within(span)} group by name order by n desc, name`,
  )
  return rows.map((row) => ({
    name: row.name,
    events: Number(row.n),
    lastAt: new Date(Number(row.last_us) / 1000),
  }))
}

/** Currencies other than the brand's in which there was money: told, since no sum holds them. */
export async function otherCurrencies(ctx: Ctx, span: Span, currency: string): Promise<string[]> {
  const rows = await ctx.ch.rows<{ currency: string }>(
    ctx.tenantId,
    sql`select distinct toString(currency) as currency from event
      where ${within(span)} and revenue_fen != 0 and currency != ${as('String', currency)}
      order by currency`,
  )
  return rows.map((row) => row.currency)
}

export async function hasEvents(ctx: Ctx): Promise<boolean> {
  const rows = await ctx.ch.rows(ctx.tenantId, sql`select 1 as one from event limit 1`)
  return rows.length > 0
}
