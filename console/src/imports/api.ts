import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Get, Listed, Paging, Post } from '../api/shapes.ts'

export type ImportState = 'waiting' | 'running' | 'done' | 'failed' | 'undoing' | 'undone'

export interface ImportFile {
  name: string
  bytes: number
  rows_read: number
  done: boolean
}

export interface ImportRun {
  id: string
  kind: string
  source: string
  /** Name of the mapping. */
  mapping: string
  files: ImportFile[]
  state: ImportState
  progress: {
    phase: 'reading' | 'applying'
    bytes: number
    bytes_read: number
    rows_read: number
    /** Rows of orders put in line, and recorded since. */
    staged: number
    applied: number
  }
  error: { code: string; message: string } | null
  created_at: string
  created_by: string
  finished_at: string | null
  undone_at: string | null
}

export interface Fate {
  /** `order_line`, `customer`, `rejected:<code>`, `aside:<code>` …; they add up to the rows. */
  fate: string
  rows: number
  /** Some of these rows counted again: `without_customer`, `rounded` … */
  notes: Record<string, number>
}

export interface ImportDetail extends ImportRun {
  report: {
    rows: number
    fates: Fate[]
    by_file: { file: string; rows: number; fates: Record<string, number> }[]
  }
}

export interface ImportPaths {
  '/api/v1/imports': Get<Listed<ImportRun>, Paging>
  '/api/v1/imports/{id}': Get<ImportDetail, undefined, { id: string }>
  '/api/v1/imports/{id}/undo': Post<ImportDetail, undefined, { id: string }>
  '/api/v1/imports/{id}/resume': Post<ImportDetail, undefined, { id: string }>
}

const moving: ReadonlySet<ImportState> = new Set(['waiting', 'running', 'undoing'])

export function isMoving(run: ImportRun): boolean {
  return moving.has(run.state)
}

export const importsQuery = (search: Paging) =>
  queryOptions({
    queryKey: ['imports', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/imports', { params: { query: search }, signal })),
    refetchInterval: (query) => (query.state.data?.items.some(isMoving) ? 2000 : false),
  })

/** With what became of every row. */
export const importQuery = (run: ImportRun) =>
  queryOptions({
    // Another state has another report.
    queryKey: ['import', run.id, run.state],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/imports/{id}', { params: { path: { id: run.id } }, signal })),
    refetchInterval: isMoving(run) ? 2000 : false,
    staleTime: isMoving(run) ? 0 : Number.POSITIVE_INFINITY,
  })

export function undoImport(id: string): Promise<ImportDetail> {
  return answer(client.POST('/api/v1/imports/{id}/undo', { params: { path: { id } } }))
}

export function resumeImport(id: string): Promise<ImportDetail> {
  return answer(client.POST('/api/v1/imports/{id}/resume', { params: { path: { id } } }))
}

/** The rows of one file that were refused, or set aside as no data of this kind. */
export function rowsPath(id: string, fate: 'rejected' | 'aside', file: number): string {
  return `/api/v1/imports/${encodeURIComponent(id)}/rejected?fate=${fate}&file=${file}`
}
