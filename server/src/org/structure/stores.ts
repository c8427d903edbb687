// Stores: where they are, of which kind, since when.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { scopeOf } from '../../platform/auth.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { storeCodes } from '../scope.ts'
import { containing, demandPlaces, demandRevision, lockStructure, taken } from './rows.ts'
import type { NewStore, Store, StoreChange, StoreKind } from './shapes.ts'

type StoreRow = z.infer<typeof Store>

export interface StoreQuery {
  q?: string | undefined
  /** In the region or anywhere below it; `none`: directly below headquarters. */
  regionId?: string | undefined
  kind?: StoreKind | undefined
  open?: boolean | undefined
  limit: number
  cursor?: string | undefined
}

export async function listStores(ctx: Ctx, query: StoreQuery) {
  const after = readCursor(query.cursor, z.string())
  const scope = scopeOf(ctx.actor)
  const { rows } = await sql<StoreRow>`${select(ctx)}
      and ${scope.kind === 'all' ? sql`true` : sql`s.code = any(${visibleStores(ctx)})`}
      and ${after === undefined ? sql`true` : sql`s.code > ${after}`}
      and ${query.q ? sql`(s.code ilike ${containing(query.q)} or s.name ilike ${containing(query.q)})` : sql`true`}
      and ${within(ctx, query.regionId)}
      and ${query.kind ? sql`s.kind = ${query.kind}` : sql`true`}
      and ${query.open === undefined ? sql`true` : sql`${query.open} = (s.closed_on is null or s.closed_on > ${ctx.now()}::date)`}
    order by s.code limit ${query.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    query.limit,
    (row) => row,
    (row) => row.code,
  )
}

/** Codes of the stores somebody works at or answers for; undefined: all of them. */
export async function storesInSight(ctx: Ctx): Promise<string[] | undefined> {
  if (scopeOf(ctx.actor).kind === 'all') return undefined
  const { rows } = await sql<{ codes: string[] }>`select ${visibleStores(ctx)} as codes`.execute(
    ctx.pg,
  )
  return rows[0]?.codes ?? []
}

/** A guide sees the store they work in, everybody else those of their scope. */
function visibleStores(ctx: Ctx) {
  const scope = scopeOf(ctx.actor)
  if (scope.kind !== 'own') return storeCodes(ctx, scope)
  return sql`array(select s.code from staff f
    join staff_post p on p.tenant_id = f.tenant_id and p.staff_id = f.id and p.to_at is null
    join store s on s.tenant_id = p.tenant_id and s.id = p.store_id
    where f.tenant_id = ${ctx.tenantId} and f.code = any(${[...scope.ids]}::text[]))`
}

function within(ctx: Ctx, regionId: string | undefined) {
  if (regionId === undefined) return sql`true`
  if (regionId === 'none') return sql`s.region_id is null`
  return sql`s.region_id in (with recursive below as (
      select r.id from region r where r.tenant_id = ${ctx.tenantId} and r.id = ${regionId}
      union select r.id from region r join below b on r.parent_id = b.id where r.tenant_id = ${ctx.tenantId})
    select id from below)`
}

export async function getStore(ctx: Ctx, id: string): Promise<StoreRow> {
  const scope = scopeOf(ctx.actor)
  const { rows } = await sql<StoreRow>`${select(ctx)} and s.id = ${id}
    and ${scope.kind === 'all' ? sql`true` : sql`s.code = any(${visibleStores(ctx)})`}`.execute(
    ctx.pg,
  )
  const row = rows[0]
  if (!row) throw notFound('store')
  return row
}

const select = (ctx: Ctx) => sql`
  select s.id, s.code, s.name, s.kind, s.address, s.opened_on, s.closed_on, s.revision,
    case when r.id is not null then jsonb_build_object('id', r.id, 'code', r.code, 'name', r.name) end as region,
    (select count(*)::int from staff_post p
      where p.tenant_id = s.tenant_id and p.store_id = s.id and p.to_at is null) as staff
  from store s left join region r on r.tenant_id = s.tenant_id and r.id = s.region_id
  where s.tenant_id = ${ctx.tenantId}`

export function createStore(ctx: Ctx, input: z.infer<typeof NewStore>): Promise<StoreRow> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    demandDays(input.opened_on, input.closed_on)
    await demandPlaces(ctx, { regionId: input.region_id })
    const id = randomUUIDv7()
    const { rows } = await sql`
      insert into store (tenant_id, id, code, name, region_id, kind, address, opened_on, closed_on, created_at)
      values (${ctx.tenantId}, ${id}, ${input.code}, ${input.name}, ${input.region_id ?? null}, ${input.kind},
        ${input.address}, ${input.opened_on ?? null}, ${input.closed_on ?? null}, ${ctx.now()})
      on conflict (tenant_id, code) do nothing returning id`.execute(ctx.pg)
    if (rows.length === 0) throw taken('store_code', input.code)
    await audit(ctx, 'store.created', { kind: 'store', id }, { after: input })
    return getStore(ctx, id)
  })
}

export function changeStore(
  ctx: Ctx,
  id: string,
  change: z.infer<typeof StoreChange>,
): Promise<StoreRow> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    const before = await getStore(ctx, id)
    demandRevision(change.revision, before)
    const { revision: _, region_id, ...words } = change
    const next = { ...before, ...words }
    const region = region_id === undefined ? (before.region?.id ?? null) : region_id
    demandDays(next.opened_on, next.closed_on)
    await demandPlaces(ctx, { regionId: region })
    await sql`update store set name = ${next.name}, region_id = ${region}, kind = ${next.kind}, address = ${next.address},
        opened_on = ${next.opened_on}, closed_on = ${next.closed_on}, revision = revision + 1
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    const after = await getStore(ctx, id)
    await audit(ctx, 'store.changed', { kind: 'store', id }, { before, after })
    return after
  })
}

/** For one made by mistake; one that has a past is closed instead. @throws 409 store_in_use */
export function removeStore(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    const before = await getStore(ctx, id)
    const { rows } = await sql<{ posts: number; people: number; customers: boolean }>`
      select (select count(*)::int from staff_post where tenant_id = ${ctx.tenantId} and store_id = ${id}) as posts,
        (select count(*)::int from membership where tenant_id = ${ctx.tenantId} and scope = 'store'
          and ${before.code} = any(scope_ids)) as people,
        exists (select 1 from assignment where tenant_id = ${ctx.tenantId} and kind = 'store'
          and code = ${before.code}) as customers`.execute(ctx.pg)
    const holds = rows[0]
    if (holds && (holds.posts + holds.people > 0 || holds.customers))
      throw conflict(
        'store_in_use',
        'Staff, customers or data scopes name this store; close it',
        holds,
      )
    await sql`delete from store where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'store.removed', { kind: 'store', id }, { before })
  })
}

function demandDays(opened: string | null | undefined, closed: string | null | undefined): void {
  if (opened && closed && closed < opened)
    throw invalid('closed_before_opened', 'A store cannot close before it opened')
}

/** Names of stores by code; unknown codes are absent. */
export async function storesByCode(
  ctx: Ctx,
  codes: readonly string[],
): Promise<Map<string, { name: string; isOpen: boolean }>> {
  const { rows } = await sql<{ code: string; name: string; isOpen: boolean }>`
    select code, name, (closed_on is null or closed_on > ${ctx.now()}::date) as "isOpen" from store
    where tenant_id = ${ctx.tenantId} and code = any(${[...new Set(codes)]}::text[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map((row) => [row.code, row]))
}
