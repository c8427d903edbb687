// Telling people: a notice stands in the list of each until it is read.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { peopleWith } from '../org/index.ts'
import type { Permission } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'

export interface NewNotice {
  /** Names the words: `notice.<kind>` of the console. */
  kind: string
  /** A person, everybody who holds a permission, or who acted (`user:<id>`; programs read no notices). */
  to: { userId: string } | { permission: Permission } | { actor: string }
  subject?: { kind: string; id: string } | undefined
  /** What the words are filled with. */
  params?: Record<string, string | number> | undefined
  /** An address inside the console, e.g. `/imports/…`. */
  link?: string | undefined
  /** Given twice, it is told once: for jobs that are tried again. */
  key?: string | undefined
}

/** Written in the open transaction: told when what it tells of is true, and only then. */
export async function notify(ctx: Ctx, notice: NewNotice): Promise<void> {
  const people = await readersOf(ctx, notice.to)
  if (people.length === 0) return
  await sql`insert into notice (tenant_id, id, user_id, kind, subject_kind, subject_id, params, link, key, created_at)
    select ${ctx.tenantId}::uuid, p.id, p.user_id, ${notice.kind}::text, ${notice.subject?.kind ?? null}::text,
      ${notice.subject?.id ?? null}::text, ${JSON.stringify(notice.params ?? {})}::jsonb, ${notice.link ?? null}::text,
      ${notice.key ?? null}::text, ${ctx.now()}::timestamptz
    from unnest(${people.map(() => randomUUIDv7())}::uuid[], ${people}::uuid[]) as p (id, user_id)
    where exists (select 1 from app_user u where u.id = p.user_id)
    on conflict (tenant_id, user_id, key) do nothing`.execute(ctx.pg)
}

async function readersOf(ctx: Ctx, to: NewNotice['to']): Promise<string[]> {
  if ('userId' in to) return [to.userId]
  if ('permission' in to) return (await peopleWith(ctx, to.permission)).map((p) => p.id)
  const id = to.actor.startsWith('user:') ? to.actor.slice('user:'.length) : ''
  return UUID.test(id) ? [id] : []
}
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export interface NoticeRow {
  id: string
  kind: string
  subject_kind: string | null
  subject_id: string | null
  params: Record<string, string | number>
  link: string | null
  created_at: Date
  read_at: Date | null
}

/** The asker's own, newest first. */
export async function listNotices(
  ctx: Ctx,
  page: { limit: number; before?: string | undefined; unread: boolean },
): Promise<NoticeRow[]> {
  if (ctx.actor.kind !== 'user') return []
  const { rows } = await sql<NoticeRow>`
    select id, kind, subject_kind, subject_id, params, link, created_at, read_at from notice
    where tenant_id = ${ctx.tenantId} and user_id = ${ctx.actor.id}
      ${page.unread ? sql`and read_at is null` : sql``}
      ${page.before ? sql`and id < ${page.before}::uuid` : sql``}
    order by id desc limit ${page.limit}`.execute(ctx.pg)
  return rows
}

export async function countUnread(ctx: Ctx): Promise<number> {
  if (ctx.actor.kind !== 'user') return 0
  const { rows } = await sql<{ n: number }>`select count(*) as n from notice
    where tenant_id = ${ctx.tenantId} and user_id = ${ctx.actor.id} and read_at is null`.execute(
    ctx.pg,
  )
  return rows[0]?.n ?? 0
}

/** Reading it again changes nothing. @throws 404 for somebody else's */
export async function readNotice(ctx: Ctx, id: string): Promise<void> {
  const reader = ctx.actor.kind === 'user' ? ctx.actor.id : null
  const { rows } =
    await sql`update notice set read_at = coalesce(read_at, ${ctx.now()}::timestamptz)
    where tenant_id = ${ctx.tenantId} and user_id = ${reader}::uuid and id = ${id} returning id`.execute(
      ctx.pg,
    )
  if (rows.length === 0) throw notFound('notice')
}

/** Many at once; somebody else's are left alone. Answers how many were unread. */
export async function readNotices(ctx: Ctx, ids: readonly string[]): Promise<number> {
  if (ctx.actor.kind !== 'user') return 0
  const { numAffectedRows } = await sql`update notice set read_at = ${ctx.now()}::timestamptz
    where tenant_id = ${ctx.tenantId} and user_id = ${ctx.actor.id} and read_at is null
      and id = any(${[...ids]}::uuid[])`.execute(ctx.pg)
  return Number(numAffectedRows ?? 0)
}

/** Those there are up to the one the reader saw last: what came meanwhile stays unread. */
export async function readAllNotices(ctx: Ctx, upTo: string | undefined): Promise<number> {
  if (ctx.actor.kind !== 'user') return 0
  const { numAffectedRows } = await sql`update notice set read_at = ${ctx.now()}::timestamptz
    where tenant_id = ${ctx.tenantId} and user_id = ${ctx.actor.id} and read_at is null
      ${upTo ? sql`and id <= ${upTo}::uuid` : sql``}`.execute(ctx.pg)
  return Number(numAffectedRows ?? 0)
}

const KEPT_DAYS = 90

/** Of all brands at once. */
export async function forgetOldNotices(ctx: Ctx): Promise<void> {
  await sql`delete from notice
    where created_at < ${ctx.now()}::timestamptz - make_interval(days => ${KEPT_DAYS})`.execute(
    ctx.pg,
  )
}
