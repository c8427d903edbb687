// What sums over people say: means and always-valid intervals of each arm against control, guards, and whether
// people fell as the shares say. Pure.
import { AppError } from '../../platform/errors.ts'
import { evaluate, type Lift } from '../../platform/statistics/experiment.ts'
import {
  alwaysValidMean,
  type Sums,
  sequentialRatioP,
} from '../../platform/statistics/sequential.ts'
import type { Outcome } from './outcomes.ts'
import { type Experiment, METRICS, type Metric, type Readout } from './shapes.ts'

/** Below this, at any look, people did not fall as the shares say. */
export const RATIO_LIMIT = 0.001

const SHARES: ReadonlySet<Metric> = new Set(['conversion', 'behaviour'])

export type Terms = Pick<
  Experiment,
  | 'metric'
  | 'alpha'
  | 'planned_customers'
  | 'least_customers'
  | 'least_lift_bp'
  | 'margin_floor_bp'
  | 'refund_ceiling_bp'
  | 'budget_fen'
  | 'ends_at'
>
export type Figured = Pick<Readout, 'arms' | 'sample_ratio' | 'comparisons' | 'guards' | 'budget'>

const bp = (part: number, whole: number) => (whole > 0 ? Math.round((10_000 * part) / whole) : null)
const mean = (sum: number, n: number) => (n > 0 ? sum / n : null)

export function figuresOf(terms: Terms, outcomes: readonly Outcome[]): Figured {
  const people = outcomes.reduce((sum, o) => sum + o.exposed, 0)
  const shares = outcomes.reduce((sum, o) => sum + o.share, 0)
  return {
    arms: outcomes.map((o) => ({
      ...{ code: o.code, exposed: o.exposed, expected: (people * o.share) / shares },
      ...{ measured: o.measured, buyers: o.buyers, orders: o.orders },
      conversion: mean(o.buyers, o.measured),
      revenue_fen: mean(o.revenue.sum, o.measured),
      margin_fen: mean(o.margin.sum, o.measured),
      behaviour: o.behaviour && mean(o.behaviour.did, o.behaviour.people),
      ...{ subsidy_fen: o.subsidy_fen, sales_fen: o.sales_fen },
      margin_bp: bp(o.margin_fen, o.net_fen),
      refund_bp: bp(o.sales_fen - o.net_fen, o.sales_fen),
    })),
    sample_ratio: ratioOf(outcomes, people),
    comparisons: METRICS.flatMap((metric) => comparisonsOf(terms, outcomes, metric)),
    guards: guardsOf(terms, outcomes),
    budget: {
      used_fen: outcomes.reduce((sum, o) => sum + o.subsidy_fen, 0),
      budget_fen: terms.budget_fen,
    },
  }
}

function ratioOf(outcomes: readonly Outcome[], people: number): Readout['sample_ratio'] {
  if (people === 0) return null
  const p_value = sequentialRatioP(
    outcomes.map((o) => o.exposed),
    outcomes.map((o) => o.share),
  )
  return { p_value, limit: RATIO_LIMIT, ok: p_value >= RATIO_LIMIT }
}

/** Who did it counts as 1, so the sum of squares is the sum. */
const shareOf = (n: number, did: number): Sums => ({ n, sum: did, sum_squares: did })
const NOBODY = shareOf(0, 0)

export function sumsOf({ measured, buyers, behaviour, ...money }: Outcome, metric: Metric): Sums {
  if (metric === 'conversion') return shareOf(measured, buyers)
  if (metric === 'behaviour') return behaviour ? shareOf(behaviour.people, behaviour.did) : NOBODY
  return money[metric]
}

/** Each arm against control; several share alpha (Bonferroni), so that more arms give no more false winners. */
function comparisonsOf(
  terms: Terms,
  outcomes: readonly Outcome[],
  metric: Metric,
): Readout['comparisons'] {
  const [control, ...others] = outcomes
  if (!control) return []
  const alpha = terms.alpha / others.length
  return others.flatMap((other) => {
    const [before, after] = [sumsOf(control, metric), sumsOf(other, metric)]
    if (before.n < 2 || after.n < 2) return []
    const found = compared(metric, before, after, { alpha, tuning: terms.planned_customers })
    if (!found) return []
    const { absolute, relative } = found
    return [
      {
        ...{ metric, arm: other.code, against: control.code, alpha },
        ...{ estimate: absolute.estimate, ...absolute.always_valid.interval },
        p_value: absolute.always_valid.p_value,
        // A share of a mean that is not above 0 says nothing.
        relative:
          relative && before.sum > 0
            ? { estimate: relative.estimate, ...relative.always_valid.interval }
            : null,
        decides: metric === terms.metric,
      },
    ]
  })
}

function compared(
  metric: Metric,
  control: Sums,
  other: Sums,
  terms: { alpha: number; tuning: number },
): { absolute: Lift; relative: Lift | null } | undefined {
  try {
    return evaluate(SHARES.has(metric) ? 'proportion' : 'mean', control, other, terms)
  } catch (error) {
    if (error instanceof AppError && error.code === 'no_variance') return undefined
    throw error
  }
}

/**
 * Of every arm but control. An order counts as soon as it is paid, for a guard is there to stop early; all guards
 * of all arms share alpha once more.
 */
function guardsOf(terms: Terms, outcomes: readonly Outcome[]): Readout['guards'] {
  const set = [
    { rule: 'margin_floor' as const, limit_bp: terms.margin_floor_bp },
    { rule: 'refund_ceiling' as const, limit_bp: terms.refund_ceiling_bp },
  ].flatMap(({ rule, limit_bp }) => (limit_bp === null ? [] : { rule, limit_bp }))
  const others = outcomes.slice(1)
  const alpha = terms.alpha / Math.max(1, set.length * others.length)
  return set.flatMap(({ rule, limit_bp }) =>
    others.map((o) => {
      const isFloor = rule === 'margin_floor'
      const sums = isFloor ? o.above_floor : o.over_ceiling
      const found = alwaysValidMean(sums, alpha, terms.planned_customers)
      const isBeyond = found !== null && (isFloor ? found.high < 0 : found.low > 0)
      return {
        ...{ rule, arm: o.code, limit_bp },
        value_bp: isFloor ? bp(o.margin_fen, o.net_fen) : bp(o.sales_fen - o.net_fen, o.sales_fen),
        interval: found && { low: found.low, high: found.high },
        broken: isBeyond && o.exposed >= terms.least_customers,
      }
    }),
  )
}
