import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { ListedCustomerShape, withCustomers } from '../../profile/index.ts'
import {
  changeGroupBuy,
  createGroupBuy,
  getGroupBuy,
  listGroupBuys,
  setGroupBuyState,
  WHO,
} from './group-buys.ts'
import { forecastGroups } from './past-groups.ts'
import { GROUP_STATES, groupBuyFigures, listBuyingGroups, seatsOfGroup } from './queries.ts'

const Int = z.number().int()
const Time = z.string()
const Fields = z.object({
  name: z.string().trim().min(1).max(200),
  size: Int.min(2).max(100).describe('People of a group'),
  live_hours: Int.min(1).max(168).describe('How long a group has from its first payment on'),
  per_order: Int.min(1).max(99).describe('Pieces of an order'),
  per_customer: Int.min(1).max(1000).nullable().describe('Orders of a customer; null: no limit'),
  who: z
    .enum(WHO)
    .describe('new_joiners: whoever joins has bought nothing before; new_only: who opens neither'),
  merges: z.boolean().describe('Groups that ran out of time are put together to complete one'),
  complete_from: Int.min(1)
    .max(99)
    .nullable()
    .describe('From so many paid seats on the brand completes a group, and says so; null: never'),
  items: z
    .array(
      z.object({
        sku: z.string().min(1).max(255),
        price_fen: Int.min(0).max(1_000_000_000_000),
      }),
    )
    .min(1)
    .max(200),
})
const Share = z
  .object({
    share: z.number(),
    low: z.number(),
    high: z.number().describe('Nine of ten samples of the past lie between'),
  })
  .nullable()
const Forecast = z.object({
  groups: Int.describe('Of the last year, the newest 300 at most'),
  joins: Int.describe('Of others than who opened them'),
  since: Time,
  fewest: Int.describe('With fewer groups nothing is said'),
  members: Share.describe('Completed by their people alone; null: too few groups to say'),
  completed: Share.describe('With the brand completing them; null: it does not, or too few'),
  alike: z
    .object({ groups: Int, completed: Int })
    .describe('As large and as long: how many their people completed alone, in fact'),
  beside: z.array(z.object({ size: Int, hours: Int, share: z.number() })),
})
const GroupBuy = Fields.extend({
  id: z.string(),
  activity_id: z.string(),
  state: z.enum(['draft', 'live', 'paused', 'ended']),
  revision: Int,
  updated_at: Time,
})
const Group = z.object({
  id: z.string(),
  state: z
    .enum(GROUP_STATES)
    .describe('opening: whoever opens it has not paid; dissolved: nobody is in it any more'),
  size: Int,
  held: Int.describe('Seats of orders that are not paid yet'),
  joined: Int.describe('Paid seats'),
  gone: Int.describe('Paid seats given back since it was completed'),
  completed_by: z.string().nullable().describe('members, merge, platform'),
  merged_into: z.string().nullable(),
  created_at: Time,
  opened_at: Time.nullable(),
  expires_at: Time.nullable(),
  decided_at: Time.nullable(),
})
const Seat = z.object({
  order_id: z.string(),
  number: z.string(),
  customer_id: Int.nullable(),
  customer: ListedCustomerShape.nullable(),
  sku: z.string(),
  quantity: Int,
  fen: Int.describe('What the group’s price took off'),
  total_fen: Int,
  state: z.enum(['held', 'joined', 'released', 'left', 'failed']),
  is_leader: z.boolean(),
  held_at: Time,
  joined_at: Time.nullable(),
  refunded_at: Time.nullable(),
})
const Figures = z.object({
  groups: z.object({
    opened: Int.describe('Those whose first payment has come'),
    open: Int,
    completed: Int,
    by_members: Int,
    by_merge: Int,
    by_platform: Int,
    failed: Int,
    seats_made_up: Int.describe('Seats nobody took, of groups that the brand completed'),
  }),
  seats: z.object({
    held: Int,
    joined: Int,
    left: Int,
    failed: Int,
    to_refund: Int.describe('Of failed ones: those whose money is not asked back yet'),
    pieces: Int,
    sales_fen: Int,
    refunded_fen: Int,
    subsidy_fen: Int,
  }),
  completion_bp: Int.nullable().describe('Completed of decided groups; null before one is'),
})
const Id = z.object({ id: z.guid() })
const tags = ['group buys']
const read = { access: 'promotion:read' } as const
const write = { access: 'promotion:write' } as const

export function groupBuyRoutes(app: Http): void {
  app.get(
    '/group-buys/forecast',
    {
      config: { access: 'promotion:read' },
      schema: {
        tags: ['activities'],
        summary: 'What share of groups would come together, by how people joined those of the past',
        description:
          'Joining is fitted as a process whose rate falls with the age of a group and differs from group to group. Putting groups together completes more; that is not counted in.',
        querystring: z.object({
          size: z.coerce.number().int().min(2).max(100),
          live_hours: z.coerce.number().int().min(1).max(168),
          complete_from: z.coerce.number().int().min(1).max(99).optional(),
        }),
        response: { 200: Forecast },
      },
    },
    ({ ctx, query }) =>
      forecastGroups(ctx, { ...query, complete_from: query.complete_from ?? null }),
  )
  app.get(
    '/activities/:id/group-buys',
    {
      config: { access: 'promotion:read', scoped: true },
      schema: {
        tags,
        summary: 'Group buys of an activity',
        params: Id,
        response: { 200: z.object({ items: z.array(GroupBuy) }) },
      },
    },
    async ({ ctx, params }) => ({ items: await listGroupBuys(ctx, params.id) }),
  )
  app.post(
    '/activities/:id/group-buys',
    {
      config: write,
      schema: {
        tags,
        summary: 'Make a group buy; it is a draft',
        params: Id,
        body: Fields,
        response: { 201: GroupBuy },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply.code(201).send(await createGroupBuy(ctx, params.id, body)),
  )
  app.get(
    '/group-buys/:id',
    {
      config: { access: 'promotion:read', scoped: true },
      schema: { tags, summary: 'A group buy', params: Id, response: { 200: GroupBuy } },
    },
    ({ ctx, params }) => getGroupBuy(ctx, params.id),
  )
  app.patch(
    '/group-buys/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change a group buy, for orders and groups that come after it',
        params: Id,
        body: Fields.partial().extend({ revision: Int.min(1) }),
        response: { 200: GroupBuy },
      },
    },
    ({ ctx, params, body: { revision, ...change } }) =>
      changeGroupBuy(ctx, params.id, change, revision),
  )
  for (const [verb, to, summary] of [
    ['publish', 'live', 'Sell in groups, as long as the activity is live'],
    ['pause', 'paused', 'Nobody opens or joins a group; open ones run to their end'],
    ['end', 'ended', 'Over for good; open groups run to their end'],
  ] as const)
    app.post(
      `/group-buys/:id/${verb}`,
      { config: write, schema: { tags, summary, params: Id, response: { 200: GroupBuy } } },
      ({ ctx, params }) => setGroupBuyState(ctx, params.id, to),
    )
  app.get(
    '/group-buys/:id/figures',
    {
      config: read,
      schema: {
        tags,
        summary: 'What became of its groups, in true numbers',
        params: Id,
        response: { 200: Figures },
      },
    },
    ({ ctx, params }) => groupBuyFigures(ctx, params.id),
  )
  app.get(
    '/group-buys/:id/groups',
    {
      config: read,
      schema: {
        tags,
        summary: 'Its groups, newest first',
        params: Id,
        querystring: z.object({ ...pageQuery, state: z.enum(GROUP_STATES).optional() }),
        response: { 200: pageOf(Group) },
      },
    },
    async ({ ctx, params, query }) => listBuyingGroups(ctx, params.id, query),
  )
  app.get(
    '/buying-groups/:id/seats',
    {
      config: read,
      schema: {
        tags,
        summary: 'Who is in a group, in the order they came',
        params: Id,
        response: { 200: z.object({ items: z.array(Seat) }) },
      },
    },
    async ({ ctx, params }) => ({
      items: (await withCustomers(ctx, await seatsOfGroup(ctx, params.id))) as never,
    }),
  )
}
