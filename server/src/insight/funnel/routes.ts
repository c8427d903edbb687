import type { Http } from '../../platform/http.ts'
import { funnel } from './funnel.ts'
import {
  FunnelAnswer,
  FunnelQuestion,
  FunnelTimesAnswer,
  FunnelTrendAnswer,
  FunnelTrendQuestion,
} from './shape.ts'
import { funnelTimes } from './times.ts'
import { funnelTrend } from './trend.ts'

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
  app.post(
    '/insight/funnel/times',
    {
      config,
      schema: {
        tags: ['insight'],
        summary: 'How long customers take from step to step of a funnel, and over the whole of it',
        description: 'Of the attempts that the funnel counts. Its breakdown is passed over.',
        body: FunnelQuestion,
        response: { 200: FunnelTimesAnswer },
      },
    },
    (request) => funnelTimes(request.ctx, request.body),
  )
  app.post(
    '/insight/funnel/trend',
    {
      config,
      schema: {
        tags: ['insight'],
        summary: 'How the conversion of a funnel moves, by when attempts began',
        description:
          'In each period a customer counts once, with the attempt that goes furthest of those that began in it. Attempts begin within the range; their window may reach beyond it.',
        body: FunnelTrendQuestion,
        response: { 200: FunnelTrendAnswer },
      },
    },
    (request) => funnelTrend(request.ctx, request.body),
  )
}
