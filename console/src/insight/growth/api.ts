import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, client } from '../../api/client.ts'
import type { Answer, Sent } from '../../api/shapes.ts'

export type OutlayQuestion = Sent<'/api/v1/insight/outlay'>
export type OutlayAnswer = Answer<'/api/v1/insight/outlay', 'post'>
export type OrdersBehind = Answer<'/api/v1/insight/outlay/orders', 'post'>
export type CostModel = Answer<'/api/v1/insight/cost-model'>
export type Outlay = Answer<'/api/v1/outlays'>['items'][number]
export type NewOutlay = Sent<'/api/v1/outlays'>

export const OUTLAYS = ['outlays']
export const askOutlay = (body: OutlayQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/outlay', { body, signal }))

export const ordersQuery = (question: OutlayQuestion, value: string | null) =>
  infiniteQueryOptions({
    queryKey: ['insight', 'outlay', 'orders', question, value],
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.POST('/api/v1/insight/outlay/orders', {
          body: { question, value, limit: 50, skip: pageParam },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_skip ?? undefined,
  })

export const COST_MODEL = ['insight', 'cost-model']
export const costModelQuery = queryOptions({
  queryKey: COST_MODEL,
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/cost-model', { signal })),
})
export const saveCostModel = (body: Sent<'/api/v1/insight/cost-model', 'put'>) =>
  answer(client.PUT('/api/v1/insight/cost-model', { body }))

export const outlaysQuery = infiniteQueryOptions({
  queryKey: OUTLAYS,
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }) =>
    answer(
      client.GET('/api/v1/outlays', {
        params: { query: { limit: 20, cursor: pageParam } },
        signal,
      }),
    ),
  getNextPageParam: (page) => page.next_cursor ?? undefined,
})
export const recordOutlay = (body: NewOutlay) => answer(client.POST('/api/v1/outlays', { body }))
export const removeOutlay = (id: string) =>
  answer(client.DELETE('/api/v1/outlays/{id}', { params: { path: { id } } }))

export type AddsQuestion = Sent<'/api/v1/insight/adds'>
export type AddsAnswer = Answer<'/api/v1/insight/adds', 'post'>
export const askAdds = (body: AddsQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/adds', { body, signal }))

export type FissionQuestion = Sent<'/api/v1/insight/fission'>
export type FissionAnswer = Answer<'/api/v1/insight/fission', 'post'>
export const askFission = (body: FissionQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/fission', { body, signal }))
