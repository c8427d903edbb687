// What goes back over a till: after-sales like any others, asked for and carried out at once, for the goods and the
// money are there. The till's own number makes it one refund, however often it is said.
import { createHash, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, conflict, notFound } from '../../platform/errors.ts'
import type { AfterSale } from '../after-sale/after-sale.ts'
import { approveAfterSale, goodsCameBack, requestAfterSale } from '../after-sale/after-sales.ts'
import { paidLine } from '../after-sale/set-aside.ts'
import { isGone } from '../after-sale/share.ts'
import { linesOf, lockOwnOrder, type OwnLine } from '../checkout/own-order.ts'
import { leftOfLines } from '../checkout/parties.ts'
import { TILL } from '../payment/provider.ts'
import { demandStores } from '../stock/documents.ts'
import { getSold } from './receipts.ts'

export interface TillRefundAsked {
  store: string
  /** Of the sale. */
  receipt: string
  /** The till's own number of this refund. */
  refundReceipt: string
  /** null: all that is left. `fen` absent: the paid share of so many pieces. */
  lines: readonly { sku: string; quantity: number; fen?: number | undefined }[] | null
  /** Whether the pieces are on the shelf again. */
  goodsBack: boolean
  reason: string
}
export interface TillRefund {
  id: string
  order_id: string
  receipt: string
  amount_fen: number
  /** Of it, what the till hands back; the rest is stored value again. */
  paid_out_fen: number
  at: Date
}
const COLUMNS = sql`t.id, t.order_id, t.receipt, t.amount_fen, t.paid_out_fen, t.at`

/** @throws 404 receipt; 409 more_than_left, order_state; 422 receipt_reused */
export async function refundAtTill(ctx: Ctx, asked: TillRefundAsked): Promise<TillRefund> {
  await demandStores(ctx, [asked.store])
  return inTx(ctx, async (ctx) => {
    const { order_id } = await getSold(ctx, asked)
    // Whoever refunds this order waits here and then finds this one's row.
    const order = await lockOwnOrder(ctx, order_id)
    const before = await refundBefore(ctx, asked)
    if (before) return before
    const id = randomUUIDv7()
    const lines = await linesOf(ctx, order_id)
    const wanted = asked.lines ?? (await leftNow(ctx, order_id, lines))
    if (wanted.length === 0) throw conflict('nothing_left', 'All of it has gone back before')
    const sales = await askFor(ctx, order.id, id, asked, lines, wanted)
    for (const sale of sales) {
      await approveAfterSale(ctx, sale.id, asked.reason)
      if (sale.kind === 'return') await goodsCameBack(ctx, sale.id)
    }
    const ids = sales.map((sale) => sale.id)
    await sql`update payment_refund r set state = 'done', done_at = ${ctx.now()}, provider_ref = ${asked.refundReceipt}
      from payment p where r.tenant_id = ${ctx.tenantId} and p.tenant_id = r.tenant_id and p.id = r.payment_id
        and p.order_id = ${order_id} and p.provider = ${TILL} and r.cause = any(${ids}::text[])
        and r.state = 'sent'`.execute(ctx.pg)
    const amountFen = sales.reduce((sum, sale) => sum + sale.amount_fen, 0)
    const storedFen = sales.reduce((sum, sale) => sum + sale.stored_value_fen, 0)
    const { rows } = await sql<TillRefund>`
      insert into till_refund as t (tenant_id, id, order_id, store, receipt, request_hash, amount_fen, paid_out_fen, at)
      values (${ctx.tenantId}, ${id}, ${order_id}, ${asked.store}, ${asked.refundReceipt}, ${hashOf(asked)},
        ${amountFen}, ${amountFen - storedFen}, ${ctx.now()})
      on conflict (tenant_id, store, receipt) do nothing returning ${COLUMNS}`.execute(ctx.pg)
    // Another order's refund took the number while this one was being written.
    if (!rows[0]) throw reused()
    return rows[0]
  })
}

const reused = () =>
  new AppError(422, 'receipt_reused', 'This refund’s receipt stands with another refund')

const leftOf = (lines: readonly OwnLine[]) =>
  lines
    .map(paidLine)
    .filter((line) => !isGone(line))
    .map((line) => ({
      ...{ sku: line.sku, quantity: line.quantity - line.refundedQuantity },
      fen: line.totalFen - line.refundedFen,
    }))

/** All that is left, of what parties gave only what is left of that. */
async function leftNow(ctx: Ctx, orderId: string, lines: readonly OwnLine[]) {
  const all = leftOf(lines)
  const given = await leftOfLines(ctx, orderId, all)
  return all.map((line) => ({ ...line, fen: given.get(line.sku)?.fen ?? line.fen }))
}

/** Pieces that come back, and money without any, are two requests; both stand before either is decided. */
async function askFor(
  ctx: Ctx,
  orderId: string,
  refundId: string,
  asked: TillRefundAsked,
  lines: readonly OwnLine[],
  wanted: NonNullable<TillRefundAsked['lines']>,
): Promise<AfterSale[]> {
  const ships = new Set(lines.filter((line) => line.ships).map((line) => line.sku))
  const comesBack = ({ sku, quantity }: (typeof wanted)[number]) =>
    asked.goodsBack && quantity > 0 && ships.has(sku)
  const sales: AfterSale[] = []
  for (const kind of ['return', 'money'] as const) {
    const part = wanted.filter((line) => comesBack(line) === (kind === 'return'))
    if (part.length === 0) continue
    const key = `till:${refundId}:${kind}`
    sales.push(
      await requestAfterSale(ctx, orderId, { key, kind, reason: asked.reason, lines: part }),
    )
  }
  return sales
}

/** @throws 422 when the number came with another refund */
async function refundBefore(ctx: Ctx, asked: TillRefundAsked): Promise<TillRefund | undefined> {
  const { rows } = await sql<TillRefund & { request_hash: Buffer }>`
    select ${COLUMNS}, t.request_hash from till_refund t
    where t.tenant_id = ${ctx.tenantId} and t.store = ${asked.store} and t.receipt = ${asked.refundReceipt}`.execute(
    ctx.pg,
  )
  if (!rows[0]) return undefined
  const { request_hash, ...refund } = rows[0]
  if (!request_hash.equals(hashOf(asked))) throw reused()
  return refund
}

const hashOf = ({ receipt, lines, goodsBack }: TillRefundAsked) =>
  createHash('sha256')
    .update(
      JSON.stringify([receipt, goodsBack, lines?.map((l) => [l.sku, l.quantity, l.fen ?? null])]),
    )
    .digest()

/**
 * Money of a sale that was given back elsewhere, in the console, is handed out by the till: until it says so the
 * refund waits. Again changes nothing. @throws 404
 */
export function paidOut(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ store: string }>`
      select w.store from payment_refund r
      join payment p on p.tenant_id = r.tenant_id and p.id = r.payment_id and p.provider = ${TILL}
      join own_order w on w.tenant_id = p.tenant_id and w.id = p.order_id
      where r.tenant_id = ${ctx.tenantId} and r.id = ${id} for no key update of r`.execute(ctx.pg)
    if (!rows[0]) throw notFound('payment_refund')
    await demandStores(ctx, [rows[0].store])
    const { numAffectedRows } =
      await sql`update payment_refund set state = 'done', done_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'sent'`.execute(ctx.pg)
    if (numAffectedRows === 1n)
      await audit(ctx, 'payment_refund.paid_out', { kind: 'payment_refund', id })
  })
}
