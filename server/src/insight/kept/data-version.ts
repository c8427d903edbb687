// What the brand's data are at: any write that a figure could show moves it.
import { sql as pgSql } from 'kysely'
import { sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'

/**
 * Events come and go by their number, which the engine keeps for each part; what is known of customers,
 * who they are and where they belong by the round in which it was last written; audiences by their
 * changes; the zone and currency by themselves.
 */
export async function dataVersion(ctx: Ctx): Promise<string> {
  const [[stored], known] = await Promise.all([
    ctx.ch.rows<{ events: string; changes: string; version: string }>(
      ctx.tenantId,
      sql`select (select count() from event) as events, count() as changes, max(version) as version
        from audience_change`,
    ),
    pgSql<{ state: string | null; waits: boolean; timezone: string; currency: string }>`
      select t.timezone, t.currency,
        (select version::text from customer_state_round where tenant_id = t.id) as state,
        exists (select 1 from customer_change where tenant_id = t.id and not is_listed) as waits
      from tenant t where t.id = ${ctx.tenantId}`.execute(ctx.pg),
  ])
  const { state, waits, timezone, currency } = known.rows[0] ?? {}
  return [stored?.events, stored?.changes, stored?.version, state, waits, timezone, currency].join(
    ' ',
  )
}
