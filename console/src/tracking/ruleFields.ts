import type { Rule, RuleSetting } from './api.ts'

export const kinds = [
  'required',
  'type',
  'enum',
  'range',
  'pattern',
  'max_length',
  'unknown_property',
] as const

/** A rule as its form holds it: the fields of every kind, those of one of them filled in. */
export interface RuleFields {
  kind: RuleSetting['kind']
  property: string
  action: Rule['action']
  type?: Extract<RuleSetting, { kind: 'type' }>['type']
  values?: string[]
  pattern?: string
  min?: number | null
  max?: number | null
  length?: number | null
}

/** The rule that the fields say, or undefined while something is missing. */
export function settingOf(fields: RuleFields): RuleSetting | undefined {
  switch (fields.kind) {
    case 'required':
    case 'unknown_property':
      return { kind: fields.kind }
    case 'type':
      return fields.type && { kind: 'type', type: fields.type }
    case 'enum':
      return fields.values && fields.values.length > 0
        ? { kind: 'enum', values: fields.values.flatMap(meanings) }
        : undefined
    case 'pattern':
      return fields.pattern ? { kind: 'pattern', pattern: fields.pattern } : undefined
    case 'range': {
      const min = fields.min ?? null
      const max = fields.max ?? null
      return min === null && max === null ? undefined : { kind: 'range', min, max }
    }
    case 'max_length':
      return typeof fields.length === 'number'
        ? { kind: 'max_length', max: fields.length }
        : undefined
  }
}

/** What somebody writes as `1` or `true` may come as a text or as what it says: both are meant. */
function meanings(text: string): (string | number | boolean)[] {
  if (text === 'true' || text === 'false') return [text, text === 'true']
  const number = Number(text)
  return text.trim() !== '' && String(number) === text ? [text, number] : [text]
}
