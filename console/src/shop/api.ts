import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Item, Search, Sent } from '../api/shapes.ts'

export type ServiceMessage = Item<'/api/v1/service-messages'>
export type MessageKind = ServiceMessage['kind']

export const messagesQuery = (search: Search<'/api/v1/service-messages'>) =>
  queryOptions({
    queryKey: ['service-messages', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/service-messages', { params: { query: search }, signal })),
    // A code is waited for: somebody stands there with a phone.
    refetchInterval: 10_000,
  })

export type ShopSettings = Sent<'/api/v1/shop-settings', 'put'>

export const shopQuery = queryOptions({
  queryKey: ['shop-settings'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/shop-settings', { signal })),
})
export const saveShop = (body: ShopSettings) =>
  answer(client.PUT('/api/v1/shop-settings', { body }))

export const storefrontsQuery = queryOptions({
  queryKey: ['commerce', 'storefronts', 'names'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/storefronts', { signal })),
})
