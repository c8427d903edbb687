// Who is family of a set of customers, as rules ask it.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { type LinkKind, SEEN_FROM } from './families-rules.ts'

export interface FamilyMember {
  /** What the other one is to the customer. */
  role: string
  /** When the second of the two had agreed. */
  since: Date
}

/**
 * The confirmed links of each customer; `owner` names the customer of each node, of all nodes of
 * those customers. Links between two nodes that turned out to be one person are none.
 */
export async function confirmedFamily(
  ctx: Ctx,
  owner: ReadonlyMap<number, number>,
): Promise<Map<number, FamilyMember[]>> {
  const { rows } = await sql<{
    node: number
    other: number
    side: 'node' | 'other'
    kind: LinkKind
    since: Date
  }>`
    select w.id as node, l.* from unnest(${[...owner.keys()]}::bigint[]) as w (id), lateral (
      select other_node_id as other, 'node' as side, kind, greatest(node_agreed_at, other_agreed_at) as since
      from family_link where tenant_id = ${ctx.tenantId} and node_id = w.id
        and ended_at is null and node_agreed_at is not null and other_agreed_at is not null
      union all
      select node_id, 'other', kind, greatest(node_agreed_at, other_agreed_at)
      from family_link where tenant_id = ${ctx.tenantId} and other_node_id = w.id
        and ended_at is null and node_agreed_at is not null and other_agreed_at is not null offset 0) l`.execute(
    ctx.pg,
  )
  const found = new Map<number, FamilyMember[]>()
  for (const { node, other, side, kind, since } of rows) {
    const customer = owner.get(node)
    if (customer === undefined || customer === owner.get(other)) continue
    const list = found.get(customer) ?? []
    list.push({ role: SEEN_FROM[kind][side], since })
    found.set(customer, list)
  }
  return found
}
