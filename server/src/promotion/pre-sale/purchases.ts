// What orders have of a pre-sale: pieces are held with the order, locked when the deposit is paid, bought with the
// balance, and free again otherwise. Each is a conditional write on the article's row, so the last piece has one
// taker. Locks are taken in one order: the buyer's, the purchase, the article.
import { sql } from 'kysely'
import type { HeldOrder, NotHeld } from '../../commerce/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { type Buyer, buyerOf, lockBuyer } from '../person.ts'
import { closedFor, getRunning, type PreSaleTerms, preSaleTermsOf } from './terms.ts'

export const PURCHASE_STATES = ['held', 'locked', 'bought', 'released'] as const
export type PurchaseState = (typeof PURCHASE_STATES)[number]
interface Purchase {
  order_id: string
  pre_sale_id: string
  sku: string
  quantity: number
  state: PurchaseState
}

const lockPurchase = async (ctx: Ctx, orderId: string) =>
  (
    await sql<Purchase>`select order_id, pre_sale_id, sku, quantity, state from pre_sale_purchase
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId} for update`.execute(ctx.pg)
  ).rows[0]

/** @returns whether there was room for it */
async function count(
  ctx: Ctx,
  { pre_sale_id, sku }: Pick<Purchase, 'pre_sale_id' | 'sku'>,
  held: number,
  taken: number,
): Promise<boolean> {
  const { rows } =
    await sql`update pre_sale_item set held = held + ${held}, taken = taken + ${taken}
    where tenant_id = ${ctx.tenantId} and pre_sale_id = ${pre_sale_id} and sku = ${sku}
      and held + taken + ${held + taken} <= quota returning 1`.execute(ctx.pg)
  return rows.length > 0
}

/** A repeat holds what it holds. */
export function holdPieces(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  const terms = preSaleTermsOf(order.input)
  const [line] = order.quoted.lines
  if (!terms || !line) return Promise.resolve(undefined)
  const { quantity } = line
  return inTx(ctx, async (ctx) => {
    const buyer = await buyerOf(ctx, order.customerId)
    await lockBuyer(ctx, buyer)
    if (await lockPurchase(ctx, order.orderId)) return undefined
    const running = await getRunning(ctx, terms.pre_sale, terms.sku)
    const no = closedFor(running)
    if (no) return no
    const most = running.per_customer
    if (most !== null && (await piecesOf(ctx, terms, buyer)) + quantity > most)
      return notHeld('pre_sale_limit', 'She has ordered as much of it as she may', { most })
    const item = { pre_sale_id: terms.pre_sale, sku: terms.sku }
    if (!(await count(ctx, item, quantity, 0)))
      return notHeld('pre_sale_sold_out', 'Nothing of its quota is left', { wanted: quantity })
    await sql`insert into pre_sale_purchase (tenant_id, order_id, pre_sale_id, sku, node_id, quantity, fen, state,
        held_at)
      values (${ctx.tenantId}, ${order.orderId}, ${terms.pre_sale}, ${terms.sku}, ${order.node}, ${quantity},
        ${line.grossFen - line.totalFen}, 'held',
        ${ctx.now()})`.execute(ctx.pg)
    return undefined
  })
}

const notHeld = (code: string, message: string, details: Record<string, unknown>): NotHeld => ({
  ...{ code, message, details },
})

/** Of every node of hers: what a merge brought together counts together. */
async function piecesOf(ctx: Ctx, terms: PreSaleTerms, { nodes }: Buyer): Promise<number> {
  const { rows } = await sql<{ pieces: number }>`
    select coalesce(sum(quantity), 0)::int as pieces from pre_sale_purchase
    where tenant_id = ${ctx.tenantId} and pre_sale_id = ${terms.pre_sale}::uuid and sku = ${terms.sku}
      and state <> 'released' and node_id = any(${[...nodes]}::bigint[])`.execute(ctx.pg)
  return rows[0]?.pieces ?? 0
}

/** The deposit is paid: they are hers until the balance is due. */
export function lockPieces(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  if (!preSaleTermsOf(order.input)) return Promise.resolve(undefined)
  return inTx(ctx, async (ctx) => {
    const purchase = await lockPurchase(ctx, order.orderId)
    if (purchase?.state !== 'held')
      return notHeld('pre_sale_sold_out', 'Its pieces are held no more', { wanted: 0 })
    await demandCounted(ctx, purchase, -purchase.quantity, purchase.quantity)
    await moved(ctx, purchase, 'locked')
    return undefined
  })
}

/** The balance is paid. */
export function buyPieces(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  if (!preSaleTermsOf(order.input)) return Promise.resolve(undefined)
  return inTx(ctx, async (ctx) => {
    const purchase = await lockPurchase(ctx, order.orderId)
    if (purchase?.state !== 'locked')
      return notHeld('pre_sale_sold_out', 'Its pieces are held no more', { wanted: 0 })
    await moved(ctx, purchase, 'bought')
    return undefined
  })
}

/** Called off before all of it was paid: others may have them, as long as deposits are taken. */
export function releasePieces(ctx: Ctx, orderId: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const purchase = await lockPurchase(ctx, orderId)
    if (purchase?.state !== 'held' && purchase?.state !== 'locked') return
    const { quantity, state } = purchase
    const isHeld = state === 'held'
    await demandCounted(ctx, purchase, isHeld ? -quantity : 0, isHeld ? 0 : -quantity)
    await moved(ctx, purchase, 'released')
  })
}

/** What stands counted can always be counted otherwise. */
async function demandCounted(ctx: Ctx, purchase: Purchase, held: number, taken: number) {
  if (!(await count(ctx, purchase, held, taken)))
    throw new Error(`the pieces of ${purchase.order_id} are not counted in its pre-sale`)
}

const AT = { locked: sql`locked_at`, bought: sql`bought_at`, released: sql`released_at` }
const moved = (ctx: Ctx, { order_id }: Purchase, state: keyof typeof AT) =>
  sql`update pre_sale_purchase set state = ${state}, ${AT[state]} = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and order_id = ${order_id}`.execute(ctx.pg)
