// The numbers and events that a template is filled with. Pure.
import type { Parameter, Template, Values } from './api.ts'

/**
 * What a brand begins with: of events that senders name differently those that it has, all of them
 * when it has none.
 */
export function usualValues(template: Template, events: ReadonlySet<string>): Values {
  return Object.fromEntries(
    template.parameters.map(({ name, default: usual }) => {
      if (!Array.isArray(usual)) return [name, usual]
      const there = usual.filter((event) => events.has(event))
      return [name, there.length > 0 ? there : usual]
    }),
  )
}

export function isAllowed({ kind, min, max }: Parameter, value: Values[string] | undefined) {
  if (kind === 'events') return Array.isArray(value) && value.length > 0
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= (min ?? Number.MIN_SAFE_INTEGER) &&
    value <= (max ?? Number.MAX_SAFE_INTEGER)
  )
}

/** The values that an address carries; whatever else stands there is none. */
export function readValues(text: string | undefined): Values | undefined {
  if (text === undefined) return undefined
  try {
    const given: unknown = JSON.parse(text)
    return isValues(given) ? given : undefined
  } catch {
    // Not JSON: an address that somebody cut short.
    return undefined
  }
}

const isValues = (given: unknown): given is Values =>
  typeof given === 'object' &&
  given !== null &&
  !Array.isArray(given) &&
  Object.values(given).every(
    (value) =>
      typeof value === 'number' ||
      (Array.isArray(value) && value.every((one) => typeof one === 'string')),
  )
