// What is found and listed of a person goes with the person at once, not when the projection comes by.
import { sql } from 'kysely'
import { as, sql as ch, DATABASE } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { unavailable } from '../platform/errors.ts'
import { quoted } from '../platform/sql.ts'
import type { Person, PersonalData } from './privacy.ts'

async function remove(ctx: Ctx, table: string, column: string, ids: readonly number[]) {
  const { numAffectedRows } = await sql`delete from ${sql.table(table)}
    where tenant_id = ${ctx.tenantId} and ${sql.ref(column)} = any(${[...ids]}::bigint[])`.execute(
    ctx.pg,
  )
  return Number(numAffectedRows ?? 0)
}

async function countStates(ctx: Ctx, { nodes }: Person): Promise<number> {
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    ch`select count() as n from customer_state where customer_id in ${as('Array(UInt32)', [...nodes])}`,
    { maxSeconds: 300 },
  )
  return Number(row?.n ?? 0)
}

/** As events are removed: the parts are written anew, so that the bytes are gone from the disk too. */
async function removeStates(ctx: Ctx, person: Person): Promise<number> {
  const gone = await countStates(ctx, person)
  if (gone === 0) return 0
  const { cluster } = ctx.ch
  const table = cluster
    ? `${DATABASE}.customer_state_local on cluster ${quoted(cluster)}`
    : `${DATABASE}.customer_state`
  await ctx.ch.command(
    `alter table ${table} delete where tenant_id = toUUID(${quoted(ctx.tenantId)})
       and customer_id in (${person.nodes.map(Number).join(',')}) settings mutations_sync = 2`,
  )
  if ((await countStates(ctx, person)) > 0)
    throw unavailable('erasure_unfinished', 'The event store has not removed everything yet', 5)
  return gone
}

/** Made from other tables, so a copy for the person holds it already. */
export const searchData: readonly PersonalData[] = [
  {
    name: 'search',
    tables: [
      'customer_search',
      'customer_figure',
      'customer_activity',
      'customer_change',
      'customer_state',
      'customer_state_change',
      'event_store.customer_state',
    ],
    async erase(ctx, { nodes }) {
      await remove(ctx, 'customer_change', 'node_id', nodes)
      await remove(ctx, 'customer_state', 'customer_id', nodes)
      await remove(ctx, 'customer_state_change', 'customer_id', nodes)
      await remove(ctx, 'customer_state_change', 'into_id', nodes)
      return (
        (await remove(ctx, 'customer_search', 'customer_id', nodes)) +
        (await remove(ctx, 'customer_figure', 'customer_id', nodes)) +
        (await remove(ctx, 'customer_activity', 'node_id', nodes))
      )
    },
    eraseLater: removeStates,
  },
]
