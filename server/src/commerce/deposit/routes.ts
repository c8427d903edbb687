import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { OrderId, OwnOrderShown } from '../checkout/shapes.ts'
import { showOwnOrder } from '../checkout/shown.ts'
import { demandOrderInSight } from '../order-list.ts'
import { listPenalties, PENALTY_STATES, payPenalty } from './penalties.ts'
import { failBargain } from './settle.ts'

const tags = ['deposits']
const Time = z.iso.datetime()
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
  reference: z.string().describe('How it was paid'),
})

export function depositRoutes(app: Http): void {
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
        body: z.object({ reference: z.string().trim().min(1).max(200) }),
        response: { 200: Penalty },
      },
    },
    async ({ ctx, params, body }) => {
      await demandOrderInSight(ctx, params.id)
      return payPenalty(ctx, params.id, body.reference)
    },
  )
}
