// Through which sales channel an order came: each order through exactly one, so that channels add up to all orders.
import { sql } from 'kysely'
import { OWN_SOURCE } from '../order.ts'

/** The own shop, a guide, a live room, a till of a store, a platform or shop elsewhere. */
export const SALES_CHANNELS = ['shop', 'guide', 'room', 'till', 'platform'] as const
export type SalesChannelKind = (typeof SALES_CHANNELS)[number]

export interface SalesChannel {
  kind: SalesChannelKind
  /** Of a storefront, a guide, a live room, a store or a platform. */
  code: string
}

/** How it came is fixed with the order; whom it counts for may be corrected later and says nothing of this. */
const kind = sql<SalesChannelKind>`case when o.platform = 'pos' then 'till' when o.source <> ${sql.lit(OWN_SOURCE)} then 'platform'
  when w.came_by ->> 'room' is not null then 'room'
  when coalesce(o.staff_id, w.came_by ->> 'staff_id') is not null then 'guide' else 'shop' end`
const code = sql<string>`case when o.platform = 'pos' then coalesce(o.store_id, '')
  when o.source <> ${sql.lit(OWN_SOURCE)} then coalesce(nullif(o.platform, ''), o.source)
  else coalesce(w.came_by ->> 'room', o.staff_id, w.came_by ->> 'staff_id', w.storefront, '') end`

/** Of `sales_order o`, joined by `ownOrder`. */
export const channelOfOrder = { kind, code }
/** What an own order came by; nothing for others. */
export const ownOrder = sql`left join own_order w on w.tenant_id = o.tenant_id and w.id = o.id`
