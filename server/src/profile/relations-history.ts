// What becomes of friendships, kept from whoever writes them.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import type { RelationWrite } from './tags.ts'

/**
 * Keeps what these writes change, before they change it: only another state than the one that stands.
 * Call in their transaction.
 */
export async function noteRelationChanges(
  ctx: Ctx,
  writes: readonly RelationWrite[],
): Promise<void> {
  const u = unnest(
    writes.map((w) => ({ ...w, id: randomUUIDv7() })),
    {
      id: ['uuid', (w) => w.id],
      node_id: ['bigint', (w) => w.node],
      staff_id: ['text', (w) => w.staffId],
      state: ['text', (w) => w.state],
      at: ['timestamptz', (w) => (w.state === 'friend' ? w.addedAt : (w.endedAt ?? w.addedAt))],
      source: ['text', (w) => w.source],
    },
  )
  await sql`insert into relation_change (tenant_id, recorded_at, actor, ${u.names})
    select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${u.names} from ${u.rows}
    where not exists (select 1 from relation n where n.tenant_id = ${ctx.tenantId} and n.node_id = r.node_id
      and n.staff_id = r.staff_id and n.state = r.state)`.execute(ctx.pg)
}
