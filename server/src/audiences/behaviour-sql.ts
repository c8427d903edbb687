// What customers did, as sets: a statement a leaf, over the stretch of the event table it means.
import { as, join, type Sql, sql } from '../platform/sql.ts'
import { chained, isMarked, isReached, markOf, placeOf } from './chain-sql.ts'
import { valueSet } from './decisive-sql.ts'
import { amountOf, CUSTOMER, during, eventsOf, isOf, sortOf } from './event-sql.ts'
import { numberCondition } from './number-sql.ts'
import type { NumberTest, Span } from './operators.ts'
import { compares } from './positive.ts'
import type { EventPattern, Leaf } from './rule.ts'
import type { CustomerSet } from './set-sql.ts'
import { ago, type Clock, type Stretch, spanMs, startOf, stretchOf } from './windows.ts'

const KINDS = [
  'did',
  'measure',
  'first_time',
  'last_time',
  'sequence',
  'regularly',
  'stopped',
  'started_again',
  'event_value',
] as const
export type BehaviourLeaf = Extract<Leaf, { kind: (typeof KINDS)[number] }>

export const isBehaviour = (leaf: Leaf): leaf is BehaviourLeaf =>
  KINDS.some((kind) => kind === leaf.kind)

/** @param only a condition on `customer_id` that keeps the rows of some customers, for touching up */
export function behaviourSet(leaf: BehaviourLeaf, clock: Clock, only: Sql): CustomerSet {
  const rows = (pattern: EventPattern, stretch: Stretch) =>
    eventsOf(only, sql`${isOf(pattern, clock)} and ${during(stretch)}`)
  const having = (what: Sql, condition: Sql) =>
    sql`(select groupBitmapState(c) from (select ${CUSTOMER} as c ${what} group by c having ${condition}))`
  const inside = (bitmap: Sql): CustomerSet => ({ bitmap, denied: false })
  switch (leaf.kind) {
    case 'did': {
      const from = rows(leaf.event, stretchOf(leaf.window, clock))
      // Who has no row is in no group: a test that holds of none is the denial of its opposite.
      const denied = compares(leaf.times, 0)
      const holds = numberCondition(leaf.times, sql`toFloat64(count())`)
      const any = sql`(select groupBitmapState(${CUSTOMER}) ${from})`
      if (!denied && isAtLeastOnce(leaf.times)) return inside(any)
      if (denied && isNever(leaf.times)) return { bitmap: any, denied }
      return { bitmap: having(from, denied ? sql`not ${holds}` : holds), denied }
    }
    case 'measure': {
      const from = rows(leaf.event, stretchOf(leaf.window, clock))
      const value = measured(leaf.of, leaf.property)
      return inside(
        having(
          from,
          sql`isNotNull(${value}) and ${numberCondition(leaf.is, sql`assumeNotNull(${value})`)}`,
        ),
      )
    }
    case 'first_time': {
      const stretch = stretchOf(leaf.window, clock)
      return inside(having(rows(leaf.event, {}), within(sql`min(at)`, stretch)))
    }
    case 'last_time': {
      const stretch = stretchOf(leaf.window, clock)
      return inside(having(rows(leaf.event, {}), within(sql`max(at)`, stretch)))
    }
    case 'sequence':
      return inside(sequenceSet(leaf, clock, only))
    case 'regularly': {
      const starts = periodStarts(leaf.unit, leaf.of, clock)
      const from = rows(leaf.event, { from: starts.at(-1) ?? clock.now, to: clock.now + 1 })
      // How many of the periods have begun by then: each period has a number of its own.
      const period = sql`arrayFirstIndex(s -> at >= s, ${momentsText(starts)})`
      return inside(having(from, sql`uniqExact(${period}) >= ${as('UInt32', leaf.periods)}`))
    }
    case 'stopped': {
      const quietFrom = ago(clock, leaf.quiet)
      const activeFrom = before(clock, quietFrom, leaf.active)
      const from = rows(leaf.event, { from: activeFrom })
      return inside(having(from, sql`max(at) < ${moment(quietFrom)}`))
    }
    case 'started_again': {
      const recentFrom = ago(clock, leaf.recent)
      const gap = spanMs(leaf.gap)
      // Someone's row within `recent`, with the one before it at least a gap earlier.
      const times = sql`arraySort(groupArray(toUnixTimestamp64Milli(at)))`
      const again = sql`arrayExists((t, i) -> i > 1 and t >= ${as('Int64', recentFrom)}
        and t - (${times})[i - 1] >= ${as('Int64', gap)}, ${times}, arrayEnumerate(${times}))`
      // Few did it of late; only their rows are put in order.
      const late = rows(leaf.event, { from: recentFrom, to: clock.now + 1 })
      const theirs = sql`${rows(leaf.event, { to: clock.now + 1 })} and ${CUSTOMER} in (select ${CUSTOMER} ${late})`
      return inside(having(theirs, again))
    }
    case 'event_value': {
      return inside(valueSet(leaf, rows(leaf.event, stretchOf(leaf.window, clock)), clock))
    }
  }
}

const isAtLeastOnce = (times: NumberTest) =>
  (times.op === 'gte' && times.value === 1) || (times.op === 'gt' && times.value === 0)
const isNever = (times: NumberTest) =>
  (times.op === 'is' && times.value === 0) ||
  (times.op === 'lte' && times.value === 0) ||
  (times.op === 'lt' && times.value === 1)

const before = (clock: Clock, from: number, span: Span) => ago({ ...clock, now: from }, span)
const moment = (ms: number) => as('DateTime64(3)', new Date(ms))
const momentsText = (moments: readonly number[]) =>
  sql`[${join(
    moments.map((ms) => sql`${moment(ms)}`),
    ', ',
  )}]`

/** Beginnings of the running period and those before it, newest first. */
export const periodStarts = (unit: 'day' | 'week' | 'month', count: number, clock: Clock) =>
  Array.from({ length: count }, (_, back) => startOf(clock, unit, back))

export function measured(
  of: 'sum' | 'average' | 'min' | 'max' | 'distinct',
  property: string,
): Sql {
  const amount = amountOf(property)
  switch (of) {
    case 'sum':
      return sql`sumOrNull(${amount})`
    case 'average':
      return sql`avgOrNull(${amount})`
    case 'min':
      return sql`minOrNull(${amount})`
    case 'max':
      return sql`maxOrNull(${amount})`
    case 'distinct':
      return sql`toFloat64(uniqExact(${sortOf(property)}))`
  }
}

function within(value: Sql, { from, to }: Stretch): Sql {
  return join(
    [
      sql`true`,
      ...(from === undefined ? [] : [sql`${value} >= ${moment(from)}`]),
      ...(to === undefined ? [] : [sql`${value} < ${moment(to)}`]),
    ],
    ' and ',
  )
}

/** A chain of steps within a span, none of `without` between its first and last. */
function sequenceSet(leaf: Extract<Leaf, { kind: 'sequence' }>, clock: Clock, only: Sql): Sql {
  const { steps, without, within, window } = leaf
  const mark = (pattern: EventPattern) => markOf(pattern, isOf(pattern, clock))
  const chain = {
    steps: steps.map(mark),
    blocks: without ? [{ ...mark(without), from: 1, to: steps.length }] : [],
    withinMs: spanMs(within),
  }
  const marked = sql`select ${CUSTOMER} as c, arraySort(groupArray(${placeOf(chain)})) as places
    ${eventsOf(only, sql`${isMarked(chain)} and ${during(stretchOf(window, clock))}`)} group by c`
  return sql`(select groupBitmapState(c) from (
    ${chained(chain, marked, sql`c`)}) where ${isReached(steps.length)})`
}
