// Money that goes back to where it came from: asked for in the transaction of its cause, sent afterwards,
// tried again under the same id until the provider has said how it ended.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { TILL } from './provider.ts'

export const SEND_REFUNDS = 'commerce.send_refunds'

export interface NewRefund {
  paymentId: string
  /** What it is for; a second one for the same is the first. */
  cause: string
  amountFen: number
  reason: string
}

/** Call in the transaction of its cause. */
export async function requestRefund(ctx: Ctx, refund: NewRefund): Promise<void> {
  // What a till took in waits for a till to hand it back.
  await sql`insert into payment_refund (tenant_id, id, payment_id, cause, amount_fen, reason, state, try_at, created_at)
    select tenant_id, ${randomUUIDv7()}::uuid, id, ${refund.cause}, ${refund.amountFen}, ${refund.reason},
      case when provider = ${TILL} then 'sent' else 'requested' end,
      case when provider = ${TILL} then null else ${ctx.now()}::timestamptz end, ${ctx.now()}::timestamptz
    from payment where tenant_id = ${ctx.tenantId} and id = ${refund.paymentId}
    on conflict (tenant_id, payment_id, cause) do nothing`.execute(ctx.pg)
  await ctx.jobs.send(ctx.pg, SEND_REFUNDS, {})
}

interface Paid {
  id: string
  left_fen: number
  /** Of this cause, already asked back. */
  asked: boolean
}
/**
 * Money of an order, taken from the payments that paid it: from the balance first, then from the deposit. The same
 * cause again changes nothing. Call in the transaction of its cause, with the order's row held.
 */
export async function refundOrder(
  ctx: Ctx,
  orderId: string,
  refund: Omit<NewRefund, 'paymentId'>,
): Promise<void> {
  const { rows } = await sql<Paid>`
    select p.id, p.amount_fen - coalesce(r.fen, 0) as left_fen, coalesce(r.asked, false) as asked from payment p
    left join lateral (select sum(amount_fen)::bigint as fen, bool_or(cause = ${refund.cause}) as asked from payment_refund r
      where r.tenant_id = p.tenant_id and r.payment_id = p.id) r on true
    where p.tenant_id = ${ctx.tenantId} and p.order_id = ${orderId} and p.pays
    order by p.part = 'deposit', p.id`.execute(ctx.pg)
  if (rows.length === 0) throw new Error('money of an order goes back that no payment has paid')
  if (rows.some((paid) => paid.asked)) return
  let left = refund.amountFen
  for (const paid of rows) {
    const amountFen = Math.min(left, paid.left_fen)
    if (amountFen <= 0) continue
    await requestRefund(ctx, { ...refund, amountFen, paymentId: paid.id })
    left -= amountFen
  }
  if (left > 0) throw new Error('more of an order goes back than was paid')
}
