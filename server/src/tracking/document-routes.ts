// The plan as a document over HTTP.
import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { diffPlan, exportPlan, importPlan, PlanChange, PlanDiff, PlanDocument } from './document.ts'
import { FORMATS, MEDIA } from './document-formats.ts'

export function documentRoutes(app: Http): void {
  app.get(
    '/tracking/plan',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'The tracking plan as a document: JSON, Markdown, CSV or XLSX',
        querystring: z.object({ format: z.enum(FORMATS).default('json') }),
        response: { 200: z.string().describe('The document') },
      },
    },
    async (request, reply) => {
      const { format } = request.query
      const document = await exportPlan(request.ctx, format)
      return reply
        .headers({
          'content-type': MEDIA[format].type,
          'content-disposition': `attachment; filename="tracking-plan.${MEDIA[format].ending}"`,
        })
        .serializer((body: string) => body)
        .send(document as string)
    },
  )
  app.post(
    '/tracking/plan',
    {
      config: { access: 'events:manage' },
      schema: {
        tags: ['tracking'],
        summary: 'Bring a plan in: what it names is added or changed, the rest stays',
        querystring: z.object({
          trial: z.stringbool().default(false).describe('Say what it would do and do nothing'),
        }),
        body: PlanDocument,
        response: { 200: PlanChange },
      },
    },
    (request) => importPlan(request.ctx, request.body, request.query.trial),
  )
  app.get(
    '/tracking/plan/diff',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['tracking'],
        summary: 'Where the plan and what comes in part ways',
        response: { 200: PlanDiff },
      },
    },
    (request) => diffPlan(request.ctx),
  )
}
