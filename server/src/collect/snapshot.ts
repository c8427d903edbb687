// Which events belong to a moment of PostgreSQL, for copying both stores without stopping anybody.
import type pg from 'pg'
import { as, type Sql, sql } from '../platform/ch.ts'

/**
 * The rows of the batches that were done at the snapshot `client` is in. Later ones, and those on
 * their way then, were not answered yet: their clients, or the outbox, send them again.
 */
export async function eventsOfSnapshot(client: pg.ClientBase): Promise<Sql> {
  const { rows } = await client.query<{ last: number; left_out: number[] }>(`
    with recent as (
      -- A transaction that took its id an hour ago has ended: statements have two minutes.
      select coalesce(min(id) filter (where created_at > now() - interval '1 hour'), max(id)) as first, max(id) as last
      from ingest_batch)
    select coalesce(last, 0) as last, coalesce((
      select array_agg(g.id order by g.id)::float8[] from generate_series(first, last) as g (id)
      where not exists (select 1 from ingest_batch b where b.id = g.id and b.state = 'done')), '{}') as left_out
    from recent`)
  const { rows: open } = await client.query<{ id: number }>(
    `select id from ingest_batch where state = 'open'`,
  )
  const last = rows[0]?.last ?? 0
  const leftOut = [...new Set([...(rows[0]?.left_out ?? []), ...open.map((b) => b.id)])]
  // The nil tenant's are marks of recovery, no events.
  return sql`tenant_id != toUUID('00000000-0000-0000-0000-000000000000') and batch_id <= ${as('UInt64', last)} and not has(${as('Array(Int64)', leftOut)}, toInt64(batch_id))`
}
