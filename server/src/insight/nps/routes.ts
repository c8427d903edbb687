import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { NpsTaskRule, setTaskRule, taskRule } from './auto-tasks.ts'
import { detractors, followUp, openTasks } from './follow-ups.ts'
import { npsOverTime } from './nps.ts'
import { Detractors, FOLLOW_UP_STATES, FollowUp, NpsOverTime, NpsQuestion } from './shape.ts'

const tags = ['insight']

export function npsRoutes(app: Http): void {
  app.post(
    '/insight/nps',
    {
      config: { access: 'events:read', scoped: true },
      schema: {
        tags,
        summary: 'NPS by wave and segment, with intervals and the change between waves',
        body: NpsQuestion,
        response: { 200: NpsOverTime },
      },
    },
    (request) => npsOverTime(request.ctx, request.body),
  )
  app.post(
    '/insight/nps/detractors',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'Answers of 6 and below, the newest first, with what was done about each',
        body: z.object({
          question: NpsQuestion,
          limit: z.number().int().min(1).max(100).default(20),
          cursor: z.string().max(500).optional(),
        }),
        response: { 200: Detractors },
      },
    },
    (request) => {
      const { question, ...page } = request.body
      return detractors(request.ctx, question, page)
    },
  )
  app.post(
    '/insight/nps/detractors/tasks',
    {
      config: { access: 'audiences:write', scoped: true },
      schema: {
        tags,
        summary: 'Open a task for each of these answers, with the unit that is to act',
        description:
          'One task an answer, however often it is asked for. The guide of the customer is told. Saying that an answer is resolved closes its task.',
        body: z.object({
          question: NpsQuestion,
          event_ids: z.array(z.guid()).min(1).max(100),
          owner_id: z.uuid().optional().describe('Of `GET /tasks/owners`'),
        }),
        response: { 200: z.object({ opened: z.number().int(), already: z.number().int() }) },
      },
    },
    ({ ctx, body: { question, ...given } }) => openTasks(ctx, question, given),
  )
  app.get(
    '/insight/nps/task-rule',
    {
      config: { access: 'events:read' },
      schema: {
        tags,
        summary: 'Whether each detractor opens a task by itself',
        response: { 200: z.object({ rule: NpsTaskRule.nullable() }) },
      },
    },
    async ({ ctx }) => ({ rule: await taskRule(ctx) }),
  )
  app.put(
    '/insight/nps/task-rule',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'Switch tasks for detractors on or off',
        description:
          'From now on, once an answer of 6 and below. Its owner is the guide of the customer, where she may own tasks; else who switched it on.',
        body: NpsTaskRule,
        response: { 200: NpsTaskRule },
      },
    },
    ({ ctx, body }) => setTaskRule(ctx, body),
  )
  app.put(
    '/insight/nps/follow-ups/:event_id',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'Say what was done about an answer',
        params: z.object({ event_id: z.guid() }),
        body: z.object({
          state: z.enum(FOLLOW_UP_STATES),
          note: z.string().trim().max(2_000).default(''),
        }),
        response: { 200: FollowUp },
      },
    },
    (request) => followUp(request.ctx, request.params.event_id, request.body),
  )
}
