// What providers say, taken in whatever order and however often it comes.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { settleOrder } from '../checkout/settle.ts'
import { settleBalance, settleDeposit } from '../deposit/settle.ts'
import type { PaymentPart } from './payments.ts'
import type { PaymentWord, RefundWord } from './provider.ts'
import { requestRefund } from './refunds.ts'

interface Known {
  order_id: string
  amount_fen: number
  currency: string
  state: string
  part: PaymentPart
}
/** What a payment does to its order, by the part it pays. */
const SETTLE = { whole: settleOrder, deposit: settleDeposit, balance: settleBalance }

/**
 * Paid stays paid: a later `closed` changes nothing, a late `paid` counts. What the order does not need
 * goes back by itself. @throws 404 for a payment that is not this provider's
 */
export function applyPaymentWord(ctx: Ctx, provider: string, word: PaymentWord): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<Known>`
      select order_id, amount_fen, currency, state, part from payment
      where tenant_id = ${ctx.tenantId} and id = ${word.paymentId} and provider = ${provider}
      for no key update`.execute(ctx.pg)
    const known = rows[0]
    if (!known) throw notFound('payment')
    if (word.state === 'waiting' || known.state === 'paid' || known.state === 'mismatched') return
    if (word.state === 'paid') await paid(ctx, known, word)
    else
      await sql`update payment set state = ${word.state}, ask_at = null
        where tenant_id = ${ctx.tenantId} and id = ${word.paymentId} and state = 'waiting'`.execute(
        ctx.pg,
      )
  })
}

async function paid(ctx: Ctx, known: Known, word: PaymentWord): Promise<void> {
  const id = word.paymentId
  const at = word.paidAt ?? ctx.now()
  const fits = word.amountFen === known.amount_fen && word.currency === known.currency
  const no = fits ? await SETTLE[known.part](ctx, known.order_id, at) : undefined
  await sql`update payment set state = ${fits ? 'paid' : 'mismatched'}, ask_at = null, paid_at = ${at},
      paid_fen = ${word.amountFen ?? null}, paid_currency = ${word.currency ?? null},
      provider_ref = ${word.providerRef ?? null}, fault = ${fits ? null : 'amount_differs'}, pays = ${fits && !no}
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  if (!fits) {
    ctx.log.error({ payment: id, ...known, said: word.amountFen }, 'a payment is of another amount')
    return
  }
  if (no)
    await requestRefund(ctx, {
      ...{ paymentId: id, cause: 'not_needed', amountFen: known.amount_fen, reason: no.code },
    })
}

/** Done stays done. @throws 404 for a refund that is not this provider's */
export function applyRefundWord(ctx: Ctx, provider: string, word: RefundWord): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ amount_fen: number; state: string }>`
      select r.amount_fen, r.state from payment_refund r
      join payment p on p.tenant_id = r.tenant_id and p.id = r.payment_id
      where r.tenant_id = ${ctx.tenantId} and r.id = ${word.refundId} and p.id = ${word.paymentId}
        and p.provider = ${provider} for no key update of r`.execute(ctx.pg)
    const known = rows[0]
    if (!known) throw notFound('payment_refund')
    if (known.state === 'done') return
    const differs = word.amountFen !== undefined && word.amountFen !== known.amount_fen
    if (word.state === 'done' && !differs)
      await sql`update payment_refund set state = 'done', try_at = null, fault = null,
          done_at = ${word.doneAt ?? ctx.now()}, provider_ref = coalesce(${word.providerRef ?? null}, provider_ref)
        where tenant_id = ${ctx.tenantId} and id = ${word.refundId}`.execute(ctx.pg)
    else if (word.state === 'waiting')
      await sql`update payment_refund set state = 'sent',
          provider_ref = coalesce(${word.providerRef ?? null}, provider_ref)
        where tenant_id = ${ctx.tenantId} and id = ${word.refundId} and state = 'requested'`.execute(
        ctx.pg,
      )
    else
      await sql`update payment_refund set state = 'failed', try_at = null,
          fault = ${differs ? 'amount_differs' : word.state}
        where tenant_id = ${ctx.tenantId} and id = ${word.refundId}`.execute(ctx.pg)
  })
}
