// The same said of many properties of one event.
import { sql } from 'kysely'
import { z } from 'zod'
import { auditAll } from '../platform/audit.ts'
import { type BatchAnswer, BatchNames, sortOut } from '../platform/batch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import {
  lockPlan,
  type PROPERTY_TYPES,
  PropertyPlan,
  plannedProperties,
  saveProperties,
} from './plan.ts'

export const PropertiesBatch = z.object({
  names: BatchNames,
  set: z
    .object({
      type: PropertyPlan.shape.type.unwrap(),
      unit: PropertyPlan.shape.unit.unwrap(),
      is_expected: PropertyPlan.shape.is_expected.unwrap(),
    })
    .partial()
    .describe('Empty: those in nobody’s plan come in as they are'),
})

/** Those in nobody’s plan come in, with the type they were seen with unless another is said. */
export function editProperties(
  ctx: Ctx,
  eventName: string,
  edit: z.infer<typeof PropertiesBatch>,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    await lockPlan(ctx)
    const planned = await plannedProperties(ctx, eventName)
    const held = new Map(planned.map((p) => [p.name, p]))
    const { rows: seen } = await sql<{ name: string; type: (typeof PROPERTY_TYPES)[number] }>`
      select name, type from event_property where tenant_id = ${ctx.tenantId} and event_name = ${eventName}`.execute(
      ctx.pg,
    )
    const known = new Map<string, z.input<typeof PropertyPlan>>([
      ...seen.map(({ name, type }) => [name, { type }] as const),
      ...held,
    ])
    const { taken, refused } = sortOut(edit.names, [...known], ([name]) => name, 'tracked_property')
    const set = Object.fromEntries(Object.entries(edit.set).filter(([, v]) => v !== undefined))
    const changed = await saveProperties(
      ctx,
      taken.map(([name, plan]) => ({
        eventName,
        name,
        plan: PropertyPlan.parse({ ...plan, ...set }),
      })),
    )
    await auditAll(
      ctx,
      changed.map(({ name }) => ({
        action: 'tracked_property.changed',
        object: { kind: 'tracked_event', id: eventName },
        details: { property: name, before: held.get(name) ?? null, after: set },
      })),
    )
    return { changed: changed.length, refused }
  })
}
