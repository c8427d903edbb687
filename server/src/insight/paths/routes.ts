import type { Http } from '../../platform/http.ts'
import { paths } from './paths.ts'
import { PathsAnswer, PathsQuestion } from './shape.ts'

export function pathsRoutes(app: Http): void {
  app.post(
    '/insight/paths',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags: ['insight'],
        summary: 'What customers do step by step after something, or did before it',
        description:
          'Visits and customers are both counted: a customer may have several visits. Only what happened within the range counts.',
        body: PathsQuestion,
        response: { 200: PathsAnswer },
      },
    },
    (request) => paths(request.ctx, request.body),
  )
}
