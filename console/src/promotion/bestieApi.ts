import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type BestiePlan = Answer<'/api/v1/bestie-plans/{id}'>
export type NewBestiePlan = Sent<'/api/v1/activities/{id}/bestie-plans'>
export type BestieCard = Item<'/api/v1/bestie-plans/{id}/cards'>

// With the rest of promotion: one change makes all of it old.
const KEY = 'promotion'

export const bestiePlansQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'bestie-plans', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/activities/{id}/bestie-plans', { params: { path: { id } }, signal }),
      ),
  })
export const bestieFiguresQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'bestie-figures', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/bestie-plans/{id}/figures', { params: { path: { id } }, signal })),
  })
export const bestieCardsQuery = (id: string, query: Search<'/api/v1/bestie-plans/{id}/cards'>) =>
  queryOptions({
    queryKey: [KEY, 'bestie-cards', id, query],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/bestie-plans/{id}/cards', { params: { path: { id }, query }, signal }),
      ),
  })
export const createBestiePlan = (id: string, body: NewBestiePlan) =>
  answer(client.POST('/api/v1/activities/{id}/bestie-plans', { params: { path: { id } }, body }))
export const changeBestiePlan = (id: string, body: Sent<'/api/v1/bestie-plans/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/bestie-plans/{id}', { params: { path: { id } }, body }))
export const setBestiePlan = (id: string, to: 'publish' | 'pause' | 'end') => {
  const params = { path: { id } }
  if (to === 'publish') return answer(client.POST('/api/v1/bestie-plans/{id}/publish', { params }))
  if (to === 'pause') return answer(client.POST('/api/v1/bestie-plans/{id}/pause', { params }))
  return answer(client.POST('/api/v1/bestie-plans/{id}/end', { params }))
}
export const giveBestieCard = (id: string, customer_id: number, key: string) =>
  answer(
    client.POST('/api/v1/bestie-plans/{id}/cards', {
      params: { path: { id } },
      body: { customer_id, key },
    }),
  )
export const revokeBestieCard = (id: string, reason: string) =>
  answer(
    client.POST('/api/v1/bestie-cards/{id}/revoke', { params: { path: { id } }, body: { reason } }),
  )
