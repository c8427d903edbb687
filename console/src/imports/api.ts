import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search } from '../api/shapes.ts'

export type ImportRun = Item<'/api/v1/imports'>
export type ImportState = ImportRun['state']
export type ImportDetail = Answer<'/api/v1/imports/{id}'>
/** What became of rows: `order_line`, `rejected:<code>`, `aside:<code>` …; they add up to the file. */
export type Fate = ImportDetail['report']['fates'][number]

const moving: ReadonlySet<ImportState> = new Set(['waiting', 'running', 'undoing'])

export function isMoving(run: ImportRun): boolean {
  return moving.has(run.state)
}

export const importsQuery = (search: Search<'/api/v1/imports'>) =>
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

export function undoImport(id: string) {
  return answer(client.POST('/api/v1/imports/{id}/undo', { params: { path: { id } } }))
}

export function resumeImport(id: string) {
  return answer(client.POST('/api/v1/imports/{id}/resume', { params: { path: { id } } }))
}

/** The rows of one file that were refused, or set aside as no data of this kind. */
export function rowsPath(id: string, fate: 'rejected' | 'aside', file: number): string {
  return `/api/v1/imports/${encodeURIComponent(id)}/rejected?fate=${fate}&file=${file}`
}
