import type { Http } from '../../platform/http.ts'
import { attribution } from './attribution.ts'
import { AttributionAnswer, AttributionQuestion } from './shape.ts'

export function attributionRoutes(app: Http): void {
  app.post(
    '/insight/attribution',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags: ['insight'],
        summary: 'What conversions are owed to, by seven models side by side',
        description:
          'A conversion’s way is the touches of its customer within the lookback before it; touches of one value within 30 minutes of each other are one visit. Each model hands out exactly the conversions that had a touch.',
        body: AttributionQuestion,
        response: { 200: AttributionAnswer },
      },
    },
    (request) => attribution(request.ctx, request.body),
  )
}
