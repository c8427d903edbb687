// Where what happened came from, and in what currencies, counted in the event store.
import { as, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'

export interface Span {
  from: Date
  to: Date
}

const within = (span: Span) =>
  sql`at >= ${as('DateTime64(3)', span.from)} and at < ${as('DateTime64(3)', span.to)}`

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
