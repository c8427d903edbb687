import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import { ApiError } from '../api/error.ts'
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
export type TimelineLine = Item<'/api/v1/customers/{id}/timeline'>
type TimelineSearch = Search<'/api/v1/customers/{id}/timeline'>

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

export const customerQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}', { params: { path: { id } }, signal })),
  })

/** The first page is what a screen shows, and comes quickly; more come as somebody reads on. */
const FIRST_LINES = 20
const MORE_LINES = 50

export const customerTimelineQuery = (id: number, search: TimelineSearch) =>
  infiniteQueryOptions({
    queryKey: ['customer', id, 'timeline', search],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET('/api/v1/customers/{id}/timeline', {
          params: {
            path: { id },
            query: { ...search, limit: pageParam ? MORE_LINES : FIRST_LINES, cursor: pageParam },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

/** The whole envelope of a line: few events of a name share a millisecond. */
export const customerEventQuery = (id: number, line: TimelineLine) =>
  queryOptions({
    queryKey: ['customer', id, 'event', line.event_id],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      const page = await answer(
        client.GET('/api/v1/customers/{id}/events', {
          params: {
            path: { id },
            query: {
              name: line.name,
              from: line.at,
              to: new Date(Date.parse(line.at) + 1).toISOString(),
              limit: 200,
            },
          },
          signal,
        }),
      )
      const found = page.items.find((event) => event.event_id === line.event_id)
      if (!found) throw new ApiError(404, 'event_not_found', '')
      return found
    },
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
