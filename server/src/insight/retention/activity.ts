// Who is new, who stays, who comes back and who goes; and in how many periods people are active.
import { CUSTOMER } from '../../audiences/index.ts'
import { as, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { activeIn, firstIn } from '../question/active.ts'
import { edgesOf, lastEdges, nameOf, numberOf } from '../question/periods.ts'
import { readQuestion, rowsIn, stretchOfRange } from '../question/reading.ts'
import type {
  LifecycleAnswer,
  LifecycleQuestion,
  StickinessAnswer,
  StickinessQuestion,
} from './shape.ts'

interface Counted {
  p: string
  active: string
  before: string
  both: string
  fresh: string
}

/** @throws 400 for what makes no sense, with its place */
export async function lifecycle(ctx: Ctx, question: LifecycleQuestion): Promise<LifecycleAnswer> {
  const reading = await readQuestion(ctx, [question.of], question.who)
  const { timezone, now } = reading.clock
  const asked = edgesOf(stretchOfRange(question, reading.clock), question.period, timezone)
  // The first period asked about is measured against the one before it.
  const [before = 0] = lastEdges((asked[0] as number) - 1, 1, question.period, timezone)
  const edges = [before, ...asked]
  const starts = as('Array(Int64)', edges.slice(0, -1))
  const next = sql`transform(p, ${starts}, ${as('Array(Int64)', edges.slice(1))}, toInt64(0))`
  const rows = reading.means(question.of)
  const found = await ctx.ch.rows<Counted>(
    ctx.tenantId,
    sql`select period as p, bitmapCardinality(now) as active, bitmapCardinality(was) as before,
        bitmapAndCardinality(now, was) as both, bitmapCardinality(new) as fresh
      from (
        select at.1 as period, groupBitmapMergeStateIf(b, at.2 = 'now') as now,
          groupBitmapMergeStateIf(b, at.2 = 'was') as was, groupBitmapMergeStateIf(b, at.2 = 'new') as new
        from (
          select arrayJoin([(p, 'now'), (${next}, 'was')]) as at, b from (${activeIn(rows, edges, reading)})
          union all select (p, 'new'), b from (${firstIn(rows, edges, reading)}))
        group by period)`,
  )
  const byStart = new Map(found.map((row) => [Number(row.p), row]))
  return {
    periods: asked.slice(0, -1).map((start) => {
      const row = byStart.get(start)
      const [active, was, both, fresh] = [row?.active, row?.before, row?.both, row?.fresh].map(
        (n) => Number(n ?? 0),
      ) as [number, number, number, number]
      return {
        start: nameOf(start, question.period, timezone),
        new: fresh,
        returning: both,
        resurrecting: active - both - fresh,
        dormant: was - both,
      }
    }),
    as_of: new Date(now).toISOString(),
  }
}

/** @throws 400 for what makes no sense, with its place */
export async function stickiness(
  ctx: Ctx,
  question: StickinessQuestion,
): Promise<StickinessAnswer> {
  const reading = await readQuestion(ctx, [question.of], question.who)
  const stretch = stretchOfRange(question, reading.clock)
  const edges = edgesOf(stretch, question.period, reading.clock.timezone)
  const periods = edges.length - 1
  const found = await ctx.ch.rows<{ active: string; customers: string }>(
    ctx.tenantId,
    sql`select active, count() as customers from (
        select ${CUSTOMER} as c, groupBitmap(${numberOf(edges)}) as active from event
        where ${reading.whose} and ${reading.means(question.of)} and ${rowsIn(stretch)} group by c)
      group by active`,
  )
  const counts = Array.from({ length: periods }, () => 0)
  for (const { active, customers } of found) counts[Number(active) - 1] = Number(customers)
  const customers = counts.reduce((a, b) => a + b, 0)
  const visits = counts.reduce((sum, count, i) => sum + count * (i + 1), 0)
  return {
    periods,
    counts,
    customers,
    average_share: customers === 0 ? null : visits / periods / customers,
    as_of: new Date(reading.clock.now).toISOString(),
  }
}
