// What the event store is asked about customers.
import { as, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'

export interface DayCount {
  day: string
  n: number
}

/** Events a day of the brand's zone, the last `days` of them; days without any are not in the answer. */
export async function eventsADay(
  ctx: Ctx,
  nodes: readonly number[],
  { days, timezone }: { days: number; timezone: string },
): Promise<DayCount[]> {
  if (nodes.length === 0) return []
  const since = new Date(ctx.now().getTime() - days * 86_400_000)
  const rows = await ctx.ch.rows<{ day: string; n: string }>(
    ctx.tenantId,
    sql`select toString(toDate(at, ${as('String', timezone)})) as day, count() as n from event
        where customer_id in ${as('Array(UInt32)', [...nodes])} and at >= ${as('DateTime64(3)', since)}
        group by day order by day`,
  )
  return rows.map((r) => ({ day: r.day, n: Number(r.n) }))
}
