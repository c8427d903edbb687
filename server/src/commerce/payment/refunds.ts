// Money that goes back to where it came from: asked for in the transaction of its cause, sent afterwards,
// tried again under the same id until the provider has said how it ended.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'

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
  await sql`insert into payment_refund (tenant_id, id, payment_id, cause, amount_fen, reason, state, try_at, created_at)
    values (${ctx.tenantId}, ${randomUUIDv7()}, ${refund.paymentId}, ${refund.cause}, ${refund.amountFen},
      ${refund.reason}, 'requested', ${ctx.now()}, ${ctx.now()})
    on conflict (tenant_id, payment_id, cause) do nothing`.execute(ctx.pg)
  await ctx.jobs.send(ctx.pg, SEND_REFUNDS, {})
}

/** Money of an order, taken from the payment that paid it. Call in the transaction of its cause. */
export async function refundOrder(
  ctx: Ctx,
  orderId: string,
  refund: Omit<NewRefund, 'paymentId'>,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from payment
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and pays`.execute(ctx.pg)
  if (!rows[0]) throw new Error('money of an order goes back that no payment has paid')
  await requestRefund(ctx, { ...refund, paymentId: rows[0].id })
}
