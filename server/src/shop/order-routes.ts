import { z } from 'zod'
import {
  Address,
  AFTER_SALE_KINDS,
  BalanceBody,
  balanceWanted,
  CameBy,
  DepositQuoted,
  ExchangeableShown,
  ExchangeWanted,
  exchangeAsked,
  FlashSaleWanted,
  GroupBuyWanted,
  InvoiceWanted,
  OWN_STATES,
  OwnOrderShown,
  PlanWanted,
  PreSaleWanted,
  quotedDeposit,
  shownQuote,
  TRACED,
} from '../commerce/index.ts'
import { AppError } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import {
  askBack,
  askExchange,
  askInvoice,
  cancelOwnOrder,
  exchangeable,
  ownOrder,
  ownOrders,
  payOwnBalanceWith,
  payOwnOrder,
  placeOwnOrder,
  quoteOrder,
  quoteOwnBalance,
  receiveOwnOrder,
  takePenalty,
  waysToPay,
  withdrawAsked,
} from './orders.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
export const AtOrder = AtShop.extend({ id: z.uuid() })
const Fen = z.number().int()
export const Key = z
  .string()
  .regex(/^[\x21-\x7e]{8,100}$/)
  .describe('Of her own making; the same one is the same act')
const Cart = z.object({
  lines: z
    .array(z.object({ sku: z.string().min(1).max(255), quantity: z.number().int().min(1).max(99) }))
    .min(1)
    .max(100),
  address: Address.nullable().default(null).describe('null: picked up at the store'),
  coupon_codes: z.array(z.string().min(1).max(100)).max(20).default([]),
  points_wanted: Fen.min(0).max(1_000_000_000).default(0),
  stored_value_wanted_fen: Fen.min(0).max(1_000_000_000).default(0),
  group_buy: GroupBuyWanted.optional(),
  flash_sale: FlashSaleWanted.optional(),
  pre_sale: PreSaleWanted.optional(),
  plan: PlanWanted.optional(),
})
const cartOf = (body: z.infer<typeof Cart>) => ({
  ...{ lines: body.lines, address: body.address, couponCodes: body.coupon_codes },
  ...{ pointsWanted: body.points_wanted, storedValueWanted: body.stored_value_wanted_fen },
  ...(body.group_buy && { groupBuy: body.group_buy }),
  ...(body.flash_sale && { flashSale: body.flash_sale }),
  ...(body.pre_sale && { preSale: body.pre_sale }),
  ...(body.plan && { plan: { id: body.plan.id, agreed: body.plan.agreed } }),
})
export const Quote = z.object({
  currency: z.string(),
  delivery: z.enum(['ship', 'pick_up', 'none']),
  discount_fen: Fen,
  shipping_fen: Fen,
  total_fen: Fen.describe('Goods and shipping'),
  stored_value_fen: Fen,
  due_fen: Fen.describe('What is to be paid'),
  deposit: DepositQuoted,
  lines: z.array(z.object({ sku: z.string(), quantity: Fen, gross_fen: Fen, total_fen: Fen })),
  trace: z.array(
    z.object({
      step: z.enum(TRACED),
      code: z.string(),
      applied: z.boolean(),
      fen: Fen,
      id: z.string().optional(),
      args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
  ),
})
/** What of it is hers to see: not who of the staff did what, nor how providers are asked. */
const Order = OwnOrderShown.pick({
  ...{ id: true, number: true, delivery: true, state: true, currency: true, total_fen: true },
  ...{ shipping_fen: true, due_fen: true, address: true, note: true, gifts: true },
  ...{ pick_up_code: true, placed_at: true, expires_at: true, paid_at: true, lines: true },
  ...{ shipments: true, deposit: true, invoice: true, supplements: true },
}).extend({
  after_sales: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(AFTER_SALE_KINDS),
      state: z.string(),
      amount_fen: Fen,
      decision: z.string(),
      requested_at: z.iso.datetime(),
      more_fen: Fen.describe('What she pays on top before it goes on'),
      pay_by: z.iso.datetime().nullable().describe('It must be paid by then'),
      supplement_id: z.uuid().nullable().describe('The order that pays it'),
      return_by: z.iso.datetime().nullable().describe('The goods must be back by then'),
      lines: z.array(
        z.object({
          ...{ sku: z.string(), held_sku: z.string(), held_name: z.string().nullable() },
          ...{ to_sku: z.string().nullable(), to_name: z.string().nullable(), quantity: Fen },
        }),
      ),
    }),
  ),
})

export const quoteAnswer = (
  price: Pick<Awaited<ReturnType<typeof quoteOrder>>, 'input' | 'quoted' | 'delivery'>,
): z.infer<typeof Quote> => {
  const { quoted, delivery } = price
  const { lines, trace, ...shown } = shownQuote(quoted)
  return {
    ...shown,
    ...{ delivery, deposit: quotedDeposit(price) },
    lines: lines.map(({ off_fen: _, ...line }) => line),
    trace: trace.map((note) => ({ ...note, ...(note.args && { args: { ...note.args } }) })),
  }
}

export function orderRoutes(app: Http): void {
  app.post(
    '/shop/:shop/quote',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'What her cart costs now, and why', params: AtShop, body: Cart },
        response: { 200: Quote },
      },
    },
    async ({ ctx, body }) => quoteAnswer(await quoteOrder(ctx, cartOf(body))),
  )
  app.post(
    '/shop/:shop/orders',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'Order what is in the cart; the same key is the same order' },
        params: AtShop,
        body: Cart.extend({
          key: Key,
          expected_due_fen: Fen.min(0).describe('As the quote said'),
          note: z.string().max(500).default(''),
          came_by: CameBy.optional(),
        }),
        response: {
          201: z.object({
            id: z.uuid(),
            number: z.string(),
            state: z.enum(OWN_STATES),
            due_fen: Fen,
          }),
        },
      },
    },
    async ({ ctx, body }, reply) => {
      const { id, number, state, due_fen } = await placeOwnOrder(ctx, {
        ...cartOf(body),
        ...{ key: body.key, expectedDueFen: body.expected_due_fen, note: body.note },
        cameBy: body.came_by ?? null,
      }).catch((error: unknown) => {
        // The fresh quote is asked for anew: what the order kept of it is more than hers to see.
        if (error instanceof AppError && error.code === 'price_changed')
          throw new AppError(409, error.code, error.message)
        throw error
      })
      return reply.code(201).send({ id, number, state, due_fen })
    },
  )
  app.get(
    '/shop/:shop/orders',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'Her orders, newest first', params: AtShop },
        querystring: z.object(pageQuery),
        response: {
          200: pageOf(
            z.object({
              id: z.uuid(),
              number: z.string(),
              state: z.enum(OWN_STATES),
              currency: z.string(),
              total_fen: Fen,
              due_fen: Fen,
              placed_at: z.iso.datetime(),
              names: z.array(z.string()),
            }),
          ),
        },
      },
    },
    ({ ctx, query }) => ownOrders(ctx, query),
  )
  app.get(
    '/shop/:shop/orders/:id',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'One of her orders, and how it can be paid', params: AtOrder },
        response: { 200: z.object({ order: Order, pay_by: z.array(z.string()) }) },
      },
    },
    async ({ ctx, params }) => ({
      order: (await ownOrder(ctx, params.id)) as never,
      pay_by: await waysToPay(ctx),
    }),
  )
  app.post(
    '/shop/:shop/orders/:id/pay',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'Begin to pay, or go on with it', params: AtOrder },
        body: z.object({ provider: z.string().min(1).max(50) }),
        response: {
          200: z.union([
            z.object({ kind: z.literal('open'), url: z.string() }),
            z.object({ kind: z.literal('call'), params: z.record(z.string(), z.string()) }),
          ]),
        },
      },
    },
    async ({ ctx, params, body, ip }) => {
      const prepared = await payOwnOrder(ctx, params.id, body.provider, ip)
      return prepared.kind === 'open'
        ? prepared
        : { kind: 'call' as const, params: { ...prepared.params } }
    },
  )
  app.post(
    '/shop/:shop/orders/:id/balance/quote',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{
          tags,
          summary: 'What her order costs with coupons, points and stored value on its balance',
        },
        ...{ params: AtOrder, body: BalanceBody, response: { 200: Quote } },
      },
    },
    async ({ ctx, params, body }) =>
      quoteAnswer(await quoteOwnBalance(ctx, params.id, balanceWanted(body))),
  )
  app.post(
    '/shop/:shop/orders/:id/balance',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'She pays the balance with these; asked again, the new choice stands' },
        params: AtOrder,
        body: BalanceBody.extend({
          expected_due_fen: Fen.min(0).describe('Of the whole order, as the quote said'),
        }),
        response: { 200: z.object({ ok: z.literal(true) }) },
      },
    },
    async ({ ctx, params, body }) => {
      const wanted = { ...balanceWanted(body), expectedDueFen: body.expected_due_fen }
      await payOwnBalanceWith(ctx, params.id, wanted).catch((error: unknown) => {
        // As of an order: the fresh quote is asked for anew.
        if (error instanceof AppError && error.code === 'price_changed')
          throw new AppError(409, error.code, error.message)
        throw error
      })
      return { ok: true as const }
    },
  )
  app.post(
    '/shop/:shop/orders/:id/penalty/stored-value',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'She takes the second half of a double return as stored value' },
        description:
          'Paid at once, to be spent in the shop and not paid out again: hers to choose.',
        params: AtOrder,
        body: z.object({ agreed: z.literal(true) }),
        response: { 200: z.object({ ok: z.literal(true) }) },
      },
    },
    async ({ ctx, params }) => {
      await takePenalty(ctx, params.id)
      return { ok: true as const }
    },
  )
  app.post(
    '/shop/:shop/orders/:id/cancel',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'Call off what is not paid, or not all of it', params: AtOrder },
        body: z
          .object({
            forfeits: z
              .boolean()
              .default(false)
              .describe('She knows that she loses the earnest money she has paid'),
          })
          .default({ forfeits: false }),
        response: { 200: z.object({ ok: z.literal(true) }) },
      },
    },
    async ({ ctx, params, body }) => {
      await cancelOwnOrder(ctx, params.id, body.forfeits)
      return { ok: true as const }
    },
  )
  app.post(
    '/shop/:shop/orders/:id/receive',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'She has what was sent', params: AtOrder },
        response: { 200: z.object({ ok: z.literal(true) }) },
      },
    },
    async ({ ctx, params }) => {
      await receiveOwnOrder(ctx, params.id)
      return { ok: true as const }
    },
  )
  app.post(
    '/shop/:shop/orders/:id/refund',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'Ask for money back; somebody decides', params: AtOrder },
        body: z.object({
          key: Key,
          kind: z.enum(['money', 'return']),
          reason: z.string().trim().min(1).max(500),
          lines: z
            .array(
              z.object({
                sku: z.string().min(1).max(255),
                quantity: z.number().int().min(1),
                held_sku: ExchangeWanted.shape.held_sku,
              }),
            )
            .min(1)
            .max(100),
        }),
        response: { 200: z.object({ ok: z.literal(true) }) },
      },
    },
    async ({ ctx, params, body }) => {
      const { lines, ...asked } = body
      await askBack(ctx, params.id, {
        ...asked,
        lines: lines.map(({ held_sku, ...line }) => ({ ...line, heldSku: held_sku })),
      })
      return { ok: true as const }
    },
  )
  app.get(
    '/shop/:shop/orders/:id/exchangeable',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'What she has of an order, and what it can be exchanged for' },
        ...{ params: AtOrder, response: { 200: ExchangeableShown } },
      },
    },
    async ({ ctx, params }) => ({ items: await exchangeable(ctx, params.id) }),
  )
  app.post(
    '/shop/:shop/orders/:id/exchange',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'Ask to exchange what she has; somebody decides', params: AtOrder },
        body: ExchangeWanted.extend({ key: Key }),
        response: { 200: z.object({ ok: z.literal(true) }) },
      },
    },
    async ({ ctx, params, body }) => {
      const { key, ...wanted } = body
      await askExchange(ctx, params.id, { ...exchangeAsked(wanted), key })
      return { ok: true as const }
    },
  )
  app.put(
    '/shop/:shop/orders/:id/invoice',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'Ask for an invoice, or change what she asked for until it is issued' },
        ...{ params: AtOrder, body: InvoiceWanted },
        response: { 200: z.object({ ok: z.literal(true) }) },
      },
    },
    async ({ ctx, params, body }) => {
      await askInvoice(ctx, params.id, body)
      return { ok: true as const }
    },
  )
  app.post(
    '/shop/:shop/orders/:id/after-sales/:sale/withdraw',
    {
      config: { access: 'shopper', prepared: true },
      schema: {
        ...{ tags, summary: 'She asks no more, while nothing has come back' },
        params: AtOrder.extend({ sale: z.uuid() }),
        response: { 200: z.object({ ok: z.literal(true) }) },
      },
    },
    async ({ ctx, params }) => {
      await withdrawAsked(ctx, params.id, params.sale)
      return { ok: true as const }
    },
  )
}
