// Visitors, who brought whom, buyers and orders, by segment and period: one row a customer first, so
// that each counts once.
import { CUSTOMER, membersOf } from '../../audiences/index.ts'
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import { countedOrders } from '../mode/counted-sql.ts'
import type { Mode } from '../mode/mode.ts'
import { type Edges, periodOf, whole } from '../question/periods.ts'
import { type QuestionReading, rowsIn, type Stretch } from '../question/reading.ts'

export const SEGMENTS = ['none', 'store', 'channel', 'pool'] as const
export type SegmentKind = (typeof SEGMENTS)[number]

export interface Counting {
  mode: Mode
  currency: string
  reading: QuestionReading
  /** Pools by their audiences, where they tell apart. */
  pools: readonly { id: string; audience: string }[]
}
const DAY_MS = as('Int64', 86_400_000)

/**
 * A row a customer, segment and period: `c`, `v` the segment's value, `p`, `visited`, `recruited`, `n`, `fen`.
 * A store is that of the visit or the order; a channel the one that first brought her; a pool what she is in now.
 */
export function customersOf(
  by: SegmentKind,
  stretch: Stretch,
  edges: Edges,
  counting: Counting,
): Sql {
  const { reading, mode, currency } = counting
  const v = by === 'store' ? sql`ifNull(store_id, '')` : sql`''`
  const visits = sql`select ${CUSTOMER} as c, ${v} as v, ${periodOf(edges)} as p, 1 as visited, toInt64(0) as n, toInt64(0) as fen
    from event where ${reading.whose} and protocol != 'own' and ${rowsIn(stretch)} group by c, v, p`
  const orders = sql`select c, ${v} as v, ${periodOf(edges)} as p, max(paid) as visited, sum(n) as n, sum(fen) as fen
    from (${countedOrders(mode, stretch, reading.whose, currency)}) group by c, v, p`
  const rows = sql`select c, v, p, max(visited) as visited, sum(n) as n, sum(fen) as fen
    from (${visits} union all ${orders}) group by c, v, p`
  const told = toldApart(by, rows, counting)
  return sql`select r.c as c, r.v as v, r.p as p, r.visited as visited, r.n as n, r.fen as fen,
      toUInt8(b.c != 0 and b.p = r.p) as recruited
    from (${told}) as r left join (${broughtIn(stretch, edges, reading)}) as b on b.c = r.c`
}

function toldApart(by: SegmentKind, rows: Sql, { pools, reading }: Counting): Sql {
  if (by === 'channel')
    return sql`select e.c as c, k.v as v, e.p as p, e.visited as visited, e.n as n, e.fen as fen
      from (${rows}) as e left join (
        select ${CUSTOMER} as c, argMin(ifNull(channel_id, ''), at) as v from event
        where ${reading.whose} and ifNull(channel_id, '') != '' group by c) as k on k.c = e.c`
  if (by !== 'pool') return rows
  const insides = pools.map(
    ({ id, audience }) =>
      sql`if(bitmapContains(${membersOf(audience)}, toUInt32(c)), [${as('String', id)}], [])`,
  )
  const values =
    insides.length === 0
      ? sql`[]::Array(String)`
      : sql`arrayConcat(${join([sql`[]::Array(String)`, ...insides], ', ')})`
  return sql`select c, arrayJoin(if(empty(values), [''], values)) as v, p, visited, n, fen
    from (select *, ${values} as values from (${rows}))`
}

/** A visit by another's link; sharing it on is told with the same column and is no visit. */
export const CAME_BY_LINK = sql`(share_id != '' and name not in ('page_shared', '$MPShare'))`

/** A share as its own event names it: a property, where the column holds the share by which the sharer came. */
export const SHARED_AS = sql`if(JSONExtractString(props, 'share_id') != '', JSONExtractString(props, 'share_id'), share_id)`

/** Who came by another's link for the first time, within a day of her first trace: `c`, `p`. */
const broughtIn = (stretch: Stretch, edges: Edges, { whose }: QuestionReading): Sql =>
  sql`select c, ${periodOf(edges, sql`first`)} as p from (
      select ${CUSTOMER} as c, min(at) as first, minIf(toUnixTimestamp64Milli(at), ${CAME_BY_LINK}) as linked_ms,
        countIf(${CAME_BY_LINK}) as links
      from event where ${whose} and protocol != 'own' group by c)
    where ${rowsIn(stretch, sql`first`)} and ${rowsIn(whole(edges), sql`first`)} and links > 0
      and linked_ms - toUnixTimestamp64Milli(first) <= ${DAY_MS}`

export const sumsOf = (customers: Sql): Sql => sql`select v, p, countIf(visited = 1) as visitors,
    countIf(recruited = 1) as recruited, countIf(n > 0) as buyers, sum(n) as orders, sum(fen) as net_fen
  from (${customers}) group by v, p`
