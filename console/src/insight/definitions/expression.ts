// A derived property's expression while it is written: what each part begins as, and whether it is whole.
import type { DerivedInput } from './api.ts'

export type Expression = DerivedInput['expression']
export type ExpressionKind = Expression['kind']
export type Part<Kind extends ExpressionKind> = Extract<Expression, { kind: Kind }>
export type Condition = Part<'if'>['when']
export type Group = Extract<Condition, { op: 'all' | 'any' }>
type One = Exclude<Exclude<Condition, Group>, { op: 'not' }>
export const isGroup = (condition: Condition): condition is Group =>
  condition.op === 'all' || condition.op === 'any'
export type ValueKind = Part<'property'>['as']

export const KINDS = [
  ...(['property', 'bucket', 'map', 'if', 'url', 'time', 'concat', 'lower'] as const),
  ...(['add', 'subtract', 'multiply', 'divide', 'round', 'coalesce', 'to_number'] as const),
  ...(['number', 'text'] as const),
] as const satisfies readonly ExpressionKind[]
export const COMPARISONS = ['is', 'is_not', 'gt', 'gte', 'lt', 'lte'] as const
export const GROUPS = ['all', 'any', 'not'] as const
export const CONDITIONS = [...COMPARISONS, 'is_set', 'contains', ...GROUPS] as const
export const MOST_CONDITIONS = 10
export const TIME_PARTS = ['hour', 'weekday', 'day', 'month', 'date'] as const
export const URL_PARTS = ['host', 'path', 'segment', 'query'] as const

export const property = (as: ValueKind = 'text', name = ''): Part<'property'> => ({
  ...{ kind: 'property', name, as },
})
const number = () => property('number')
const text = () => property('text')

/** A new part; where it can, it takes the place of the old one around it. */
export function begun(kind: ExpressionKind, old: Expression): Expression {
  const isSameType = (part: Expression, as: ValueKind) =>
    part.kind === 'property' ? part.as === as : typeOf(part) === as
  const ofNumber = isSameType(old, 'number') ? old : number()
  const ofText = isSameType(old, 'text') ? old : text()
  switch (kind) {
    case 'property':
      return text()
    case 'number':
      return { kind, value: 0 }
    case 'text':
      return { kind, value: '' }
    case 'add':
    case 'multiply':
      return { kind, parts: [ofNumber, number()] }
    case 'subtract':
    case 'divide':
      return { kind, left: ofNumber, right: number() }
    case 'round':
      return { kind, of: ofNumber, digits: 0 }
    case 'bucket':
      return { kind, of: ofNumber, edges: [100] }
    case 'to_number':
    case 'lower':
      return { kind, of: ofText }
    case 'concat':
    case 'coalesce':
      return { kind, parts: [ofText, text()] }
    case 'url':
      return { kind, of: ofText, part: 'path' }
    case 'time':
      return { kind, part: 'hour' }
    case 'map':
      return { kind, of: ofText, values: [{ from: '', to: '' }] }
    case 'if':
      return { kind, when: { op: 'is_set', of: text() }, value: ofText }
  }
}

/** A new condition; what stood there goes into a group, and the first of a group stays without it. */
export function conditionBegun(op: (typeof CONDITIONS)[number], old: Condition): Condition {
  if (op === 'all' || op === 'any')
    return isGroup(old) ? { op, of: old.of } : { op, of: [old, blankCondition()] }
  if (op === 'not') return { op, of: old }
  const one = firstOf(old)
  if (one === undefined) return { ...blankCondition(), op: 'is_set' }
  const left = 'left' in one ? one.left : one.of
  if (op === 'is_set') return { op, of: left }
  if (op === 'contains') return { op, of: left, text: '' }
  if ('right' in one) return { ...one, op }
  const right: Expression =
    typeOf(left) === 'number' ? { kind: 'number', value: 0 } : { kind: 'text', value: '' }
  return { op, left, right }
}
export const blankCondition = (): Extract<Condition, { op: 'is_set' }> => ({
  ...{ op: 'is_set', of: text() },
})
function firstOf(condition: Condition): One | undefined {
  if (isGroup(condition)) {
    const [first] = condition.of
    return first && firstOf(first)
  }
  return condition.op === 'not' ? firstOf(condition.of) : condition
}

export function typeOf(part: Expression): ValueKind {
  switch (part.kind) {
    case 'property':
      return part.as
    case 'number':
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
    case 'round':
    case 'to_number':
      return 'number'
    case 'time':
      return part.part === 'date' ? 'text' : 'number'
    case 'coalesce':
      return part.parts[0] ? typeOf(part.parts[0]) : 'text'
    case 'if':
      return typeOf(part.value)
    default:
      return 'text'
  }
}

/** Everything that has to be chosen is. */
export function isWhole(part: unknown): boolean {
  if (Array.isArray(part)) return part.every(isWhole)
  if (typeof part !== 'object' || part === null) return true
  const { kind, name, op, text, key } = part as Record<string, unknown>
  if (kind === 'property' && name === '') return false
  if (op === 'contains' && text === '') return false
  if (key === '') return false
  return Object.values(part).every(isWhole)
}

/** As it is read aloud. @param nameOf what a property is called */
export function said(part: Expression, nameOf: (name: string) => string): string {
  const of = (one: Expression) => said(one, nameOf)
  const all = (sign: string, parts: readonly Expression[]) => parts.map(of).join(` ${sign} `)
  switch (part.kind) {
    case 'property':
      return nameOf(part.name) || '…'
    case 'number':
      return String(part.value)
    case 'text':
      return `“${part.value}”`
    case 'add':
      return `(${all('+', part.parts)})`
    case 'multiply':
      return all('×', part.parts)
    case 'subtract':
      return `(${of(part.left)} − ${of(part.right)})`
    case 'divide':
      return `${of(part.left)} ÷ ${of(part.right)}`
    case 'concat':
      return all('&', part.parts)
    case 'coalesce':
      return part.parts.map(of).join(' ?? ')
    case 'time':
      return `time(${part.part})`
    case 'url':
      return `${part.part}(${of(part.of)}${part.part === 'segment' ? `, ${part.segment}` : part.part === 'query' ? `, ${part.key}` : ''})`
    case 'bucket':
      return `bucket(${of(part.of)}: ${part.edges.join(', ')})`
    case 'map':
      return `map(${of(part.of)})`
    case 'if':
      return `if(${saidCondition(part.when, of)}, ${of(part.value)}${part.otherwise ? `, ${of(part.otherwise)}` : ''})`
    default:
      return `${part.kind}(${of(part.of)})`
  }
}

const SIGNS = { is: '=', is_not: '≠', gt: '>', gte: '≥', lt: '<', lte: '≤' } as const

function saidCondition(when: Condition, of: (part: Expression) => string): string {
  const again = (one: Condition) => saidCondition(one, of)
  if (isGroup(when)) return `(${when.of.map(again).join(when.op === 'all' ? ' ∧ ' : ' ∨ ')})`
  switch (when.op) {
    case 'not':
      return `¬${again(when.of)}`
    case 'is_set':
      return `${of(when.of)} ∃`
    case 'contains':
      return `${of(when.of)} ∋ “${when.text}”`
    default:
      return `${of(when.left)} ${SIGNS[when.op]} ${of(when.right)}`
  }
}
