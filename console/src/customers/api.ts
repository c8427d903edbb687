import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Get, Listed, Paging } from '../api/shapes.ts'
import type { EventEnvelope } from '../events/api.ts'

export interface Identifier {
  namespace: string
  value: string
  first_seen: string
  last_seen: string
  source: string
  /** False: only claimed by a public key, which anybody can do. */
  verified: boolean
}

export interface MergedFrom {
  merge_id: string
  customer_id: number
  at: string
  evidence: 'claimed' | 'verified'
  reason: string
}

export interface Customer {
  id: number
  identifiers: Identifier[]
  attributes: Record<string, unknown>
  tags: string[]
  merged_from: MergedFrom[]
  first_seen: string | null
  last_seen: string | null
  event_count: number
  /** Where the customer was seen: web, mini_program, pos … */
  platforms: string[]
}

export type OrderState = 'placed' | 'paid' | 'partly_refunded' | 'refunded' | 'cancelled'

export interface Order {
  id: string
  source: string
  external_id: string
  state: OrderState
  /** `claimed`: only a public key said so; it counts for nothing until verified. */
  evidence: 'claimed' | 'verified'
  currency: string
  total_fen: number
  discount_fen: number
  shipping_fen: number
  refunded_fen: number
  platform: string
  store_id: string | null
  placed_at: string
  paid_at: string | null
  cancelled_at: string | null
  line_count: number
}

export interface OrderLine {
  position: number
  sku: string
  name: string
  quantity: number
  unit_price_fen: number
  discount_fen: number
  total_fen: number
}

export interface OrderRefund {
  id: string
  external_id: string
  amount_fen: number
  currency: string
  reason: string
  at: string
}

export interface OrderDetail extends Order {
  lines: OrderLine[]
  refunds: OrderRefund[]
}

export interface CustomerSearch extends Paging {
  q?: string
  namespace?: string
  value?: string
  tag?: string
}

export interface CustomerEventSearch extends Paging {
  name?: string
  source?: string
  from?: string
  to?: string
}

export interface CustomerPaths {
  '/api/v1/customers': Get<Listed<Customer>, CustomerSearch>
  '/api/v1/customers/{id}': Get<Customer, undefined, { id: number }>
  '/api/v1/customers/{id}/events': Get<Listed<EventEnvelope>, CustomerEventSearch, { id: number }>
  '/api/v1/customers/{id}/orders': Get<Listed<Order>, Paging, { id: number }>
  '/api/v1/orders/{id}': Get<OrderDetail, undefined, { id: string }>
}

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
