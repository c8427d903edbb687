import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Get, Listed, Paging, Post } from '../api/shapes.ts'

export type ImportState = 'queued' | 'running' | 'paused' | 'done' | 'failed' | 'undoing' | 'undone'

export interface ImportRun {
  id: string
  kind: string
  source: string
  file_name: string
  state: ImportState
  /** Null while the file's length in rows is unknown. */
  rows_total: number | null
  rows_read: number
  rows_accepted: number
  rows_duplicate: number
  rows_rejected: number
  created_at: string
  finished_at: string | null
  created_by: string | null
  error: string | null
}

export interface ImportPaths {
  '/api/v1/imports': Get<Listed<ImportRun>, Paging>
  '/api/v1/imports/{id}': Get<ImportRun, undefined, { id: string }>
  '/api/v1/imports/{id}/undo': Post<unknown, undefined, { id: string }>
  '/api/v1/imports/{id}/resume': Post<unknown, undefined, { id: string }>
}

const moving: ReadonlySet<ImportState> = new Set(['queued', 'running', 'undoing'])

export const importsQuery = (search: Paging) =>
  queryOptions({
    queryKey: ['imports', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/imports', { params: { query: search }, signal })),
    refetchInterval: (query) =>
      query.state.data?.items.some((run) => moving.has(run.state)) ? 2000 : false,
  })

export function undoImport(id: string): Promise<unknown> {
  return answer(client.POST('/api/v1/imports/{id}/undo', { params: { path: { id } } }))
}

export function resumeImport(id: string): Promise<unknown> {
  return answer(client.POST('/api/v1/imports/{id}/resume', { params: { path: { id } } }))
}

export function rejectedRowsPath(id: string): string {
  return `/api/v1/imports/${encodeURIComponent(id)}/rejected`
}
