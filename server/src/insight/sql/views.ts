// What analysts see of a brand: views with the brand and its data classes in their definitions. Names
// and columns are a promise: what was saved must go on running.
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'

export interface ViewColumn {
  name: string
  type: string
}
export interface View {
  name: string
  columns: readonly ViewColumn[]
  statement: (of: Bounds) => Sql
}
export interface Bounds {
  tenantId: string
  /** Moments are shown in it, so that `toDate(at)` is the brand's day. */
  zone: string
  /** Attributes that nobody reads here: sensitive ones, and those shown only in part. */
  hidden: readonly string[]
}

const columns = (text: string): ViewColumn[] =>
  text
    .trim()
    .split(/\s*;\s*/)
    .map((column) => {
      const [name = '', ...type] = column.split(' ')
      return { name, type: type.join(' ') }
    })

const mine = ({ tenantId }: Bounds) => sql`tenant_id = ${as('UUID', tenantId)}`
/** Rows of a kind under names of their own, so that none is taken for what is made of it. */
const state = (of: Bounds, kind: string, condition: Sql = sql`true`) =>
  sql`from (select toUInt32(${CUSTOMER}) as c, key as k, toString(type) as t, text as x, number as n, list as l, since as m
    from homefield.customer_state final where ${mine(of)} and kind = ${as('String', kind)} and ${condition})`
const orderEvents = (of: Bounds) =>
  sql`from homefield.event where ${mine(of)} and name in ('order_paid', 'order_corrected', 'order_refunded')`
const ORDER = sql`JSONExtractString(props, 'commerce_order')`
/** Nodes of one customer may each have a row: the one that was there first. */
const local = ({ zone }: Bounds, moment: Sql) => sql`toTimeZone(${moment}, ${as('String', zone)})`
const first = (value: Sql) => sql`argMin(${value}, m)`

export const VIEWS: readonly View[] = [
  {
    name: 'events',
    columns:
      columns(`event_id UUID; name String; at DateTime64(3); received_at DateTime64(6); customer_id UInt32;
      platform String; source String; historical Bool; session_id String; page_path String; page_title String;
      utm_source String; utm_medium String; utm_campaign String; utm_content String; utm_term String; share_id String;
      share_depth Nullable(UInt16); store_id Nullable(String); staff_id Nullable(String); channel_id Nullable(String);
      activity_id Nullable(String); content_id Nullable(String); order_id Nullable(String); revenue_fen Int64; currency String; props String`),
    statement: (
      of,
    ) => sql`select event_id, toString(name) as name, ${local(of, sql`at`)} as at, ${local(of, sql`received_at`)} as received_at, toUInt32(${CUSTOMER}) as customer_id,
        toString(platform) as platform, toString(source) as source, historical, session_id, page_path, page_title,
        toString(utm_source) as utm_source, toString(utm_medium) as utm_medium, utm_campaign, utm_content, utm_term, share_id,
        share_depth, store_id, staff_id, channel_id, activity_id, content_id, order_id, revenue_fen,
        toString(currency) as currency, props
      from homefield.event where ${mine(of)}`,
  },
  {
    name: 'customers',
    columns: columns(
      'customer_id UInt32; created_at DateTime64(3); is_known Bool; store_id String; guide_id String',
    ),
    statement: (
      of,
    ) => sql`select c as customer_id, ${local(of, sql`minIf(since, kind = 'customer')`)} as created_at,
        toBool(countIf(kind = 'known') > 0) as is_known, anyIf(key, kind = 'store') as store_id, anyIf(key, kind = 'guide') as guide_id
      from (select toUInt32(${CUSTOMER}) as c, kind, key, since from homefield.customer_state final
        where ${mine(of)} and kind in ('customer', 'known', 'store', 'guide'))
      group by c having countIf(kind = 'customer') > 0`,
  },
  {
    name: 'customer_attributes',
    columns: columns(
      'customer_id UInt32; name String; type String; text String; number Float64; list Array(String); since DateTime64(3)',
    ),
    statement: (
      of,
    ) => sql`select c as customer_id, k as name, ${first(sql`t`)} as type, ${first(sql`x`)} as text,
        ${first(sql`n`)} as number, ${first(sql`l`)} as list, ${local(of, sql`min(m)`)} as since
      ${state(of, 'attribute', sql`key not in ${as('Array(String)', [...of.hidden])}`)} group by c, k`,
  },
  {
    name: 'customer_tags',
    columns: columns('customer_id UInt32; tag String; since DateTime64(3)'),
    statement: (of) =>
      sql`select c as customer_id, k as tag, ${local(of, sql`min(m)`)} as since ${state(of, 'tag')} group by c, k`,
  },
  {
    name: 'friendships',
    columns: columns('customer_id UInt32; staff_id String; state String; since DateTime64(3)'),
    statement: (
      of,
    ) => sql`select c as customer_id, k as staff_id, ${first(sql`x`)} as state, ${local(of, sql`min(m)`)} as since
      ${state(of, 'friend')} group by c, k`,
  },
  {
    name: 'orders',
    columns:
      columns(`order_key String; order_id Nullable(String); customer_id UInt32; paid_at DateTime64(3); paid_fen Int64;
      refunded_fen Int64; net_fen Int64; currency String; platform String; source String; store_id Nullable(String);
      staff_id Nullable(String); channel_id Nullable(String)`),
    statement: (
      of,
    ) => sql`select ${ORDER} as order_key, any(order_id) as order_id, toUInt32(argMax(c, rank)) as customer_id,
        ${local(of, sql`minIf(at, name = 'order_paid')`)} as paid_at, sumIf(revenue_fen, name != 'order_refunded') as paid_fen,
        -sumIf(revenue_fen, name = 'order_refunded') as refunded_fen, sum(revenue_fen) as net_fen,
        toString(any(currency)) as currency, toString(any(platform)) as platform, toString(any(source)) as source,
        any(store_id) as store_id, any(staff_id) as staff_id, any(channel_id) as channel_id
      from (select *, ${CUSTOMER} as c,
          (name != 'order_refunded' and (name = 'order_paid' or JSONExtractString(props, 'side') = 'after'), received_at) as rank
        ${orderEvents(of)})
      group by order_key having countIf(name = 'order_paid') > 0`,
  },
  {
    name: 'order_lines',
    columns: columns(
      'order_key String; customer_id UInt32; paid_at DateTime64(3); sku String; category String; quantity Float64; total_fen Int64; currency String',
    ),
    statement: (
      of,
    ) => sql`select ${ORDER} as order_key, toUInt32(${CUSTOMER}) as customer_id, ${local(of, sql`at`)} as paid_at,
        line.sku as sku, line.category as category, line.quantity as quantity, line.total_fen as total_fen, toString(currency) as currency
      from homefield.event
      array join JSONExtract(props, 'lines', 'Array(Tuple(sku String, category String, quantity Float64, total_fen Int64))') as line
      where ${mine(of)} and name = 'order_paid'`,
  },
  {
    name: 'audience_members',
    columns: columns('audience_id UUID; customer_id UInt32'),
    statement: (
      of,
    ) => sql`select audience_id, arrayJoin(bitmapToArray(groupBitmapXorState(part))) as customer_id
      from (
        select audience_id, part from (
          select audience_id, members as part, version from homefield.audience_snapshot where ${mine(of)}
          order by version desc limit 1 by audience_id)
        union all
        select audience_id, arrayJoin([entered, left]) as part from (
          select c.audience_id as audience_id, c.entered as entered, c.left as left
          from homefield.audience_change as c left join (
            select audience_id, max(version) as version from homefield.audience_snapshot where ${mine(of)} group by audience_id) as s
            on s.audience_id = c.audience_id
          where c.tenant_id = ${as('UUID', of.tenantId)} and c.version > s.version
          limit 1 by c.audience_id, c.version))
      group by audience_id`,
  },
]
