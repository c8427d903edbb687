import { z } from 'zod'
import { Address } from '../../commerce/index.ts'
import { audit } from '../../platform/audit.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { CustomerId, canonicalInScope, withCustomers } from '../../profile/index.ts'
import { type RewardShop, rewardShop } from './offered.ts'
import { rewardReach } from './reach.ts'
import { redeem, returnRedemption } from './redeem.ts'
import { listRedemptions } from './redemptions.ts'
import { getReward, listRewards, setReward } from './rewards.ts'
import {
  asRedemption,
  GivenReward,
  givenReward,
  ListedRedemption,
  RewardOut,
  RewardShopOut,
  shownReward,
} from './shapes.ts'

const tags = ['rewards']
const Id = z.object({ id: z.uuid() })
const read = { access: 'membership:read' } as const
const write = { access: 'membership:write' } as const

export const shownShop = ({ rewards, ...shop }: RewardShop): z.infer<typeof RewardShopOut> => ({
  ...shop,
  rewards: rewards.map((r) => ({
    ...{ id: r.id, name: r.name, name_en: r.name_en, description: r.description, kind: r.kind },
    ...{ points: r.points, cash_fen: r.cash_fen, ships_free: r.ships_free },
    left: r.stock === null ? null : r.stock - r.taken,
    ...{ per_customer: r.per_customer, period: r.period, levels: r.levels },
    ...{ is_highlight: r.is_highlight, ends_at: r.ends_at?.toISOString() ?? null },
    ...{ product: r.product, mine: r.mine, refused: r.refused, missing: r.missing },
    is_opened: r.is_opened,
    refund_days: r.kind === 'content' ? Number(r.args.refund_days ?? 0) : null,
  })),
})

export function rewardRoutes(app: Http): void {
  app.get(
    '/rewards',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'What points are exchanged for, live ones first' },
        response: { 200: z.object({ items: z.array(RewardOut) }) },
      },
    },
    async ({ ctx }) => ({ items: (await listRewards(ctx)).map(shownReward) }),
  )
  app.post(
    '/rewards',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Make a reward', body: GivenReward, response: { 201: RewardOut } },
      },
    },
    async ({ ctx, body }, reply) =>
      reply.code(201).send(shownReward(await setReward(ctx, givenReward(body), null))),
  )
  app.get(
    '/rewards/reach',
    {
      config: read,
      schema: {
        tags,
        summary: 'How many members can have a reward, and whether those with the most points can',
        response: {
          200: z.object({
            members: z.number().int(),
            reaching: z.number().int().describe('Who could have at least one now'),
            median_days_to_first: z.number().int().nullable(),
            many_points: z.number().int().nullable().describe('From here on is the best tenth'),
            holding_many: z.number().int(),
            holding_many_without_highlight: z.number().int(),
            rewards: z.array(
              z.object({
                id: z.uuid(),
                reaching: z.number().int(),
                redeemed: z.number().int(),
                points: z.number().int(),
                cost_fen: z.number().int(),
              }),
            ),
          }),
        },
      },
    },
    ({ ctx }) => rewardReach(ctx),
  )
  app.get(
    '/rewards/:id',
    {
      config: read,
      schema: { tags, summary: 'A reward', params: Id, response: { 200: RewardOut } },
    },
    async ({ ctx, params }) => shownReward(await getReward(ctx, params.id)),
  )
  app.put(
    '/rewards/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Change a reward; what was redeemed stays as it was', params: Id },
        body: GivenReward.extend({ revision: z.number().int().min(1).describe('As it was read') }),
        response: { 200: RewardOut },
      },
    },
    async ({ ctx, params, body: { revision, ...given } }) =>
      shownReward(await setReward(ctx, givenReward(given), { id: params.id, revision })),
  )
  app.post(
    '/rewards/:id/redeem',
    {
      config: { ...write, scoped: true },
      schema: {
        ...{ tags, summary: 'Exchange a customer’s points for it, on her behalf', params: Id },
        body: z.object({
          key: z.string().min(1).max(100).describe('The same one again is the same redemption'),
          customer_id: CustomerId,
          expected_points: z.number().int().min(1),
          expected_due_fen: z.number().int().min(0).default(0).describe('With shipping'),
          storefront: z.string().min(1).max(64).nullable().default(null).describe('Of a product'),
          address: Address.nullable().default(null).describe('null: picked up'),
        }),
        response: {
          201: z.object({
            id: z.uuid(),
            state: z.enum(['held', 'redeemed', 'released', 'returned']),
            given: z.string().nullable(),
            order_id: z.uuid().nullable(),
            due_fen: z.number().int().describe('What is still to be paid'),
          }),
        },
      },
    },
    async ({ ctx, params, body }, reply) => {
      const customer = await canonicalInScope(ctx, body.customer_id)
      const { redemption, order } = await redeem(ctx, {
        ...{ key: `staff:${body.key}`, rewardId: params.id, customer, address: body.address },
        ...{ expectedPoints: body.expected_points, expectedDueFen: body.expected_due_fen },
        ...{ storefront: body.storefront, staffId: null },
      })
      const { id, state, given, order_id } = redemption
      const object = { kind: 'customer', id: String(customer) }
      await audit(ctx, 'reward.redeemed', object, { reward: params.id, redemption: id })
      const due_fen = order?.state === 'to_pay' ? order.due_fen : 0
      return reply.code(201).send({ id, state, given, order_id, due_fen })
    },
  )
  app.get(
    '/reward-redemptions',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'What was redeemed, newest first' },
        querystring: z.object({ ...pageQuery, reward: z.uuid().optional() }),
        response: { 200: pageOf(ListedRedemption) },
      },
    },
    async ({ ctx, query }) => {
      const { items, next_cursor } = await listRedemptions(ctx, query)
      return { items: (await withCustomers(ctx, items)).map(asRedemption), next_cursor }
    },
  )
  app.post(
    '/reward-redemptions/:id/return',
    {
      config: write,
      schema: {
        tags,
        summary: 'Take back an unused coupon or a card; its points return to their lots',
        params: Id,
        body: z.object({ reason: z.string().trim().min(1).max(200) }),
        response: { 204: z.null() },
      },
    },
    async ({ ctx, params, body }, reply) => {
      await returnRedemption(ctx, params.id, body.reason)
      return reply.code(204).send(null)
    },
  )
  app.get(
    '/customers/:id/rewards',
    {
      config: { ...read, scoped: true },
      schema: {
        ...{ tags, summary: 'What a customer can have, and what is missing to the nearest' },
        params: z.object({ id: CustomerId }),
        response: { 200: RewardShopOut },
      },
    },
    async ({ ctx, params }) =>
      shownShop(await rewardShop(ctx, await canonicalInScope(ctx, params.id))),
  )
}
