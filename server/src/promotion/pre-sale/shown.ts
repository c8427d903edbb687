// Pre-sales as customers see them.
import { sql } from 'kysely'
import type { DepositKind } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { finalFen } from './items.ts'

/** How far ahead they are announced. */
const DAYS_AHEAD = 14

interface Row {
  id: string
  name: string
  deposit_kind: DepositKind
  deposit_from: Date
  deposit_until: Date
  balance_from: Date
  balance_until: Date
  ships_by: string
  per_customer: number | null
  time: 'before' | 'now'
  sku: string
  product: string
  price_fen: number
  deposit_fen: number
  worth_fen: number
  left: number
}

/** At a storefront: those that take deposits now or soon; of one article, or all. */
export async function shownPreSales(
  ctx: Ctx,
  { storefront, sku }: { storefront: string | null; sku?: string },
) {
  const now = ctx.now()
  const { rows } = await sql<Row>`
    select p.id, p.name, p.deposit_kind, p.deposit_from, p.deposit_until, p.balance_from, p.balance_until,
      p.ships_by::text as ships_by, p.per_customer, case when p.deposit_from > ${now} then 'before' else 'now' end as time,
      i.sku, g.name as product, i.price_fen, i.deposit_fen, i.worth_fen, i.quota - i.held - i.taken as left
    from pre_sale p join activity a on a.tenant_id = p.tenant_id and a.id = p.activity_id
    join pre_sale_item i on i.tenant_id = p.tenant_id and i.pre_sale_id = p.id
    join product g on g.tenant_id = i.tenant_id and g.sku = i.sku
    where p.tenant_id = ${ctx.tenantId} and p.state = 'live' and a.state = 'live' and a.starts_at <= ${now}
      and a.ends_at > ${now} and p.deposit_until > ${now}
      and p.deposit_from < ${now}::timestamptz + make_interval(days => ${DAYS_AHEAD})
      and (a.storefronts = '{}' or ${storefront}::text = any(a.storefronts))
      and ${sku === undefined ? sql`true` : sql`i.sku = ${sku}`} and not g.is_retired
    order by p.deposit_until, p.id, i.position limit 200`.execute(ctx.pg)
  return {
    now: now.toISOString(),
    items: rows.map(({ left, ...row }) => ({
      ...row,
      ...{ deposit_from: row.deposit_from.toISOString() },
      ...{ deposit_until: row.deposit_until.toISOString() },
      ...{ balance_from: row.balance_from.toISOString() },
      ...{ balance_until: row.balance_until.toISOString() },
      /** What is left to pay for a piece, before shipping. */
      balance_fen: finalFen(row) - row.deposit_fen,
      is_sold_out: left <= 0,
    })),
  }
}
