import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type OfferExperiment = Item<'/api/v1/offer-experiments'>
export type ExperimentReadout = Answer<'/api/v1/offer-experiments/{id}/readout'>
export type NewOfferExperiment = Sent<'/api/v1/offer-experiments'>

// With the rest of promotion: one change makes all of it old.
const KEY = 'promotion'

export const experimentsQuery = (query: Search<'/api/v1/offer-experiments'>) =>
  queryOptions({
    queryKey: [KEY, 'offer-experiments', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/offer-experiments', { params: { query }, signal })),
  })
export const readoutQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'offer-experiment', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/offer-experiments/{id}/readout', { params: { path: { id } }, signal }),
      ),
  })
/** What members hold, to be tried; they belong to another page, so they are asked for anew. */
export const benefitsToTryQuery = queryOptions({
  queryKey: [KEY, 'benefits to try'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/membership/benefits', { signal })),
})
export const planExperiment = (body: NewOfferExperiment) =>
  answer(client.POST('/api/v1/offer-experiments', { body }))
export const changeExperiment = (id: string, body: Sent<'/api/v1/offer-experiments/{id}', 'put'>) =>
  answer(client.PUT('/api/v1/offer-experiments/{id}', { params: { path: { id } }, body }))
export const startExperiment = (id: string) =>
  answer(client.POST('/api/v1/offer-experiments/{id}/start', { params: { path: { id } } }))
export const stopExperiment = (id: string, words: string) =>
  answer(
    client.POST('/api/v1/offer-experiments/{id}/stop', {
      params: { path: { id } },
      body: { words },
    }),
  )
export const startExperiments = (ids: string[]) =>
  answer(client.POST('/api/v1/offer-experiments/start', { body: { ids } }))
export const stopExperiments = (ids: string[], words: string) =>
  answer(client.POST('/api/v1/offer-experiments/stop', { body: { ids, words } }))
export const rollOut = (id: string, body: { arm: string; words: string }) =>
  answer(client.POST('/api/v1/offer-experiments/{id}/roll-out', { params: { path: { id } }, body }))
