import type { Http } from '../../platform/http.ts'
import { adds } from './adds.ts'
import { AddsAnswer, AddsQuestion } from './shape.ts'

export function addsRoutes(app: Http): void {
  app.post(
    '/insight/adds',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags: ['insight'],
        summary:
          'Who accepts being added, by channel, hook and guide, what a contact costs, and the trend of both',
        description:
          'Asked: `wecom_friend_requested`. Costs are the brand’s: who sees a part of the customers sees none.',
        body: AddsQuestion,
        response: { 200: AddsAnswer },
      },
    },
    ({ ctx, body }) => adds(ctx, body),
  )
}
