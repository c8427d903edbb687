// What a brand calls its events and their properties, for who asks questions about them.
import { sql } from 'kysely'
import { can, scopeOf } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { loadHandlings } from '../profile/index.ts'
import { wholeCatalogue } from './catalogue.ts'
import { plannedProperties } from './plan.ts'
import { isPreset } from './rule.ts'
import { shownSample } from './samples.ts'

export interface PropertyWord {
  name: string
  label: string
  label_en: string
  type: 'string' | 'number' | 'boolean' | 'list' | 'object' | null
  unit: string
  sample: string | null
  /** Added by SDKs by themselves. */
  is_preset: boolean
}
export interface EventWord {
  name: string
  label: string
  label_en: string
  is_own: boolean
  total: number
  recent: number
  properties: PropertyWord[]
}

/** Seen or planned, the largest first. What is sensitive is not among them. */
export async function eventWords(ctx: Ctx): Promise<EventWord[]> {
  const [events, planned, { rows: seen }, handlings] = await Promise.all([
    wholeCatalogue(ctx),
    plannedProperties(ctx),
    sql<{ event_name: string; name: string; type: PropertyWord['type']; sample: unknown }>`
      select event_name, name, type, sample from event_property
      where tenant_id = ${ctx.tenantId} order by event_name, name`.execute(ctx.pg),
    loadHandlings(ctx),
  ])
  const unmask = can(ctx.actor, 'customers:unmask')
  // A sample is a value of some customer, who may be out of sight.
  const seesAll = scopeOf(ctx.actor).kind === 'all'
  const properties = new Map<string, Map<string, PropertyWord>>()
  const put = (event: string, word: PropertyWord) => {
    const of = properties.get(event) ?? new Map<string, PropertyWord>()
    properties.set(event, of.set(word.name, word))
  }
  for (const { event_name, name, type, sample } of seen)
    put(event_name, {
      name,
      type,
      ...{ label: '', label_en: '', unit: '', is_preset: isPreset(name) },
      sample: seesAll ? shownSample(JSON.stringify(sample), handlings.of(name), unmask) : null,
    })
  for (const { event_name, name, label, label_en, unit, type } of planned) {
    const known = properties.get(event_name)?.get(name)
    put(event_name, {
      ...{ name, label, label_en, unit, is_preset: isPreset(name) },
      type: known?.type ?? type,
      sample: known?.sample ?? null,
    })
  }
  return events.map(({ name, label, label_en, is_own, total, recent }) => ({
    ...{ name, label, label_en, is_own, total, recent },
    properties: [...(properties.get(name)?.values() ?? [])].filter(
      (p) => !handlings.isSensitive(p.name),
    ),
  }))
}
