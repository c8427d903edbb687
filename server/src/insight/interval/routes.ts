import type { Http } from '../../platform/http.ts'
import { interval } from './interval.ts'
import { IntervalAnswer, IntervalQuestion } from './shape.ts'

export function intervalRoutes(app: Http): void {
  app.post(
    '/insight/interval',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags: ['insight'],
        summary: 'How long it takes from one event to another',
        description:
          'Of events at one moment the first stands before the second. Both lie within the range.',
        body: IntervalQuestion,
        response: { 200: IntervalAnswer },
      },
    },
    (request) => interval(request.ctx, request.body),
  )
}
