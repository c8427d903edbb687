// Rows of sessions and one-time links.
import { sql } from 'kysely'
import type { Role, Scope } from '../platform/ctx.ts'
import type { Base } from './base.ts'

export interface SessionRow {
  id: string
  created_at: Date
  last_seen_at: Date
  expires_at: Date
  ip: string
  user_agent: string
}
/** A live session and the brand it acts for. */
export interface SeenSession {
  session_id: string
  last_seen_at: Date
  user_id: string
  user_name: string
  tenant_id: string | null
  role: Role | null
  scope: Scope['kind'] | null
  scope_ids: string[] | null
}

/** Nobody is asked for a password more than monthly, nor weekly while they work. */
export const SESSION_DAYS = 30
const IDLE_DAYS = 7

export async function insertSession(
  base: Base,
  session: { id: string; hash: Buffer; userId: string; ip: string; userAgent: string },
): Promise<void> {
  const now = base.now()
  await sql`insert into session (id, hash, user_id, created_at, last_seen_at, expires_at, ip, user_agent)
    values (${session.id}, ${session.hash}, ${session.userId}, ${now}, ${now},
      ${now}::timestamptz + make_interval(days => ${SESSION_DAYS}),
      ${session.ip}, ${session.userAgent.slice(0, 500)})`.execute(base.pg)
}

/** With `tenantId` that brand if the user belongs to it, else the user's first one; else null. */
export async function findSession(
  base: Base,
  hash: Buffer,
  tenantId: string | undefined,
): Promise<SeenSession | undefined> {
  const { rows } = await sql<SeenSession>`
    select s.id as session_id, s.last_seen_at, u.id as user_id, u.name as user_name,
      m.tenant_id, m.role, m.scope, m.scope_ids
    from session s
    join app_user u on u.id = s.user_id
    left join lateral (
      select m.tenant_id, m.role, m.scope, m.scope_ids from membership m
      join tenant t on t.id = m.tenant_id
      where m.user_id = s.user_id and m.accepted_at is not null and m.disabled_at is null
        and (${tenantId ?? null}::uuid is null or m.tenant_id = ${tenantId ?? null}::uuid)
      order by t.created_at, t.id limit 1
    ) m on true
    where s.hash = ${hash} and s.expires_at > ${base.now()}
      and s.last_seen_at > ${base.now()}::timestamptz - make_interval(days => ${IDLE_DAYS})`.execute(
    base.pg,
  )
  return rows[0]
}

/** At most once a minute: a page full of requests is one write. */
export async function touchSession(base: Base, seen: SeenSession): Promise<void> {
  const now = base.now()
  await sql`
    with touched as (
      update session set last_seen_at = ${now}
      where id = ${seen.session_id} and last_seen_at < ${now}::timestamptz - interval '1 minute'
      returning user_id
    )
    update membership m set last_seen_at = ${now} from touched
    where m.tenant_id = ${seen.tenant_id} and m.user_id = touched.user_id`.execute(base.pg)
}

export async function listSessionRows(base: Base, userId: string): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    select id, created_at, last_seen_at, expires_at, ip, user_agent from session
    where user_id = ${userId} and expires_at > ${base.now()}
    order by last_seen_at desc, id`.execute(base.pg)
  return rows
}

/** @returns how many were ended */
export async function deleteSessions(
  base: Base,
  which: { userId: string; id?: string; exceptId?: string },
): Promise<number> {
  const result = await sql`delete from session
    where user_id = ${which.userId}
      and (${which.id ?? null}::uuid is null or id = ${which.id ?? null}::uuid)
      and (${which.exceptId ?? null}::uuid is null or id <> ${which.exceptId ?? null}::uuid)`.execute(
    base.pg,
  )
  return Number(result.numAffectedRows ?? 0)
}

export async function deleteSessionByHash(base: Base, hash: Buffer): Promise<void> {
  await sql`delete from session where hash = ${hash}`.execute(base.pg)
}

export interface LinkRow {
  purpose: 'first_owner' | 'invite' | 'reset'
  tenant_id: string | null
  user_id: string | null
}

export async function insertLink(
  base: Base,
  link: {
    hash: Buffer
    purpose: LinkRow['purpose']
    tenantId?: string
    userId?: string
    validHours: number
  },
): Promise<void> {
  const now = base.now()
  await sql`insert into one_time_link (hash, purpose, tenant_id, user_id, created_at, expires_at)
    values (${link.hash}, ${link.purpose}, ${link.tenantId ?? null}, ${link.userId ?? null}, ${now},
      ${now}::timestamptz + make_interval(hours => ${link.validHours}))`.execute(base.pg)
}

export async function findLink(base: Base, hash: Buffer): Promise<LinkRow | undefined> {
  const { rows } = await sql<LinkRow>`
    select purpose, tenant_id, user_id from one_time_link
    where hash = ${hash} and used_at is null and expires_at > ${base.now()}`.execute(base.pg)
  return rows[0]
}

/** False when somebody else used it meanwhile. */
export async function useLink(base: Base, hash: Buffer): Promise<boolean> {
  const { rows } = await sql`update one_time_link set used_at = ${base.now()}
    where hash = ${hash} and used_at is null and expires_at > ${base.now()}
    returning hash`.execute(base.pg)
  return rows.length > 0
}

/** Unused links of the same kind stop working: a new one replaces them, or they are pointless now. */
export async function voidLinks(
  base: Base,
  which: { purpose: LinkRow['purpose']; tenantId?: string; userId?: string },
): Promise<void> {
  await sql`delete from one_time_link
    where purpose = ${which.purpose} and used_at is null
      and tenant_id is not distinct from ${which.tenantId ?? null}::uuid
      and user_id is not distinct from ${which.userId ?? null}::uuid`.execute(base.pg)
}
