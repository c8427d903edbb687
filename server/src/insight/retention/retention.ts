// Cohorts and how many of each come back: a bitmap a period, and how much of it the later ones hold.
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { brandOf } from '../brand.ts'
import { activeIn, firstIn } from '../question/active.ts'
import type { QuestionPattern, QuestionWhere } from '../question/pattern.ts'
import { type Edges, lastEdges, nameOf, periodOf, periodsOver, whole } from '../question/periods.ts'
import { type QuestionReading, readQuestion, rowsIn, stretchOfRange } from '../question/reading.ts'
import type { RetentionAnswer, RetentionQuestion } from './shape.ts'

interface Cohorts {
  reading: QuestionReading
  edges: Edges
  /** Bitmaps by period: who is of a cohort. */
  cohorts: Sql
  /** Rows that count as coming back. */
  returning: Sql
}

const narrowed = ({ any_of }: QuestionPattern, where: readonly QuestionWhere[]) => ({
  any_of: any_of.map((event) => ({ ...event, where: [...event.where, ...where] })),
})

export async function readRetention(ctx: Ctx, question: RetentionQuestion): Promise<Cohorts> {
  const target = narrowed(question.target, question.where)
  const returning = narrowed(question.returning ?? question.target, question.where)
  const reading = await readQuestion(ctx, [target, returning], question.who)
  const { to } = stretchOfRange({ date_to: question.date_to }, reading.clock)
  const { timezone } = reading.clock
  const edges = lastEdges(to - 1, question.intervals, question.period, timezone)
  const by = question.kind === 'first_time' ? firstIn : activeIn
  return {
    reading,
    edges,
    cohorts: by(reading.means(target), edges, reading),
    returning: reading.means(returning),
  }
}

/** @throws 400 for what makes no sense, with its place */
export async function retention(ctx: Ctx, question: RetentionQuestion): Promise<RetentionAnswer> {
  const read = await readRetention(ctx, question)
  const { edges, reading } = read
  const { timezone, now } = reading.clock
  const rows = await ctx.ch.rows<{ cohort: string; period: string; size: string; value: string }>(
    ctx.tenantId,
    question.measure === 'revenue' ? await revenue(ctx, read) : customersBack(read),
  )
  const starts = edges.slice(0, -1)
  const key = (cohort: number, period: number) => `${cohort} ${period}`
  const values = new Map(
    rows.map((r) => [key(Number(r.cohort), Number(r.period)), Number(r.value)]),
  )
  const sizes = new Map(
    rows.filter((r) => r.cohort === r.period).map((r) => [Number(r.cohort), Number(r.size)]),
  )
  const over = periodsOver(edges, reading.clock)
  return {
    cohorts: starts.map((start, i) => ({
      start: nameOf(start, question.period, timezone),
      size: sizes.get(start) ?? 0,
      values: starts.slice(i).map((period) => values.get(key(start, period)) ?? 0),
      complete: Math.max(0, over - i),
    })),
    as_of: new Date(now).toISOString(),
  }
}

/** Each cohort in its own period, and who of it is back in each later one. Both are read once. */
const customersBack = ({ edges, cohorts, returning, reading }: Cohorts): Sql =>
  sql`select met.1 as cohort, found.1 as period, bitmapCardinality(met.2) as size, found.2 as value
    from (
      select met, arrayJoin(arrayConcat([(met.1, bitmapCardinality(met.2))],
        arrayMap(x -> (x.1, bitmapAndCardinality(met.2, x.2)), arrayFilter(x -> x.1 > met.1, back)))) as found
      from (select arrayJoin(groupArray((p, b))) as met from (${cohorts})) as m
      cross join (select groupArray((p, b)) as back from (${activeIn(returning, edges, reading)})) as r)`

/** What customers of each cohort spent in each period, in fen, less what was given back. */
async function revenue(ctx: Ctx, { edges, cohorts, returning, reading }: Cohorts): Promise<Sql> {
  const { currency } = await brandOf(ctx)
  return sql`with cohort as (${cohorts}), spent as (
      select ${CUSTOMER} as c, ${periodOf(edges)} as p, sum(revenue_fen) as fen from event
      where ${reading.whose} and ${returning} and currency = ${as('String', currency)}
        and ${rowsIn(whole(edges))} group by c, p)
    select cohort, period, max(size) as size, sum(fen) as value from (
      select cohort.p as cohort, spent.p as period, 0 as size, spent.fen as fen
      from cohort cross join spent where spent.p >= cohort.p and bitmapContains(cohort.b, spent.c)
      union all select p, p, bitmapCardinality(b), 0 from cohort)
    group by cohort, period`
}
