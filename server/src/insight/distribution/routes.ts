import type { Http } from '../../platform/http.ts'
import { distribution } from './distribution.ts'
import { DistributionAnswer, DistributionQuestion } from './shape.ts'

export function distributionRoutes(app: Http): void {
  app.post(
    '/insight/distribution',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags: ['insight'],
        summary: 'How a number is spread over customers',
        description:
          'One number a customer: how often, on how many days, how much. Who did nothing of it has none.',
        body: DistributionQuestion,
        response: { 200: DistributionAnswer },
      },
    },
    (request) => distribution(request.ctx, request.body),
  )
}
