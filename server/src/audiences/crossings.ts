// What the mere passing of time does to a rule: whom it may move in or out between two moments, and
// when it may next move somebody. Every leaf reads time through a few edges (the beginning of its
// window, the end of its quiet span …); only customers with a row between where an edge was and where
// it is can have another answer. Too many customers do no harm, they are asked again; none is missed.
import { as, join, type Sql, sql } from '../platform/sql.ts'
import { CUSTOMER, during, EVERYBODYS, isOf, operandOf } from './event-sql.ts'
import { isMoving, leavesOf, patternsOf } from './needs.ts'
import type { ValueTest } from './operators.ts'
import { orderRows } from './orders-sql.ts'
import { readingOf } from './positive.ts'
import type { EventPattern, Leaf, Rule, Where } from './rule.ts'
import {
  attributeHolds,
  friendHolds,
  heldHolds,
  joinedWithin,
  sinceWithin,
  stateRows,
  VALUE,
} from './state-sql.ts'
import { ago, type Clock, startOf, stretchOf } from './windows.ts'

/** The bitmap of customers whose answer may differ between two moments; null: nobody's can. */
export function crossedBetween(rule: Rule, before: Clock, after: Clock): Sql | null {
  const parts = leavesOf(rule).flatMap((leaf) => [
    ...crossedEvents(leaf, before, after),
    ...crossedState(leaf, before, after),
  ])
  if (parts.length === 0) return null
  return sql`(select groupBitmapState(c) from (${join(parts, ' union all ')}))`
}

/** Its window is over what is known, not over events. */
const isOfState = (leaf: Leaf) => ['tagged', 'friend', 'group', 'joined'].includes(leaf.kind)

/** Moments on the line of `at` that a leaf's answer hangs on; they move with the clock or stand still. */
function edgesOf(leaf: Leaf, clock: Clock): number[] {
  const edges: (number | undefined)[] = []
  if ('window' in leaf && !isOfState(leaf)) {
    const { from, to } = stretchOf(leaf.window, clock)
    edges.push(from, to)
  }
  switch (leaf.kind) {
    case 'regularly':
      edges.push(startOf(clock, leaf.unit, leaf.of - 1), clock.now + 1)
      break
    case 'stopped': {
      const quietFrom = ago(clock, leaf.quiet)
      edges.push(quietFrom, ago({ ...clock, now: quietFrom }, leaf.active))
      break
    }
    case 'started_again':
      edges.push(ago(clock, leaf.recent), clock.now + 1)
      break
  }
  return edges.filter((e) => e !== undefined)
}

function crossedEvents(leaf: Leaf, before: Clock, after: Clock): Sql[] {
  const found: Sql[] = []
  const [was, is] = [edgesOf(leaf, before), edgesOf(leaf, after)]
  const between = is.flatMap((edge, i) => {
    const earlier = was[i] ?? edge
    if (earlier === edge) return []
    return [during({ from: Math.min(earlier, edge), to: Math.max(earlier, edge) })]
  })
  if (between.length > 0) {
    const crossed = sql`(${join(between, ' or ')})`
    found.push(sql`select ${CUSTOMER} as c ${rowsOf(leaf, after, crossed)}`)
  }
  // A property that is asked about today: rows that the two moments read differently.
  for (const pattern of patternsOf(leaf))
    if (hasMovingWhere(pattern))
      found.push(sql`select ${CUSTOMER} as c from event where customer_id != 0
        and ${isNamed(pattern)} and ${isOf(pattern, before)} != ${isOf(pattern, after)}`)
  if (leaf.kind === 'event_value' && isMoving(leaf.is)) {
    const answer = (clock: Clock) => isOf(withWhere(leaf.event, leaf), clock)
    found.push(sql`select ${CUSTOMER} as c from event where customer_id != 0
      and ${isNamed(leaf.event)} and ${answer(before)} != ${answer(after)}`)
  }
  return found
}

/** Rows of the leaf's events whatever their properties, under a condition on time. */
function rowsOf(leaf: Leaf, clock: Clock, condition: Sql): Sql {
  if (leaf.kind === 'orders') return orderRows(leaf.where, {}, EVERYBODYS, condition)
  if (leaf.kind === 'top' && leaf.by.kind === 'orders')
    return orderRows(leaf.by.where, {}, EVERYBODYS, condition)
  const isAny = patternsOf(leaf).map((pattern) =>
    hasMovingWhere(pattern) ? isNamed(pattern) : isOf(pattern, clock),
  )
  return sql`from event where customer_id != 0 and (${join(isAny, ' or ')}) and ${condition}`
}

const isNamed = (pattern: EventPattern) =>
  sql`name in ${as('Array(String)', [...new Set(pattern.any_of.map((e) => e.event))])}`
const hasMovingWhere = (pattern: EventPattern) =>
  pattern.any_of.some((e) => e.where.some((w) => isMoving(w.is)))
const withWhere = (pattern: EventPattern, where: Where): EventPattern => ({
  any_of: pattern.any_of.map((e) => ({
    ...e,
    where: [...e.where, { property: where.property, is: where.is }],
  })),
})

function crossedState(leaf: Leaf, before: Clock, after: Clock): Sql[] {
  const differs = (kind: string, keys: readonly string[] | undefined, holds: (c: Clock) => Sql) => [
    sql`select ${CUSTOMER} as c ${stateRows(kind, keys, EVERYBODYS)} and ${holds(before)} != ${holds(after)}`,
  ]
  switch (leaf.kind) {
    case 'attribute':
      return isMoving(leaf.is)
        ? differs('attribute', [leaf.name], (clock) => attributeHolds(leaf.is, clock))
        : []
    case 'attribute_held':
      return differs('attribute', [leaf.name], (clock) => heldHolds(leaf, clock))
    case 'tagged':
      return differs('tag', [leaf.tag], (clock) => sql`(${sinceWithin(leaf, clock)})`)
    case 'joined':
      return differs('figure', ['first_seen'], (clock) => sql`(${joinedWithin(leaf, clock)})`)
    case 'friend':
      return differs('friend', leaf.staff, (clock) => friendHolds(leaf, clock))
    case 'group':
      return differs('group', leaf.groups, (clock) => sql`(${sinceWithin(leaf, clock)})`)
    default:
      return []
  }
}

/**
 * Reads that each give one `turn`: the first moment after the clock's at which a row passes an edge, or
 * NULL. Edges of days and longer units are reckoned as if the coming ones were as long as the last;
 * `nextBoundary` asks again at midnight, and `nextTurn` waits from an hour earlier where clocks are put
 * back, so neither a short month nor daylight saving makes one late.
 */
export function nextCrossings(rule: Rule, clock: Clock): Sql[] {
  return leavesOf(rule).flatMap((leaf) => [
    ...nextOfEvents(leaf, clock),
    ...nextOfState(leaf, clock),
  ])
}

/** Calendar edges have boundaries of their own; only those that creep are looked at by row. */
const isCreeping = (leaf: Leaf) =>
  'window' in leaf
    ? leaf.window.kind === 'last' || leaf.window.kind === 'before_last'
    : ['stopped', 'started_again', 'regularly'].includes(leaf.kind)

function nextOfEvents(leaf: Leaf, clock: Clock): Sql[] {
  const found: Sql[] = []
  if (isCreeping(leaf) && !isOfState(leaf))
    for (const edge of edgesOf(leaf, clock))
      found.push(
        sql`select minOrNull(passing) + ${milliseconds(clock.now - edge + 1)} as turn
          from (select at as passing ${rowsOf(leaf, clock, during({ from: edge }))})`,
      )
  for (const pattern of patternsOf(leaf))
    for (const { event, where } of pattern.any_of)
      for (const one of where) if (isMoving(one.is)) found.push(nextOfProperty(event, one, clock))
  if (leaf.kind === 'event_value' && isMoving(leaf.is))
    for (const { event } of leaf.event.any_of)
      found.push(nextOfProperty(event, { property: leaf.property, is: leaf.is }, clock))
  return found
}

const milliseconds = (ms: number) => sql`toIntervalMillisecond(${as('Int64', Math.round(ms))})`

const nextOfProperty = (event: string, { property, is }: Where, clock: Clock): Sql =>
  nextFlip(
    operandOf(property).moment(clock.timezone),
    sql`from event where name = ${as('String', event)}`,
    is,
    clock,
  )

/** The first moment at which a test about today turns, over rows with a moment each. */
function nextFlip(moment: Sql, rows: Sql, is: ValueTest, clock: Clock): Sql {
  const shifts = shiftsOf(is, clock)
  // Anniversaries turn at midnight only.
  if (shifts.length === 0) return sql`select CAST(NULL, 'Nullable(DateTime64(3))') as turn`
  const now = as('DateTime64(3)', new Date(clock.now))
  const turns = shifts.map((ms) => sql`assumeNotNull(moment) + ${milliseconds(ms)}`)
  return sql`select minOrNullIf(one, one > ${now}) as turn from (
    select arrayJoin([${join(turns, ', ')}]) as one from (select ${moment} as moment ${rows}) where isNotNull(moment))`
}

/** How long after the moment itself the answer turns, in milliseconds. */
function shiftsOf(asked: ValueTest, clock: Clock): number[] {
  const { test } = readingOf(asked)
  switch (test.op) {
    // A bound that holds to the very moment turns one later.
    case 'in_last':
      return [1, clock.now - ago(clock, test.span) + 1]
    case 'more_than_ago':
      return [clock.now - ago(clock, test.span) + 1]
    case 'in_next':
      return [1, clock.now - ago(clock, test.span, -1) + 1]
    default:
      return []
  }
}

function nextOfState(leaf: Leaf, clock: Clock): Sql[] {
  const past = (kind: string, keys: readonly string[] | undefined, edge: number, late: number) =>
    sql`select minOrNull(since) + ${milliseconds(clock.now - edge + late)} as turn
      ${stateRows(kind, keys, during({ from: edge + 1 - late }, sql`since`))}`
  // A window lets go of a moment one millisecond after it has passed.
  const since = (kind: string, keys: readonly string[] | undefined, edges: readonly number[]) =>
    edges.map((edge) => past(kind, keys, edge, 1))
  const ofWindow = (leaf: Extract<Leaf, { kind: 'tagged' | 'friend' | 'group' | 'joined' }>) =>
    Object.values(isCreeping(leaf) ? stretchOf(leaf.window, clock) : {})
  switch (leaf.kind) {
    case 'attribute':
    case 'attribute_held':
      return [
        ...(leaf.kind === 'attribute_held'
          ? // What is held just long enough counts.
            [past('attribute', [leaf.name], ago(clock, leaf.at_least), 0)]
          : []),
        ...(isMoving(leaf.is)
          ? [
              nextFlip(
                VALUE.moment(clock.timezone),
                sql`${stateRows('attribute', [leaf.name], EVERYBODYS)}`,
                leaf.is,
                clock,
              ),
            ]
          : []),
      ]
    case 'tagged':
      return since('tag', [leaf.tag], ofWindow(leaf))
    case 'friend':
      return since('friend', leaf.staff, ofWindow(leaf))
    case 'group':
      return since('group', leaf.groups, ofWindow(leaf))
    case 'joined':
      return ofWindow(leaf).map(
        (
          edge,
        ) => sql`select minOrNull(joined) + ${milliseconds(clock.now - edge + 1)} as turn from (
          select assumeNotNull(at) as joined ${stateRows('figure', ['first_seen'], during({ from: edge }, sql`assumeNotNull(at)`))})`,
      )
    default:
      return []
  }
}

/**
 * The next moment of the brand's calendar at which a rule may move somebody: the next midnight for
 * all that asks for days; milliseconds. Undefined when no day matters to it.
 */
export function nextBoundary(rule: Rule, clock: Clock): number | undefined {
  if (!leavesOf(rule).some(hangsOnDays)) return undefined
  return startOf(clock, 'day', -1)
}

function hangsOnDays(leaf: Leaf): boolean {
  const long = (unit: string) => unit !== 'minute' && unit !== 'hour'
  if ('window' in leaf) {
    const { window } = leaf
    if (window.kind === 'calendar') return true
    if ((window.kind === 'last' || window.kind === 'before_last') && long(window.span.unit))
      return true
  }
  if (patternsOf(leaf).some((p) => p.any_of.some((e) => e.where.some((w) => isMoving(w.is)))))
    return true
  switch (leaf.kind) {
    case 'regularly':
      return true
    case 'attribute':
    case 'event_value':
      return isMoving(leaf.is)
    case 'attribute_held':
      return isMoving(leaf.is) || long(leaf.at_least.unit)
    case 'stopped':
      return long(leaf.active.unit) || long(leaf.quiet.unit)
    case 'started_again':
      return long(leaf.recent.unit)
    default:
      return false
  }
}
