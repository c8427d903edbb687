// What `homefield check` asks of identities: groups, their edges, identifiers and the dictionary agree.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences, ranges } from '../platform/check.ts'
import type { Ctx } from '../platform/ctx.ts'
import { compareAliases, rebuildAliases } from './alias.ts'
import { loadNamespaces } from './store.ts'

const NODES_AT_ONCE = 1_000_000

export const checks: readonly Check[] = [
  { name: 'identity.aliases', compare: compareDictionary, repair: rebuildAliases },
  { name: 'identity.groups', compare: compareGroups },
  { name: 'identity.identifiers', compare: compareIdentifiers },
  { name: 'identity.unique', compare: compareUnique },
  { name: 'identity.kept_apart', compare: findKeptApartTogether },
]

async function compareDictionary(ctx: Ctx): Promise<Compared> {
  const found = noteDifferences()
  for (const wrong of await compareAliases(ctx, Number.MAX_SAFE_INTEGER)) {
    found.add({ node: wrong.node, customer: wrong.canonical, in_dictionary: wrong.mapped })
  }
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from customer where id <> canonical_id`.execute(ctx.pg)
  return found.outOf(rows[0]?.n ?? 0)
}

interface Member {
  tenant_id: string
  id: number
  canonical_id: number
}
interface Edge {
  tenant_id: string
  node_a: number
  node_b: number
  group_a: number
  group_b: number
}

/** A customer is the nodes that merges connect, and its id is the smallest of them. */
async function compareGroups(ctx: Ctx): Promise<Compared> {
  const { rows: top } = await sql<{
    last: number | null
  }>`select max(id) as last from customer`.execute(ctx.pg)
  const found = noteDifferences()
  let compared = 0
  for (const [from, to] of ranges(1, top[0]?.last ?? 0, NODES_AT_ONCE)) {
    // Ids are given out once in the whole installation, so groups of tenants never meet.
    const { rows: members } = await sql<Member>`
      select tenant_id, id, canonical_id from customer
      where canonical_id between ${from} and ${to} and id <> canonical_id`.execute(ctx.pg)
    const { rows: edges } = await sql<Edge>`
      select m.tenant_id, m.node_a, m.node_b, a.canonical_id as group_a, b.canonical_id as group_b
      from identity_merge m
      join customer a on a.tenant_id = m.tenant_id and a.id = m.node_a
      join customer b on b.tenant_id = m.tenant_id and b.id = m.node_b
      where m.undone_at is null and a.canonical_id between ${from} and ${to}`.execute(ctx.pg)
    compared += members.length + edges.length
    const rootOf = connect(edges)
    for (const m of members) {
      if (rootOf(m.id) !== m.canonical_id)
        found.add({
          tenant: m.tenant_id,
          node: m.id,
          customer: m.canonical_id,
          by_merges: rootOf(m.id),
        })
    }
    for (const e of edges) {
      if (e.group_a !== e.group_b)
        found.add({
          tenant: e.tenant_id,
          merged: `${e.node_a}+${e.node_b}`,
          customers: `${e.group_a}+${e.group_b}`,
        })
    }
  }
  return found.outOf(compared)
}

/** The smallest node that merges connect a node with; itself when none does. */
function connect(edges: readonly Edge[]): (node: number) => number {
  const parent = new Map<number, number>()
  const rootOf = (node: number): number => {
    let root = node
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) root = up
    if (root !== node) parent.set(node, root)
    return root
  }
  for (const { node_a, node_b } of edges) {
    const [a, b] = [rootOf(node_a), rootOf(node_b)]
    if (a !== b) parent.set(Math.max(a, b), Math.min(a, b))
  }
  return rootOf
}

/** An identifier belongs to the customer its node belongs to. */
async function compareIdentifiers(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{
    tenant_id: string
    namespace: string
    node_id: number
    customer_id: number
    canonical_id: number
  }>`
    select i.tenant_id, i.namespace, i.node_id, i.customer_id, c.canonical_id
    from identifier i join customer c on c.tenant_id = i.tenant_id and c.id = i.node_id
    where i.customer_id <> c.canonical_id order by i.node_id, i.namespace, i.value`.execute(ctx.pg)
  const found = noteDifferences()
  for (const r of rows) {
    // The value itself is somebody's phone or e-mail: the node is enough to find it by.
    found.add({
      tenant: r.tenant_id,
      namespace: r.namespace,
      node: r.node_id,
      customer: r.customer_id,
      of_node: r.canonical_id,
    })
  }
  const { rows: all } = await sql<{ n: number }>`select count(*) as n from identifier`.execute(
    ctx.pg,
  )
  return found.outOf(all[0]?.n ?? 0)
}

/** Where a customer holds at most one value, nobody holds two, and the rows say so to the database. */
async function compareUnique(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{
    tenant_id: string
    namespace: string
    is_unique: boolean
    n: number
  }>`
    select tenant_id, namespace, is_unique, count(*) as n from identifier
    group by tenant_id, namespace, is_unique order by tenant_id, namespace`.execute(ctx.pg)
  const { rows: several } = await sql<{
    tenant_id: string
    namespace: string
    customer_id: number
    n: number
  }>`
    select tenant_id, namespace, customer_id, count(*) as n from identifier where not is_weak
    group by tenant_id, namespace, customer_id having count(*) > 1 order by customer_id`.execute(
    ctx.pg,
  )
  const found = noteDifferences()
  const rulesOf = new Map<string, Awaited<ReturnType<typeof loadNamespaces>>>()
  for (const tenantId of new Set(rows.map((r) => r.tenant_id))) {
    rulesOf.set(tenantId, await loadNamespaces({ ...ctx, tenantId }))
  }
  const isUnique = (tenantId: string, namespace: string) =>
    rulesOf.get(tenantId)?.(namespace).isUnique === true
  for (const r of rows) {
    if (r.is_unique !== isUnique(r.tenant_id, r.namespace))
      found.add({
        tenant: r.tenant_id,
        namespace: r.namespace,
        marked_unique: r.is_unique ? 'yes' : 'no',
        identifiers: r.n,
      })
  }
  for (const s of several) {
    if (isUnique(s.tenant_id, s.namespace))
      found.add({
        tenant: s.tenant_id,
        namespace: s.namespace,
        customer: s.customer_id,
        values: s.n,
      })
  }
  return found.outOf(rows.reduce((sum, r) => sum + (r.is_unique ? r.n : 0), 0))
}

async function findKeptApartTogether(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{
    tenant_id: string
    node_a: number
    node_b: number
    canonical_id: number
  }>`
    select k.tenant_id, k.node_a, k.node_b, a.canonical_id from kept_apart k
    join customer a on a.tenant_id = k.tenant_id and a.id = k.node_a
    join customer b on b.tenant_id = k.tenant_id and b.id = k.node_b
    where a.canonical_id = b.canonical_id order by k.node_a, k.node_b`.execute(ctx.pg)
  const found = noteDifferences()
  for (const r of rows)
    found.add({
      tenant: r.tenant_id,
      kept_apart: `${r.node_a}+${r.node_b}`,
      customer: r.canonical_id,
    })
  const { rows: all } = await sql<{ n: number }>`select count(*) as n from kept_apart`.execute(
    ctx.pg,
  )
  return found.outOf(all[0]?.n ?? 0)
}
