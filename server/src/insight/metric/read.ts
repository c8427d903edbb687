// Metrics over a stretch of time, by period: those of one family in one statement.
import type { Rule } from '../../audiences/index.ts'
import { demand } from '../../platform/auth.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import { nameOf, type Period, periodsOver } from '../question/periods.ts'
import { type Stretch, stretchOfRange } from '../question/reading.ts'
import { metricOf } from './catalogue.ts'
import type { AskedQuery, FamilyAnswer, Metric, MetricFamily, Parts } from './metric.ts'
import { readingFor } from './reading.ts'

export interface MetricsAsked {
  /** Moments; in place of days. */
  stretch?: Stretch | undefined
  range?: { date_from?: string | undefined; date_to?: string | undefined } | undefined
  /** Without it there are only figures of the whole stretch. */
  period?: Period | undefined
  /** Only customers of whom this holds now. */
  who?: Rule | undefined
  /** As it was then: only what bears that moment or an earlier one, by today's identities. */
  asOf?: Date | undefined
}

export interface MetricValue {
  /** null: nothing to reckon from. */
  value: number | null
  /** Of a share or ratio. */
  numerator: number | null
  denominator: number | null
  /** How many cases stand behind a share or ratio: few of them say little. */
  n: number | null
}
export interface MetricAnswer {
  metric: Metric
  total: MetricValue
  /** Of each period. */
  points: MetricValue[]
  queries: readonly AskedQuery[]
}
export interface MetricsAnswer {
  asOf: Date
  zone: string
  currency: string
  stretch: Stretch
  /** Names of the periods: their first days. */
  periods: string[]
  /** How many of them are over. */
  complete: number
  metrics: Map<string, MetricAnswer>
}

/**
 * @throws 400 unknown_metric, bad_days, too_many_periods or bad_rule; 403 where somebody may not see
 * what a metric is made of
 */
export async function readMetrics(
  asking: Ctx,
  codes: readonly string[],
  { stretch, range = {}, period, who, asOf }: MetricsAsked,
): Promise<MetricsAnswer> {
  const listed = [...new Set(codes)].map(metricOf)
  for (const { family } of listed)
    for (const permission of family.needs) demand(asking.actor, permission)
  const ctx = asOf ? { ...asking, now: () => asOf } : asking
  const reading = await readingFor(ctx, {
    stretchAt: (clock) => upTo(stretch ?? stretchOfRange(range, clock), asOf),
    period,
    who,
    asOf,
  })
  const families = Map.groupBy(listed, ({ family }) => family)
  const answers = new Map<MetricFamily, FamilyAnswer>(
    await Promise.all(
      [...families].map(async ([family, theirs]): Promise<[MetricFamily, FamilyAnswer]> => {
        const parts = theirs.flatMap(({ metric: { of, by, cases } }) => [of, by, cases])
        return [
          family,
          await family.read(ctx, reading, new Set(parts.filter((p) => p !== undefined))),
        ]
      }),
    ),
  )
  const { clock, edges, currency } = reading
  const starts = period ? edges.slice(0, -1) : []
  return {
    asOf: new Date(clock.now),
    zone: clock.timezone,
    currency,
    stretch: reading.stretch,
    periods: starts.map((start) => nameOf(start, period ?? 'day', clock.timezone)),
    complete: period ? periodsOver(edges, clock) : 0,
    metrics: new Map(
      listed.map(({ metric, family }): [string, MetricAnswer] => {
        const { periods, total, queries } = answers.get(family) as FamilyAnswer
        return [
          metric.code,
          {
            metric,
            total: reckon(metric, total),
            points: starts.map((start) => reckon(metric, periods.get(start) ?? {})),
            queries,
          },
        ]
      }),
    ),
  }
}

function upTo({ from, to }: Stretch, asOf: Date | undefined): Stretch {
  if (!asOf) return { from, to }
  const end = Math.min(to, asOf.getTime() + 1)
  if (from >= end) throw invalid('bad_days', 'The first day lies after the day asked as of')
  return { from, to: end }
}

function reckon({ of, by, cases }: Metric, parts: Parts): MetricValue {
  const part = (name: string) => parts[name] ?? 0
  if (by === undefined)
    return { value: part(of), numerator: null, denominator: null, n: cases ? part(cases) : null }
  const [numerator, denominator] = [part(of), part(by)]
  return {
    value: denominator === 0 ? null : numerator / denominator,
    ...{ numerator, denominator, n: part(cases ?? by) },
  }
}
