// A derived property as a ClickHouse expression over a row of the event table: NULL where it has no value.
import { as, join, type Sql, sql } from '../../platform/sql.ts'
import type { Operand } from '../value-sql.ts'
import { bucketNames, type Condition, type Expression, typeOf } from './expression.ts'

export interface Read {
  /** Days and hours are those of this zone. */
  zone: string
  operandOf: (property: string) => Operand
}

const NO_NUMBER = sql`CAST(NULL, 'Nullable(Float64)')`
const NO_TEXT = sql`CAST(NULL, 'Nullable(String)')`
const NUMBER = '^(-?[0-9]{1,15}(?:\\.[0-9]{1,10})?)$'
export const HOST = '^[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]*)'
export const PATH = '^(?:[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*)?([^?#]*)'
export const queryPattern = (key: string) =>
  `^[^?#]*\\?(?:[^#]*?&)??${key.replace(/[.~-]/g, '\\$&')}=([^&#]*)`

/**
 * Nullable(Float64) or Nullable(String), by its type. No part is written down twice: parts within parts would
 * else double with every level, and twelve levels are too much for a statement.
 */
export function expressionSql(expression: Expression, read: Read): Sql {
  const of = (part: Expression) => expressionSql(part, read)
  const list = (parts: readonly Expression[]) => join(parts.map(of), ', ')
  const [plus, times] = [
    (a: Sql, b: Sql) => finite(sql`(${a}) + (${b})`),
    (a: Sql, b: Sql) => finite(sql`(${a}) * (${b})`),
  ]
  switch (expression.kind) {
    case 'property':
      return propertySql(read.operandOf(expression.name), expression.as)
    case 'number':
      return sql`CAST(${as('Float64', expression.value)}, 'Nullable(Float64)')`
    case 'text':
      return sql`CAST(${as('String', expression.value)}, 'Nullable(String)')`
    case 'add':
      return expression.parts.map(of).reduce(plus)
    case 'multiply':
      return expression.parts.map(of).reduce(times)
    case 'subtract':
      return finite(sql`(${of(expression.left)}) - (${of(expression.right)})`)
    case 'divide':
      return finite(sql`(${of(expression.left)}) / nullIf(${of(expression.right)}, 0)`)
    case 'round': {
      const tens = as('Float64', 10 ** expression.digits)
      return finite(sql`floor((${of(expression.of)}) * ${tens} + 0.5) / ${tens}`)
    }
    case 'to_number':
      return sql`toFloat64OrNull(extract(ifNull(${of(expression.of)}, ''), ${as('String', NUMBER)}))`
    case 'lower':
      return sql`lowerUTF8(${of(expression.of)})`
    case 'concat':
      return sql`concat(${list(expression.parts)})`
    case 'coalesce':
      return sql`coalesce(${list(expression.parts)})`
    case 'url':
      return urlPart(expression, of(expression.of))
    case 'time':
      return timePart(expression.part, read.zone)
    case 'bucket': {
      const names = as('Array(String)', bucketNames(expression))
      const edges = sql`arrayPushFront(${as('Array(Float64)', expression.edges)}, -inf)`
      return sql`arrayElement(arrayPushFront(${names}, NULL), indexOf(${edges}, roundDown(${of(expression.of)}, ${edges})) + 1)`
    }
    case 'map': {
      const from = as(
        'Array(String)',
        expression.values.map((one) => one.from),
      )
      const to = as(
        'Array(String)',
        expression.values.map((one) => one.to),
      )
      const otherwise = expression.otherwise ? of(expression.otherwise) : NO_TEXT
      return sql`coalesce(arrayElement(arrayPushFront(${to}, NULL), indexOf(${from}, ${of(expression.of)}) + 1), ${otherwise})`
    }
    case 'if': {
      const nothing = isNumber(expression.value) ? NO_NUMBER : NO_TEXT
      return sql`if(${conditionSql(expression.when, read)}, ${of(expression.value)}, ${expression.otherwise ? of(expression.otherwise) : nothing})`
    }
  }
}

const isNumber = (expression: Expression) => {
  const is = typeOf(expression)
  return 'type' in is && is.type === 'number'
}

const finite = (x: Sql) => sql`nullIf(ifNotFinite(${x}, inf), inf)`

/** Numbers and truths may be read as texts; a text is no number until it is made one. */
function propertySql(operand: Operand, type: 'number' | 'text'): Sql {
  if (type === 'number') return sql`if(${operand.isNumber}, toNullable(${operand.number}), NULL)`
  return sql`multiIf(${operand.isText}, toNullable(${operand.text}), ${operand.isTruth}, if(${operand.truth}, 'true', 'false'),
    ${operand.isNumber}, toString(${operand.number}), NULL)`
}

function urlPart(expression: Extract<Expression, { kind: 'url' }>, text: Sql): Sql {
  const found = (pattern: string) => sql`extract(ifNull(${text}, ''), ${as('String', pattern)})`
  const some = (value: Sql) => sql`nullIf(${value}, '')`
  switch (expression.part) {
    case 'host':
      return some(sql`lower(${found(HOST)})`)
    case 'path':
      return some(found(PATH))
    case 'query':
      return some(found(queryPattern(expression.key)))
    case 'segment':
      return some(
        sql`arrayElement(arrayFilter(s -> s != '', splitByChar('/', ${found(PATH)})), ${as('UInt32', expression.segment)})`,
      )
  }
}

function timePart(part: Extract<Expression, { kind: 'time' }>['part'], zone: string): Sql {
  const tz = as('String', zone)
  const number = (value: Sql) => sql`toNullable(toFloat64(${value}))`
  switch (part) {
    case 'hour':
      return number(sql`toHour(at, ${tz})`)
    case 'weekday':
      return number(sql`toDayOfWeek(at, 0, ${tz})`)
    case 'day':
      return number(sql`toDayOfMonth(at, ${tz})`)
    case 'month':
      return number(sql`toMonth(at, ${tz})`)
    case 'date':
      return sql`toNullable(formatDateTime(at, '%F', ${tz}))`
  }
}

function conditionSql(condition: Condition, read: Read): Sql {
  const of = (part: Expression) => expressionSql(part, read)
  const inner = (part: Condition) => conditionSql(part, read)
  switch (condition.op) {
    case 'is_set':
      return sql`isNotNull(${of(condition.of)})`
    case 'contains':
      return sql`(position(ifNull(${of(condition.of)}, ''), ${as('String', condition.text)}) > 0)`
    case 'not':
      return sql`(not ${inner(condition.of)})`
    case 'all':
      return sql`(${join(condition.of.map(inner), ' and ')})`
    case 'any':
      return sql`(${join(condition.of.map(inner), ' or ')})`
    default: {
      const sign = { is: '=', is_not: '!=', gt: '>', gte: '>=', lt: '<', lte: '<=' }[condition.op]
      return sql`ifNull((${of(condition.left)}) ${{ text: [sign], slots: [] }} (${of(condition.right)}), 0)`
    }
  }
}
