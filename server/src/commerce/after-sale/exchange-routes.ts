import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'
import { getOwnOrder } from '../checkout/own-order.ts'
import { OrderId, AfterSale as Shown } from '../checkout/shapes.ts'
import { shownAfterSale } from '../checkout/shown.ts'
import { demandOrderInSight } from '../order-list.ts'
import { getAfterSale } from './after-sale.ts'
import { exchangeableOf } from './exchange-goods.ts'
import { payBackInstead, requestExchange } from './exchanges.ts'
import { sendExchange } from './send-exchanges.ts'

const tags = ['after-sales']
const Sku = z.string().min(1).max(255)
export const HeldSku = Sku.optional().describe('What comes back, where it was exchanged before')
export const ExchangeWanted = z.object({
  sku: Sku.describe('As it was paid'),
  held_sku: HeldSku,
  to_sku: Sku.describe(
    'Another SKU of the same product, or the same once more; what a dearer one costs more is paid first',
  ),
  quantity: z.number().int().min(1).max(100_000),
  reason: z.string().trim().min(1).max(500),
})
export const exchangeAsked = ({ held_sku, to_sku, ...asked }: z.infer<typeof ExchangeWanted>) => ({
  ...asked,
  ...{ heldSku: held_sku, toSku: to_sku },
})
export const Exchangeable = z.object({
  items: z.array(
    z.object({
      sku: z.string().describe('As it was paid'),
      held_sku: z.string().describe('What the buyer has for it'),
      name: z.string(),
      quantity: z.number().int().describe('Pieces she has and has not asked for'),
      for: z
        .array(
          z.object({
            sku: z.string(),
            name: z.string(),
            specs: z.record(z.string(), z.string()),
            free: z.number().int(),
            less_fen: z
              .number()
              .int()
              .describe('What a piece costs less now; of what was paid that part goes back'),
            more_fen: z
              .number()
              .int()
              .describe('What a piece costs more now; it is paid once the exchange is agreed on'),
          }),
        )
        .describe('What is there of the same product'),
    }),
  ),
})

/** @throws 404, also for one of an order out of sight */
export async function afterSaleInSight(ctx: Ctx, id: string): Promise<void> {
  await demandOrderInSight(ctx, (await getAfterSale(ctx, id)).order_id)
}

export function exchangeRoutes(app: Http): void {
  app.get(
    '/own-orders/:id/exchangeable',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags,
        summary: 'What the buyer has of an order, and what it can be exchanged for',
        params: OrderId,
        response: { 200: Exchangeable },
      },
    },
    async ({ ctx, params }) => {
      await demandOrderInSight(ctx, params.id)
      return { items: await exchangeableOf(ctx, await getOwnOrder(ctx, params.id)) }
    },
  )
  app.post(
    '/own-orders/:id/exchanges',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'Ask to exchange pieces of a line; somebody decides',
        params: OrderId,
        body: ExchangeWanted.extend({
          key: z.string().min(1).max(100).describe('The same one again is the same exchange'),
        }),
        response: { 201: Shown },
      },
    },
    async ({ ctx, params, body }, reply) => {
      await demandOrderInSight(ctx, params.id)
      const { key, ...wanted } = body
      const made = await requestExchange(ctx, params.id, { ...exchangeAsked(wanted), key })
      return reply.code(201).send(shownAfterSale(made))
    },
  )
  app.post(
    '/after-sales/:id/send',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'What the goods are exchanged for goes out; the same parcel again changes nothing',
        params: OrderId,
        body: z.object({
          parcel: z
            .object({
              carrier: z.string().trim().min(1).max(100),
              number: z.string().trim().min(1).max(100),
            })
            .nullable()
            .describe('null: handed over'),
        }),
        response: { 200: Shown },
      },
    },
    async ({ ctx, params, body }) => {
      await afterSaleInSight(ctx, params.id)
      return shownAfterSale(await sendExchange(ctx, params.id, body.parcel))
    },
  )
  app.post(
    '/after-sales/:id/pay-back-instead',
    {
      config: { access: 'refunds:decide', scoped: true },
      schema: {
        tags,
        summary: 'The goods have come, and nothing is sent for them: the money goes back',
        params: OrderId,
        body: z.object({ note: z.string().trim().max(500).default('') }),
        response: { 200: Shown },
      },
    },
    async ({ ctx, params, body }) => {
      await afterSaleInSight(ctx, params.id)
      return shownAfterSale(await payBackInstead(ctx, params.id, body.note))
    },
  )
}
