import type { Http } from '../../platform/http.ts'
import { TrendsAnswer, TrendsQuestion } from './shape.ts'
import { trends } from './trends.ts'

export function trendsRoutes(app: Http): void {
  app.post(
    '/insight/trends',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags: ['insight'],
        summary: 'Events, customers and amounts over time',
        description:
          'Periods are those of the brand’s calendar; the first and last count as far as the range reaches.',
        body: TrendsQuestion,
        response: { 200: TrendsAnswer },
      },
    },
    (request) => trends(request.ctx, request.body),
  )
}
