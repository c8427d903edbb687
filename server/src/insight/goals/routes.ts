import { Nothing } from '../../org/index.ts'
import type { Http } from '../../platform/http.ts'
import { setGoals } from './goal.ts'
import { planGoal } from './planner.ts'
import { progressOf } from './progress.ts'
import { GoalsSet, PlanAnswer, PlanQuestion, ProgressAnswer, ProgressQuestion } from './shape.ts'

const tags = ['insight']
const reading = { access: 'events:read', scoped: true } as const

export function goalRoutes(app: Http): void {
  app.put(
    '/insight/goals',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'Set goals of months: customers by the end, GMV within',
        body: GoalsSet,
        response: { 204: Nothing },
      },
    },
    async ({ ctx, body }, reply) => {
      await setGoals(ctx, body)
      return reply.code(204).send()
    },
  )
  app.post(
    '/insight/goals/progress',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Goals of a year against what came of them, and where they land',
        body: ProgressQuestion.meta({ example: { scope: 'brand', scope_value: '', year: 2026 } }),
        response: { 200: ProgressAnswer },
      },
    },
    ({ ctx, body }) => progressOf(ctx, body),
  )
  app.post(
    '/insight/goals/plan',
    {
      config: reading,
      schema: {
        tags,
        summary: 'What has to happen to reach a goal',
        description:
          'The factors of the days before today, stretched over the days to come. Each factor is solved for alone; a range of plans says how likely the goal is.',
        body: PlanQuestion,
        response: { 200: PlanAnswer },
      },
    },
    ({ ctx, body }) => planGoal(ctx, body),
  )
}
