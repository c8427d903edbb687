import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Get, Listed, Paging, Post } from '../api/shapes.ts'

export interface EventEnvelope {
  event_id: string
  /** As the client sent it; empty when it sent none. */
  message_id: string
  customer_id: number | null
  name: string
  at: string
  client_at: string | null
  received_at: string
  platform: string
  source: string
  protocol: string
  /** False: only a public key said who it was. */
  verified: boolean
  historical: boolean
  session_id: string | null
  page_url: string | null
  page_path: string | null
  page_title: string | null
  referrer: string | null
  utm_source: string | null
  utm_medium: string | null
  utm_campaign: string | null
  utm_content: string | null
  utm_term: string | null
  share_id: string | null
  share_depth: number | null
  share_method: string | null
  store_id: string | null
  staff_id: string | null
  channel_id: string | null
  activity_id: string | null
  content_id: string | null
  revenue_fen: number
  currency: string | null
  order_id: string | null
  actor: string | null
  identifiers: { namespace: string; value: string }[]
  props: Record<string, unknown>
  /** Values whose type is not the property's: kept here, counted, never lost. */
  props_aside: Record<string, unknown>
  batch_id: number
}

export interface EventSearch extends Paging {
  name?: string
  source?: string
  customer_id?: number
  from?: string
  to?: string
}

export interface CatalogueProperty {
  name: string
  type: string
  first_seen: string
  samples: unknown[]
}

/** How often a property came, and came wrong. */
export interface PropertyCount {
  name: string
  type: string | null
  count: number
  /** Values of another type, kept apart. */
  aside: number
  /** Values with characters that no store can hold. */
  repaired: number
  last_seen: string
  sample: unknown
}

export interface CatalogueEvent {
  name: string
  first_seen: string
  last_seen: string | null
  count: number
  properties: CatalogueProperty[]
}

export interface DeadLetter {
  id: string
  received_at: string
  protocol: string
  write_key_id: string | null
  code: string
  reason: string
  message_id: string | null
  size: number
  state: 'open' | 'replayed'
}

/** How many wait, by reason. */
export interface DeadLetterCount {
  code: string
  open: number
}

export interface DeadLetterWithBytes extends DeadLetter {
  raw_text: string
  raw_base64: string
}

export interface DeadLetterSearch extends Paging {
  code?: string
  state?: DeadLetter['state']
}

export interface EventPaths {
  '/api/v1/events': Get<Listed<EventEnvelope>, EventSearch>
  '/api/v1/event-catalogue': Get<{ items: CatalogueEvent[] }>
  '/api/v1/event-catalogue/{name}/properties': Get<
    { items: PropertyCount[] },
    undefined,
    { name: string }
  >
  '/api/v1/dead-letters': Get<Listed<DeadLetter>, DeadLetterSearch>
  '/api/v1/dead-letters/counts': Get<{ items: DeadLetterCount[] }>
  '/api/v1/dead-letters/{id}': Get<DeadLetterWithBytes, undefined, { id: string }>
  '/api/v1/dead-letters/{id}/replay': Post<unknown, { body?: string }, { id: string }>
}

export function listEvents(search: EventSearch, signal?: AbortSignal) {
  return answer(client.GET('/api/v1/events', { params: { query: search }, signal }))
}

export const eventHistoryQuery = (search: EventSearch) =>
  infiniteQueryOptions({
    queryKey: ['events', search],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      listEvents({ ...search, limit: 50, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

export const catalogueQuery = queryOptions({
  queryKey: ['event-catalogue'],
  staleTime: 30_000,
  queryFn: async ({ signal }) =>
    (await answer(client.GET('/api/v1/event-catalogue', { signal }))).items,
})

export const propertiesQuery = (name: string) =>
  queryOptions({
    queryKey: ['event-catalogue', name],
    queryFn: async ({ signal }) => {
      const counted = await answer(
        client.GET('/api/v1/event-catalogue/{name}/properties', {
          params: { path: { name } },
          signal,
        }),
      )
      return counted.items
    },
  })

export const deadLettersQuery = (search: DeadLetterSearch) =>
  queryOptions({
    queryKey: ['dead-letters', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/dead-letters', { params: { query: search }, signal })),
  })

export const deadLetterCountsQuery = queryOptions({
  queryKey: ['dead-letters', 'counts'],
  queryFn: async ({ signal }) =>
    (await answer(client.GET('/api/v1/dead-letters/counts', { signal }))).items,
})

export const deadLetterQuery = (id: string) =>
  queryOptions({
    queryKey: ['dead-letter', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/dead-letters/{id}', { params: { path: { id } }, signal })),
  })

/** Sends the raw bytes through collection again, or the mended text in their place. */
export function replayDeadLetter(id: string, body?: string): Promise<unknown> {
  return answer(
    client.POST('/api/v1/dead-letters/{id}/replay', { params: { path: { id } }, body: { body } }),
  )
}
