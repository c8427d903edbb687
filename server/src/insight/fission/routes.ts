import type { Http } from '../../platform/http.ts'
import { fission } from './fission.ts'
import { FissionAnswer, FissionQuestion } from './shape.ts'

export function fissionRoutes(app: Http): void {
  app.post(
    '/insight/fission',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags: ['insight'],
        summary: 'Who brought whom: K, fission rate, cycle time, layers, suspects, branches',
        description:
          'From the shares that SDKs tell of and the visits by their links. A newcomer came by a link within a day of her first trace; her inviter is who told of that share.',
        body: FissionQuestion,
        response: { 200: FissionAnswer },
      },
    },
    ({ ctx, body }) => fission(ctx, body),
  )
}
