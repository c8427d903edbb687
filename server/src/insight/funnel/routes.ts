import type { Http } from '../../platform/http.ts'
import { funnel } from './funnel.ts'
import { FunnelAnswer, FunnelQuestion } from './shape.ts'

const config = { access: 'events:read', scoped: true } as const

export function funnelRoutes(app: Http): void {
  app.post(
    '/insight/funnel',
    {
      config,
      schema: {
        tags: ['insight'],
        summary: 'How many customers come how far along some steps',
        description:
          'Each customer counts once, with the attempt that goes furthest. Only what happened within the range counts; of events at one moment earlier steps stand first.',
        body: FunnelQuestion,
        response: { 200: FunnelAnswer },
      },
    },
    (request) => funnel(request.ctx, request.body),
  )
}
