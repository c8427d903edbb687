import { z } from 'zod'
import { Nothing } from '../../org/index.ts'
import type { Http } from '../../platform/http.ts'
import {
  archiveOwnMetric,
  codeOf,
  listOwnMetrics,
  OwnMetricInput,
  type OwnMetricRow,
  saveOwnMetric,
} from './own.ts'

const tags = ['insight']
const write = { access: 'audiences:write' } as const
const OwnMetric = OwnMetricInput.extend({
  id: z.uuid(),
  code: z.string().describe('By which boards, alerts and reports name it'),
  owner_name: z.string().nullable(),
  updated_at: z.iso.datetime(),
})
const params = z.object({ id: z.uuid() })

export function ownMetricRoutes(app: Http): void {
  app.get(
    '/insight/own-metrics',
    {
      config: { access: 'events:read' },
      schema: {
        tags,
        summary: 'Metrics of the brand’s own',
        response: { 200: z.object({ items: z.array(OwnMetric) }) },
      },
    },
    async ({ ctx }) => ({
      items: (await listOwnMetrics(ctx)).filter((row) => !row.is_archived).map(presented),
    }),
  )
  app.post(
    '/insight/own-metrics',
    {
      config: write,
      schema: {
        tags,
        summary: 'Define a metric of your own',
        description: 'Every page that shows metrics offers it from then on; you answer for it.',
        body: OwnMetricInput,
        response: { 201: OwnMetric },
      },
    },
    async ({ ctx, body }, reply) =>
      reply.code(201).send(presented(await saveOwnMetric(ctx, undefined, body))),
  )
  app.put(
    '/insight/own-metrics/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Change a metric of your own', params },
        body: OwnMetricInput,
        response: { 200: OwnMetric },
      },
    },
    async ({ ctx, body, params }) => presented(await saveOwnMetric(ctx, params.id, body)),
  )
  app.delete(
    '/insight/own-metrics/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Offer it no more; what shows it goes on', params },
        response: { 204: Nothing },
      },
    },
    async ({ ctx, params }, reply) => {
      await archiveOwnMetric(ctx, params.id)
      return reply.code(204).send()
    },
  )
}

const presented = (row: OwnMetricRow) => ({
  ...row.content,
  id: row.id,
  code: codeOf(row),
  owner_name: row.owner_name,
  updated_at: row.updated_at.toISOString(),
})
