// A brand with all it needs to begin: its first API key and its first write keys.
import {
  type Base,
  createApiKey,
  createDemoTenant,
  createFurtherTenant,
  createTenant,
  ensureFirstOwner,
  type FirstOwnerSettings,
  type NewTenant,
} from '../org/index.ts'
import { type Ctx, inTx, SYSTEM } from '../platform/ctx.ts'
import { createWriteKey, ensureWriteKey } from './write-keys.ts'

export interface OpenedTenant {
  tenant: { id: string; name: string; timezone: string; currency: string; language: 'zh-CN' | 'en' }
  apiKey: string
  /** Of kind server. */
  writeKey: string
  clientWriteKey: string
}

/** By an owner of another brand. */
export function openTenant(ctx: Ctx, input: NewTenant): Promise<OpenedTenant> {
  return inTx(ctx, async (ctx) => addFirstKeys(await createFurtherTenant(ctx, input)))
}

/** By who runs the server, before there is anybody: `homefield tenant create`. */
export function openTenantAsSystem(base: Base, input: NewTenant): Promise<OpenedTenant> {
  return base.pg
    .transaction()
    .execute(async (pg) => addFirstKeys(await createTenant({ ...base, pg }, SYSTEM, input)))
}

/** Opened by the server itself, to be played for show. */
export function openDemoTenant(base: Base, input: NewTenant): Promise<OpenedTenant> {
  return base.pg
    .transaction()
    .execute(async (pg) => addFirstKeys(await createDemoTenant({ ...base, pg }, input)))
}

async function addFirstKeys(made: {
  tenant: OpenedTenant['tenant']
  ctx: Ctx
}): Promise<OpenedTenant> {
  const { ctx, tenant } = made
  const api = await createApiKey(ctx, { name: 'First API key', role: 'owner' })
  const server = await createWriteKey(ctx, { name: 'server', kind: 'server' })
  const client = await createWriteKey(ctx, { name: 'client', kind: 'client' })
  return {
    tenant,
    apiKey: api.secret,
    writeKey: server.secret,
    clientWriteKey: client.secret,
  }
}

/**
 * What every start makes sure of: somebody can sign in, and the keys of the settings work. The same
 * however often and by however many processes it is done.
 * @returns the first owner's link when nobody can sign in yet
 */
export async function ensureFirstUse(
  base: Base,
  settings: Omit<FirstOwnerSettings, 'needsTenant'> & { writeKey: string | undefined },
): Promise<{ link?: string }> {
  const { link, tenantId } = await ensureFirstOwner(base, {
    ...settings,
    needsTenant: settings.writeKey !== undefined,
  })
  if (tenantId && settings.writeKey)
    await ensureWriteKey({ ...base, tenantId, actor: SYSTEM }, settings.writeKey)
  return link ? { link } : {}
}
