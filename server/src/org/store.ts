// Rows of tenants, people and what they may do where.
import { sql } from 'kysely'
import type { Ctx, Role, Scope } from '../platform/ctx.ts'
import type { Base } from './base.ts'

export type Language = 'zh-CN' | 'en'
export interface TenantChange {
  name?: string | undefined
  timezone?: string | undefined
  language?: Language | undefined
}
/** What somebody changes of themselves; language null: the brand's. */
export interface SelfChange {
  name?: string | undefined
  language?: Language | null | undefined
}
export interface TenantRow {
  id: string
  name: string
  timezone: string
  currency: string
  /** Of whoever has chosen none, and of what goes to nobody in particular. */
  language: Language
  /** Played for show, by `npm start` in an empty data folder. */
  is_demo: boolean
}
export interface UserRow {
  id: string
  email: string
  name: string
  /** null: the brand's */
  language: Language | null
  password_hash: string | null
  totp_secret: string | null
  totp_confirmed_at: Date | null
}
export interface MemberRow {
  id: string
  email: string
  name: string
  role: Role
  scope: Scope['kind']
  scope_ids: string[]
  scope_names: Record<string, string>
  invited_at: Date
  accepted_at: Date | null
  disabled_at: Date | null
  last_seen_at: Date | null
  has_totp: boolean
}

export async function insertTenant(base: Base, tenant: TenantRow): Promise<void> {
  await sql`insert into tenant (id, name, timezone, currency, language, is_demo, created_at)
    values (${tenant.id}, ${tenant.name}, ${tenant.timezone}, ${tenant.currency}, ${tenant.language}, ${tenant.is_demo}, ${base.now()})`.execute(
    base.pg,
  )
}

export async function updateTenantRow(
  ctx: Ctx,
  change: TenantChange,
): Promise<TenantRow | undefined> {
  const { rows } = await sql<TenantRow>`
    update tenant set name = coalesce(${change.name ?? null}, name),
      timezone = coalesce(${change.timezone ?? null}, timezone), language = coalesce(${change.language ?? null}, language)
    where id = ${ctx.tenantId} returning id, name, timezone, currency, language, is_demo`.execute(
    ctx.pg,
  )
  return rows[0]
}

export async function listTenantRows(base: Base): Promise<TenantRow[]> {
  const { rows } = await sql<TenantRow>`
    select id, name, timezone, currency, language, is_demo from tenant order by created_at, id`.execute(
    base.pg,
  )
  return rows
}

export async function findTenantRow(ctx: Ctx): Promise<TenantRow | undefined> {
  const { rows } = await sql<TenantRow>`
    select id, name, timezone, currency, language, is_demo from tenant where id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  return rows[0]
}

export interface OwnTenantRow extends TenantRow {
  role: Role
  scope: Scope['kind']
  scope_ids: string[]
}
/** The brands a person works for, the oldest first. */
export async function listTenantsOfUser(base: Base, userId: string): Promise<OwnTenantRow[]> {
  const { rows } = await sql<OwnTenantRow>`
    select t.id, t.name, t.timezone, t.currency, t.language, t.is_demo, m.role, m.scope, m.scope_ids
    from membership m join tenant t on t.id = m.tenant_id
    where m.user_id = ${userId} and m.accepted_at is not null and m.disabled_at is null
    order by t.created_at, t.id`.execute(base.pg)
  return rows
}

const userColumns = sql`id, email, name, language, password_hash, totp_secret, totp_confirmed_at`

export async function findUserByEmail(base: Base, email: string): Promise<UserRow | undefined> {
  const { rows } = await sql<UserRow>`
    select ${userColumns} from app_user where email = ${email}`.execute(base.pg)
  return rows[0]
}

export async function findUserById(base: Base, id: string): Promise<UserRow | undefined> {
  const { rows } = await sql<UserRow>`
    select ${userColumns} from app_user where id = ${id}`.execute(base.pg)
  return rows[0]
}

/** The person with that address, made when there is none. */
export async function insertOrFindUser(
  base: Base,
  user: { id: string; email: string; name: string; passwordHash: string | null },
): Promise<UserRow & { is_new: boolean }> {
  // An update that changes nothing makes the row visible when another transaction just made it.
  const { rows } = await sql<UserRow & { is_new: boolean }>`
    insert into app_user (id, email, name, password_hash, created_at)
    values (${user.id}, ${user.email}, ${user.name}, ${user.passwordHash}, ${base.now()})
    on conflict (email) do update set email = excluded.email
    returning ${userColumns}, (id = ${user.id}::uuid) as is_new`.execute(base.pg)
  const row = rows[0]
  if (!row) throw new Error('an upsert returned no row')
  return row
}

/** Only where there is none yet (an invitation accepted twice), unless it is a reset or a change. */
export async function setPassword(
  base: Base,
  userId: string,
  change: { passwordHash: string; name?: string | undefined; onlyFirst: boolean },
): Promise<boolean> {
  const { rows } = await sql`
    update app_user set password_hash = ${change.passwordHash}, name = coalesce(${change.name ?? null}, name)
    where id = ${userId} and (not ${change.onlyFirst}::boolean or password_hash is null)
    returning id`.execute(base.pg)
  return rows.length > 0
}

export async function changeUserRow(base: Base, userId: string, change: SelfChange): Promise<void> {
  const { name, language } = change
  await sql`update app_user set name = coalesce(${name ?? null}, name),
      language = case when ${language === undefined}::boolean then language else ${language ?? null}::text end
    where id = ${userId}`.execute(base.pg)
}

/** @returns false when the person is a member already */
export async function insertMembership(
  ctx: Ctx,
  member: { userId: string; role: Role; scope: Scope; name: string; isAccepted: boolean },
): Promise<boolean> {
  const now = ctx.now()
  const { rows } = await sql`
    insert into membership
      (tenant_id, user_id, role, scope, scope_ids, invited_name, invited_at, accepted_at)
    values (${ctx.tenantId}, ${member.userId}, ${member.role}, ${member.scope.kind},
      ${[...member.scope.ids]}::text[], ${member.name}, ${now}, ${member.isAccepted ? now : null})
    on conflict (tenant_id, user_id) do nothing
    returning user_id`.execute(ctx.pg)
  return rows.length > 0
}

export async function acceptMembership(ctx: Ctx, userId: string): Promise<boolean> {
  const { rows } = await sql`
    update membership set accepted_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and user_id = ${userId}
      and accepted_at is null and disabled_at is null
    returning user_id`.execute(ctx.pg)
  return rows.length > 0
}

// Until the person accepts, a brand sees only what it wrote itself.
const memberColumns = sql`
  u.id, u.email, m.role, m.scope, m.scope_ids, m.invited_at, m.accepted_at, m.disabled_at,
  case when m.accepted_at is null then m.invited_name else u.name end as name,
  m.accepted_at is not null and u.totp_confirmed_at is not null as has_totp, m.last_seen_at,
  -- Only those that are declared: data may speak of others already.
  (select coalesce(jsonb_object_agg(code, name), '{}') from (
    select code, name from region where m.scope = 'region' and tenant_id = m.tenant_id and code = any(m.scope_ids)
    union all
    select code, name from store where m.scope = 'store' and tenant_id = m.tenant_id and code = any(m.scope_ids)
    union all
    select code, name from staff where m.scope = 'own' and tenant_id = m.tenant_id and code = any(m.scope_ids)
  ) named) as scope_names`

export async function listMemberRows(
  ctx: Ctx,
  page: { limit: number; after: string | undefined },
): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select ${memberColumns} from membership m join app_user u on u.id = m.user_id
    where m.tenant_id = ${ctx.tenantId} and (${page.after ?? null}::text is null or u.email > ${page.after ?? null})
    order by u.email limit ${page.limit}`.execute(ctx.pg)
  return rows
}

export async function findMemberRow(ctx: Ctx, userId: string): Promise<MemberRow | undefined> {
  const { rows } = await sql<MemberRow>`
    select ${memberColumns} from membership m join app_user u on u.id = m.user_id
    where m.tenant_id = ${ctx.tenantId} and m.user_id = ${userId}`.execute(ctx.pg)
  return rows[0]
}

export async function findMemberByEmail(ctx: Ctx, email: string): Promise<MemberRow | undefined> {
  const { rows } = await sql<MemberRow>`
    select ${memberColumns} from membership m join app_user u on u.id = m.user_id
    where m.tenant_id = ${ctx.tenantId} and u.email = ${email}`.execute(ctx.pg)
  return rows[0]
}

/**
 * Locks the brand's owners for the transaction, so that two of them cannot remove each other at the
 * same time, and names those who can act.
 */
export async function lockOwners(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select user_id from membership
    where tenant_id = ${ctx.tenantId} and role = 'owner'
      and accepted_at is not null and disabled_at is null
    order by user_id for update`.execute(ctx.pg)
  return rows.map((row) => row.user_id)
}

/** Everybody who owns a brand of this installation. */
export async function listOwners(base: Base): Promise<string[]> {
  const { rows } = await sql<{ user_id: string }>`
    select distinct user_id from membership
    where role = 'owner' and accepted_at is not null and disabled_at is null
    order by user_id`.execute(base.pg)
  return rows.map((row) => row.user_id)
}

/** Of two changes at once the second sees what the first one did. */
export async function lockMember(ctx: Ctx, userId: string): Promise<void> {
  await sql`select 1 from membership
    where tenant_id = ${ctx.tenantId} and user_id = ${userId} for update`.execute(ctx.pg)
}

export async function updateMembership(
  ctx: Ctx,
  userId: string,
  next: { role: Role; scope: Scope; isDisabled: boolean },
): Promise<void> {
  await sql`
    update membership set role = ${next.role}, scope = ${next.scope.kind},
      scope_ids = ${[...next.scope.ids]}::text[],
      disabled_at = case when ${next.isDisabled} then coalesce(disabled_at, ${ctx.now()}) end
    where tenant_id = ${ctx.tenantId} and user_id = ${userId}`.execute(ctx.pg)
}

/** True once anybody can sign in as somebody's owner: then no first-owner link is due. */
export async function hasOwner(base: Base): Promise<boolean> {
  const { rows } = await sql`
    select 1 from membership m join app_user u on u.id = m.user_id
    where m.role = 'owner' and m.accepted_at is not null and m.disabled_at is null
      and u.password_hash is not null limit 1`.execute(base.pg)
  return rows.length > 0
}

/** Held to the end of the transaction: one process at a time makes the first owner and tenant. */
export async function lockInstallation(base: Base): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('homefield.first_owner'))`.execute(base.pg)
}
