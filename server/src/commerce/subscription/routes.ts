import { z } from 'zod'
import { BatchAnswer, BatchIds, eachOf } from '../../platform/batch.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { withCustomers } from '../../profile/index.ts'
import { changeSubscription } from './change.ts'
import { changePlan, createPlan, listPlans } from './plans.ts'
import {
  demandInSight,
  listSubscriptions,
  showSubscription,
  subscriptionFigures,
} from './queries.ts'
import {
  Change,
  Figures,
  ListedSubscription,
  PlanFields,
  PlanShown,
  State,
  SubscriptionId,
  SubscriptionShown,
} from './shapes.ts'

const tags = ['subscriptions']

export function subscriptionRoutes(app: Http): void {
  app.get(
    '/subscription-plans',
    {
      config: { access: 'goods:read' },
      schema: {
        tags,
        summary: 'Plans by which products are delivered again and again',
        querystring: z.object({ sku: z.string().min(1).max(255).optional() }),
        response: { 200: z.object({ items: z.array(PlanShown) }) },
      },
    },
    async ({ ctx, query }) => ({ items: await listPlans(ctx, query) }),
  )
  app.post(
    '/subscription-plans',
    {
      config: { access: 'goods:write' },
      schema: {
        ...{ tags, summary: 'Make a plan', body: PlanFields },
        response: { 201: PlanShown },
      },
    },
    async ({ ctx, body }, reply) => reply.code(201).send(await createPlan(ctx, body)),
  )
  app.put(
    '/subscription-plans/:id',
    {
      config: { access: 'goods:write' },
      schema: {
        ...{ tags, summary: 'Change a plan for those who subscribe from now on' },
        params: SubscriptionId,
        body: PlanFields.extend({ revision: z.number().int().min(1) }),
        response: { 200: PlanShown },
      },
    },
    ({ ctx, params, body: { revision, ...fields } }) =>
      changePlan(ctx, params.id, fields, revision),
  )
  app.get(
    '/product-subscriptions',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        ...{ tags, summary: 'Product subscriptions, newest first' },
        querystring: z.object({
          ...pageQuery,
          q: z
            .string()
            .max(200)
            .optional()
            .describe('In the product’s name or SKU, or the buyer’s phone or name'),
          state: State.optional(),
          customer_id: z.coerce.number().int().min(1).max(4_294_967_295).optional(),
        }),
        response: { 200: pageOf(ListedSubscription) },
      },
    },
    async ({ ctx, query }) => {
      const { items, next_cursor } = await listSubscriptions(ctx, query)
      return { items: await withCustomers(ctx, items), next_cursor }
    },
  )
  app.get(
    '/product-subscriptions/figures',
    {
      config: { access: 'orders:read' },
      schema: {
        ...{ tags, summary: 'How many run, how many ended, what is to be delivered' },
        response: { 200: Figures },
      },
    },
    ({ ctx }) => subscriptionFigures(ctx),
  )
  app.post(
    '/product-subscriptions/changes',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        ...{ tags, summary: 'Pause, resume or cancel many; what cannot is told by row' },
        body: z.object({ ids: BatchIds, act: z.enum(['pause', 'resume', 'cancel']) }),
        response: { 200: BatchAnswer },
      },
    },
    ({ ctx, body: { ids, act } }) =>
      eachOf(ids, async (id) => {
        await demandInSight(ctx, id)
        await changeSubscription(ctx, id, { act })
      }),
  )
  app.get(
    '/product-subscriptions/:id',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        ...{ tags, summary: 'A subscription with its deliveries and history' },
        params: SubscriptionId,
        response: { 200: SubscriptionShown },
      },
    },
    async ({ ctx, params }) => {
      await demandInSight(ctx, params.id)
      return showSubscription(ctx, params.id)
    },
  )
  app.post(
    '/product-subscriptions/:id/change',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        ...{
          tags,
          summary: 'Change a subscription for its buyer: skip, move, swap, pause, cancel',
        },
        ...{ params: SubscriptionId, body: Change, response: { 200: SubscriptionShown } },
      },
    },
    async ({ ctx, params, body }) => {
      await demandInSight(ctx, params.id)
      await changeSubscription(ctx, params.id, body)
      return showSubscription(ctx, params.id)
    },
  )
}
