// Customers as everybody sees them: one person, whatever platforms the traces came from.
import { sql } from 'kysely'
import { z } from 'zod'
import {
  canonicalOf,
  loadNamespaces,
  mergesOf,
  nodesOf,
  normalise,
  phone,
} from '../identity/index.ts'
import { customerScope, demandCustomerInScope } from '../org/index.ts'
import { can } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { readCursor, writeCursor } from '../platform/page.ts'
import { type AttributeWord, combineAttributes, maskAttributes, maskIdentifier } from './combine.ts'
import { activityOf, identifierActivityOf } from './queries.ts'

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

/** One customer by any of its nodes' ids. @throws 404, also for another tenant's or out of scope */
export async function getCustomer(ctx: Ctx, id: number): Promise<Customer> {
  const canonical = (await canonicalOf(ctx, [id])).get(id)
  if (canonical === undefined) throw notFound('customer')
  await demandCustomerInScope(ctx, canonical)
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

export interface CustomerQuery {
  q?: string | undefined
  namespace?: string | undefined
  value?: string | undefined
  tag?: string | undefined
  /** Only those with (or without) a strong identifier. */
  known?: boolean | undefined
  limit: number
  cursor?: string | undefined
}

/** Newest customers first. */
export async function listCustomers(ctx: Ctx, query: CustomerQuery) {
  const before = readCursor(query.cursor, z.number().int())
  const scope = customerScope(ctx, 'c.id')
  const { rows } = await sql<{ id: number }>`
    select c.id from customer c where c.tenant_id = ${ctx.tenantId} and c.id = c.canonical_id
      ${before === undefined ? sql`` : sql`and c.id < ${before}`}
      ${query.q ? sql`and c.id in (${matching(ctx, query.q.trim())})` : sql``}
      ${
        query.namespace
          ? sql`and exists (select 1 from identifier i where i.tenant_id = c.tenant_id and i.customer_id = c.id
        and i.namespace = ${query.namespace} ${query.value ? sql`and i.value = ${normalisedAs(query.namespace, query.value)}` : sql``})`
          : sql``
      }
      ${
        query.tag
          ? sql`and c.id in (select n.canonical_id from customer_tag t join customer n on n.tenant_id = t.tenant_id and n.id = t.node_id
        where t.tenant_id = ${ctx.tenantId} and t.tag = ${query.tag})`
          : sql``
      }
      ${
        query.known === undefined
          ? sql``
          : sql`and ${query.known ? sql`` : sql`not`} exists (
        select 1 from identifier i where i.tenant_id = c.tenant_id and i.customer_id = c.id and not i.is_weak)`
      }
      ${scope ? sql`and ${scope}` : sql``}
    order by c.id desc limit ${query.limit + 1}`.execute(ctx.pg)
  const ids = rows.slice(0, query.limit).map((r) => r.id)
  const last = ids.at(-1)
  return {
    items: await customersByIds(ctx, ids),
    next_cursor: rows.length > query.limit && last !== undefined ? writeCursor(last) : null,
  }
}

/** Customers whose id, identifier or name it is; names also by a part of them. */
function matching(ctx: Ctx, q: string) {
  const values = [...new Set([q, q.toLowerCase(), phone(q)].filter((v) => v !== undefined))]
  const like = `${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
  return sql`
    select i.customer_id from identifier i where i.tenant_id = ${ctx.tenantId} and i.value = any(${values}::text[])
    ${q.length >= 3 ? sql`union select i.customer_id from identifier i where i.tenant_id = ${ctx.tenantId} and i.value like ${like}` : sql``}
    ${/^1\d{2,10}$/.test(q) ? sql`union select i.customer_id from identifier i where i.tenant_id = ${ctx.tenantId} and i.value like ${`+86${like}`}` : sql``}
    ${/^\d{1,10}$/.test(q) ? sql`union select n.canonical_id from customer n where n.tenant_id = ${ctx.tenantId} and n.id = ${Number(q)}` : sql``}
    union select n.canonical_id from attribute a join customer n on n.tenant_id = a.tenant_id and n.id = a.node_id
      where a.tenant_id = ${ctx.tenantId} and a.name in ('name', 'nickname')
        and left(lower(a.value #>> '{}'), 200) like ${`%${like.toLowerCase()}`}`
}

const normalisedAs = (namespace: string, value: string) =>
  namespace === 'phone'
    ? (phone(value) ?? value)
    : namespace === 'email'
      ? value.trim().toLowerCase()
      : value.trim()

/** In the order of `ids` (canonical ones), masked as the actor's role demands. */
export async function customersByIds(ctx: Ctx, ids: readonly number[]): Promise<Customer[]> {
  if (ids.length === 0) return []
  const nodes = await nodesOf(ctx, ids)
  const all = [...nodes.values()].flat()
  const owner = new Map([...nodes].flatMap(([id, list]) => list.map((node) => [node, id] as const)))
  const [identifiers, attributes, tags, merges, created, activity, identifierActivity] =
    await Promise.all([
      identifiersOf(ctx, ids),
      attributesOf(ctx, all),
      tagsOf(ctx, all),
      mergesOf(ctx, ids, { undone: false }),
      createdOf(ctx, ids),
      activityOf(ctx, all),
      identifierActivityOf(ctx, all),
    ])
  const seen = new Map(identifierActivity.map((s) => [s.key, s]))
  const unmask = can(ctx.actor, 'customers:unmask')
  return ids.map((id) => {
    const mine = activity.filter((a) => owner.get(a.node) === id)
    const combined = combineAttributes(attributes.filter((a) => owner.get(a.node) === id))
    return {
      id,
      identifiers: identifiers
        .filter((i) => i.customer_id === id)
        .map((i) => {
          const times = seen.get(`${i.namespace}\x1f${i.value}`)
          const first = times && times.firstAt < i.first_seen_at ? times.firstAt : i.first_seen_at
          const last = times && times.lastAt > i.first_seen_at ? times.lastAt : i.first_seen_at
          return {
            namespace: i.namespace,
            value: unmask ? i.value : maskIdentifier(i.namespace, i.value),
            first_seen: first.toISOString(),
            last_seen: last.toISOString(),
            source: i.source,
            verified: i.is_verified,
          }
        }),
      attributes: unmask ? combined : maskAttributes(combined),
      tags: [...new Set(tags.filter((t) => owner.get(t.node_id) === id).map((t) => t.tag))].sort(),
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
}
async function identifiersOf(ctx: Ctx, ids: readonly number[]): Promise<IdentifierRow[]> {
  const kindOf = await loadNamespaces(ctx)
  const { rows } = await sql<IdentifierRow>`
    select customer_id, namespace, value, source, is_verified, first_seen_at from identifier
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

async function tagsOf(ctx: Ctx, nodes: readonly number[]) {
  const { rows } = await sql<{ node_id: number; tag: string }>`
    select distinct node_id, tag from customer_tag where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])`.execute(
    ctx.pg,
  )
  return rows
}

async function createdOf(ctx: Ctx, ids: readonly number[]): Promise<Map<number, Date>> {
  const { rows } = await sql<{ id: number; created_at: Date }>`
    select id, created_at from customer where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::bigint[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map((r) => [r.id, r.created_at]))
}
