// The tree of regions below headquarters.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { scopeOf } from '../../platform/auth.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { regionsBelow, storeCodes } from '../scope.ts'
import { demandPlaces, demandRevision, lockStructure, taken } from './rows.ts'
import type { NewRegion, Region, RegionChange } from './shapes.ts'

type RegionRow = z.infer<typeof Region>

/** All of them: a brand has at most some hundreds. Who has a scope sees the regions it lies in. */
export async function listRegions(ctx: Ctx): Promise<RegionRow[]> {
  const scope = scopeOf(ctx.actor)
  const seen =
    scope.kind === 'all'
      ? sql`true`
      : scope.kind === 'region'
        ? sql`r.id in (${regionsBelow(ctx, scope.ids)})`
        : sql`r.id in (select s.region_id from store s where s.tenant_id = ${ctx.tenantId}
            and s.code = any(${storeCodes(ctx, scope)}))`
  const { rows } = await sql<RegionRow>`${select(ctx)} and ${seen} order by r.code`.execute(ctx.pg)
  return rows
}

export async function getRegion(ctx: Ctx, id: string): Promise<RegionRow> {
  const { rows } = await sql<RegionRow>`${select(ctx)} and r.id = ${id}`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw notFound('region')
  return row
}

const select = (ctx: Ctx) => sql`
  select r.id, r.code, r.name, r.parent_id, r.revision,
    (select count(*)::int from store s where s.tenant_id = r.tenant_id and s.region_id = r.id) as stores,
    (select count(*)::int from staff_post p
      left join store s on s.tenant_id = p.tenant_id and s.id = p.store_id
      where p.tenant_id = r.tenant_id and p.to_at is null and coalesce(s.region_id, p.region_id) = r.id) as staff
  from region r where r.tenant_id = ${ctx.tenantId}`

export function createRegion(ctx: Ctx, input: z.infer<typeof NewRegion>): Promise<RegionRow> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    await demandPlaces(ctx, { regionId: input.parent_id })
    const id = randomUUIDv7()
    const { rows } = await sql`insert into region (tenant_id, id, code, name, parent_id, created_at)
      values (${ctx.tenantId}, ${id}, ${input.code}, ${input.name}, ${input.parent_id ?? null}, ${ctx.now()})
      on conflict (tenant_id, code) do nothing returning id`.execute(ctx.pg)
    if (rows.length === 0) throw taken('region_code', input.code)
    await audit(ctx, 'region.created', { kind: 'region', id }, { after: input })
    return getRegion(ctx, id)
  })
}

/** @throws 400 region_below_itself: a tree stays a tree, also when two are moved at once */
export function changeRegion(
  ctx: Ctx,
  id: string,
  change: z.infer<typeof RegionChange>,
): Promise<RegionRow> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    const before = await getRegion(ctx, id)
    demandRevision(change.revision, before)
    const name = change.name ?? before.name
    const parent = change.parent_id === undefined ? before.parent_id : change.parent_id
    await demandPlaces(ctx, { regionId: parent })
    const { rows: inside } =
      await sql`select 1 where ${parent}::uuid in (${regionsBelow(ctx, [before.code])})`.execute(
        ctx.pg,
      )
    if (inside.length > 0) throw invalid('region_below_itself', 'A region cannot lie below itself')
    await sql`update region set name = ${name}, parent_id = ${parent}, revision = revision + 1
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    const after = await getRegion(ctx, id)
    await audit(ctx, 'region.changed', { kind: 'region', id }, { before, after })
    return after
  })
}

/** @throws 409 region_not_empty */
export function removeRegion(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    const before = await getRegion(ctx, id)
    const { rows } = await sql<{ regions: number; stores: number; posts: number; people: number }>`
      select (select count(*)::int from region where tenant_id = ${ctx.tenantId} and parent_id = ${id}) as regions,
        (select count(*)::int from store where tenant_id = ${ctx.tenantId} and region_id = ${id}) as stores,
        (select count(*)::int from staff_post where tenant_id = ${ctx.tenantId} and region_id = ${id}) as posts,
        (select count(*)::int from membership where tenant_id = ${ctx.tenantId} and scope = 'region'
          and ${before.code} = any(scope_ids)) as people`.execute(ctx.pg)
    const holds = rows[0]
    if (holds && holds.regions + holds.stores + holds.posts + holds.people > 0)
      throw conflict(
        'region_not_empty',
        'Regions, stores, posts or data scopes still name this region',
        holds,
      )
    await sql`delete from region where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'region.removed', { kind: 'region', id }, { before })
  })
}
