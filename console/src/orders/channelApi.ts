import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type RevenueReport = Answer<'/api/v1/sales-channels/revenue'>
export type ChannelRow = RevenueReport['channels'][number]
export type ChannelKind = ChannelRow['kind']
export type ChannelOrder = Item<'/api/v1/sales-channels/orders'>
export type ChannelRate = Answer<'/api/v1/sales-channels/rates'>['items'][number]

export const CHANNEL_KINDS = ['shop', 'guide', 'room', 'till', 'platform'] as const
const KEY = 'sales-channels'

/** A rate changes figures of the days it holds for. */
export function useRatesChanged() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: [KEY] })
}

export const revenueQuery = (search: Search<'/api/v1/sales-channels/revenue'>) =>
  queryOptions({
    queryKey: [KEY, 'revenue', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/sales-channels/revenue', { params: { query: search }, signal })),
  })
export const channelOrdersQuery = (search: Search<'/api/v1/sales-channels/orders'>) =>
  queryOptions({
    queryKey: [KEY, 'orders', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/sales-channels/orders', { params: { query: search }, signal })),
  })
export const ratesQuery = queryOptions({
  queryKey: [KEY, 'rates'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/sales-channels/rates', { signal })),
})
export const stateRate = (body: Sent<'/api/v1/sales-channels/rates', 'put'>) =>
  answer(client.PUT('/api/v1/sales-channels/rates', { body }))
export const removeRate = (body: Sent<'/api/v1/sales-channels/rates/remove'>) =>
  answer(client.POST('/api/v1/sales-channels/rates/remove', { body }))
