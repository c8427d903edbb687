// What an experiment has shown so far, out of who met which arm and what each did afterwards.
import { amountOf, CUSTOMER, expandedQuestion } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import { type Arm, evaluate } from '../../platform/statistics/experiment.ts'
import { chiSquareTail } from '../../platform/statistics/special.ts'
import { type QuestionReading, readQuestion } from '../question/reading.ts'
import { EXPOSED } from './exposure.ts'
import { type Experiment, experimentOf } from './register.ts'
import type { Readout, ReadoutQuestion } from './shape.ts'

const DAY = 86_400_000
/** Below this, customers did not fall as planned. */
const RATIO_ALPHA = 0.001

/** Rows (c, arm, at): who met which arm first; of several nodes of one customer, `arms` of them. */
export const exposedRows = (id: string): Sql => sql`
  select ${CUSTOMER} as c, argMin(JSONExtractString(props, 'arm'), at) as arm, min(event.at) as met,
    uniqExact(JSONExtractString(props, 'arm')) as arms
  from event where customer_id != 0 and name = ${as('String', EXPOSED)}
    and JSONExtractString(props, 'experiment_id') = ${as('String', id)}
  group by c`

/** Rows (c, arm, y, x) of customers of one arm whose window is over: the outcome, and the same before. */
export function outcomeRows(experiment: Experiment, reading: QuestionReading): Sql {
  const { window_days, before_days } = experiment
  const metric = expandedQuestion(experiment.metric, reading.reading.defined)
  const means = reading.means(metric.of)
  const each =
    metric.kind === 'sum' ? sql`ifNull(${amountOf(metric.property)}, 0)` : sql`toFloat64(1)`
  const window = sql`toIntervalDay(${as('UInt32', window_days)})`
  const before = sql`toIntervalDay(${as('UInt32', before_days)})`
  const whole = (sum: Sql) => (metric.kind === 'did' ? sql`least(1, ${sum})` : sum)
  const over = as('DateTime64(3)', new Date(reading.clock.now - window_days * DAY))
  return sql`select e.c as c, e.arm as arm, ${whole(sql`ifNull(o.after, 0)`)} as y, ${whole(sql`ifNull(o.earlier, 0)`)} as x
    from (select * from (${exposedRows(experiment.id)}) where arms = 1 and met <= ${over}) as e
    left join (
      select v.c as c, sumIf(v.amount, v.at >= m.met and v.at < m.met + ${window}) as after,
        sumIf(v.amount, v.at < m.met and v.at >= m.met - ${before}) as earlier
      from (select ${CUSTOMER} as c, at, ${each} as amount from event where customer_id != 0 and ${means}) as v
      inner join (${exposedRows(experiment.id)}) as m on m.c = v.c
      group by c) as o on o.c = e.c`
}

interface Sums {
  arm: string
  n: string
  sum_y: number
  yy: number
  sum_x: number
  xx: number
  xy: number
}

export async function readout(ctx: Ctx, { experiment_id: id }: ReadoutQuestion): Promise<Readout> {
  const { salt: _, ...experiment } = await experimentOf(ctx, id)
  const reading = await readQuestion(ctx, [experiment.metric.of])
  const over = as('DateTime64(3)', new Date(reading.clock.now - experiment.window_days * DAY))
  const [exposed, sums] = await Promise.all([
    ctx.ch.rows<{ arm: string; n: string; crossed: string; waiting: string }>(
      ctx.tenantId,
      sql`select arm, countIf(arms = 1) as n, countIf(arms > 1) as crossed, countIf(arms = 1 and met > ${over}) as waiting
        from (${exposedRows(id)}) group by arm`,
    ),
    ctx.ch.rows<Sums>(
      ctx.tenantId,
      sql`select arm, count() as n, sum(y) as sum_y, sum(y * y) as yy, sum(x) as sum_x, sum(x * x) as xx, sum(x * y) as xy
        from (${outcomeRows({ ...experiment, salt: '' }, reading)}) group by arm`,
    ),
  ])
  const metBy = (code: string) => Number(exposed.find((e) => e.arm === code)?.n ?? 0)
  const measured = (code: string) => sums.find((s) => s.arm === code)
  const all = experiment.arms.reduce((sum, a) => sum + metBy(a.code), 0)
  const shares = experiment.arms.reduce((sum, a) => sum + a.share, 0)
  const arms = experiment.arms.map(({ code, share }) => {
    const m = measured(code)
    const n = Number(m?.n ?? 0)
    const sum = Number(m?.sum_y ?? 0)
    const expected = (all * share) / shares
    return { code, exposed: metBy(code), expected, n, sum, mean: n > 0 ? sum / n : null }
  })
  const ratio = ratioOf(arms)
  const { comparisons, conclusion } = concluded(experiment, arms, measured, ratio)
  const total = (of: 'crossed' | 'waiting') => exposed.reduce((sum, e) => sum + Number(e[of]), 0)
  return {
    experiment,
    arms,
    sample_ratio: ratio,
    waiting: total('waiting'),
    crossed: total('crossed'),
    comparisons,
    conclusion,
    as_of: new Date(reading.clock.now).toISOString(),
  }
}

/** χ² over all arms: whether customers fell as the shares say. */
function ratioOf(arms: Readout['arms']): Readout['sample_ratio'] {
  if (arms.every((a) => a.exposed === 0)) return null
  const distance = arms.reduce((sum, a) => sum + (a.exposed - a.expected) ** 2 / a.expected, 0)
  const p = chiSquareTail(distance, arms.length - 1)
  return { p_value: p, ok: p >= RATIO_ALPHA }
}

/** Each arm against control; several share alpha (Bonferroni), so that more arms give no more false alarms. */
function concluded(
  experiment: Readout['experiment'],
  arms: Readout['arms'],
  measured: (code: string) => Sums | undefined,
  ratio: Readout['sample_ratio'],
): Pick<Readout, 'comparisons' | 'conclusion'> {
  const [control, ...others] = arms
  const none = (conclusion: Readout['conclusion']) => ({ comparisons: [], conclusion })
  if (experiment.state === 'planned') return none('not_started')
  if (!control || control.n < 2 || others.every((a) => a.n < 2)) return none('nobody_measured')
  const comparisons: Readout['comparisons'] = []
  for (const other of others) {
    if (other.n < 2) continue
    try {
      const { absolute, relative, cuped, verdict } = evaluate(
        experiment.metric.kind === 'did' ? 'proportion' : 'mean',
        armOfSums(measured(control.code), experiment.before_days > 0),
        armOfSums(measured(other.code), experiment.before_days > 0),
        {
          alpha: experiment.alpha / others.length,
          tuning: experiment.planned_customers,
          expected_share: other.expected / (other.expected + control.expected),
          sample_ratio_alpha: RATIO_ALPHA,
        },
      )
      comparisons.push({
        ...{ arm: other.code, against: control.code, absolute, relative, cuped },
        verdict: ratio?.ok === false ? 'blocked' : verdict,
      })
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'no_variance')) throw error
    }
  }
  if (comparisons.length === 0) return none(ratio?.ok === false ? 'blocked' : 'no_variance')
  const is = (verdict: string) => comparisons.some((c) => c.verdict === verdict)
  return {
    comparisons,
    conclusion: is('blocked')
      ? 'blocked'
      : is('treatment_higher') || is('control_higher')
        ? 'decided'
        : 'undecided',
  }
}

const armOfSums = (sums: Sums | undefined, hasBefore: boolean): Arm => ({
  n: Number(sums?.n ?? 0),
  sum: Number(sums?.sum_y ?? 0),
  sum_squares: Number(sums?.yy ?? 0),
  before: hasBefore
    ? {
        sum: Number(sums?.sum_x ?? 0),
        sum_squares: Number(sums?.xx ?? 0),
        sum_products: Number(sums?.xy ?? 0),
      }
    : undefined,
})
