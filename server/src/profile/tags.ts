// Tags and relations as sources report them; set-based, newest word wins.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import { assignByFriendship } from './assignment-rules.ts'
import { noteRelationChanges } from './relations-history.ts'
import { presentNames } from './tag-definitions.ts'
import { addTags } from './tagging.ts'

export interface TagWrite {
  node: number
  tag: string
  source: string
  at: Date
}

/** As sources send them, in any order and more than once; renamed tags by their old names too. */
export async function applyTags(ctx: Ctx, writes: readonly TagWrite[]): Promise<void> {
  if (writes.length === 0) return
  const names = await presentNames(
    ctx,
    writes.map((w) => w.tag),
  )
  const u = unnest(writes, {
    node_id: ['bigint', (w) => w.node],
    tag: ['text', (w) => names.get(w.tag) ?? w.tag],
    source: ['text', (w) => w.source],
    at: ['timestamptz', (w) => w.at],
  })
  await addTags(
    ctx,
    sql`select node_id, tag, source, min(at) as at, ${`${ctx.actor.kind}:${ctx.actor.id}`}::text as actor,
        ${ctx.actor.name}::text as actor_name, ''::text as reason, null::timestamptz as expires_at, '{}'::jsonb as told
      from ${u.rows} group by node_id, tag, source`,
    'keep',
  )
}

export interface RelationWrite {
  node: number
  staffId: string
  state: 'friend' | 'deleted_by_customer' | 'deleted_by_staff'
  storeId: string | null
  channelId: string | null
  source: string
  addedAt: Date
  endedAt: Date | null
}
export async function applyRelations(ctx: Ctx, writes: readonly RelationWrite[]): Promise<void> {
  if (writes.length === 0) return
  const newest = new Map<string, RelationWrite>()
  for (const w of writes) newest.set(`${w.node}\x1f${w.staffId}`, w)
  const rows = [...newest.values()].sort(
    (a, b) => a.node - b.node || (a.staffId < b.staffId ? -1 : 1),
  )
  await noteRelationChanges(ctx, rows)
  await sql`insert into relation (tenant_id, node_id, staff_id, state, store_id, channel_id, source, added_at, ended_at)
    select ${ctx.tenantId}::uuid, * from unnest(${rows.map((r) => r.node)}::bigint[], ${rows.map((r) => r.staffId)}::text[],
      ${rows.map((r) => r.state)}::text[], ${rows.map((r) => r.storeId)}::text[], ${rows.map((r) => r.channelId)}::text[],
      ${rows.map((r) => r.source)}::text[], ${rows.map((r) => r.addedAt)}::timestamptz[], ${rows.map((r) => r.endedAt)}::timestamptz[])
    on conflict (tenant_id, node_id, staff_id) do update
      set state = excluded.state, store_id = excluded.store_id, channel_id = excluded.channel_id,
          source = excluded.source, added_at = least(relation.added_at, excluded.added_at), ended_at = excluded.ended_at`.execute(
    ctx.pg,
  )
  await assignByFriendship(
    ctx,
    rows.filter((r) => r.state === 'friend'),
    { importId: importOf(rows[0]?.source) },
  )
}

/** Undoing that import takes back what it decided. */
const importOf = (source: string | undefined) => /^import:(.+)$/.exec(source ?? '')?.[1] ?? null
