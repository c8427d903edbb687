// After a backup is put back: the event store may have been copied a moment after this database, or
// before. Versions are what the event store holds, and live rules are looked at for everybody.
import { sql } from 'kysely'
import { sql as ch } from '../platform/ch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { membersOf } from './history-sql.ts'
import { lockAudience } from './store.ts'

/**
 * Of every brand, or of one. Nobody is told: what was told of before the backup was made is no news.
 */
export async function takeStock(base: Ctx, onlyTenant?: string): Promise<void> {
  const { rows } = await sql<{ tenant_id: string; id: string }>`
    select tenant_id, id from audience where ${onlyTenant ? sql`tenant_id = ${onlyTenant}` : sql`true`} order by tenant_id, id`.execute(
    base.pg,
  )
  await sql`update computed_attribute set wake_at = null, crossed_at = null, heard = '{}', build = 'silent',
      settles_after = null, settles_batch = null
    where state = 'live' and ${onlyTenant ? sql`tenant_id = ${onlyTenant}` : sql`true`}`.execute(
    base.pg,
  )
  const last = new Map(
    (
      await base.ch.allRows<{ id: string; version: string; snapshot: string }>(
        ch`select toString(audience_id) as id, maxIf(v, not is_snapshot) as version, maxIf(v, is_snapshot) as snapshot
          from (select audience_id, version as v, false as is_snapshot from audience_change
            union all select audience_id, version as v, true as is_snapshot from audience_snapshot)
          group by audience_id`,
      )
    ).map((r) => [r.id, { version: Number(r.version), snapshot: Number(r.snapshot) }]),
  )
  for (const { tenant_id: tenantId, id } of rows)
    await inTx({ ...base, tenantId }, async (ctx) => {
      await lockAudience(ctx, id)
      const [row] = await ctx.ch.rows<{ size: string }>(
        tenantId,
        ch`select bitmapCardinality(${membersOf(id)}) as size`,
      )
      const { version, snapshot } = last.get(id) ?? { version: 0, snapshot: 0 }
      await sql`update audience set version = ${version}, size = ${Number(row?.size ?? 0)},
          snapshot_version = ${snapshot}, wake_at = null, crossed_at = null, heard = '{}',
          build = case when state = 'live' and kind = 'rule' then 'silent' end, settles_after = null, settles_batch = null
        where tenant_id = ${tenantId} and id = ${id}`.execute(ctx.pg)
    })
}
