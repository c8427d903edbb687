// What is found and listed of a person goes with the person at once, not when the projection comes by.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { PersonalData } from './privacy.ts'

async function remove(ctx: Ctx, table: string, column: string, ids: readonly number[]) {
  const { numAffectedRows } = await sql`delete from ${sql.table(table)}
    where tenant_id = ${ctx.tenantId} and ${sql.ref(column)} = any(${[...ids]}::bigint[])`.execute(
    ctx.pg,
  )
  return Number(numAffectedRows ?? 0)
}

/** Made from other tables, so a copy for the person holds it already. */
export const searchData: readonly PersonalData[] = [
  {
    name: 'search',
    tables: ['customer_search', 'customer_figure', 'customer_activity', 'customer_change'],
    async erase(ctx, { nodes }) {
      await remove(ctx, 'customer_change', 'node_id', nodes)
      return (
        (await remove(ctx, 'customer_search', 'customer_id', nodes)) +
        (await remove(ctx, 'customer_figure', 'customer_id', nodes)) +
        (await remove(ctx, 'customer_activity', 'node_id', nodes))
      )
    },
  },
]
