// What a derived property is made of: a small closed language over one event, as data. Pure.
import { z } from 'zod'

export type ValueKind = 'number' | 'text'
const Name = z.string().min(1).max(200)
const Kind = z.enum(['number', 'text'])
const Text = z.string().max(500)

export const COMPARISONS = ['is', 'is_not', 'gt', 'gte', 'lt', 'lte'] as const
export const URL_PARTS = ['host', 'path', 'segment', 'query'] as const
export const TIME_PARTS = ['hour', 'weekday', 'day', 'month', 'date'] as const

export type Condition =
  | { op: (typeof COMPARISONS)[number]; left: Expression; right: Expression }
  | { op: 'is_set'; of: Expression }
  | { op: 'contains'; of: Expression; text: string }
  | { op: 'all' | 'any'; of: Condition[] }
  | { op: 'not'; of: Condition }

export type Expression =
  | { kind: 'property'; name: string; as: ValueKind }
  | { kind: 'number'; value: number }
  | { kind: 'text'; value: string }
  | { kind: 'add' | 'multiply'; parts: Expression[] }
  | { kind: 'subtract' | 'divide'; left: Expression; right: Expression }
  | { kind: 'round'; of: Expression; digits: number }
  | { kind: 'to_number' | 'lower'; of: Expression }
  | { kind: 'concat' | 'coalesce'; parts: Expression[] }
  | { kind: 'url'; of: Expression; part: 'host' | 'path' }
  | { kind: 'url'; of: Expression; part: 'segment'; segment: number }
  | { kind: 'url'; of: Expression; part: 'query'; key: string }
  | { kind: 'time'; part: (typeof TIME_PARTS)[number] }
  | { kind: 'bucket'; of: Expression; edges: number[]; names?: string[] | undefined }
  | {
      kind: 'map'
      of: Expression
      values: { from: string; to: string }[]
      otherwise?: Expression | undefined
    }
  | { kind: 'if'; when: Condition; value: Expression; otherwise?: Expression | undefined }

const node = <K extends string, Shape extends z.ZodRawShape>(kind: K, shape: Shape) =>
  z.object({ kind: z.literal(kind), ...shape }).strict()

const several = () => z.array(Expression).min(2).max(10)

export const Condition: z.ZodType<Condition> = z
  .lazy(() =>
    z.union([
      z.object({ op: z.enum(COMPARISONS), left: Expression, right: Expression }).strict(),
      z.object({ op: z.literal('is_set'), of: Expression }).strict(),
      z.object({ op: z.literal('contains'), of: Expression, text: Text.min(1) }).strict(),
      z.object({ op: z.enum(['all', 'any']), of: z.array(Condition).min(1).max(10) }).strict(),
      z.object({ op: z.literal('not'), of: Condition }).strict(),
    ]),
  )
  .meta({ id: 'DerivedCondition', description: 'Where a side has no value, it does not hold' })

export const Expression: z.ZodType<Expression> = z
  .lazy(() =>
    z.union([
      node('property', { name: Name, as: Kind }),
      node('number', { value: z.number() }),
      node('text', { value: Text }),
      node('add', { parts: several() }),
      node('multiply', { parts: several() }),
      node('subtract', { left: Expression, right: Expression }),
      node('divide', { left: Expression, right: Expression }),
      node('round', { of: Expression, digits: z.number().int().min(0).max(6) }),
      node('to_number', { of: Expression }),
      node('lower', { of: Expression }),
      node('concat', { parts: several() }),
      node('coalesce', { parts: several() }),
      node('url', { of: Expression, part: z.enum(['host', 'path']) }),
      node('url', {
        of: Expression,
        part: z.literal('segment'),
        segment: z.number().int().min(1).max(20),
      }),
      node('url', {
        of: Expression,
        part: z.literal('query'),
        key: z
          .string()
          .regex(/^[\w.~-]{1,100}$/)
          .describe('Letters, digits, _ . ~ -'),
      }),
      node('time', { part: z.enum(TIME_PARTS) }),
      node('bucket', {
        of: Expression,
        edges: z.array(z.number()).min(1).max(50).describe('Rising; a bucket begins at its edge'),
        names: z.array(Text).max(51).optional().describe('One more than there are edges'),
      }),
      node('map', {
        of: Expression,
        values: z
          .array(z.object({ from: Text, to: Text }).strict())
          .min(1)
          .max(200),
        otherwise: Expression.optional().describe('Absent: no value'),
      }),
      node('if', { when: Condition, value: Expression, otherwise: Expression.optional() }),
    ]),
  )
  .meta({
    id: 'DerivedExpression',
    description:
      'Reckoned from one event when it is read. Where something is missing there is no value',
  })

export interface Flaw {
  path: (string | number)[]
  code: 'wrong_type' | 'edges_fall' | 'names_do_not_fit' | 'too_deep' | 'too_large' | 'twice'
  /** What should stand there. */
  wants?: ValueKind
}
const DEEPEST = 12
const LARGEST = 100

/** @returns the type of its value, or all that is wrong with it */
export function typeOf(expression: Expression): { type: ValueKind } | { flaws: Flaw[] } {
  const flaws: Flaw[] = []
  let nodes = 0
  const say = (path: Flaw['path'], code: Flaw['code'], wants?: ValueKind) =>
    flaws.push({ path, code, ...(wants && { wants }) })

  const want = (part: Expression, type: ValueKind, path: Flaw['path'], depth: number) => {
    const is = kindOf(part, path, depth + 1)
    if (is !== undefined && is !== type) say(path, 'wrong_type', type)
  }
  const alike = (given: [Expression, Flaw['path']][], depth: number): ValueKind | undefined => {
    const [first, ...rest] = given.map(([part, path]) => kindOf(part, path, depth + 1))
    rest.forEach((type, i) => {
      if (type !== first && type && first) say(given[i + 1]?.[1] ?? [], 'wrong_type', first)
    })
    return first
  }
  const condition = (one: Condition, path: Flaw['path'], depth: number): void => {
    if (depth > DEEPEST) {
      say(path, 'too_deep')
      return
    }
    switch (one.op) {
      case 'is_set':
        kindOf(one.of, [...path, 'of'], depth + 1)
        return
      case 'contains':
        want(one.of, 'text', [...path, 'of'], depth)
        return
      case 'not':
        condition(one.of, [...path, 'of'], depth + 1)
        return
      case 'all':
      case 'any':
        one.of.forEach((part, i) => {
          condition(part, [...path, 'of', i], depth + 1)
        })
        return
      case 'is':
      case 'is_not':
        alike(
          [
            [one.left, [...path, 'left']],
            [one.right, [...path, 'right']],
          ],
          depth,
        )
        return
      default:
        want(one.left, 'number', [...path, 'left'], depth)
        want(one.right, 'number', [...path, 'right'], depth)
    }
  }
  /** undefined where it was not looked at. */
  const kindOf = (part: Expression, path: Flaw['path'], depth: number): ValueKind | undefined => {
    nodes += 1
    if (depth > DEEPEST) {
      say(path, 'too_deep')
      return undefined
    }
    switch (part.kind) {
      case 'property':
        return part.as
      case 'number':
        return 'number'
      case 'text':
        return 'text'
      case 'add':
      case 'multiply':
        part.parts.forEach((one, i) => {
          want(one, 'number', [...path, 'parts', i], depth)
        })
        return 'number'
      case 'subtract':
      case 'divide':
        want(part.left, 'number', [...path, 'left'], depth)
        want(part.right, 'number', [...path, 'right'], depth)
        return 'number'
      case 'round':
        want(part.of, 'number', [...path, 'of'], depth)
        return 'number'
      case 'to_number':
        want(part.of, 'text', [...path, 'of'], depth)
        return 'number'
      case 'lower':
      case 'url':
        want(part.of, 'text', [...path, 'of'], depth)
        return 'text'
      case 'concat':
        part.parts.forEach((one, i) => {
          want(one, 'text', [...path, 'parts', i], depth)
        })
        return 'text'
      case 'coalesce':
        return alike(
          part.parts.map((one, i) => [one, [...path, 'parts', i]]),
          depth,
        )
      case 'time':
        return part.part === 'date' ? 'text' : 'number'
      case 'bucket':
        want(part.of, 'number', [...path, 'of'], depth)
        if (part.edges.some((edge, i) => i > 0 && edge <= (part.edges[i - 1] as number)))
          say([...path, 'edges'], 'edges_fall')
        if (part.names && part.names.length !== part.edges.length + 1)
          say([...path, 'names'], 'names_do_not_fit')
        return 'text'
      case 'map':
        want(part.of, 'text', [...path, 'of'], depth)
        if (new Set(part.values.map(({ from }) => from)).size < part.values.length)
          say([...path, 'values'], 'twice')
        if (part.otherwise) want(part.otherwise, 'text', [...path, 'otherwise'], depth)
        return 'text'
      case 'if':
        condition(part.when, [...path, 'when'], depth + 1)
        return alike(
          [
            [part.value, [...path, 'value']],
            ...(part.otherwise
              ? [[part.otherwise, [...path, 'otherwise']] as [Expression, Flaw['path']]]
              : []),
          ],
          depth,
        )
    }
  }
  const type = kindOf(expression, [], 1)
  if (nodes > LARGEST) say([], 'too_large')
  return flaws.length > 0 ? { flaws } : { type: type ?? 'text' }
}

/** Names of the properties it reads, each once. */
export function propertiesOf(expression: Expression): string[] {
  const names = new Set<string>()
  JSON.stringify(expression, (_key, part: unknown) => {
    const { kind, name } = (part ?? {}) as { kind?: unknown; name?: unknown }
    if (kind === 'property' && typeof name === 'string') names.add(name)
    return part
  })
  return [...names]
}

/** What the buckets are called: as said, else by their bounds. */
export const bucketNames = ({
  edges,
  names,
}: Pick<Extract<Expression, { kind: 'bucket' }>, 'edges' | 'names'>): string[] =>
  names ?? [
    `<${edges[0]}`,
    ...edges.slice(0, -1).map((edge, i) => `${edge}–${edges[i + 1]}`),
    `≥${edges.at(-1)}`,
  ]
