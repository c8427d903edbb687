import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, client } from '../../api/client.ts'
import type { Answer, Item, Sent } from '../../api/shapes.ts'

export const STAGES = ['discovered', 'invited', 'trained', 'tasked', 'rewarded', 'retired'] as const
export type Stage = (typeof STAGES)[number]
export type Koc = Item<'/api/v1/insight/koc'>
export type Overview = Answer<'/api/v1/insight/koc/overview'>
export type Found = Answer<'/api/v1/insight/koc/found'>
export type Outside = Answer<'/api/v1/insight/koc/outside'>
export type NewKocs = Sent<'/api/v1/insight/koc'>
export type Change = Sent<'/api/v1/insight/koc/change'>

export const KOC = ['insight', 'koc']
export const kocsQuery = (stage: Stage | undefined, overdue: boolean) =>
  infiniteQueryOptions({
    queryKey: [...KOC, 'list', stage, overdue],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET('/api/v1/insight/koc', {
          params: {
            query: {
              limit: 30,
              cursor: pageParam,
              ...(stage && { stage }),
              ...(overdue && { overdue: 'true' }),
            },
          },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
export const overviewQuery = queryOptions({
  queryKey: [...KOC, 'overview'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/koc/overview', { signal })),
})
export const foundQuery = queryOptions({
  queryKey: [...KOC, 'found'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/koc/found', { signal })),
})
export const outsideQuery = queryOptions({
  queryKey: [...KOC, 'outside'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/koc/outside', { signal })),
})
export const stepsQuery = (id: string) =>
  queryOptions({
    queryKey: [...KOC, 'steps', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/insight/koc/{id}/steps', { params: { path: { id } }, signal })),
  })
export const addKocs = (body: NewKocs) => answer(client.POST('/api/v1/insight/koc', { body }))
export const changeKocs = (body: Change) =>
  answer(client.POST('/api/v1/insight/koc/change', { body }))
