import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../../api/client.ts'
import type { Answer, Sent } from '../../api/shapes.ts'

export type SuperUsers = Answer<'/api/v1/insight/super-users'>
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
export type Readout = Answer<'/api/v1/insight/experiments/{id}/readout'>
export type Benchmark = Answer<'/api/v1/insight/benchmarks'>['items'][number]
export type NewBenchmark = Sent<'/api/v1/insight/benchmarks'>

const SCORES = ['insight', 'scores']
export const SUPER_USERS = [...SCORES, 'super-users']
export const OWNERSHIP = [...SCORES, 'ownership']
export const DETRACTORS = [...SCORES, 'detractors']
export const EXPERIMENTS = [...SCORES, 'experiments']
export const BENCHMARKS = [...SCORES, 'benchmarks']
const of = (id: string) => ({ path: { id } })

export const superUsersQuery = queryOptions({
  queryKey: [...SUPER_USERS, 'page'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/super-users', { signal })),
  // A reckoning that goes on is looked at until it is done.
  refetchInterval: ({ state }) =>
    state.data?.run && state.data.run.finished_at === null ? 1_500 : false,
})
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

export const ownershipQuery = (question: OwnershipQuestion) =>
  queryOptions({
    queryKey: [...OWNERSHIP, 'answer', question],
    queryFn: ({ signal }) =>
      answer(client.POST('/api/v1/insight/ownership', { body: question, signal })),
    retry: false,
  })
export const ownershipSettingsQuery = queryOptions({
  queryKey: [...OWNERSHIP, 'settings'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/ownership/settings', { signal })),
})
export const saveOwnershipSettings = (body: Sent<'/api/v1/insight/ownership/settings', 'put'>) =>
  answer(client.PUT('/api/v1/insight/ownership/settings', { body }))

export const askNps = (body: NpsQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/nps', { body, signal }))
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
export const readoutQuery = (id: string) =>
  queryOptions({
    queryKey: [...EXPERIMENTS, 'readout', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/insight/experiments/{id}/readout', { params: of(id), signal })),
    retry: false,
  })
export const planExperiment = (body: NewExperiment) =>
  answer(client.POST('/api/v1/insight/experiments', { body }))
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
