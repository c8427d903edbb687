import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../../api/client.ts'
import type { Answer, Item, Sent } from '../../api/shapes.ts'

export type SqlAnswer = Answer<'/api/v1/insight/sql', 'post'>
export type SavedSql = Item<'/api/v1/insight/sql/saved'>
export type SqlView = Item<'/api/v1/insight/sql/views'>
export type SqlAsked = Pick<Sent<'/api/v1/insight/sql'>, 'sql' | 'date_from' | 'date_to'>
type SavedInput = Sent<'/api/v1/insight/sql/saved'>

export const askSql = (body: Sent<'/api/v1/insight/sql'>, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/sql', { body, signal }))

export const sqlCsv = async (body: Sent<'/api/v1/insight/sql/csv'>): Promise<Blob> =>
  new Blob([await answer(client.POST('/api/v1/insight/sql/csv', { body, parseAs: 'text' }))])

export const viewsQuery = queryOptions({
  queryKey: ['insight', 'sql', 'views'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/sql/views', { signal })),
})
export const savedQuery = queryOptions({
  queryKey: ['insight', 'sql', 'saved'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/sql/saved', { signal })),
})
export const historyQuery = queryOptions({
  queryKey: ['insight', 'sql', 'history'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/insight/sql/history', { signal })),
})

export const savedAnswerQuery = (id: string, body: Sent<'/api/v1/insight/sql/saved/{id}/answer'>) =>
  queryOptions({
    queryKey: ['insight', 'sql', 'answer', id, body],
    queryFn: ({ signal }) =>
      answer(
        client.POST('/api/v1/insight/sql/saved/{id}/answer', {
          ...{ params: { path: { id } }, body, signal },
        }),
      ),
    staleTime: 60_000,
    retry: false,
  })

export const keepSql = (id: string | undefined, body: SavedInput): Promise<SavedSql> =>
  id === undefined
    ? answer(client.POST('/api/v1/insight/sql/saved', { body }))
    : answer(client.PUT('/api/v1/insight/sql/saved/{id}', { params: { path: { id } }, body }))

export const removeSql = (id: string) =>
  answer(client.DELETE('/api/v1/insight/sql/saved/{id}', { params: { path: { id } } }))
