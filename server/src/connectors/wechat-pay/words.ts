// What the platform says of a payment or refund, in the shop's words.
import { z } from 'zod'
import type { PaymentWord, RefundWord } from '../../commerce/index.ts'
import { tableOf } from '../../platform/table.ts'

const Id = z.string().min(1).max(64)
const Fen = z.number().int().min(0)
const Time = z.iso.datetime({ offset: true }).transform((text) => new Date(text))

export const Transaction = z.object({
  appid: z.string(),
  mchid: z.string(),
  out_trade_no: Id,
  transaction_id: Id.optional(),
  trade_state: z.string(),
  success_time: Time.optional(),
  amount: z.object({ total: Fen.optional(), currency: z.string().default('CNY') }).optional(),
  payer: z.object({ openid: z.string().min(1).max(128).optional() }).optional(),
})
const amount = z.object({ total: Fen, refund: Fen })
const times = { out_trade_no: Id, refund_id: Id, out_refund_no: Id, success_time: Time.optional() }
export const Refund = z.object({ ...times, status: z.string(), amount })
/** As a notification has it. */
export const ToldRefund = z.object({
  ...times,
  mchid: z.string(),
  refund_status: z.string(),
  amount,
})

const PAYMENT_STATES = tableOf<PaymentWord['state']>({
  NOTPAY: 'waiting',
  USERPAYING: 'waiting',
  ACCEPT: 'waiting',
  SUCCESS: 'paid',
  // Refunded in part or whole: it was paid all the same.
  REFUND: 'paid',
  CLOSED: 'closed',
  REVOKED: 'closed',
  PAYERROR: 'failed',
})
const REFUND_STATES = tableOf<RefundWord['state']>({
  PROCESSING: 'waiting',
  SUCCESS: 'done',
  CLOSED: 'closed',
  // The bank takes it no more: somebody has to send it elsewhere on the merchant's page.
  ABNORMAL: 'failed',
})

/** @returns undefined for a state nobody has told us of, or a payment without what was paid */
export function paymentWord(said: z.output<typeof Transaction>): PaymentWord | undefined {
  const state = PAYMENT_STATES[said.trade_state]
  if (!state) return undefined
  const base = { kind: 'payment', paymentId: ourId(said.out_trade_no), state } as const
  if (state !== 'paid') return base
  const { amount: paid, success_time: paidAt, transaction_id: providerRef } = said
  if (paid?.total === undefined || !paidAt || !providerRef) return undefined
  const payer = said.payer?.openid
  return {
    ...{ ...base, amountFen: paid.total, currency: paid.currency, paidAt, providerRef },
    ...(payer !== undefined && { payer }),
  }
}
export function refundWord(
  said: Omit<z.output<typeof Refund>, 'status'>,
  status: string,
): RefundWord | undefined {
  const state = REFUND_STATES[status]
  if (!state) return undefined
  return {
    kind: 'refund',
    refundId: ourId(said.out_refund_no),
    paymentId: ourId(said.out_trade_no),
    state,
    amountFen: said.amount.refund,
    providerRef: said.refund_id,
    ...(said.success_time ? { doneAt: said.success_time } : {}),
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** The platform takes 32 characters: a UUID without its dashes. @returns undefined for another id */
export const theirNumber = (id: string): string | undefined =>
  UUID.test(id) ? id.replaceAll('-', '') : undefined
/** A number that none of ours became stays as it is: other systems may use the same merchant. */
export const ourId = (number: string): string =>
  /^[0-9a-f]{32}$/.test(number)
    ? number.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    : number
