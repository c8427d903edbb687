// Addresses at which others' systems leave any JSON: made, changed, taken away.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { getMapping, listMappings, type Mapping, saveMapping } from '../imports/index.ts'
import { audit, auditAll } from '../platform/audit.ts'
import { type BatchAnswer, sortOut } from '../platform/batch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { invalid, notFound } from '../platform/errors.ts'
import { hashKey, makeKey } from '../platform/keys.ts'
import { INBOUND_PRESETS } from './inbound-presets.ts'
import type { SwitchBatch } from './switches.ts'

const Fields = z.object({
  name: z.string().trim().min(1).max(100),
  mapping: z.string().min(1).max(100).describe('Name of a saved or shipped import mapping'),
  rows_at: z
    .string()
    .max(200)
    .regex(/^(|[^.]+(\.[^.]+)*)$/, 'names with dots between them')
    .default('')
    .describe('Where in a body its rows are, e.g. data.trades; empty: the body itself'),
})
export const InboundInput = Fields.extend({
  mapping: Fields.shape.mapping.optional(),
  preset: z
    .string()
    .max(50)
    .optional()
    .describe('In place of a mapping: saves the one of a preset, unless one of its name is there'),
})
export type InboundInput = z.infer<typeof InboundInput>
export const InboundChange = Fields.partial().extend({ is_on: z.boolean().optional() })
export type InboundChange = z.infer<typeof InboundChange>

export interface InboundRow {
  id: string
  name: string
  mapping: string
  rows_at: string
  hint: string
  is_on: boolean
  created_at: Date
  received: number
  waiting: number
  faulty: number
  last_received_at: Date | null
}

/** @returns the secret part of the address too, shown only now */
export function createInbound(
  ctx: Ctx,
  input: InboundInput,
): Promise<{ address: InboundRow; secret: string }> {
  const id = randomUUIDv7()
  const { secret, hash, hint } = makeKey('hfi_')
  return inTx(ctx, async (ctx) => {
    const mapping = input.mapping ?? (await mappingOfPreset(ctx, input.preset))
    await mappingOfOnePart(ctx, mapping)
    await sql`insert into inbound_address (tenant_id, id, name, mapping, rows_at, hash, hint, created_at, created_by)
      values (${ctx.tenantId}, ${id}, ${input.name}, ${mapping}, ${input.rows_at}, ${hash}, ${hint}, ${ctx.now()},
        ${`${ctx.actor.kind}:${ctx.actor.id}`})`.execute(ctx.pg)
    await audit(
      ctx,
      'inbound.created',
      { kind: 'inbound_address', id },
      { after: { ...input, mapping } },
    )
    return { address: await getInbound(ctx, id), secret }
  })
}

/** Its mapping becomes the brand's own; one of that name that is there already is left as it was adapted. */
async function mappingOfPreset(ctx: Ctx, key: string | undefined): Promise<string> {
  const preset = INBOUND_PRESETS.find((one) => one.key === key)
  if (!preset) throw invalid('mapping_needed', 'An address needs a mapping or a preset')
  const { name } = preset.mapping
  if (!(await listMappings(ctx)).some((one) => one.name === name))
    await saveMapping(ctx, preset.mapping)
  return name
}

export function changeInbound(ctx: Ctx, id: string, change: InboundChange): Promise<InboundRow> {
  return inTx(ctx, async (ctx) => {
    const before = await getInbound(ctx, id)
    if (change.mapping !== undefined) await mappingOfOnePart(ctx, change.mapping)
    await sql`update inbound_address set
        name = coalesce(${change.name ?? null}, name),
        mapping = coalesce(${change.mapping ?? null}, mapping),
        rows_at = coalesce(${change.rows_at ?? null}, rows_at),
        is_on = coalesce(${change.is_on ?? null}::boolean, is_on)
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    const after = await getInbound(ctx, id)
    await audit(ctx, 'inbound.changed', { kind: 'inbound_address', id }, { before, after })
    return after
  })
}

/** Of those that are removed, what they received goes too; what was imported stays. */
export function changeInbounds(ctx: Ctx, { ids, action }: SwitchBatch): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const { taken, refused } = sortOut(
      ids,
      await listInbound(ctx),
      (one) => one.id,
      'inbound_address',
    )
    const isOn = action === 'on'
    const changing = action === 'remove' ? taken : taken.filter((one) => one.is_on !== isOn)
    const of = sql`tenant_id = ${ctx.tenantId} and id = any(${changing.map((one) => one.id)}::uuid[])`
    if (action === 'remove') await sql`delete from inbound_address where ${of}`.execute(ctx.pg)
    else await sql`update inbound_address set is_on = ${isOn} where ${of}`.execute(ctx.pg)
    await auditAll(
      ctx,
      changing.map((one) => ({
        action: action === 'remove' ? 'inbound.removed' : 'inbound.changed',
        object: { kind: 'inbound_address', id: one.id },
        details:
          action === 'remove'
            ? { before: one }
            : { before: { is_on: one.is_on }, after: { is_on: isOn } },
      })),
    )
    return { changed: changing.length, refused }
  })
}

/** @throws 404 */
export async function removeInbound(ctx: Ctx, id: string): Promise<void> {
  const { refused } = await changeInbounds(ctx, { ids: [id], action: 'remove' })
  if (refused.length > 0) throw notFound('inbound_address')
}

/** A body is one file of the mapping, so the mapping may read only one. @throws 400, 404 */
export async function mappingOfOnePart(ctx: Ctx, name: string): Promise<Mapping> {
  const mapping = await getMapping(ctx, name)
  const [part, ...others] = mapping.parts
  if (!part || others.length > 0)
    throw invalid(
      'mapping_of_several_files',
      'An inbound address takes a mapping that reads one file',
      { files: mapping.parts.map((p) => p.file) },
    )
  return { ...mapping, parts: [{ ...part, file: '.*' }] }
}

export async function listInbound(ctx: Ctx): Promise<InboundRow[]> {
  return selectInbound(ctx, null)
}

/** @throws 404 */
export async function getInbound(ctx: Ctx, id: string): Promise<InboundRow> {
  const [found] = await selectInbound(ctx, id)
  if (!found) throw notFound('inbound_address')
  return found
}

async function selectInbound(ctx: Ctx, id: string | null): Promise<InboundRow[]> {
  const { rows } = await sql<InboundRow>`
    select a.id, a.name, a.mapping, a.rows_at, a.hint, a.is_on, a.created_at,
      coalesce(m.received, 0)::int as received, coalesce(m.waiting, 0)::int as waiting,
      coalesce(m.faulty, 0)::int as faulty, m.last_received_at
    from inbound_address a left join lateral (
      select count(*) as received, count(*) filter (where import_id is null and fault is null) as waiting,
        count(*) filter (where fault is not null) as faulty, max(received_at) as last_received_at
      from inbound_message where tenant_id = a.tenant_id and address_id = a.id) m on true
    where a.tenant_id = ${ctx.tenantId} and (${id}::uuid is null or a.id = ${id})
    order by a.created_at, a.id`.execute(ctx.pg)
  return rows
}

export interface FoundAddress {
  tenant_id: string
  id: string
  is_on: boolean
}

/** By the secret part of the address, whichever brand's it is. */
export async function findAddress(system: Ctx, secret: string): Promise<FoundAddress | undefined> {
  const { rows } = await sql<FoundAddress>`
    select tenant_id, id, is_on from inbound_address where hash = ${hashKey(secret)}`.execute(
    system.pg,
  )
  return rows[0]
}
