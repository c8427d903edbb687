// Flash sales as customers see them: true numbers, by the database's clock.
import { sql } from 'kysely'
import { priceBases } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { SlotTime } from './terms.ts'

/** How far ahead slots are announced, and how long they are shown when they are over. */
const DAYS_AHEAD = 7
const HOURS_AFTER = 12

export interface ShownItem {
  sku: string
  name: string
  price_fen: number
  /** What the price may be compared with; null: nothing was sold there lately. */
  base_fen: number | null
  per_customer: number | null
  /** Of the pieces of the sale, those nobody has ordered, basis points; rounded up while there are any. */
  left_bp: number
  /** left; waiting: others have ordered the last ones and not paid; sold_out: all are paid. */
  state: 'left' | 'waiting' | 'sold_out'
}
export interface ShownSlot {
  id: string
  flash_sale_id: string
  name: string
  starts_at: string
  ends_at: string
  time: SlotTime
  items: ShownItem[]
}
export interface ShownSlots {
  /** By which countdowns run. */
  now: string
  items: ShownSlot[]
}

type Row = Omit<ShownSlot, 'starts_at' | 'ends_at' | 'items'> & {
  starts_at: Date
  ends_at: Date
  /** Of the activity. */
  begins_at: Date
  items: (Omit<ShownItem, 'left_bp' | 'state' | 'base_fen'> & {
    quantity: number
    left: number
    held: number
  })[]
}

/** Slots at a storefront, as they come; of one article, those that are not over. */
export async function shownSlots(
  ctx: Ctx,
  { storefront, sku }: { storefront: string | null; sku?: string },
): Promise<ShownSlots> {
  const { rows: clock } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(ctx.pg)
  const now = clock[0]?.now ?? ctx.now()
  const only = sku === undefined ? sql`true` : sql`i.sku = ${sku}`
  const since = sku === undefined ? sql`make_interval(hours => ${HOURS_AFTER})` : sql`interval '0'`
  const { rows } = await sql<Row>`
    select s.id, s.flash_sale_id, f.name, s.starts_at, s.ends_at, a.starts_at as begins_at,
      case when s.starts_at > ${now} then 'before' when s.ends_at > ${now} then 'now' else 'over' end as time,
      jsonb_agg(jsonb_build_object('sku', i.sku, 'name', p.name, 'price_fen', i.price_fen,
        'per_customer', i.per_customer, 'quantity', i.quantity, 'left', b.left, 'held', b.held) order by i.position) as items
    from flash_slot s join flash_sale f on f.tenant_id = s.tenant_id and f.id = s.flash_sale_id
    join activity a on a.tenant_id = f.tenant_id and a.id = f.activity_id
    join flash_item i on i.tenant_id = s.tenant_id and i.slot_id = s.id
    join product p on p.tenant_id = i.tenant_id and p.sku = i.sku
    cross join lateral (
      select sum(b.quantity - b.held - b.sold)::int as left, sum(b.held)::int as held from flash_bucket b
      where b.tenant_id = i.tenant_id and b.slot_id = i.slot_id and b.sku = i.sku) b
    where s.tenant_id = ${ctx.tenantId} and f.state = 'live' and a.state = 'live'
      and a.starts_at <= ${now} and a.ends_at > ${now}
      and s.ends_at > ${now}::timestamptz - ${since}
      and s.starts_at < ${now}::timestamptz + make_interval(days => ${DAYS_AHEAD})
      and (a.storefronts = '{}' or ${storefront}::text = any(a.storefronts)) and ${only} and not p.is_retired
    group by s.tenant_id, s.id, f.tenant_id, f.id, a.starts_at order by s.starts_at, s.id`.execute(
    ctx.pg,
  )
  const bases =
    storefront === null
      ? []
      : await priceBases(
          ctx,
          storefront,
          rows.flatMap((row) => row.items.map((i) => ({ sku: i.sku, begins: row.begins_at }))),
        )
  let place = 0
  return {
    now: now.toISOString(),
    items: rows.map(({ begins_at: _, ...row }) => ({
      ...row,
      ...{ starts_at: row.starts_at.toISOString(), ends_at: row.ends_at.toISOString() },
      items: row.items.map(({ quantity, left, held, ...item }) => ({
        ...item,
        base_fen: bases[place++] ?? null,
        left_bp: Math.ceil((left * 10_000) / quantity),
        state: left > 0 ? 'left' : held > 0 ? 'waiting' : 'sold_out',
      })),
    })),
  }
}
