// Puts meanings in the place of names: real events for virtual ones, derived properties written out. What
// was asked of a virtual event is asked of each of its events. Pure.
import { invalid } from '../../platform/errors.ts'
import type { Where } from '../rule.ts'
import type { Expression, ValueKind } from './expression.ts'
import { DERIVED, idOf, isDerivedName, isVirtualName, VIRTUAL, writtenOf } from './written.ts'

export interface VirtualMeaning {
  /** As a rule has it. */
  any_of: readonly { event: string; where: readonly Where[] }[]
}
export interface DerivedMeaning {
  type: ValueKind
  expression: Expression
}
/** All that a brand defined, what is archived too: what names it goes on. */
export interface Defined {
  zone: string
  virtual: ReadonlyMap<string, VirtualMeaning>
  derived: ReadonlyMap<string, DerivedMeaning>
}

/** How a condition on an event's property is said: in rules it is apart from the property. */
type Form = 'rule' | 'question'

/** Whether there is anything to put in its place. */
export const namesAny = (value: unknown): boolean => {
  const text = JSON.stringify(value ?? null)
  return text.includes(`"${VIRTUAL}`) || text.includes(`"${DERIVED}`)
}

/** @throws 400 unknown_virtual_event, unknown_derived_property */
export const expandedRule = <Given>(rule: Given, defined: Defined | undefined): Given =>
  expanded(rule, defined, 'rule')
export const expandedQuestion = <Given>(question: Given, defined: Defined | undefined): Given =>
  expanded(question, defined, 'question')

function expanded<Given>(given: Given, defined: Defined | undefined, form: Form): Given {
  if (!namesAny(given)) return given
  const known = defined ?? { zone: 'UTC', virtual: new Map(), derived: new Map() }
  return walk(given, known, form) as Given
}

function walk(value: unknown, defined: Defined, form: Form): unknown {
  if (typeof value === 'string') return isDerivedName(value) ? written(value, defined) : value
  if (Array.isArray(value)) return value.map((one) => walk(one, defined, form))
  if (typeof value !== 'object' || value === null) return value
  const part = value as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(part).map(([key, inner]) => {
      // Whose customers count is said as a rule wherever it stands.
      const said = key === 'who' ? 'rule' : form
      if (!Array.isArray(inner)) return [key, walk(inner, defined, said)]
      if (key === 'any_of' || key === 'or' || key === 'split')
        return [key, inner.flatMap((one) => realOf(one, defined, said))]
      if (key === 'exclusions') return [key, inner.map((one) => exclusionOf(one, defined))]
      return [key, walk(inner, defined, said)]
    }),
  )
}

function written(name: string, defined: Defined): string {
  const { type } = meaningOf(name, defined)
  return writtenOf({ id: idOf(name), type, zone: defined.zone, is: inlined(name, defined) })
}

function meaningOf(name: string, { derived }: Defined): DerivedMeaning {
  const found = derived.get(idOf(name))
  if (!found)
    throw invalid('unknown_derived_property', 'There is no such derived property', {
      property: name,
    })
  return found
}

/** What it is made of, in terms of real properties alone. */
const inlined = (name: string, defined: Defined): Expression =>
  real(meaningOf(name, defined).expression, defined) as Expression

/** An expression, or a part of one, over real properties alone. */
function real(part: unknown, defined: Defined): unknown {
  if (Array.isArray(part)) return part.map((one) => real(one, defined))
  if (typeof part !== 'object' || part === null) return part
  const { kind, name } = part as { kind?: unknown; name?: unknown }
  if (kind === 'property' && typeof name === 'string' && isDerivedName(name))
    return inlined(name, defined)
  return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, real(one, defined)]))
}

/** @throws 400 unknown_derived_property */
export const realExpression = (expression: Expression, defined: Defined): Expression =>
  real(expression, defined) as Expression

interface Named {
  event?: unknown
  where?: unknown[]
}

/** An event with what is asked of it, as one or more that happen. */
function realOf(one: unknown, defined: Defined, form: Form): Named[] {
  const named = one as Named
  const rest = walk(one, defined, form) as Named
  if (typeof named.event !== 'string' || !isVirtualName(named.event)) return [rest]
  const { event } = named
  const meaning = defined.virtual.get(idOf(event))
  if (!meaning) throw invalid('unknown_virtual_event', 'There is no such virtual event', { event })
  return meaning.any_of.map((real) => {
    const own = real.where.map((where) => {
      const { property, is } = walk(where, defined, 'rule') as Where
      return form === 'rule' ? { property, is } : { of: 'event', property, ...is }
    })
    const isAsked = own.length > 0 || rest.where !== undefined
    return {
      ...rest,
      event: real.event,
      ...(isAsked && { where: [...own, ...(rest.where ?? [])] }),
    }
  })
}

/** What ends an attempt: the first of its events, and the others beside it. */
function exclusionOf(one: unknown, defined: Defined): unknown {
  const { or = [], ...exclusion } = one as Named & { or?: unknown[] }
  const [first, ...others] = realOf(exclusion, defined, 'question')
  const beside = [
    ...others.map(({ event, where }) => ({ event, where: where ?? [] })),
    ...or.flatMap((further) => realOf(further, defined, 'question')),
  ]
  return { ...first, ...(beside.length > 0 && { or: beside }) }
}

/** Ids of all that something names, also behind what it names. */
export function definedIn(given: unknown, defined: Defined): Set<string> {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      if (!isDerivedName(value) && !isVirtualName(value)) return
      const id = idOf(value)
      if (found.has(id)) return
      found.add(id)
      look(isDerivedName(value) ? defined.derived.get(id)?.expression : defined.virtual.get(id))
    } else if (Array.isArray(value)) value.forEach(look)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look)
  }
  look(given)
  return found
}
