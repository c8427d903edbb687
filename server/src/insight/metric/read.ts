// Metrics over a stretch of time, by period: those of one family in one statement.
import type { Rule } from '../../audiences/index.ts'
import { demand } from '../../platform/auth.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import { asOfMoment } from '../gate/as-of.ts'
import { nameOf, type Period, periodsOver } from '../question/periods.ts'
import { type Stretch, stretchOfRange } from '../question/reading.ts'
import { type Listed, metricOf } from './catalogue.ts'
import type { AskedQuery, FamilyAnswer, Metric, MetricFamily, Parts } from './metric.ts'
import { codeOf, isOwn, listOwnMetrics, ownFamily } from './own.ts'
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
  /** Of as long a time before; undefined where none was asked for. */
  previous?: MetricValue
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

/** @throws 400 unknown_metric, 403 where the asker may not see what one of them is made of */
export async function demandMetrics(ctx: Ctx, codes: readonly string[]): Promise<Listed[]> {
  const listed = await demandKnown(ctx, codes)
  for (const { family } of listed)
    for (const permission of family.needs) demand(ctx.actor, permission)
  return listed
}

/** Whoever may see them. @throws 400 unknown_metric */
export async function demandKnown(ctx: Ctx, codes: readonly string[]): Promise<Listed[]> {
  const asked = [...new Set(codes)]
  const rows = asked.some(isOwn) ? await listOwnMetrics(ctx) : []
  const own = new Map(
    await Promise.all(
      rows
        .filter((row) => asked.includes(codeOf(row)))
        .map(async (row): Promise<[string, Listed]> => {
          const family = await ownFamily(ctx, row)
          return [codeOf(row), { family, metric: family.metrics[0] as Metric }]
        }),
    ),
  )
  return asked.map((code) => own.get(code) ?? metricOf(code))
}

/** The totals of as long a time before beside those asked for. */
export async function readCompared(
  ctx: Ctx,
  codes: readonly string[],
  asked: MetricsAsked,
): Promise<MetricsAnswer> {
  const answer = await readMetrics(ctx, codes, asked)
  const stretch = stretchBefore(answer)
  const { who, asOf } = asked
  const before = await readMetrics(ctx, codes, { stretch, who, asOf })
  for (const [code, metric] of answer.metrics) {
    const previous = before.metrics.get(code)?.total
    if (previous) metric.previous = previous
  }
  return answer
}

const DAY = 86_400_000

/** As many days before; of a time that is not over, as much as has passed of it. */
function stretchBefore({ stretch: { from, to }, zone, asOf }: MetricsAnswer): Stretch {
  const days = Math.max(1, Math.round((to - from) / DAY))
  const earlier = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).subtract({ days })
      .epochMilliseconds
  const end = Math.min(to, Math.max(asOf.getTime(), from + 1))
  return { from: earlier(from), to: earlier(end) }
}

/**
 * @throws 400 unknown_metric, bad_days, too_many_periods or bad_rule; 403 where somebody may not see
 * what a metric is made of
 */
export async function readMetrics(
  asking: Ctx,
  codes: readonly string[],
  asked: MetricsAsked,
): Promise<MetricsAnswer> {
  return readListed(asking, await demandMetrics(asking, codes), asked)
}

/** Of metrics that need not be in the catalogue; whoever calls has seen that they may be read. */
export async function readListed(
  asking: Ctx,
  listed: readonly Listed[],
  { stretch, range = {}, period, who, asOf }: MetricsAsked,
): Promise<MetricsAnswer> {
  const ctx = asOf ? asOfMoment(asking, asOf) : asking
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
