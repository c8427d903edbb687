// What a value can be asked, by its type, and a test to begin with for each.
import type { NumberTest, Operator, ValueTest } from './rule.ts'

export type ValueType = 'text' | 'number' | 'boolean' | 'datetime' | 'list'

const set: readonly Operator[] = ['is_set', 'not_set']

/** The comparisons that fit a type, those asked most often first. */
export const OPERATORS: Record<ValueType, readonly Operator[]> = {
  text: [
    ...(['is', 'is_not', 'in', 'not_in', 'contains', 'not_contains', 'contains_any'] as const),
    ...(['starts_with', 'ends_with', 'matches', 'length', 'version', 'near'] as const),
    ...set,
  ],
  number: [
    ...(['gte', 'gt', 'lte', 'lt', 'is', 'is_not', 'between', 'not_between'] as const),
    ...(['in', 'not_in'] as const),
    ...set,
  ],
  boolean: ['is', 'is_not', ...set],
  datetime: [
    ...(['in_last', 'more_than_ago', 'in_next', 'on', 'before', 'after', 'between_days'] as const),
    ...(['anniversary_in', 'weekday'] as const),
    ...set,
  ],
  list: ['has_any', 'has_all', 'has_none', 'count_gte', 'count_lte', ...set],
}

export const NUMBER_OPERATORS = [
  'gte',
  'gt',
  'lte',
  'lt',
  'is',
  'is_not',
  'between',
  'not_between',
] as const satisfies readonly NumberTest['op'][]

/** The type itself first, then the others: a text may well hold a date or a number. */
export function operatorGroups(
  type: ValueType | undefined,
): { type: ValueType; operators: readonly Operator[] }[] {
  const types = Object.keys(OPERATORS) as ValueType[]
  const ordered = type ? [type, ...types.filter((one) => one !== type)] : types
  const offered = new Set<Operator>()
  return ordered
    .map((one) => {
      const operators = OPERATORS[one].filter((op) => !offered.has(op))
      for (const op of operators) offered.add(op)
      return { type: one, operators }
    })
    .filter(({ operators }) => operators.length > 0)
}

const today = () => new Date().toISOString().slice(0, 10)

/** Its numbers in another unit; what compares no numbers stays. */
export function scaled(test: ValueTest, by: number): ValueTest {
  const times = (n: number) => Math.round(n * by * 100) / 100
  const one = <Value>(value: Value): Value | number =>
    typeof value === 'number' ? times(value) : value
  switch (test.op) {
    case 'is':
    case 'is_not':
      return { ...test, value: one(test.value) }
    case 'in':
    case 'not_in':
      return { ...test, values: test.values.map(one) }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return { ...test, value: times(test.value) }
    case 'between':
    case 'not_between':
      return { ...test, from: times(test.from), to: times(test.to) }
    default:
      return test
  }
}

export function blankTest(op: Operator, type?: ValueType): ValueTest {
  switch (op) {
    case 'is':
    case 'is_not':
      return { op, value: type === 'boolean' ? true : type === 'number' ? 0 : '' }
    case 'in':
    case 'not_in':
    case 'contains_any':
    case 'has_any':
    case 'has_all':
    case 'has_none':
      return { op, values: [] }
    case 'is_set':
    case 'not_set':
      return { op }
    case 'contains':
    case 'not_contains':
    case 'starts_with':
    case 'ends_with':
      return { op, value: '' }
    case 'matches':
      return { op, pattern: '' }
    case 'length':
      return { op, is: { op: 'gte', value: 1 } }
    case 'version':
      return { op, is: 'gte', value: '' }
    case 'near':
      return { op, latitude: 31.23, longitude: 121.47, km: 5 }
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return { op, value: 0 }
    case 'count_gte':
    case 'count_lte':
      return { op, value: 1 }
    case 'between':
    case 'not_between':
      return { op, from: 0, to: 100 }
    case 'on':
    case 'before':
    case 'after':
      return { op, day: today() }
    case 'between_days':
      return { op, from: today(), to: today() }
    case 'in_last':
    case 'more_than_ago':
    case 'in_next':
      return { op, span: { n: 30, unit: 'day' } }
    case 'anniversary_in':
      return { op, from_days: 0, to_days: 7 }
    case 'weekday':
      return { op, days: [6, 7] }
  }
}

/** The same question with another operator: what was compared with is kept where it fits. */
export function withOperator(test: ValueTest, op: Operator, type?: ValueType): ValueTest {
  const blank = blankTest(op, type)
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(test))
    if (name !== 'op' && isAlike(value, (blank as Record<string, unknown>)[name]))
      kept[name] = value
  if ('values' in blank && 'value' in test && isWord(test.value) && test.value !== '')
    kept.values = [typeof test.value === 'number' ? test.value : String(test.value)]
  if ('value' in blank && 'values' in test && test.values.length > 0)
    if (typeof test.values[0] === typeof blank.value) kept.value = test.values[0]
  return { ...blank, ...kept } as ValueTest
}

const isWord = (value: unknown) => typeof value === 'string' || typeof value === 'number'

function isAlike(one: unknown, other: unknown): boolean {
  return typeof one === typeof other && Array.isArray(one) === Array.isArray(other)
}

export function withNumberOperator(test: NumberTest, op: NumberTest['op']): NumberTest {
  const first = 'value' in test ? test.value : test.from
  if (op === 'between' || op === 'not_between')
    return { op, from: first, to: 'to' in test ? test.to : first }
  return { op, value: first }
}

/** The comparison that a value of the type is asked most often. */
export const firstTest = (type: ValueType | undefined): ValueTest =>
  blankTest(OPERATORS[type ?? 'text'][0] ?? 'is', type)
