import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { answer, client } from '../../api/client.ts'
import type { Answer, Item, Sent } from '../../api/shapes.ts'

export type Board = Answer<'/api/v1/insight/boards/{id}'>
export type DefaultBoard = Answer<'/api/v1/insight/boards/default'>
export type BoardRole = DefaultBoard['board_role']
export type NewBoard = Sent<'/api/v1/insight/boards'>
export type Widget = Board['widgets'][number]
export type MetricsWidget = Extract<Widget, { kind: 'metrics' }>
export type Question = Item<'/api/v1/insight/questions'>
export type NewQuestion = Sent<'/api/v1/insight/questions'>
export type QuestionAnswer = Answer<'/api/v1/insight/questions/{id}/answer', 'post'>
export type Metric = Item<'/api/v1/insight/metrics'>
export type MetricsAsked = Sent<'/api/v1/insight/metrics'>
export type MetricsAnswer = Answer<'/api/v1/insight/metrics', 'post'>
export type MetricAnswer = MetricsAnswer['metrics'][number]
export type TimeNote = Item<'/api/v1/insight/notes'>
export type Sharing = Board['sharing']

export const BOARDS = ['insight', 'boards']
export const QUESTIONS = ['insight', 'questions']
export const NOTES = ['insight', 'notes']
/** So long what was counted is shown again without asking whether there is anything new. */
const FRESH_MS = 30_000

export const catalogueQuery = queryOptions({
  queryKey: ['insight', 'catalogue'],
  queryFn: () => answer(client.GET('/api/v1/insight/metrics')),
  staleTime: Number.POSITIVE_INFINITY,
})
export const metricsQuery = (body: MetricsAsked) =>
  queryOptions({
    queryKey: ['insight', 'metrics', body],
    queryFn: ({ signal }) => answer(client.POST('/api/v1/insight/metrics', { body, signal })),
    staleTime: FRESH_MS,
    retry: false,
  })
export const freshnessQuery = queryOptions({
  queryKey: ['insight', 'freshness'],
  queryFn: () => answer(client.GET('/api/v1/insight/freshness')),
  refetchInterval: 60_000,
})

export const boardsQuery = queryOptions({
  queryKey: [...BOARDS, 'list'],
  queryFn: () =>
    answer(client.GET('/api/v1/insight/boards', { params: { query: { limit: 200 } } })),
})
export const boardQuery = (id: string) =>
  queryOptions({
    queryKey: [...BOARDS, id],
    queryFn: () => answer(client.GET('/api/v1/insight/boards/{id}', { params: { path: { id } } })),
  })
export const defaultBoardQuery = (role: BoardRole | undefined) =>
  queryOptions({
    queryKey: [...BOARDS, 'default', role],
    queryFn: () =>
      answer(client.GET('/api/v1/insight/boards/default', { params: { query: { role } } })),
  })
export const createBoard = (body: NewBoard) =>
  answer(client.POST('/api/v1/insight/boards', { body }))
export const changeBoard = (id: string, body: Sent<'/api/v1/insight/boards/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/insight/boards/{id}', { params: { path: { id } }, body }))
export const removeBoard = (id: string) =>
  answer(client.DELETE('/api/v1/insight/boards/{id}', { params: { path: { id } } }))
export const restoreBoard = (id: string) =>
  answer(client.POST('/api/v1/insight/boards/{id}/restore', { params: { path: { id } } }))

export const questionsQuery = (asked: { q?: string | undefined; analysis?: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: [...QUESTIONS, asked],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answer(
        client.GET('/api/v1/insight/questions', {
          params: { query: { ...asked, limit: 50, cursor: pageParam } },
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
export const questionQuery = (id: string) =>
  queryOptions({
    queryKey: [...QUESTIONS, id],
    queryFn: () =>
      answer(client.GET('/api/v1/insight/questions/{id}', { params: { path: { id } } })),
  })
export const createQuestion = (body: NewQuestion) =>
  answer(client.POST('/api/v1/insight/questions', { body }))
export const changeQuestion = (id: string, body: Sent<'/api/v1/insight/questions/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/insight/questions/{id}', { params: { path: { id } }, body }))
export const removeQuestion = (id: string) =>
  answer(client.DELETE('/api/v1/insight/questions/{id}', { params: { path: { id } } }))
export const restoreQuestion = (id: string) =>
  answer(client.POST('/api/v1/insight/questions/{id}/restore', { params: { path: { id } } }))
export const answerQuery = (id: string, body: Sent<'/api/v1/insight/questions/{id}/answer'>) =>
  queryOptions({
    queryKey: ['insight', 'answer', id, body],
    queryFn: ({ signal }) =>
      answer(
        client.POST('/api/v1/insight/questions/{id}/answer', {
          params: { path: { id } },
          body,
          signal,
        }),
      ),
    staleTime: FRESH_MS,
    retry: false,
  })

export const notesQuery = queryOptions({
  queryKey: NOTES,
  queryFn: () => answer(client.GET('/api/v1/insight/notes')),
  staleTime: FRESH_MS,
})
export const addNote = (body: Sent<'/api/v1/insight/notes'>) =>
  answer(client.POST('/api/v1/insight/notes', { body }))
export const changeNote = (id: string, body: Sent<'/api/v1/insight/notes/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/insight/notes/{id}', { params: { path: { id } }, body }))
export const removeNote = (id: string) =>
  answer(client.DELETE('/api/v1/insight/notes/{id}', { params: { path: { id } } }))
export const restoreNote = (id: string) =>
  answer(client.POST('/api/v1/insight/notes/{id}/restore', { params: { path: { id } } }))
