// Time alone moves customers in and out. Each audience knows the earliest moment at which that may
// happen next; until then nobody is asked anything.
import type { Ctx } from '../platform/ctx.ts'
import { as, join, type Sql, sql } from '../platform/sql.ts'
import { crossedBetween, nextBoundary, nextCrossings } from './crossings.ts'
import { MOST_AT_ONCE } from './crowd.ts'
import type { Rule } from './rule.ts'
import type { Clock } from './windows.ts'

const HOUR = 3_600_000
const SLOW = { maxSeconds: 300 }

/**
 * The earliest moment after the clock's at which time may move somebody.
 * @param nodes only what these nodes did is asked: for when the rest is known from before
 */
export async function nextTurn(
  ctx: Ctx,
  rule: Rule,
  clock: Clock,
  nodes?: readonly number[],
): Promise<number | undefined> {
  const asked = nextCrossings(rule, clock)
  const turns: number[] = []
  const boundary = nextBoundary(rule, clock)
  if (boundary !== undefined) turns.push(boundary)
  if (asked.length > 0) {
    const [row] = await ctx.ch.rows<{ turn_ms: string | null }>(
      ctx.tenantId,
      sql`select toUnixTimestamp64Milli(min(turn)) as turn_ms from (${join(asked.map(asOneType), ' union all ')})`,
      { ...SLOW, ...(nodes && { nodes }) },
    )
    if (row?.turn_ms) turns.push(beforeShift(Number(row.turn_ms), clock))
  }
  return turns.length === 0 ? undefined : Math.max(Math.min(...turns), clock.now + 1)
}

const asOneType = (turn: Sql) =>
  sql`select CAST(turn, 'Nullable(DateTime64(3, \\'UTC\\'))') as turn from (${turn})`

/**
 * Turns are reckoned as if all days had 24 hours. Where clocks are put back and forward one may come an
 * hour early, so it is waited for from an hour before.
 */
function beforeShift(turn: number, { now, timezone }: Clock): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone)
  const hasShifts = zoned.getTimeZoneTransition('next') !== null
  return hasShifts && turn - HOUR > now ? turn - HOUR : turn
}

/** Customers whom time may have moved since; undefined when they are so many that all are looked at. */
export async function crossed(
  ctx: Ctx,
  rule: Rule,
  before: Clock,
  after: Clock,
): Promise<number[] | undefined> {
  const bitmap = crossedBetween(rule, before, after)
  if (bitmap === null) return []
  return customersIn(ctx, bitmap)
}

/** Undefined when there are more than are looked at one by one. */
export async function customersIn(ctx: Ctx, bitmap: Sql): Promise<number[] | undefined> {
  const [row] = await ctx.ch.rows<{ n: string; customers: number[] }>(
    ctx.tenantId,
    sql`select bitmapCardinality(set) as n, if(n > ${as('UInt32', MOST_AT_ONCE)}, [], bitmapToArray(set)) as customers
      from (select ${bitmap} as set)`,
    SLOW,
  )
  return row && Number(row.n) <= MOST_AT_ONCE ? row.customers : undefined
}
