import type { Http } from '../../platform/http.ts'
import { gmv } from './gmv.ts'
import { GmvAnswer, GmvQuestion } from './shape.ts'

export function gmvRoutes(app: Http): void {
  app.post(
    '/insight/gmv',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags: ['insight'],
        summary: 'GMV as traffic × conversion × net order value × (1 + fission) × orders a buyer',
        description:
          'Counted from the brand’s own rows, so that the five multiply to net sales. A change is owed to each factor by LMDI and by Shapley, without a rest. Whose orders count is the operating mode.',
        body: GmvQuestion,
        response: { 200: GmvAnswer },
      },
    },
    (request) => gmv(request.ctx, request.body),
  )
}
