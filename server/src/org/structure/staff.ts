// Who works for the brand, and where now.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { can, scopeOf } from '../../platform/auth.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { staffCodes } from '../scope.ts'
import {
  containing,
  demandPlaces,
  demandRevision,
  lockStructure,
  openPost,
  taken,
  timeOf,
} from './rows.ts'
import type { NewStaff, Post, Staff, StaffChange } from './shapes.ts'

export interface StaffQuery {
  q?: string | undefined
  storeId?: string | undefined
  /** Posted at the region, at its stores, or anywhere below. `none`: at headquarters. */
  regionId?: string | undefined
  state?: 'active' | 'left' | undefined
  limit: number
  cursor?: string | undefined
}

interface StaffRow {
  id: string
  code: string
  name: string
  wecom_user_id: string | null
  phone: string | null
  user_id: string | null
  user_name: string | null
  user_email: string | null
  state: 'active' | 'left'
  revision: number
  post_id: string | null
}
export interface PostRow {
  id: string
  title: string
  store: Post['store']
  region: Post['region']
  from_at: Date
  to_at: Date | null
  ended_by: 'moved' | 'left' | null
  reason: string
  actor: string
}

export const postColumns = sql`p.id, p.title, p.from_at, p.to_at, p.ended_by, p.reason, p.actor,
  case when s.id is not null then jsonb_build_object('id', s.id, 'code', s.code, 'name', s.name) end as store,
  case when r.id is not null then jsonb_build_object('id', r.id, 'code', r.code, 'name', r.name) end as region`
export const postPlaces = sql`
  left join store s on s.tenant_id = p.tenant_id and s.id = p.store_id
  left join region r on r.tenant_id = p.tenant_id and r.id = p.region_id`

export const sayPost = (row: PostRow): Post => ({
  id: row.id,
  title: row.title,
  store: row.store,
  region: row.region,
  from: row.from_at.toISOString(),
  to: row.to_at?.toISOString() ?? null,
  ended_by: row.ended_by,
  reason: row.reason,
  actor: row.actor,
})

const select = (ctx: Ctx) => sql`
  select f.id, f.code, f.name, f.wecom_user_id, f.phone, f.state, f.revision,
    f.user_id, u.name as user_name, u.email as user_email, p.id as post_id
  from staff f
  left join app_user u on u.id = f.user_id
  left join lateral (select p.id, p.store_id, p.region_id from staff_post p
    where p.tenant_id = f.tenant_id and p.staff_id = f.id
    order by p.to_at is null desc, p.from_at desc, p.id desc limit 1) p on true
  where f.tenant_id = ${ctx.tenantId}`

export async function listStaff(ctx: Ctx, query: StaffQuery) {
  const after = readCursor(query.cursor, z.string())
  const { rows } = await sql<StaffRow>`${select(ctx)} and ${seen(ctx)}
      and ${after === undefined ? sql`true` : sql`f.code > ${after}`}
      and ${
        query.q
          ? sql`(f.code ilike ${containing(query.q)} or f.name ilike ${containing(query.q)}
              or f.wecom_user_id ilike ${containing(query.q)})`
          : sql`true`
      }
      and ${query.state ? sql`f.state = ${query.state}` : sql`true`}
      and ${query.storeId ? sql`p.store_id = ${query.storeId}` : sql`true`}
      and ${within(ctx, query.regionId)}
    order by f.code limit ${query.limit + 1}`.execute(ctx.pg)
  const posts = await postsById(
    ctx,
    rows.flatMap((row) => row.post_id ?? []),
  )
  return toPage(
    rows,
    query.limit,
    (row) => sayStaff(ctx, row, posts),
    (row) => row.code,
  )
}

const seen = (ctx: Ctx) => {
  const scope = scopeOf(ctx.actor)
  return scope.kind === 'all' ? sql`true` : sql`f.code = any(${staffCodes(ctx, scope)})`
}

function within(ctx: Ctx, regionId: string | undefined) {
  if (regionId === undefined) return sql`true`
  if (regionId === 'none')
    return sql`p.id is not null and p.store_id is null and p.region_id is null`
  return sql`coalesce(p.region_id, (select s.region_id from store s
      where s.tenant_id = f.tenant_id and s.id = p.store_id)) in (
    with recursive below as (
      select r.id from region r where r.tenant_id = ${ctx.tenantId} and r.id = ${regionId}
      union select r.id from region r join below b on r.parent_id = b.id where r.tenant_id = ${ctx.tenantId})
    select id from below)`
}

async function postsById(ctx: Ctx, ids: string[]): Promise<Map<string, Post>> {
  const { rows } = await sql<PostRow>`select ${postColumns} from staff_post p ${postPlaces}
    where p.tenant_id = ${ctx.tenantId} and p.id = any(${ids}::uuid[])`.execute(ctx.pg)
  return new Map(rows.map((row) => [row.id, sayPost(row)]))
}

export async function getStaff(ctx: Ctx, id: string): Promise<Staff> {
  const { rows } = await sql<StaffRow>`${select(ctx)} and f.id = ${id} and ${seen(ctx)}`.execute(
    ctx.pg,
  )
  const row = rows[0]
  if (!row) throw notFound('staff')
  return sayStaff(ctx, row, await postsById(ctx, row.post_id ? [row.post_id] : []))
}

/** Their posts, the newest first. */
export async function postsOf(ctx: Ctx, id: string): Promise<Post[]> {
  await getStaff(ctx, id)
  const { rows } = await sql<PostRow>`select ${postColumns} from staff_post p ${postPlaces}
    where p.tenant_id = ${ctx.tenantId} and p.staff_id = ${id}
    order by p.from_at desc, p.id desc`.execute(ctx.pg)
  return rows.map(sayPost)
}

const sayStaff = (ctx: Ctx, row: StaffRow, posts: Map<string, Post>): Staff => ({
  id: row.id,
  code: row.code,
  name: row.name,
  wecom_user_id: row.wecom_user_id,
  phone:
    row.phone === null || can(ctx.actor, 'org:manage') ? row.phone : `****${row.phone.slice(-4)}`,
  user:
    row.user_id === null
      ? null
      : { id: row.user_id, name: row.user_name ?? '', email: row.user_email ?? '' },
  state: row.state,
  post: (row.post_id && posts.get(row.post_id)) || null,
  revision: row.revision,
})

export function createStaff(ctx: Ctx, input: z.infer<typeof NewStaff>): Promise<Staff> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    await demandFree(ctx, undefined, input)
    await demandPlaces(ctx, { storeId: input.store_id, regionId: input.region_id })
    const id = randomUUIDv7()
    const { rows } = await sql`
      insert into staff (tenant_id, id, code, name, wecom_user_id, phone, user_id, created_at)
      values (${ctx.tenantId}, ${id}, ${input.code}, ${input.name}, ${input.wecom_user_id ?? null},
        ${input.phone ?? null}, ${input.user_id ?? null}, ${ctx.now()})
      on conflict (tenant_id, code) do nothing returning id`.execute(ctx.pg)
    if (rows.length === 0) throw taken('staff_code', input.code)
    await openPost(ctx, id, input, timeOf(ctx, input.at))
    await audit(ctx, 'staff.created', { kind: 'staff', id }, { after: input })
    return getStaff(ctx, id)
  })
}

export function changeStaff(
  ctx: Ctx,
  id: string,
  change: z.infer<typeof StaffChange>,
): Promise<Staff> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    const before = await getStaff(ctx, id)
    demandRevision(change.revision, before)
    await demandFree(ctx, id, change)
    const next = {
      name: change.name ?? before.name,
      wecom: change.wecom_user_id === undefined ? before.wecom_user_id : change.wecom_user_id,
      phone: change.phone === undefined ? before.phone : change.phone,
      user: change.user_id === undefined ? (before.user?.id ?? null) : change.user_id,
    }
    await sql`update staff set name = ${next.name}, wecom_user_id = ${next.wecom}, phone = ${next.phone},
        user_id = ${next.user}, revision = revision + 1
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    const after = await getStaff(ctx, id)
    await audit(ctx, 'staff.changed', { kind: 'staff', id }, { before, after })
    return after
  })
}

/** A WeCom account and a sign-in are one person's. */
async function demandFree(
  ctx: Ctx,
  id: string | undefined,
  given: { wecom_user_id?: string | null | undefined; user_id?: string | null | undefined },
): Promise<void> {
  const { rows } = await sql<{ wecom_user_id: string | null; user_id: string | null }>`
    select wecom_user_id, user_id from staff
    where tenant_id = ${ctx.tenantId} and id is distinct from ${id ?? null}::uuid
      and (wecom_user_id = ${given.wecom_user_id ?? null} or user_id = ${given.user_id ?? null})`.execute(
    ctx.pg,
  )
  if (given.wecom_user_id && rows.some((row) => row.wecom_user_id === given.wecom_user_id))
    throw taken('wecom_user', given.wecom_user_id)
  if (given.user_id && rows.some((row) => row.user_id === given.user_id))
    throw conflict('sign_in_taken', 'This sign-in is another staff member’s already')
  if (!given.user_id) return
  const { rows: members } = await sql`select 1 from membership
    where tenant_id = ${ctx.tenantId} and user_id = ${given.user_id}`.execute(ctx.pg)
  if (members.length === 0) throw invalid('unknown_user', 'Nobody of the team has this sign-in')
}

/** Of these codes: name, whether they have left, and the store they work in now. Unknown ones are absent. */
export async function whereStaffWork(
  ctx: Ctx,
  codes: readonly string[],
): Promise<Map<string, { name: string; hasLeft: boolean; store: string | null }>> {
  const { rows } = await sql<{
    code: string
    name: string
    hasLeft: boolean
    store: string | null
  }>`
    select f.code, f.name, f.state = 'left' as "hasLeft", s.code as store from staff f
    left join staff_post p on p.tenant_id = f.tenant_id and p.staff_id = f.id and p.to_at is null
    left join store s on s.tenant_id = p.tenant_id and s.id = p.store_id
    where f.tenant_id = ${ctx.tenantId} and f.code = any(${[...new Set(codes)]}::text[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map((row) => [row.code, row]))
}

/** The codes of who is posted at this store today, in order. */
export async function staffOfStore(ctx: Ctx, store: string): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`
    select f.code from staff f
    join staff_post p on p.tenant_id = f.tenant_id and p.staff_id = f.id and p.to_at is null
    join store s on s.tenant_id = p.tenant_id and s.id = p.store_id
    where f.tenant_id = ${ctx.tenantId} and s.code = ${store} and f.state = 'active' order by f.code`.execute(
    ctx.pg,
  )
  return rows.map((row) => row.code)
}
