// A customer's lines, newest first, out of the copy of the events that lies by customer (projection
// `timeline`): only its columns are asked for, or the engine would read the whole table's order.
import { as, join, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { namesOfKind, type TimelineKind } from './timeline-kinds.ts'

export interface LineRow {
  event_id: string
  name: string
  at_ms: string
  received_us: string
  platform: string
  source: string
  session_id: string
  page_title: string
  page_path: string
  order_id: string | null
  revenue_fen: string
  currency: string
  props: string
}

export interface LineFilter {
  nodes: readonly number[]
  kind?: TimelineKind | undefined
  name?: string | undefined
  platforms?: readonly string[] | undefined
  source?: string | undefined
  /** The row after which the page starts: (at ms, received µs, event id). */
  after?: readonly [number, string, string] | undefined
}

/** Between two moments (ms), the first included. */
export interface Window {
  from: number
  to: number
}

export function linesWithin(
  ctx: Ctx,
  filter: LineFilter,
  window: Window,
  limit: number,
): Promise<LineRow[]> {
  const moment = (ms: number) => as('DateTime64(3)', new Date(ms))
  return ctx.ch.rows<LineRow>(
    ctx.tenantId,
    sql`select event_id, name, toUnixTimestamp64Milli(at) as at_ms, toUnixTimestamp64Micro(received_at) as received_us,
      platform, source, session_id, page_title, page_path, order_id, revenue_fen, currency, props
    from event where customer_id in ${as('Array(UInt32)', [...filter.nodes])}
      and at >= ${moment(window.from)} and at < ${moment(window.to)} and ${conditions(filter)}
    order by at desc, received_at desc, event_id desc limit ${as('UInt32', limit)}`,
  )
}

function conditions(filter: LineFilter): Sql {
  const parts: Sql[] = [sql`1`]
  if (filter.kind) parts.push(isOfKind(filter.kind))
  if (filter.name !== undefined) parts.push(sql`name = ${as('String', filter.name)}`)
  if (filter.platforms) parts.push(sql`platform in ${as('Array(String)', [...filter.platforms])}`)
  if (filter.source !== undefined) parts.push(sql`source = ${as('String', filter.source)}`)
  if (filter.after) {
    const [at, received, id] = filter.after
    parts.push(
      sql`(at, toUnixTimestamp64Micro(received_at), event_id) < (${as('DateTime64(3)', new Date(at))}, ${as('Int64', received)}, ${as('UUID', id)})`,
    )
  }
  return join(parts, ' and ')
}

export function isOfKind(kind: TimelineKind): Sql {
  const { names, isRest } = namesOfKind(kind)
  const list = as('Array(String)', [...names])
  return isRest ? sql`name not in ${list}` : sql`name in ${list}`
}
