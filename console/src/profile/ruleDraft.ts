// Conditions of a rule as they are typed: one box of text, read as what the operation compares.
import type { Condition } from './api.ts'

export const OPERATIONS = [
  'is',
  'is_not',
  'in',
  'contains',
  'gt',
  'gte',
  'lt',
  'lte',
  'set',
  'not_set',
] as const satisfies readonly Condition['op'][]

export interface DraftCondition {
  property: string
  op: Condition['op']
  value?: string
}

export const takesNothing = (op: Condition['op'] | undefined) => op === 'set' || op === 'not_set'

/** 12 and true are what they look like; '12' in quotes is text. */
export function readValue(text: string): string | number | boolean {
  const words = text.trim()
  if (/^-?\d+(\.\d+)?$/.test(words) && String(Number(words)) === words) return Number(words)
  if (words === 'true' || words === 'false') return words === 'true'
  const quoted = /^(['"])(.*)\1$/.exec(words)
  return quoted?.[2] ?? words
}

const writeValue = (value: unknown): string =>
  typeof value === 'string' && readValue(value) !== value ? `'${value}'` : String(value)

const listOf = (text: string) => text.split(/[,，、]/).filter((part) => part.trim() !== '')

export function conditionsOf(drafts: readonly (DraftCondition | undefined)[]): Condition[] {
  return drafts.flatMap((draft): Condition[] => {
    if (!draft?.property) return []
    const { property, op, value = '' } = draft
    if (takesNothing(op)) return [{ property, op }]
    if (op === 'contains') return [{ property, op, value }]
    if (op !== 'in') return [{ property, op, value: readValue(value) }]
    const list = listOf(value).map(readValue)
    return [{ property, op, value: list.map((v) => (typeof v === 'boolean' ? String(v) : v)) }]
  })
}

export function draftsOf(conditions: readonly Condition[]): DraftCondition[] {
  return conditions.map(({ property, op, value }) => ({
    property,
    op,
    value:
      value === undefined
        ? ''
        : Array.isArray(value)
          ? value.map(writeValue).join('、')
          : op === 'contains'
            ? String(value)
            : writeValue(value),
  }))
}
