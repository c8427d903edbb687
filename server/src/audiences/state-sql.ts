// What is known of customers, as sets: over `customer_state`, a row for each thing known.
import { as, join, type Sql, sql } from '../platform/sql.ts'
import { CUSTOMER, during, EVERYBODYS } from './event-sql.ts'
import { numberCondition } from './number-sql.ts'
import type { NumberTest, ValueTest } from './operators.ts'
import { compares, readingOf } from './positive.ts'
import type { Leaf } from './rule.ts'
import { type CustomerSet, deny, NOBODY } from './set-sql.ts'
import { calendarDay, dayIn, type Operand, valueCondition } from './value-sql.ts'
import { ago, type Clock, stretchOf } from './windows.ts'

export type StateLeaf = Extract<
  Leaf,
  {
    kind:
      | 'everybody'
      | 'attribute'
      | 'attribute_held'
      | 'tags'
      | 'tagged'
      | 'consent'
      | 'friend'
      | 'store'
      | 'guide'
      | 'touchpoints'
      | 'group'
      | 'identifier'
      | 'platform'
      | 'family'
      | 'known'
      | 'joined'
      | 'bucket'
  }
>

export const EVERYBODY: CustomerSet = { bitmap: NOBODY, denied: true }
const inside = (bitmap: Sql): CustomerSet => ({ bitmap, denied: false })

/** The value of a row of `customer_state`. */
export const VALUE: Operand = {
  isSet: sql`true`,
  isText: sql`type = 'text'`,
  text: sql`text`,
  isNumber: sql`type = 'number'`,
  number: sql`number`,
  isTruth: sql`type = 'truth'`,
  truth: sql`(number = 1)`,
  isList: sql`type = 'list'`,
  list: sql`list`,
  moment: (timezone) => sql`if(type = 'text', ${dayIn(timezone, sql`text`, sql`at`)}, NULL)`,
  // Of an attribute only texts have it.
  day: (timezone) => calendarDay(timezone, sql`text`, sql`at`),
}

/**
 * Present rows of some keys of a kind; `keys` absent: of all. Of some customers the newest of several rows is
 * chosen among theirs; left to itself the engine chooses for everybody first.
 */
export function stateRows(kind: string, keys: readonly string[] | undefined, only: Sql): Sql {
  const those = keys ? sql`and key in ${as('Array(String)', [...new Set(keys)])}` : sql``
  const rows = sql`kind = ${as('String', kind)} ${those}`
  if (only === EVERYBODYS) return sql`from customer_state final where ${rows}`
  return sql`from (select * from customer_state prewhere ${only} where ${rows}
    order by version desc limit 1 by key, customer_id) where not gone`
}

/** Everybody's bitmap: anonymous ones too. */
export const everybodyOf = (only: Sql): Sql =>
  sql`(select groupBitmapState(${CUSTOMER}) ${stateRows('customer', [''], only)})`

export function stateSet(leaf: StateLeaf, clock: Clock, only: Sql): CustomerSet {
  const whose = (rows: Sql, condition: Sql = sql`true`) =>
    inside(sql`(select groupBitmapState(${CUSTOMER}) ${rows} and ${condition})`)
  switch (leaf.kind) {
    case 'everybody':
      return EVERYBODY
    case 'attribute': {
      const { denied } = readingOf(leaf.is)
      if (isTrueOfNothing(leaf.is)) return denied ? deny(EVERYBODY) : EVERYBODY
      const set = whose(stateRows('attribute', [leaf.name], only), attributeHolds(leaf.is, clock))
      return denied ? deny(set) : set
    }
    case 'attribute_held':
      return whose(stateRows('attribute', [leaf.name], only), heldHolds(leaf, clock))
    case 'tags': {
      const rows = stateRows('tag', leaf.tags, only)
      if (leaf.match === 'any') return whose(rows)
      if (leaf.match === 'none') return deny(whose(rows))
      return counted(rows, sql`uniqExact(key)`, { op: 'gte', value: new Set(leaf.tags).size })
    }
    case 'tagged':
      return whose(stateRows('tag', [leaf.tag], only), sinceWithin(leaf, clock))
    case 'consent': {
      const rows = stateRows('consent', [`${leaf.purpose}/${leaf.channel}`], only)
      if (leaf.state === 'none') return deny(whose(rows))
      return whose(rows, sql`text = ${as('String', leaf.state)}`)
    }
    case 'friend':
      return whose(stateRows('friend', leaf.staff, only), friendHolds(leaf, clock))
    case 'store':
      return whose(stateRows('store', leaf.stores, only))
    case 'guide':
      return whose(stateRows('guide', leaf.guides, only))
    case 'touchpoints':
      return counted(stateRows('touchpoint', leaf.kinds ?? [''], only), sql`sum(number)`, leaf.live)
    case 'group':
      return whose(stateRows('group', leaf.groups, only), sinceWithin(leaf, clock))
    case 'identifier':
      return whose(stateRows('identifier', leaf.namespaces, only))
    case 'platform':
      return whose(stateRows('platform', leaf.platforms, only))
    case 'family':
      return whose(stateRows('family', leaf.roles ?? [''], only))
    case 'known':
      return whose(stateRows('known', [''], only))
    case 'joined':
      return whose(stateRows('figure', ['first_seen'], only), joinedWithin(leaf, clock))
    case 'bucket':
      return whose(stateRows('customer', [''], only), inBucket(leaf))
  }
}

/** `count_gte 0` holds of whatever is there or not. */
const isTrueOfNothing = (is: ValueTest) => {
  const { test } = readingOf(is)
  return test.op === 'count_gte' && test.value === 0
}

/** The positive part of a test, of a row of this attribute. */
export const attributeHolds = (is: ValueTest, clock: Clock): Sql =>
  valueCondition(readingOf(is).test, VALUE, clock)

/** A value that was never there was never held, so a denial here needs a row too. */
export function heldHolds(leaf: Extract<Leaf, { kind: 'attribute_held' }>, clock: Clock): Sql {
  const { denied } = readingOf(leaf.is)
  const holds = attributeHolds(leaf.is, clock)
  const held = sql`since <= ${as('DateTime64(3)', new Date(ago(clock, leaf.at_least)))}`
  return sql`(${denied ? sql`not ${holds}` : holds} and ${held})`
}

export const sinceWithin = (
  leaf: Extract<Leaf, { kind: 'tagged' | 'friend' | 'group' }>,
  clock: Clock,
) => during(stretchOf(leaf.window, clock), sql`since`)

export const joinedWithin = (leaf: Extract<Leaf, { kind: 'joined' }>, clock: Clock) =>
  during(stretchOf(leaf.window, clock), sql`assumeNotNull(at)`)

export function friendHolds(leaf: Extract<Leaf, { kind: 'friend' }>, clock: Clock): Sql {
  const channels = leaf.channels
    ? sql`hasAny(list, ${as('Array(String)', leaf.channels)})`
    : sql`true`
  return sql`(text = ${as('String', leaf.state)} and ${channels} and ${sinceWithin(leaf, clock)})`
}

/** The first eight bytes of MD5 of 'seed:customer', as a number, by ten thousands. */
const inBucket = (leaf: Extract<Leaf, { kind: 'bucket' }>) => {
  const share = sql`halfMD5(concat(${as('String', leaf.seed)}, ':', toString(${CUSTOMER}))) % 10000`
  return sql`(${share} >= ${as('UInt32', leaf.from)} and ${share} < ${as('UInt32', leaf.to)})`
}

/** Customers by a figure over their rows; who has no row has 0. */
export function counted(rows: Sql, figure: Sql, test: NumberTest): CustomerSet {
  const denied = compares(test, 0)
  const holds = numberCondition(test, sql`toFloat64(${figure})`)
  const bitmap = sql`(select groupBitmapState(c) from (
    select ${CUSTOMER} as c ${rows} group by c having ${denied ? sql`not ${holds}` : holds}))`
  return { bitmap, denied }
}

export const eitherOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`false` : sql`(${join([...conditions], ' or ')})`
