import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { DepositQuoted, OrderId, OwnOrderShown, QuoteWithGifts } from '../checkout/shapes.ts'
import { quotedDeposit, shownQuote, showOwnOrder } from '../checkout/shown.ts'
import { demandOrderInSight } from '../order-list.ts'
import { type BalanceWanted, payBalanceWith, quoteBalance } from './balance.ts'
import {
  listPenalties,
  PENALTY_METHODS,
  PENALTY_STATES,
  payPenalty,
  STAFF_METHODS,
} from './penalties.ts'
import { failBargain } from './settle.ts'

const tags = ['deposits']
const Time = z.iso.datetime()
export const BalanceBody = z.object({
  coupon_codes: z.array(z.string().min(1).max(100)).max(20).default([]),
  points_wanted: z.number().int().min(0).max(1_000_000_000).default(0).describe('At most'),
  stored_value_wanted_fen: z
    .number()
    .int()
    .min(0)
    .max(1_000_000_000)
    .default(0)
    .describe('At most'),
})
export const balanceWanted = (body: z.infer<typeof BalanceBody>): BalanceWanted => ({
  ...{ couponCodes: body.coupon_codes, pointsWanted: body.points_wanted },
  storedValueWanted: body.stored_value_wanted_fen,
})
const Penalty = z.object({
  order_id: z.uuid(),
  number: z.string(),
  customer_id: z.number().int().nullable(),
  fen: z.number().int().describe('The second half of a double return'),
  currency: z.string(),
  state: z.enum(PENALTY_STATES),
  owed_at: Time,
  paid_at: Time.nullable(),
  paid_by: z.string().nullable(),
  method: z.enum(PENALTY_METHODS).nullable().describe('How it was paid; null while it is owed'),
  due_on: z.iso.date().describe('It is to be paid by then'),
  is_overdue: z.boolean(),
  reference: z.string().describe('The number of the transfer'),
})

export function depositRoutes(app: Http): void {
  app.post(
    '/own-orders/:id/balance/quote',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'What a balance would be with coupons, points and stored value; nothing is kept',
        params: OrderId,
        body: BalanceBody,
        response: { 200: QuoteWithGifts.extend({ deposit: DepositQuoted }) },
      },
    },
    async ({ ctx, params, body }) => {
      await demandOrderInSight(ctx, params.id)
      const price = await quoteBalance(ctx, params.id, balanceWanted(body))
      return { ...shownQuote(price.quoted), deposit: quotedDeposit(price) }
    },
  )
  app.post(
    '/own-orders/:id/balance',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'The balance is to be paid with these coupons, points and stored value',
        description:
          'In its time and before it is paid; asked again the new choice stands. What they are is held for the order, spent with the balance, and given back otherwise.',
        params: OrderId,
        body: BalanceBody.extend({
          expected_due_fen: z
            .number()
            .int()
            .min(0)
            .describe('Of the whole order, as the quote said'),
        }),
        response: { 200: OwnOrderShown },
      },
    },
    async ({ ctx, params, body }) => {
      await demandOrderInSight(ctx, params.id)
      const wanted = { ...balanceWanted(body), expectedDueFen: body.expected_due_fen }
      await payBalanceWith(ctx, params.id, wanted)
      return showOwnOrder(ctx, params.id)
    },
  )
  app.post(
    '/own-orders/:id/deposit/end',
    {
      config: { access: 'refunds:decide', scoped: true },
      schema: {
        tags,
        summary: 'An order with a deposit comes to nothing, by the shop or by agreement',
        description:
          'By the shop: earnest money goes back and as much again is owed to the buyer. By agreement: what was paid goes back. After the balance is paid all of the order goes back; nothing of it may have been sent.',
        params: OrderId,
        body: z.object({
          by: z.enum(['shop', 'agreed']),
          reason: z.string().trim().min(1).max(200),
        }),
        response: { 200: OwnOrderShown },
      },
    },
    async ({ ctx, params, body }) => {
      await demandOrderInSight(ctx, params.id)
      await failBargain(ctx, params.id, body.by, body.reason)
      return showOwnOrder(ctx, params.id)
    },
  )
  app.get(
    '/deposit-penalties',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags,
        summary: 'Second halves of double returns, newest first',
        querystring: z.object({ ...pageQuery, state: z.enum(PENALTY_STATES).optional() }),
        response: { 200: pageOf(Penalty) },
      },
    },
    ({ ctx, query }) => listPenalties(ctx, query),
  )
  app.post(
    '/deposit-penalties/:id/pay',
    {
      config: { access: 'refunds:decide', scoped: true },
      schema: {
        tags,
        summary: 'It was paid to the buyer, and how',
        params: OrderId,
        body: z.object({
          method: z.enum(STAFF_METHODS),
          reference: z.string().trim().min(1).max(200),
        }),
        response: { 200: Penalty },
      },
    },
    async ({ ctx, params, body }) => {
      await demandOrderInSight(ctx, params.id)
      return payPenalty(ctx, params.id, body)
    },
  )
}
