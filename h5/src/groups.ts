// Buying with others, as the API says it.
import { answer, client, here } from './api/client.ts'

export const loadGroupBuys = (sku: string) =>
  answer(
    client.GET('/api/v1/shop/{shop}/products/{sku}/group-buys', {
      params: { path: { ...here, sku } },
    }),
  )
export const loadGroup = (id: string) =>
  answer(client.GET('/api/v1/shop/{shop}/groups/{id}', { params: { path: { ...here, id } } }))
export const loadSeat = (orderId: string) =>
  answer(
    client.GET('/api/v1/shop/{shop}/orders/{id}/group', {
      params: { path: { ...here, id: orderId } },
    }),
  )
export type Seat = NonNullable<Awaited<ReturnType<typeof loadSeat>>['seat']>
export type GroupBuy = Awaited<ReturnType<typeof loadGroupBuys>>['items'][number]
export type Group = Awaited<ReturnType<typeof loadGroup>>

/** Where one article is ordered with others; without a group she opens one. */
export const checkoutOf = (groupBuy: string, sku: string, group?: string): string =>
  `/checkout?${new URLSearchParams({ group_buy: groupBuy, sku, ...(group && { group }) })}`
