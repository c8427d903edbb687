import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { createBatch, getBatch, listBatches, setBatch } from './batches.ts'
import { giveCoupons, wantCodes } from './issue.ts'
import {
  claimCoupon,
  getCoupon,
  listCoupons,
  takeCoupon,
  transferCoupon,
  voidCoupon,
  walletOf,
} from './wallet.ts'

const Name = z.string().trim().min(1).max(200)
const Moment = z.iso.datetime({ offset: true })
const CustomerId = z.number().int().min(1).max(4_294_967_295)
const Code = z
  .string()
  .trim()
  .regex(/^[0-9A-Za-z-]{3,40}$/, '3 to 40 letters, digits or hyphens')
const NewBatch = z.object({
  name: Name,
  offer_id: z.guid().describe('An offer whose source is coupon: what a coupon is worth, and when'),
  kind: z.enum(['shared', 'personal']),
  code: Code.optional().describe('Of a shared batch: what everybody enters'),
  quantity: z.number().int().min(1).max(100_000_000).optional().describe('Personal ones in all'),
  prefix: z
    .string()
    .regex(/^[0-9A-Za-z-]{0,12}$/)
    .default('')
    .describe('What its codes begin with'),
  take_limit: z.number().int().min(1).max(1000).optional().describe('A person may take so many'),
  is_transferable: z.boolean().default(false),
  is_takeable: z
    .boolean()
    .default(false)
    .describe('Customers take one themselves, in the shop, while its activity runs'),
  on_refund: z.enum(['give_back', 'keep']).default('give_back').describe('Of the whole order'),
  valid_from: Moment.optional(),
  valid_to: Moment.optional().describe('Not included'),
  valid_hours: z.number().int().min(1).max(87_600).optional().describe('From being taken'),
})
const Batch = z.object({
  id: z.string(),
  name: z.string(),
  offer_id: z.string(),
  offer_name: z.string(),
  offer_state: z.string(),
  kind: z.enum(['shared', 'personal']),
  code: z.string().nullable(),
  quantity: z.number().int().nullable(),
  made: z.number().int(),
  wanted: z.number().int().describe('Codes that were asked for'),
  issued: z.number().int().describe('Of them, how many there are already'),
  prefix: z.string(),
  take_limit: z.number().int().nullable(),
  is_transferable: z.boolean(),
  is_takeable: z.boolean(),
  on_refund: z.enum(['give_back', 'keep']),
  valid_from: z.string().nullable(),
  valid_to: z.string().nullable(),
  valid_hours: z.number().int().nullable(),
  state: z.enum(['open', 'closed']),
  revision: z.number().int(),
  created_at: z.string(),
})
const Count = z.number().int()
const BatchDetail = Batch.extend({
  counts: z.object({
    ...{ free: Count, taken: Count, held: Count, used: Count, void: Count, expired: Count },
  }),
})
const STATES = ['free', 'taken', 'held', 'used', 'void'] as const
const Coupon = z.object({
  code: z.string(),
  batch_id: z.string(),
  batch_name: z.string(),
  offer_id: z.string(),
  offer_name: z.string(),
  kind: z.string(),
  terms: z.record(z.string(), z.unknown()),
  state: z.enum([...STATES, 'expired']),
  customer_id: z.number().int().nullable(),
  valid_from: z.string().nullable(),
  valid_to: z.string().nullable(),
  taken_at: z.string().nullable(),
  order_id: z.string().nullable(),
  is_transferable: z.boolean(),
})
const Id = z.object({ id: z.guid() })
const ByCode = z.object({ code: z.string().min(1).max(100) })
const tags = ['coupons']
const write = { access: 'promotion:write' } as const

export function couponRoutes(app: Http): void {
  app.get(
    '/coupon-batches',
    {
      config: { access: 'promotion:read', scoped: true },
      schema: {
        tags,
        summary: 'Batches of coupons, newest first',
        querystring: z.object({
          ...pageQuery,
          q: z.string().max(200).optional().describe('In the name, or a whole shared code'),
          offer_id: z.guid().optional(),
        }),
        response: { 200: pageOf(Batch) },
      },
    },
    ({ ctx, query }) => listBatches(ctx, query),
  )
  app.post(
    '/coupon-batches',
    {
      config: write,
      schema: { tags, summary: 'Make a batch', body: NewBatch, response: { 201: BatchDetail } },
    },
    async ({ ctx, body }, reply) => reply.code(201).send(await createBatch(ctx, body)),
  )
  app.get(
    '/coupon-batches/:id',
    {
      config: { access: 'promotion:read', scoped: true },
      schema: {
        tags,
        summary: 'A batch, and what became of its coupons',
        params: Id,
        response: { 200: BatchDetail },
      },
    },
    ({ ctx, params }) => getBatch(ctx, params.id),
  )
  app.patch(
    '/coupon-batches/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Rename a batch, close it or open it again, let customers take of it or no longer',
        params: Id,
        body: z.object({
          name: Name.optional(),
          state: z.enum(['open', 'closed']).optional(),
          is_takeable: z.boolean().optional(),
          revision: z.number().int().min(1),
        }),
        response: { 200: BatchDetail },
      },
    },
    ({ ctx, params, body: { revision, ...change } }) => setBatch(ctx, params.id, change, revision),
  )
  app.post(
    '/coupon-batches/:id/issue',
    {
      config: write,
      schema: {
        tags,
        summary: 'Have codes made that nobody has yet',
        description: 'They are made set by set in the background; `issued` says how far it is.',
        params: Id,
        body: z.object({ count: z.number().int().min(1).max(10_000_000) }),
        response: { 202: BatchDetail },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply.code(202).send(await wantCodes(ctx, params.id, body.count)),
  )
  app.post(
    '/coupon-batches/:id/give',
    {
      config: write,
      schema: {
        tags,
        summary: 'One into the wallet of each of these customers',
        params: Id,
        body: z.object({ customers: z.array(CustomerId).min(1).max(10_000) }),
        response: {
          200: z.object({
            given: z.number().int(),
            at_limit: z.number().int().describe('Who has as many as they may'),
          }),
        },
      },
    },
    async ({ ctx, params, body }) => {
      const { given, at_limit } = await giveCoupons(ctx, params.id, body.customers)
      return { given, at_limit }
    },
  )
  app.post(
    '/coupon-batches/:id/take',
    {
      config: write,
      schema: {
        tags,
        summary: 'A customer takes one',
        params: Id,
        body: z.object({ customer_id: CustomerId }),
        response: { 201: Coupon },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply.code(201).send(await takeCoupon(ctx, params.id, body.customer_id)),
  )
  app.get(
    '/coupons',
    {
      config: { access: 'promotion:read' },
      schema: {
        tags,
        summary: 'Coupons by code',
        querystring: z.object({
          ...pageQuery,
          q: z.string().max(100).optional().describe('The beginning of a code'),
          batch_id: z.guid().optional(),
          state: z.enum(STATES).optional(),
        }),
        response: { 200: pageOf(Coupon) },
      },
    },
    ({ ctx, query }) => listCoupons(ctx, query),
  )
  app.get(
    '/coupons/:code',
    {
      config: { access: 'promotion:read' },
      schema: { tags, summary: 'A coupon', params: ByCode, response: { 200: Coupon } },
    },
    ({ ctx, params }) => getCoupon(ctx, params.code),
  )
  app.post(
    '/coupons/:code/claim',
    {
      config: write,
      schema: {
        tags,
        summary: 'A code that nobody has goes into a wallet',
        params: ByCode,
        body: z.object({ customer_id: CustomerId }),
        response: { 200: Coupon },
      },
    },
    ({ ctx, params, body }) => claimCoupon(ctx, params.code, body.customer_id),
  )
  app.post(
    '/coupons/:code/transfer',
    {
      config: write,
      schema: {
        tags,
        summary: 'From one customer to another',
        params: ByCode,
        body: z.object({ from_customer_id: CustomerId, to_customer_id: CustomerId }),
        response: { 200: Coupon },
      },
    },
    ({ ctx, params, body }) =>
      transferCoupon(ctx, params.code, body.from_customer_id, body.to_customer_id),
  )
  app.post(
    '/coupons/:code/void',
    {
      config: write,
      schema: {
        tags,
        summary: 'Take a coupon away; an unpaid order keeps what it holds',
        params: ByCode,
        body: z.object({ reason: z.string().trim().min(1).max(500) }),
        response: { 200: Coupon },
      },
    },
    ({ ctx, params, body }) => voidCoupon(ctx, params.code, body.reason),
  )
  app.get(
    '/customers/:id/coupons',
    {
      config: { access: 'promotion:read', scoped: true },
      schema: {
        tags,
        summary: 'The coupons in a customer’s wallet',
        params: z.object({ id: z.coerce.number().int().min(1).max(4_294_967_295) }),
        response: { 200: z.object({ items: z.array(Coupon) }) },
      },
    },
    async ({ ctx, params }) => ({ items: await walletOf(ctx, params.id) }),
  )
}
