// The identity graph in PostgreSQL: loading the part a set of events touches, writing what changed.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Namespace, Namespaces } from './namespaces.ts'
import { namespacesWith } from './namespaces.ts'
import type { MergePolicy } from './policy.ts'
import type { Value } from './settle.ts'
import {
  emptyWorld,
  type Group,
  groupOf,
  holdStrong,
  type Ident,
  identKey,
  rootOf,
  storedGroup,
  type World,
} from './world.ts'

/** Ids given out while deciding; replaced by the sequence's, in the same order, when written. */
const PROVISIONAL = 2 ** 40

export async function loadNamespaces(ctx: Ctx): Promise<Namespaces> {
  const { rows } = await sql<{
    namespace: string
    is_weak: boolean
    is_unique: boolean
    rank: number
    max_values: number
    normalise: Namespace['normalise']
  }>`select namespace, is_weak, is_unique, rank, max_values, normalise from identity_namespace
     where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return namespacesWith(
    rows.map((r) => ({
      namespace: r.namespace,
      isWeak: r.is_weak,
      isUnique: r.is_unique,
      rank: r.rank,
      maxValues: r.max_values,
      normalise: r.normalise,
    })),
  )
}

export async function readEpoch(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ epoch: number }>`
    select epoch from identity_epoch where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.epoch ?? 0
}

/**
 * Only one transaction a tenant changes identity at a time, in all processes: that is what makes
 * "two processes never make two customers" and deadlock-free merges simple.
 */
export async function lockIdentity(ctx: Ctx): Promise<number> {
  await sql`insert into identity_epoch (tenant_id) values (${ctx.tenantId}) on conflict do nothing`.execute(
    ctx.pg,
  )
  const { rows } = await sql<{ epoch: number }>`
    select epoch from identity_epoch where tenant_id = ${ctx.tenantId} for update`.execute(ctx.pg)
  return rows[0]?.epoch ?? 0
}

export async function raiseEpoch(ctx: Ctx): Promise<void> {
  await sql`update identity_epoch set epoch = epoch + 1 where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
}

interface IdentRow {
  namespace: string
  value: string
  node_id: number
  customer_id: number
  is_verified: boolean
  is_shared: boolean
  is_contested: boolean
  bound_at: Date
}

/** Everything that decisions about these values can depend on. Call under `lockIdentity`. */
export async function loadWorld(
  ctx: Ctx,
  values: Value[],
  kindOf: Namespaces,
  policy: MergePolicy,
): Promise<World> {
  let provisional = PROVISIONAL
  const world = emptyWorld(() => provisional++)
  // `offset 0` keeps the look-up a look-up: on tables that grew within the last minute the planner
  // knows nothing of them and would scan them once a statement.
  const { rows } = await sql<IdentRow>`
    select i.* from unnest(${values.map((v) => v.kind.namespace)}::text[], ${values.map((v) => v.value)}::text[]) as w (namespace, value),
    lateral (
      select namespace, value, node_id, customer_id, is_verified, is_shared, is_contested, bound_at
      from identifier where tenant_id = ${ctx.tenantId} and namespace = w.namespace and value = w.value offset 0) i`.execute(
    ctx.pg,
  )
  const groups = new Map<number, Group>()
  const groupFor = (canonical: number) => {
    const known = groups.get(canonical)
    if (known) return known
    const made = storedGroup(world, canonical)
    groups.set(canonical, made)
    return made
  }
  for (const r of rows) {
    world.idents.set(identKey(r.namespace, r.value), {
      kind: kindOf(r.namespace),
      value: r.value,
      node: r.node_id,
      group: groupFor(r.customer_id),
      isVerified: r.is_verified,
      isShared: r.is_shared,
      isContested: r.is_contested,
      boundAt: r.bound_at.getTime(),
      source: '',
      firstSeenAt: 0,
      isNew: false,
      isChanged: false,
      isDetached: false,
    })
  }
  await fillGroups(ctx, groups, kindOf, policy)
  return world
}

/** The stored groups with these canonical ids, for decisions that start from customers. */
export async function loadGroups(
  ctx: Ctx,
  world: World,
  canonicals: readonly number[],
  kindOf: Namespaces,
  policy: MergePolicy,
): Promise<Map<number, Group>> {
  const groups = new Map(canonicals.map((id) => [id, storedGroup(world, id)]))
  await fillGroups(ctx, groups, kindOf, policy)
  return groups
}

async function fillGroups(
  ctx: Ctx,
  groups: Map<number, Group>,
  kindOf: Namespaces,
  policy: MergePolicy,
): Promise<void> {
  if (groups.size === 0) return
  const canonicals = [...groups.keys()]
  const held = await sql<{ customer_id: number; namespace: string; value: string }>`
    select i.* from unnest(${canonicals}::bigint[]) as w (id),
    lateral (
      select customer_id, namespace, value from identifier
      where tenant_id = ${ctx.tenantId} and customer_id = w.id and not is_weak offset 0) i`.execute(
    ctx.pg,
  )
  for (const h of held.rows) {
    const group = groups.get(h.customer_id)
    if (group) holdStrong(group, kindOf(h.namespace), h.value)
  }
  // From the groups' own nodes outward, so that a long list of decisions costs nothing here.
  const apart = await sql<{ a: number; b: number }>`
    with mine as (
      select id, canonical_id from customer
      where tenant_id = ${ctx.tenantId} and canonical_id = any(${canonicals}::bigint[])
        and exists (select 1 from kept_apart where tenant_id = ${ctx.tenantId}))
    select m.canonical_id as a, o.canonical_id as b from mine m
    join kept_apart k on k.tenant_id = ${ctx.tenantId} and k.node_a = m.id
    join customer o on o.tenant_id = k.tenant_id and o.id = k.node_b
    union all
    select m.canonical_id, o.canonical_id from mine m
    join kept_apart k on k.tenant_id = ${ctx.tenantId} and k.node_b = m.id
    join customer o on o.tenant_id = k.tenant_id and o.id = k.node_a`.execute(ctx.pg)
  for (const { a, b } of apart.rows) {
    groups.get(a)?.keptApart.add(b)
    groups.get(b)?.keptApart.add(a)
  }
  for (const id of await policy.staysAlone(ctx, canonicals)) {
    const group = groups.get(id)
    if (group) group.staysAlone = true
  }
}

/** Writes what was decided, a statement a kind. Returns the real id of each provisional node. */
export async function saveWorld(ctx: Ctx, world: World): Promise<(node: number) => number> {
  const made = [...world.groups].flatMap((g) => g.made).sort((a, b) => a - b)
  const real = await takeIds(ctx, made)
  const canonicalOf = (group: Group) => real(rootOf(group).canonical)

  const detached: Ident[] = []
  const changed: Ident[] = []
  const added: Ident[] = []
  for (const ident of world.idents.values()) {
    if (ident.isDetached) detached.push(ident)
    else if (ident.isNew) added.push(ident)
    else if (ident.isChanged) changed.push(ident)
  }
  await removeIdents(
    ctx,
    detached.filter((i) => !i.isNew),
  )
  await insertCustomers(ctx, [...world.groups], real)
  await moveGroups(ctx, [...world.groups])
  await updateIdents(ctx, changed, real, canonicalOf)
  await insertIdents(ctx, added, real, canonicalOf)
  await insertEdges(ctx, world, real)
  await insertConflicts(ctx, world, real)
  await insertClaims(ctx, world, real)
  if (detached.length > 0 || changed.some((i) => i.isContested)) await raiseEpoch(ctx)
  return real
}

async function takeIds(ctx: Ctx, made: number[]): Promise<(node: number) => number> {
  if (made.length === 0) return (node) => node
  const { rows } = await sql<{ id: number }>`
    select nextval('customer_id_seq') as id from generate_series(1, ${made.length}::int)`.execute(
    ctx.pg,
  )
  const real = new Map(made.map((node, i) => [node, rows[i]?.id ?? 0]))
  return (node) => real.get(node) ?? node
}

async function removeIdents(ctx: Ctx, idents: Ident[]): Promise<void> {
  if (idents.length === 0) return
  await sql`delete from identifier i using unnest(${idents.map((i) => i.kind.namespace)}::text[], ${idents.map((i) => i.value)}::text[]) as d (namespace, value)
    where i.tenant_id = ${ctx.tenantId} and i.namespace = d.namespace and i.value = d.value`.execute(
    ctx.pg,
  )
}

async function insertCustomers(
  ctx: Ctx,
  groups: Group[],
  real: (n: number) => number,
): Promise<void> {
  const rows = groups.flatMap((g) => g.made.map((node) => [real(node), real(g.canonical)] as const))
  if (rows.length === 0) return
  await sql`with made as (
      insert into customer (tenant_id, id, canonical_id)
      select ${ctx.tenantId}::uuid, * from unnest(${rows.map((r) => r[0])}::bigint[], ${rows.map((r) => r[1])}::bigint[])
      returning id, canonical_id)
    insert into identity_alias_change (tenant_id, node_id, canonical_id)
    select ${ctx.tenantId}::uuid, id, canonical_id from made where id <> canonical_id`.execute(
    ctx.pg,
  )
}

/** Gives whole stored groups their new canonical id, in id order. */
async function moveGroups(ctx: Ctx, groups: Group[]): Promise<void> {
  const moves = groups.flatMap((g) =>
    g.stored.filter((s) => s !== g.canonical).map((s) => [s, g.canonical] as const),
  )
  if (moves.length === 0) return
  moves.sort((a, b) => a[0] - b[0])
  const from = moves.map((m) => m[0])
  const to = moves.map((m) => m[1])
  await sql`select id from customer where tenant_id = ${ctx.tenantId}
    and canonical_id = any(${[...from, ...to]}::bigint[]) order by id for update`.execute(ctx.pg)
  await sql`with moved as (
      update customer c set canonical_id = m.new from unnest(${from}::bigint[], ${to}::bigint[]) as m (old, new)
      where c.tenant_id = ${ctx.tenantId} and c.canonical_id = m.old
      returning c.id, c.canonical_id)
    insert into identity_alias_change (tenant_id, node_id, canonical_id)
    select ${ctx.tenantId}::uuid, id, canonical_id from moved`.execute(ctx.pg)
  await sql`update identifier i set customer_id = m.new from unnest(${from}::bigint[], ${to}::bigint[]) as m (old, new)
    where i.tenant_id = ${ctx.tenantId} and i.customer_id = m.old`.execute(ctx.pg)
}

async function updateIdents(
  ctx: Ctx,
  idents: Ident[],
  real: (n: number) => number,
  canonicalOf: (g: Group) => number,
): Promise<void> {
  if (idents.length === 0) return
  idents.sort(byKey)
  await sql`update identifier i set node_id = c.node_id, customer_id = c.customer_id, is_verified = c.is_verified,
      is_contested = c.is_contested, bound_at = greatest(i.bound_at, c.bound_at)
    from unnest(${idents.map((i) => i.kind.namespace)}::text[], ${idents.map((i) => i.value)}::text[],
      ${idents.map((i) => real(i.node))}::bigint[], ${idents.map((i) => canonicalOf(groupOf(i)))}::bigint[],
      ${idents.map((i) => i.isVerified)}::boolean[], ${idents.map((i) => i.isContested)}::boolean[],
      ${idents.map((i) => new Date(i.boundAt))}::timestamptz[])
      as c (namespace, value, node_id, customer_id, is_verified, is_contested, bound_at)
    where i.tenant_id = ${ctx.tenantId} and i.namespace = c.namespace and i.value = c.value`.execute(
    ctx.pg,
  )
}

async function insertIdents(
  ctx: Ctx,
  idents: Ident[],
  real: (n: number) => number,
  canonicalOf: (g: Group) => number,
): Promise<void> {
  if (idents.length === 0) return
  idents.sort(byKey)
  await sql`insert into identifier (tenant_id, namespace, value, node_id, customer_id, is_unique, is_weak,
      is_verified, is_contested, source, bound_at, first_seen_at)
    select ${ctx.tenantId}::uuid, * from unnest(${idents.map((i) => i.kind.namespace)}::text[], ${idents.map((i) => i.value)}::text[],
      ${idents.map((i) => real(i.node))}::bigint[], ${idents.map((i) => canonicalOf(groupOf(i)))}::bigint[],
      ${idents.map((i) => i.kind.isUnique)}::boolean[], ${idents.map((i) => i.kind.isWeak)}::boolean[],
      ${idents.map((i) => i.isVerified)}::boolean[], ${idents.map((i) => i.isContested)}::boolean[],
      ${idents.map((i) => i.source)}::text[], ${idents.map((i) => new Date(i.boundAt))}::timestamptz[],
      ${idents.map((i) => new Date(i.firstSeenAt))}::timestamptz[])`.execute(ctx.pg)
}

async function insertEdges(ctx: Ctx, world: World, real: (n: number) => number): Promise<void> {
  const { edges, confirmed } = world
  if (edges.length > 0) {
    await sql`insert into identity_merge (tenant_id, id, node_a, node_b, evidence, reason, actor, at)
      select ${ctx.tenantId}::uuid, id, node_a, node_b, evidence, reason, ${`${ctx.actor.kind}:${ctx.actor.id}`}, at
      from unnest(${edges.map(() => randomUUIDv7())}::uuid[], ${edges.map((e) => real(e.nodeA))}::bigint[],
        ${edges.map((e) => real(e.nodeB))}::bigint[], ${edges.map((e) => e.evidence)}::text[],
        ${edges.map((e) => e.reason)}::text[], ${edges.map((e) => new Date(e.at))}::timestamptz[])
        as e (id, node_a, node_b, evidence, reason, at)`.execute(ctx.pg)
  }
  if (confirmed.length > 0) {
    await sql`update identity_merge m set evidence = 'verified'
      from unnest(${confirmed.map((c) => real(c[0]))}::bigint[], ${confirmed.map((c) => real(c[1]))}::bigint[]) as c (a, b)
      where m.tenant_id = ${ctx.tenantId} and m.undone_at is null and m.evidence = 'claimed'
        and ((m.node_a = c.a and m.node_b = c.b) or (m.node_a = c.b and m.node_b = c.a))`.execute(
      ctx.pg,
    )
  }
}

async function insertConflicts(ctx: Ctx, world: World, real: (n: number) => number): Promise<void> {
  // One statement may not touch a row twice, so repeats within the batch are folded here.
  const folded = new Map<string, (typeof world.conflicts)[number] & { seen: number }>()
  for (const c of world.conflicts) {
    const [nodeA, nodeB] = [real(c.nodeA), real(c.nodeB)].sort((a, b) => a - b) as [number, number]
    const key = [c.kind, nodeA, nodeB, c.namespace, c.value].join('\x1f')
    const before = folded.get(key)
    if (before) {
      before.seen += 1
      before.at = Math.max(before.at, c.at)
    } else folded.set(key, { ...c, nodeA, nodeB, seen: 1 })
  }
  const rows = [...folded.values()]
  if (rows.length === 0) return
  await sql`insert into identity_conflict (tenant_id, id, kind, node_a, node_b, namespace, value, evidence, seen, first_at, last_at)
    select ${ctx.tenantId}::uuid, id, kind, node_a, node_b, namespace, value, evidence, seen, at, at
    from unnest(${rows.map(() => randomUUIDv7())}::uuid[], ${rows.map((r) => r.kind)}::text[],
      ${rows.map((r) => r.nodeA)}::bigint[], ${rows.map((r) => r.nodeB)}::bigint[],
      ${rows.map((r) => r.namespace)}::text[], ${rows.map((r) => r.value)}::text[],
      ${rows.map((r) => JSON.stringify(r.evidence))}::jsonb[], ${rows.map((r) => r.seen)}::int[],
      ${rows.map((r) => new Date(r.at))}::timestamptz[])
      as c (id, kind, node_a, node_b, namespace, value, evidence, seen, at)
    on conflict (tenant_id, kind, node_a, node_b, namespace, value)
    do update set seen = identity_conflict.seen + excluded.seen,
      last_at = greatest(identity_conflict.last_at, excluded.last_at)`.execute(ctx.pg)
}

async function insertClaims(ctx: Ctx, world: World, real: (n: number) => number): Promise<void> {
  const folded = new Map<string, { namespace: string; value: string; node: number; at: number }>()
  for (const { ident, node, at } of world.claims) {
    const row = { namespace: ident.kind.namespace, value: ident.value, node: real(node), at }
    const key = [row.namespace, row.value, row.node].join('\x1f')
    const before = folded.get(key)
    if (before) before.at = Math.max(before.at, at)
    else folded.set(key, row)
  }
  const rows = [...folded.values()].sort(
    (a, b) => byText(a.namespace, b.namespace) || byText(a.value, b.value) || a.node - b.node,
  )
  if (rows.length === 0) return
  await sql`insert into identity_claim (tenant_id, namespace, value, node_id, last_at)
    select ${ctx.tenantId}::uuid, * from unnest(${rows.map((r) => r.namespace)}::text[], ${rows.map((r) => r.value)}::text[],
      ${rows.map((r) => r.node)}::bigint[], ${rows.map((r) => new Date(r.at))}::timestamptz[])
    on conflict (tenant_id, namespace, value, node_id)
    do update set last_at = greatest(identity_claim.last_at, excluded.last_at)`.execute(ctx.pg)
  // More than ten known customers within 30 days: a placeholder or a public device.
  await sql`update identifier i set is_shared = true
    from (select distinct * from unnest(${rows.map((r) => r.namespace)}::text[], ${rows.map((r) => r.value)}::text[]) as u (namespace, value)) t
    where i.tenant_id = ${ctx.tenantId} and i.namespace = t.namespace and i.value = t.value and not i.is_shared
      and (select count(distinct c.canonical_id) from identity_claim k
           join customer c on c.tenant_id = k.tenant_id and c.id = k.node_id
           where k.tenant_id = i.tenant_id and k.namespace = i.namespace and k.value = i.value
             and k.last_at > ${new Date(Math.max(...rows.map((r) => r.at)) - 30 * 86_400_000)}) > 10`.execute(
    ctx.pg,
  )
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const byKey = (a: Ident, b: Ident) =>
  byText(a.kind.namespace, b.kind.namespace) || byText(a.value, b.value)
