// What providers say, taken in whatever order and however often it comes.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { later } from '../../platform/prepared.ts'
import { done, refused, together } from '../../platform/together.ts'
import { unnest } from '../../platform/unnest.ts'
import { type NotSettled, settleOrders } from '../checkout/settle.ts'
import { settleBalance, settleDeposit } from '../deposit/settle.ts'
import { notePayer } from './payer.ts'
import type { PaymentPart } from './payments.ts'
import type { PaymentWord, RefundWord } from './provider.ts'
import { requestRefund } from './refunds.ts'

interface Known {
  id: string
  provider: string
  order_id: string
  amount_fen: number
  currency: string
  state: string
  part: PaymentPart
}
interface Said {
  provider: string
  word: PaymentWord
}
type Outcome = PromiseSettledResult<void>

/**
 * Paid stays paid: a later `closed` changes nothing, a late `paid` counts. What the order does not need
 * goes back by itself. Words that come at the same moment are taken in together, each on its own.
 * @throws 404 for a payment that is not this provider's
 */
export const applyPaymentWord = (ctx: Ctx, provider: string, word: PaymentWord): Promise<void> =>
  applied(ctx, { provider, word })

const applied = together(
  (ctx, said: readonly Said[]) => inTx(ctx, (ctx) => applyAll(ctx, said)),
  (a, b) => a.actor.kind === b.actor.kind && a.actor.id === b.actor.id,
)

async function applyAll(ctx: Ctx, said: readonly Said[]): Promise<Outcome[]> {
  const { rows } = await sql<Known>`
    select id, provider, order_id, amount_fen, currency, state, part from payment
    where tenant_id = ${ctx.tenantId} and id = any(${said.map(({ word }) => word.paymentId)}::uuid[])
    order by id for no key update`.execute(ctx.pg)
  const known = new Map(rows.map((row) => [row.id, row]))
  const outcomes: Outcome[] = []
  const paid: Paid[] = []
  const again: { said: Said; at: number }[] = []
  const heard = new Set<string>()
  for (const [at, one] of said.entries()) {
    const { provider, word } = one
    const payment = known.get(word.paymentId)
    outcomes[at] = done(undefined)
    if (payment?.provider !== provider) outcomes[at] = refused(notFound('payment'))
    // Said twice at the same moment: the second is heard when the first is taken in.
    else if (heard.has(payment.id)) again.push({ said: one, at })
    else if (
      word.state !== 'waiting' &&
      payment.state !== 'paid' &&
      payment.state !== 'mismatched'
    ) {
      if (word.state === 'paid') paid.push({ payment, word })
      else
        await sql`update payment set state = ${word.state}, ask_at = null
          where tenant_id = ${ctx.tenantId} and id = ${word.paymentId} and state = 'waiting'`.execute(
          ctx.pg,
        )
    }
    if (payment) heard.add(payment.id)
  }
  if (paid.length > 0) await takeIn(ctx, paid)
  for (const { said: one, at } of again)
    outcomes[at] = (await applyAll(ctx, [one]))[0] ?? done(undefined)
  return outcomes
}

interface Paid {
  payment: Known
  word: PaymentWord
}

async function takeIn(ctx: Ctx, paid: readonly Paid[]): Promise<void> {
  const told = paid.map(({ payment, word }) => ({
    ...{ payment, word, at: word.paidAt ?? ctx.now() },
    fits: word.amountFen === payment.amount_fen && word.currency === payment.currency,
  }))
  // Before the orders are settled: what is for new customers is not for an account that has paid here.
  for (const { payment, word } of paid)
    if (word.payer !== undefined) await notePayer(ctx, payment.id, payment.provider, word.payer)
  const refusals = await settle(
    ctx,
    told.filter(({ fits }) => fits),
  )
  const u = unnest(told, {
    id: ['uuid', (t) => t.payment.id],
    state: ['text', (t) => (t.fits ? 'paid' : 'mismatched')],
    paid_at: ['timestamptz', (t) => t.at],
    paid_fen: ['bigint', (t) => t.word.amountFen],
    paid_currency: ['text', (t) => t.word.currency],
    provider_ref: ['text', (t) => t.word.providerRef],
    fault: ['text', (t) => (t.fits ? null : 'amount_differs')],
    pays: ['boolean', (t) => t.fits && !refusals.has(t.payment.id)],
  })
  await later(
    ctx,
    sql`update payment p set state = r.state, ask_at = null, paid_at = r.paid_at, paid_fen = r.paid_fen,
        paid_currency = r.paid_currency, provider_ref = r.provider_ref, fault = r.fault, pays = r.pays
      from ${u.rows} where p.tenant_id = ${ctx.tenantId} and p.id = r.id
        and p.id = any(${told.map(({ payment }) => payment.id)}::uuid[])`,
  )
  for (const { payment, word, fits } of told) {
    const { id, ...known } = payment
    if (!fits)
      ctx.log.error(
        { payment: id, ...known, said: word.amountFen },
        'a payment is of another amount',
      )
    const no = refusals.get(id)
    if (no)
      await requestRefund(ctx, {
        ...{ paymentId: id, cause: 'not_needed', amountFen: payment.amount_fen, reason: no.code },
      })
  }
}

/** What the payments do to their orders, by the part they pay. @returns by payment, why its money is too much */
async function settle(
  ctx: Ctx,
  told: readonly (Paid & { at: Date })[],
): Promise<ReadonlyMap<string, NotSettled>> {
  const refusals = new Map<string, NotSettled>()
  const note = ({ payment }: Paid, no: NotSettled | undefined) => {
    if (no) refusals.set(payment.id, no)
  }
  const whole = told.filter(({ payment }) => payment.part === 'whole')
  const outcomes =
    whole.length > 0
      ? await settleOrders(
          ctx,
          whole.map(({ payment, at }) => ({ id: payment.order_id, paidAt: at })),
        )
      : []
  for (const [i, one] of whole.entries()) note(one, outcomes[i])
  for (const one of told) {
    const { order_id, amount_fen, part } = one.payment
    if (part === 'deposit') note(one, await settleDeposit(ctx, order_id, one.at))
    if (part === 'balance') note(one, await settleBalance(ctx, order_id, one.at, amount_fen))
  }
  return refusals
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
