// Merging and unmerging on purpose, and the review of what the rules would not decide.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { recordEvents } from '../platform/outbox.ts'
import { canonicalOf } from './groups.ts'
import { mergePolicy } from './policy.ts'
import { loadGroups, loadNamespaces, lockIdentity, raiseEpoch, saveWorld } from './store.ts'
import { emptyWorld, join, whyNotJoin } from './world.ts'

const WHY_NOT = {
  different_values: 'Both hold a different value of an identifier that a customer has only once',
  over_limit: 'Together they would hold more values of an identifier than a customer may',
  kept_apart: 'Somebody decided to keep them apart',
  consent: 'One of them withdrew consent to being joined with other records',
}

export interface Merged {
  mergeId: string
  customerId: number
}

/**
 * Makes two customers one, on an operator's word. An earlier decision to keep these two apart is
 * replaced by it; values that exclude each other are not.
 */
export function mergeCustomers(ctx: Ctx, a: number, b: number, reason: string): Promise<Merged> {
  return inTx(ctx, async (ctx) => {
    await lockIdentity(ctx)
    const canonical = await canonicalOf(ctx, [a, b])
    const [ca, cb] = [canonical.get(a), canonical.get(b)]
    if (ca === undefined || cb === undefined) throw notFound('customer')
    if (ca === cb) throw conflict('same_customer', 'They are one customer already')
    await sql`delete from kept_apart k using customer x, customer y
      where k.tenant_id = ${ctx.tenantId} and x.tenant_id = k.tenant_id and x.id = k.node_a
        and y.tenant_id = k.tenant_id and y.id = k.node_b
        and ((x.canonical_id = ${ca} and y.canonical_id = ${cb}) or (x.canonical_id = ${cb} and y.canonical_id = ${ca}))`.execute(
      ctx.pg,
    )
    const world = emptyWorld(() => {
      throw new Error('a merge makes no customers')
    })
    const kindOf = await loadNamespaces(ctx)
    const groups = await loadGroups(ctx, world, [ca, cb], kindOf, mergePolicy())
    const [ga, gb] = [groups.get(ca), groups.get(cb)]
    if (!ga || !gb) throw notFound('customer')
    const why = whyNotJoin(ga, gb, kindOf)
    if (why)
      throw conflict(`cannot_merge_${why.kind}`, WHY_NOT[why.kind], { namespace: why.namespace })
    const customerId = join(world, ga, gb).canonical
    await saveWorld(ctx, world)
    const mergeId = randomUUIDv7()
    // Between the very ids that were named: if their groups fall apart, each keeps its own side.
    await sql`insert into identity_merge (tenant_id, id, node_a, node_b, evidence, reason, actor, at)
      values (${ctx.tenantId}, ${mergeId}, ${a}, ${b}, 'verified', ${reason}, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.now()})`.execute(
      ctx.pg,
    )
    await raiseEpoch(ctx)
    await audit(
      ctx,
      'customer.merged',
      { kind: 'customer', id: String(customerId) },
      { merge_id: mergeId, customers: [ca, cb], reason },
    )
    await recordEvents(ctx, [
      {
        name: 'customer_merged',
        customerId,
        at: ctx.now(),
        source: 'identity',
        props: { merge_id: mergeId, customers: [ca, cb], reason },
      },
    ])
    return { mergeId, customerId }
  })
}

interface Edge {
  node_a: number
  node_b: number
}

/**
 * Takes back one merge: each side gets what came in under its nodes, later events included, and
 * nothing joins the two again unless an operator merges them.
 */
export function unmerge(
  ctx: Ctx,
  mergeId: string,
  reason: string,
): Promise<{ customers: [number, number] }> {
  return inTx(ctx, async (ctx) => {
    await lockIdentity(ctx)
    const { rows } = await sql<Edge & { undone_at: Date | null }>`
      select node_a, node_b, undone_at from identity_merge where tenant_id = ${ctx.tenantId} and id = ${mergeId} for update`.execute(
      ctx.pg,
    )
    const edge = rows[0]
    if (!edge) throw notFound('merge')
    if (edge.undone_at) throw conflict('already_unmerged', 'This merge was taken back already')
    await sql`update identity_merge set undone_at = ${ctx.now()}, undone_by = ${`${ctx.actor.kind}:${ctx.actor.id}`}
      where tenant_id = ${ctx.tenantId} and id = ${mergeId}`.execute(ctx.pg)
    const customers = await split(ctx, edge)
    await keepApart(ctx, edge.node_a, edge.node_b, reason)
    await raiseEpoch(ctx)
    await audit(ctx, 'customer.unmerged', { kind: 'merge', id: mergeId }, { customers, reason })
    await recordEvents(
      ctx,
      customers.map((customerId) => ({
        name: 'customer_unmerged',
        customerId,
        at: ctx.now(),
        source: 'identity',
        props: { merge_id: mergeId, reason },
      })),
    )
    return { customers }
  })
}

/** Without its edge the group falls into two; each takes its smallest node as its id. */
async function split(ctx: Ctx, edge: Edge): Promise<[number, number]> {
  const { rows: nodes } = await sql<{ id: number }>`
    select id from customer where tenant_id = ${ctx.tenantId} and canonical_id = (
      select canonical_id from customer where tenant_id = ${ctx.tenantId} and id = ${edge.node_a}) order by id for update`.execute(
    ctx.pg,
  )
  const ids = nodes.map((n) => n.id)
  const { rows: edges } = await sql<Edge>`
    select node_a, node_b from identity_merge where tenant_id = ${ctx.tenantId} and undone_at is null
      and node_a = any(${ids}::bigint[]) and node_b = any(${ids}::bigint[])`.execute(ctx.pg)
  const sideA = reachable(edge.node_a, edges)
  if (sideA.has(edge.node_b))
    throw conflict('still_connected', 'Another merge connects the two; take that one back first')
  const sideB = ids.filter((id) => !sideA.has(id))
  const canonicals: [number, number] = [Math.min(...sideA), Math.min(...sideB)]
  const to = ids.map((id) => (sideA.has(id) ? canonicals[0] : canonicals[1]))
  await sql`with moved as (
      update customer c set canonical_id = m.canonical from unnest(${ids}::bigint[], ${to}::bigint[]) as m (id, canonical)
      where c.tenant_id = ${ctx.tenantId} and c.id = m.id and c.canonical_id <> m.canonical returning c.id, c.canonical_id)
    insert into identity_alias_change (tenant_id, node_id, canonical_id)
    select ${ctx.tenantId}::uuid, id, canonical_id from moved`.execute(ctx.pg)
  await sql`update identifier i set customer_id = c.canonical_id from customer c
    where i.tenant_id = ${ctx.tenantId} and i.node_id = any(${ids}::bigint[]) and c.tenant_id = i.tenant_id and c.id = i.node_id`.execute(
    ctx.pg,
  )
  return canonicals
}

function reachable(from: number, edges: Edge[]): Set<number> {
  const neighbours = new Map<number, number[]>()
  const link = (a: number, b: number) => neighbours.set(a, [...(neighbours.get(a) ?? []), b])
  for (const { node_a, node_b } of edges) {
    link(node_a, node_b)
    link(node_b, node_a)
  }
  const seen = new Set([from])
  const open = [from]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const next of neighbours.get(node) ?? []) {
      if (seen.has(next)) continue
      seen.add(next)
      open.push(next)
    }
  }
  return seen
}

async function keepApart(ctx: Ctx, a: number, b: number, reason: string): Promise<void> {
  await sql`insert into kept_apart (tenant_id, node_a, node_b, reason, actor, at)
    values (${ctx.tenantId}, ${Math.min(a, b)}, ${Math.max(a, b)}, ${reason}, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.now()})
    on conflict do nothing`.execute(ctx.pg)
}

export type ConflictAction = 'merge' | 'keep_apart' | 'dismiss'

/** An operator's decision on a conflict; the second of two decisions at once is refused. */
export function resolveConflict(
  ctx: Ctx,
  id: string,
  action: ConflictAction,
): Promise<Merged | undefined> {
  return inTx(ctx, async (ctx) => {
    await lockIdentity(ctx)
    const { rows } = await sql<Edge & { state: string }>`
      select node_a, node_b, state from identity_conflict where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(
      ctx.pg,
    )
    const found = rows[0]
    if (!found) throw notFound('conflict')
    if (found.state !== 'open') throw conflict('already_resolved', 'Somebody decided this already')
    let merged: Merged | undefined
    if (action === 'merge')
      merged = await mergeCustomers(ctx, found.node_a, found.node_b, 'conflict review')
    if (action === 'keep_apart' && found.node_a !== found.node_b) {
      await keepApart(ctx, found.node_a, found.node_b, 'conflict review')
      await raiseEpoch(ctx)
    }
    const state = { merge: 'merged', keep_apart: 'kept_apart', dismiss: 'dismissed' }[action]
    await sql`update identity_conflict set state = ${state}, resolved_at = ${ctx.now()}, resolved_by = ${`${ctx.actor.kind}:${ctx.actor.id}`}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'conflict.resolved', { kind: 'conflict', id }, { action })
    return merged
  })
}
