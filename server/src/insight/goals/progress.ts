// Plan against actual, month by month, and where the running ones will land.
import type { Ctx } from '../../platform/ctx.ts'
import { landingOf, weekdayWeights } from '../calc/pacing.ts'
import { modeSaid } from '../gmv/gmv.ts'
import { edgesOf, nameOf } from '../question/periods.ts'
import { customersAt, netByPeriod, readScope } from './actual.ts'
import { demandScope, goalsOf } from './goal.ts'
import type { ProgressAnswer, ProgressQuestion } from './shape.ts'

interface DayOf {
  start: number
  end: number
  month: string
  weekday: number
  net: number
}

/** @throws 400 for a scope without its value, 404 for a pool that is not live */
export async function progressOf(ctx: Ctx, question: ProgressQuestion): Promise<ProgressAnswer> {
  demandScope(question)
  const { counting, mode, brand } = await readScope(ctx, question)
  const { now, timezone } = counting.reading.clock
  const startOf = (year: number) =>
    Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(timezone).epochMilliseconds
  const year = { from: startOf(question.year), to: startOf(question.year + 1) }
  const dayEdges = edgesOf(year, 'day', timezone)
  const monthEdges = edgesOf(year, 'month', timezone)
  const months = monthEdges.slice(0, -1).map((start, i) => ({
    ...{ month: nameOf(start, 'month', timezone), start, end: monthEdges[i + 1] as number },
  }))
  const begun = months.filter(({ start }) => start < now)
  const [goals, net, customers] = await Promise.all([
    goalsOf(ctx, question, question.year),
    netByPeriod(ctx, question, dayEdges, counting),
    customersAt(
      ctx,
      question,
      begun.map(({ end }) => Math.min(end, now)),
    ),
  ])
  const days = dayEdges.slice(0, -1).map((start, i): DayOf => {
    const date = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(timezone)
    return {
      ...{ start, end: dayEdges[i + 1] as number, net: net[i] ?? 0, weekday: date.dayOfWeek % 7 },
      month: date.toPlainDate().with({ day: 1 }).toString(),
    }
  })
  const shown = months.map(({ month, start, end }, i) => {
    const goal = goals.find((one) => one.month === month)
    const isBegun = start < now
    const own = days.filter((day) => day.month === month)
    return {
      month,
      state: end <= now ? ('over' as const) : isBegun ? ('running' as const) : ('to_come' as const),
      goal: { customers: goal?.customers ?? null, gmv_fen: goal?.gmv_fen ?? null },
      actual: {
        customers: isBegun ? (customers[i] ?? 0) : null,
        gmv_fen: isBegun ? own.reduce((sum, day) => sum + day.net, 0) : null,
      },
    }
  })
  const weights = weightsOf(days.filter(({ end }) => end <= now))
  const running = shown.find(({ state }) => state === 'running')
  const planned = shown.filter(({ goal }) => goal.gmv_fen !== null)
  const sum = (of: (typeof shown)[number][], side: 'goal' | 'actual') =>
    of.reduce((all, one) => all + (one[side].gmv_fen ?? 0), 0)
  return {
    mode: modeSaid(mode),
    currency: brand.currency,
    months: shown,
    year: {
      goal: {
        customers: shown.findLast(({ goal }) => goal.customers !== null)?.goal.customers ?? null,
        gmv_fen: planned.length > 0 ? sum(planned, 'goal') : null,
      },
      actual: {
        customers: customers.at(-1) ?? null,
        gmv_fen: begun.length > 0 ? sum(shown, 'actual') : null,
      },
    },
    month_landing: landed(
      days.filter(({ month }) => month === running?.month),
      running?.goal.gmv_fen ?? null,
      weights,
      now,
    ),
    year_landing: landed(
      days.filter(({ month }) => planned.some((one) => one.month === month)),
      planned.length > 0 ? sum(planned, 'goal') : null,
      weights,
      now,
    ),
    as_of: new Date(now).toISOString(),
  }
}

/** Days that are over speak for those to come; nothing is said before the first is. */
function landed(
  days: readonly DayOf[],
  target: number | null,
  weights: readonly number[],
  now: number,
) {
  const over = days.filter(({ end }) => end <= now)
  if (target === null || over.length === 0) return null
  const landing = landingOf(
    over.map(({ net }) => net),
    days.map(({ weekday }) => weights[weekday] ?? 1),
    target,
  )
  return { target, ...landing }
}

const WEEKS = { least: 4, most: 8 }

/** By the weekday, over the last eight weeks; alike until there are four of sales. */
function weightsOf(over: readonly DayOf[]): readonly number[] {
  const first = over.findIndex(({ net }) => net !== 0)
  const sold = first < 0 ? [] : over.slice(first).slice(-7 * WEEKS.most)
  if (sold.length < 7 * WEEKS.least) return []
  return weekdayWeights(sold.map(({ weekday, net }) => ({ weekday, value: net })))
}
