// What came in today and what waits: the page a brand begins its day with.
import { countDeadLetters } from '../collect/index.ts'
import { countToDecide, countUnread } from '../desk/index.ts'
import { countOpenConflicts } from '../identity/index.ts'
import { can, type Permission } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import { type CustomerCount, catchUp, countOfCustomers } from '../profile/index.ts'
import { brandOf } from './brand.ts'
import { addDays, dayOf, startOfDay } from './days.ts'
import { type MetricsAnswer, type MetricValue, readMetrics } from './metric/read.ts'
import { countOrigins, hasEvents, type OriginRow, otherCurrencies, type Span } from './queries.ts'

export interface Figures {
  events: number
  orders: number
  paid_fen: number
  net_fen: number
  new_customers: number
  new_known: number
}

/** The brand's part: the same for everybody who may see it. */
export interface Today {
  asOf: Date
  day: string
  currency: string
  zone: string
  today: Figures
  /** Yesterday up to the same time of day: a morning is not measured against a whole day. */
  yesterday: Figures
  customers: CustomerCount
  trend: (Figures & { day: string })[]
  platforms: OriginRow[]
  sources: OriginRow[]
  otherCurrencies: string[]
  hasEvents: boolean
}

/** What waits for a decision; null where the asker may not see it. */
export interface Waiting {
  conflicts: number | null
  deadLetters: number | null
  approvals: number
  notices: number
}

const MOST_DAYS = 400

/** @throws 400 for a span that ends before it begins, or is longer than a year and a bit */
export async function lookAtToday(ctx: Ctx, days: { from?: string; to?: string }): Promise<Today> {
  const { zone, currency } = await brandOf(ctx)
  const now = ctx.now()
  const day = dayOf(now, zone)
  const to = days.to ?? day
  const from = days.from ?? addDays(to, -13)
  if (from > to) throw invalid('bad_days', 'The last day lies before the first')
  if (to >= addDays(from, MOST_DAYS))
    throw invalid('too_many_days', `At most ${MOST_DAYS} days at once`)

  const start = startOfDay(day, zone)
  const dayBefore = addDays(day, -1)
  const startBefore = startOfDay(dayBefore, zone)
  // A day after a clock change is shorter or longer: never past its own end.
  const sameTime = Math.min(startBefore.getTime() + (now.getTime() - start.getTime()), +start)
  const soFar: Span = { from: start, to: new Date(now.getTime() + 1) }
  const before: Span = { from: startBefore, to: new Date(sameTime) }
  const span: Span = { from: startOfDay(from, zone), to: startOfDay(addDays(to, 1), zone) }

  await catchUp(ctx)
  const [today, yesterday, customers, trend, platforms, sources, others, any] = await Promise.all([
    figuresOf(ctx, soFar),
    figuresOf(ctx, before),
    countOfCustomers(ctx),
    everyDay(ctx, span),
    countOrigins(ctx, soFar, 'platform'),
    countOrigins(ctx, soFar, 'source'),
    otherCurrencies(ctx, span, currency),
    hasEvents(ctx),
  ])
  return {
    asOf: now,
    day,
    currency,
    zone,
    today,
    yesterday,
    customers,
    trend,
    platforms,
    sources,
    otherCurrencies: others,
    hasEvents: any,
  }
}

/** Figures of the home page by the metrics they are: one definition, whatever page shows it. */
const METRIC = {
  events: 'events',
  orders: 'orders',
  paid_fen: 'paid_revenue',
  net_fen: 'net_revenue',
  new_customers: 'new_customers',
  new_known: 'new_known',
} as const
type Part = keyof typeof METRIC
const PARTS = Object.keys(METRIC) as Part[]

const read = (ctx: Ctx, { from, to }: Span, period?: 'day'): Promise<MetricsAnswer> =>
  readMetrics(ctx, Object.values(METRIC), {
    stretch: { from: from.getTime(), to: to.getTime() },
    period,
  })

const figures = (of: (code: string) => MetricValue | undefined): Figures =>
  Object.fromEntries(
    PARTS.map((part) => [part, of(METRIC[part])?.value ?? 0]),
  ) as unknown as Figures

async function figuresOf(ctx: Ctx, span: Span): Promise<Figures> {
  // A day that has just begun.
  if (span.from >= span.to) return figures(() => undefined)
  const { metrics } = await read(ctx, span)
  return figures((code) => metrics.get(code)?.total)
}

async function everyDay(ctx: Ctx, span: Span): Promise<(Figures & { day: string })[]> {
  const { periods, metrics } = await read(ctx, span, 'day')
  return periods.map((day, i) => ({ day, ...figures((code) => metrics.get(code)?.points[i]) }))
}

export async function whatWaits(ctx: Ctx): Promise<Waiting> {
  const ifMay = async (permission: Permission, count: () => Promise<number>) =>
    can(ctx.actor, permission) ? count() : null
  const [conflicts, deadLetters, approvals, notices] = await Promise.all([
    ifMay('customers:merge', () => countOpenConflicts(ctx)),
    ifMay('events:read', async () =>
      (await countDeadLetters(ctx)).reduce((sum, { open }) => sum + open, 0),
    ),
    countToDecide(ctx),
    countUnread(ctx),
  ])
  return { conflicts, deadLetters, approvals, notices }
}
