// What the tables say of customers, a set at a time.
import { sql } from 'kysely'
import { assignmentOrder } from '../org/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type AttributeWord, valuesOf, winningWords } from './combine.ts'
import { loadPriorities } from './definitions.ts'
import { confirmedFamily } from './families-store.ts'
import { loadHandlings } from './handling.ts'
import { type HeldTag, liveTags } from './live-tags.ts'
import { orderBook } from './order-figures.ts'
import type { StateFacts } from './state.ts'
import { type Described, isKnown, namesOf, termsOf } from './terms.ts'
import { groupsOf, isLive, touchpointsOf } from './touchpoint-rules.ts'
import { knownOfGroups } from './touchpoints-store.ts'

export interface ProjectedRow {
  id: number
  terms: number[]
  names: string
  attributes: Record<string, unknown>
  isKnown: boolean
  platforms: string[]
  eventCount: number
  firstAt: Date
  lastAt: Date
  orderCount: number
  spentFen: number
  lastOrderAt: Date | null
  touchpoints: number
  nodes: readonly number[]
  /** What rules are asked of, with the times that lists do not show. */
  facts: StateFacts
}

interface Kept {
  identifiers: StateFacts['identifiers'][number][]
  words: AttributeWord[]
  tags: HeldTag[]
  activity: { events: number; first: Date; last: Date; platforms: string[] }[]
  createdAt: Date
}

/** What the tables say of these groups. */
export async function describe(
  ctx: Ctx,
  groups: ReadonlyMap<number, readonly number[]>,
): Promise<ProjectedRow[]> {
  const owner = new Map([...groups].flatMap(([id, nodes]) => nodes.map((n) => [n, id] as const)))
  const nodes = [...owner.keys()]
  const kept = new Map<number, Kept>(
    [...groups.keys()].map((id) => [
      id,
      { identifiers: [], words: [], tags: [], activity: [], createdAt: new Date(0) },
    ]),
  )
  const of = (node: number) => kept.get(owner.get(node) ?? 0)
  const orders = await orderBook().figuresOf(ctx, nodes)
  const { rows: identifiers } = await sql<{
    node_id: number
    namespace: string
    value: string
    is_weak: boolean
    first_seen_at: Date
  }>`
    select i.* from unnest(${nodes}::bigint[]) as w (id), lateral (
      select node_id, namespace, value, is_weak, first_seen_at from identifier
      where tenant_id = ${ctx.tenantId} and node_id = w.id offset 0) i`.execute(ctx.pg)
  for (const i of identifiers)
    of(i.node_id)?.identifiers.push({
      namespace: i.namespace,
      value: i.value,
      isWeak: i.is_weak,
      since: i.first_seen_at,
    })
  const { rows: words } = await sql<AttributeWord & { node: number }>`
    select a.* from unnest(${nodes}::bigint[]) as w (id), lateral (
      select node_id as node, name, source, value, at, held_since as "heldSince" from attribute
      where tenant_id = ${ctx.tenantId} and node_id = w.id offset 0) a`.execute(ctx.pg)
  for (const word of words) of(word.node)?.words.push(word)
  for (const [id, tags] of await liveTags(ctx, groups)) {
    const one = kept.get(id)
    if (one) one.tags = tags
  }
  const { rows: activity } = await sql<{
    node_id: number
    event_count: number
    first_at: Date
    last_at: Date
    platforms: string[]
  }>`
    select a.* from unnest(${nodes}::bigint[]) as w (id), lateral (
      select node_id, event_count, first_at, last_at, platforms from customer_activity
      where tenant_id = ${ctx.tenantId} and node_id = w.id offset 0) a`.execute(ctx.pg)
  for (const a of activity)
    of(a.node_id)?.activity.push({
      events: a.event_count,
      first: a.first_at,
      last: a.last_at,
      platforms: a.platforms,
    })
  const { rows: made } = await sql<{ id: number; created_at: Date }>`
    select id, created_at from customer
    where tenant_id = ${ctx.tenantId} and id = any(${[...groups.keys()]}::bigint[])`.execute(ctx.pg)
  for (const { id, created_at } of made) {
    const one = kept.get(id)
    if (one) one.createdAt = created_at
  }
  const belonging = await belongingOf(ctx, groups)
  const known = await knownOfGroups(ctx, groups)
  const families = await confirmedFamily(ctx, owner)
  const [handlings, priorityOf] = [await loadHandlings(ctx), await loadPriorities(ctx)]
  return [...kept].map(([id, one]) => {
    const words = winningWords(
      one.words.filter((w) => !handlings.isSensitive(w.name)),
      priorityOf,
    )
    const attributes = valuesOf(words)
    const reach = known.get(id)
    const touchpoints = reach ? touchpointsOf(reach).filter(isLive) : []
    const platforms = [...new Set(one.activity.flatMap((a) => a.platforms))].sort()
    const mine = (groups.get(id) ?? []).flatMap((n) => orders.get(n) ?? [])
    const moments =
      one.activity.length === 0 ? [{ first: one.createdAt, last: one.createdAt }] : one.activity
    const firstAt = new Date(Math.min(...moments.map(({ first }) => first.getTime())))
    const described: Described = {
      identifiers: one.identifiers,
      attributes,
      tags: one.tags.map((t) => t.tag),
      platforms,
      store: belonging.get(id)?.store?.code ?? null,
      guide: belonging.get(id)?.guide?.code ?? null,
    }
    const lastOrders = mine.flatMap((o) => (o.lastAt ? [o.lastAt.getTime()] : []))
    const bought = {
      orderCount: mine.reduce((sum, o) => sum + o.orders, 0),
      spentFen: mine.reduce((sum, o) => sum + o.spentFen, 0),
      lastOrderAt: lastOrders.length === 0 ? null : new Date(Math.max(...lastOrders)),
    }
    return {
      id,
      terms: termsOf(ctx.tenantId, described),
      names: namesOf(attributes).sort().join('\n'),
      attributes,
      isKnown: isKnown(described),
      platforms,
      eventCount: one.activity.reduce((sum, a) => sum + a.events, 0),
      firstAt,
      lastAt: new Date(Math.max(...moments.map(({ last }) => last.getTime()))),
      ...bought,
      touchpoints: touchpoints.length,
      nodes: groups.get(id) ?? [],
      facts: {
        ...bought,
        createdAt: one.createdAt,
        firstAt,
        words,
        tags: one.tags,
        consents: reach?.consents ?? [],
        relations: reach?.relations ?? [],
        store: belonging.get(id)?.store ?? null,
        guide: belonging.get(id)?.guide ?? null,
        touchpoints,
        groups: reach ? groupsOf(reach) : [],
        identifiers: one.identifiers,
        platforms,
        families: families.get(id) ?? [],
      },
    }
  })
}

export interface Belongs {
  code: string
  since: Date
}

/** The store and guide of each group; null where an operator said nobody. */
export async function belongingOf(
  ctx: Ctx,
  groups: ReadonlyMap<number, readonly number[]>,
): Promise<Map<number, { store: Belongs | null; guide: Belongs | null }>> {
  const { rows } = await sql<{
    id: number
    kind: 'store' | 'guide'
    code: string | null
    since: Date
  }>`
    select distinct on (n.canonical_id, a.kind) n.canonical_id as id, a.kind, a.code, a.since
    from customer n join assignment a on a.tenant_id = n.tenant_id and a.node_id = n.id
    where n.tenant_id = ${ctx.tenantId} and n.canonical_id = any(${[...groups.keys()]}::bigint[])
    order by n.canonical_id, a.kind, ${assignmentOrder('a')}`.execute(ctx.pg)
  const found = new Map<number, { store: Belongs | null; guide: Belongs | null }>()
  for (const { id, kind, code, since } of rows) {
    const one = found.get(id) ?? { store: null, guide: null }
    one[kind] = code === null ? null : { code, since }
    found.set(id, one)
  }
  return found
}
