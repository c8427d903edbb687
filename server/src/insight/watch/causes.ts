// Which segment a change is owed to: the same metric of the customers of each store and each platform.
import type { Rule } from '../../audiences/index.ts'
import { as, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { drivingSegments } from '../calc/change.ts'
import { type MetricAnswer, type MetricValue, readMetrics } from '../metric/read.ts'
import type { Period } from '../question/periods.ts'
import type { Stretch } from '../question/reading.ts'
import type { Cause } from './shape.ts'

/** Looked at by so many customers; the smaller ones can hardly move the whole. */
const MOST_SEGMENTS = 12
const SHOWN = 3

export interface Compared {
  metric: string
  before: Stretch
  after: Stretch
  period: Period
  /** What it was and is as a whole: no cause goes against that. */
  was: number | null
  is: number | null
}

interface Segment {
  dimension: Cause['dimension']
  name: string
}

/**
 * The largest first, of those that go the way of the whole; none where no segment explains a tenth of it,
 * and none of what did not move.
 */
export async function causesOf(ctx: Ctx, compared: Compared): Promise<Cause[]> {
  const whole = (compared.is ?? 0) - (compared.was ?? 0)
  if (whole === 0) return []
  const segments = await segmentsOf(ctx)
  const parts: Cause[] = []
  for (const [, those] of Map.groupBy(segments, ({ dimension }) => dimension)) {
    if (those.length < 2) continue
    const figures: { segment: Segment; before: MetricValue; after: MetricValue }[] = []
    // One after the other: nobody waits for them, and others' questions shall not wait either.
    for (const segment of those) {
      const who: Rule =
        segment.dimension === 'store'
          ? { kind: 'store', stores: [segment.name] }
          : { kind: 'platform', platforms: [segment.name] }
      const of = async (stretch: Stretch) =>
        totalOf(
          (await readMetrics(ctx, [compared.metric], { stretch, who })).metrics.get(
            compared.metric,
          ),
        )
      figures.push({
        segment,
        before: await of(compared.before),
        after: await of(compared.after),
      })
    }
    parts.push(...shares(figures, whole))
  }
  return parts
    .filter(({ share }) => share >= 0.1)
    .sort((a, b) => b.share - a.share)
    .slice(0, SHOWN)
}

const NOTHING: MetricValue = { value: null, numerator: null, denominator: null, n: null }
const totalOf = (answer: MetricAnswer | undefined): MetricValue => answer?.total ?? NOTHING

/** Of the change of the whole: segments need not hold everybody, and a customer may be in several. */
export function shares(
  figures: readonly { segment: Segment; before: MetricValue; after: MetricValue }[],
  whole: number,
): Cause[] {
  const isRate = figures.every(({ after }) => after.denominator !== null)
  const day = ({ numerator, denominator }: MetricValue) => ({
    hits: numerator ?? 0,
    trials: denominator ?? 0,
  })
  const isShare =
    isRate &&
    figures.every(({ before, after }) =>
      [before, after].every((v) => (v.numerator ?? 0) <= (v.denominator ?? 0)),
    )
  const trials = (side: 'before' | 'after') =>
    figures.reduce((sum, figure) => sum + (figure[side].denominator ?? 0), 0)
  const changes =
    isShare && trials('before') > 0 && trials('after') > 0
      ? ratesApart(
          figures.map((f) => ({
            name: f.segment.name,
            before: day(f.before),
            after: day(f.after),
          })),
        )
      : new Map(
          figures.map(({ segment, before, after }) => [
            segment.name,
            (after.value ?? 0) - (before.value ?? 0),
          ]),
        )
  return figures.map(({ segment }) => {
    const change = changes.get(segment.name) ?? 0
    return { ...segment, change, share: change / whole }
  })
}

const ratesApart = (segments: Parameters<typeof drivingSegments>[0]) =>
  new Map(drivingSegments(segments).parts.map(({ name, total }) => [name, total]))

async function segmentsOf(ctx: Ctx): Promise<Segment[]> {
  const rows = await ctx.ch.rows<{ kind: Segment['dimension']; key: string }>(
    ctx.tenantId,
    sql`select kind, key from customer_state final
      where kind in ('store', 'platform') and key != '' group by kind, key
      order by count() desc limit ${as('UInt32', MOST_SEGMENTS)} by kind`,
  )
  return rows.map(({ kind, key }) => ({ dimension: kind, name: key }))
}
