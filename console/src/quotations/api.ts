import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type QuotationRow = Item<'/api/v1/quotations'>
export type Quotation = Answer<'/api/v1/quotations/{id}'>
export type QuotationVersion = Quotation['versions'][number]
export type QuotationState = QuotationRow['state']
export type NewQuotation = Sent<'/api/v1/quotations'>
export type GivenQuotation = Omit<NewQuotation, 'customer_id'>
export type QuotableProduct = Item<'/api/v1/quotation-products'>
export type Setting = Answer<'/api/v1/quotation-settings'>

export const QUOTATION_STATES = [
  ...(['draft', 'waiting', 'sent', 'accepted', 'declined', 'expired', 'withdrawn'] as const),
] as const
export const TONES: Record<QuotationState, 'plain' | 'good' | 'warning' | 'info'> = {
  ...{ draft: 'plain', waiting: 'warning', sent: 'info', accepted: 'good' },
  ...{ declined: 'warning', expired: 'plain', withdrawn: 'plain' },
}

const KEY = 'quotations'
const path = (id: string) => ({ params: { path: { id } } })

/** What one change of a quotation makes old. */
export function useQuotationsChanged() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: [KEY] })
}

export const quotationsQuery = (query: Search<'/api/v1/quotations'>) =>
  queryOptions({
    queryKey: [KEY, 'list', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/quotations', { params: { query }, signal })),
  })
export const quotationQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'one', id],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/quotations/{id}', { ...path(id), signal })),
  })
export const optionsQuery = queryOptions({
  queryKey: [KEY, 'options'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/quotation-options', { signal })),
})
export const quotableQuery = (query: Search<'/api/v1/quotation-products'>) =>
  queryOptions({
    queryKey: [KEY, 'products', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/quotation-products', { params: { query }, signal })),
  })
export const settingQuery = queryOptions({
  queryKey: [KEY, 'setting'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/quotation-settings', { signal })),
})
export const saveSetting = (body: Setting) =>
  answer(client.PUT('/api/v1/quotation-settings', { body }))

export const makeQuotation = (body: NewQuotation) =>
  answer(client.POST('/api/v1/quotations', { body }))
export const changeQuotation = (id: string, body: GivenQuotation & { revision: number }) =>
  answer(client.PUT('/api/v1/quotations/{id}', { ...path(id), body }))
export const sendQuotation = (id: string, body: Sent<'/api/v1/quotations/{id}/send'>) =>
  answer(client.POST('/api/v1/quotations/{id}/send', { ...path(id), body }))
export const reviseQuotation = (id: string, revision: number) =>
  answer(client.POST('/api/v1/quotations/{id}/revise', { ...path(id), body: { revision } }))
export const withdrawQuotations = (body: Sent<'/api/v1/quotations/withdraw'>) =>
  answer(client.POST('/api/v1/quotations/withdraw', { body }))
export const withdrawQuotation = (id: string, body: Sent<'/api/v1/quotations/{id}/withdraw'>) =>
  answer(client.POST('/api/v1/quotations/{id}/withdraw', { ...path(id), body }))
export const acceptQuotation = (id: string, body: Sent<'/api/v1/quotations/{id}/accept'>) =>
  answer(client.POST('/api/v1/quotations/{id}/accept', { ...path(id), body }))
export const declineQuotation = (id: string, body: Sent<'/api/v1/quotations/{id}/decline'>) =>
  answer(client.POST('/api/v1/quotations/{id}/decline', { ...path(id), body }))
