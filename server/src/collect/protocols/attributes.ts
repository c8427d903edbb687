// Attribute changes as profile_* records and traits say them.
import type { AttributeChange } from '../draft.ts'
import type { JsonObject } from './json.ts'
import { badType } from './refusal.ts'

/** Every trait set; null means the customer no longer has it. */
export function setAttributes(traits: JsonObject): AttributeChange[] {
  const changes: AttributeChange[] = []
  for (const name in traits) {
    const value = traits[name]
    changes.push(
      value === null || value === undefined ? { op: 'unset', name } : { op: 'set', name, value },
    )
  }
  return changes
}

/** What a Sensors profile_* record changes. Throws Refusal where a value cannot mean that change. */
export function profileChanges(type: string, properties: unknown): AttributeChange[] {
  if (type === 'profile_delete') return [{ op: 'delete_all' }]
  if (type === 'profile_unset' && Array.isArray(properties)) {
    return properties
      .filter((name) => typeof name === 'string')
      .map((name) => ({ op: 'unset', name }))
  }
  const given = Object.entries((properties ?? {}) as JsonObject).filter(
    // The clock's zone comes with web records to explain their dates; it is not the customer's.
    ([name]) => name !== '$timezone_offset',
  )
  return given.map(([name, value]) => change(type, name, value)).filter((c) => c !== undefined)
}

function change(type: string, name: string, value: unknown): AttributeChange | undefined {
  switch (type) {
    case 'profile_set':
      return value === null ? { op: 'unset', name } : { op: 'set', name, value }
    case 'profile_set_once':
      return value === null ? undefined : { op: 'set_once', name, value }
    case 'profile_unset':
      return { op: 'unset', name }
    case 'profile_increment':
      if (typeof value !== 'number') throw badType(`properties.${name}`, 'a number', value)
      return { op: 'increment', name, value }
    default: {
      const list = typeof value === 'string' ? [value] : value
      if (!Array.isArray(list)) throw badType(`properties.${name}`, 'a list', value)
      return { op: 'append', name, value: list }
    }
  }
}
