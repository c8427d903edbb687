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
const NUMBER = '^-?[0-9]{1,15}(\\.[0-9]{1,10})?$'
export const HOST = '^[a-zA-Z][a-zA-Z0-9+.-]*://(?:[^/?#@]*@)?([^/?#:]*)'
export const PATH = '^(?:[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*)?([^?#]*)'
export const queryPattern = (key: string) =>
  `^[^?#]*\\?(?:[^#]*&)?${key.replace(/[.~-]/g, '\\$&')}=([^&#]*)`

/** Nullable(Float64) or Nullable(String), by its type. */
export function expressionSql(expression: Expression, read: Read): Sql {
  const of = (part: Expression) => expressionSql(part, read)
  const list = (parts: readonly Expression[]) => join(parts.map(of), ', ')
  const [plus, times] = [
    (a: Sql, b: Sql) => sql`(${a}) + (${b})`,
    (a: Sql, b: Sql) => sql`(${a}) * (${b})`,
  ]
  switch (expression.kind) {
    case 'property':
      return propertySql(read.operandOf(expression.name), expression.as)
    case 'number':
      return sql`CAST(${as('Float64', expression.value)}, 'Nullable(Float64)')`
    case 'text':
      return sql`CAST(${as('String', expression.value)}, 'Nullable(String)')`
    case 'add':
      return finite(expression.parts.map(of).reduce(plus))
    case 'multiply':
      return finite(expression.parts.map(of).reduce(times))
    case 'subtract':
      return finite(sql`(${of(expression.left)}) - (${of(expression.right)})`)
    case 'divide':
      return sql`if(ifNull((${of(expression.right)}) = 0, 1), NULL, ${finite(sql`(${of(expression.left)}) / (${of(expression.right)})`)})`
    case 'round': {
      const tens = as('Float64', 10 ** expression.digits)
      return finite(sql`floor((${of(expression.of)}) * ${tens} + 0.5) / ${tens}`)
    }
    case 'to_number':
      return sql`if(match(ifNull(${of(expression.of)}, ''), ${as('String', NUMBER)}), toFloat64OrNull(ifNull(${of(expression.of)}, '')), NULL)`
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
      const x = of(expression.of)
      const names = as('Array(String)', bucketNames(expression))
      const edges = as('Array(Float64)', expression.edges)
      return sql`if(isNull(${x}), NULL, arrayElement(${names}, toUInt32(arrayCount(edge -> edge <= ifNull(${x}, 0), ${edges}) + 1)))`
    }
    case 'map': {
      const x = of(expression.of)
      const from = as(
        'Array(String)',
        expression.values.map((one) => one.from),
      )
      const to = as(
        'Array(String)',
        expression.values.map((one) => one.to),
      )
      const otherwise = expression.otherwise ? of(expression.otherwise) : NO_TEXT
      return sql`if(isNotNull(${x}) and has(${from}, ifNull(${x}, '')), toNullable(arrayElement(${to}, indexOf(${from}, ifNull(${x}, '')))), ${otherwise})`
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

const finite = (x: Sql) => sql`if(isFinite(ifNull(${x}, 0)), ${x}, NULL)`

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
