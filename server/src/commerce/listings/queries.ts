// Stores on other platforms, as they are shown.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { ListingPlatform } from './faults.ts'

export interface ExternalStore {
  id: string
  platform: ListingPlatform
  name: string
  listings: number
  /** That are not over. */
  promotions: number
  imported_at: string
}

export async function listExternalStores(ctx: Ctx): Promise<ExternalStore[]> {
  const { rows } = await sql<Omit<ExternalStore, 'imported_at'> & { imported_at: Date }>`
    select s.id, s.platform, s.name, s.imported_at,
      (select count(*)::int from external_listing l where l.tenant_id = s.tenant_id and l.store_id = s.id) as listings,
      (select count(*)::int from external_promotion p where p.tenant_id = s.tenant_id and p.store_id = s.id
        and p.ends_at > ${ctx.now()}) as promotions
    from external_store s where s.tenant_id = ${ctx.tenantId} order by s.platform, s.name`.execute(
    ctx.pg,
  )
  return rows.map((row) => ({ ...row, imported_at: row.imported_at.toISOString() }))
}
