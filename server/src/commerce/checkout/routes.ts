import { z } from 'zod'
import { AppError, invalid } from '../../platform/errors.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { groupInScope } from '../../profile/index.ts'
import { Month as CreditMonth } from '../credit/routes.ts'
import { CREDIT_KINDS } from '../credit/rule.ts'
import { demandOrderInSight } from '../order-list.ts'
import { priceCheckout } from './basket.ts'
import { pickUp, receiveOrder } from './fulfil.ts'
import { place } from './place.ts'
import { cancelOrder } from './settle.ts'
import {
  Basket,
  CameBy,
  CheckoutQuote,
  OrderId,
  OwnOrderRow,
  OwnOrderShown,
  Placed,
  State,
} from './shapes.ts'
import { shipMany, shipOrder } from './ship.ts'
import { listOwnOrders, quotedDeposit, shownPlaced, shownQuote, showOwnOrder } from './shown.ts'
import { refuseSoldOut } from './sold-out.ts'

const Carrier = z.string().trim().min(1).max(100)
const ParcelNumber = z.string().trim().min(1).max(100)
const tags = ['own orders']

const basketOf = (
  body: z.infer<typeof Basket>,
  { customerId, nodes }: { customerId: number; nodes: readonly number[] },
) => ({
  ...{ storefront: body.storefront, customerId, nodes, lines: body.lines, address: body.address },
  couponCodes: body.coupon_codes.length > 0 ? body.coupon_codes : null,
  pointsWanted: body.points_wanted,
  storedValueWanted: body.stored_value_wanted_fen,
  ...(body.group_buy && { groupBuy: body.group_buy }),
  ...(body.flash_sale && { flashSale: body.flash_sale }),
  ...(body.pre_sale && { preSale: body.pre_sale }),
})

export function checkoutRoutes(app: Http): void {
  app.post(
    '/checkout/quote',
    {
      config: { access: 'orders:write', scoped: true, prepared: true },
      schema: {
        tags,
        summary: 'What a basket costs a buyer at a storefront; nothing is kept',
        body: Basket,
        response: { 200: CheckoutQuote },
      },
    },
    async ({ ctx, body }) => {
      const buyer = await groupInScope(ctx, body.customer_id)
      const price = await priceCheckout(ctx, basketOf(body, buyer))
      const { quoted, delivery } = price
      return { ...shownQuote(quoted), delivery, deposit: quotedDeposit(price) }
    },
  )
  app.post(
    '/orders/place',
    {
      config: { access: 'orders:write', scoped: true, keepsKey: true, prepared: true },
      schema: {
        tags,
        summary: 'Place an order; the same Idempotency-Key is the same order',
        body: Basket.extend({
          expected_due_fen: z.number().int().min(0).describe('As the quote said'),
          note: z.string().max(500).default(''),
          staff_id: z.string().max(255).optional().describe('Who places it for the buyer'),
          came_by: CameBy.optional(),
        }),
        response: { 201: Placed },
      },
    },
    async ({ ctx, body, headers }, reply) => {
      const key = headers['idempotency-key']
      if (typeof key !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(key))
        throw invalid('idempotency_key_needed', 'Send an Idempotency-Key of 1 to 255 characters')
      await refuseSoldOut(ctx, body, key)
      const buyer = await groupInScope(ctx, body.customer_id)
      const placed = await place(ctx, {
        ...basketOf(body, buyer),
        ...{ key, expectedDueFen: body.expected_due_fen, note: body.note },
        ...{ staffId: body.staff_id ?? null, cameBy: body.came_by ?? null },
      }).catch(showFreshQuote)
      return reply.code(201).send(shownPlaced(placed))
    },
  )
  app.get(
    '/own-orders',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags,
        summary: 'Orders of the own shop by what is to be done with them, newest first',
        querystring: z.object({
          ...pageQuery,
          state: State.optional(),
          storefront: z.string().max(64).optional(),
          q: z.string().max(40).optional().describe('In the number'),
          credited_kind: z.enum(CREDIT_KINDS).optional().describe('With credited_to'),
          credited_to: z.string().max(255).optional().describe('Whom they count for'),
          credited_month: CreditMonth.optional().describe(
            'When that was fixed: when they were paid',
          ),
        }),
        response: { 200: pageOf(OwnOrderRow) },
      },
    },
    async ({ ctx, query }) => {
      const { credited_kind: kind, credited_to: subject, credited_month: month, ...filter } = query
      const credited = kind && subject !== undefined ? { kind, subject, month } : undefined
      return (await listOwnOrders(ctx, { ...filter, credited })) as never
    },
  )
  app.get(
    '/own-orders/:id',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags,
        summary: 'An order of the own shop with its payments, parcels, after-sales and history',
        params: OrderId,
        response: { 200: OwnOrderShown },
      },
    },
    ({ ctx, params }) => showOwnOrder(ctx, params.id),
  )
  app.post(
    '/own-orders/:id/cancel',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'Cancel an order that is not paid',
        params: OrderId,
        body: z.object({ reason: z.string().trim().min(1).max(200) }),
        response: { 200: OwnOrderShown },
      },
    },
    async ({ ctx, params, body }) => {
      await demandOrderInSight(ctx, params.id)
      // Kept apart from the reasons the shop gives itself.
      await cancelOrder(ctx, params.id, `asked: ${body.reason}`)
      return showOwnOrder(ctx, params.id)
    },
  )
  fulfilRoutes(app)
}

function fulfilRoutes(app: Http): void {
  app.post(
    '/own-orders/:id/ship',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'Note a parcel that was sent; without lines it holds all that is left',
        params: OrderId,
        body: z.object({
          carrier: Carrier,
          number: ParcelNumber,
          lines: z
            .array(z.object({ sku: z.string().min(1), quantity: z.number().int().min(1) }))
            .min(1)
            .max(500)
            .optional(),
        }),
        response: { 200: OwnOrderShown },
      },
    },
    async ({ ctx, params, body }) => {
      await demandOrderInSight(ctx, params.id)
      const { carrier, number, lines } = body
      await shipOrder(ctx, params.id, { carrier, number, ...(lines && { lines }) })
      return showOwnOrder(ctx, params.id)
    },
  )
  app.post(
    '/own-orders/ship',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary:
          'Note many parcels, one order a row; a row that cannot be sent is told with its reason',
        body: z.object({
          rows: z
            .array(
              z.object({
                row: z.number().int().min(1).describe('As the file counts it'),
                order: z.string().trim().max(100).describe('The order’s number'),
                carrier: z.string().trim().max(100),
                number: z.string().trim().max(100),
              }),
            )
            .min(1)
            .max(1_000),
        }),
        response: {
          200: z.object({
            shipped: z.number().int(),
            refused: z.array(
              z.object({ row: z.number().int(), order: z.string(), code: z.string() }),
            ),
          }),
        },
      },
    },
    ({ ctx, body }) => shipMany(ctx, body.rows),
  )
  app.post(
    '/own-orders/pick-up',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'Hand goods over to who shows the code; a code is good for once',
        body: z.object({ code: z.string().trim().min(1).max(40) }),
        response: { 200: OwnOrderShown },
      },
    },
    async ({ ctx, body }) => showOwnOrder(ctx, (await pickUp(ctx, body.code)).id),
  )
  app.post(
    '/own-orders/:id/receive',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'The buyer has what was sent',
        params: OrderId,
        response: { 200: OwnOrderShown },
      },
    },
    async ({ ctx, params }) => {
      await demandOrderInSight(ctx, params.id)
      await receiveOrder(ctx, params.id)
      return showOwnOrder(ctx, params.id)
    },
  )
}

/** The price that changed, in the words of the API. */
function showFreshQuote(error: unknown): never {
  if (error instanceof AppError && error.code === 'price_changed') {
    const { quote } = error.details as { quote: Parameters<typeof shownQuote>[0] }
    throw new AppError(409, error.code, error.message, { details: { quote: shownQuote(quote) } })
  }
  throw error
}
