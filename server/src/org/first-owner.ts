// What a server makes sure of at every start: somebody can sign in.
import { audit } from '../platform/audit.ts'
import { type Ctx, SYSTEM } from '../platform/ctx.ts'
import { ensureApiKey } from './api-keys.ts'
import { asTenant, type Base, inBaseTx } from './base.ts'
import { createLink, FIRST_TENANT, makeOwner } from './links.ts'
import { demandStrongPassword, hashPassword } from './passwords.ts'
import { Email } from './people.ts'
import { findUserByEmail, hasOwner, listTenantRows, lockInstallation } from './store.ts'
import { createTenant } from './tenants.ts'

export interface FirstOwnerSettings {
  owner: { email: string; password: string } | undefined
  apiKey: string | undefined
  /** True when the first brand must be there even without an owner: a write key is set for it. */
  needsTenant: boolean
  /** What the console is reached by, e.g. http://127.0.0.1:7070. */
  origin: string
}
export interface FirstOwner {
  /** Shown in the log when nobody can sign in yet; works for 24 hours, once. */
  link?: string
  /** The oldest brand, if there is one. */
  tenantId?: string
}

/** The same at every start and in every process: what is there already stays as it is. */
export async function ensureFirstOwner(
  base: Base,
  settings: FirstOwnerSettings,
): Promise<FirstOwner> {
  const { owner } = settings
  const email = owner ? Email.parse(owner.email) : ''
  let passwordHash: string | undefined
  if (owner && !(await findUserByEmail(base, email))) {
    demandStrongPassword(owner.password, email)
    passwordHash = await hashPassword(owner.password)
  }
  return inBaseTx(base, async (base) => {
    await lockInstallation(base)
    // A person who is there keeps the password and role they have by now.
    if (passwordHash && !(await findUserByEmail(base, email)))
      await makeOwner(base, { email, name: email.split('@')[0] ?? email, passwordHash })
    const tenant = await findOrMakeTenant(base, settings)
    if (tenant && settings.apiKey) await ensureApiKey(tenant, settings.apiKey)
    const oldest = tenant ? { tenantId: tenant.tenantId } : {}
    if (await hasOwner(base)) return oldest
    const path = await createLink(base, { purpose: 'first_owner' })
    if (tenant) await audit(tenant, 'owner_link.created')
    return { link: settings.origin + path, ...oldest }
  })
}

async function findOrMakeTenant(
  base: Base,
  settings: FirstOwnerSettings,
): Promise<Ctx | undefined> {
  const oldest = (await listTenantRows(base)).find((t) => !t.is_demo)
  if (oldest) return asTenant(base, oldest.id)
  if (!settings.apiKey && !settings.needsTenant) return undefined
  return (await createTenant(base, SYSTEM, FIRST_TENANT)).ctx
}
