// Views of lists: a person's own, or shared with the whole brand.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { can } from '../platform/auth.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, forbidden, notFound } from '../platform/errors.ts'

export interface SavedViewRow {
  id: string
  list: string
  name: string
  search: Record<string, string>
  user_id: string
  owner_name: string
  is_shared: boolean
  is_default: boolean
  updated_at: Date
}

export interface ViewContent {
  name: string
  search: Record<string, string>
  isShared: boolean
}

/** Of one list: one's own and the shared ones, by name. A program sees the shared ones. */
export async function listSavedViews(ctx: Ctx, list: string): Promise<SavedViewRow[]> {
  const userId = ctx.actor.kind === 'user' ? ctx.actor.id : null
  const { rows } = await sql<SavedViewRow>`
    select v.id, v.list, v.name, v.search, v.user_id, u.name as owner_name, v.is_shared,
      d.view_id is not null as is_default, v.updated_at
    from saved_view v
    join app_user u on u.id = v.user_id
    left join saved_view_default d
      on d.tenant_id = v.tenant_id and d.user_id = ${userId}::uuid and d.list = v.list
      and d.view_id = v.id
    where v.tenant_id = ${ctx.tenantId} and v.list = ${list}
      and (v.is_shared or v.user_id = ${userId}::uuid)
    order by v.is_shared, v.name, v.id`.execute(ctx.pg)
  return rows
}

/** @throws 409 when that name is taken among one's own, or among the shared ones */
export function saveView(ctx: Ctx, list: string, view: ViewContent): Promise<string> {
  const userId = personOf(ctx)
  return inTx(ctx, async (ctx) => {
    const id = randomUUIDv7()
    await lockNames(ctx, list)
    const { rows } = await sql`
      insert into saved_view
        (tenant_id, id, list, name, search, user_id, is_shared, created_at, updated_at)
      values (${ctx.tenantId}, ${id}, ${list}, ${view.name}, ${JSON.stringify(view.search)}::jsonb,
        ${userId}, ${view.isShared}, ${ctx.now()}, ${ctx.now()})
      on conflict do nothing returning id`.execute(ctx.pg)
    if (rows.length === 0) throw nameTaken(view.name)
    await audit(ctx, 'saved_view.saved', { kind: 'saved_view', id }, { after: { list, ...view } })
    return id
  })
}

/** Only its maker changes a view; a shared one also who looks after the team. */
export function changeView(ctx: Ctx, id: string, change: Partial<ViewContent>): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const before = await lockChangeable(ctx, id)
    const after = {
      name: change.name ?? before.name,
      search: change.search ?? before.search,
      isShared: change.isShared ?? before.is_shared,
    }
    await lockNames(ctx, before.list)
    const { rows: taken } = await sql`
      select 1 from saved_view
      where tenant_id = ${ctx.tenantId} and list = ${before.list} and name = ${after.name}
        and id <> ${id} and is_shared = ${after.isShared}
        and (is_shared or user_id = ${before.user_id})`.execute(ctx.pg)
    if (taken.length > 0) throw nameTaken(after.name)
    await sql`
      update saved_view set name = ${after.name}, search = ${JSON.stringify(after.search)}::jsonb,
        is_shared = ${after.isShared}, updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    // Who began with it and does not see it any more begins with the whole list again.
    if (before.is_shared && !after.isShared)
      await sql`delete from saved_view_default
        where tenant_id = ${ctx.tenantId} and view_id = ${id}
          and user_id <> ${before.user_id}`.execute(ctx.pg)
    await audit(
      ctx,
      'saved_view.changed',
      { kind: 'saved_view', id },
      {
        before: { name: before.name, search: before.search, isShared: before.is_shared },
        after,
      },
    )
  })
}

export function removeView(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const before = await lockChangeable(ctx, id)
    await sql`delete from saved_view
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(
      ctx,
      'saved_view.removed',
      { kind: 'saved_view', id },
      { before: { list: before.list, name: before.name, search: before.search } },
    )
  })
}

/** The view a person begins with in a list; null begins with the whole list. */
export async function chooseDefaultView(
  ctx: Ctx,
  list: string,
  viewId: string | null,
): Promise<void> {
  const userId = personOf(ctx)
  await inTx(ctx, async (ctx) => {
    await sql`delete from saved_view_default
      where tenant_id = ${ctx.tenantId} and user_id = ${userId} and list = ${list}`.execute(ctx.pg)
    if (viewId === null) return
    // Locked, so that nobody takes it back from the team in between.
    const { rows } = await sql`
      insert into saved_view_default (tenant_id, user_id, list, view_id)
      select v.tenant_id, ${userId}, v.list, v.id from (
        select tenant_id, list, id from saved_view
        where tenant_id = ${ctx.tenantId} and id = ${viewId} and list = ${list}
          and (is_shared or user_id = ${userId}) for share
      ) v
      on conflict (tenant_id, user_id, list) do update set view_id = excluded.view_id
      returning 1`.execute(ctx.pg)
    if (rows.length === 0) throw notFound('saved_view')
  })
}

async function lockChangeable(
  ctx: Ctx,
  id: string,
): Promise<Pick<SavedViewRow, 'list' | 'name' | 'search' | 'user_id' | 'is_shared'>> {
  const userId = personOf(ctx)
  const { rows } = await sql<SavedViewRow>`
    select list, name, search, user_id, is_shared from saved_view
    where tenant_id = ${ctx.tenantId} and id = ${id}
      and (is_shared or user_id = ${userId}) for update`.execute(ctx.pg)
  const view = rows[0]
  if (!view) throw notFound('saved_view')
  if (view.user_id !== userId && !can(ctx.actor, 'team:manage'))
    throw forbidden('not_your_view', 'Only its maker or who looks after the team changes this view')
  return view
}

/** @throws 403 for a key: views are a person's */
function personOf(ctx: Ctx): string {
  if (ctx.actor.kind !== 'user')
    throw forbidden('people_only', 'Views are saved by people who are signed in, not by keys')
  return ctx.actor.id
}

const nameTaken = (name: string) =>
  conflict('view_name_taken', `There is a view called ${name} already`)

/** One at a time names the views of a list: of two who give the same name only one is first. */
async function lockNames(ctx: Ctx, list: string): Promise<void> {
  const names = `saved_view ${ctx.tenantId} ${list}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${names}, 0))`.execute(ctx.pg)
}
