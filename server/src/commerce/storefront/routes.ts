import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { Live } from './look.ts'
import {
  getStorefront,
  listStorefronts,
  STOREFRONT_KINDS,
  STOREFRONT_STATES,
  setStorefront,
} from './storefronts.ts'
import { EVERYBODY } from './visibility.ts'

const Code = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'small letters, digits, - and _')
const Sku = z.string().min(1).max(255)
const Fen = z.number().int().min(0).max(1_000_000_000)
const Levels = z.array(z.string().trim().min(1).max(100)).max(50).default([])
const Given = z.object({
  name: z.string().trim().min(1).max(200),
  kind: z.enum(STOREFRONT_KINDS),
  store: z.string().min(1).max(255).describe('Whose stock it sells'),
  sells_all: z.boolean(),
  skus: z.array(Sku).max(5_000).default([]),
  categories: z
    .array(z.array(z.string().min(1).max(200)).min(1).max(5))
    .max(500)
    .default([])
    .describe('Paths; what lies below them too'),
  prices: z
    .array(z.object({ sku: Sku, fen: Fen }))
    .max(5_000)
    .default([])
    .describe('In place of the products’ own'),
  freight: Sku.nullable().describe('A freight template; null: it does not ship'),
  deepest_bp: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .nullable()
    .describe('The most that discounts may take off a line'),
  state: z.enum(STOREFRONT_STATES),
  levels: Levels.describe('Who may buy'),
  visible_to: z
    .object({
      levels: Levels,
      audiences: z.array(z.uuid()).max(50).default([]),
      pools: z.array(z.uuid()).max(50).default([]),
    })
    .default(EVERYBODY)
    .describe('Who may see it: who is in one of them; none named: everybody'),
})
const Look = z.object({
  in_shop: z
    .boolean()
    .default(false)
    .describe('Customers reach it at an address of its own in the shop'),
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .nullable()
    .default(null)
    .describe('Of its buttons and links; white words must be readable on it'),
  live: Live.nullable().default(null).describe('A live broadcast, shown until it ends'),
})
const Frequency = z.object({
  most_activities: z
    .number()
    .int()
    .min(1)
    .max(30)
    .nullable()
    .default(null)
    .describe('Promotions that begin in any thirty days; null: no limit'),
  most_days: z
    .number()
    .int()
    .min(0)
    .max(30)
    .nullable()
    .default(null)
    .describe('Days of any thirty with a promotion; null: no limit'),
  gap_days: z
    .number()
    .int()
    .min(1)
    .max(365)
    .nullable()
    .default(null)
    .describe('Whole days between two promotions; null: no limit'),
})
const Storefront = Given.extend({ ...Look.shape, ...Frequency.shape }).extend({
  code: z.string(),
  revision: z.number().int(),
})
export function storefrontRoutes(app: Http): void {
  const tags = ['storefronts']
  app.get(
    '/storefronts',
    {
      config: { access: 'goods:read', scoped: true },
      schema: {
        tags,
        summary: 'Where the brand sells itself',
        response: { 200: z.object({ items: z.array(Storefront) }) },
      },
    },
    async ({ ctx }) => ({ items: await listStorefronts(ctx) }),
  )
  app.get(
    '/storefronts/:code',
    {
      config: { access: 'goods:read', scoped: true },
      schema: {
        tags,
        summary: 'A storefront with its assortment and prices',
        params: z.object({ code: z.string().max(64) }),
        response: { 200: Storefront },
      },
    },
    ({ ctx, params }) => getStorefront(ctx, params.code),
  )
  app.put(
    '/storefronts/:code',
    {
      config: { access: 'goods:write' },
      schema: {
        tags,
        summary: 'Make a storefront or replace it whole',
        params: z.object({ code: Code }),
        body: Given.extend({ ...Look.shape, ...Frequency.shape }).extend({
          revision: z.number().int().min(0).describe('0 for a new one'),
        }),
        response: { 200: Storefront },
      },
    },
    ({ ctx, params, body }) => setStorefront(ctx, { ...body, code: params.code }),
  )
}
