// How many came how far, how long it took them, and how that differs between values.
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { proportion } from '../calc/proportion.ts'
import { byValue, splitByCustomer } from '../question/breakdown.ts'
import { LISTS, type QuestionReading, readQuestion, stretchOfRange } from '../question/reading.ts'
import { journeys, saidName, steps, whenName } from './journey-sql.ts'
import type { FunnelAnswer, FunnelBreakdown, FunnelQuestion, FunnelSteps } from './shape.ts'

/** @throws 400 for what makes no sense, with its place; 404 for an audience that is not there */
export async function funnel(ctx: Ctx, question: FunnelQuestion): Promise<FunnelAnswer> {
  const reading = await readFunnel(ctx, question)
  const stretch = stretchOfRange(question, reading.clock)
  const { breakdown } = question
  const count = question.steps.length
  const property = breakdown?.type === 'event' ? breakdown.by : undefined
  const { rows } = journeys(question, reading, stretch, property)
  const [all] = await ctx.ch.rows<Counted>(
    ctx.tenantId,
    sql`select ${figures(count)} from (${rows})`,
    LISTS,
  )
  return {
    steps: all ? stepsOf(all) : [],
    ...(breakdown
      ? await told(ctx, breakdown, rows, reading, count)
      : { breakdowns: [], other: null }),
    date_from: new Date(stretch.from).toISOString(),
    date_to: new Date(stretch.to).toISOString(),
    as_of: new Date(reading.clock.now).toISOString(),
  }
}

export const readFunnel = (ctx: Ctx, question: FunnelQuestion): Promise<QuestionReading> =>
  readQuestion(
    ctx,
    [
      ...question.steps,
      ...question.exclusions.map(({ event, where, or = [] }) => ({
        any_of: [{ event, where }, ...or],
      })),
    ],
    question.who,
  )

interface Counted {
  counts: string[]
  averages: (number | null)[]
  medians: (number | null)[]
}

/** Counts, and seconds from the step before, of some rows of `journeys`. */
function figures(count: number): Sql {
  const came = (step: number) => sql`came >= ${as('UInt8', step)}`
  const took = (step: number) =>
    sql`(toFloat64(${whenName(step)}) - toFloat64(${whenName(step - 1)})) / 1000`
  const later = steps(count).slice(1)
  const list = (parts: Sql[]) => (parts.length === 0 ? sql`[]` : sql`[${join(parts, ', ')}]`)
  return sql`${list(steps(count).map((step) => sql`countIf(${came(step)})`))} as counts,
    ${list(later.map((step) => sql`avgOrNullIf(${took(step)}, ${came(step)})`))} as averages,
    ${list(later.map((step) => sql`quantileExactInclusiveOrNullIf(0.5)(${took(step)}, ${came(step)})`))} as medians`
}

const stepsOf = ({ counts, averages, medians }: Counted): FunnelSteps =>
  counts.map((count, i) => ({
    count: Number(count),
    avg_seconds: averages[i - 1] ?? null,
    median_seconds: medians[i - 1] ?? null,
    of_first: i === 0 ? null : proportion(Number(count), Number(counts[0])),
    of_before: i === 0 ? null : proportion(Number(count), Number(counts[i - 1])),
  }))

async function told(
  ctx: Ctx,
  breakdown: FunnelBreakdown,
  rows: Sql,
  reading: QuestionReading,
  count: number,
): Promise<Pick<FunnelAnswer, 'breakdowns' | 'other'>> {
  const came = sql`select * from (${rows}) where came > 0`
  const split = await splitOf(ctx, breakdown, came, reading, count)
  const { shown, other } = await byValue<Counted>(ctx, split, figures(count), breakdown.limit)
  return {
    breakdowns: shown.map((row) => ({ value: row.value || null, steps: stepsOf(row) })),
    other: other && { values: other.values, steps: stepsOf(other.counted) },
  }
}

/** Rows of `journeys` with `values`: one a customer, except for lists and audiences. */
export async function splitOf(
  ctx: Ctx,
  breakdown: FunnelBreakdown,
  rows: Sql,
  reading: QuestionReading,
  count: number,
): Promise<Sql> {
  if (breakdown.type !== 'event') return splitByCustomer(ctx, breakdown, rows, reading)
  const said = steps(count).map(saidName)
  const { attribution } = breakdown
  const value =
    attribution === 'first'
      ? sql`arrayFirst(s -> s != '', [${join(said, ', ')}])`
      : attribution === 'last'
        ? sql`arrayLast(s -> s != '', [${join(said, ', ')}])`
        : (said[attribution - 1] ?? sql`''`)
  return sql`select *, [${value}] as values from (${rows})`
}
