import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { canonicalInScope } from '../../profile/index.ts'
import { type FreightTemplate, listFreight, setFreight } from './freight-templates.ts'
import { heldBy } from './ports.ts'
import { memberPricesOf, priceBasket, setMemberPrices } from './price.ts'
import { TRACED } from './quote.ts'

const Sku = z.string().min(1).max(255)
const Fen = z.number().int().min(0).max(1_000_000_000)
const Place = z.array(z.string().min(1).max(50)).max(5)
const Grams = z.number().int().min(1).max(10_000_000)

const Freight = z.object({
  name: z.string().trim().min(1).max(200),
  rules: z
    .array(
      z.object({
        regions: z
          .array(Place)
          .min(1)
          .max(500)
          .describe('Paths such as ["广东省", "深圳市"]; [] is everywhere else'),
        first_g: Grams,
        first_fen: Fen,
        next_g: Grams,
        next_fen: Fen,
        free_from_fen: Fen.nullable().describe('Free from goods worth so much'),
      }),
    )
    .min(1)
    .max(200),
  refused: z.array(Place.min(1)).max(500).describe('Regions nothing is sent to'),
  revision: z.number().int().min(0).describe('As it was read; 0 for a new one'),
})
const FreightShown = Freight.extend({ code: z.string() })
const shown = ({ code, name, rules, refused, revision }: FreightTemplate) => ({
  ...{ code, name, revision },
  refused: refused.map((path) => [...path]),
  rules: rules.map((r) => ({
    regions: r.regions.map((path) => [...path]),
    ...{ first_g: r.firstG, first_fen: r.firstFen, next_g: r.nextG, next_fen: r.nextFen },
    free_from_fen: r.freeFromFen,
  })),
})
const MemberPrices = z.object({
  items: z.array(z.object({ level: z.string().trim().min(1).max(100), fen: Fen })).max(50),
})
const Off = z.object({
  member_price: z.number().int(),
  offers: z.number().int(),
  coupon: z.number().int(),
  points: z.number().int(),
  stored_value: z.number().int().describe('Pays of the price; no discount'),
  quotation: z.number().int().optional().describe('What was agreed below list prices'),
  till: z.number().int().optional().describe('What a till took less than it came to'),
  plan: z.number().int().optional().describe('What a plan of deliveries takes off'),
})
export const Quote = z.object({
  version: z.number().int(),
  currency: z.string(),
  lines: z.array(
    z.object({
      sku: z.string(),
      quantity: z.number().int(),
      gross_fen: z.number().int(),
      off_fen: Off,
      total_fen: z.number().int(),
    }),
  ),
  discount_fen: z.number().int(),
  shipping_fen: z.number().int(),
  total_fen: z.number().int().describe('Lines and shipping'),
  stored_value_fen: z.number().int(),
  due_fen: z.number().int().describe('What is to be paid now'),
  trace: z.array(
    z.object({
      step: z.enum(TRACED),
      code: z.string().describe('Why it was applied or was not'),
      applied: z.boolean(),
      fen: z.number().int(),
      id: z.string().optional(),
      args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    }),
  ),
})

export function quoteRoutes(app: Http): void {
  const tags = ['pricing']
  app.post(
    '/quotes',
    {
      config: { access: 'goods:read', scoped: true },
      schema: {
        tags,
        summary: 'What a basket costs now, step by step; no order is made',
        body: z.object({
          lines: z
            .array(z.object({ sku: Sku, quantity: z.number().int().min(1).max(100_000) }))
            .min(1)
            .max(500),
          customer_id: z.number().int().min(1).max(4_294_967_295).optional(),
          levels: z
            .array(z.string().max(100))
            .max(20)
            .default([])
            .describe('Of a buyer who is not named; of a customer what she holds counts'),
          freight: Sku.optional().describe('The code of a freight template'),
          place: Place.min(1).optional().describe('Where it goes; absent: picked up'),
        }),
        response: { 200: Quote },
      },
    },
    async ({ ctx, body }) => {
      const customerId =
        body.customer_id === undefined ? null : await canonicalInScope(ctx, body.customer_id)
      const held = customerId === null ? { levels: body.levels } : await heldBy(ctx, customerId)
      const { quoted } = await priceBasket(ctx, {
        ...{ ...held, lines: body.lines, customerId },
        freight: body.freight ?? null,
        place: body.place ?? null,
      })
      return {
        ...{ version: quoted.version, currency: quoted.currency, trace: quoted.trace },
        lines: quoted.lines.map(({ sku, quantity, grossFen, off, totalFen }) => ({
          ...{ sku, quantity, gross_fen: grossFen, off_fen: off, total_fen: totalFen },
        })),
        ...{ discount_fen: quoted.discountFen, shipping_fen: quoted.shippingFen },
        ...{ total_fen: quoted.totalFen, stored_value_fen: quoted.storedValueFen },
        due_fen: quoted.dueFen,
      }
    },
  )
  app.get(
    '/products/:sku/member-prices',
    {
      config: { access: 'goods:read', scoped: true },
      schema: {
        tags,
        summary: 'What a product costs members, by level',
        params: z.object({ sku: Sku }),
        response: { 200: MemberPrices },
      },
    },
    async ({ ctx, params }) => ({ items: await memberPricesOf(ctx, params.sku) }),
  )
  app.put(
    '/products/:sku/member-prices',
    {
      config: { access: 'goods:write' },
      schema: {
        tags,
        summary: 'State what a product costs members, all levels at once',
        params: z.object({ sku: Sku }),
        body: MemberPrices,
        response: { 200: MemberPrices },
      },
    },
    async ({ ctx, params, body }) => ({
      items: await setMemberPrices(ctx, params.sku, body.items),
    }),
  )
  app.get(
    '/freight-templates',
    {
      config: { access: 'goods:read', scoped: true },
      schema: {
        tags,
        summary: 'What shipping costs by region and weight',
        response: { 200: z.object({ items: z.array(FreightShown) }) },
      },
    },
    async ({ ctx }) => ({ items: (await listFreight(ctx)).map(shown) }),
  )
  app.put(
    '/freight-templates/:code',
    {
      config: { access: 'goods:write' },
      schema: {
        tags,
        summary: 'Make a freight template or replace it whole',
        params: z.object({ code: Sku }),
        body: Freight,
        response: { 200: FreightShown },
      },
    },
    async ({ ctx, params, body }) =>
      shown(
        await setFreight(
          ctx,
          {
            ...{ code: params.code, name: body.name, refused: body.refused },
            rules: body.rules.map((r) => ({
              ...{ regions: r.regions, firstG: r.first_g, firstFen: r.first_fen },
              ...{ nextG: r.next_g, nextFen: r.next_fen, freeFromFen: r.free_from_fen },
            })),
          },
          body.revision,
        ),
      ),
  )
}
