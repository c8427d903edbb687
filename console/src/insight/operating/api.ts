import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../../api/client.ts'
import type { Answer, Sent } from '../../api/shapes.ts'

export type GmvQuestion = Sent<'/api/v1/insight/gmv'>
export type GmvAnswer = Answer<'/api/v1/insight/gmv', 'post'>
export type ProgressQuestion = Sent<'/api/v1/insight/goals/progress'>
export type ProgressAnswer = Answer<'/api/v1/insight/goals/progress', 'post'>
export type PlanQuestion = Sent<'/api/v1/insight/goals/plan'>
export type PlanAnswer = Answer<'/api/v1/insight/goals/plan', 'post'>
export type OperatingMode = Answer<'/api/v1/insight/mode', 'get'>

export const askGmv = (body: GmvQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/gmv', { body, signal }))

export const askProgress = (body: ProgressQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/goals/progress', { body, signal }))

export const askPlan = (body: PlanQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/goals/plan', { body, signal }))

export const setGoals = (body: Sent<'/api/v1/insight/goals', 'put'>) =>
  answer(client.PUT('/api/v1/insight/goals', { body }))

export const MODE = ['insight', 'mode']
export const modeQuery = () =>
  queryOptions({
    queryKey: MODE,
    queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/mode', { signal })),
  })
export const decideMode = (body: Sent<'/api/v1/insight/mode', 'put'>) =>
  answer(client.PUT('/api/v1/insight/mode', { body }))

export type ChainQuestion = Sent<'/api/v1/insight/chain'>
export type ChainAnswer = Answer<'/api/v1/insight/chain', 'post'>
export type ScorecardQuestion = Sent<'/api/v1/insight/scorecard'>
export type ScorecardAnswer = Answer<'/api/v1/insight/scorecard', 'post'>

export const askChain = (body: ChainQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/chain', { body, signal }))

export const askScorecard = (body: ScorecardQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/scorecard', { body, signal }))

export const setWeight = (operating_weight: number) =>
  answer(client.PUT('/api/v1/insight/scorecard/weight', { body: { operating_weight } }))

export type WatchQuestion = Sent<'/api/v1/insight/watch'>
export type WatchAnswer = Answer<'/api/v1/insight/watch', 'post'>

export const askWatch = (body: WatchQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/watch', { body, signal }))

export type PoolsWatched = Answer<'/api/v1/insight/watch/pools', 'post'>
export const poolsWatchQuery = (body: Sent<'/api/v1/insight/watch/pools'>) =>
  queryOptions({
    queryKey: ['insight', 'watch', 'pools', body],
    queryFn: ({ signal }) => answer(client.POST('/api/v1/insight/watch/pools', { body, signal })),
    staleTime: 60_000,
  })
export const openDiagnosis = (body: WatchQuestion) =>
  answer(client.POST('/api/v1/insight/watch/task', { body }))

export type Task = Answer<'/api/v1/tasks'>['items'][number]
export type TaskState = Task['state']
export const TASKS = ['tasks']
const of = (id: string) => ({ path: { id } })

export const tasksQuery = (state: TaskState, cursor: string | undefined) =>
  queryOptions({
    queryKey: [...TASKS, 'list', state, cursor],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/tasks', { params: { query: { state, cursor, limit: 50 } }, signal }),
      ),
  })
export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: [...TASKS, 'one', id],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/tasks/{id}', { params: of(id), signal })),
  })
export const ownersQuery = () =>
  queryOptions({
    queryKey: [...TASKS, 'owners'],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/tasks/owners', { signal })),
  })
export const assignTask = (id: string, owner_id: string) =>
  answer(client.POST('/api/v1/tasks/{id}/assign', { params: of(id), body: { owner_id } }))
export const commentOnTask = (id: string, text: string) =>
  answer(client.POST('/api/v1/tasks/{id}/comments', { params: of(id), body: { text } }))
export const closeTask = (id: string, outcome: string) =>
  answer(client.POST('/api/v1/tasks/{id}/close', { params: of(id), body: { outcome } }))

export type DriversQuestion = Sent<'/api/v1/insight/drivers'>
export type DriversAnswer = Answer<'/api/v1/insight/drivers', 'post'>

export const askDrivers = (body: DriversQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/drivers', { body, signal }))
