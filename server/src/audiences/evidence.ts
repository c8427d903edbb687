// What speaks for or against one customer: the events, the words, the orders a condition looked at.
import { sql as pgSql } from 'kysely'
import { can } from '../platform/auth.ts'
import { as, join, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type Handlings, loadHandlings, mask } from '../profile/index.ts'
import { shownSample } from '../tracking/index.ts'
import { isBehaviour, measured, periodStarts } from './behaviour-sql.ts'
import type { Reading } from './compile.ts'
import { handlingOf } from './defined/handling.ts'
import { nameOf } from './defined/written.ts'
import { during, isOf, sortOf } from './event-sql.ts'
import { patternsOf } from './needs.ts'
import { orderFigure, orderRows } from './orders-sql.ts'
import type { Leaf } from './rule.ts'
import { stateRows } from './state-sql.ts'
import { measuredCustomers, topSet } from './top-sql.ts'
import { ago, type Stretch, stretchOf } from './windows.ts'

export type Evidence =
  | {
      kind: 'events'
      count: number
      first_at: string | null
      last_at: string | null
      /** What was compared, where that is another number than the count. */
      value: number | null
      latest: {
        event_id: string
        name: string
        at: string
        properties: { name: string; value: string | null }[]
      }[]
    }
  | { kind: 'state'; rows: StateRow[] }
  | {
      kind: 'orders'
      value: number | null
      orders: number
      amount_fen: number
      first_at: string | null
      last_at: string | null
      latest: { order_id: string; name: string; at: string; amount_fen: number }[]
    }
  | {
      kind: 'rank'
      value: number | null
      rank: number | null
      of: number
      cutoff: number | null
    }
  | { kind: 'audience'; inside: boolean; since: string | null }
  | { kind: 'share'; share: number }

interface StateRow {
  key: string
  value: unknown
  since: string
  source: string | null
}

export interface About {
  customer: number
  nodes: readonly number[]
  reading: Reading
}

const SHOWN = 5

/** undefined where there is nothing to show: everybody, and who is known. */
export async function evidenceOf(
  ctx: Ctx,
  leaf: Leaf,
  about: About,
): Promise<Evidence | undefined> {
  if (isBehaviour(leaf)) return ofEvents(ctx, leaf, about)
  switch (leaf.kind) {
    case 'orders':
      return ofOrders(ctx, leaf, about)
    case 'top':
      return ofRank(ctx, leaf, about)
    case 'audience':
      return ofAudience(ctx, leaf.audience, about.customer)
    case 'bucket':
      return ofShare(ctx, leaf.seed, about.customer)
    case 'everybody':
    case 'known':
      return undefined
    default:
      return ofState(ctx, leaf, about)
  }
}

type EventLeaf = Extract<Leaf, { kind: 'sequence' } | { event: unknown }>

const theirs = ({ nodes }: About) => sql`customer_id in ${as('Array(UInt32)', [...nodes])}`
const moment = (ms: string | null | undefined) =>
  ms === null || ms === undefined ? null : new Date(Number(ms)).toISOString()

async function ofEvents(ctx: Ctx, leaf: EventLeaf, about: About): Promise<Evidence> {
  const { clock } = about.reading
  const names = namesAsked(leaf)
  const values = names.map((name) => sql`ifNull(toString(${sortOf(name)}), '')`)
  const [row] = await ctx.ch.rows<{
    n: string
    first_ms: string | null
    last_ms: string | null
    value: number | null
    latest: [string, string, string, string[]][]
  }>(
    ctx.tenantId,
    sql`select count() as n, toUnixTimestamp64Milli(minOrNull(at)) as first_ms,
        toUnixTimestamp64Milli(maxOrNull(at)) as last_ms, ${figureOf(leaf, about)} as value,
        arrayMap(e -> (toString(e.3), e.4, toString(toUnixTimestamp64Milli(e.1)), e.5),
          arraySlice(arrayReverseSort(groupArray((at, received_at, event_id, toString(name),
            [${join(values, ', ')}]::Array(String)))), 1, ${as('UInt8', SHOWN)})) as latest
      from event where ${theirs(about)} and (${join(
        patternsOf(leaf).map((pattern) => isOf(pattern, clock)),
        ' or ',
      )}) and ${during(stretchLookedAt(leaf, about))}`,
  )
  const handlings = await loadHandlings(ctx)
  const unmask = can(ctx.actor, 'customers:unmask')
  return {
    kind: 'events',
    count: Number(row?.n ?? 0),
    first_at: moment(row?.first_ms),
    last_at: moment(row?.last_ms),
    value: row?.value ?? null,
    latest: (row?.latest ?? []).map(([event_id, name, ms, raw]) => ({
      event_id,
      name,
      at: new Date(Number(ms)).toISOString(),
      properties: names.map((property, i) => ({
        name: nameOf(property),
        value: raw[i] ? shownSample(raw[i], handlingOf(handlings, property), unmask) : null,
      })),
    })),
  }
}

/** The properties a condition asks about, each once. */
function namesAsked(leaf: EventLeaf): string[] {
  const asked = patternsOf(leaf).flatMap((p) =>
    p.any_of.flatMap((e) => e.where.map((w) => w.property)),
  )
  return [...new Set([...('property' in leaf ? [leaf.property] : []), ...asked])]
}

function figureOf(leaf: EventLeaf, { reading }: About): Sql {
  if (leaf.kind === 'measure') return sql`toNullable(${measured(leaf.of, leaf.property)})`
  if (leaf.kind !== 'regularly') return sql`CAST(NULL, 'Nullable(Float64)')`
  const starts = periodStarts(leaf.unit, leaf.of, reading.clock)
  const moments = starts.map((ms) => sql`${as('DateTime64(3)', new Date(ms))}`)
  return sql`toNullable(toFloat64(uniqExact(arrayFirstIndex(s -> at >= s, [${join(moments, ', ')}]))))`
}

/** How far back a condition looks for its events. */
function stretchLookedAt(leaf: EventLeaf, { reading: { clock } }: About): Stretch {
  switch (leaf.kind) {
    case 'did':
    case 'measure':
    case 'sequence':
    case 'event_value':
      return stretchOf(leaf.window, clock)
    case 'regularly':
      return {
        from: periodStarts(leaf.unit, leaf.of, clock).at(-1) ?? clock.now,
        to: clock.now + 1,
      }
    case 'stopped':
      return { from: ago({ ...clock, now: ago(clock, leaf.quiet) }, leaf.active) }
    default:
      return {}
  }
}

type OrdersLeaf = Extract<Leaf, { kind: 'orders' }>

async function ofOrders(ctx: Ctx, leaf: OrdersLeaf, about: About): Promise<Evidence> {
  const rows = orderRows(leaf.where, stretchOf(leaf.window, about.reading.clock), theirs(about))
  const [row] = await ctx.ch.rows<{
    value: number | null
    n: string
    amount: string
    first_ms: string | null
    last_ms: string | null
    latest: [string, string, string, string][]
  }>(
    ctx.tenantId,
    sql`select toNullable(${orderFigure(leaf.of, leaf.where)}) as value, countIf(name = 'order_paid') as n,
        sum(revenue_fen) as amount, toUnixTimestamp64Milli(minOrNull(at)) as first_ms,
        toUnixTimestamp64Milli(maxOrNull(at)) as last_ms,
        arrayMap(e -> (e.2, e.3, toString(toUnixTimestamp64Milli(e.1)), toString(e.4)),
          arraySlice(arrayReverseSort(groupArray((at, ifNull(order_id, ''), toString(name), revenue_fen))),
            1, ${as('UInt8', SHOWN)})) as latest ${rows}`,
  )
  return {
    kind: 'orders',
    value: row?.value ?? null,
    orders: Number(row?.n ?? 0),
    amount_fen: Number(row?.amount ?? 0),
    first_at: moment(row?.first_ms),
    last_at: moment(row?.last_ms),
    latest: (row?.latest ?? []).map(([order_id, name, ms, fen]) => ({
      ...{ order_id, name, amount_fen: Number(fen) },
      at: new Date(Number(ms)).toISOString(),
    })),
  }
}

async function ofRank(
  ctx: Ctx,
  leaf: Extract<Leaf, { kind: 'top' }>,
  { customer, reading: { clock } }: About,
): Promise<Evidence> {
  const all = measuredCustomers(leaf.by, leaf.window, clock)
  const me = as('UInt32', customer)
  const [row] = await ctx.ch.rows<{
    mine: number | null
    before: string
    n: string
    cutoff: number | null
  }>(
    ctx.tenantId,
    sql`with (select v from ${all} where c = ${me}) as mine, ${topSet(leaf, clock).bitmap} as best
      select mine, countIf(v > mine or (v = mine and c < ${me})) as before, count() as n,
        minOrNullIf(v, bitmapContains(best, c)) as cutoff from ${all}`,
  )
  const value = row?.mine ?? null
  return {
    kind: 'rank',
    value,
    rank: value === null ? null : Number(row?.before ?? 0) + 1,
    of: Number(row?.n ?? 0),
    cutoff: row?.cutoff ?? null,
  }
}

/** Whether she is in an audience, and since when she is or is not. */
export async function ofAudience(ctx: Ctx, id: string, customer: number): Promise<Evidence> {
  const me = as('UInt32', customer)
  const [row] = await ctx.ch.rows<{ inside: number; since_ms: string | null }>(
    ctx.tenantId,
    sql`select argMax(bitmapContains(entered, ${me}), version) as inside,
        toUnixTimestamp64Milli(maxOrNull(at)) as since_ms
      from audience_change where audience_id = ${as('UUID', id)}
        and (bitmapContains(entered, ${me}) or bitmapContains(left, ${me}))`,
  )
  return { kind: 'audience', inside: Number(row?.inside ?? 0) === 1, since: moment(row?.since_ms) }
}

async function ofShare(ctx: Ctx, seed: string, customer: number): Promise<Evidence> {
  const [row] = await ctx.ch.rows<{ share: number }>(
    ctx.tenantId,
    sql`select toUInt16(halfMD5(concat(${as('String', seed)}, ':', ${as('String', String(customer))})) % 10000) as share`,
  )
  return { kind: 'share', share: Number(row?.share ?? 0) }
}

type StateLeaf = Exclude<
  Leaf,
  EventLeaf | OrdersLeaf | { kind: 'top' | 'audience' | 'bucket' | 'everybody' | 'known' }
>

/** What she has of it; for a store, a guide or a platform also another than those asked for. */
function keysShown(leaf: StateLeaf): [kind: string, keys: readonly string[] | undefined] {
  switch (leaf.kind) {
    case 'attribute':
    case 'attribute_held':
      return ['attribute', [leaf.name]]
    case 'tags':
      return ['tag', leaf.tags]
    case 'tagged':
      return ['tag', [leaf.tag]]
    case 'consent':
      return ['consent', [`${leaf.purpose}/${leaf.channel}`]]
    case 'touchpoints':
      return ['touchpoint', leaf.kinds ?? ['']]
    case 'friend':
      return ['friend', leaf.staff]
    case 'group':
      return ['group', leaf.groups]
    case 'joined':
      return ['figure', ['first_seen']]
    case 'identifier':
      return ['identifier', leaf.namespaces]
    case 'family':
      return ['family', leaf.roles]
    default:
      return [leaf.kind, undefined]
  }
}

async function ofState(ctx: Ctx, leaf: StateLeaf, about: About): Promise<Evidence> {
  const [kind, keys] = keysShown(leaf)
  const rows = await ctx.ch.rows<{
    key: string
    type: string
    text: string
    number: number
    list: string[]
    at_ms: string | null
    since_ms: string
  }>(
    ctx.tenantId,
    sql`select key, type, text, number, list, toUnixTimestamp64Milli(at) as at_ms, toUnixTimestamp64Milli(since) as since_ms
      ${stateRows(kind, keys, theirs(about))} order by key`,
  )
  const [handlings, sources] = await Promise.all([
    loadHandlings(ctx),
    sourcesOf(
      ctx,
      kind,
      rows.map((r) => r.key),
      about.nodes,
    ),
  ])
  return {
    kind: 'state',
    rows: rows.map((row) => ({
      key: row.key,
      value:
        kind === 'attribute' ? shownValue(ctx, handlings, row.key, valueIn(row)) : valueIn(row),
      since: new Date(Number(row.since_ms)).toISOString(),
      source: sources.get(row.key) ?? null,
    })),
  }
}

function valueIn(row: {
  type: string
  text: string
  number: number
  list: string[]
  at_ms: string | null
}): unknown {
  switch (row.type) {
    case 'text':
      return row.text
    case 'number':
      return row.number
    case 'truth':
      return row.number === 1
    case 'list':
      return row.list
    default:
      return moment(row.at_ms)
  }
}

function shownValue(ctx: Ctx, handlings: Handlings, name: string, value: unknown): unknown {
  const { isMasked } = handlings.of(name)
  if (!isMasked || can(ctx.actor, 'customers:unmask')) return value
  return typeof value === 'string' ? mask(value) : null
}

/** Who said it last. */
async function sourcesOf(
  ctx: Ctx,
  kind: string,
  keys: readonly string[],
  nodes: readonly number[],
): Promise<Map<string, string>> {
  if (keys.length === 0 || (kind !== 'attribute' && kind !== 'tag')) return new Map()
  const from =
    kind === 'tag'
      ? pgSql`select tag as key, source, at from customer_tag`
      : pgSql`select name as key, source, at from attribute`
  const column = kind === 'tag' ? pgSql`tag` : pgSql`name`
  const { rows } = await pgSql<{ key: string; source: string }>`
    ${from} where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])
      and ${column} = any(${[...keys]}::text[]) order by at`.execute(ctx.pg)
  return new Map(rows.map((r) => [r.key, r.source]))
}
