import type { Http } from '../../platform/http.ts'
import { sessions } from './sessions.ts'
import { SessionsAnswer, SessionsQuestion } from './shape.ts'

export function sessionsRoutes(app: Http): void {
  app.post(
    '/insight/sessions',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags: ['insight'],
        summary: 'Visits: how many, how long, what they begin and end with',
        description:
          'A visit ends when the customer does nothing for longer than the minutes. Only what happened within the range counts.',
        body: SessionsQuestion,
        response: { 200: SessionsAnswer },
      },
    },
    (request) => sessions(request.ctx, request.body),
  )
}
