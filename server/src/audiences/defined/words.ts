// What a brand defined over its events, among the words that questions and rules are made of.
import type { Ctx } from '../../platform/ctx.ts'
import { loadHandlings } from '../../profile/index.ts'
import type { EventWord, PropertyWord } from '../../tracking/index.ts'
import { brandWithDefined } from './defined.ts'
import { listDerived, propertiesBehind } from './derived.ts'
import { listVirtual } from './virtual.ts'
import { DERIVED, VIRTUAL } from './written.ts'

type DefinedProperty = PropertyWord & { is_derived: boolean }
interface DefinedEvent extends Omit<EventWord, 'properties'> {
  is_virtual: boolean
  properties: DefinedProperty[]
}

/** Archived ones are offered no more, nor what is made of sensitive properties. */
export async function definedWords(
  ctx: Ctx,
  events: readonly EventWord[],
): Promise<DefinedEvent[]> {
  const [virtual, derived, brand, { isSensitive }] = await Promise.all([
    listVirtual(ctx),
    listDerived(ctx),
    brandWithDefined(ctx),
    loadHandlings(ctx),
  ])
  const offered = derived.filter(
    ({ is_archived, expression }) =>
      !is_archived && !propertiesBehind(expression, brand).some((name) => isSensitive(name)),
  )
  const derivedOf = (event: string): DefinedProperty[] =>
    offered
      .filter(({ events }) => events.length === 0 || events.includes(event))
      .map(({ id, name, type }) => ({
        ...{ name: `${DERIVED}${id}`, label: name, label_en: '', unit: '', sample: null },
        ...{ type: type === 'number' ? ('number' as const) : ('string' as const) },
        ...{ is_preset: false, is_derived: true },
      }))
  const real: DefinedEvent[] = events.map((event) => ({
    ...event,
    is_virtual: false,
    properties: [
      ...event.properties.map((property) => ({ ...property, is_derived: false })),
      ...derivedOf(event.name),
    ],
  }))
  const byName = new Map(real.map((event) => [event.name, event]))
  return [
    ...real,
    ...virtual
      .filter(({ is_archived }) => !is_archived)
      .map(({ id, name, pattern }): DefinedEvent => {
        const own = `${VIRTUAL}${id}`
        const of = pattern.any_of.map(({ event }) => event)
        const made = [...new Set(of)].flatMap((event) => byName.get(event) ?? [])
        const properties = [
          ...made.flatMap((event) => event.properties),
          ...of.flatMap(derivedOf),
          ...derivedOf(own),
        ]
        const sum = (count: (event: DefinedEvent) => number) =>
          made.reduce((all, event) => all + count(event), 0)
        return {
          ...{ name: own, label: name, label_en: '', is_own: false, is_virtual: true },
          // Of all its events, whatever is asked of them: only an order of size.
          ...{ total: sum(({ total }) => total), recent: sum(({ recent }) => recent) },
          properties: [...new Map(properties.map((one) => [one.name, one])).values()],
        }
      }),
  ]
}
