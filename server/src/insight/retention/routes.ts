import type { Http } from '../../platform/http.ts'
import { lifecycle, stickiness } from './activity.ts'
import { retention } from './retention.ts'
import {
  LifecycleAnswer,
  LifecycleQuestion,
  RetentionAnswer,
  RetentionQuestion,
  StickinessAnswer,
  StickinessQuestion,
} from './shape.ts'

const config = { access: 'events:read', scoped: true } as const
const tags = ['insight']

export function retentionRoutes(app: Http): void {
  app.post(
    '/insight/retention',
    {
      config,
      schema: {
        tags,
        summary: 'How many of each cohort come back, period by period',
        body: RetentionQuestion,
        response: { 200: RetentionAnswer },
      },
    },
    (request) => retention(request.ctx, request.body),
  )
  app.post(
    '/insight/lifecycle',
    {
      config,
      schema: {
        tags,
        summary: 'Who of the active is new, stayed or came back, and who went',
        body: LifecycleQuestion,
        response: { 200: LifecycleAnswer },
      },
    },
    (request) => lifecycle(request.ctx, request.body),
  )
  app.post(
    '/insight/stickiness',
    {
      config,
      schema: {
        tags,
        summary: 'In how many periods customers are active',
        body: StickinessQuestion,
        response: { 200: StickinessAnswer },
      },
    },
    (request) => stickiness(request.ctx, request.body),
  )
}
