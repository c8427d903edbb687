import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search } from '../api/shapes.ts'

export type SessionCard = Item<'/api/v1/session-cards'>
export type SessionReport = Answer<'/api/v1/session-cards/report'>
export type GivenSession = Answer<'/api/v1/session-cards/{id}'>['sessions'][number]

export const sessionCardsQuery = (search: Search<'/api/v1/session-cards'>) =>
  queryOptions({
    queryKey: ['session-cards', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/session-cards', { params: { query: search }, signal })),
  })
export const sessionCardsOfQuery = (id: number) =>
  queryOptions({
    queryKey: ['session-cards', 'of', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/customers/{id}/session-cards', { params: { path: { id } }, signal }),
      ),
  })
export const sessionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['session-cards', 'given', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/session-cards/{id}', { params: { path: { id } }, signal })),
  })
export const sessionReportQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['session-cards', 'report', from, to],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/session-cards/report', { params: { query: { from, to } }, signal }),
      ),
  })

export type SessionCardSettings = Answer<'/api/v1/session-card-settings'>
export const settingsQuery = queryOptions({
  queryKey: ['session-cards', 'settings'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/session-card-settings', { signal })),
})
export const saveSettings = (body: SessionCardSettings) =>
  answer(client.PUT('/api/v1/session-card-settings', { body }))
export const undoSession = (id: string, session: string, reason: string) =>
  answer(
    client.POST('/api/v1/session-cards/{id}/sessions/{session}/undo', {
      params: { path: { id, session } },
      body: { reason },
    }),
  )
export function useSessionCardsChanged(): () => Promise<void> {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: ['session-cards'] })
}
