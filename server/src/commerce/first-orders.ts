// The first order of each person that still stands, with what it tells of whoever placed it.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

export interface FirstOrder {
  /** The customer, all nodes together. */
  person: number
  /** The one it came in on. */
  node: number
  orderId: string
  paidAt: Date
  /** The brand's own day. */
  day: string
  source: string
  storeId: string | null
  storeName: string | null
  staffId: string | null
  channelId: string | null
  /** Where it was sent: province, city, district. */
  region: string[]
  /** The dearest first. */
  lines: { sku: string; name: string; category: string | null }[]
}

/** Of these persons; whoever has paid for nothing that is left is not among them. */
export async function firstOrdersOf(ctx: Ctx, persons: readonly number[]): Promise<FirstOrder[]> {
  if (persons.length === 0) return []
  const { rows } = await sql<FirstOrder>`
    with first as (
      select distinct on (c.canonical_id) c.canonical_id as person, o.node_id, o.id, o.paid_at, o.source, o.store_id,
        o.staff_id, o.channel_id
      from customer c join sales_order o on o.tenant_id = c.tenant_id and o.node_id = c.id
      where c.tenant_id = ${ctx.tenantId} and c.canonical_id = any(${[...persons]}::bigint[])
        and o.evidence = 'verified' and o.state in ('paid', 'partly_refunded')
        -- Who only pays ahead has bought nothing yet.
        and not (o.total_fen = 0 and o.prepaid_fen > 0)
      order by c.canonical_id, o.paid_at, o.id)
    select f.person, f.node_id as node, f.id as "orderId", f.paid_at as "paidAt",
      (f.paid_at at time zone t.timezone)::date::text as day, f.source, f.store_id as "storeId",
      s.name as "storeName", f.staff_id as "staffId", f.channel_id as "channelId",
      coalesce((select array(select jsonb_array_elements_text(w.address -> 'region')) from own_order w
        where w.tenant_id = ${ctx.tenantId} and w.id = f.id and jsonb_typeof(w.address -> 'region') = 'array'), '{}') as region,
      coalesce((select jsonb_agg(jsonb_build_object('sku', l.sku, 'name', l.name, 'category', l.category)
          order by l.total_fen desc, l.position)
        from order_line l where l.tenant_id = ${ctx.tenantId} and l.order_id = f.id), '[]') as lines
    from first f join tenant t on t.id = ${ctx.tenantId}
    left join store s on s.tenant_id = ${ctx.tenantId} and s.code = f.store_id`.execute(ctx.pg)
  return rows
}

/** Of these orders, those of which nothing is left: all given back, or called off. */
export async function ordersGone(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select id from sales_order where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[])
      and state in ('refunded', 'cancelled')`.execute(ctx.pg)
  return new Set(rows.map((row) => row.id))
}
