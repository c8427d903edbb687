import type { Customer } from '../customers/api.ts'
import { mostTellingFirst } from '../customers/naming.ts'

/** One line of a comparison: the values of both sides, and whether they speak for or against. */
export interface ComparedRow {
  key: string
  left: unknown[]
  right: unknown[]
  /** `same`: equal; `differ`: both have one and they differ; `one`: it says nothing. */
  verdict: 'same' | 'differ' | 'one'
}

/** `isUnique`: whether a customer holds at most one value of a namespace. */
export function compareIdentifiers(
  left: Customer,
  right: Customer,
  isUnique: (namespace: string) => boolean,
): ComparedRow[] {
  const namespaces = new Set(
    mostTellingFirst([...left.identifiers, ...right.identifiers]).map(({ namespace }) => namespace),
  )
  const valuesIn = (customer: Customer, namespace: string) =>
    customer.identifiers
      .filter((identifier) => identifier.namespace === namespace)
      .map((identifier) => identifier.value)
  return [...namespaces].map((namespace) => {
    const row = comparedRow(namespace, valuesIn(left, namespace), valuesIn(right, namespace))
    // One person has several phones and many devices: that they differ says nothing.
    return isUnique(namespace) ? row : { ...row, verdict: 'one' }
  })
}

/** The namespaces that keep two customers from ever being one. */
export function exclusions(
  left: Customer,
  right: Customer,
  isUnique: (namespace: string) => boolean,
): string[] {
  return compareIdentifiers(left, right, isUnique)
    .filter(({ verdict }) => verdict === 'differ')
    .map(({ key }) => key)
}

export function compareAttributes(left: Customer, right: Customer): ComparedRow[] {
  const names = new Set([...Object.keys(left.attributes), ...Object.keys(right.attributes)])
  const attributeOf = (customer: Customer, name: string) => {
    const value = customer.attributes[name]
    return value === undefined || value === null ? [] : [value]
  }
  return [...names].map((name) =>
    comparedRow(name, attributeOf(left, name), attributeOf(right, name)),
  )
}

function comparedRow(key: string, left: unknown[], right: unknown[]): ComparedRow {
  if (left.length === 0 || right.length === 0) return { key, left, right, verdict: 'one' }
  const texts = new Set(left.map((value) => JSON.stringify(value)))
  const isSame = right.some((value) => texts.has(JSON.stringify(value)))
  return { key, left, right, verdict: isSame ? 'same' : 'differ' }
}
