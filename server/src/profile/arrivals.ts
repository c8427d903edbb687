// How many customers there are and came, for the pages that count: from the figures that
// lists use, as old as they are (`catchUp` brings in what has just changed).
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export interface CustomerCount {
  all: number
  /** Those with an identifier that decides who somebody is. */
  known: number
}

export async function countOfCustomers(ctx: Ctx): Promise<CustomerCount> {
  const { rows } = await sql<CustomerCount>`
    select count(*) as all, count(*) filter (where is_known) as known
    from customer_figure where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0] ?? { all: 0, known: 0 }
}

export interface Arrivals extends CustomerCount {
  /** `2026-05-03`, in the zone asked for. */
  day: string
}

/** Customers by the day of their first trace; days without any are left out. */
export async function arrivalsByDay(
  ctx: Ctx,
  span: { from: Date; to: Date; zone: string },
): Promise<Arrivals[]> {
  const { rows } = await sql<Arrivals>`
    select to_char(first_at at time zone ${span.zone}, 'YYYY-MM-DD') as day,
      count(*) as all, count(*) filter (where is_known) as known
    from customer_figure
    where tenant_id = ${ctx.tenantId} and first_at >= ${span.from} and first_at < ${span.to}
    group by 1 order by 1`.execute(ctx.pg)
  return rows
}

/** Customers whose first trace lies in the span. */
export async function arrivalsIn(ctx: Ctx, span: { from: Date; to: Date }): Promise<CustomerCount> {
  const { rows } = await sql<CustomerCount>`
    select count(*) as all, count(*) filter (where is_known) as known
    from customer_figure
    where tenant_id = ${ctx.tenantId} and first_at >= ${span.from} and first_at < ${span.to}`.execute(
    ctx.pg,
  )
  return rows[0] ?? { all: 0, known: 0 }
}
