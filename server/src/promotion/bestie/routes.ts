import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { canonicalInScope } from '../../profile/index.ts'
import { CARD_STATES } from './cards.ts'
import { HOLDER_REFUSED } from './earn.ts'
import { revokeCard } from './end.ts'
import { giveCard } from './give.ts'
import {
  changeBestiePlan,
  createBestiePlan,
  FRIENDS,
  getBestiePlan,
  HOLDER_WHEN,
  listBestiePlans,
  setBestiePlanState,
  WHO,
} from './plans.ts'
import { bestieFigures, GIVEN_STATES, getBestieCard, listBestieCards } from './queries.ts'

const Int = z.number().int()
const Time = z.string()
const Fields = z.object({
  name: z.string().trim().min(1).max(200),
  sku: z
    .string()
    .min(1)
    .max(255)
    .nullable()
    .describe('The product whose payment gives a card; null: customers take one in the shop'),
  who: z
    .enum(WHO)
    .describe('Who may take one: buyers have bought here before; not asked of bought ones'),
  friend: z
    .enum(FRIENDS)
    .describe('new: she has bought nothing here before, under any number of hers'),
  per_holder: Int.min(1).max(100).describe('Cards of a customer that wait or were accepted'),
  total: Int.min(1)
    .max(1_000_000_000)
    .nullable()
    .describe('Cards in all that wait or were accepted; null: no limit'),
  accept_hours: Int.min(1).max(2160).describe('How long a friend has to accept'),
  friend_batch_id: z.guid().describe('The coupons that friends get'),
  holder_batch_id: z.guid().nullable().describe('The coupons that holders get; null: none'),
  holder_when: z
    .enum(HOLDER_WHEN)
    .describe('first_order: when the friend has paid an order with her coupon'),
})
const Plan = Fields.extend({
  id: z.string(),
  activity_id: z.string(),
  state: z.enum(['draft', 'live', 'paused', 'ended']),
  issued: Int.describe('Cards that are promised to orders, wait, or were accepted'),
  friend_batch_name: z.string(),
  holder_batch_name: z.string().nullable(),
  revision: Int,
  updated_at: Time,
})
const Name = z.string().nullable()
const Card = z.object({
  id: z.string(),
  state: z
    .enum(CARD_STATES)
    .describe('promised: its order is not paid; waiting: for a friend; revoked: taken back'),
  ...{ holder_id: Int.nullable(), holder_name: Name, holder_phone: Name },
  ...{ friend_id: Int.nullable(), friend_name: Name, friend_phone: Name },
  order_id: z.string().nullable().describe('Of a bought one'),
  ...{ made_at: Time, expires_at: Time.nullable(), accepted_at: Time.nullable() },
  ended_at: Time.nullable(),
  friend_coupon_state: z.enum(GIVEN_STATES).nullable(),
  earned_at: Time.nullable().describe('When the holder’s was due'),
  holder_coupon_state: z.enum(GIVEN_STATES).nullable(),
  holder_refused: z.enum(HOLDER_REFUSED).nullable().describe('Why the holder got nothing'),
})
const Figures = z.object({
  ...{ given: Int, waiting: Int, accepted: Int, expired: Int, revoked: Int },
  friends_bought: Int.describe('Friends who have paid with their coupon'),
  holders_given: Int,
  holders_refused: Int,
  friend_sales_fen: Int.describe('Of the orders paid with friends’ coupons, less refunds'),
  friend_coupons_fen: Int.describe('What friends’ coupons took off'),
  accepted_bp: Int.nullable().describe('Of the cards that do not wait any more; null before one'),
})
const Id = z.object({ id: z.guid() })
const tags = ['bestie cards']
const read = { access: 'promotion:read' } as const
const readScoped = { access: 'promotion:read', scoped: true } as const
const write = { access: 'promotion:write' } as const

export function bestieRoutes(app: Http): void {
  app.get(
    '/activities/:id/bestie-plans',
    {
      config: readScoped,
      schema: {
        tags,
        summary: 'Bestie plans of an activity',
        params: Id,
        response: { 200: z.object({ items: z.array(Plan) }) },
      },
    },
    async ({ ctx, params }) => ({ items: await listBestiePlans(ctx, params.id) }),
  )
  app.post(
    '/activities/:id/bestie-plans',
    {
      config: write,
      schema: {
        tags,
        summary: 'Make a bestie plan; it is a draft',
        params: Id,
        body: Fields,
        response: { 201: Plan },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply.code(201).send(await createBestiePlan(ctx, params.id, body)),
  )
  app.get(
    '/bestie-plans/:id',
    {
      config: readScoped,
      schema: { tags, summary: 'A bestie plan', params: Id, response: { 200: Plan } },
    },
    ({ ctx, params }) => getBestiePlan(ctx, params.id),
  )
  app.patch(
    '/bestie-plans/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change a bestie plan, for cards that are given after it',
        params: Id,
        body: Fields.partial().extend({ revision: Int.min(1) }),
        response: { 200: Plan },
      },
    },
    ({ ctx, params, body: { revision, ...change } }) =>
      changeBestiePlan(ctx, params.id, change, revision),
  )
  for (const [verb, to, summary] of [
    ['publish', 'live', 'Give cards, as long as the activity is live'],
    ['pause', 'paused', 'Nobody gets a card; those that are given run to their end'],
    ['end', 'ended', 'Over for good; cards that are given run to their end'],
  ] as const)
    app.post(
      `/bestie-plans/:id/${verb}`,
      { config: write, schema: { tags, summary, params: Id, response: { 200: Plan } } },
      ({ ctx, params }) => setBestiePlanState(ctx, params.id, to),
    )
  app.get(
    '/bestie-plans/:id/figures',
    {
      config: read,
      schema: {
        tags,
        summary: 'What became of its cards',
        params: Id,
        response: { 200: Figures },
      },
    },
    ({ ctx, params }) => bestieFigures(ctx, params.id),
  )
  app.get(
    '/bestie-plans/:id/cards',
    {
      config: read,
      schema: {
        tags,
        summary: 'Its cards, newest first',
        params: Id,
        querystring: z.object({
          ...pageQuery,
          q: z
            .string()
            .max(100)
            .optional()
            .describe('A whole code, or the holder or friend by number, phone or name'),
          state: z.enum(CARD_STATES).optional(),
        }),
        response: { 200: pageOf(Card) },
      },
    },
    async ({ ctx, params, query }) => listBestieCards(ctx, params.id, query),
  )
  app.post(
    '/bestie-plans/:id/cards',
    {
      config: write,
      schema: {
        tags,
        summary: 'Give a customer a card, whoever may take one',
        params: Id,
        body: z
          .object({
            customer_id: Int.min(1).max(4_294_967_295),
            key: z.string().min(1).max(100).describe('The same one again changes nothing'),
          })
          .strict(),
        response: { 201: Card },
      },
    },
    async ({ ctx, params, body }, reply) => {
      const node = await canonicalInScope(ctx, body.customer_id)
      const { id } = await giveCard(ctx, params.id, { node, key: body.key })
      return reply.code(201).send(await getBestieCard(ctx, id))
    },
  )
  app.post(
    '/bestie-cards/:id/revoke',
    {
      config: write,
      schema: {
        tags,
        summary: 'Take a card back that was not bought, with coupons that are unused',
        params: Id,
        body: z.object({ reason: z.string().trim().min(1).max(500) }).strict(),
        response: { 200: Card },
      },
    },
    async ({ ctx, params, body }) => {
      await revokeCard(ctx, params.id, body.reason)
      return getBestieCard(ctx, params.id)
    },
  )
}
