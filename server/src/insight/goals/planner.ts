// From a goal to what has to happen: each factor alone, all together, one solved for, and how likely.
import type { Ctx } from '../../platform/ctx.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { FACTORS, type Factor, type Factors, gmvOf, solveGmv } from '../calc/gmv.ts'
import { type Range, type Ranges, simulateGoal } from '../calc/goal.ts'
import { identityOf, NOTHING } from '../gmv/factors.ts'
import { measure, modeSaid } from '../gmv/gmv.ts'
import { stretchOfRange } from '../question/reading.ts'
import { customersAt, netByPeriod, readScope, segmentOf } from './actual.ts'
import { demandScope } from './goal.ts'
import type { PlanAnswer, PlanQuestion } from './shape.ts'

const UNSURE = 0.2

/** @throws 400 for a goal without a future or without a number, 422 no_solution for a factor that cannot do it */
export async function planGoal(ctx: Ctx, question: PlanQuestion): Promise<PlanAnswer> {
  demandScope(question)
  if (question.gmv_goal_fen === undefined && question.customers_goal === undefined)
    throw invalid('no_goal', 'A goal of GMV, of customers, or of both')
  const { counting, mode, brand } = await readScope(ctx, question)
  const { now, timezone } = counting.reading.clock
  const today = Temporal.Instant.fromEpochMilliseconds(now)
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
  const until = Temporal.PlainDate.from(question.until)
  const toCome = today.until(until).days + 1
  if (toCome < 1) throw invalid('goal_is_past', 'The goal ends before today')
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(timezone).epochMilliseconds
  const from = question.date_from ?? today.with({ month: 1, day: 1 }).toString()
  const yesterday = startOf(today)
  const basis = stretchOfRange(
    {
      date_from: today.subtract({ days: question.basis_days }).toString(),
      date_to: today.subtract({ days: 1 }).toString(),
    },
    counting.reading.clock,
  )
  const begun = startOf(Temporal.PlainDate.from(from))
  const [told, done, people] = await Promise.all([
    measure(ctx, segmentOf(question.scope), basis, counting),
    begun < yesterday ? netByPeriod(ctx, question, [begun, yesterday], counting) : [0],
    customersAt(ctx, question, [basis.from, now]),
  ])
  const sums =
    question.scope === 'brand' ? told.total : (told.segments.get(question.scope_value) ?? NOTHING)
  const was = identityOf(sums)
  const scaled = { ...was.factors, visitors: (was.factors.visitors * toCome) / question.basis_days }
  const expected = overlaid(scaled, question.factors)
  const doneFen = done[0] ?? 0
  const goal = question.gmv_goal_fen
  const missing = goal === undefined ? undefined : Math.max(0, goal - doneFen)
  const solved =
    question.solve_for !== undefined && missing !== undefined
      ? { factor: question.solve_for, value: solveFor(question.solve_for, expected, missing) }
      : null
  const set = solved ? { ...expected, [solved.factor]: solved.value } : expected
  const likely = gmvOf(set)
  const simulated = simulateGoal(
    rangesOf(set, question.ranges),
    missing === undefined ? {} : { goal: missing },
  )
  const [before = 0, customers = 0] = people
  const add = (fen: number) => fen + doneFen
  const aDay = (customers - before) / question.basis_days
  return {
    mode: modeSaid(mode),
    currency: brand.currency,
    days_to_come: toCome,
    done: { gmv_fen: doneFen, customers },
    basis: {
      ...{ days: question.basis_days, factors: was.factors, gmv_fen: was.gmv_fen },
      new_customers: customers - before,
    },
    expected: { factors: set, gmv_fen: likely },
    landing_fen: doneFen + likely,
    gap_fen: goal === undefined ? null : goal - doneFen - likely,
    needed: missing === undefined ? [] : FACTORS.map((factor) => neededOf(factor, set, missing)),
    together:
      missing === undefined || likely === 0
        ? null
        : Math.max(0, (missing / likely) ** (1 / FACTORS.length) - 1),
    solved,
    customers:
      question.customers_goal === undefined
        ? null
        : {
            goal: question.customers_goal,
            missing: Math.max(0, question.customers_goal - customers),
            a_day: aDay,
            needed_a_day: Math.max(0, question.customers_goal - customers) / toCome,
            landing: customers + aDay * toCome,
          },
    simulated: {
      likely: add(simulated.likely),
      mean: add(simulated.mean),
      quantiles: {
        p5: add(simulated.quantiles.p5),
        p10: add(simulated.quantiles.p10),
        p50: add(simulated.quantiles.p50),
        p90: add(simulated.quantiles.p90),
        p95: add(simulated.quantiles.p95),
      },
      chance: simulated.chance,
      levers: simulated.levers.map(({ factor, low, high }) => ({
        factor,
        low: add(low),
        high: add(high),
      })),
    },
    as_of: new Date(now).toISOString(),
  }
}

const overlaid = (factors: Factors, given: PlanQuestion['factors']): Factors => ({
  visitors: given.visitors ?? factors.visitors,
  conversion_rate: given.conversion_rate ?? factors.conversion_rate,
  order_value: given.order_value ?? factors.order_value,
  fission_rate: given.fission_rate ?? factors.fission_rate,
  ltv_multiple: given.ltv_multiple ?? factors.ltv_multiple,
})

function solveFor(factor: Factor, factors: Factors, gmv: number): number {
  const { [factor]: _, ...others } = factors
  return solveGmv({ ...others, gmv }).factors[factor]
}

function neededOf(factor: Factor, factors: Factors, gmv: number) {
  try {
    const value = solveFor(factor, factors, gmv)
    return { factor, value, times: factors[factor] > 0 ? value / factors[factor] : null }
  } catch (error) {
    // A share above one, or nothing to multiply with: said as such.
    if (error instanceof AppError && error.code === 'no_solution')
      return { factor, value: null, times: null }
    throw error
  }
}

function rangesOf(factors: Factors, given: PlanQuestion['ranges']): Ranges {
  const range = (name: Factor): Range => {
    const likely = factors[name]
    const most = name === 'conversion_rate' ? 1 : Number.MAX_VALUE
    const { low, high } = given[name] ?? { low: likely * (1 - UNSURE), high: likely * (1 + UNSURE) }
    return { low: Math.min(low, likely), likely, high: Math.min(most, Math.max(high, likely)) }
  }
  return {
    visitors: range('visitors'),
    conversion_rate: range('conversion_rate'),
    order_value: range('order_value'),
    fission_rate: range('fission_rate'),
    ltv_multiple: range('ltv_multiple'),
  }
}
