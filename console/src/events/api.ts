import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type EventEnvelope = Item<'/api/v1/events'>
export type EventSearch = Search<'/api/v1/events'>
export type DeadLetter = Item<'/api/v1/dead-letters'>
export type DeadLetterWithBytes = Answer<'/api/v1/dead-letters/{id}'>

type DeadLetterSearch = Search<'/api/v1/dead-letters'>

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

export type DeadLetterFilter = Omit<Search<'/api/v1/dead-letters/count'>, 'state'>

export const deadLetterCountQuery = (search: Search<'/api/v1/dead-letters/count'>) =>
  queryOptions({
    queryKey: ['dead-letters', 'count', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/dead-letters/count', { params: { query: search }, signal })),
  })

export type DeadLetterDeed = Sent<'/api/v1/dead-letters/batch'>

export const decideDeadLetters = (body: DeadLetterDeed) =>
  answer(client.POST('/api/v1/dead-letters/batch', { body }))

export const deadLetterQuery = (id: string) =>
  queryOptions({
    queryKey: ['dead-letter', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/dead-letters/{id}', { params: { path: { id } }, signal })),
  })

/** Sends the raw bytes through collection again, or the mended text in their place. */
export function replayDeadLetter(id: string, body?: string) {
  return answer(
    client.POST('/api/v1/dead-letters/{id}/replay', { params: { path: { id } }, body: { body } }),
  )
}
