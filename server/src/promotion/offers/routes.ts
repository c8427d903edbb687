import { z } from 'zod'
import { MARKS } from '../../commerce/index.ts'
import { BatchAnswer, BatchIds, eachOf } from '../../platform/batch.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { canonicalInScope } from '../../profile/index.ts'
import { OfferLimits } from '../budget/limits.ts'
import { GROUP_MODES } from '../offer/offer.ts'
import { promotionSetting, setPromotionSetting } from '../settings.ts'
import { presentQuote, QuoteAnswer } from '../shapes.ts'
import { dryRun } from './dry-run.ts'
import { offerFigures } from './figures.ts'
import { removeGroup, setGroup } from './groups.ts'
import { changeOffer, createOffer, setOfferState } from './offers.ts'
import { getOffer, listGroups, listOffers, versionsOf } from './queries.ts'

const Name = z.string().trim().min(1).max(200)
const Terms = z
  .record(z.string(), z.unknown())
  .describe('`kind` with its `args`, and goods, needs, who, when, where … as in /offers/quote')
const Source = z.enum(['offer', 'coupon'])
const State = z.enum(['draft', 'live', 'paused', 'ended'])
const Fields = {
  name: Name,
  activity_id: z.guid().nullable(),
  terms: Terms,
  limits: OfferLimits,
}
const OfferShown = z.object({
  id: z.string(),
  ...Fields,
  name: z.string(),
  activity_id: z.string().nullable(),
  activity_name: z.string().nullable(),
  source: Source,
  state: State,
  version: z.number().int(),
  kind: z.string(),
  starts_at: z.string().nullable(),
  ends_at: z.string().nullable(),
  uses: z.number().int().describe('Held by unpaid orders, or spent'),
  fen: z.number().int().describe('What they are worth to customers'),
  updated_at: z.string(),
})
const Group = z.object({
  code: z.string().trim().min(1).max(100),
  name: Name,
  mode: z.enum(GROUP_MODES),
})
const Setting = z.object({
  most_offers: z.number().int().min(0).max(100).nullable(),
  most_coupons: z.number().int().min(0).max(100).nullable(),
  most_activities: z.number().int().min(1).max(1000).nullable(),
  new_by: z
    .array(z.enum(MARKS))
    .max(MARKS.length)
    .default([...MARKS])
    .describe('What counts beside identifiers when an offer asks for new customers'),
  coupon_notice_days: z
    .number()
    .int()
    .min(1)
    .max(30)
    .nullable()
    .default(3)
    .describe('So many days before a coupon ends its holder is told once; null: nobody is'),
  newcomer_notice_hours: z
    .number()
    .int()
    .min(1)
    .max(168)
    .nullable()
    .default(24)
    .describe('So many hours before her own time as a new customer ends she is told; null: never'),
  deepest_bp: z.number().int().min(1).max(10_000).nullable(),
  approval_from_fen: z
    .number()
    .int()
    .min(0)
    .nullable()
    .describe('Activities with such a budget need a second person; null: none does'),
})
const Int = z.number().int()
const Figures = z.object({
  subsidy_fen: Int.describe('What it was worth to buyers, of paid orders'),
  uses: Int,
  orders: Int,
  sales_fen: Int.describe('Of the orders that used it, whole'),
  refunded_fen: Int,
  margin_fen: Int.nullable().describe('Net sales less goods and platform commission'),
  estimated_orders: Int.describe('Of which a cost rests on a default'),
  new_customers: Int.describe('Who paid here for the first time with it'),
  returning_customers: Int,
  subsidy_per_new_fen: Int.nullable(),
})
const Id = z.object({ id: z.guid() })
const tags = ['offers']
const read = { access: 'promotion:read', scoped: true } as const
const write = { access: 'promotion:write' } as const

export function offerRoutes(app: Http): void {
  app.get(
    '/offers',
    {
      config: read,
      schema: {
        tags,
        summary: 'Offers of the brand, newest first',
        querystring: z.object({
          ...pageQuery,
          q: z.string().max(200).optional(),
          state: State.optional(),
          source: Source.optional(),
          kind: z.string().max(100).optional(),
          activity_id: z.guid().optional(),
        }),
        response: { 200: pageOf(OfferShown) },
      },
    },
    ({ ctx, query }) => listOffers(ctx, query),
  )
  app.post(
    '/offers',
    {
      config: write,
      schema: {
        tags,
        summary: 'Make an offer; it is a draft',
        body: z.object({
          ...Fields,
          source: Source.default('offer'),
          activity_id: Fields.activity_id.default(null),
          limits: OfferLimits.default({}),
        }),
        response: { 201: OfferShown },
      },
    },
    async ({ ctx, body }, reply) => reply.code(201).send(await createOffer(ctx, body)),
  )
  app.get(
    '/offers/:id',
    {
      config: read,
      schema: { tags, summary: 'An offer', params: Id, response: { 200: OfferShown } },
    },
    ({ ctx, params }) => getOffer(ctx, params.id),
  )
  app.patch(
    '/offers/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change an offer; orders keep the version they were priced with',
        params: Id,
        body: z
          .object(Fields)
          .partial()
          .extend({
            version: z.number().int().min(1).describe('As it was read'),
          }),
        response: { 200: OfferShown },
      },
    },
    ({ ctx, params, body: { version, ...change } }) => changeOffer(ctx, params.id, change, version),
  )
  for (const [verb, to, summary] of [
    ['publish', 'live', 'From now on it counts, within its own times'],
    ['pause', 'paused', 'It counts no more until it is published again'],
    ['end', 'ended', 'It is over for good'],
  ] as const)
    app.post(
      `/offers/:id/${verb}`,
      {
        config: write,
        schema: { tags, summary, params: Id, response: { 200: OfferShown } },
      },
      ({ ctx, params }) => setOfferState(ctx, params.id, to),
    )
  for (const [verb, to, summary] of [
    ['publish', 'live', 'These offers count from now on'],
    ['pause', 'paused', 'These offers count no more until they are published again'],
    ['end', 'ended', 'These offers are over for good'],
  ] as const)
    app.post(
      `/offers/${verb}`,
      {
        config: write,
        schema: {
          ...{ tags, summary: `${summary}; what cannot is told by row` },
          body: z.object({ ids: BatchIds }),
          response: { 200: BatchAnswer },
        },
      },
      ({ ctx, body }) => eachOf(body.ids, (id) => setOfferState(ctx, id, to)),
    )
  app.get(
    '/offers/:id/figures',
    {
      config: { access: 'promotion:read' },
      schema: {
        tags,
        summary: 'What an offer cost and brought: subsidy, margin, new customers',
        params: Id,
        response: { 200: Figures },
      },
    },
    ({ ctx, params }) => offerFigures(ctx, params.id),
  )
  app.get(
    '/offers/:id/versions',
    {
      config: read,
      schema: {
        tags,
        summary: 'Every version of an offer, newest first',
        params: Id,
        response: {
          200: z.object({
            items: z.array(
              z.object({
                version: z.number().int(),
                name: z.string(),
                terms: Terms,
                limits: OfferLimits,
                at: z.string(),
                actor: z.string(),
              }),
            ),
          }),
        },
      },
    },
    async ({ ctx, params }) => ({ items: await versionsOf(ctx, params.id) }),
  )
  app.post(
    '/offers/dry-run',
    {
      config: read,
      schema: {
        tags,
        summary: 'What a basket would cost with the live offers, and with one that is not live yet',
        description: 'Nothing is kept. For every offer it says why it counts or does not.',
        body: z.object({
          lines: z
            .array(
              z.object({
                sku: z.string().min(1).max(255),
                quantity: z.number().int().min(1).max(100_000),
              }),
            )
            .min(1)
            .max(200),
          customer_id: z.number().int().min(1).max(4_294_967_295).optional(),
          levels: z.array(z.string().max(100)).max(20).default([]),
          storefront: z.string().max(200).optional(),
          coupon_codes: z.array(z.string().min(1).max(100)).max(50).optional(),
          shipping_fen: z.number().int().min(0).max(100_000_000).default(0),
          at: z.iso.datetime({ offset: true }).optional().describe('Absent: now'),
          draft: z
            .object({
              id: z.string().min(1).max(100).default('draft'),
              name: z.string().max(200).default(''),
              source: Source.default('offer'),
              terms: Terms,
            })
            .optional(),
        }),
        response: {
          200: QuoteAnswer.extend({
            names: z.record(z.string(), z.string()).describe('Of the offers, by id'),
            refused: z.array(z.object({ id: z.string(), code: z.string() })),
          }),
        },
      },
    },
    async ({ ctx, body }) => {
      const tried = await dryRun(ctx, {
        ...{ lines: body.lines, levels: body.levels, shippingFen: body.shipping_fen },
        ...{ storefront: body.storefront, couponCodes: body.coupon_codes },
        ...{ draft: body.draft, at: body.at },
        customerId:
          body.customer_id === undefined ? null : await canonicalInScope(ctx, body.customer_id),
      })
      return {
        ...presentQuote(tried.quote),
        ...{ names: Object.fromEntries(tried.names), refused: tried.refused },
      }
    },
  )
  app.get(
    '/offer-groups',
    {
      config: read,
      schema: {
        tags,
        summary: 'Groups of offers',
        response: { 200: z.object({ items: z.array(Group) }) },
      },
    },
    async ({ ctx }) => ({ items: await listGroups(ctx) }),
  )
  app.put(
    '/offer-groups/:code',
    {
      config: write,
      schema: {
        tags,
        summary: 'Make a group or change it',
        params: Group.pick({ code: true }),
        body: Group.omit({ code: true }),
        response: { 200: Group },
      },
    },
    ({ ctx, params, body }) => setGroup(ctx, { ...body, code: params.code }),
  )
  app.delete(
    '/offer-groups/:code',
    {
      config: write,
      schema: {
        tags,
        summary: 'Remove a group that no offer is in',
        params: Group.pick({ code: true }),
        response: { 204: z.null() },
      },
    },
    async ({ ctx, params }, reply) => {
      await removeGroup(ctx, params.code)
      return reply.code(204).send(null)
    },
  )
  app.get(
    '/promotion-settings',
    {
      config: read,
      schema: {
        tags,
        summary: 'How much an order may combine, and when activities are warned about',
        response: { 200: Setting },
      },
    },
    ({ ctx }) => promotionSetting(ctx),
  )
  app.put(
    '/promotion-settings',
    {
      config: write,
      schema: {
        tags,
        summary: 'Set how much an order may combine',
        body: Setting,
        response: { 200: Setting },
      },
    },
    ({ ctx, body }) => setPromotionSetting(ctx, body),
  )
}
