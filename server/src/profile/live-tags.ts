// The tags customers have now: not expired, and one of an exclusive group.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { combineTags, type TagWord } from './combine.ts'

export interface HeldTag extends TagWord {
  node: number
  source: string
  actor: string
  actorName: string
  reason: string
  group: string | null
}

/** What shows of these nodes' tags, with who, when and why; a tag may be there from several sources. */
export async function liveTags(
  ctx: Ctx,
  groups: ReadonlyMap<number, readonly number[]>,
): Promise<Map<number, HeldTag[]>> {
  const nodes = [...groups.values()].flat()
  const { rows } = await sql<HeldTag>`
    select c.node_id as node, c.tag, c.source, c.at, c.actor, c.actor_name as "actorName", c.reason,
      c.expires_at as "expiresAt", g.name as "group", case when g.is_exclusive then g.id::text end as "exclusiveGroup"
    from unnest(${nodes}::bigint[]) as w (id), lateral (
      select * from customer_tag t where t.tenant_id = ${ctx.tenantId} and t.node_id = w.id offset 0) c
    left join tag t on t.tenant_id = c.tenant_id and t.name = c.tag
    left join tag_group g on g.tenant_id = t.tenant_id and g.id = t.group_id
    order by g.position nulls last, g.name, c.tag, c.at`.execute(ctx.pg)
  const owner = new Map(
    [...groups].flatMap(([id, list]) => list.map((node) => [node, id] as const)),
  )
  const byCustomer = Map.groupBy(rows, (r) => owner.get(r.node) ?? 0)
  return new Map(
    [...groups.keys()].map((id) => [id, combineTags(byCustomer.get(id) ?? [], ctx.now())]),
  )
}
