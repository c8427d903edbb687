// The review list of conflicts, the history of merges, and a tenant's namespaces.
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict as refused } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { DEFAULT_NAMESPACES, type Namespace } from './namespaces.ts'
import { loadNamespaces, lockIdentity, raiseEpoch } from './store.ts'

interface ConflictRow {
  id: string
  kind: 'different_values' | 'over_limit' | 'kept_apart' | 'consent'
  customer_a: number
  customer_b: number
  namespace: string
  value: string
  evidence: { namespace: string; value: string }[]
  seen: number
  first_at: Date
  last_at: Date
  state: 'open' | 'merged' | 'kept_apart' | 'dismissed'
  resolved_at: Date | null
  resolved_by: string | null
}
const Position = z.tuple([z.iso.datetime(), z.uuid()])

export async function listConflicts(
  ctx: Ctx,
  query: {
    state: string
    kind?: string | undefined
    namespace?: string | undefined
    limit: number
    cursor?: string | undefined
  },
) {
  const after = readCursor(query.cursor, Position)
  const { rows } = await sql<ConflictRow>`
    select k.id, k.kind, a.canonical_id as customer_a, b.canonical_id as customer_b, k.namespace, k.value, k.evidence,
      k.seen, k.first_at, k.last_at, k.state, k.resolved_at, k.resolved_by
    from identity_conflict k
    join customer a on a.tenant_id = k.tenant_id and a.id = k.node_a
    join customer b on b.tenant_id = k.tenant_id and b.id = k.node_b
    where k.tenant_id = ${ctx.tenantId} and k.state = ${query.state}
      ${query.kind ? sql`and k.kind = ${query.kind}` : sql``} ${query.namespace === undefined ? sql`` : sql`and k.namespace = ${query.namespace}`}
      ${after ? sql`and (k.last_at, k.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by k.last_at desc, k.id desc limit ${query.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    query.limit,
    (r) => ({
      ...r,
      first_at: r.first_at.toISOString(),
      last_at: r.last_at.toISOString(),
      resolved_at: r.resolved_at?.toISOString() ?? null,
    }),
    (r) => [r.last_at.toISOString(), r.id],
  )
}

/** How many wait for a decision. */
export async function countOpenConflicts(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from identity_conflict
    where tenant_id = ${ctx.tenantId} and state = 'open'`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}

export interface MergeRow {
  merge_id: string
  node_a: number
  node_b: number
  customer_id: number
  evidence: 'claimed' | 'verified'
  reason: string
  actor: string
  at: Date
  undone_at: Date | null
}

/** Merges, newest first, of these customers' nodes; undone ones too when asked. */
export async function mergesOf(
  ctx: Ctx,
  customerIds: readonly number[],
  options: { undone: boolean },
): Promise<MergeRow[]> {
  if (customerIds.length === 0) return []
  const { rows } = await sql<MergeRow>`
    select distinct m.id as merge_id, m.node_a, m.node_b, c.canonical_id as customer_id, m.evidence, m.reason, m.actor, m.at, m.undone_at
    from customer c join identity_merge m on m.tenant_id = c.tenant_id and (m.node_a = c.id or m.node_b = c.id)
    where c.tenant_id = ${ctx.tenantId} and c.canonical_id = any(${[...customerIds]}::bigint[])
      ${options.undone ? sql`` : sql`and m.undone_at is null`}
    order by m.at desc, m.id desc`.execute(ctx.pg)
  return rows
}

export async function listNamespaces(ctx: Ctx): Promise<Namespace[]> {
  const kindOf = await loadNamespaces(ctx)
  const { rows } = await sql<{ namespace: string }>`
    select namespace from identity_namespace where tenant_id = ${ctx.tenantId}
    union select distinct namespace from identifier where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  const names = new Set([
    ...DEFAULT_NAMESPACES.map((n) => n.namespace),
    ...rows.map((r) => r.namespace),
  ])
  return [...names]
    .map(kindOf)
    .sort((a, b) => a.rank - b.rank || (a.namespace < b.namespace ? -1 : 1))
}

/**
 * Declares or changes a namespace. Values already held stay as they were attached; a change that
 * they contradict (two values where one is allowed) is refused.
 */
export function declareNamespace(ctx: Ctx, given: Namespace): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await lockIdentity(ctx)
    const before = (await loadNamespaces(ctx))(given.namespace)
    if (given.isUnique) {
      const { rows } = await sql<{ n: number }>`
        select count(*) as n from (select customer_id from identifier
          where tenant_id = ${ctx.tenantId} and namespace = ${given.namespace}
          group by customer_id having count(*) > 1) as twice`.execute(ctx.pg)
      if ((rows[0]?.n ?? 0) > 0)
        throw refused(
          'namespace_has_several',
          `${rows[0]?.n} customers hold several values of ${given.namespace} already`,
          { customers: rows[0]?.n },
        )
    }
    await sql`insert into identity_namespace (tenant_id, namespace, is_weak, is_unique, rank, max_values, normalise)
      values (${ctx.tenantId}, ${given.namespace}, ${given.isWeak}, ${given.isUnique}, ${given.rank}, ${given.maxValues}, ${given.normalise})
      on conflict (tenant_id, namespace) do update set is_weak = excluded.is_weak, is_unique = excluded.is_unique,
        rank = excluded.rank, max_values = excluded.max_values, normalise = excluded.normalise`.execute(
      ctx.pg,
    )
    await sql`update identifier set is_weak = ${given.isWeak}, is_unique = ${given.isUnique}
      where tenant_id = ${ctx.tenantId} and namespace = ${given.namespace}
        and (is_weak <> ${given.isWeak} or is_unique <> ${given.isUnique})`.execute(ctx.pg)
    await raiseEpoch(ctx)
    await audit(
      ctx,
      'namespace.declared',
      { kind: 'namespace', id: given.namespace },
      { before, after: given },
    )
  })
}
