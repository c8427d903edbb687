// API keys: for programs. Kept as hashes, shown once, never more powerful than who makes them.
import { randomUUIDv7, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import { audit, auditAll } from '../platform/audit.ts'
import { mayGrant, type Permission, ROLE_PERMISSIONS } from '../platform/auth.ts'
import { type BatchAnswer, sortOut } from '../platform/batch.ts'
import { brandVersion } from '../platform/brand-cache.ts'
import { type Ctx, inTx, type Role } from '../platform/ctx.ts'
import { forbidden, invalid, notFound } from '../platform/errors.ts'
import { describeKey, hashKey, makeKey, type NewKey } from '../platform/keys.ts'
import type { Base } from './base.ts'

export interface ApiKeyRow {
  id: string
  name: string
  role: Role
  permissions: Permission[] | null
  hint: string
  created_at: Date
  created_by: string
  last_used_at: Date | null
  revoked_at: Date | null
}
const columns = sql`id, name, role, permissions, hint, created_at, created_by, last_used_at, revoked_at`

export interface NewApiKey {
  name: string
  role: Role
  /** Fewer than the role has; absent: all of them. */
  permissions?: Permission[] | undefined
}

/** @throws 403 when it could do more than its maker, 400 when it names what its role lacks */
export function createApiKey(
  ctx: Ctx,
  input: NewApiKey,
): Promise<{ key: ApiKeyRow; secret: string }> {
  return inTx(ctx, async (ctx) => {
    if (!mayGrant(ctx.actor, input.role))
      throw forbidden('beyond_own_role', 'A key cannot be allowed more than you are')
    const beyond = input.permissions?.filter((p) => !ROLE_PERMISSIONS[input.role].has(p)) ?? []
    if (beyond.length > 0)
      throw invalid('beyond_role', `The role ${input.role} does not have ${beyond.join(', ')}`)
    const made = makeKey('hfk_')
    const key = await insertApiKey(ctx, input, made)
    if (!key) throw new Error('two random keys were the same')
    return { key, secret: made.secret }
  })
}

/** The key given in the settings: made at the first start, left alone at every other. */
export async function ensureApiKey(ctx: Ctx, secret: string): Promise<ApiKeyRow | undefined> {
  return insertApiKey(ctx, { name: 'HOMEFIELD_API_KEY', role: 'owner' }, describeKey(secret))
}

async function insertApiKey(
  ctx: Ctx,
  input: NewApiKey,
  key: NewKey,
): Promise<ApiKeyRow | undefined> {
  const { rows } = await sql<ApiKeyRow>`
    insert into api_key (tenant_id, id, name, role, permissions, hash, hint, created_at, created_by)
    values (${ctx.tenantId}, ${randomUUIDv7()}, ${input.name}, ${input.role},
      ${input.permissions ?? null}::text[], ${key.hash}, ${key.hint}, ${ctx.now()}, ${ctx.actor.name})
    on conflict (hash) do nothing
    returning ${columns}`.execute(ctx.pg)
  const row = rows[0]
  if (row)
    await audit(
      ctx,
      'api_key.created',
      { kind: 'api_key', id: row.id },
      {
        after: { name: row.name, role: row.role, permissions: row.permissions, prefix: row.hint },
      },
    )
  return row
}

export async function listApiKeys(ctx: Ctx): Promise<ApiKeyRow[]> {
  const { rows } = await sql<ApiKeyRow>`
    select ${columns} from api_key where tenant_id = ${ctx.tenantId}
    order by revoked_at is not null, created_at desc, id`.execute(ctx.pg)
  return rows
}

/** Ends them at once; again changes nothing. One that may do more than its ender is refused. */
export function revokeApiKeys(ctx: Ctx, ids: readonly string[]): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<ApiKeyRow>`
      select ${columns} from api_key
      where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[]) for update`.execute(
      ctx.pg,
    )
    const { taken, refused } = sortOut(
      ids,
      rows,
      (key) => key.id,
      'api_key',
      (key) => (key.revoked_at || mayGrant(ctx.actor, key.role) ? undefined : 'beyond_own_role'),
    )
    const live = taken.filter((key) => !key.revoked_at)
    await sql`update api_key set revoked_at = ${ctx.now()}, revoked_by = ${ctx.actor.name}
      where tenant_id = ${ctx.tenantId} and id = any(${live.map((key) => key.id)}::uuid[])`.execute(
      ctx.pg,
    )
    await auditAll(
      ctx,
      live.map(({ id, name, role }) => ({
        action: 'api_key.revoked',
        object: { kind: 'api_key', id },
        details: { before: { name, role } },
      })),
    )
    return { changed: live.length, refused }
  })
}

/** @throws 403, 404 */
export async function revokeApiKey(ctx: Ctx, id: string): Promise<void> {
  const [refused] = (await revokeApiKeys(ctx, [id])).refused
  if (refused?.code === 'beyond_own_role')
    throw forbidden(refused.code, 'This key is allowed more than you are')
  if (refused) throw notFound('api_key')
}

export interface FoundApiKey {
  id: string
  tenant_id: string
  name: string
  role: Role
  permissions: Permission[] | null
  hash: Buffer
  last_used_at: Date | null
  brand_version: string | null
}

/**
 * By hash: what an index lookup could leak is about the hash, which nobody can steer.
 * @param withVersion of what its brand has set up
 */
export async function findApiKey(
  base: Base,
  secret: string,
  withVersion = false,
): Promise<FoundApiKey | undefined> {
  const hash = hashKey(secret)
  const version = withVersion ? brandVersion(sql`k.tenant_id`) : sql`null::text`
  const { rows } = await sql<FoundApiKey>`
    select k.id, k.tenant_id, k.name, k.role, k.permissions, k.hash, k.last_used_at, ${version} as brand_version
    from api_key k where k.hash = ${hash} and k.revoked_at is null`.execute(base.pg)
  const key = rows[0]
  return key && timingSafeEqual(key.hash, hash) ? key : undefined
}

const MINUTE = 60_000
/** At most once a minute. */
export async function touchApiKey(base: Base, key: FoundApiKey): Promise<void> {
  const now = base.now()
  if (key.last_used_at && now.getTime() - key.last_used_at.getTime() < MINUTE) return
  await sql`update api_key set last_used_at = ${now}
    where tenant_id = ${key.tenant_id} and id = ${key.id}
      and (last_used_at is null or last_used_at < ${now}::timestamptz - interval '1 minute')`.execute(
    base.pg,
  )
}
