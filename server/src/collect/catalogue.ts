// The event catalogue's memory: names and properties seen, and the type each property has for good.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { ReadyEvent } from './prepare.ts'

export type PropertyType = 'string' | 'number' | 'boolean' | 'list' | 'object'

export function typeOf(value: unknown): PropertyType | undefined {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'object':
      return value === null ? undefined : Array.isArray(value) ? 'list' : 'object'
    default:
      return undefined
  }
}

type Types = Map<string, PropertyType>

/** Types by tenant and event name, as far as this process knows them. Types never change. */
export interface Catalogue {
  typesOf(tenantId: string, eventName: string): Types | undefined
  learn(tenantId: string, eventName: string, types: Iterable<[string, PropertyType]>): void
}

export function createCatalogue(): Catalogue {
  const tenants = new Map<string, Map<string, Types>>()
  return {
    typesOf: (tenantId, eventName) => tenants.get(tenantId)?.get(eventName),
    learn(tenantId, eventName, types) {
      const names = tenants.get(tenantId) ?? new Map<string, Types>()
      tenants.set(tenantId, names)
      const known = names.get(eventName) ?? new Map<string, PropertyType>()
      names.set(eventName, known)
      for (const [property, type] of types) known.set(property, type)
    },
  }
}

interface Unknown {
  eventName: string
  property: string
  type: PropertyType
  sample: string
}

/**
 * Registers what these events bring that is new; the first type wins, in every process. Returns
 * what is now known, to be learnt once the transaction has committed.
 */
export async function registerNew(
  ctx: Ctx,
  catalogue: Catalogue,
  events: readonly ReadyEvent[],
): Promise<Map<string, Types>> {
  const names = new Set<string>()
  const unknown = new Map<string, Unknown>()
  for (const { draft } of events) {
    const types = catalogue.typesOf(ctx.tenantId, draft.name)
    if (!types) names.add(draft.name)
    for (const property in draft.props) {
      if (types?.has(property)) continue
      const value = draft.props[property]
      const type = typeOf(value)
      const key = `${draft.name}\x1f${property}`
      if (type && !unknown.has(key))
        unknown.set(key, { eventName: draft.name, property, type, sample: sampleOf(value) })
    }
  }
  const learnt = new Map<string, Types>()
  if (names.size > 0) {
    await sql`insert into event_name (tenant_id, name)
      select ${ctx.tenantId}::uuid, * from unnest(${[...names].sort()}::text[]) on conflict do nothing`.execute(
      ctx.pg,
    )
    for (const name of names) learnt.set(name, new Map())
  }
  if (unknown.size === 0) return learnt
  const rows = [...unknown.values()].sort(
    (a, b) => order(a.eventName, b.eventName) || order(a.property, b.property),
  )
  const eventNames = rows.map((r) => r.eventName)
  const properties = rows.map((r) => r.property)
  await sql`insert into event_property (tenant_id, event_name, name, type, sample)
    select ${ctx.tenantId}::uuid, * from unnest(${eventNames}::text[], ${properties}::text[],
      ${rows.map((r) => r.type)}::text[], ${rows.map((r) => r.sample)}::jsonb[])
    on conflict do nothing`.execute(ctx.pg)
  const known = await sql<{ event_name: string; name: string; type: PropertyType }>`
    select p.event_name, p.name, p.type from unnest(${eventNames}::text[], ${properties}::text[]) as w (event_name, name)
    join event_property p on p.tenant_id = ${ctx.tenantId} and p.event_name = w.event_name and p.name = w.name`.execute(
    ctx.pg,
  )
  for (const row of known.rows) {
    const types = learnt.get(row.event_name) ?? new Map()
    types.set(row.name, row.type)
    learnt.set(row.event_name, types)
  }
  return learnt
}

/** Splits off the values whose type is not the property's; undefined when all fit. */
export function setAside(
  props: Record<string, unknown>,
  known: Types | undefined,
  learnt: Types | undefined,
): { props: Record<string, unknown>; aside: Record<string, unknown> } | undefined {
  let aside: Record<string, unknown> | undefined
  for (const property in props) {
    const type = known?.get(property) ?? learnt?.get(property)
    const mine = typeOf(props[property])
    if (mine !== undefined && type !== undefined && mine !== type) {
      aside ??= {}
      aside[property] = props[property]
    }
  }
  if (!aside) return undefined
  const kept: Record<string, unknown> = {}
  for (const property in props) if (!(property in aside)) kept[property] = props[property]
  return { props: kept, aside }
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** First value seen, as JSON, shortened so that a sample never weighs more than a line. */
export function sampleOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 120).toWellFormed())
  const text = JSON.stringify(value)
  return text.length <= 300 ? text : JSON.stringify(Array.isArray(value) ? '[…]' : '{…}')
}
