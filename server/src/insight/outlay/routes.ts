import { z } from 'zod'
import { listOutlays, recordOutlay, removeOutlay } from '../../commerce/index.ts'
import { Nothing } from '../../org/index.ts'
import { demand } from '../../platform/auth.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { CostModel, costModelOf } from '../adds/cost-model.ts'
import { changeSettings, settingsOf } from '../settings/versions.ts'
import { ordersBehind, outlay } from './outlay.ts'
import { NewOutlay, OrderBehind, Outlay, OutlayAnswer, OutlayQuestion } from './shape.ts'

const tags = ['insight']
// Costs are the brand's: there is no telling which of them are a scope's.
const reading = { access: 'events:read' } as const
const Model = z.object({
  settings: CostModel,
  version: z.number().int().describe('Sent back with a change; 0: those of the house'),
  at: z.iso.datetime().nullable(),
  by_name: z.string().nullable(),
})
const Skip = z.number().int().min(0).max(10_000_000)

export function outlayRoutes(app: Http): void {
  app.post(
    '/insight/outlay',
    {
      config: reading,
      schema: {
        tags,
        summary: 'What was put in and what came out, by channel, activity or guide, with ROI',
        description:
          'No contact costs nothing: where no cost of winning customers is recorded of a value and month, the cost model stands in and says so.',
        body: OutlayQuestion,
        response: { 200: OutlayAnswer },
      },
    },
    ({ ctx, body }) => {
      demand(ctx.actor, 'orders:read')
      return outlay(ctx, body)
    },
  )
  app.post(
    '/insight/outlay/orders',
    {
      config: reading,
      schema: {
        tags,
        summary: 'The orders behind a figure of the ledger, newest first',
        body: z.object({
          question: OutlayQuestion,
          value: z.string().max(200).nullable().optional().describe('null: none; left out: all'),
          limit: z.number().int().min(1).max(200).default(50),
          skip: Skip.default(0),
        }),
        response: { 200: z.object({ items: z.array(OrderBehind), next_skip: Skip.nullable() }) },
      },
    },
    ({ ctx, body }) => {
      demand(ctx.actor, 'orders:read')
      const { question, value, limit, skip } = body
      return ordersBehind(ctx, question, { value, limit, skip })
    },
  )
  app.get(
    '/insight/cost-model',
    {
      config: reading,
      schema: { tags, summary: 'What contacts are taken to cost', response: { 200: Model } },
    },
    async ({ ctx }) => shown(await settingsOf(ctx, 'cost_model', CostModel)),
  )
  app.put(
    '/insight/cost-model',
    {
      config: { access: 'settings:manage' },
      schema: {
        tags,
        summary: 'Set what contacts are taken to cost where nothing is recorded',
        body: Model.pick({ settings: true, version: true }),
        response: { 200: Model },
      },
    },
    async ({ ctx, body }) => shown(await changeSettings(ctx, 'cost_model', CostModel, body)),
  )
  app.get(
    '/outlays',
    {
      config: { access: 'orders:read' },
      schema: {
        tags: ['orders'],
        summary: 'What was spent, newest first',
        querystring: z.object({ ...pageQuery, by_hand: z.enum(['true', 'false']).optional() }),
        response: { 200: pageOf(Outlay) },
      },
    },
    ({ ctx, query: { by_hand, ...page } }) =>
      listOutlays(ctx, { ...page, ...(by_hand && { by_hand: by_hand === 'true' }) }),
  )
  app.post(
    '/outlays',
    {
      config: { access: 'imports:run' },
      schema: {
        tags: ['orders'],
        summary: 'Enter what was spent: an amount, or hours of work at a rate',
        body: NewOutlay,
        response: { 201: Outlay },
      },
    },
    async ({ ctx, body }, reply) =>
      reply.code(201).send(await recordOutlay(ctx, body, (await costModelOf(ctx)).hour_fen)),
  )
  app.delete(
    '/outlays/:id',
    {
      config: { access: 'imports:run' },
      schema: {
        tags: ['orders'],
        summary: 'Take back what was entered by hand',
        params: z.object({ id: z.uuid() }),
        response: { 204: Nothing },
      },
    },
    async ({ ctx, params }, reply) => {
      await removeOutlay(ctx, params.id)
      return reply.code(204).send()
    },
  )
}

const shown = (standing: Awaited<ReturnType<typeof settingsOf<typeof CostModel>>>) => ({
  ...standing,
  at: standing.at?.toISOString() ?? null,
})
