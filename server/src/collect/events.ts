// Reading events: the stream, one customer's timeline, the catalogue.
import { sql } from 'kysely'
import { z } from 'zod'
import { canonicalOf, nodesOf } from '../identity/index.ts'
import { can } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { canonicalInScope, mask } from '../profile/index.ts'
import { parseIdentKey } from './identifier-text.ts'
import { countByName, countProperties, type EventRow, pageOfEvents } from './queries.ts'
import type { TimelineKind } from './timeline-kinds.ts'

export const EventItem = z.object({
  // A hash's first 16 bytes, so not every bit says what RFC 9562 wants of one.
  event_id: z.guid(),
  message_id: z.string(),
  customer_id: z.number().int().nullable().describe('The customer now, merges applied'),
  node_id: z.number().int().nullable().describe('The id it was stored under'),
  name: z.string(),
  at: z.iso.datetime(),
  client_at: z.iso.datetime().nullable(),
  received_at: z.iso.datetime(),
  platform: z.string(),
  source: z.string(),
  protocol: z.string(),
  verified: z.boolean(),
  historical: z.boolean(),
  session_id: z.string().nullable(),
  page_url: z.string().nullable(),
  page_path: z.string().nullable(),
  page_title: z.string().nullable(),
  referrer: z.string().nullable(),
  utm_source: z.string().nullable(),
  utm_medium: z.string().nullable(),
  utm_campaign: z.string().nullable(),
  utm_content: z.string().nullable(),
  utm_term: z.string().nullable(),
  share_id: z.string().nullable(),
  share_depth: z.number().int().nullable(),
  share_method: z.string().nullable(),
  store_id: z.string().nullable(),
  staff_id: z.string().nullable(),
  channel_id: z.string().nullable(),
  activity_id: z.string().nullable(),
  content_id: z.string().nullable(),
  order_id: z.string().nullable(),
  revenue_fen: z.number().int().describe('1/100 of the currency; only on events of commerce'),
  currency: z.string().nullable(),
  actor: z.string().nullable(),
  identifiers: z.array(z.object({ namespace: z.string(), value: z.string() })),
  props: z.record(z.string(), z.unknown()),
  props_aside: z
    .record(z.string(), z.unknown())
    .describe('Values whose type is not the property’s'),
  batch_id: z.number().int(),
})

const Position = z.tuple([z.number(), z.string().regex(/^\d+$/), z.guid()])

export interface EventQuery {
  name?: string | undefined
  source?: string | undefined
  kind?: TimelineKind | undefined
  platforms?: readonly string[] | undefined
  customer_id?: number | undefined
  from?: string | undefined
  to?: string | undefined
  limit: number
  cursor?: string | undefined
}

export async function listEvents(ctx: Ctx, query: EventQuery) {
  let nodes: number[] | undefined
  if (query.customer_id !== undefined) {
    const customer = await canonicalInScope(ctx, query.customer_id)
    nodes = (await nodesOf(ctx, [customer])).get(customer) ?? []
  }
  const rows = await pageOfEvents(ctx, {
    name: query.name,
    source: query.source,
    kind: query.kind,
    platforms: query.platforms,
    nodes,
    from: query.from === undefined ? undefined : new Date(query.from),
    to: query.to === undefined ? undefined : new Date(query.to),
    after: readCursor(query.cursor, Position),
    limit: query.limit + 1,
  })
  const canonical = await canonicalOf(
    ctx,
    rows.map((r) => r.customer_id),
  )
  const unmask = can(ctx.actor, 'customers:unmask')
  return toPage(
    rows,
    query.limit,
    (row) => present(row, canonical, unmask),
    (row) => [Number(row.at_ms), row.received_us, row.event_id],
  )
}

const orNull = (text: string) => (text === '' ? null : text)
const moment = (ms: string) => new Date(Number(ms)).toISOString()

function present(
  row: EventRow,
  canonical: Map<number, number>,
  unmask: boolean,
): z.infer<typeof EventItem> {
  const {
    at_ms,
    client_at_ms,
    received_us,
    identifiers,
    props,
    props_aside,
    is_verified,
    ...rest
  } = row
  return {
    ...rest,
    customer_id: row.customer_id === 0 ? null : (canonical.get(row.customer_id) ?? row.customer_id),
    node_id: row.customer_id === 0 ? null : row.customer_id,
    at: moment(at_ms),
    client_at: client_at_ms === null ? null : moment(client_at_ms),
    received_at: new Date(Math.floor(Number(received_us) / 1000)).toISOString(),
    verified: is_verified,
    session_id: orNull(row.session_id),
    page_url: orNull(row.page_url),
    page_path: orNull(row.page_path),
    page_title: orNull(row.page_title),
    referrer: orNull(row.referrer),
    utm_source: orNull(row.utm_source),
    utm_medium: orNull(row.utm_medium),
    utm_campaign: orNull(row.utm_campaign),
    utm_content: orNull(row.utm_content),
    utm_term: orNull(row.utm_term),
    share_id: orNull(row.share_id),
    share_method: orNull(row.share_method),
    revenue_fen: Number(row.revenue_fen),
    currency: orNull(row.currency),
    actor: orNull(row.actor),
    identifiers: identifiers
      .map(parseIdentKey)
      .map((i) =>
        unmask || !['phone', 'email'].includes(i.namespace) ? i : { ...i, value: mask(i.value) },
      ),
    props: JSON.parse(props) as Record<string, unknown>,
    props_aside: props_aside === '' ? {} : (JSON.parse(props_aside) as Record<string, unknown>),
    batch_id: Number(row.batch_id),
  }
}

export const CatalogueItem = z.object({
  name: z.string(),
  first_seen: z.iso.datetime(),
  last_seen: z.iso.datetime().nullable(),
  count: z.number().int(),
  properties: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      first_seen: z.iso.datetime(),
      samples: z.array(z.unknown()),
    }),
  ),
})

/** Every event name with its properties and types; volumes counted from the rows. */
export async function listCatalogue(ctx: Ctx) {
  const [names, properties, counts] = await Promise.all([
    sql<{
      name: string
      first_seen_at: Date
    }>`select name, first_seen_at from event_name where tenant_id = ${ctx.tenantId}`.execute(
      ctx.pg,
    ),
    sql<{ event_name: string; name: string; type: string; sample: unknown; first_seen_at: Date }>`
      select event_name, name, type, sample, first_seen_at from event_property where tenant_id = ${ctx.tenantId} order by event_name, name`.execute(
      ctx.pg,
    ),
    countByName(ctx),
  ])
  const byName = new Map(counts.map((c) => [c.name, c]))
  const propertiesOf = Map.groupBy(properties.rows, (p) => p.event_name)
  return names.rows
    .map((n) => ({
      name: n.name,
      first_seen: n.first_seen_at.toISOString(),
      last_seen: byName.has(n.name) ? moment(byName.get(n.name)?.last_ms ?? '0') : null,
      count: Number(byName.get(n.name)?.n ?? 0),
      properties: (propertiesOf.get(n.name) ?? []).map((p) => ({
        name: p.name,
        type: p.type,
        first_seen: p.first_seen_at.toISOString(),
        samples: [p.sample],
      })),
    }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}

export const CatalogueProperty = z.object({
  name: z.string(),
  type: z.string().nullable(),
  count: z.number().int(),
  aside: z.number().int().describe('Values of another type, kept apart'),
  repaired: z.number().int().describe('Values with characters that no store can hold'),
  last_seen: z.iso.datetime(),
  sample: z.unknown(),
})

export async function listProperties(ctx: Ctx, eventName: string) {
  const { rows } = await sql<{ name: string; type: string; sample: unknown }>`
    select name, type, sample from event_property where tenant_id = ${ctx.tenantId} and event_name = ${eventName}`.execute(
    ctx.pg,
  )
  const known = new Map(rows.map((r) => [r.name, r]))
  return (await countProperties(ctx, eventName))
    .map((c) => ({
      name: c.property,
      type: known.get(c.property)?.type ?? null,
      count: Number(c.n),
      aside: Number(c.aside),
      repaired: Number(c.repaired),
      last_seen: moment(c.last_ms),
      sample: known.get(c.property)?.sample ?? null,
    }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
}
