// Nodes and the customers they belong to, for reading.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { done, together } from '../platform/together.ts'

/** Every node of each customer; ids may be any node of it. Unknown ids are not in the answer. */
export async function nodesOf(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<Map<number, number[]>> {
  if (customerIds.length === 0) return new Map()
  const { rows } = await sql<{ canonical_id: number; nodes: number[] }>`
    select canonical_id, array_agg(id order by id)::float8[] as nodes from customer
    where tenant_id = ${ctx.tenantId} and canonical_id in (
      select canonical_id from customer where tenant_id = ${ctx.tenantId} and id = any(${[...customerIds]}::bigint[]))
    group by canonical_id`.execute(ctx.pg)
  return new Map(rows.map((r) => [r.canonical_id, r.nodes]))
}

/** Her customer and all her nodes, by any of them; who asks at the same moment is looked up with her. */
export const groupOf = together(
  async (ctx, asked: readonly number[]): Promise<PromiseSettledResult<Group | undefined>[]> => {
    const groups = await nodesOf(ctx, [...new Set(asked)])
    const byNode = new Map<number, Group>()
    for (const [customerId, nodes] of groups)
      for (const node of nodes) byNode.set(node, { customerId, nodes })
    return asked.map((id) => {
      const found = byNode.get(id)
      // Each her own.
      return done(found && { ...found, nodes: [...found.nodes] })
    })
  },
  () => true,
)
interface Group {
  customerId: number
  nodes: number[]
}

/** The customer each node belongs to now. */
export async function canonicalOf(
  ctx: Ctx,
  nodes: readonly number[],
): Promise<Map<number, number>> {
  if (nodes.length === 0) return new Map()
  const { rows } = await sql<{ id: number; canonical_id: number }>`
    select id, canonical_id from customer where tenant_id = ${ctx.tenantId} and id = any(${[...new Set(nodes)]}::bigint[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map((r) => [r.id, r.canonical_id]))
}

/**
 * The groups of these nodes, as far as they have more than one: each of their nodes but the customer's own,
 * and the customer. For many nodes, of whom few are in one.
 */
export async function joinedNodes(
  ctx: Ctx,
  nodes: readonly number[],
): Promise<{ id: number; canonical_id: number }[]> {
  if (nodes.length === 0) return []
  // As lists the planner does not look into: it is done with ten thousand before it has weighed them.
  const { rows } = await sql<{ id: number; canonical_id: number }>`
    with given as materialized (select ${[...nodes]}::bigint[] as ids),
    theirs as materialized (
      select canonical_id from customer
      where tenant_id = ${ctx.tenantId} and id = any((select ids from given)::bigint[]) and canonical_id <> id)
    select id, canonical_id from customer
    where tenant_id = ${ctx.tenantId} and canonical_id <> id
      and canonical_id = any((select ids || array(select canonical_id from theirs) from given)::bigint[])
    order by id`.execute(ctx.pg)
  return rows
}

/**
 * The nodes that verified links hold together with this one; what a public key has only claimed joins nothing
 * here. Whose session, account or coupon something is, is decided by these.
 */
export async function verifiedNodesOf(ctx: Ctx, node: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with recursive held (id) as (
      select ${node}::bigint
      union
      select case when m.node_a = h.id then m.node_b else m.node_a end
      from held h join identity_merge m
        on m.tenant_id = ${ctx.tenantId} and m.undone_at is null and m.evidence = 'verified'
        and (m.node_a = h.id or m.node_b = h.id))
    select id from held order by id`.execute(ctx.pg)
  return rows.map((row) => row.id)
}
