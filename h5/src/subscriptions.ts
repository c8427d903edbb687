// What is delivered again and again, as the API says it.
import { answer, client, here } from './api/client.ts'
import type { Address } from './orders.ts'

export const loadPlansOf = (sku: string) =>
  answer(
    client.GET('/api/v1/shop/{shop}/products/{sku}/subscription-plans', {
      params: { path: { ...here, sku } },
    }),
  )
export type Plan = Awaited<ReturnType<typeof loadPlansOf>>['items'][number]

/** Where she subscribes to one article. */
export const checkoutOf = ({ id, sku }: Plan, quantity: number): string =>
  `/checkout?${new URLSearchParams({ plan: id, sku, quantity: String(quantity) })}`

export const loadSubscriptions = (cursor?: string) =>
  answer(
    client.GET('/api/v1/shop/{shop}/subscriptions', {
      params: { path: here, query: { limit: 20, ...(cursor && { cursor }) } },
    }),
  )
const at = (id: string) => ({ path: { ...here, id } })
export const loadSubscription = (id: string) =>
  answer(client.GET('/api/v1/shop/{shop}/subscriptions/{id}', { params: at(id) }))
export type Subscription = Awaited<ReturnType<typeof loadSubscription>>

/** `cycle`: the delivery she has before her eyes. */
export type Change =
  | { act: 'skip'; cycle: number }
  | { act: 'move'; cycle: number; on: string }
  | { act: 'swap'; sku: string }
  | { act: 'resize'; quantity: number }
  | { act: 'readdress'; address: Address }
  | { act: 'pause' }
  | { act: 'resume' }
  | { act: 'cancel' }
export const changeSubscription = (id: string, body: Change) =>
  answer(client.POST('/api/v1/shop/{shop}/subscriptions/{id}/change', { params: at(id), body }))
