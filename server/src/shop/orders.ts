// Orders as their buyer makes and sees them. Whose an order is, is decided by verified nodes alone.
import { sql } from 'kysely'
import { z } from 'zod'
import {
  type BalanceWanted,
  beginPayment,
  dropAfterSale,
  type ExchangeAsked,
  type Exchangeable,
  exchangeableOf,
  getAfterSale,
  getOwnOrder,
  giveUpOrder,
  listProviders,
  type OwnState,
  type Placed,
  type Placing,
  payBalanceWith,
  paySupplement,
  place,
  priceCheckout,
  quoteBalance,
  quoteSupplement,
  receiveOrder,
  requestAfterSale,
  requestExchange,
  requestInvoice,
  type SupplementWanted,
  showOwnOrder,
  takePenaltyAsStoredValue,
} from '../commerce/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { conflict, notFound } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { ownNodes, shopperOf } from './session.ts'
import { storefrontOf } from './shop.ts'

/** Within the shop she acts as herself; the orders' own rules of sight are for staff. */
const EVERYTHING = { kind: 'all' as const, ids: [] }
const unscoped = (ctx: Ctx): Ctx => ({ ...ctx, actor: { ...ctx.actor, scope: EVERYTHING } })

async function sellingStorefront(ctx: Ctx): Promise<string> {
  const storefront = await storefrontOf(ctx)
  if (storefront === null) throw conflict('shop_sells_nothing', 'This shop takes no orders yet')
  return storefront
}

export interface CartAsked {
  lines: readonly { sku: string; quantity: number }[]
  address: Placing['address']
  couponCodes: readonly string[]
  pointsWanted: number
  storedValueWanted: number
  groupBuy?: Placing['groupBuy']
  flashSale?: Placing['flashSale']
  preSale?: Placing['preSale']
  plan?: Placing['plan']
}

/** @throws 401, 409 with the reason it is not sold to her, or not like this */
export async function quoteOrder(ctx: Ctx, asked: CartAsked) {
  const customerId = shopperOf(ctx)
  return priceCheckout(ctx, { ...asked, customerId, storefront: await sellingStorefront(ctx) })
}

/** The same key is the same order. @throws 401, 409 price_changed, stock_short … */
export async function placeOwnOrder(
  ctx: Ctx,
  asked: CartAsked & { key: string; expectedDueFen: number; note: string } & Pick<
      Placing,
      'cameBy'
    >,
): Promise<Placed> {
  const customerId = shopperOf(ctx)
  return place(ctx, {
    ...asked,
    ...{ customerId, storefront: await sellingStorefront(ctx), staffId: null },
    // Her keys are hers: another buyer's, or staff's, are other ones.
    key: `shop:${customerId}:${asked.key}`,
  })
}

/** @throws 404 for what is not hers */
export async function demandOwn(ctx: Ctx, id: string): Promise<void> {
  const nodes = await ownNodes(ctx)
  const { rows } = await sql`select 1 from sales_order
    where tenant_id = ${ctx.tenantId} and id = ${id} and node_id = any(${nodes}::bigint[])`.execute(
    ctx.pg,
  )
  if (rows.length === 0) throw notFound('order')
}

export async function ownOrder(ctx: Ctx, id: string) {
  await demandOwn(ctx, id)
  return showOwnOrder(unscoped(ctx), id)
}

interface Row {
  id: string
  number: string
  state: OwnState
  currency: string
  total_fen: number
  due_fen: number
  placed_at: Date
  names: string[]
}
/** Newest first. */
export async function ownOrders(ctx: Ctx, page: { limit: number; cursor?: string | undefined }) {
  const nodes = await ownNodes(ctx)
  const after = readCursor(page.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const { rows } = await sql<Row>`
    select w.id, w.number, w.state, w.currency, w.total_fen, w.due_fen, w.placed_at, (
      select coalesce(array_agg(l.name order by l.position), '{}') from order_line l
      where l.tenant_id = w.tenant_id and l.order_id = w.id) as names
    from own_order w join sales_order o on o.tenant_id = w.tenant_id and o.id = w.id
    where w.tenant_id = ${ctx.tenantId} and o.node_id = any(${nodes}::bigint[])
      and ${after ? sql`(w.placed_at, w.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by w.placed_at desc, w.id desc limit ${page.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    page.limit,
    (row) => ({ ...row, placed_at: row.placed_at.toISOString() }),
    (row) => [row.placed_at, row.id],
  )
}

/** How an order can be paid here now. */
export async function waysToPay(ctx: Ctx): Promise<string[]> {
  const providers = await listProviders(ctx)
  return providers.filter((p) => p.is_on && p.is_ready).map((p) => p.provider)
}

/** @returns where her phone goes on */
export async function payOwnOrder(ctx: Ctx, id: string, provider: string, clientIp: string) {
  await demandOwn(ctx, id)
  const way = provider === 'test' ? 'test' : 'h5'
  const { prepared } = await beginPayment(ctx, id, { provider, way, clientIp })
  if (!prepared) throw conflict('payment_decided', 'Its payment was just decided; look again')
  return prepared
}

/** What her order would cost with these. @throws 404, 409 */
export async function quoteOwnBalance(ctx: Ctx, id: string, wanted: BalanceWanted) {
  await demandOwn(ctx, id)
  return quoteBalance(ctx, id, wanted)
}

/** @throws 404, 409 price_changed and why the balance cannot be paid like that */
export async function payOwnBalanceWith(
  ctx: Ctx,
  id: string,
  wanted: BalanceWanted & { expectedDueFen: number },
): Promise<void> {
  await demandOwn(ctx, id)
  await payBalanceWith(ctx, id, wanted)
}

/** The second half of a double return, paid at once into her stored value. @throws 404, 409 */
export async function takePenalty(ctx: Ctx, id: string): Promise<void> {
  await demandOwn(ctx, id)
  await takePenaltyAsStoredValue(ctx, id)
}

/** @param forfeits she knows that she loses her earnest money */
export async function cancelOwnOrder(ctx: Ctx, id: string, forfeits: boolean): Promise<void> {
  await demandOwn(ctx, id)
  await giveUpOrder(ctx, id, forfeits)
}

export async function receiveOwnOrder(ctx: Ctx, id: string): Promise<void> {
  await demandOwn(ctx, id)
  await receiveOrder(ctx, id)
}

export async function askBack(
  ctx: Ctx,
  id: string,
  asked: Omit<Parameters<typeof requestAfterSale>[2], 'key'> & { key: string },
): Promise<void> {
  await demandOwn(ctx, id)
  await requestAfterSale(ctx, id, asked)
}

export async function exchangeable(ctx: Ctx, id: string): Promise<Exchangeable[]> {
  await demandOwn(ctx, id)
  return exchangeableOf(ctx, await getOwnOrder(ctx, id))
}

export async function askExchange(ctx: Ctx, id: string, asked: ExchangeAsked): Promise<void> {
  await demandOwn(ctx, id)
  await requestExchange(ctx, id, asked)
}

/** @throws 400, 404, 409 for what is not paid, or was issued before */
export async function askInvoice(
  ctx: Ctx,
  id: string,
  wanted: Parameters<typeof requestInvoice>[2],
): Promise<void> {
  await demandOwn(ctx, id)
  await requestInvoice(ctx, id, wanted)
}

async function demandSaleOf(ctx: Ctx, id: string, saleId: string): Promise<void> {
  await demandOwn(ctx, id)
  if ((await getAfterSale(ctx, saleId)).order_id !== id) throw notFound('after_sale')
}

/** @throws 404, 409 when no difference is waited for */
export async function quoteOwnSupplement(
  ctx: Ctx,
  id: string,
  saleId: string,
  wanted: SupplementWanted,
) {
  await demandSaleOf(ctx, id, saleId)
  return quoteSupplement(ctx, saleId, wanted)
}

/** @throws 404, 409 price_changed and why it cannot be paid like that */
export async function payOwnSupplement(
  ctx: Ctx,
  id: string,
  saleId: string,
  asked: Parameters<typeof paySupplement>[2],
): Promise<Placed> {
  await demandSaleOf(ctx, id, saleId)
  return paySupplement(ctx, saleId, asked)
}

/** She asks no more, while nothing has come back yet. @throws 404, 409 */
export async function withdrawAsked(ctx: Ctx, id: string, saleId: string): Promise<void> {
  await demandSaleOf(ctx, id, saleId)
  await dropAfterSale(ctx, saleId, 'withdrawn', '')
}
