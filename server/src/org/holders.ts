// Who holds a permission, and what a person may do now: for those who tell, ask or act for people.
import { sql } from 'kysely'
import { type Permission, ROLE_PERMISSIONS, scopeOf } from '../platform/auth.ts'
import { type Actor, type Ctx, type Role, type Scope, SYSTEM } from '../platform/ctx.ts'
import type { Language } from './store.ts'

/** People of the whole brand, for whoever sees only some customers can decide nothing for all. */
export async function peopleWith(
  ctx: Ctx,
  permission: Permission,
): Promise<{ id: string; name: string }[]> {
  const roles = Object.entries(ROLE_PERMISSIONS).flatMap(([role, has]) =>
    has.has(permission) ? [role] : [],
  )
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, u.name from membership m join app_user u on u.id = m.user_id
    where m.tenant_id = ${ctx.tenantId} and m.role = any(${roles}::text[]) and m.scope = 'all'
      and m.accepted_at is not null and m.disabled_at is null
    order by u.id`.execute(ctx.pg)
  return rows
}

/** Whether somebody may still act as they did then: same role and scope, or a key nobody has revoked. */
export async function isStill(ctx: Ctx, then: Actor): Promise<boolean> {
  if (then.kind === 'system') return true
  if (then.kind === 'write_key') return false
  if (then.kind === 'api_key') {
    const { rows } = await sql`select 1 from api_key
      where tenant_id = ${ctx.tenantId} and id = ${then.id} and revoked_at is null`.execute(ctx.pg)
    return rows.length > 0
  }
  const { rows } = await sql<{ role: Role; scope: Scope['kind']; scope_ids: string[] }>`
    select role, scope, scope_ids from membership
    where tenant_id = ${ctx.tenantId} and user_id = ${then.id}
      and accepted_at is not null and disabled_at is null`.execute(ctx.pg)
  const now = rows[0]
  const scope = scopeOf(then)
  return (
    now !== undefined &&
    now.role === then.role &&
    now.scope === scope.kind &&
    [...now.scope_ids].sort().join('\n') === [...scope.ids].sort().join('\n')
  )
}

/** The person who made an API key, as the log knows them: what a key asks for, they ask for. */
export async function makerOfKey(ctx: Ctx, keyId: string): Promise<string | undefined> {
  const { rows } = await sql<{ actor_id: string }>`
    select actor_id from audit_log
    where tenant_id = ${ctx.tenantId} and object_kind = 'api_key' and object_id = ${keyId}
      and action = 'api_key.created' and actor_kind = 'user' limit 1`.execute(ctx.pg)
  return rows[0]?.actor_id
}

/** What actors (`user:<id>`, `api_key:<id>`) are called in this brand; who is not known is not in it. */
export async function namesOfActors(
  ctx: Ctx,
  actors: readonly string[],
): Promise<Map<string, string>> {
  if (actors.length === 0) return new Map()
  const wanted = [...new Set(actors)]
  const { rows } = await sql<{ actor: string; name: string }>`
    select 'user:' || u.id as actor, case when m.accepted_at is null then m.invited_name else u.name end as name
    from membership m join app_user u on u.id = m.user_id
    where m.tenant_id = ${ctx.tenantId} and 'user:' || u.id = any(${wanted}::text[])
    union all
    select 'api_key:' || k.id, k.name from api_key k
    where k.tenant_id = ${ctx.tenantId} and 'api_key:' || k.id = any(${wanted}::text[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map((r) => [r.actor, r.name]))
}

/** Somebody with what they may do now, for what runs in their name; undefined: they may nothing more. */
export async function actorNow(ctx: Ctx, actor: string): Promise<Actor | undefined> {
  const [kind = '', id = ''] = actor.split(':')
  if (kind === 'system') return SYSTEM
  if (kind === 'api_key') {
    const { rows } = await sql<{ name: string; role: Role; permissions: string[] | null }>`
      select name, role, permissions from api_key
      where tenant_id = ${ctx.tenantId} and id::text = ${id} and revoked_at is null`.execute(ctx.pg)
    const key = rows[0]
    if (!key) return undefined
    const { name, role, permissions } = key
    return { kind, id, name, role, ...(permissions && { permissions: new Set(permissions) }) }
  }
  if (kind !== 'user') return undefined
  const { rows } = await sql<{
    name: string
    role: Role
    scope: Scope['kind']
    scope_ids: string[]
  }>`
    select u.name, m.role, m.scope, m.scope_ids from membership m join app_user u on u.id = m.user_id
    where m.tenant_id = ${ctx.tenantId} and m.user_id::text = ${id}
      and m.accepted_at is not null and m.disabled_at is null`.execute(ctx.pg)
  const person = rows[0]
  if (!person) return undefined
  const { name, role, scope, scope_ids } = person
  return { kind, id, name, role, scope: { kind: scope, ids: scope_ids } }
}

export interface Addressee {
  id: string
  email: string
  name: string
  /** Her own, else the brand's. */
  language: Language
}
/** Addresses of people who belong to the brand and have accepted it. */
export async function addressesOf(ctx: Ctx, ids: readonly string[]): Promise<Addressee[]> {
  const { rows } = await sql<Addressee>`
    select u.id, u.email, u.name, coalesce(u.language, t.language) as language
    from membership m join app_user u on u.id = m.user_id join tenant t on t.id = m.tenant_id
    where m.tenant_id = ${ctx.tenantId} and u.id = any(${[...ids]}::uuid[])
      and m.accepted_at is not null and m.disabled_at is null order by u.id`.execute(ctx.pg)
  return rows
}
