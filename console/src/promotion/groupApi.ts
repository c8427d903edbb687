import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type GroupBuy = Answer<'/api/v1/group-buys/{id}'>
export type NewGroupBuy = Sent<'/api/v1/activities/{id}/group-buys'>
export type Group = Item<'/api/v1/group-buys/{id}/groups'>
export type Seat = Answer<'/api/v1/buying-groups/{id}/seats'>['items'][number]

// With the rest of promotion: one change makes all of it old.
const KEY = 'promotion'

export const groupBuysQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'group-buys', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/activities/{id}/group-buys', { params: { path: { id } }, signal }),
      ),
  })
export const groupForecastQuery = (query: Search<'/api/v1/group-buys/forecast'>) =>
  queryOptions({
    queryKey: [KEY, 'group-forecast', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/group-buys/forecast', { params: { query }, signal })),
  })
export const groupFiguresQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'group-figures', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/group-buys/{id}/figures', { params: { path: { id } }, signal })),
  })
export const groupsQuery = (id: string, query: Search<'/api/v1/group-buys/{id}/groups'>) =>
  queryOptions({
    queryKey: [KEY, 'buying-groups', id, query],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/group-buys/{id}/groups', { params: { path: { id }, query }, signal }),
      ),
  })
export const seatsQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'seats', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/buying-groups/{id}/seats', { params: { path: { id } }, signal })),
  })
export const createGroupBuy = (id: string, body: NewGroupBuy) =>
  answer(client.POST('/api/v1/activities/{id}/group-buys', { params: { path: { id } }, body }))
export const changeGroupBuy = (id: string, body: Sent<'/api/v1/group-buys/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/group-buys/{id}', { params: { path: { id } }, body }))
export const setGroupBuy = (id: string, to: 'publish' | 'pause' | 'end') => {
  const params = { path: { id } }
  if (to === 'publish') return answer(client.POST('/api/v1/group-buys/{id}/publish', { params }))
  if (to === 'pause') return answer(client.POST('/api/v1/group-buys/{id}/pause', { params }))
  return answer(client.POST('/api/v1/group-buys/{id}/end', { params }))
}
