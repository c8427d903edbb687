import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../../api/client.ts'
import type { Answer, Item, Sent } from '../../api/shapes.ts'

export type OwnMetric = Item<'/api/v1/insight/own-metrics'>
export type OwnMetricInput = Sent<'/api/v1/insight/own-metrics'>
export type VirtualEvent = Item<'/api/v1/insight/virtual-events'>
export type VirtualInput = Sent<'/api/v1/insight/virtual-events'>
export type VirtualPreview = Answer<'/api/v1/insight/virtual-events/preview', 'post'>
export type DerivedProperty = Item<'/api/v1/insight/derived-properties'>
export type DerivedInput = Sent<'/api/v1/insight/derived-properties'>
export type DerivedPreview = Answer<'/api/v1/insight/derived-properties/preview', 'post'>
export type Use = Item<'/api/v1/insight/virtual-events/{id}/uses'>

export const KINDS = ['metrics', 'virtual', 'derived'] as const
export type Kind = (typeof KINDS)[number]

const at = (id: string) => ({ params: { path: { id } } })
const KEY = ['insight', 'definitions']

export const metricsQuery = queryOptions({
  queryKey: [...KEY, 'metrics'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/own-metrics', { signal })),
})
export const virtualQuery = queryOptions({
  queryKey: [...KEY, 'virtual'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/virtual-events', { signal })),
})
export const derivedQuery = queryOptions({
  queryKey: [...KEY, 'derived'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/derived-properties', { signal })),
})

export const usesQuery = (kind: Kind, id: string) =>
  queryOptions({
    queryKey: [...KEY, 'uses', kind, id],
    queryFn: ({ signal }) => {
      const asked = { ...at(id), signal }
      switch (kind) {
        case 'metrics':
          return answer(client.GET('/api/v1/insight/own-metrics/{id}/uses', asked))
        case 'virtual':
          return answer(client.GET('/api/v1/insight/virtual-events/{id}/uses', asked))
        case 'derived':
          return answer(client.GET('/api/v1/insight/derived-properties/{id}/uses', asked))
      }
    },
  })

export const saveMetric = (id: string | undefined, body: OwnMetricInput) =>
  id === undefined
    ? answer(client.POST('/api/v1/insight/own-metrics', { body }))
    : answer(client.PUT('/api/v1/insight/own-metrics/{id}', { ...at(id), body }))
export const saveVirtual = (id: string | undefined, body: VirtualInput) =>
  id === undefined
    ? answer(client.POST('/api/v1/insight/virtual-events', { body }))
    : answer(client.PUT('/api/v1/insight/virtual-events/{id}', { ...at(id), body }))
export const saveDerived = (id: string | undefined, body: DerivedInput) =>
  id === undefined
    ? answer(client.POST('/api/v1/insight/derived-properties', { body }))
    : answer(client.PUT('/api/v1/insight/derived-properties/{id}', { ...at(id), body }))

export function archive(kind: Kind, id: string): Promise<unknown> {
  switch (kind) {
    case 'metrics':
      return answer(client.DELETE('/api/v1/insight/own-metrics/{id}', at(id)))
    case 'virtual':
      return answer(client.DELETE('/api/v1/insight/virtual-events/{id}', at(id)))
    case 'derived':
      return answer(client.DELETE('/api/v1/insight/derived-properties/{id}', at(id)))
  }
}
export function takeBack(kind: Kind, id: string): Promise<unknown> {
  switch (kind) {
    case 'metrics':
      return answer(client.POST('/api/v1/insight/own-metrics/{id}/take-back', at(id)))
    case 'virtual':
      return answer(client.POST('/api/v1/insight/virtual-events/{id}/take-back', at(id)))
    case 'derived':
      return answer(client.POST('/api/v1/insight/derived-properties/{id}/take-back', at(id)))
  }
}

const PREVIEW_DAYS = 7
export const metricPreviewQuery = (metric: OwnMetricInput) =>
  queryOptions({
    queryKey: [...KEY, 'metric preview', metric],
    queryFn: ({ signal }) =>
      answer(client.POST('/api/v1/insight/own-metrics/preview', { body: { metric }, signal })),
    retry: false,
  })
export const virtualPreviewQuery = (pattern: VirtualInput['pattern']) =>
  queryOptions({
    queryKey: [...KEY, 'virtual preview', pattern],
    queryFn: ({ signal }) =>
      answer(
        client.POST('/api/v1/insight/virtual-events/preview', {
          ...{ body: { pattern, days: PREVIEW_DAYS }, signal },
        }),
      ),
    retry: false,
  })
export const derivedPreviewQuery = (
  id: string | undefined,
  { expression, events }: Pick<DerivedInput, 'expression' | 'events'>,
) =>
  queryOptions({
    queryKey: [...KEY, 'derived preview', id, expression, events],
    queryFn: ({ signal }) =>
      answer(
        client.POST('/api/v1/insight/derived-properties/preview', {
          body: { expression, days: PREVIEW_DAYS, ...(events && { events }), ...(id && { id }) },
          signal,
        }),
      ),
    retry: false,
  })

/** Pickers of events and properties, the glossary and boards read what is defined here. */
export const READERS: readonly (readonly string[])[] = [KEY, ['audiences'], ['insight']]
