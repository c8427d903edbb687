import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { groupBuysOf, seatOfOrder, viewGroup } from '../promotion/index.ts'
import { demandOwn } from './orders.ts'
import type { Looking } from './visible.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
const Int = z.number().int()
const Who = z.enum(['anyone', 'new_joiners', 'new_only'])
const Offered = z.object({
  id: z.string(),
  name: z.string(),
  size: Int,
  live_hours: Int,
  per_order: Int,
  who: Who,
  complete_from: Int.nullable().describe('From so many people on the shop completes a group'),
  price_fen: Int,
  ends_at: z.string(),
  groups: z
    .array(
      z.object({
        id: z.string(),
        joined: Int,
        missing: Int.describe('People who have not paid yet'),
        free: Int.describe('Seats that can be taken now'),
        expires_at: z.string(),
      }),
    )
    .describe('Groups that miss somebody, those that run out first before others'),
})
const Group = z.object({
  id: z.string(),
  group_buy_id: z.string(),
  name: z.string(),
  state: z.enum(['opening', 'open', 'completed', 'failed', 'merged', 'dissolved']),
  size: Int,
  joined: Int.describe('People who have paid; nobody else is counted'),
  missing: Int,
  free: Int.describe('Seats that can be taken now'),
  gone: Int.describe('Who had their money back since it was completed'),
  completed_by: z.enum(['members', 'merge', 'platform']).nullable(),
  made_up: Int.describe('Seats that the shop made up; nobody sits in them'),
  complete_from: Int.nullable(),
  merged_into: z.string().nullable(),
  expires_at: z.string().nullable(),
  per_order: Int,
  who: Who,
  can_join: z.boolean(),
  can_open: z.boolean().describe('Whether another group can be opened'),
  items: z.array(
    z.object({
      sku: z.string(),
      name: z.string(),
      price_fen: Int,
      usual_fen: Int.nullable().describe('The product’s own price'),
    }),
  ),
})

/** Groups as customers see them: true numbers, and nobody's name. */
export function groupRoutes(app: Http, looking: Looking): void {
  app.get(
    '/shop/:shop/products/:sku/group-buys',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'Where a product can be bought with others now' },
        params: AtShop.extend({ sku: z.string().min(1).max(255) }),
        response: { 200: z.object({ items: z.array(Offered) }) },
      },
    },
    async (request) => ({
      items: (await groupBuysOf(await looking(request), request.params.sku)) as never,
    }),
  )
  app.get(
    '/shop/:shop/groups/:id',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'A group, for whoever has its link' },
        params: AtShop.extend({ id: z.guid() }),
        response: { 200: Group },
      },
    },
    async (request) => (await viewGroup(await looking(request), request.params.id)) as never,
  )
  app.get(
    '/shop/:shop/orders/:id/group',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Her seat and its group; null when she bought alone' },
        params: AtShop.extend({ id: z.uuid() }),
        response: {
          200: z.object({
            seat: z
              .object({
                state: z.enum(['held', 'joined', 'released', 'left', 'failed']),
                is_leader: z.boolean(),
                group: Group,
              })
              .nullable(),
          }),
        },
      },
    },
    async ({ ctx, params }) => {
      await demandOwn(ctx, params.id)
      return { seat: (await seatOfOrder(ctx, params.id)) as never }
    },
  )
}
