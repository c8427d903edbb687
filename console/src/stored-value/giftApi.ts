import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Item, Search, Sent } from '../api/shapes.ts'

export type GiftCard = Item<'/api/v1/gift-cards'>
export const GIFTS = ['gift-cards']

export const giftCardsQuery = (query: Search<'/api/v1/gift-cards'>) =>
  queryOptions({
    queryKey: [...GIFTS, query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/gift-cards', { params: { query }, signal })),
  })
export const sellGiftCard = (body: Sent<'/api/v1/gift-cards'>) =>
  answer(client.POST('/api/v1/gift-cards', { body }))
export const refundGiftCard = (id: string, reason: string) =>
  answer(
    client.POST('/api/v1/gift-cards/{id}/refund', { params: { path: { id } }, body: { reason } }),
  )
export const refundGiftCards = (ids: string[], reason: string) =>
  answer(client.POST('/api/v1/gift-cards/refund', { body: { ids, reason } }))
