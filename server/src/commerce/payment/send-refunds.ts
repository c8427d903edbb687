// Refunds on their way to the provider.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { ProviderRefused, providerOf } from './provider.ts'
import { SEND_REFUNDS } from './refunds.ts'
import { applyRefundWord } from './words.ts'

interface Due {
  id: string
  tenant_id: string
  payment_id: string
  provider: string
  amount_fen: number
  paid_fen: number
  currency: string
  reason: string
  state: 'requested' | 'sent'
}
const AT_ONCE = 100

/** Sends what is asked for and asks after what was sent; of every brand. @returns how many */
export async function sendRefunds(system: Ctx, make: (tenantId: string) => Ctx): Promise<number> {
  const now = system.now()
  // Taken by putting off the next try, so that a worker that dies is followed by another one.
  const { rows } = await sql<Due>`
    update payment_refund r set tries = r.tries + 1,
      try_at = ${now}::timestamptz + least(interval '1 hour', interval '30 seconds' * power(2, least(r.tries, 7)))
    from payment p where (r.tenant_id, r.id) in (
        select tenant_id, id from payment_refund where state in ('requested', 'sent') and try_at <= ${now}
        order by try_at limit ${AT_ONCE} for update skip locked)
      and p.tenant_id = r.tenant_id and p.id = r.payment_id
    returning r.id, r.tenant_id, r.payment_id, p.provider, r.amount_fen, p.amount_fen as paid_fen, p.currency,
      r.reason, r.state`.execute(system.pg)
  for (const due of rows) await send({ ...make(due.tenant_id), now: system.now }, due)
  return rows.length
}

async function send(ctx: Ctx, due: Due): Promise<void> {
  try {
    // Noted with this refund like any other fault: it must not keep those of other providers from going.
    const provider = providerOf(due.provider)
    if (!provider) throw new Error(`there is no payment provider ${due.provider}`)
    const word =
      due.state === 'sent'
        ? await provider.queryRefund(ctx, due.id)
        : await provider.refund(ctx, {
            ...{ refundId: due.id, paymentId: due.payment_id, amountFen: due.amount_fen },
            ...{ paidFen: due.paid_fen, currency: due.currency, reason: due.reason },
          })
    await applyRefundWord(ctx, due.provider, word)
  } catch (error) {
    const refused = error instanceof ProviderRefused
    const fault = error instanceof Error ? error.message : String(error)
    await sql`update payment_refund set fault = ${refused ? `${error.code}: ${fault}` : fault},
        state = ${refused ? 'failed' : sql`state`}, try_at = ${refused ? null : sql`try_at`}
      where tenant_id = ${ctx.tenantId} and id = ${due.id} and state <> 'done'`.execute(ctx.pg)
    ctx.log.error({ err: error, refund: due.id }, 'a refund could not be sent')
  }
}

export interface PaymentRefund {
  id: string
  payment_id: string
  order_id: string
  order_number: string
  provider: string
  cause: string
  amount_fen: number
  currency: string
  reason: string
  state: 'requested' | 'sent' | 'done' | 'failed'
  tries: number
  fault: string | null
  created_at: Date
  done_at: Date | null
}
export const REFUND_COLUMNS = sql`r.id, r.payment_id, p.order_id, w.number as order_number, p.provider, r.cause,
  r.amount_fen, p.currency, r.reason, r.state, r.tries, r.fault, r.created_at, r.done_at`
export const REFUNDS = sql`payment_refund r
  join payment p on p.tenant_id = r.tenant_id and p.id = r.payment_id
  join own_order w on w.tenant_id = p.tenant_id and w.id = p.order_id`

export async function refundsOf(ctx: Ctx, orderId: string): Promise<PaymentRefund[]> {
  const { rows } = await sql<PaymentRefund>`select ${REFUND_COLUMNS} from ${REFUNDS}
    where r.tenant_id = ${ctx.tenantId} and p.order_id = ${orderId} order by r.created_at, r.id`.execute(
    ctx.pg,
  )
  return rows
}

/** One that failed is tried again, under its id. @throws 404, 409 */
export function retryRefund(ctx: Ctx, id: string): Promise<PaymentRefund> {
  return inTx(ctx, async (ctx) => {
    const { rows: there } = await sql`select 1 from payment_refund
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    if (there.length === 0) throw notFound('payment_refund')
    const { rows } =
      await sql`update payment_refund set state = 'requested', try_at = ${ctx.now()}, tries = 0
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'failed' returning id`.execute(
        ctx.pg,
      )
    if (rows.length === 0)
      throw conflict('refund_state', 'Only a refund that failed is tried again')
    await audit(ctx, 'payment_refund.retried', { kind: 'payment_refund', id })
    await ctx.jobs.send(ctx.pg, SEND_REFUNDS, {})
    const { rows: found } = await sql<PaymentRefund>`select ${REFUND_COLUMNS} from ${REFUNDS}
      where r.tenant_id = ${ctx.tenantId} and r.id = ${id}`.execute(ctx.pg)
    if (!found[0]) throw notFound('payment_refund')
    return found[0]
  })
}
