import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import { ApiError } from '../api/error.ts'
import type { Answer, Sent } from '../api/shapes.ts'
import { TRACKING } from './api.ts'

export type PlanDiff = Answer<'/api/v1/tracking/plan/diff'>
export type Plan = Sent<'/api/v1/tracking/plan'>
export type PlanChange = Answer<'/api/v1/tracking/plan', 'post'>

export const planDiffQuery = queryOptions({
  queryKey: [...TRACKING, 'plan-diff'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/tracking/plan/diff', { signal })),
})

/** The server says what is wrong with it; here it only has to be JSON. */
export async function readPlan(file: File): Promise<Plan> {
  try {
    return JSON.parse(await file.text()) as Plan
  } catch (thrown) {
    throw new ApiError(400, 'plan_not_json', thrown instanceof Error ? thrown.message : '')
  }
}

export const bringIn = (plan: Plan, isTrial: boolean) =>
  answer(
    client.POST('/api/v1/tracking/plan', {
      params: { query: { trial: isTrial ? 'true' : 'false' } },
      body: plan,
    }),
  )
