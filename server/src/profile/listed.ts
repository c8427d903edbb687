// A customer as lists show it: what the search tables hold, and identifiers and tags as they are now.
import { sql } from 'kysely'
import { loadNamespaces, nodesOf } from '../identity/index.ts'
import { storesByCode, whereStaffWork } from '../org/index.ts'
import { can } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { maskIdentifier, shownAttributes } from './combine.ts'
import { belongingOf } from './describe.ts'
import { loadHandlings } from './handling.ts'
import { liveTags } from './live-tags.ts'

/** As other systems call it, and as people do; the code again where nobody named it. */
export interface Coded {
  code: string
  name: string
}

export interface ListedCustomer {
  id: number
  known: boolean
  identifiers: { namespace: string; value: string; verified: boolean }[]
  attributes: Record<string, unknown>
  tags: string[]
  platforms: string[]
  store: Coded | null
  guide: Coded | null
  first_seen: string | null
  last_seen: string | null
  event_count: number
  order_count: number
  spent_fen: number
  last_order_at: string | null
  touchpoint_count: number
}

interface Row {
  customer_id: number
  attributes: Record<string, unknown>
  is_known: boolean
  first_at: Date
  last_at: Date
  event_count: number
  platforms: string[]
  order_count: number
  spent_fen: number
  last_order_at: Date | null
  touchpoint_count: number
}

/** In the order of `ids` (canonical ones), masked as the actor's role demands. */
export async function listedByIds(ctx: Ctx, ids: readonly number[]): Promise<ListedCustomer[]> {
  if (ids.length === 0) return []
  const groups = await nodesOf(ctx, ids)
  const [{ rows }, identifiers, tags, belonging, kindOf, handlings] = await Promise.all([
    sql<Row>`select s.customer_id, s.attributes, f.is_known, f.first_at, f.last_at, f.event_count, f.platforms,
        f.order_count, f.spent_fen, f.last_order_at, f.touchpoint_count
      from customer_search s join customer_figure f using (tenant_id, customer_id)
      where s.tenant_id = ${ctx.tenantId} and s.customer_id = any(${[...ids]}::bigint[])`.execute(
      ctx.pg,
    ),
    identifiersOf(ctx, ids),
    liveTags(ctx, groups),
    namedBelonging(ctx, groups),
    loadNamespaces(ctx),
    loadHandlings(ctx),
  ])
  const unmask = can(ctx.actor, 'customers:unmask')
  const byId = new Map(rows.map((r) => [r.customer_id, r]))
  const heldBy = Map.groupBy(identifiers, (i) => i.customer_id)
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (!row) return []
    const held = (heldBy.get(id) ?? []).toSorted(
      (a, b) =>
        kindOf(a.namespace).rank - kindOf(b.namespace).rank ||
        (a.namespace + a.value < b.namespace + b.value ? -1 : 1),
    )
    return {
      id,
      known: row.is_known,
      identifiers: held.map((i) => ({
        namespace: i.namespace,
        value: unmask ? i.value : maskIdentifier(i.namespace, i.value),
        verified: i.is_verified,
      })),
      attributes: shownAttributes(row.attributes, handlings, unmask),
      tags: [...new Set(tags.get(id)?.map((t) => t.tag))].sort(),
      platforms: row.platforms,
      store: belonging.get(id)?.store ?? null,
      guide: belonging.get(id)?.guide ?? null,
      first_seen: row.event_count > 0 ? row.first_at.toISOString() : null,
      last_seen: row.event_count > 0 ? row.last_at.toISOString() : null,
      event_count: row.event_count,
      order_count: row.order_count,
      spent_fen: row.spent_fen,
      last_order_at: row.last_order_at?.toISOString() ?? null,
      touchpoint_count: row.touchpoint_count,
    }
  })
}

async function namedBelonging(
  ctx: Ctx,
  groups: ReadonlyMap<number, readonly number[]>,
): Promise<Map<number, { store: Coded | null; guide: Coded | null }>> {
  const belonging = await belongingOf(ctx, groups)
  const codes = (kind: 'store' | 'guide') =>
    [...belonging.values()].flatMap((b) => b[kind]?.code ?? [])
  const [stores, staff] = await Promise.all([
    storesByCode(ctx, codes('store')),
    whereStaffWork(ctx, codes('guide')),
  ])
  const named = (given: { code: string } | null, names: ReadonlyMap<string, { name: string }>) =>
    given && { code: given.code, name: names.get(given.code)?.name ?? given.code }
  return new Map(
    [...belonging].map(([id, { store, guide }]) => [
      id,
      { store: named(store, stores), guide: named(guide, staff) },
    ]),
  )
}

interface IdentifierRow {
  customer_id: number
  namespace: string
  value: string
  is_verified: boolean
}
async function identifiersOf(ctx: Ctx, ids: readonly number[]): Promise<IdentifierRow[]> {
  const { rows } = await sql<IdentifierRow>`
    select customer_id, namespace, value, is_verified from identifier
    where tenant_id = ${ctx.tenantId} and customer_id = any(${[...ids]}::bigint[])`.execute(ctx.pg)
  return rows
}
