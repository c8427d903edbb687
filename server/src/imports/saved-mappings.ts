// Mappings by name: those we ship, and those a tenant has saved.
import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { AppError, notFound } from '../platform/errors.ts'
import { faultsOf, Mapping } from './mapping.ts'

const folder = new URL('./mappings/', import.meta.url)
let shipped: Map<string, Mapping> | undefined

export function shippedMappings(): Map<string, Mapping> {
  shipped ??= new Map(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => {
        const mapping = soundMapping(JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
        return [mapping.name, mapping]
      }),
  )
  return shipped
}

/** @throws 400 with every fault */
export function soundMapping(given: unknown): Mapping {
  const parsed = Mapping.safeParse(given)
  const faults = parsed.success
    ? faultsOf(parsed.data)
    : parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`)
  if (!parsed.success || faults.length > 0)
    throw new AppError(
      400,
      'invalid_mapping',
      `The mapping is wrong: ${faults.slice(0, 5).join('; ')}`,
      { details: faults },
    )
  return parsed.data
}

export interface SavedMapping {
  name: string
  title: Record<string, string>
  shipped: boolean
  mapping: Mapping
}

/** A tenant's own first; one with the name of a shipped one stands in its place. */
export async function listMappings(ctx: Ctx): Promise<SavedMapping[]> {
  const { rows } = await sql<{ name: string; mapping: Mapping }>`
    select name, mapping from import_mapping where tenant_id = ${ctx.tenantId} order by name`.execute(
    ctx.pg,
  )
  const own = rows.map((r) => ({
    name: r.name,
    title: r.mapping.title,
    shipped: false,
    mapping: r.mapping,
  }))
  const names = new Set(own.map((m) => m.name))
  const others = [...shippedMappings().values()].filter((m) => !names.has(m.name))
  return [
    ...own,
    ...others.map((mapping) => ({
      name: mapping.name,
      title: mapping.title,
      shipped: true,
      mapping,
    })),
  ]
}

/** @throws 404 */
export async function getMapping(ctx: Ctx, name: string): Promise<Mapping> {
  const found = (await listMappings(ctx)).find((m) => m.name === name)
  if (!found) throw notFound('mapping')
  return soundMapping(found.mapping)
}

export function saveMapping(ctx: Ctx, given: unknown): Promise<Mapping> {
  const mapping = soundMapping(given)
  return inTx(ctx, async (ctx) => {
    await sql`insert into import_mapping (tenant_id, name, mapping, updated_at, updated_by)
      values (${ctx.tenantId}, ${mapping.name}, ${JSON.stringify(mapping)}::jsonb, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})
      on conflict (tenant_id, name) do update
        set mapping = excluded.mapping, updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(
      ctx.pg,
    )
    await audit(ctx, 'import_mapping.saved', { kind: 'import_mapping', id: mapping.name })
    return mapping
  })
}

/** @throws 404 when the tenant has saved none of this name; shipped ones cannot be removed */
export function removeMapping(ctx: Ctx, name: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { numAffectedRows } = await sql`
      delete from import_mapping where tenant_id = ${ctx.tenantId} and name = ${name}`.execute(
      ctx.pg,
    )
    if (numAffectedRows !== 1n) throw notFound('mapping')
    await audit(ctx, 'import_mapping.removed', { kind: 'import_mapping', id: name })
  })
}
