import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type FlashSaleRow = Item<'/api/v1/flash-sales'>
export type FlashSale = Answer<'/api/v1/flash-sales/{id}'>
export type NewFlashSale = Sent<'/api/v1/activities/{id}/flash-sales'>
export type SlotFigures = Answer<'/api/v1/flash-sales/{id}/figures'>['slots'][number]
export type ItemFigures = SlotFigures['items'][number]
export type Purchase = Item<'/api/v1/flash-sales/{id}/purchases'>

// With the rest of promotion: one change makes all of it old.
const KEY = 'promotion'

export const flashSalesQuery = (query: Search<'/api/v1/flash-sales'>) =>
  queryOptions({
    queryKey: [KEY, 'flash-sales', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/flash-sales', { params: { query }, signal })),
  })
export const flashSaleQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'flash-sale', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/flash-sales/{id}', { params: { path: { id } }, signal })),
  })
export const flashFiguresQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'flash-figures', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/flash-sales/{id}/figures', { params: { path: { id } }, signal })),
  })
export const purchasesQuery = (id: string, query: Search<'/api/v1/flash-sales/{id}/purchases'>) =>
  queryOptions({
    queryKey: [KEY, 'flash-purchases', id, query],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/flash-sales/{id}/purchases', {
          params: { path: { id }, query },
          signal,
        }),
      ),
  })
export const createFlashSale = (id: string, body: NewFlashSale) =>
  answer(client.POST('/api/v1/activities/{id}/flash-sales', { params: { path: { id } }, body }))
export const changeFlashSale = (id: string, body: Sent<'/api/v1/flash-sales/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/flash-sales/{id}', { params: { path: { id } }, body }))
export const setFlashSale = (id: string, to: 'publish' | 'pause' | 'end') => {
  const params = { path: { id } }
  if (to === 'publish') return answer(client.POST('/api/v1/flash-sales/{id}/publish', { params }))
  if (to === 'pause') return answer(client.POST('/api/v1/flash-sales/{id}/pause', { params }))
  return answer(client.POST('/api/v1/flash-sales/{id}/end', { params }))
}
