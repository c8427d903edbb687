// What reading and writing the structure's rows has in common.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'

/** One writer of a brand's structure at a time: a tree stays a tree, codes stay one each. */
export async function lockStructure(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`org ${ctx.tenantId}`}, 0))`.execute(
    ctx.pg,
  )
}

/** @throws 409 with what it is now, when somebody changed it since the caller read it */
export function demandRevision(expected: number | undefined, present: { revision: number }): void {
  if (expected !== undefined && expected !== present.revision)
    throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present })
}

export const taken = (what: string, value: string) =>
  conflict(`${what}_taken`, `${value} is somebody else’s already`)

/** @throws 400 when a region or store named in a body is not the brand's */
export async function demandPlaces(
  ctx: Ctx,
  named: { regionId?: string | null | undefined; storeId?: string | null | undefined },
): Promise<void> {
  if (named.regionId && named.storeId)
    throw invalid('two_places', 'Name a store or a region, not both')
  for (const [table, id] of [
    ['region', named.regionId],
    ['store', named.storeId],
  ] as const) {
    if (!id) continue
    const { rows } = await sql`select 1 from ${sql.table(table)}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    if (rows.length === 0) throw invalid(`unknown_${table}`, `There is no such ${table}`)
  }
}

/** A text to look for anywhere in a name or code. */
export const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`

interface Place {
  store_id?: string | null | undefined
  region_id?: string | null | undefined
  title: string
}

export async function openPost(ctx: Ctx, staffId: string, place: Place, from: Date): Promise<void> {
  await sql`insert into staff_post (tenant_id, id, staff_id, store_id, region_id, title, from_at, actor)
    values (${ctx.tenantId}, ${randomUUIDv7()}, ${staffId}, ${place.store_id ?? null}, ${place.region_id ?? null},
      ${place.title}, ${from}, ${ctx.actor.name})`.execute(ctx.pg)
}

/** @throws 400 for what has not happened yet */
export function timeOf(ctx: Ctx, at: string | undefined): Date {
  const time = at === undefined ? ctx.now() : new Date(at)
  if (time > ctx.now())
    throw invalid('not_yet', 'A move counts from when it happens; it cannot be in the future')
  return time
}
