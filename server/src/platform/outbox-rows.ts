// Own events made inside a statement: when what is done is done to more customers than should travel.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from './ctx.ts'

const EARLIEST = '2000-01-01T00:00:00Z'

/**
 * An insert into `event_outbox`, to be a common table expression of the statement that does it.
 * @param from yields `name`, `node_id`, `at`, `source` and `props` (jsonb)
 */
export function insertOwnEvents(ctx: Ctx, from: RawBuilder<unknown>): RawBuilder<unknown> {
  const actor = `${ctx.actor.kind}:${ctx.actor.id}`
  // An event out of the store's range would stop all that wait behind it.
  const at = sql`greatest(least(e.at, ${ctx.now()}::timestamptz), ${EARLIEST}::timestamptz)`
  return sql`insert into event_outbox (tenant_id, id, event)
    select ${ctx.tenantId}::uuid, gen_random_uuid(), jsonb_build_object('name', e.name, 'customerId', e.node_id,
      'at', (extract(epoch from ${at}) * 1000)::bigint, 'source', e.source, 'actor', ${actor}::text,
      'historical', e.at < ${ctx.now()}::timestamptz - interval '1 day', 'props', jsonb_strip_nulls(e.props))
    from (${from}) e`
}
