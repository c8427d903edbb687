// What one source said of customers, taken back: for an import that is undone.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import { forgetTouchpoints } from './touchpoints-store.ts'

export interface ForgottenWords {
  attributes: number
  tags: number
  relations: number
}

/** What other sources said stays as it was; it shows again where this source had the last word. */
export async function forgetSource(ctx: Ctx, source: string): Promise<ForgottenWords> {
  const remove = async (
    table:
      | 'attribute'
      | 'attribute_history'
      | 'sealed_attribute'
      | 'customer_tag'
      | 'relation'
      | 'relation_change',
  ) => {
    const { numAffectedRows } = await sql`delete from ${sql.table(table)}
      where tenant_id = ${ctx.tenantId} and source = ${source}`.execute(ctx.pg)
    return Number(numAffectedRows ?? 0)
  }
  await remove('attribute_history')
  await remove('relation_change')
  await forgetTouchpoints(ctx, source)
  return {
    attributes: (await remove('attribute')) + (await remove('sealed_attribute')),
    tags: await remove('customer_tag'),
    relations: await remove('relation'),
  }
}

/** Relations as they are now (JSON texts), so that they can be put back. */
export async function keepRelations(
  ctx: Ctx,
  pairs: readonly { node: number; staffId: string }[],
): Promise<{ node: number; staffId: string; stored: string }[]> {
  const u = unnest(pairs, {
    node_id: ['bigint', (p) => p.node],
    staff_id: ['text', (p) => p.staffId],
  })
  const { rows } = await sql<{ node: number; staffId: string; stored: string }>`
    select t.node_id as node, t.staff_id as "staffId", to_jsonb(t)::text as stored
    from relation t where t.tenant_id = ${ctx.tenantId} and (t.node_id, t.staff_id) in (select r.node_id, r.staff_id from ${u.rows})`.execute(
    ctx.pg,
  )
  return rows
}

/** A relation that has come anew since stays as it is. Answers how many were put back. */
export async function putRelationsBack(ctx: Ctx, stored: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`insert into relation
    select (jsonb_populate_record(null::relation, r)).* from unnest(${[...stored]}::jsonb[]) as r
    on conflict do nothing`.execute(ctx.pg)
  return Number(numAffectedRows ?? 0)
}
