import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search } from '../api/shapes.ts'

export type Customer = Item<'/api/v1/customers'>
export type Identifier = Customer['identifiers'][number]
export type Order = Item<'/api/v1/customers/{id}/orders'>
export type OrderState = Order['state']
export type OrderDetail = Answer<'/api/v1/orders/{id}'>
export type OrderLine = OrderDetail['lines'][number]
export type OrderRefund = OrderDetail['refunds'][number]

type CustomerSearch = Search<'/api/v1/customers'>
type CustomerEventSearch = Search<'/api/v1/customers/{id}/events'>

export const customersQuery = (search: CustomerSearch) =>
  queryOptions({
    queryKey: ['customers', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers', { params: { query: search }, signal })),
  })

export const customerQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}', { params: { path: { id } }, signal })),
  })

export const customerEventsQuery = (id: number, search: CustomerEventSearch) =>
  infiniteQueryOptions({
    queryKey: ['customer', id, 'events', search],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET('/api/v1/customers/{id}/events', {
          params: { path: { id }, query: { ...search, limit: 50, cursor: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

export const customerOrdersQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: ['customer', id, 'orders'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET('/api/v1/customers/{id}/orders', {
          params: { path: { id }, query: { limit: 50, cursor: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: ['order', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/orders/{id}', { params: { path: { id } }, signal })),
  })
