// Customers as everybody sees them: one person, whatever platforms the traces came from.
import { sql } from 'kysely'
import {
  canonicalOf,
  groupOf,
  loadNamespaces,
  mergesOf,
  nodesOf,
  normalise,
} from '../identity/index.ts'
import { demandCustomerInScope } from '../org/index.ts'
import { can } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { activityOf } from './activity.ts'
import {
  type AttributeWord,
  combineAttributes,
  maskIdentifier,
  shownAttributes,
} from './combine.ts'
import { loadPriorities } from './definitions.ts'
import { loadHandlings } from './handling.ts'
import { liveTags } from './live-tags.ts'

export interface Customer {
  id: number
  identifiers: {
    namespace: string
    value: string
    first_seen: string
    last_seen: string
    source: string
    verified: boolean
  }[]
  attributes: Record<string, unknown>
  tags: string[]
  merged_from: {
    merge_id: string
    customer_id: number
    at: string
    evidence: 'claimed' | 'verified'
    reason: string
  }[]
  platforms: string[]
  first_seen: string | null
  last_seen: string | null
  event_count: number
  created_at: string
}

/** The customer that this node is now. @throws 404, also for another tenant's or out of scope */
export async function canonicalInScope(ctx: Ctx, id: number): Promise<number> {
  const canonical = (await canonicalOf(ctx, [id])).get(id)
  if (canonical === undefined) throw notFound('customer')
  await demandCustomerInScope(ctx, canonical)
  return canonical
}

/** The same with all nodes it is known by. @throws 404 */
export async function groupInScope(
  ctx: Ctx,
  id: number,
): Promise<{ customerId: number; nodes: number[] }> {
  const found = await groupOf(ctx, id)
  if (!found) throw notFound('customer')
  await demandCustomerInScope(ctx, found.customerId)
  return found
}

/** One customer by any of its nodes' ids. @throws 404, also for another tenant's or out of scope */
export async function getCustomer(ctx: Ctx, id: number): Promise<Customer> {
  const canonical = await canonicalInScope(ctx, id)
  const [customer] = await customersByIds(ctx, [canonical])
  if (!customer) throw notFound('customer')
  return customer
}

export async function getCustomerBy(ctx: Ctx, namespace: string, value: string): Promise<Customer> {
  const kindOf = await loadNamespaces(ctx)
  const text = normalise(kindOf(namespace), value)
  const { rows } = await sql<{ customer_id: number }>`
    select customer_id from identifier where tenant_id = ${ctx.tenantId} and namespace = ${namespace} and value = ${text ?? ''}`.execute(
    ctx.pg,
  )
  const id = rows[0]?.customer_id
  if (id === undefined) throw notFound('customer')
  return getCustomer(ctx, id)
}

/** In the order of `ids` (canonical ones), masked as the actor's role demands. */
export async function customersByIds(ctx: Ctx, ids: readonly number[]): Promise<Customer[]> {
  if (ids.length === 0) return []
  const nodes = await nodesOf(ctx, ids)
  const all = [...nodes.values()].flat()
  const owner = new Map([...nodes].flatMap(([id, list]) => list.map((node) => [node, id] as const)))
  const [identifiers, attributes, tags, merges, created, activity, handlings, priorityOf] =
    await Promise.all([
      identifiersOf(ctx, ids),
      attributesOf(ctx, all),
      liveTags(ctx, nodes),
      mergesOf(ctx, ids, { undone: false }),
      createdOf(ctx, ids),
      activityOf(ctx, all),
      loadHandlings(ctx),
      loadPriorities(ctx),
    ])
  const unmask = can(ctx.actor, 'customers:unmask')
  return ids.map((id) => {
    const mine = activity.filter((a) => owner.get(a.node) === id)
    // A name that has just become sensitive may still stand here until its values are sealed.
    const combined = combineAttributes(
      attributes.filter((a) => owner.get(a.node) === id && !handlings.isSensitive(a.name)),
      priorityOf,
    )
    return {
      id,
      identifiers: identifiers
        .filter((i) => i.customer_id === id)
        .map((i) => ({
          namespace: i.namespace,
          value: unmask ? i.value : maskIdentifier(i.namespace, i.value),
          first_seen: i.first_seen_at.toISOString(),
          last_seen: new Date(Math.max(+i.first_seen_at, +i.bound_at)).toISOString(),
          source: i.source,
          verified: i.is_verified,
        })),
      attributes: shownAttributes(combined, handlings, unmask),
      tags: [...new Set(tags.get(id)?.map((t) => t.tag))].sort(),
      merged_from: merges
        .filter((m) => m.customer_id === id)
        .map((m) => ({
          merge_id: m.merge_id,
          customer_id:
            m.node_a === id ? m.node_b : m.node_b === id ? m.node_a : Math.max(m.node_a, m.node_b),
          at: m.at.toISOString(),
          evidence: m.evidence,
          reason: m.reason,
        })),
      platforms: [...new Set(mine.flatMap((a) => a.platforms))].sort(),
      first_seen: earliest(mine.map((a) => a.firstAt)),
      last_seen: latest(mine.map((a) => a.lastAt)),
      event_count: mine.reduce((sum, a) => sum + a.events, 0),
      created_at: created.get(id)?.toISOString() ?? new Date(0).toISOString(),
    }
  })
}

const earliest = (dates: Date[]) =>
  dates.length === 0 ? null : new Date(Math.min(...dates.map(Number))).toISOString()
const latest = (dates: Date[]) =>
  dates.length === 0 ? null : new Date(Math.max(...dates.map(Number))).toISOString()

interface IdentifierRow {
  customer_id: number
  namespace: string
  value: string
  source: string
  is_verified: boolean
  first_seen_at: Date
  bound_at: Date
}
async function identifiersOf(ctx: Ctx, ids: readonly number[]): Promise<IdentifierRow[]> {
  const kindOf = await loadNamespaces(ctx)
  const { rows } = await sql<IdentifierRow>`
    select customer_id, namespace, value, source, is_verified, first_seen_at, bound_at from identifier
    where tenant_id = ${ctx.tenantId} and customer_id = any(${[...ids]}::bigint[])`.execute(ctx.pg)
  return rows.sort(
    (a, b) =>
      kindOf(a.namespace).rank - kindOf(b.namespace).rank ||
      (a.namespace + a.value < b.namespace + b.value ? -1 : 1),
  )
}

async function attributesOf(
  ctx: Ctx,
  nodes: readonly number[],
): Promise<(AttributeWord & { node: number })[]> {
  const { rows } = await sql<{
    node_id: number
    name: string
    source: string
    value: unknown
    at: Date
  }>`
    select node_id, name, source, value, at from attribute
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])`.execute(ctx.pg)
  return rows.map((r) => ({
    node: r.node_id,
    name: r.name,
    source: r.source,
    value: r.value,
    at: r.at,
  }))
}

async function createdOf(ctx: Ctx, ids: readonly number[]): Promise<Map<number, Date>> {
  const { rows } = await sql<{ id: number; created_at: Date }>`
    select id, created_at from customer where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::bigint[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map((r) => [r.id, r.created_at]))
}
