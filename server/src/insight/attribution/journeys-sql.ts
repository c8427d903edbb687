// Ways of customers to what they did: the visits they made before, in order, for each conversion.
import { amountOf, CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import { textOf } from '../question/breakdown.ts'
import { type QuestionReading, rowsIn, type Stretch } from '../question/reading.ts'
import type { AttributionQuestion } from './shape.ts'

/** Touches of one value within so long of each other are one visit. */
export const VISIT_MS = 30 * 60_000
const DAY_MS = 86_400_000
/** No value of a property: the control character never comes through collection. */
export const OTHER = '\u0001'

/** What commerce tells of orders is no touch: it names the channel the order itself came by. */
const OF_ORDERS = [
  'order_placed',
  'order_paid',
  'order_corrected',
  'order_refunded',
  'order_cancelled',
]

export interface JourneyReading {
  question: AttributionQuestion
  reading: QuestionReading
  stretch: Stretch
  /** The brand's. */
  currency: string
}

const REVENUE = 'event.revenue_fen'

function conditions({ question, reading }: JourneyReading) {
  const converts = reading.means(question.conversion)
  const { of, by } = question.touch
  const touches = of ? reading.means(of) : sql`name not in ${as('Array(String)', OF_ORDERS)}`
  return {
    converts,
    touches: sql`(${touches} and not ${converts} and ${textOf(by)} != '')`,
  }
}

/** Rows that are touches within a stretch: `c`, `v`. */
export const touchesIn = (asked: JourneyReading, stretch: Stretch): Sql =>
  sql`select ${CUSTOMER} as c, ${textOf(asked.question.touch.by)} as v from event
    where ${asked.reading.whose} and ${conditions(asked).touches} and ${rowsIn(stretch)}`

/** Values by how many customers they touched within the range, and how many there are. */
export const largestValues = (asked: JourneyReading): Sql =>
  sql`select v, touched, count() over () as all_values from (
      select v, uniqExact(c) as touched from (${touchesIn(asked, before(asked))}) group by v)
    order by touched desc, v limit ${as('UInt32', asked.question.touch.limit)}`

const before = ({ stretch, question }: JourneyReading): Stretch => ({
  from: stretch.from - question.lookback_days * DAY_MS,
  to: stretch.to,
})

/** A row a customer: `touches` as (moment, value), first of each visit, and `conversions` as (moment, worth). */
export function customersWays(asked: JourneyReading, shown: readonly string[]): Sql {
  const { question, reading, stretch, currency } = asked
  const { converts, touches } = conditions(asked)
  const amount = sql`ifNull(${amountOf(question.value)}, 0)`
  const worth =
    question.value === REVENUE
      ? sql`if(currency = ${as('String', currency)}, ${amount}, 0)`
      : amount
  const said = textOf(question.touch.by)
  const told = sql`if(${said} in ${as('Array(String)', [...shown])}, ${said}, ${as('String', OTHER)})`
  return sql`select c, conversions,
      arrayMap(i -> raw[i], arrayFilter(i -> i = 1 or raw[i].2 != raw[i - 1].2
        or raw[i].1 - raw[i - 1].1 > ${as('Int64', VISIT_MS)}, arrayEnumerate(raw))) as touches
    from (
      select c, arraySort(groupArrayIf((t, v), not is_conversion)) as raw,
        arraySort(groupArrayIf((t, x), is_conversion)) as conversions
      from (
        select ${CUSTOMER} as c, toInt64(toUnixTimestamp64Milli(at)) as t,
          ${converts} as is_conversion, if(is_conversion, '', ${told}) as v,
          if(is_conversion, ${worth}, 0) as x
        from event
        where ${reading.whose} and ((${converts} and ${rowsIn(stretch)})
          or (${touches} and ${rowsIn(before(asked))})))
      group by c)`
}

/**
 * A row a conversion: `c`, `t`, `x` and `path` as (moment, value); and with `converted` 0 a row for each
 * customer who was touched within the range and did not convert in it.
 */
export function journeys(asked: JourneyReading, shown: readonly string[]): Sql {
  const ways = customersWays(asked, shown)
  const lookback = as('Int64', asked.question.lookback_days * DAY_MS)
  const from = as('Int64', asked.stretch.from)
  return sql`select c, 1 as converted, conversion.1 as t, conversion.2 as x,
      arrayFilter(touch -> touch.1 <= conversion.1 and touch.1 >= conversion.1 - ${lookback}, touches) as path
    from (${ways}) array join conversions as conversion
    union all
    select c, 0 as converted, toInt64(0) as t, toFloat64(0) as x,
      arrayFilter(touch -> touch.1 >= ${from}, touches) as path
    from (${ways}) where empty(conversions) and notEmpty(path)`
}

/** A row a path as the values of its touches: how many converted, for how much, and how many did not. */
export const byPath = (asked: JourneyReading, shown: readonly string[], most: number): Sql =>
  sql`select arrayMap(touch -> touch.2, path) as channels, countIf(converted = 1) as conversions,
      sum(x) as value, countIf(converted = 0) as nulls,
      avgOrNullIf((t - path[1].1) / ${as('Int64', DAY_MS)}, converted = 1 and notEmpty(path)) as days
    from (${journeys(asked, shown)}) group by channels
    order by conversions desc, nulls desc, channels limit ${as('UInt32', most + 1)}`

/** By value: what time decay gives it, touch by touch, and how many customers converted with it. */
export const byValue = (asked: JourneyReading, shown: readonly string[]): Sql =>
  sql`select part.1 as v, sum(part.2) as conversions, sum(part.2 * x) as value, uniqExact(c) as converted
    from (
      select c, x, path,
        arrayMap(touch -> exp2((touch.1 - path[-1].1) / ${as('Float64', DAY_MS * asked.question.half_life_days)}), path) as weights,
        arraySum(weights) as sum_of_weights,
        arrayMap((touch, weight) -> (touch.2, weight / sum_of_weights), path, weights) as parts
      from (${journeys(asked, shown)}) where converted = 1 and notEmpty(path))
    array join parts as part group by v`
