// GMV as five factors, counted, by segment, and a change of it owed to each.
import { livePools } from '../../audiences/index.ts'
import { storesByCode } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { brandOf } from '../brand.ts'
import { explainSegments } from '../calc/gmv.ts'
import { uncountedOrders } from '../mode/counted-sql.ts'
import { modeOf } from '../mode/mode.ts'
import { edgesOf, nameOf } from '../question/periods.ts'
import { readQuestion, type Stretch, stretchOfRange } from '../question/reading.ts'
import { identityOf, NOTHING, type Sums } from './factors.ts'
import type { GmvAnswer, GmvQuestion, Measured } from './shape.ts'
import { type Counting, customersOf, type SegmentKind, sumsOf } from './sums-sql.ts'

export async function readGmv(ctx: Ctx, question: Pick<GmvQuestion, 'by' | 'who'>) {
  const reading = await readQuestion(ctx, [], question.who)
  const [mode, brand, pools] = await Promise.all([
    modeOf(ctx),
    brandOf(ctx),
    question.by === 'pool' ? livePools(ctx) : [],
  ])
  const counting: Counting = { mode, currency: brand.currency, reading, pools }
  return { counting, mode, brand, pools }
}

/** Under which mode figures were counted. */
export const modeSaid = (mode: Awaited<ReturnType<typeof modeOf>>) => ({
  ...{ mode: mode.mode, is_decided: mode.decided_at !== null, window_days: mode.window_days },
})

/** How a stretch is told apart: a month is a period, everything else a segment. */
export const toldBy = (by: GmvQuestion['by']): SegmentKind => (by === 'month' ? 'none' : by)

export async function gmv(ctx: Ctx, question: GmvQuestion): Promise<GmvAnswer> {
  const { counting, mode, brand, pools } = await readGmv(ctx, question)
  const { clock } = counting.reading
  const stretch = stretchOfRange(question, clock)
  const [now, uncounted] = await Promise.all([
    measure(ctx, question.by, stretch, counting),
    leftOut(ctx, stretch, counting),
  ])
  const { compare, by } = question
  const earlier = compare && stretchBefore(compare, stretch, counting)
  const before = earlier && (await measure(ctx, by, earlier, counting))
  // Months of two stretches are other months: only the whole is compared.
  const isTold = by === 'store' || by === 'channel' || by === 'pool'
  const values = [
    ...new Set([...now.segments.keys(), ...(before && isTold ? before.segments.keys() : [])]),
  ]
  const names = await namesOf(ctx, by, values, pools)
  const pair = (value: string) => ({
    now: measured(now.segments.get(value) ?? NOTHING),
    before: before && isTold ? measured(before.segments.get(value) ?? NOTHING) : null,
  })
  const segments =
    by === 'none'
      ? []
      : values.map((value) => {
          const { now, before } = pair(value)
          return {
            value: value || null,
            name: names.get(value) ?? null,
            ...now,
            before,
            change: before && changeOf(before, now),
          }
        })
  const two = compare?.with === 'segments' ? compare : undefined
  const whole = { now: measured(now.total), before: before ? measured(before.total) : null }
  const asked = two
    ? { before: segmentNamed(segments, two.before), now: segmentNamed(segments, two.after) }
    : whole
  return {
    mode: modeSaid(mode),
    currency: brand.currency,
    total: whole.now,
    uncounted,
    segments: segments.toSorted((one, other) =>
      by === 'month'
        ? String(one.value).localeCompare(String(other.value))
        : other.net_fen - one.net_fen,
    ),
    before: asked.before,
    change: asked.before && changeOf(asked.before, asked.now),
    change_of_segments:
      before && (by === 'store' || by === 'channel') && segments.length > 0
        ? explainSegments(
            values.map((value) => {
              const { now, before } = pair(value)
              return { before: (before ?? now).factors, after: now.factors }
            }),
          )
        : null,
    date_from: new Date(stretch.from).toISOString(),
    date_to: new Date(stretch.to).toISOString(),
    as_of: new Date(clock.now).toISOString(),
  }
}

/** What was sold past the mode: without it a brand of stores alone would see nothing and not know why. */
async function leftOut(
  ctx: Ctx,
  stretch: Stretch,
  { mode, currency, reading }: Counting,
): Promise<GmvAnswer['uncounted']> {
  const [row] = await ctx.ch.rows<{ orders: string; paid_fen: string }>(
    ctx.tenantId,
    uncountedOrders(mode, stretch, reading.whose, currency),
  )
  return { orders: Number(row?.orders ?? 0), paid_fen: Number(row?.paid_fen ?? 0) }
}

const changeOf = (before: Measured, after: Measured) =>
  explainSegments([{ before: before.factors, after: after.factors }])

const measured = (sums: Sums): Measured => ({ ...sums, ...identityOf(sums) })

function segmentNamed<Segment extends { value: string | null }>(
  segments: readonly Segment[],
  value: string | null,
): Segment {
  const found = segments.find((segment) => segment.value === value)
  if (!found) throw notFound('segment')
  return found
}

/** As much of the time before as has passed of a stretch that is not over. */
function stretchBefore(
  compare: NonNullable<GmvQuestion['compare']>,
  { from, to }: Stretch,
  { reading: { clock } }: Counting,
): Stretch | undefined {
  if (compare.with === 'segments') return undefined
  if (compare.with === 'period') return stretchOfRange(compare, clock)
  const days = Math.max(1, Math.round((to - from) / 86_400_000))
  const earlier = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(clock.timezone).subtract({ days })
      .epochMilliseconds
  return { from: earlier(from), to: earlier(Math.min(to, Math.max(clock.now, from + 1))) }
}

export interface Told {
  total: Sums
  segments: Map<string, Sums>
}

interface Row extends Record<keyof Sums, string> {
  v: string
  p: string
}

/** The whole stretch, and each segment of it. Everybody counts once in the whole, whatever the segments. */
export async function measure(
  ctx: Ctx,
  by: GmvQuestion['by'],
  stretch: Stretch,
  counting: Counting,
): Promise<Told> {
  const { timezone } = counting.reading.clock
  const read = (kind: SegmentKind, edges: readonly number[]) =>
    ctx.ch.rows<Row>(ctx.tenantId, sumsOf(customersOf(kind, stretch, edges, counting)))
  const once = [stretch.from, stretch.to]
  const [total] = await read('none', once)
  if (by === 'none') return { total: total ? sumsIn(total) : NOTHING, segments: new Map() }
  const months = by === 'month' ? edgesOf(stretch, 'month', timezone) : once
  const rows = await read(toldBy(by), months)
  const nameIt = (row: Row) => (by === 'month' ? nameOf(Number(row.p), 'month', timezone) : row.v)
  return {
    total: total ? sumsIn(total) : NOTHING,
    segments: new Map(rows.map((row) => [nameIt(row), sumsIn(row)])),
  }
}

const sumsIn = (row: Row): Sums => ({
  visitors: Number(row.visitors),
  recruited: Number(row.recruited),
  buyers: Number(row.buyers),
  orders: Number(row.orders),
  net_fen: Number(row.net_fen),
})

async function namesOf(
  ctx: Ctx,
  by: GmvQuestion['by'],
  values: readonly string[],
  pools: readonly { id: string; name: string }[],
): Promise<Map<string, string>> {
  if (by === 'pool') return new Map(pools.map(({ id, name }) => [id, name]))
  if (by !== 'store') return new Map()
  const stores = await storesByCode(ctx, values)
  return new Map([...stores].map(([code, { name }]) => [code, name]))
}
