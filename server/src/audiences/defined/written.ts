// A derived property with its meaning written in, in the place of its name: whoever reads properties by
// name needs to know nothing of definitions. Pure.
import { z } from 'zod'
import { Expression, type ValueKind } from './expression.ts'

export const DERIVED = 'derived:'
export const VIRTUAL = 'virtual:'

const Written = z
  .object({
    id: z.string(),
    type: z.enum(['number', 'text']),
    zone: z.string(),
    is: Expression,
  })
  .strict()
export type Written = { id: string; type: ValueKind; zone: string; is: Expression }

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const NAME = new RegExp(`^${DERIVED}${UUID}$`)

/** `derived:<id>`, as questions and rules name it. */
export const isDerivedName = (text: string): boolean => NAME.test(text)
export const isVirtualName = (text: string): boolean => text.startsWith(VIRTUAL)
export const idOf = (name: string): string => name.slice(name.indexOf(':') + 1)

export const writtenOf = (written: Written): string => `${DERIVED}${JSON.stringify(written)}`

/** undefined for every other property. */
export function readWritten(property: string): Written | undefined {
  if (!property.startsWith(`${DERIVED}{`)) return undefined
  try {
    const read = Written.safeParse(JSON.parse(property.slice(DERIVED.length)))
    return read.data
  } catch {
    // Somebody's own property may be called anything.
    return undefined
  }
}

/** A property as people name it. */
export const nameOf = (property: string): string => {
  const written = readWritten(property)
  return written ? `${DERIVED}${written.id}` : property
}
