// A computed attribute as one ClickHouse statement: (c, v), the customer and her value as JSON text;
// who has no value has no row. Numbers to six decimals, so that the order in which an engine adds
// makes no difference.
import { as, join, type Sql, sql } from '../platform/sql.ts'
import { measured } from './behaviour-sql.ts'
import { compile, type Reading } from './compile.ts'
import {
  type DaySource,
  type Definition,
  type EventFigure,
  type EventValue,
  type Formula,
  type NumberSource,
  type OrderValue,
  typeOf,
} from './computed.ts'
import { binOf, formulaValue, type Operands, rounded } from './computed-formula-sql.ts'
import { type CutOffs, scoredCustomers } from './computed-rfm-sql.ts'
import { expandedRule } from './defined/expand.ts'
import {
  CUSTOMER,
  during,
  EVENT_FIELDS,
  EVERYBODYS,
  eventsOf,
  isOf,
  operandOf,
} from './event-sql.ts'
import { isSoldLine, linesOf, orderFigure, orderRows, soldFields } from './orders-sql.ts'
import type { EventPattern, OrderWhere, Window } from './rule.ts'
import { everybodyOf, stateRows } from './state-sql.ts'
import { type Clock, stretchOf } from './windows.ts'

/** What a definition is read with. */
export interface ValueReading extends Reading {
  /** The bitmap of customers asked about; absent: all. */
  customers?: Sql
  /** Of an RFM definition. */
  cuts?: CutOffs
}

export function compileValues(given: Definition, reading: ValueReading): Sql {
  const definition = expandedRule(given, reading.defined)
  const among = reading.customers ? sql`bitmapContains(${reading.customers}, c)` : sql`true`
  const values = valuesOf(definition, reading)
  const isJson = definition.kind === 'event_value' || definition.kind === 'cases'
  if (isJson) return sql`select c, v from (${values}) where ${among}`
  if (typeOf(definition) === 'number')
    return sql`select c, toString(${rounded(sql`assumeNotNull(v)`, 6)}) as v from (select c, v from (${values})
      where isNotNull(v) and isFinite(v) and ${among})`
  return sql`select c, toJSONString(v) as v from (select c, v from (${values}) where v != '' and ${among})`
}

function valuesOf(definition: Definition, reading: ValueReading): Sql {
  const { clock, only = EVERYBODYS } = reading
  switch (definition.kind) {
    case 'event_figure':
    case 'order_figure':
      return numberQuery(definition, clock, only)
    case 'event_value':
      return eventValue(definition, clock, only)
    case 'order_value':
      return orderValue(definition, clock, only)
    case 'event_day':
    case 'order_day':
      return sql`select c, toString(toDate32(toInt32(x))) as v from (${dayQuery(definition, clock, only)})`
    case 'formula':
      return formulaQuery(definition.formula, clock, only)
    case 'bins':
      return sql`select c, ${binOf(definition)} as v from (
        select c, v as n from (${formulaQuery(definition.of, clock, only)}) where isNotNull(v) and isFinite(v))`
    case 'cases':
      return casesQuery(definition, reading)
    case 'rfm':
      return scoredCustomers(definition, clock, only, reading.cuts)
  }
}

const eventRows = (event: EventPattern, window: Window, clock: Clock, only: Sql): Sql =>
  eventsOf(only, sql`${isOf(event, clock)} and ${during(stretchOf(window, clock))}`)

/** c, x: numbers. */
function numberQuery(source: NumberSource, clock: Clock, only: Sql): Sql {
  switch (source.kind) {
    case 'attribute':
      return sql`select ${CUSTOMER} as c, max(number) as v
        ${stateRows('attribute', [source.name], only)} and type = 'number' group by c`
    case 'event_figure':
      return sql`select ${CUSTOMER} as c, ${eventFigure(source)} as v
        ${eventRows(source.event, source.window, clock, only)} group by c`
    case 'order_figure':
      return sql`select ${CUSTOMER} as c, ${orderFigure(source.of, source.where)} as v
        ${orderRows(source.where, stretchOf(source.window, clock), only)} group by c`
  }
}

const eventFigure = ({ of, property }: EventFigure): Sql =>
  of === 'count' || property === undefined ? sql`toFloat64(count())` : measured(of, property)

/** c, x: days since 1970. */
function dayQuery(source: DaySource, clock: Clock, only: Sql): Sql {
  const zone = as('String', clock.timezone)
  if (source.kind === 'attribute')
    return sql`select ${CUSTOMER} as c, toFloat64(max(toInt32(if(length(text) = 10, toDate32OrNull(text), toDate32(at, ${zone}))))) as x
      ${stateRows('attribute', [source.name], only)} and type = 'text' and isNotNull(at) group by c`
  const at = source.which === 'first' ? sql`min(at)` : sql`max(at)`
  const rows =
    source.kind === 'event_day'
      ? eventRows(source.event, source.window, clock, only)
      : paidRows(source.where, source.window, clock, only)
  return sql`select ${CUSTOMER} as c, toFloat64(toInt32(toDate32(${at}, ${zone}))) as x ${rows} group by c`
}

/** Payments with a line that counts. */
function paidRows(where: OrderWhere, window: Window, clock: Clock, only: Sql): Sql {
  const line = isSoldLine(where)
  const has = line ? sql`arrayExists(line -> ${line}, ${linesOf(...soldFields(where))})` : sql`true`
  return orderRows(where, stretchOf(window, clock), only, sql`name = 'order_paid' and ${has}`)
}

const ORDER_OF_EVENTS = sql`at, received_at, event_id`

function eventValue(definition: EventValue, clock: Clock, only: Sql): Sql {
  const rows = eventRows(definition.event, definition.window, clock, only)
  const said = sql`select ${CUSTOMER} as c, ${asJson(definition.property)} as x, (${ORDER_OF_EVENTS}) as place
    ${rows} and x not in ('', '""')`
  return chosen(definition.which, said)
}

/** A text, number or truth as JSON; '' for anything else. */
function asJson(property: string): Sql {
  const { isText, text, isNumber, number, isTruth } = operandOf(property)
  if (property in EVENT_FIELDS || property === 'event.revenue_fen')
    return sql`if(${isText}, toJSONString(${text}), if(${isNumber}, toString(${number}), ''))`
  return sql`if(${isText} or ${isNumber} or ${isTruth}, JSONExtractRaw(props, ${as('String', property)}), '')`
}

/** c, v from rows (c, x, place), `place` ordering them in time. */
function chosen(which: 'first' | 'last' | 'most_frequent', rows: Sql): Sql {
  if (which === 'first') return sql`select c, argMin(x, place) as v from (${rows}) group by c`
  if (which === 'last') return sql`select c, argMax(x, place) as v from (${rows}) group by c`
  return sql`select c, argMax(x, (n, latest)) as v from (
    select c, x, count() as n, max(place) as latest from (${rows}) group by c, x) group by c`
}

function orderValue(definition: OrderValue, clock: Clock, only: Sql): Sql {
  const { by, where, which, window } = definition
  // Of an order's products the first listed counts first, whether it is her first order or her last.
  const nth = which === 'first' ? sql`toInt64(item.2)` : sql`-toInt64(item.2)`
  const rows = sql`select c, item.1 as x, (${ORDER_OF_EVENTS}, ${nth}) as place from (
    select ${CUSTOMER} as c, ${ORDER_OF_EVENTS}, arrayJoin(arrayZip(${itemsOf(by, where)} as items, arrayEnumerate(items))) as item
    ${paidRows(where, window, clock, only)}) where x != ''`
  return chosen(which, rows)
}

function itemsOf(by: OrderValue['by'], where: OrderWhere): Sql {
  const lines = sql`arrayFilter(line -> ${isSoldLine(where) ?? sql`true`}, ${linesOf('sku', 'category')})`
  switch (by) {
    case 'product':
      return sql`arrayDistinct(arrayMap(line -> line.sku, ${lines}))`
    case 'category':
      return sql`arrayDistinct(arrayMap(line -> line.category, ${lines}))`
    case 'store':
      return sql`[ifNull(store_id, '')]`
    case 'channel':
      return sql`[ifNull(channel_id, '')]`
    case 'platform':
      return sql`[toString(platform)]`
  }
}

function formulaQuery(formula: Formula, clock: Clock, only: Sql): Sql {
  const parts: Sql[] = []
  const places = new Map<string, number>()
  const operand = (key: string, query: () => Sql): number => {
    const known = places.get(key)
    if (known !== undefined) return known
    const place = parts.length
    places.set(key, place)
    // Nothing that can be reckoned is nothing to stand on: an average of no orders with a refund.
    parts.push(
      sql`select c, toUInt16(${as('UInt16', place)}) as i, toNullable(toFloat64(x)) as x from (${query()})
        where isNotNull(x)`,
    )
    return place
  }
  const operands: Operands = {
    number: (source) =>
      operand(
        `number ${JSON.stringify(source)}`,
        () => sql`select c, v as x from (${numberQuery(source, clock, only)})`,
      ),
    day: (source) => operand(`day ${JSON.stringify(source)}`, () => dayQuery(source, clock, only)),
  }
  const value = formulaValue(formula, operands, clock)
  const columns = parts.map((_, i) => sql`maxOrNullIf(x, i = ${as('UInt16', i)})`)
  return sql`select c, ${value} as v from (
    select c, [${join(columns, ', ')}] as given from (${join(parts, ' union all ')}) group by c)`
}

/** Each value is of the customers in its set and in none before. */
function casesQuery(
  { cases, otherwise }: Extract<Definition, { kind: 'cases' }>,
  reading: ValueReading,
): Sql {
  const among = (set: Sql) =>
    reading.customers ? sql`bitmapAnd(${set}, ${reading.customers})` : set
  const sets = cases.map((one) => among(compile(one.when, reading).bitmap))
  const values = cases.map((one) => one.value)
  if (otherwise !== undefined) {
    sets.push(among(everybodyOf(reading.only ?? EVERYBODYS)))
    values.push(otherwise)
  }
  const rows = sets.map(
    (set, i) =>
      sql`select arrayJoin(bitmapToArray(${set})) as c, toUInt16(${as('UInt16', i + 1)}) as i`,
  )
  const said = as(
    'Array(String)',
    values.map((v) => JSON.stringify(v)),
  )
  return sql`select c, ${said}[min(i)] as v from (${join(rows, ' union all ')}) group by c`
}
