// Which rows of the event table a rule means, and whose they are.
import { as, join, nothing, type Sql, sql } from '../platform/sql.ts'
import { expressionSql } from './defined/expression-sql.ts'
import { readWritten, type Written } from './defined/written.ts'
import { readingOf } from './positive.ts'
import type { EventPattern, Where } from './rule.ts'
import { calendarDay, dayIn, type Operand, valueCondition } from './value-sql.ts'
import type { Clock, Stretch } from './windows.ts'

/** What every event carries besides its properties; money in fen. */
export const EVENT_FIELDS = {
  'event.platform': sql`toString(platform)`,
  'event.source': sql`toString(source)`,
  'event.page_path': sql`page_path`,
  'event.page_title': sql`page_title`,
  'event.utm_source': sql`toString(utm_source)`,
  'event.utm_medium': sql`toString(utm_medium)`,
  'event.utm_campaign': sql`utm_campaign`,
  'event.store_id': sql`ifNull(store_id, '')`,
  'event.staff_id': sql`ifNull(staff_id, '')`,
  'event.channel_id': sql`ifNull(channel_id, '')`,
  'event.activity_id': sql`ifNull(activity_id, '')`,
  'event.content_id': sql`ifNull(content_id, '')`,
  'event.currency': sql`toString(currency)`,
} as const satisfies Record<string, Sql>

const isField = (name: string): name is keyof typeof EVENT_FIELDS => name in EVENT_FIELDS
const REVENUE = 'event.revenue_fen'

/** The customer a row counts for today. */
export const CUSTOMER = sql`dictGetOrDefault('homefield.alias_map', 'canonical', toUInt64(customer_id), customer_id)`

/** Keeps all rows; a condition on `customer_id` in its place keeps those of some customers. */
export const EVERYBODYS = sql`true`

/**
 * Events of customers. Of some customers: whose a row is is read first, and the rest only where it is
 * theirs. Left to itself the engine looks into the properties of all.
 */
export const eventsOf = (only: Sql, condition: Sql): Sql =>
  sql`from event ${only === EVERYBODYS ? nothing : sql`prewhere ${only}`} where customer_id != 0 and ${condition}`

/** Rows of any of the pattern's events, all conditions of that one holding. */
export function isOf(pattern: EventPattern, clock: Clock): Sql {
  const events = pattern.any_of.map(
    ({ event, where }) =>
      sql`(${join([sql`name = ${as('String', event)}`, ...where.map((w) => holds(w, clock))], ' and ')})`,
  )
  return sql`(${join(events, ' or ')})`
}

/** @param moment the column that says when */
export function during({ from, to }: Stretch, moment: Sql = sql`at`): Sql {
  const bounds = [
    ...(from === undefined ? [] : [sql`${moment} >= ${as('DateTime64(3)', new Date(from))}`]),
    ...(to === undefined ? [] : [sql`${moment} < ${as('DateTime64(3)', new Date(to))}`]),
  ]
  // Not before them: the engine reads rows once more for a condition that is always true.
  return bounds.length === 0 ? sql`true` : join(bounds, ' and ')
}

export function holds(where: Where, clock: Clock): Sql {
  const { test, denied } = readingOf(where.is)
  const condition = valueCondition(test, operandOf(where.property), clock)
  return denied ? sql`not ${condition}` : condition
}

/** A property of the event as a number; NULL where it has none. */
export function amountOf(property: string): Sql {
  if (property === REVENUE) return sql`toFloat64(revenue_fen)`
  const { isNumber, number } = operandOf(property)
  return sql`if(${isNumber}, ${number}, NULL)`
}

/** A property as something that can be told apart; NULL where it has none. */
export function sortOf(property: string): Sql {
  const derived = readWritten(property)
  if (derived) return derivedSort(derived)
  const { isSet } = operandOf(property)
  const raw = isField(property)
    ? EVENT_FIELDS[property]
    : property === REVENUE
      ? sql`toString(revenue_fen)`
      : sql`JSONExtractRaw(props, ${as('String', property)})`
  return sql`if(${isSet}, ${raw}, NULL)`
}

const NEVER = sql`false`
const NO_LIST = sql`[]::Array(String)`

const NO_MOMENT: Pick<Operand, 'moment' | 'day'> = {
  moment: () => sql`CAST(NULL, 'Nullable(DateTime64(3))')`,
  day: () => sql`CAST(NULL, 'Nullable(Date32)')`,
}

/** NULL where it has no value. */
const derivedValue = ({ is, zone }: Written): Sql => expressionSql(is, { zone, operandOf })

/** As JSON, like every other property. */
function derivedSort(derived: Written): Sql {
  const value = derivedValue(derived)
  if (derived.type === 'number') return sql`toString(${value})`
  return sql`if(isNull(${value}), NULL, toJSONString(ifNull(${value}, '')))`
}

function derivedOperand(derived: Written): Operand {
  const value = derivedValue(derived)
  const isNumber = derived.type === 'number'
  const isThere = sql`isNotNull(${value})`
  const text = isNumber ? sql`''` : sql`ifNull(${value}, '')`
  return {
    isSet: isThere,
    isText: isNumber ? NEVER : isThere,
    text,
    isNumber: isNumber ? isThere : NEVER,
    number: isNumber ? sql`ifNull(${value}, 0)` : sql`0`,
    ...{ isTruth: NEVER, truth: NEVER, isList: NEVER, list: NO_LIST },
    ...(isNumber ? NO_MOMENT : momentsOf(text)),
  }
}

export function operandOf(property: string): Operand {
  const derived = readWritten(property)
  if (derived) return derivedOperand(derived)
  if (isField(property)) {
    const text = EVENT_FIELDS[property]
    return {
      isSet: sql`${text} != ''`,
      isText: sql`${text} != ''`,
      text,
      isNumber: NEVER,
      number: sql`0`,
      isTruth: NEVER,
      truth: NEVER,
      isList: NEVER,
      list: NO_LIST,
      ...momentsOf(text),
    }
  }
  if (property === REVENUE)
    return {
      isSet: sql`revenue_fen != 0`,
      isText: NEVER,
      text: sql`''`,
      isNumber: sql`true`,
      number: sql`toFloat64(revenue_fen)`,
      isTruth: NEVER,
      truth: NEVER,
      isList: NEVER,
      list: NO_LIST,
      ...NO_MOMENT,
    }
  const key = as('String', property)
  const type = sql`toString(JSONType(props, ${key}))`
  const text = sql`JSONExtractString(props, ${key})`
  return {
    isSet: sql`${type} not in ('Null', '')`,
    isText: sql`${type} = 'String'`,
    text,
    isNumber: sql`${type} in ('Int64', 'UInt64', 'Double')`,
    number: sql`JSONExtractFloat(props, ${key})`,
    isTruth: sql`${type} = 'Bool'`,
    truth: sql`JSONExtractBool(props, ${key})`,
    isList: sql`${type} = 'Array'`,
    list: sql`JSONExtract(props, ${key}, 'Array(String)')`,
    ...momentsOf(text),
  }
}

/** ISO 8601 only: other texts that an engine might take for a date are names and numbers. */
function momentsOf(text: Sql): Pick<Operand, 'moment' | 'day'> {
  const isOne = sql`match(${text}, '^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\d([T ]\\\\d\\\\d:\\\\d\\\\d(:\\\\d\\\\d(\\\\.\\\\d+)?)?(Z|[+-]\\\\d\\\\d:?\\\\d\\\\d)?)?$')`
  const utc = sql`parseDateTime64BestEffortOrNull(${text}, 3, 'UTC')`
  return {
    moment: (timezone) => sql`if(${isOne}, ${dayIn(timezone, text, utc)}, NULL)`,
    day: (timezone) => sql`if(${isOne}, ${calendarDay(timezone, text, utc)}, NULL)`,
  }
}
