// Whether a value is of the kind its attribute wants. Pure.
import type { AttributeDefinition, AttributeType } from './built-in.ts'

const LONGEST = 2_000
const MOST = 200

/** Why a person may not write this value; undefined when they may. */
export function checkValue(
  definition: Pick<AttributeDefinition, 'type' | 'choices'>,
  value: unknown,
): string | undefined {
  switch (definition.type) {
    case 'text':
      return isText(value) ? undefined : `a text of at most ${LONGEST} characters`
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : 'a number'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'yes or no'
    case 'date':
      return typeof value === 'string' && isDate(value) ? undefined : 'a date as YYYY-MM-DD'
    case 'list':
      return Array.isArray(value) && value.length <= MOST && value.every(isText)
        ? undefined
        : `a list of at most ${MOST} texts`
    case 'choice':
      return typeof value === 'string' && definition.choices.includes(value)
        ? undefined
        : `one of ${definition.choices.join(', ')}`
  }
}

/** What kind of attribute a value would be of. */
export function typeOfValue(value: unknown): AttributeType {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'boolean'
  return Array.isArray(value) && value.every(isText) ? 'list' : 'text'
}

const isText = (value: unknown) =>
  typeof value === 'string' && value.trim() !== '' && value.length <= LONGEST

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(+at) && at.toISOString().startsWith(text)
}
