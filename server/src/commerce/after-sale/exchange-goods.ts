// What pieces can be exchanged for: SKUs of the same product that the storefront sells that sold them.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { linesOf, type OwnOrder } from '../checkout/own-order.ts'
import { sells } from '../storefront/storefronts.ts'
import { paidOnTop } from './paid-on-top.ts'
import { freePieces, piecesHeld } from './set-aside.ts'

/** Of a piece, in the storefront that sold it. */
export interface Prices {
  /** Of the SKU that was paid for. */
  paidFen: number
  heldFen: number
  toFen: number
}

interface Good {
  sku: string
  group_code: string | null
  fen: number | null
  is_sold: boolean
}

/**
 * The same SKU once more always is: it is for what is broken. What a difference was paid for is exchanged for
 * nothing else: it goes back with that, and another one is bought anew.
 * @returns what a piece of each costs; null for the same once more
 * @throws 409 not_same_product, not_for_sale, exchange_unpriced, difference_paid
 */
export async function demandExchangeable(
  ctx: Ctx,
  order: OwnOrder,
  { sku, heldSku, toSku }: { sku: string; heldSku: string; toSku: string },
): Promise<Prices | null> {
  if (heldSku === toSku) return null
  const { rows } = await sql<Good>`
    select p.sku, p.group_code, coalesce(o.fen, p.price_fen) as fen,
      p.kind = 'goods' and not p.is_retired and ${sells} as is_sold
    from product p join storefront f on f.tenant_id = p.tenant_id and f.code = ${order.storefront}
    left join storefront_price o on o.tenant_id = f.tenant_id and o.storefront = f.code and o.sku = p.sku
    where p.tenant_id = ${ctx.tenantId} and p.sku in (${sku}, ${heldSku}, ${toSku})`.execute(ctx.pg)
  const [from, to] = [heldSku, toSku].map((sku) => rows.find((row) => row.sku === sku))
  if (!from || !to || to.group_code === null || to.group_code !== from.group_code)
    throw conflict('not_same_product', 'It is exchanged for another SKU of the same product', {
      ...{ sku: heldSku, to_sku: toSku },
    })
  if (!to.is_sold)
    throw conflict('not_for_sale', 'Retired, no goods, or not sold in this storefront', {
      skus: [toSku],
    })
  if (to.fen === null || from.fen === null)
    throw conflict('exchange_unpriced', 'One of the two has no price to go by', {
      ...{ sku: heldSku, fen: from.fen, to_sku: toSku, to_fen: to.fen },
    })
  if ((await paidOnTop(ctx, order.id)).some((one) => one.sku === sku && one.held_sku === heldSku))
    throw conflict('difference_paid', 'A difference was paid for it: give it back, and buy anew', {
      sku: heldSku,
    })
  const paidFen = rows.find((row) => row.sku === sku)?.fen ?? from.fen
  return { paidFen, heldFen: from.fen, toFen: to.fen }
}

export interface Exchangeable {
  /** As it was paid. */
  sku: string
  held_sku: string
  name: string
  /** Pieces that can be exchanged now. */
  quantity: number
  for: {
    sku: string
    name: string
    specs: Record<string, string>
    free: number
    less_fen: number
    more_fen: number
  }[]
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
    less_fen: number
    more_fen: number
  }>`
    with priced as (
      select p.sku, p.name, p.specs, p.group_code, coalesce(o.fen, p.price_fen) as fen,
        p.kind = 'goods' and not p.is_retired and ${sells} as is_sold
      from product p join storefront f on f.tenant_id = p.tenant_id and f.code = ${order.storefront}
      left join storefront_price o on o.tenant_id = f.tenant_id and o.storefront = f.code and o.sku = p.sku
      where p.tenant_id = ${ctx.tenantId} and (p.sku = any(${held.map((one) => one.held_sku)}::text[])
        or p.group_code in (select group_code from product
          where tenant_id = ${ctx.tenantId} and sku = any(${held.map((one) => one.held_sku)}::text[]))))
    select h.sku as held_sku, h.name as held_name, p.sku, p.name, p.specs, l.free,
      case when p.sku = h.sku then 0 else greatest(h.fen - p.fen, 0) end as less_fen,
      case when p.sku = h.sku then 0 else greatest(p.fen - h.fen, 0) end as more_fen
    from priced h join priced p on p.sku = h.sku
      or (p.group_code = h.group_code and p.fen is not null and h.fen is not null and p.is_sold)
    join lateral (select coalesce(sum(on_hand - reserved), 0)::bigint as free from stock_level
      where tenant_id = ${ctx.tenantId} and store = ${order.store} and sku = p.sku) l on l.free > 0
    where h.sku = any(${held.map((one) => one.held_sku)}::text[]) and ${order.platform} <> 'pos'
    order by h.sku, p.sku`.execute(ctx.pg)
  const found = Map.groupBy(rows, (row) => row.held_sku)
  const onTop = await paidOnTop(ctx, order.id)
  return held.map(({ sku, held_sku, quantity, paidName }) => {
    const isPaidOn = onTop.some((one) => one.sku === sku && one.held_sku === held_sku)
    const some = (found.get(held_sku) ?? []).filter((one) => !isPaidOn || one.sku === held_sku)
    return {
      ...{ sku, held_sku, quantity, name: some[0]?.held_name ?? paidName },
      for: some.map((one) => ({
        ...{ sku: one.sku, name: one.name, specs: one.specs, free: one.free },
        ...{ less_fen: one.less_fen, more_fen: one.more_fen },
      })),
    }
  })
}
