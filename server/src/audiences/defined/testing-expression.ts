// Derived properties reckoned in plain TypeScript, for tests: what the event store must agree with.
import { bucketNames, type Condition, type Expression } from './expression.ts'

export interface OneEvent {
  at: number
  zone: string
  props: Record<string, unknown>
}
type Value = number | string | null

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null

export function reckoned(expression: Expression, event: OneEvent): Value {
  const of = (part: Expression) => reckoned(part, event)
  const number = (part: Expression) => of(part) as number | null
  const text = (part: Expression) => of(part) as string | null
  const both = (a: number | null, b: number | null, by: (a: number, b: number) => number) =>
    a === null || b === null ? null : finite(by(a, b))
  switch (expression.kind) {
    case 'property': {
      const value = event.props[expression.name]
      if (expression.as === 'number') return typeof value === 'number' ? value : null
      return typeof value === 'string'
        ? value
        : typeof value === 'number' || typeof value === 'boolean'
          ? String(value)
          : null
    }
    case 'number':
    case 'text':
      return expression.value
    case 'add':
      return expression.parts.map(number).reduce((a, b) => both(a, b, (x, y) => x + y))
    case 'multiply':
      return expression.parts.map(number).reduce((a, b) => both(a, b, (x, y) => x * y))
    case 'subtract':
      return both(number(expression.left), number(expression.right), (a, b) => a - b)
    case 'divide':
      return both(number(expression.left), number(expression.right), (a, b) =>
        b === 0 ? Number.NaN : a / b,
      )
    case 'round': {
      const tens = 10 ** expression.digits
      return both(number(expression.of), tens, (a, b) => Math.floor(a * b + 0.5) / b)
    }
    case 'to_number': {
      const said = text(expression.of)
      return said !== null && /^-?\d{1,15}(\.\d{1,10})?$/.test(said) ? Number(said) : null
    }
    case 'lower':
      return text(expression.of)?.toLowerCase() ?? null
    case 'concat': {
      const parts = expression.parts.map(text)
      return parts.some((part) => part === null) ? null : parts.join('')
    }
    case 'coalesce':
      return expression.parts.map(of).find((part) => part !== null) ?? null
    case 'url':
      return urlPart(expression, text(expression.of) ?? '') || null
    case 'time':
      return timePart(expression.part, event)
    case 'bucket': {
      const value = number(expression.of)
      const passed = expression.edges.filter((edge) => value !== null && edge <= value).length
      return value === null ? null : (bucketNames(expression)[passed] ?? null)
    }
    case 'map': {
      const value = text(expression.of)
      const found = expression.values.find(({ from }) => from === value)
      return found ? found.to : expression.otherwise ? of(expression.otherwise) : null
    }
    case 'if':
      return holds(expression.when, event)
        ? of(expression.value)
        : expression.otherwise
          ? of(expression.otherwise)
          : null
  }
}

function urlPart(expression: Extract<Expression, { kind: 'url' }>, address: string): string {
  const [, host = '', path = '', query = ''] =
    /^(?:[a-z][a-z\d+.-]*:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/i.exec(address) ?? []
  switch (expression.part) {
    case 'host':
      return (host.split('@').at(-1) ?? '').replace(/:.*$/, '').toLowerCase()
    case 'path':
      return path
    case 'segment':
      return path.split('/').filter(Boolean)[expression.segment - 1] ?? ''
    case 'query':
      return (
        query
          .split('&')
          .find((one) => one.startsWith(`${expression.key}=`))
          ?.slice(expression.key.length + 1) ?? ''
      )
  }
}

function timePart(
  part: Extract<Expression, { kind: 'time' }>['part'],
  { at, zone }: OneEvent,
): Value {
  const moment = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  switch (part) {
    case 'hour':
      return moment.hour
    case 'weekday':
      return moment.dayOfWeek
    case 'day':
      return moment.day
    case 'month':
      return moment.month
    case 'date':
      return moment.toPlainDate().toString()
  }
}

function holds(condition: Condition, event: OneEvent): boolean {
  const of = (part: Expression) => reckoned(part, event)
  switch (condition.op) {
    case 'is_set':
      return of(condition.of) !== null
    case 'contains':
      return String(of(condition.of) ?? '').includes(condition.text)
    case 'not':
      return !holds(condition.of, event)
    case 'all':
      return condition.of.every((one) => holds(one, event))
    case 'any':
      return condition.of.some((one) => holds(one, event))
    default: {
      const [left, right] = [of(condition.left), of(condition.right)]
      if (left === null || right === null) return false
      switch (condition.op) {
        case 'is':
          return left === right
        case 'is_not':
          return left !== right
        case 'gt':
          return left > right
        case 'gte':
          return left >= right
        case 'lt':
          return left < right
        case 'lte':
          return left <= right
      }
    }
  }
}
