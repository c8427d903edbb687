import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type PreSaleRow = Item<'/api/v1/pre-sales'>
export type PreSale = Answer<'/api/v1/pre-sales/{id}'>
export type NewPreSale = Sent<'/api/v1/activities/{id}/pre-sales'>
export type PreSalePurchase = Item<'/api/v1/pre-sales/{id}/purchases'>
export type Penalty = Item<'/api/v1/deposit-penalties'>

// With the rest of promotion: one change makes all of it old.
const KEY = 'promotion'

export const preSalesQuery = (query: Search<'/api/v1/pre-sales'>) =>
  queryOptions({
    queryKey: [KEY, 'pre-sales', query],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/pre-sales', { params: { query }, signal })),
  })
export const preSaleQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'pre-sale', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/pre-sales/{id}', { params: { path: { id } }, signal })),
  })
export const preSaleFiguresQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'pre-sale-figures', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/pre-sales/{id}/figures', { params: { path: { id } }, signal })),
  })
export const preSalePurchasesQuery = (
  id: string,
  query: Search<'/api/v1/pre-sales/{id}/purchases'>,
) =>
  queryOptions({
    queryKey: [KEY, 'pre-sale-purchases', id, query],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/pre-sales/{id}/purchases', { params: { path: { id }, query }, signal }),
      ),
  })
export const penaltiesQuery = (query: Search<'/api/v1/deposit-penalties'>) =>
  queryOptions({
    queryKey: [KEY, 'deposit-penalties', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/deposit-penalties', { params: { query }, signal })),
  })
export const payPenalty = (id: string, body: Sent<'/api/v1/deposit-penalties/{id}/pay'>) =>
  answer(client.POST('/api/v1/deposit-penalties/{id}/pay', { params: { path: { id } }, body }))
export const createPreSale = (id: string, body: NewPreSale) =>
  answer(client.POST('/api/v1/activities/{id}/pre-sales', { params: { path: { id } }, body }))
export const changePreSale = (id: string, body: Sent<'/api/v1/pre-sales/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/pre-sales/{id}', { params: { path: { id } }, body }))
export const setPreSale = (id: string, to: 'publish' | 'pause' | 'end') => {
  const params = { path: { id } }
  if (to === 'publish') return answer(client.POST('/api/v1/pre-sales/{id}/publish', { params }))
  if (to === 'pause') return answer(client.POST('/api/v1/pre-sales/{id}/pause', { params }))
  return answer(client.POST('/api/v1/pre-sales/{id}/end', { params }))
}
