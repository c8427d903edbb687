// What a rule says of an event, and whether an event keeps it. Pure; conditions.ts asks ClickHouse
// the same of the rows that are there already.
import { z } from 'zod'
import { invalid } from '../platform/errors.ts'
import { compilePattern, MAX_PATTERN, type Pattern } from './pattern.ts'

export const RULE_KINDS = [
  'required',
  'type',
  'enum',
  'pattern',
  'range',
  'max_length',
  'unknown_property',
] as const
export type RuleKind = (typeof RULE_KINDS)[number]

export const RULE_TYPES = ['string', 'number', 'integer', 'boolean', 'list', 'object'] as const
type RuleType = (typeof RULE_TYPES)[number]

const MAX_VALUES = 500
const MAX_VALUE_CHARS = 1_000

export type RuleSetting =
  | { kind: 'required' }
  | { kind: 'type'; type: RuleType }
  | { kind: 'enum'; values: (string | number | boolean)[] }
  | { kind: 'pattern'; pattern: string }
  | { kind: 'range'; min: number | null; max: number | null }
  | { kind: 'max_length'; max: number }
  | { kind: 'unknown_property' }

export const RuleBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('required') }).describe('There, not null, not an empty text'),
  z.object({ kind: z.literal('type'), type: z.enum(RULE_TYPES) }),
  z.object({
    kind: z.literal('enum'),
    values: z
      .array(z.union([z.string().max(MAX_VALUE_CHARS), z.number(), z.boolean()]))
      .min(1)
      .max(MAX_VALUES),
  }),
  z.object({
    kind: z.literal('pattern'),
    pattern: z.string().max(MAX_PATTERN).describe('Of the whole text; a part of RE2’s dialect'),
  }),
  z.object({
    kind: z.literal('range'),
    min: z.number().nullable(),
    max: z.number().nullable(),
  }),
  z.object({
    kind: z.literal('max_length'),
    max: z.number().int().min(0).max(1_000_000).describe('Characters of a text'),
  }),
  z
    .object({ kind: z.literal('unknown_property') })
    .describe('A property that the plan of this event does not know'),
])

export interface Rule {
  eventName: string
  /** '' for rules about the event as a whole. */
  property: string
  setting: RuleSetting
}

/** @throws 400 in words when it can never be held against anything */
export function checkRule(rule: Rule): void {
  const { setting } = rule
  if ((setting.kind === 'unknown_property') !== (rule.property === ''))
    throw invalid(
      'bad_rule',
      setting.kind === 'unknown_property'
        ? 'This rule is about the event, not about one property'
        : 'This rule needs a property',
    )
  if (setting.kind === 'pattern') {
    try {
      compilePattern(setting.pattern)
    } catch (error) {
      if (error instanceof SyntaxError) throw invalid('bad_pattern', error.message)
      throw error
    }
  }
  if (setting.kind === 'range') {
    if (setting.min === null && setting.max === null)
      throw invalid('bad_rule', 'A range has at least one end')
    if (setting.min !== null && setting.max !== null && setting.min > setting.max)
      throw invalid('bad_rule', 'The range ends before it begins')
  }
}

/** In words, for the dead letter and whoever sent it. Never the value: that may be personal. */
export function wordsOf({ property, setting }: Rule): string {
  const name = `property “${property}”`
  switch (setting.kind) {
    case 'required':
      return `${name} is required`
    case 'type':
      return `${name} must be of type ${setting.type}`
    case 'enum': {
      const shown = setting.values.slice(0, 10).map((v) => JSON.stringify(v))
      const more = setting.values.length - shown.length
      return `${name} must be one of ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
    }
    case 'pattern':
      return `${name} must match ${setting.pattern}`
    case 'range':
      return `${name} must be a number ${[
        setting.min === null ? '' : `from ${setting.min}`,
        setting.max === null ? '' : `to ${setting.max}`,
      ]
        .filter(Boolean)
        .join(' ')}`
    case 'max_length':
      return `${name} must be a text of at most ${setting.max} characters`
    case 'unknown_property':
      return 'the event must have no property that its plan does not know'
  }
}

/** What SDKs add to every event by themselves is in nobody's plan. */
export const isPreset = (property: string) => /^[$_]|^context$/.test(property)

export type Keeps = (props: Readonly<Record<string, unknown>>) => boolean

/** The rule as a function, put together once and held against many events. */
export function keeperOf({ property, setting }: Rule, known: ReadonlySet<string>): Keeps {
  if (setting.kind === 'unknown_property') {
    return (props) => {
      for (const name in props) if (!known.has(name) && !isPreset(name)) return false
      return true
    }
  }
  const check = checkOf(setting)
  const isRequired = setting.kind === 'required'
  return (props) => {
    const value = Object.hasOwn(props, property) ? props[property] : undefined
    if (value === undefined || value === null) return !isRequired
    return check(value)
  }
}

function checkOf(
  setting: Exclude<RuleSetting, { kind: 'unknown_property' }>,
): (value: unknown) => boolean {
  switch (setting.kind) {
    case 'required':
      return (value) => value !== ''
    case 'type':
      return (value) => isOfType(setting.type, value)
    case 'enum': {
      const values = new Set<unknown>(setting.values)
      return (value) => values.has(value)
    }
    case 'pattern': {
      const pattern: Pattern = compilePattern(setting.pattern)
      return (value) => typeof value === 'string' && pattern.matches(value)
    }
    case 'range':
      return (value) =>
        typeof value === 'number' &&
        (setting.min === null || value >= setting.min) &&
        (setting.max === null || value <= setting.max)
    case 'max_length':
      return (value) => typeof value === 'string' && isAtMost(value, setting.max)
  }
}

function isOfType(type: RuleType, value: unknown): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value)
    case 'list':
      return Array.isArray(value)
    case 'object':
      return typeof value === 'object' && !Array.isArray(value)
    case 'string':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number'
    case 'boolean':
      return typeof value === 'boolean'
  }
}

/** Characters are code points; counted only when the units leave it open. */
function isAtMost(text: string, max: number): boolean {
  if (text.length <= max) return true
  if (text.length > 2 * max) return false
  let count = 0
  for (const _ of text) count += 1
  return count <= max
}
