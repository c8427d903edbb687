import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { canonicalInScope } from '../profile/index.ts'
import { afterSaleRoutes } from './after-sale/routes.ts'
import { checkoutRoutes } from './checkout/routes.ts'
import { commissionRoutes } from './commission/routes.ts'
import { type BUILT_IN, costDefaults, setCostDefaults } from './costs.ts'
import { creditRoutes } from './credit/routes.ts'
import { depositRoutes } from './deposit/routes.ts'
import { goodsRoutes } from './goods/routes.ts'
import { listingRoutes } from './listings/routes.ts'
import { getOrder, listOrders } from './order-list.ts'
import { parcelRoutes } from './parcels/routes.ts'
import { paymentRoutes } from './payment/routes.ts'
import { quotationRoutes } from './quotation/routes.ts'
import { quoteRoutes } from './quote/routes.ts'
import { salesChannelRoutes } from './sales-channel/routes.ts'
import { shippingRoutes } from './shipping/routes.ts'
import { stockRoutes } from './stock/routes.ts'
import { storefrontRoutes } from './storefront/routes.ts'
import { subscriptionRoutes } from './subscription/routes.ts'

const Order = z.object({
  id: z.uuid(),
  source: z.string(),
  external_id: z.string(),
  customer_id: z.number().int().nullable(),
  state: z.enum(['placed', 'paid', 'partly_refunded', 'refunded', 'cancelled']),
  evidence: z
    .enum(['claimed', 'verified'])
    .describe('claimed: only a public client key said so; it counts for nothing'),
  currency: z.string(),
  total_fen: z.number().int().describe('1/100 of the currency; what was paid, shipping included'),
  prepaid_fen: z
    .number()
    .int()
    .describe('Of it, for value that is spent later: no turnover until it is'),
  discount_fen: z.number().int(),
  shipping_fen: z.number().int(),
  refunded_fen: z.number().int(),
  platform_commission_fen: z.number().int().nullable(),
  platform: z.string(),
  store_id: z.string().nullable(),
  staff_id: z.string().nullable(),
  channel_id: z.string().nullable(),
  activity_id: z.string().nullable(),
  placed_at: z.iso.datetime(),
  paid_at: z.iso.datetime().nullable(),
  cancelled_at: z.iso.datetime().nullable(),
  line_count: z.number().int(),
})
const OrderDetail = Order.extend({
  lines: z.array(
    z.object({
      position: z.number().int(),
      external_id: z.string().nullable(),
      sku: z.string(),
      name: z.string(),
      category: z.string().nullable(),
      quantity: z.number(),
      unit_price_fen: z.number().int(),
      discount_fen: z.number().int(),
      total_fen: z.number().int(),
    }),
  ),
  refunds: z.array(
    z.object({
      id: z.uuid(),
      source: z.string(),
      external_id: z.string(),
      amount_fen: z.number().int(),
      currency: z.string(),
      reason: z.string(),
      at: z.iso.datetime(),
      lines: z.array(
        z.object({
          sku: z.string(),
          name: z.string(),
          quantity: z.number(),
          amount_fen: z.number().int(),
        }),
      ),
    }),
  ),
  changes: z.array(
    z.object({
      at: z.iso.datetime(),
      from_state: z.string(),
      to_state: z.string(),
      delta_fen: z.number().int(),
      actor: z.string(),
    }),
  ),
})
const Page = pageOf(Order)
const PageQuery = z.object({ ...pageQuery, source: z.string().max(255).optional() })
const CustomerId = z.coerce.number().int().min(1).max(4_294_967_295)
const CostDefault = z.object({
  platform: z.string().max(64).describe("'' for every platform without a default of its own"),
  goods_bp: z.number().int().min(0).max(10_000),
  commission_bp: z.number().int().min(0).max(10_000),
})
const shown = (d: typeof BUILT_IN) => ({
  platform: d.platform,
  goods_bp: d.goodsBp,
  commission_bp: d.commissionBp,
})

export async function routes(app: Http): Promise<void> {
  goodsRoutes(app)
  quoteRoutes(app)
  stockRoutes(app)
  storefrontRoutes(app)
  checkoutRoutes(app)
  depositRoutes(app)
  creditRoutes(app)
  commissionRoutes(app)
  quotationRoutes(app)
  paymentRoutes(app)
  afterSaleRoutes(app)
  parcelRoutes(app)
  subscriptionRoutes(app)
  salesChannelRoutes(app)
  app.get(
    '/orders',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags: ['orders'],
        summary: 'Orders, newest first',
        querystring: PageQuery.extend({ customer_id: CustomerId.optional() }),
        response: { 200: Page },
      },
    },
    (request) => {
      const { customer_id, ...page } = request.query
      return listOrders(request.ctx, { ...page, customerId: customer_id })
    },
  )
  app.get(
    '/orders/:id',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags: ['orders'],
        summary: 'An order with its lines, refunds and what happened to it',
        params: z.object({ id: z.uuid() }),
        response: { 200: OrderDetail },
      },
    },
    (request) => getOrder(request.ctx, request.params.id),
  )
  app.get(
    '/customers/:id/orders',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags: ['orders'],
        summary: "A customer's orders, newest first",
        params: z.object({ id: CustomerId }),
        querystring: PageQuery,
        response: { 200: Page },
      },
    },
    async ({ ctx, query, params }) =>
      listOrders(ctx, { ...query, customerId: await canonicalInScope(ctx, params.id) }),
  )
  app.get(
    '/cost-defaults',
    {
      config: { access: 'orders:read' },
      schema: {
        tags: ['orders'],
        summary:
          'What unknown costs are taken to be; figures built on them are marked as estimates',
        response: { 200: z.object({ items: z.array(CostDefault) }) },
      },
    },
    async (request) => ({ items: (await costDefaults(request.ctx)).map(shown) }),
  )
  app.put(
    '/cost-defaults',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags: ['orders'],
        summary: 'State what unknown costs are taken to be',
        body: z.object({ items: z.array(CostDefault).min(1).max(100) }),
        response: { 200: z.object({ items: z.array(CostDefault) }) },
      },
    },
    async (request) => {
      const items = request.body.items.map((d) => ({
        platform: d.platform,
        goodsBp: d.goods_bp,
        commissionBp: d.commission_bp,
      }))
      return { items: (await setCostDefaults(request.ctx, items)).map(shown) }
    },
  )
  await shippingRoutes(app)
  await listingRoutes(app)
}
