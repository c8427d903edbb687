// Revenue by sales channel in the API, and what channels keep.
import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { SALES_CHANNELS } from './channel.ts'
import { listChannelRates, removeChannelRate, stateChannelRate } from './rates.ts'
import { channelOrders, channelRevenue } from './revenue.ts'

const tags = ['orders']
const Count = z.number().int()
const Fen = z.number().int()
const Kind = z
  .enum(SALES_CHANNELS)
  .describe('Own shop, a guide, a live room, a till of a store, a platform or shop elsewhere')
const Code = z.string().max(255).describe('Of a storefront, guide, room, store or platform')

const Revenue = z.object({
  gross_fen: Fen.describe('Goods before discounts'),
  discount_fen: Fen,
  shipping_fen: Fen.describe('What customers paid for it'),
  paid_fen: Fen.describe('gross − discount + shipping'),
  refunded_fen: Fen.describe('Of these orders, whenever it went back'),
  commission_fen: Fen.describe('What the channel keeps'),
  net_fen: Fen.describe('paid − refunded − commission'),
  goods_fen: Fen.describe('What the goods cost that were kept'),
  margin_fen: Fen.describe('net − goods'),
  prepaid_fen: Fen.describe('Paid beside it for value that is spent later, less what went back'),
})
const Counted = Revenue.extend({
  orders: Count,
  commission_unknown: Count.describe('Orders whose commission is neither told nor agreed'),
  goods_estimated: Count.describe('Orders with goods whose cost is a stated share of the price'),
})
const Channel = Counted.extend({
  kind: Kind,
  code: Code,
  name: z.string().nullable().describe('Of a storefront, a store or a guide'),
})
const Order = Revenue.extend({
  id: z.uuid(),
  source: z.string(),
  external_id: z.string(),
  is_own: z.boolean(),
  paid_at: z.iso.datetime(),
  kind: Kind,
  code: Code,
  commission_by: z
    .enum(['told', 'rate', 'default'])
    .describe('Told with the order, by the rate agreed, or what is taken where neither is known'),
  commission_bp: Count.describe('Basis points; of no meaning where it was told'),
  is_goods_estimated: z.boolean(),
})
const Asked = z.object({
  from: z.iso.date().describe('First day of payment, of the brand’s calendar'),
  to: z.iso.date().describe('The last one'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .describe('The brand’s own where it is not said'),
})
const Named = z.object({
  kind: Kind,
  code: Code.default('').describe('Empty: every channel of the kind without a rate of its own'),
  from_on: z.iso.date().describe('The first day it holds'),
})
const Rate = Named.extend({
  code: Code,
  to_on: z.iso.date().nullable().describe('The last day it holds; null: until another is stated'),
  bp: Count.min(0).max(10_000).nullable().describe('Null: none of its own from here on'),
})
const Rates = z.object({ items: z.array(Rate) })

export function salesChannelRoutes(app: Http): void {
  app.get(
    '/sales-channels/revenue',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags,
        summary: 'What was sold through each sales channel and what stays of it',
        querystring: Asked,
        response: {
          200: z.object({
            currency: z.string(),
            channels: z.array(Channel),
            total: Counted.describe('Of all orders; the channels’ sums come to it'),
            others: z
              .array(z.object({ currency: z.string(), orders: Count }))
              .describe('Orders of the same days in other currencies'),
            loose_refunds: z
              .object({ refunds: Count, fen: Fen })
              .describe('Refunds of these days whose order nobody has brought in'),
          }),
        },
      },
    },
    ({ ctx, query }) => channelRevenue(ctx, query),
  )
  app.get(
    '/sales-channels/orders',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags,
        summary: 'The orders behind the revenue of sales channels, the newest payment first',
        querystring: Asked.extend({
          ...pageQuery,
          kind: Kind.optional(),
          code: Code.optional(),
        }),
        response: { 200: pageOf(Order) },
      },
    },
    async ({ ctx, query }) => {
      const page = await channelOrders(ctx, query)
      return {
        ...page,
        items: page.items.map((o) => ({ ...o, paid_at: o.paid_at.toISOString() })),
      }
    },
  )
  app.get(
    '/sales-channels/rates',
    {
      config: { access: 'orders:read' },
      schema: {
        tags,
        summary: 'What sales channels keep, each rate from a day on',
        response: { 200: Rates },
      },
    },
    async ({ ctx }) => ({ items: await listChannelRates(ctx) }),
  )
  app.put(
    '/sales-channels/rates',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'State what a sales channel keeps from a day on',
        body: Named.extend({ bp: Rate.shape.bp }),
        response: { 200: Rates },
      },
    },
    async ({ ctx, body }) => ({ items: await stateChannelRate(ctx, body) }),
  )
  app.post(
    '/sales-channels/rates/remove',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'Take back what was stated for a sales channel and a day',
        body: Named,
        response: { 200: Rates },
      },
    },
    async ({ ctx, body }) => ({ items: await removeChannelRate(ctx, body) }),
  )
}
