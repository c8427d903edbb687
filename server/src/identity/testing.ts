// Identity by hand, for tests: events of identifiers in, groups out.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { testCtx } from '../platform/testing.ts'
import type { IdentityMemory } from './memory.ts'
import { useMergePolicy } from './policy.ts'
import { type ResolveRequest, resolve } from './resolve.ts'

useMergePolicy({ staysAlone: async () => [] })

export type Ids = Record<string, string>

export const request = (ids: Ids, given: Partial<ResolveRequest> = {}): ResolveRequest => ({
  at: 1_700_000_000_000,
  intent: 'observe',
  identifiers: Object.entries(ids).map(([namespace, value]) => ({ namespace, value })),
  isVerified: true,
  source: 'test',
  reason: 'seen',
  ...given,
})

/** Resolves in one set, and remembers as a running server would. Returns the nodes. */
export async function seen(
  ctx: Ctx,
  requests: ResolveRequest[],
  memory?: IdentityMemory,
): Promise<(number | null)[]> {
  const resolved = await inTx(ctx, (ctx) => resolve(ctx, requests, memory))
  resolved.committed()
  return resolved.resolutions.map((r) => r.node)
}

/** Who holds what: sorted lists of 'namespace=value', one a customer. */
export async function groups(ctx: Ctx): Promise<string[][]> {
  const { rows } = await sql<{ held: string[] }>`
    select array_agg(namespace || '=' || value order by namespace, value) as held from identifier
    where tenant_id = ${ctx.tenantId} group by customer_id`.execute(ctx.pg)
  return rows.map((r) => r.held).sort((a, b) => (a.join() < b.join() ? -1 : 1))
}

export async function openConflicts(
  ctx: Ctx,
): Promise<{ kind: string; namespace: string; seen: number }[]> {
  const { rows } = await sql<{ kind: string; namespace: string; seen: number }>`
    select kind, namespace, seen from identity_conflict where tenant_id = ${ctx.tenantId} and state = 'open' order by kind, namespace, value`.execute(
    ctx.pg,
  )
  return rows
}

/** What the database must hold to at any time: groups are the components of the merge edges. */
export async function brokenRules(ctx: Ctx): Promise<string[]> {
  const { rows: nodes } = await sql<{ id: number; canonical_id: number }>`
    select id, canonical_id from customer where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  const { rows: edges } = await sql<{ node_a: number; node_b: number }>`
    select node_a, node_b from identity_merge where tenant_id = ${ctx.tenantId} and undone_at is null`.execute(
    ctx.pg,
  )
  const parent = new Map(nodes.map((n) => [n.id, n.id]))
  const root = (id: number): number => {
    const up = parent.get(id) ?? id
    return up === id ? id : root(up)
  }
  for (const { node_a, node_b } of edges) {
    const [a, b] = [root(node_a), root(node_b)]
    parent.set(Math.max(a, b), Math.min(a, b))
  }
  const faults = nodes
    .filter((n) => root(n.id) !== n.canonical_id)
    .map((n) => `node ${n.id} is in ${n.canonical_id}, its edges say ${root(n.id)}`)
  const { rows: stray } = await sql<{ key: string }>`
    select i.namespace || '=' || i.value as key from identifier i join customer c on c.tenant_id = i.tenant_id and c.id = i.node_id
    where i.tenant_id = ${ctx.tenantId} and i.customer_id <> c.canonical_id`.execute(ctx.pg)
  faults.push(...stray.map((s) => `${s.key} is not with its node`))
  return faults
}

export { testCtx }
