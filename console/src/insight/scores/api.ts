import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../../api/client.ts'
import type { Answer, Sent } from '../../api/shapes.ts'

export type SuperUsersQuestion = Sent<'/api/v1/insight/super-users'>
export type SuperUsers = Answer<'/api/v1/insight/super-users', 'post'>
export type Evidence = Answer<'/api/v1/insight/super-users/customers/{id}'>
export type SuperUserSettings = Answer<'/api/v1/insight/super-users/settings'>
export type OwnershipQuestion = Sent<'/api/v1/insight/ownership'>
export type Ownership = Answer<'/api/v1/insight/ownership', 'post'>
export type OwnershipSettings = Answer<'/api/v1/insight/ownership/settings'>
export type NpsQuestion = Sent<'/api/v1/insight/nps'>
export type NpsAnswer = Answer<'/api/v1/insight/nps', 'post'>
export type Detractors = Answer<'/api/v1/insight/nps/detractors', 'post'>
export type FollowUp = Sent<'/api/v1/insight/nps/follow-ups/{event_id}', 'put'>
export type Experiment = Answer<'/api/v1/insight/experiments/{id}'>
export type NewExperiment = Sent<'/api/v1/insight/experiments'>
export type ReadoutQuestion = Sent<'/api/v1/insight/experiments/readout'>
export type Readout = Answer<'/api/v1/insight/experiments/readout', 'post'>
export type Benchmark = Answer<'/api/v1/insight/benchmarks'>['items'][number]
export type NewBenchmark = Sent<'/api/v1/insight/benchmarks'>

const SCORES = ['insight', 'scores']
/** With the answers of their pages. */
export const SUPER_USERS = ['insight', 'super_users']
export const OWNERSHIP = ['insight', 'ownership']
export const DETRACTORS = [...SCORES, 'detractors']
export const EXPERIMENTS = ['insight', 'experiments']
export const BENCHMARKS = [...SCORES, 'benchmarks']
const of = (id: string) => ({ path: { id } })

export const askSuperUsers = (body: SuperUsersQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/super-users', { body, signal }))
export const evidenceQuery = (customerId: number) =>
  queryOptions({
    queryKey: [...SUPER_USERS, 'evidence', customerId],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/insight/super-users/customers/{id}', {
          params: { path: { id: customerId } },
          signal,
        }),
      ),
    retry: false,
  })
export const superUserSettingsQuery = queryOptions({
  queryKey: [...SUPER_USERS, 'settings'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/super-users/settings', { signal })),
})
export const reckonSuperUsers = () => answer(client.POST('/api/v1/insight/super-users/reckon', {}))
export const saveSuperUserSettings = (body: Sent<'/api/v1/insight/super-users/settings', 'put'>) =>
  answer(client.PUT('/api/v1/insight/super-users/settings', { body }))

export const askOwnership = (body: OwnershipQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/ownership', { body, signal }))
export const ownershipSettingsQuery = queryOptions({
  queryKey: [...OWNERSHIP, 'settings'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/ownership/settings', { signal })),
})
export const saveOwnershipSettings = (body: Sent<'/api/v1/insight/ownership/settings', 'put'>) =>
  answer(client.PUT('/api/v1/insight/ownership/settings', { body }))

export const askNps = (body: NpsQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/nps', { body, signal }))
export const npsTaskRuleQuery = queryOptions({
  queryKey: ['insight', 'nps', 'task-rule'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/nps/task-rule', { signal })),
})
export const setNpsTaskRule = (body: Sent<'/api/v1/insight/nps/task-rule', 'put'>) =>
  answer(client.PUT('/api/v1/insight/nps/task-rule', { body }))
export const openNpsTasks = (body: Sent<'/api/v1/insight/nps/detractors/tasks'>) =>
  answer(client.POST('/api/v1/insight/nps/detractors/tasks', { body }))
export const askDetractors = (
  question: NpsQuestion,
  cursor: string | undefined,
  signal: AbortSignal,
) =>
  answer(
    client.POST('/api/v1/insight/nps/detractors', {
      body: { question, limit: 20, ...(cursor && { cursor }) },
      signal,
    }),
  )
export const followUp = (eventId: string, body: FollowUp) =>
  answer(
    client.PUT('/api/v1/insight/nps/follow-ups/{event_id}', {
      params: { path: { event_id: eventId } },
      body,
    }),
  )

export const experimentsQuery = queryOptions({
  queryKey: [...EXPERIMENTS, 'list'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/experiments', { signal })),
})
export const askReadout = (body: ReadoutQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/experiments/readout', { body, signal }))
export const planExperiment = (body: NewExperiment) =>
  answer(client.POST('/api/v1/insight/experiments', { body }))
/** What it is called by, and what it is, stay. */
export const replanExperiment = (
  { id, version, alpha, arms }: Experiment,
  { code: _code, kind: _kind, ...plan }: NewExperiment,
) =>
  answer(
    client.PUT('/api/v1/insight/experiments/{id}', {
      params: of(id),
      body: {
        ...{ ...plan, version, alpha },
        arms: plan.arms.map((arm, at) => ({ ...arm, code: arms[at]?.code ?? arm.code })),
      },
    }),
  )
export const startExperiment = (id: string) =>
  answer(client.POST('/api/v1/insight/experiments/{id}/start', { params: of(id) }))
export const decideExperiment = (
  id: string,
  body: Sent<'/api/v1/insight/experiments/{id}/decide'>,
) => answer(client.POST('/api/v1/insight/experiments/{id}/decide', { params: of(id), body }))
export const exposeTo = (id: string, body: Sent<'/api/v1/insight/experiments/{id}/expose'>) =>
  answer(client.POST('/api/v1/insight/experiments/{id}/expose', { params: of(id), body }))

export const benchmarksQuery = queryOptions({
  queryKey: BENCHMARKS,
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/benchmarks', { signal })),
})
export const addBenchmark = (body: NewBenchmark) =>
  answer(client.POST('/api/v1/insight/benchmarks', { body }))
export const removeBenchmark = async (id: string) => {
  await client.DELETE('/api/v1/insight/benchmarks/{id}', { params: of(id) })
}
