// Events as they are read back: a page of rows, newest first, and what the catalogue counts.
import { as, join, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { TimelineKind } from './timeline-kinds.ts'
import { isOfKind } from './timeline-queries.ts'

export interface EventRow {
  event_id: string
  message_id: string
  customer_id: number
  name: string
  at_ms: string
  client_at_ms: string | null
  received_us: string
  platform: string
  source: string
  protocol: string
  is_verified: boolean
  historical: boolean
  session_id: string
  page_url: string
  page_path: string
  page_title: string
  referrer: string
  utm_source: string
  utm_medium: string
  utm_campaign: string
  utm_content: string
  utm_term: string
  share_id: string
  share_depth: number | null
  share_method: string
  store_id: string | null
  staff_id: string | null
  channel_id: string | null
  activity_id: string | null
  content_id: string | null
  order_id: string | null
  revenue_fen: string
  currency: string
  actor: string
  identifiers: string[]
  props: string
  props_aside: string
  batch_id: string
}

export interface EventFilter {
  name?: string | undefined
  source?: string | undefined
  kind?: TimelineKind | undefined
  platforms?: readonly string[] | undefined
  nodes?: readonly number[] | undefined
  from?: Date | undefined
  to?: Date | undefined
  /** The row after which the page starts: (at ms, received µs, event id). */
  after?: readonly [number, string, string] | undefined
  limit: number
}

function conditions(filter: EventFilter): Sql {
  const parts: Sql[] = [sql`1`]
  if (filter.name !== undefined) parts.push(sql`name = ${as('String', filter.name)}`)
  if (filter.source !== undefined) parts.push(sql`source = ${as('String', filter.source)}`)
  if (filter.kind) parts.push(isOfKind(filter.kind))
  if (filter.platforms) parts.push(sql`platform in ${as('Array(String)', [...filter.platforms])}`)
  if (filter.nodes !== undefined)
    parts.push(sql`customer_id in ${as('Array(UInt32)', [...filter.nodes])}`)
  if (filter.from !== undefined) parts.push(sql`at >= ${as('DateTime64(3)', filter.from)}`)
  if (filter.to !== undefined) parts.push(sql`at < ${as('DateTime64(3)', filter.to)}`)
  if (filter.after) {
    const [at, received, id] = filter.after
    const moment = as('DateTime64(3)', new Date(at))
    parts.push(sql`at <= ${moment}`)
    parts.push(
      sql`(at, toUnixTimestamp64Micro(received_at), event_id) < (${moment}, ${as('Int64', received)}, ${as('UUID', id)})`,
    )
  }
  return join(parts, ' and ')
}

/** In the one total order (at, received, id), newest first. */
export async function pageOfEvents(ctx: Ctx, filter: EventFilter): Promise<EventRow[]> {
  if (filter.nodes?.length === 0) return []
  // Wide rows are read only for the page itself: the order is found on narrow columns first.
  return ctx.ch.rows<EventRow>(
    ctx.tenantId,
    sql`select event_id, message_id, customer_id, name, toUnixTimestamp64Milli(at) as at_ms,
      toUnixTimestamp64Milli(client_at) as client_at_ms, toUnixTimestamp64Micro(received_at) as received_us, platform, source,
      protocol, is_verified, historical, session_id, page_url, page_path, page_title, referrer, utm_source, utm_medium, utm_campaign,
      utm_content, utm_term, share_id, share_depth, share_method, store_id, staff_id, channel_id, activity_id, content_id, order_id,
      revenue_fen, currency, actor, identifiers, props, props_aside, batch_id
    from event where ${conditions(filter)}
    order by at desc, received_at desc, event_id desc limit ${as('UInt32', filter.limit)}`,
  )
}

export async function countEvents(ctx: Ctx, filter: Omit<EventFilter, 'limit'>): Promise<number> {
  if (filter.nodes?.length === 0) return 0
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    sql`select count() as n from event where ${conditions({ ...filter, limit: 0 })}`,
  )
  return Number(row?.n ?? 0)
}

/** Events that `actor` did: an import's own, before it is undone. */
export async function countEventsOf(ctx: Ctx, actor: string): Promise<number> {
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    sql`select count() as n from event where actor = ${as('String', actor)}`,
  )
  return Number(row?.n ?? 0)
}

export interface NameCount {
  name: string
  n: string
  last_ms: string
}
export async function countByName(ctx: Ctx): Promise<NameCount[]> {
  return ctx.ch.rows<NameCount>(
    ctx.tenantId,
    sql`select name, count() as n, toUnixTimestamp64Milli(max(at)) as last_ms from event group by name`,
  )
}

export interface PropertyCount {
  property: string
  n: string
  aside: string
  repaired: string
  last_ms: string
}
/** How often each property of one event name came, was put aside for its type, or was repaired. */
export async function countProperties(ctx: Ctx, name: string): Promise<PropertyCount[]> {
  const named = sql`from event where name = ${as('String', name)}`
  return ctx.ch.rows<PropertyCount>(
    ctx.tenantId,
    sql`select property, sum(n) as n, sum(aside) as aside, sum(repaired) as repaired, max(last) as last_ms from (
        select arrayJoin(JSONExtractKeys(props)) as property, count() as n, 0 as aside, 0 as repaired, toUnixTimestamp64Milli(max(at)) as last ${named} group by property
        union all
        select arrayJoin(JSONExtractKeys(props_aside)) as property, 0 as n, count() as aside, 0 as repaired, toUnixTimestamp64Milli(max(at)) as last ${named} and props_aside != '' group by property
        union all
        select arrayJoin(props_repaired) as property, 0 as n, 0 as aside, count() as repaired, toUnixTimestamp64Milli(max(at)) as last ${named} and notEmpty(props_repaired) group by property
      ) group by property`,
  )
}
