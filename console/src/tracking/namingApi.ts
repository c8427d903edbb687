import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'
import { TRACKING } from './api.ts'

export type NamedEvent = Item<'/api/v1/tracking/named-events'>
export type NamedDetail = Answer<'/api/v1/tracking/named-events/{id}'>
export type NamedMatch = NamedEvent['match']
export type ClickMatch = Extract<NamedMatch, { kind: 'click' }>
export type PageItem = Item<'/api/v1/tracking/pages'>
export type Heat = Answer<'/api/v1/tracking/pages/heat'>
export type Snapshot = Item<'/api/v1/tracking/page-snapshots'>
export type Box = Snapshot['boxes'][number]
export type Viewport = Snapshot['viewport']
export const viewports = ['phone', 'tablet', 'desktop'] as const

export const pagesQuery = (search: Search<'/api/v1/tracking/pages'>) =>
  queryOptions({
    queryKey: [...TRACKING, 'pages', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/tracking/pages', { params: { query: search }, signal })),
  })

export const heatQuery = (search: Search<'/api/v1/tracking/pages/heat'>) =>
  queryOptions({
    queryKey: [...TRACKING, 'heat', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/tracking/pages/heat', { params: { query: search }, signal })),
  })

export const snapshotsQuery = (pageKey: string) =>
  queryOptions({
    queryKey: [...TRACKING, 'snapshots', pageKey],
    queryFn: async ({ signal }) =>
      (
        await answer(
          client.GET('/api/v1/tracking/page-snapshots', {
            params: { query: { page_key: pageKey } },
            signal,
          }),
        )
      ).items,
  })

export const namedQuery = (search: Search<'/api/v1/tracking/named-events'>) =>
  queryOptions({
    queryKey: [...TRACKING, 'named', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/tracking/named-events', { params: { query: search }, signal })),
  })

export const namedDetailQuery = (id: string) =>
  queryOptions({
    queryKey: [...TRACKING, 'named-event', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/tracking/named-events/{id}', { params: { path: { id } }, signal }),
      ),
  })

export const namedCountsQuery = (id: string) =>
  queryOptions({
    queryKey: [...TRACKING, 'named-counts', id],
    queryFn: async ({ signal }) =>
      (
        await answer(
          client.GET('/api/v1/tracking/named-events/{id}/counts', {
            params: { path: { id }, query: { days: 30 } },
            signal,
          }),
        )
      ).days,
  })

export const trialQuery = (match: NamedMatch, except: string | undefined) =>
  queryOptions({
    queryKey: [...TRACKING, 'named-trial', match, except],
    queryFn: ({ signal }) =>
      answer(client.POST('/api/v1/tracking/named-events/try', { body: { match, except }, signal })),
  })

export const nameEvent = (body: Sent<'/api/v1/tracking/named-events'>) =>
  answer(client.POST('/api/v1/tracking/named-events', { body }))

export const changeNamed = (
  id: string,
  body: Sent<'/api/v1/tracking/named-events/{id}', 'patch'>,
) => answer(client.PATCH('/api/v1/tracking/named-events/{id}', { params: { path: { id } }, body }))

export const archiveNamed = (id: string) =>
  answer(client.DELETE('/api/v1/tracking/named-events/{id}', { params: { path: { id } } }))

export const archiveManyNamed = (ids: string[]) =>
  answer(client.POST('/api/v1/tracking/named-events/batch/remove', { body: { ids } }))

export const allowPicking = (url: string) =>
  answer(client.POST('/api/v1/tracking/pick-sessions', { body: { url } }))
