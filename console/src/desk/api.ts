import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type Notice = Item<'/api/v1/notices'>
export type Approval = Item<'/api/v1/approvals'>
export type DataExport = Item<'/api/v1/exports'>
export type NewExport = Sent<'/api/v1/exports'>
export type Counts = Answer<'/api/v1/notices/count'>

export const countsQuery = queryOptions({
  queryKey: ['notices', 'count'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/notices/count', { signal })),
  refetchInterval: 30_000,
})

export const noticesQuery = (search: Search<'/api/v1/notices'>) =>
  queryOptions({
    queryKey: ['notices', 'list', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/notices', { params: { query: search }, signal })),
    refetchInterval: 30_000,
  })

export const readNotice = (id: string) =>
  answer(client.POST('/api/v1/notices/{id}/read', { params: { path: { id } } }))

export const readNotices = (ids: string[]) =>
  answer(client.POST('/api/v1/notices/read', { body: { ids } }))

export const readAllNotices = (upTo: string | undefined) =>
  answer(
    client.POST('/api/v1/notices/read-all', { body: upTo === undefined ? {} : { up_to: upTo } }),
  )

export const approvalsQuery = (search: Search<'/api/v1/approvals'>) =>
  queryOptions({
    queryKey: ['approvals', 'list', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/approvals', { params: { query: search }, signal })),
    refetchInterval: 30_000,
  })

export const approvalQuery = (id: string) =>
  queryOptions({
    queryKey: ['approvals', 'one', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/approvals/{id}', { params: { path: { id } }, signal })),
  })

export const decideApproval = (given: {
  id: string
  decision: 'approve' | 'reject'
  comment: string
}) =>
  answer(
    client.POST('/api/v1/approvals/{id}/decide', {
      params: { path: { id: given.id } },
      body: { decision: given.decision, comment: given.comment },
    }),
  )

export const decideApprovals = (body: Sent<'/api/v1/approvals/decide'>) =>
  answer(client.POST('/api/v1/approvals/decide', { body }))

export const withdrawApproval = (id: string) =>
  answer(client.POST('/api/v1/approvals/{id}/withdraw', { params: { path: { id } } }))

const moving: ReadonlySet<DataExport['state']> = new Set(['waiting', 'running'])
export const isMoving = (job: DataExport) => moving.has(job.state)

export const exportsQuery = (search: Search<'/api/v1/exports'>) =>
  queryOptions({
    queryKey: ['exports', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/exports', { params: { query: search }, signal })),
    refetchInterval: (query) => (query.state.data?.items.some(isMoving) ? 1500 : 30_000),
  })

export const exportSettingsQuery = queryOptions({
  queryKey: ['export-settings'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/export-settings', { signal })),
})

export const saveExportSettings = (approvalRows: number) =>
  answer(client.PUT('/api/v1/export-settings', { body: { approval_rows: approvalRows } }))

export const startExport = (body: NewExport) => answer(client.POST('/api/v1/exports', { body }))
export const cancelExport = (id: string) =>
  answer(client.POST('/api/v1/exports/{id}/cancel', { params: { path: { id } } }))
export const deleteExports = (ids: string[]) =>
  answer(client.POST('/api/v1/exports/delete', { body: { ids } }))
export const deleteExport = (id: string) =>
  answer(client.DELETE('/api/v1/exports/{id}', { params: { path: { id } } }))
export const exportFilePath = (id: string) => `/api/v1/exports/${encodeURIComponent(id)}/file`
