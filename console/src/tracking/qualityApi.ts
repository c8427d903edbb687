import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Sent } from '../api/shapes.ts'
import { TRACKING } from './api.ts'

export type Quality = Answer<'/api/v1/tracking/quality'>
export type QualityDay = Quality['days'][number]
export type Gap = Item<'/api/v1/tracking/quality/gaps'>
export type Watch = Item<'/api/v1/tracking/quality/watches'>
export type QualityAlert = Item<'/api/v1/tracking/quality/alerts'>
export type Metric = Watch['metric']
export const metrics = ['completeness', 'continuity', 'validity', 'agreement'] as const

export const qualityQuery = queryOptions({
  queryKey: [...TRACKING, 'quality'],
  queryFn: ({ signal }) =>
    answer(client.GET('/api/v1/tracking/quality', { params: { query: { days: 30 } }, signal })),
})

export const gapsQuery = queryOptions({
  queryKey: [...TRACKING, 'gaps'],
  staleTime: 60_000,
  queryFn: async ({ signal }) =>
    (await answer(client.GET('/api/v1/tracking/quality/gaps', { signal }))).items,
})

export const watchesQuery = queryOptions({
  queryKey: [...TRACKING, 'watches'],
  queryFn: async ({ signal }) =>
    (await answer(client.GET('/api/v1/tracking/quality/watches', { signal }))).items,
})

export const alertsQuery = queryOptions({
  queryKey: [...TRACKING, 'alerts'],
  queryFn: async ({ signal }) =>
    (
      await answer(
        client.GET('/api/v1/tracking/quality/alerts', { params: { query: { limit: 20 } }, signal }),
      )
    ).items,
})

export const addWatch = (body: Sent<'/api/v1/tracking/quality/watches'>) =>
  answer(client.POST('/api/v1/tracking/quality/watches', { body }))

export const removeWatch = (id: string) =>
  answer(client.DELETE('/api/v1/tracking/quality/watches/{id}', { params: { path: { id } } }))

export const acknowledge = (id: string) =>
  answer(
    client.POST('/api/v1/tracking/quality/alerts/{id}/acknowledge', { params: { path: { id } } }),
  )

export const acknowledgeMany = (ids: string[]) =>
  answer(client.POST('/api/v1/tracking/quality/alerts/batch/acknowledge', { body: { ids } }))

export const removeWatches = (ids: string[]) =>
  answer(client.POST('/api/v1/tracking/quality/watches/batch/remove', { body: { ids } }))
