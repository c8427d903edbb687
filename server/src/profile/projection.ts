// One row a customer for finding and listing: made from what the tables of the customer's nodes say,
// a set at a time, after the transactions that changed them.
import { sql } from 'kysely'
import { nodesOf } from '../identity/index.ts'
import { assignmentOrder } from '../org/index.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import { type AttributeWord, combineAttributes } from './combine.ts'
import { loadPriorities } from './definitions.ts'
import { loadHandlings } from './handling.ts'
import { liveTags } from './live-tags.ts'
import { orderBook } from './order-figures.ts'
import { lockProjection, tryLockProjection } from './projection-lock.ts'
import { type Described, isKnown, namesOf, termsOf } from './terms.ts'
import { liveTouchpoints } from './touchpoints-store.ts'

const SET = 2_000
/** Noted changes at once: one customer is often among them many times. */
const NOTED = 20_000
/** A reader brings up to date what few changes concern; a flood is the loop's. */
const READER_SET = 200
/** Longest a reader waits for who is bringing in the very change it wants to see. */
const READER_WAIT_MS = 500

/** Brings every customer with a noted change up to date. Answers how many rows were looked at. */
export async function projectCustomers(ctx: Ctx): Promise<number> {
  let done = 0
  for (;;) {
    const taken = await inTx(ctx, async (ctx) => {
      await lockProjection(ctx)
      const { rows } = await sql<{ tenant_id: string; node_id: number }>`
        with taken as (
          delete from customer_change where position in (
            select position from customer_change order by position limit ${NOTED}) returning tenant_id, node_id)
        select tenant_id, node_id from taken`.execute(ctx.pg)
      for (const [tenantId, list] of Map.groupBy(rows, (r) => r.tenant_id))
        await projectNodes(
          { ...ctx, tenantId },
          list.map((r) => r.node_id),
        )
      return rows.length
    })
    done += taken
    if (taken < NOTED) return done
  }
}

/**
 * Whoever just changed a customer finds it changed: the few noted changes of this brand are brought
 * in before a list is read. When there are many, or others are long at it, the list may be seconds
 * old.
 */
export async function catchUp(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from (
      select 1 from customer_change where tenant_id = ${ctx.tenantId} limit ${READER_SET + 1}) c`.execute(
    ctx.pg,
  )
  const waiting = rows[0]?.n ?? 0
  if (waiting === 0 || waiting > READER_SET) return
  await inTx({ ...ctx, fence: undefined }, async (ctx) => {
    if (!(await tryLockProjection(ctx, READER_WAIT_MS))) return
    const { rows } = await sql<{ node_id: number }>`
      delete from customer_change where tenant_id = ${ctx.tenantId} returning node_id`.execute(
      ctx.pg,
    )
    await projectNodes(
      ctx,
      rows.map((r) => r.node_id),
    )
  })
}

/** Under the projection's lock: writes the customers of these nodes, removes those that are none. */
export async function projectNodes(ctx: Ctx, nodes: readonly number[]): Promise<void> {
  const all = [...new Set(nodes)]
  for (let i = 0; i < all.length; i += SET) await projectSet(ctx, all.slice(i, i + SET))
}

async function projectSet(ctx: Ctx, nodes: readonly number[]): Promise<void> {
  const groups = await nodesOf(ctx, nodes)
  const gone = nodes.filter((node) => !groups.has(node))
  for (const table of ['customer_search', 'customer_figure'])
    if (gone.length > 0)
      await sql`delete from ${sql.table(table)}
        where tenant_id = ${ctx.tenantId} and customer_id = any(${gone}::bigint[])`.execute(ctx.pg)
  if (groups.size === 0) return
  await write(ctx, await describe(ctx, groups))
}

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
}

interface Kept {
  identifiers: Described['identifiers'][number][]
  words: AttributeWord[]
  tags: Set<string>
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
      { identifiers: [], words: [], tags: new Set(), activity: [], createdAt: new Date(0) },
    ]),
  )
  const of = (node: number) => kept.get(owner.get(node) ?? 0)
  const orders = await orderBook().figuresOf(ctx, nodes)
  const { rows: identifiers } = await sql<{
    node_id: number
    namespace: string
    value: string
    is_weak: boolean
  }>`
    select i.* from unnest(${nodes}::bigint[]) as w (id), lateral (
      select node_id, namespace, value, is_weak from identifier
      where tenant_id = ${ctx.tenantId} and node_id = w.id offset 0) i`.execute(ctx.pg)
  for (const i of identifiers)
    of(i.node_id)?.identifiers.push({
      namespace: i.namespace,
      value: i.value,
      isWeak: i.is_weak,
    })
  const { rows: words } = await sql<AttributeWord & { node_id: number }>`
    select a.* from unnest(${nodes}::bigint[]) as w (id), lateral (
      select node_id, name, source, value, at from attribute
      where tenant_id = ${ctx.tenantId} and node_id = w.id offset 0) a`.execute(ctx.pg)
  for (const word of words) of(word.node_id)?.words.push(word)
  for (const [id, tags] of await liveTags(ctx, groups))
    for (const { tag } of tags) kept.get(id)?.tags.add(tag)
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
  const touchpoints = await liveTouchpoints(ctx, groups)
  const [handlings, priorityOf] = [await loadHandlings(ctx), await loadPriorities(ctx)]
  return [...kept].map(([id, one]) => {
    const attributes = combineAttributes(
      one.words.filter((w) => !handlings.isSensitive(w.name)),
      priorityOf,
    )
    const platforms = [...new Set(one.activity.flatMap((a) => a.platforms))].sort()
    const mine = (groups.get(id) ?? []).flatMap((n) => orders.get(n) ?? [])
    const described: Described = {
      identifiers: one.identifiers,
      attributes,
      tags: [...one.tags],
      platforms,
      store: belonging.get(id)?.store ?? null,
      guide: belonging.get(id)?.guide ?? null,
    }
    const at = (pick: (times: number[]) => number, times: Date[]) =>
      times.length === 0 ? one.createdAt : new Date(pick(times.map(Number)))
    const lastOrder = mine.flatMap((o) => (o.lastAt ? [o.lastAt.getTime()] : []))
    return {
      id,
      terms: termsOf(ctx.tenantId, described),
      names: namesOf(attributes).sort().join('\n'),
      attributes,
      isKnown: isKnown(described),
      platforms,
      eventCount: one.activity.reduce((sum, a) => sum + a.events, 0),
      firstAt: at(
        (t) => Math.min(...t),
        one.activity.map((a) => a.first),
      ),
      lastAt: at(
        (t) => Math.max(...t),
        one.activity.map((a) => a.last),
      ),
      orderCount: mine.reduce((sum, o) => sum + o.orders, 0),
      spentFen: mine.reduce((sum, o) => sum + o.spentFen, 0),
      lastOrderAt: lastOrder.length === 0 ? null : new Date(Math.max(...lastOrder)),
      touchpoints: touchpoints.get(id) ?? 0,
    }
  })
}

/** The store and guide of each group. */
export async function belongingOf(
  ctx: Ctx,
  groups: ReadonlyMap<number, readonly number[]>,
): Promise<Map<number, { store: string | null; guide: string | null }>> {
  const { rows } = await sql<{ id: number; kind: 'store' | 'guide'; code: string | null }>`
    select distinct on (n.canonical_id, a.kind) n.canonical_id as id, a.kind, a.code
    from customer n join assignment a on a.tenant_id = n.tenant_id and a.node_id = n.id
    where n.tenant_id = ${ctx.tenantId} and n.canonical_id = any(${[...groups.keys()]}::bigint[])
    order by n.canonical_id, a.kind, ${assignmentOrder('a')}`.execute(ctx.pg)
  const found = new Map<number, { store: string | null; guide: string | null }>()
  for (const { id, kind, code } of rows) {
    const one = found.get(id) ?? { store: null, guide: null }
    one[kind] = code
    found.set(id, one)
  }
  return found
}

async function write(ctx: Ctx, rows: ProjectedRow[]): Promise<void> {
  const sorted = [...rows].sort((a, b) => a.id - b.id)
  const words = unnest(sorted, {
    customer_id: ['bigint', (r) => r.id],
    terms: ['jsonb', (r) => JSON.stringify(r.terms)],
    names: ['text', (r) => r.names],
    attributes: ['jsonb', (r) => JSON.stringify(r.attributes)],
  })
  // A row that is as it was is not written: the index of terms would take all of them again.
  await sql`insert into customer_search as s (tenant_id, customer_id, terms, names, attributes)
    select ${ctx.tenantId}::uuid, customer_id, array(select jsonb_array_elements(terms)::bigint), names, attributes
    from ${words.rows}
    on conflict (tenant_id, customer_id) do update
      set terms = excluded.terms, names = excluded.names, attributes = excluded.attributes
      where s.terms <> excluded.terms or s.names <> excluded.names or s.attributes <> excluded.attributes`.execute(
    ctx.pg,
  )
  const figures = unnest(sorted, {
    customer_id: ['bigint', (r) => r.id],
    is_known: ['boolean', (r) => r.isKnown],
    first_at: ['timestamptz', (r) => r.firstAt],
    last_at: ['timestamptz', (r) => r.lastAt],
    event_count: ['bigint', (r) => r.eventCount],
    platforms: ['jsonb', (r) => JSON.stringify(r.platforms)],
    order_count: ['integer', (r) => r.orderCount],
    spent_fen: ['bigint', (r) => r.spentFen],
    last_order_at: ['timestamptz', (r) => r.lastOrderAt],
    touchpoint_count: ['integer', (r) => r.touchpoints],
  })
  const names = sql.raw(
    'is_known, first_at, last_at, event_count, platforms, order_count, spent_fen, last_order_at, touchpoint_count',
  )
  await sql`insert into customer_figure as f (tenant_id, customer_id, ${names})
    select ${ctx.tenantId}::uuid, customer_id, is_known, first_at, last_at, event_count,
      array(select jsonb_array_elements_text(platforms)), order_count, spent_fen, last_order_at, touchpoint_count
    from ${figures.rows}
    on conflict (tenant_id, customer_id) do update set (${names}) = (
      excluded.is_known, excluded.first_at, excluded.last_at, excluded.event_count, excluded.platforms,
      excluded.order_count, excluded.spent_fen, excluded.last_order_at, excluded.touchpoint_count)
    where (f.is_known, f.first_at, f.last_at, f.event_count, f.platforms, f.order_count, f.spent_fen, f.last_order_at,
        f.touchpoint_count) is distinct from
      (excluded.is_known, excluded.first_at, excluded.last_at, excluded.event_count, excluded.platforms,
        excluded.order_count, excluded.spent_fen, excluded.last_order_at, excluded.touchpoint_count)`.execute(
    ctx.pg,
  )
}
