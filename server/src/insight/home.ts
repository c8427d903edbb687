// What came in today and what waits: the page a brand begins its day with.
import { countDeadLetters } from '../collect/index.ts'
import { countToDecide, countUnread } from '../desk/index.ts'
import { countOpenConflicts } from '../identity/index.ts'
import { can, type Permission } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import {
  type Arrivals,
  arrivalsByDay,
  arrivalsIn,
  type CustomerCount,
  catchUp,
  countOfCustomers,
} from '../profile/index.ts'
import { brandOf } from './brand.ts'
import { addDays, dayOf, daysBetween, startOfDay } from './days.ts'
import {
  countDays,
  countOrigins,
  countSpan,
  type DayRow,
  hasEvents,
  type OriginRow,
  otherCurrencies,
  type Span,
} from './queries.ts'

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
  const [today, yesterday, customers, counted, arrived, platforms, sources, others, any] =
    await Promise.all([
      figuresOf(ctx, soFar, currency),
      figuresOf(ctx, before, currency),
      countOfCustomers(ctx),
      countDays(ctx, span, { zone, currency }),
      arrivalsByDay(ctx, { ...span, zone }),
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
    trend: everyDay(from, to, counted, arrived),
    platforms,
    sources,
    otherCurrencies: others,
    hasEvents: any,
  }
}

async function figuresOf(ctx: Ctx, span: Span, currency: string): Promise<Figures> {
  const [counted, arrived] = await Promise.all([
    countSpan(ctx, span, currency),
    arrivalsIn(ctx, span),
  ])
  return { ...counted, new_customers: arrived.all, new_known: arrived.known }
}

/** A day without a row is a day on which nothing happened: a zero, not a gap. */
function everyDay(
  from: string,
  to: string,
  counted: readonly DayRow[],
  arrived: readonly Arrivals[],
): (Figures & { day: string })[] {
  const counts = new Map(counted.map((row) => [row.day, row]))
  const arrivals = new Map(arrived.map((row) => [row.day, row]))
  return daysBetween(from, to).map((day) => {
    const { events = 0, orders = 0, paid_fen = 0, net_fen = 0 } = counts.get(day) ?? {}
    const { all = 0, known = 0 } = arrivals.get(day) ?? {}
    return { day, events, orders, paid_fen, net_fen, new_customers: all, new_known: known }
  })
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
