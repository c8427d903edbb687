import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type TrackedEvent = Item<'/api/v1/tracking/events'>
export type EventSearch = Search<'/api/v1/tracking/events'>
export type TrackedDetail = Answer<'/api/v1/tracking/events/{name}'>
export type TrackedProperty = TrackedDetail['property_items'][number]
export type EventPlan = NonNullable<TrackedDetail['plan']>
export type Version = Item<'/api/v1/tracking/events/{name}/history'>
export type Rule = Item<'/api/v1/tracking/rules'>
export type NewRule = Sent<'/api/v1/tracking/rules'>
export type RuleSetting = Rule['setting']
export type Trial = Answer<'/api/v1/tracking/rules/try', 'post'>
type PropertyBody = Sent<'/api/v1/tracking/events/{name}/properties/{property}', 'put'>
/** As the server knows them. */
export const PROPERTY_TYPES = ['string', 'number', 'boolean', 'list', 'object'] as const
type BatchBody = Sent<'/api/v1/tracking/events/batch'>

/** Everything that a change to the plan or the rules shows on. */
export const TRACKING = ['tracking'] as const

export const trackedQuery = (search: EventSearch) =>
  queryOptions({
    queryKey: [...TRACKING, 'events', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/tracking/events', { params: { query: search }, signal })),
  })

/** What the brand calls its events, by their names as they are sent. */
export const eventLabelsQuery = queryOptions({
  queryKey: [...TRACKING, 'labels'],
  queryFn: async ({ signal }) => {
    const { items } = await answer(client.GET('/api/v1/tracking/labels', { signal }))
    return new Map(items.map((event) => [event.name, event]))
  },
  staleTime: 5 * 60_000,
})

export const trackedEventQuery = (name: string) =>
  queryOptions({
    queryKey: [...TRACKING, 'event', name],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/tracking/events/{name}', { params: { path: { name } }, signal })),
  })

export const historyQuery = (name: string) =>
  queryOptions({
    queryKey: [...TRACKING, 'history', name],
    queryFn: async ({ signal }) =>
      (
        await answer(
          client.GET('/api/v1/tracking/events/{name}/history', {
            params: { path: { name } },
            signal,
          }),
        )
      ).items,
  })

export const rulesQuery = (event: string) =>
  queryOptions({
    queryKey: [...TRACKING, 'rules', event],
    queryFn: async ({ signal }) =>
      (
        await answer(
          client.GET('/api/v1/tracking/rules', {
            params: { query: { event, limit: 200 } },
            signal,
          }),
        )
      ).items,
  })

export const saveEvent = (name: string, body: EventPlan & { version: number }) =>
  answer(client.PUT('/api/v1/tracking/events/{name}', { params: { path: { name } }, body }))

export const unplanEvent = (name: string) =>
  answer(client.DELETE('/api/v1/tracking/events/{name}', { params: { path: { name } } }))

export const editMany = (body: BatchBody) =>
  answer(client.POST('/api/v1/tracking/events/batch', { body }))

export const unplanEvents = (names: string[]) =>
  answer(client.POST('/api/v1/tracking/events/batch/remove', { body: { names } }))

export const saveProperty = (name: string, property: string, body: PropertyBody) =>
  answer(
    client.PUT('/api/v1/tracking/events/{name}/properties/{property}', {
      params: { path: { name, property } },
      body,
    }),
  )

export const editProperties = (
  name: string,
  body: Sent<'/api/v1/tracking/events/{name}/properties/batch'>,
) =>
  answer(
    client.POST('/api/v1/tracking/events/{name}/properties/batch', {
      params: { path: { name } },
      body,
    }),
  )

export const addRule = (body: NewRule) => answer(client.POST('/api/v1/tracking/rules', { body }))

export const changeRule = (
  id: string,
  body: { version: number; setting?: RuleSetting; action?: Rule['action'] },
) => answer(client.PATCH('/api/v1/tracking/rules/{id}', { params: { path: { id } }, body }))

export const removeRule = (id: string) =>
  answer(client.DELETE('/api/v1/tracking/rules/{id}', { params: { path: { id } } }))

export const changeRules = (ids: string[], action: Rule['action']) =>
  answer(client.POST('/api/v1/tracking/rules/batch', { body: { ids, set: { action } } }))

export const removeRules = (ids: string[]) =>
  answer(client.POST('/api/v1/tracking/rules/batch/remove', { body: { ids } }))

export const tryRule = (body: Sent<'/api/v1/tracking/rules/try'>) =>
  answer(client.POST('/api/v1/tracking/rules/try', { body }))
