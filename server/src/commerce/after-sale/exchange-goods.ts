// What pieces can be exchanged for: SKUs of the same product that cost the same in the storefront that sold them.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { linesOf, type OwnOrder } from '../checkout/own-order.ts'
import { sells } from '../storefront/storefronts.ts'
import { freePieces, piecesHeld } from './set-aside.ts'

interface Good {
  sku: string
  group_code: string | null
  fen: number | null
  is_sold: boolean
}

/**
 * The same SKU once more always is: it is for what is broken. Where the price differs the buyer gives back and buys
 * anew. @throws 409 not_same_product, not_for_sale, exchange_price_differs
 */
export async function demandExchangeable(
  ctx: Ctx,
  order: OwnOrder,
  heldSku: string,
  toSku: string,
): Promise<void> {
  if (heldSku === toSku) return
  const { rows } = await sql<Good>`
    select p.sku, p.group_code, coalesce(o.fen, p.price_fen) as fen,
      p.kind = 'goods' and not p.is_retired and ${sells} as is_sold
    from product p join storefront f on f.tenant_id = p.tenant_id and f.code = ${order.storefront}
    left join storefront_price o on o.tenant_id = f.tenant_id and o.storefront = f.code and o.sku = p.sku
    where p.tenant_id = ${ctx.tenantId} and p.sku in (${heldSku}, ${toSku})`.execute(ctx.pg)
  const [from, to] = [heldSku, toSku].map((sku) => rows.find((row) => row.sku === sku))
  if (!from || !to || to.group_code === null || to.group_code !== from.group_code)
    throw conflict('not_same_product', 'It is exchanged for another SKU of the same product', {
      ...{ sku: heldSku, to_sku: toSku },
    })
  if (!to.is_sold)
    throw conflict('not_for_sale', 'Retired, no goods, or not sold in this storefront', {
      skus: [toSku],
    })
  if (to.fen === null || to.fen !== from.fen)
    throw conflict('exchange_price_differs', 'It costs another price: give back, and buy anew', {
      ...{ sku: heldSku, fen: from.fen, to_sku: toSku, to_fen: to.fen },
    })
}

export interface Exchangeable {
  /** As it was paid. */
  sku: string
  held_sku: string
  name: string
  /** Pieces that can be exchanged now. */
  quantity: number
  for: { sku: string; name: string; specs: Record<string, string>; free: number }[]
}

/** What the buyer has of an order and has not asked for, and what there is that it can be exchanged for. */
export async function exchangeableOf(ctx: Ctx, order: OwnOrder): Promise<Exchangeable[]> {
  const lines = new Map((await linesOf(ctx, order.id)).map((line) => [line.sku, line]))
  const held = (await piecesHeld(ctx, order.id)).flatMap((one) => {
    const line = lines.get(one.sku)
    const quantity = Math.min(one.quantity, line ? freePieces(line) : 0)
    return quantity > 0 ? [{ ...one, quantity, paidName: line?.name ?? one.sku }] : []
  })
  const { rows } = await sql<{
    held_sku: string
    held_name: string
    sku: string
    name: string
    specs: Record<string, string>
    free: number
  }>`
    with priced as (
      select p.sku, p.name, p.specs, p.group_code, coalesce(o.fen, p.price_fen) as fen,
        p.kind = 'goods' and not p.is_retired and ${sells} as is_sold
      from product p join storefront f on f.tenant_id = p.tenant_id and f.code = ${order.storefront}
      left join storefront_price o on o.tenant_id = f.tenant_id and o.storefront = f.code and o.sku = p.sku
      where p.tenant_id = ${ctx.tenantId} and (p.sku = any(${held.map((one) => one.held_sku)}::text[])
        or p.group_code in (select group_code from product
          where tenant_id = ${ctx.tenantId} and sku = any(${held.map((one) => one.held_sku)}::text[]))))
    select h.sku as held_sku, h.name as held_name, p.sku, p.name, p.specs, l.free
    from priced h join priced p on p.sku = h.sku or (p.group_code = h.group_code and p.fen = h.fen and p.is_sold)
    join lateral (select coalesce(sum(on_hand - reserved), 0)::bigint as free from stock_level
      where tenant_id = ${ctx.tenantId} and store = ${order.store} and sku = p.sku) l on l.free > 0
    where h.sku = any(${held.map((one) => one.held_sku)}::text[]) and ${order.platform} <> 'pos'
    order by h.sku, p.sku`.execute(ctx.pg)
  const found = Map.groupBy(rows, (row) => row.held_sku)
  return held.map(({ sku, held_sku, quantity, paidName }) => {
    const some = found.get(held_sku) ?? []
    return {
      ...{ sku, held_sku, quantity, name: some[0]?.held_name ?? paidName },
      for: some.map((one) => ({
        ...{ sku: one.sku, name: one.name, specs: one.specs, free: one.free },
      })),
    }
  })
}
