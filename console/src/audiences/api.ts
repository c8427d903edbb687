import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'
import type { Rule } from './rule.ts'

export type Vocabulary = Answer<'/api/v1/audiences/vocabulary'>
export type Estimate = Answer<'/api/v1/audiences/estimate', 'post'>
export type Audience = Answer<'/api/v1/audiences/{id}'>
export type AudienceState = Audience['state']
export type RuleVersion = Item<'/api/v1/audiences/{id}/rules'>
export type Trait = Item<'/api/v1/audiences/{id}/make-up'>
export type Overlap = Answer<'/api/v1/audiences/overlap', 'post'>
export type AudienceOfCustomer = Item<'/api/v1/customers/{id}/audiences'>
export type AudienceSearch = Search<'/api/v1/audiences'>
type KnownValues = Search<'/api/v1/audiences/values'>

/** Somebody can be inside, if only nobody is: a list, or a rule that was looked at. */
export const hasMembership = ({ kind, version, evaluated_at }: Audience): boolean =>
  kind === 'static' || version > 0 || evaluated_at !== null

/** Everything about audiences: what a change of one makes old. */
export const AUDIENCES = ['audiences']
const of = (id: string) => ({ path: { id } })

export const vocabularyQuery = queryOptions({
  queryKey: [...AUDIENCES, 'vocabulary'],
  staleTime: 60_000,
  queryFn: ({ signal }) => answer(client.GET('/api/v1/audiences/vocabulary', { signal })),
})

export const knownValuesQuery = (query: KnownValues) =>
  queryOptions({
    queryKey: [...AUDIENCES, 'values', query],
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/audiences/values', { params: { query }, signal })),
  })

const asked = (rule: Rule, audience: string | undefined) => ({
  rule,
  ...(audience !== undefined && { audience_id: audience }),
})

export const checkQuery = (rule: Rule, audience?: string) =>
  queryOptions({
    queryKey: [...AUDIENCES, 'check', rule, audience],
    queryFn: ({ signal }) =>
      answer(client.POST('/api/v1/audiences/check', { body: asked(rule, audience), signal })),
  })

export const estimateQuery = (rule: Rule, audience?: string) =>
  queryOptions({
    queryKey: [...AUDIENCES, 'estimate', rule, audience],
    queryFn: ({ signal }) =>
      answer(client.POST('/api/v1/audiences/estimate', { body: asked(rule, audience), signal })),
  })

export const previewQuery = (rule: Rule, audience?: string) =>
  queryOptions({
    queryKey: [...AUDIENCES, 'preview', rule, audience],
    queryFn: ({ signal }) =>
      answer(
        client.POST('/api/v1/audiences/preview', {
          body: { ...asked(rule, audience), limit: 10 },
          signal,
        }),
      ),
  })

export const audiencesQuery = (query: AudienceSearch) =>
  queryOptions({
    queryKey: [...AUDIENCES, 'list', query],
    // Sizes move by themselves.
    refetchInterval: 15_000,
    queryFn: ({ signal }) => answer(client.GET('/api/v1/audiences', { params: { query }, signal })),
  })

export const audienceQuery = (id: string) =>
  queryOptions({
    queryKey: [...AUDIENCES, 'one', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/audiences/{id}', { params: of(id), signal })),
  })

export const createAudience = (body: Sent<'/api/v1/audiences'>) =>
  answer(client.POST('/api/v1/audiences', { body }))
export const editAudience = (id: string, body: Sent<'/api/v1/audiences/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/audiences/{id}', { params: of(id), body }))
export async function archiveAudience(id: string): Promise<void> {
  await answer(client.DELETE('/api/v1/audiences/{id}', { params: of(id) }))
}
export const takeStep = (id: string, step: 'go-live' | 'pause' | 'resume' | 'take-back') =>
  answer(client.POST(`/api/v1/audiences/{id}/${step}`, { params: of(id), body: { tell: false } }))
export const copyAudience = (id: string, name: string) =>
  answer(client.POST('/api/v1/audiences/{id}/copy', { params: of(id), body: { name } }))
export const changeAudiences = (body: Sent<'/api/v1/audiences/batch'>) =>
  answer(client.POST('/api/v1/audiences/batch', { body }))

export const fillList = (id: string, body: Sent<'/api/v1/audiences/{id}/list', 'put'>) =>
  answer(client.PUT('/api/v1/audiences/{id}/list', { params: of(id), body }))
export const setTagSync = (id: string, sync: Audience['tag_sync']) =>
  answer(client.PUT('/api/v1/audiences/{id}/tag-sync', { params: of(id), body: { sync } }))

export const rulesQuery = (id: string) =>
  queryOptions({
    queryKey: [...AUDIENCES, 'rules', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/audiences/{id}/rules', { params: of(id), signal })),
  })
export const restoreRule = (id: string, version: number, revision: number) =>
  answer(
    client.POST('/api/v1/audiences/{id}/rules/{version}/restore', {
      params: { path: { id, version } },
      body: { revision, tell: false },
    }),
  )

export const usesQuery = (id: string) =>
  queryOptions({
    queryKey: [...AUDIENCES, 'uses', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/audiences/{id}/uses', { params: of(id), signal })),
  })

export const trendQuery = (id: string, query: Search<'/api/v1/audiences/{id}/trend'>) =>
  queryOptions({
    queryKey: [...AUDIENCES, 'trend', id, query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/audiences/{id}/trend', { params: { ...of(id), query }, signal })),
  })

export const makeUpQuery = (id: string) =>
  queryOptions({
    queryKey: [...AUDIENCES, 'make-up', id],
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/audiences/{id}/make-up', {
          params: { ...of(id), query: { limit: 200 } },
          signal,
        }),
      ),
  })

export const insideQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...AUDIENCES, 'customers', id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET('/api/v1/audiences/{id}/customers', {
          params: { ...of(id), query: { limit: 50, cursor: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

/** Who was inside at a moment of the past, and how many. */
export const insideAtQuery = (id: string, at: string) =>
  infiniteQueryOptions({
    queryKey: [...AUDIENCES, 'at', id, at],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET('/api/v1/audiences/{id}/at', {
          params: { ...of(id), query: { at, limit: 50, cursor: pageParam } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

export const overlapQuery = (ids: string[]) =>
  queryOptions({
    queryKey: [...AUDIENCES, 'overlap', ids],
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      answer(client.POST('/api/v1/audiences/overlap', { body: { ids }, signal })),
  })

export const customerAudiencesQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id, 'audiences'],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}/audiences', { params: { path: { id } }, signal })),
  })

export type Explained = Answer<'/api/v1/audiences/{id}/explain', 'post'>

export const explainQuery = (id: string, customer: number) =>
  queryOptions({
    queryKey: [...AUDIENCES, 'explain', id, customer],
    queryFn: ({ signal }) =>
      answer(
        client.POST('/api/v1/audiences/{id}/explain', {
          params: of(id),
          body: { customer },
          signal,
        }),
      ),
  })
