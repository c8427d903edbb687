import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Item, Search, Sent } from '../api/shapes.ts'

export type Webhook = Item<'/api/v1/webhooks'>
export type Delivery = Item<'/api/v1/webhooks/{id}/deliveries'>
export type InboundAddress = Item<'/api/v1/inbound-addresses'>
export type InboundMessage = Item<'/api/v1/inbound-addresses/{id}/messages'>
export type DeliveryState = Delivery['state']

/** Counts move while one looks. */
const LIVE_MS = 5000

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/webhooks', { signal })),
  refetchInterval: LIVE_MS,
})

export const webhookQuery = (id: string) =>
  queryOptions({
    queryKey: ['webhooks', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/webhooks/{id}', { params: { path: { id } }, signal })),
    refetchInterval: LIVE_MS,
  })

export const deliveriesQuery = (id: string, query: Search<'/api/v1/webhooks/{id}/deliveries'>) =>
  queryOptions({
    queryKey: ['webhooks', id, 'deliveries', query],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/webhooks/{id}/deliveries', { params: { path: { id }, query }, signal }),
      ),
    refetchInterval: LIVE_MS,
  })

export const createWebhook = (body: Sent<'/api/v1/webhooks'>) =>
  answer(client.POST('/api/v1/webhooks', { body }))
export const changeWebhook = (id: string, body: Sent<'/api/v1/webhooks/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/webhooks/{id}', { params: { path: { id } }, body }))
export async function removeWebhook(id: string): Promise<void> {
  await answer(client.DELETE('/api/v1/webhooks/{id}', { params: { path: { id } } }))
}
export const testWebhook = (id: string) =>
  answer(client.POST('/api/v1/webhooks/{id}/test', { params: { path: { id } } }))
export const changeWebhooks = (body: Sent<'/api/v1/webhooks/batch'>) =>
  answer(client.POST('/api/v1/webhooks/batch', { body }))
export const renewSecret = (id: string, old_valid_hours: number) =>
  answer(
    client.POST('/api/v1/webhooks/{id}/secret', {
      params: { path: { id } },
      body: { old_valid_hours },
    }),
  )
export type ReplayChoice = NonNullable<Sent<'/api/v1/webhooks/{id}/replay'>>
export const replayDeliveries = (id: string, body: ReplayChoice) =>
  answer(client.POST('/api/v1/webhooks/{id}/replay', { params: { path: { id } }, body }))
export const replayDelivery = (id: string) =>
  answer(client.POST('/api/v1/webhook-deliveries/{id}/replay', { params: { path: { id } } }))

export const inboundQuery = queryOptions({
  queryKey: ['inbound'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/inbound-addresses', { signal })),
  refetchInterval: LIVE_MS,
})

export const messagesQuery = (
  id: string,
  query: Search<'/api/v1/inbound-addresses/{id}/messages'>,
) =>
  queryOptions({
    queryKey: ['inbound', id, 'messages', query],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/inbound-addresses/{id}/messages', {
          params: { path: { id }, query },
          signal,
        }),
      ),
    refetchInterval: LIVE_MS,
  })

export const createInbound = (body: Sent<'/api/v1/inbound-addresses'>) =>
  answer(client.POST('/api/v1/inbound-addresses', { body }))
export const changeInbound = (id: string, body: Sent<'/api/v1/inbound-addresses/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/inbound-addresses/{id}', { params: { path: { id } }, body }))
export async function removeInbound(id: string): Promise<void> {
  await answer(client.DELETE('/api/v1/inbound-addresses/{id}', { params: { path: { id } } }))
}
export const changeInbounds = (body: Sent<'/api/v1/inbound-addresses/batch'>) =>
  answer(client.POST('/api/v1/inbound-addresses/batch', { body }))
export const retryInbound = (id: string) =>
  answer(client.POST('/api/v1/inbound-addresses/{id}/retry', { params: { path: { id } } }))

export const presetsQuery = queryOptions({
  queryKey: ['inbound-presets'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }) =>
    (await answer(client.GET('/api/v1/inbound-presets', { signal }))).items,
})

export type Plugin = Item<'/api/v1/plugins'>
export const pluginsQuery = queryOptions({
  queryKey: ['plugins'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/plugins', { signal })),
})
export const choosePlugins = (body: Sent<'/api/v1/plugins/batch'>) =>
  answer(client.POST('/api/v1/plugins/batch', { body }))

export const mappingsQuery = queryOptions({
  queryKey: ['import-mappings'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/import-mappings', { signal })),
})

/** Names that are there to be heard of: those seen, most frequent first. */
export const eventNamesQuery = queryOptions({
  queryKey: ['event-names'],
  staleTime: 60_000,
  queryFn: async ({ signal }) =>
    (await answer(client.GET('/api/v1/event-catalogue', { signal }))).items.map((e) => e.name),
})
