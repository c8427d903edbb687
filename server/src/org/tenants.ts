// Brands: made by an owner, each with its own everything.
import { randomUUIDv7 } from 'node:crypto'
import { z } from 'zod'
import { audit } from '../platform/audit.ts'
import { type Actor, type Ctx, inTx, SYSTEM } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { asTenant, type Base, inBaseTx } from './base.ts'
import {
  findTenantRow,
  insertMembership,
  insertTenant,
  listOwners,
  listTenantRows,
  listTenantsOfUser,
  lockOwners,
  type TenantChange,
  type TenantRow,
  updateTenantRow,
} from './store.ts'

const isTimezone = (zone: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
const currencies = new Set(Intl.supportedValuesOf('currency'))

export const TenantName = z.string().trim().min(1).max(100)
export const Timezone = z
  .string()
  .max(60)
  .refine(isTimezone, 'not a time zone')
  .describe('IANA name, e.g. Asia/Shanghai')
export const Currency = z
  .string()
  .refine((code) => currencies.has(code), 'not a currency')
  .describe('ISO 4217, e.g. CNY')

export const NewTenant = z.object({
  name: TenantName,
  timezone: Timezone.default('Asia/Shanghai'),
  currency: Currency.default('CNY'),
  language: z.enum(['zh-CN', 'en']).default('zh-CN'),
})
export type NewTenant = z.infer<typeof NewTenant>

/** Makes a brand and names the ctx to go on in; the first keys are the caller's to make. */
export async function createTenant(
  base: Base,
  actor: Actor,
  input: NewTenant,
  isDemo = false,
): Promise<{ tenant: TenantRow; ctx: Ctx }> {
  const tenant = { id: randomUUIDv7(), ...input, is_demo: isDemo }
  await inBaseTx(base, async (base) => {
    await insertTenant(base, tenant)
    const object = { kind: 'tenant', id: tenant.id }
    await audit(asTenant(base, tenant.id, actor), 'tenant.created', object, { after: input })
  })
  return { tenant, ctx: asTenant(base, tenant.id, actor) }
}

/**
 * A further brand, by an owner of one: the person becomes its owner. A key is nobody, so the owners
 * of the brand it belongs to do; else a brand made by a key could never be opened in the console.
 */
export async function createFurtherTenant(
  ctx: Ctx,
  input: NewTenant,
): Promise<{ tenant: TenantRow; ctx: Ctx }> {
  const { tenant } = await inTx(ctx, async (ctx) => {
    const owners = ctx.actor.kind === 'user' ? [ctx.actor.id] : await lockOwners(ctx)
    const made = await createTenant(ctx, ctx.actor, input)
    const scope = { kind: 'all' as const, ids: [] }
    for (const userId of owners)
      await insertMembership(made.ctx, { userId, role: 'owner', scope, name: '', isAccepted: true })
    return made
  })
  return { tenant, ctx: asTenant(ctx, tenant.id, ctx.actor) }
}

/** The brand that is played for show; whoever owns a brand here owns it too. */
export function createDemoTenant(
  base: Base,
  input: NewTenant,
): Promise<{ tenant: TenantRow; ctx: Ctx }> {
  return inBaseTx(base, async (base) => {
    const made = await createTenant(base, SYSTEM, input, true)
    const scope = { kind: 'all' as const, ids: [] }
    for (const userId of await listOwners(base))
      await insertMembership(made.ctx, { userId, role: 'owner', scope, name: '', isAccepted: true })
    return made
  })
}

export function changeTenant(ctx: Ctx, change: TenantChange): Promise<TenantRow> {
  return inTx(ctx, async (ctx) => {
    const before = await getTenant(ctx)
    const after = await updateTenantRow(ctx, change)
    if (!after) throw notFound('tenant')
    await audit(ctx, 'tenant.changed', { kind: 'tenant', id: ctx.tenantId }, { before, after })
    return after
  })
}

export async function getTenant(ctx: Ctx): Promise<TenantRow> {
  const row = await findTenantRow(ctx)
  if (!row) throw notFound('tenant')
  return row
}

/** Every brand of the installation, oldest first: for who runs the server. */
export const findTenants = (base: Base): Promise<TenantRow[]> => listTenantRows(base)

/** The brands the actor may work for: a person's own, a key's one. */
export async function listTenants(ctx: Ctx): Promise<TenantRow[]> {
  return ctx.actor.kind === 'user' ? listTenantsOfUser(ctx, ctx.actor.id) : [await getTenant(ctx)]
}
