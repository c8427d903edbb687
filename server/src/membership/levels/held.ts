// What the checkout asks: which levels a buyer holds now.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'

/** Codes, whatever node of hers is named. Whose grace runs holds her level still. */
export async function levelsHeld(ctx: Ctx, customerId: number): Promise<string[]> {
  const { rows } = await sql<{ level: string }>`
    select s.level from customer c join level_standing s on s.tenant_id = c.tenant_id and s.node_id = c.canonical_id
    where c.tenant_id = ${ctx.tenantId} and c.id = ${customerId} and s.ladder = 'growth'`.execute(
    ctx.pg,
  )
  return rows.map((row) => row.level)
}
