import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Search, Sent } from '../api/shapes.ts'

export type Plans = Answer<'/api/v1/stored-value/plans'>
export type Plan = Plans['items'][number]
export type NewPlan = Sent<'/api/v1/stored-value/plans'>
export type Fit = Answer<'/api/v1/stored-value/fit'>
export type StoredValueDay = Answer<'/api/v1/stored-value/report'>['days'][number]
export type OwedOfAge = Answer<'/api/v1/stored-value/aging'>['ages'][number]
export type StoredValue = Answer<'/api/v1/customers/{id}/stored-value'>
export type TopUp = StoredValue['topups'][number]

export const plansQuery = queryOptions({
  queryKey: ['stored-value-plans'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/stored-value/plans', { signal })),
})
export const fitQuery = (query: Search<'/api/v1/stored-value/fit'>) =>
  queryOptions({
    queryKey: ['stored-value-fit', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/stored-value/fit', { params: { query }, signal })),
  })
export const reportQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['stored-value-report', from, to],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/stored-value/report', { params: { query: { from, to } }, signal }),
      ),
  })
export const agingQuery = queryOptions({
  queryKey: ['stored-value-aging'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/stored-value/aging', { signal })),
})
export const storedValueQuery = (id: number) =>
  queryOptions({
    queryKey: ['stored-value-of', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/customers/{id}/stored-value', { params: { path: { id } }, signal }),
      ),
  })

export const createPlan = (body: NewPlan) =>
  answer(client.POST('/api/v1/stored-value/plans', { body }))
export const setPlanState = (id: string, state: Plan['state']) =>
  answer(
    client.PATCH('/api/v1/stored-value/plans/{id}', { params: { path: { id } }, body: { state } }),
  )
export const topUp = (id: number, body: Sent<'/api/v1/customers/{id}/stored-value/topups'>) =>
  answer(
    client.POST('/api/v1/customers/{id}/stored-value/topups', { params: { path: { id } }, body }),
  )
export const refundTopUp = (id: number, topup: string, reason: string) =>
  answer(
    client.POST('/api/v1/customers/{id}/stored-value/topups/{topup}/refund', {
      params: { path: { id, topup } },
      body: { reason },
    }),
  )
