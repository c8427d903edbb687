import type { Http } from '../../platform/http.ts'
import { DriversAnswer, DriversQuestion, drivers } from './drivers.ts'

export function driverRoutes(app: Http): void {
  app.post(
    '/insight/drivers',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags: ['insight'],
        summary: 'What goes with buying, and how common it is: importance × performance',
        description:
          'Importance is a driver’s Shapley share of the R² of a regression over customers; it shows what goes together, not what causes what.',
        body: DriversQuestion,
        response: { 200: DriversAnswer },
      },
    },
    ({ ctx, body }) => drivers(ctx, body),
  )
}
