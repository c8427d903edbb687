import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { FREQUENCY_RULES } from '../frequency/rule.ts'
import {
  changeActivity,
  createActivity,
  MEASURES,
  publishActivity,
  stopActivity,
} from './activities.ts'
import { copyActivity, PARTS } from './copy.ts'
import { figuresOf } from './figures.ts'
import { getActivity, listActivities } from './queries.ts'
import { warningsOf } from './warnings.ts'

const Name = z.string().trim().min(1).max(200)
const Moment = z.iso.datetime({ offset: true })
const Words = z.array(z.string().trim().min(1).max(200)).max(200)
const Objective = z.object({
  measure: z.enum(MEASURES),
  target: z.number().int().min(1).max(1_000_000_000_000).describe('Fen for amounts'),
  note: z.string().max(500).default(''),
})
const Fields = z.object({
  name: Name,
  starts_at: Moment,
  ends_at: Moment.describe('Not included'),
  owner_id: z.guid().nullable(),
  audiences: z.array(z.guid()).max(100),
  goods: z.object({ skus: Words.optional(), categories: Words.optional() }),
  storefronts: Words,
  carriers: Words.describe('Where it is carried: live rooms, groups, posts, stores …'),
  short_objective: Objective.nullable(),
  long_objective: Objective.nullable(),
  budget_fen: z.number().int().min(0).max(1_000_000_000_000).nullable(),
})
const Activity = Fields.extend({
  id: z.string(),
  name: z.string(),
  starts_at: z.string(),
  ends_at: z.string(),
  owner_id: z.string().nullable(),
  audiences: z.array(z.string()),
  state: z.enum(['draft', 'live', 'paused', 'ended']),
  approval_id: z.string().nullable().describe('The request that somebody has to decide'),
  copied_from: z.string().nullable(),
  revision: z.number().int(),
  offers: z.number().int(),
  updated_at: z.string(),
})
const Detail = Activity.extend({
  warnings: z.array(
    z.object({
      code: z.enum([
        ...(['too_often', 'too_deep', 'budget_over', 'no_offers'] as const),
        ...FREQUENCY_RULES,
      ]),
      args: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
})
const Int = z.number().int()
const Figures = z.object({
  currency: z.string(),
  subsidy_fen: Int.describe('What its offers were worth to buyers, of paid orders'),
  held_fen: Int,
  costs: z.array(z.object({ kind: z.string(), fen: Int })),
  costs_fen: Int,
  orders: Int,
  sales_fen: Int,
  refunded_fen: Int,
  margin_fen: Int.nullable().describe('Net sales less goods and platform commission'),
  estimated_orders: Int.describe('Of which a cost rests on a default'),
  new_customers: Int,
  returning_customers: Int,
  by_offer: z.array(
    z.object({
      ...{ id: z.string(), name: z.string(), uses: Int, fen: Int, orders: Int, sales_fen: Int },
      margin_fen: Int.nullable().describe('Of the orders that used it; null while there are none'),
      new_customers: Int,
      subsidy_per_new_fen: Int.nullable(),
    }),
  ),
})
const Id = z.object({ id: z.guid() })
const tags = ['activities']
const read = { access: 'promotion:read' } as const
const write = { access: 'promotion:write' } as const

export function activityRoutes(app: Http): void {
  app.get(
    '/activities',
    {
      config: { access: 'promotion:read', scoped: true },
      schema: {
        tags,
        summary: 'Activities, those that begin last first; with from and to, the calendar',
        querystring: z.object({
          ...pageQuery,
          q: z.string().max(200).optional(),
          state: z.enum(['draft', 'live', 'paused', 'ended']).optional(),
          from: Moment.optional(),
          to: Moment.optional(),
        }),
        response: { 200: pageOf(Activity) },
      },
    },
    ({ ctx, query }) => listActivities(ctx, query),
  )
  app.post(
    '/activities',
    {
      config: write,
      schema: {
        tags,
        summary: 'Make an activity; it is a draft',
        body: Fields.partial().required({ name: true, starts_at: true, ends_at: true }),
        response: { 201: Activity },
      },
    },
    async ({ ctx, body }, reply) =>
      reply.code(201).send(
        await createActivity(ctx, {
          ...{ name: body.name, starts_at: body.starts_at, ends_at: body.ends_at },
          ...{ owner_id: body.owner_id ?? null, audiences: body.audiences ?? [] },
          ...{ goods: body.goods ?? {}, storefronts: body.storefronts ?? [] },
          ...{ carriers: body.carriers ?? [], budget_fen: body.budget_fen ?? null },
          short_objective: body.short_objective ?? null,
          long_objective: body.long_objective ?? null,
        }),
      ),
  )
  app.get(
    '/activities/:id',
    {
      config: { access: 'promotion:read', scoped: true },
      schema: {
        tags,
        summary: 'An activity, and what to think about before it goes live',
        params: Id,
        response: { 200: Detail },
      },
    },
    async ({ ctx, params }) => {
      const activity = await getActivity(ctx, params.id)
      return { ...activity, warnings: await warningsOf(ctx, activity) }
    },
  )
  app.patch(
    '/activities/:id',
    {
      config: write,
      schema: {
        tags,
        summary: 'Change an activity',
        params: Id,
        body: Fields.partial().extend({ revision: z.number().int().min(1) }),
        response: { 200: Activity },
      },
    },
    ({ ctx, params, body: { revision, ...change } }) =>
      changeActivity(ctx, params.id, change, revision),
  )
  app.post(
    '/activities/:id/copy',
    {
      config: write,
      schema: {
        tags,
        summary: 'A later one like it, as a draft',
        params: Id,
        body: Fields.pick({ name: true, starts_at: true, ends_at: true }).extend({
          with_offers: z
            .boolean()
            .default(false)
            .describe(
              'All that is in it and not over comes along as drafts, its times so much later',
            ),
        }),
        response: {
          201: Activity.extend({
            left_out: z
              .array(z.object({ kind: z.enum(PARTS), name: z.string(), code: z.string() }))
              .describe('Parts that could not be made as they were, and why'),
          }),
        },
      },
    },
    async ({ ctx, params, body: { with_offers, ...given } }, reply) =>
      reply.code(201).send(await copyActivity(ctx, params.id, given, with_offers)),
  )
  app.post(
    '/activities/:id/publish',
    {
      config: write,
      schema: {
        tags,
        summary: 'Put it live, or ask a second person where one is needed',
        params: Id,
        response: { 200: Activity },
      },
    },
    ({ ctx, params }) => publishActivity(ctx, params.id),
  )
  for (const [verb, to, summary] of [
    ['pause', 'paused', 'Its offers count no more until it is published again'],
    ['end', 'ended', 'It is over for good'],
  ] as const)
    app.post(
      `/activities/:id/${verb}`,
      { config: write, schema: { tags, summary, params: Id, response: { 200: Activity } } },
      ({ ctx, params }) => stopActivity(ctx, params.id, to),
    )
  app.get(
    '/activities/:id/figures',
    {
      config: read,
      schema: {
        tags,
        summary: 'What went in against what came out',
        params: Id,
        response: { 200: Figures },
      },
    },
    async ({ ctx, params }) => {
      await getActivity(ctx, params.id)
      return figuresOf(ctx, params.id)
    },
  )
}
