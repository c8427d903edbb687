import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type Customer = Answer<'/api/v1/customers/{id}'>
export type ListedCustomer = Item<'/api/v1/customers'>
export type CustomerFilter = Sent<'/api/v1/customers/count'>
export type AttributeCondition = NonNullable<CustomerFilter['attributes']>[number]
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

export const customerCountQuery = (filter: CustomerFilter) =>
  queryOptions({
    queryKey: ['customers', 'count', filter],
    queryFn: ({ signal }) =>
      answer(client.POST('/api/v1/customers/count', { body: filter, signal })),
  })

export const tagNamesQuery = queryOptions({
  queryKey: ['tags', 'names'],
  staleTime: 60_000,
  queryFn: ({ signal }) => answer(client.GET('/api/v1/tags', { signal })),
})

export const attributeNamesQuery = queryOptions({
  queryKey: ['attribute-definitions'],
  staleTime: 60_000,
  queryFn: ({ signal }) => answer(client.GET('/api/v1/attribute-definitions', { signal })),
})

export function changeTagsOfMany(change: Sent<'/api/v1/customers/tags'>) {
  return answer(client.POST('/api/v1/customers/tags', { body: change }))
}

export function assignMany(change: Sent<'/api/v1/customers/assignments'>) {
  return answer(client.POST('/api/v1/customers/assignments', { body: change }))
}

export function startExport(wanted: Sent<'/api/v1/exports'>) {
  return answer(client.POST('/api/v1/exports', { body: wanted }))
}

export const customerQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}', { params: { path: { id } }, signal })),
  })

export const customerAttributesQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id, 'attributes'],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}/attributes', { params: { path: { id } }, signal })),
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
