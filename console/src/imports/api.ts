import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type ImportRun = Item<'/api/v1/imports'>
export type ImportState = ImportRun['state']
export type ImportDetail = Answer<'/api/v1/imports/{id}'>
/** What became of rows: `order_line`, `rejected:<code>`, `aside:<code>` …; they add up to the file. */
export type Fate = ImportDetail['report']['fates'][number]

const moving: ReadonlySet<ImportState> = new Set(['waiting', 'running', 'undoing'])

export function isMoving(run: Pick<ImportRun, 'state'>): boolean {
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
export const importQuery = (run: Pick<ImportRun, 'id' | 'state'>) =>
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

export function pauseImport(id: string) {
  return answer(client.POST('/api/v1/imports/{id}/pause', { params: { path: { id } } }))
}

/** By its id alone, followed while it moves. */
export const oneImportQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'one', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/imports/{id}', { params: { path: { id } }, signal })),
    refetchInterval: (query) => (query.state.data && isMoving(query.state.data) ? 1000 : false),
  })

export const undoPreviewQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', 'undo', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/imports/{id}/undo', { params: { path: { id } }, signal })),
    staleTime: 0,
  })

export type Kind = Answer<'/api/v1/import-fields'>['kinds'][number]['kind']
export type KindFields = Answer<'/api/v1/import-fields'>['kinds'][number]
export const fieldsQuery = queryOptions({
  queryKey: ['import-fields'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/import-fields', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
})

export type Upload = Answer<'/api/v1/import-uploads/{id}'>
export const uploadQuery = (id: string) =>
  queryOptions({
    queryKey: ['import-upload', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/import-uploads/{id}', { params: { path: { id } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

export type Reading = Sent<'/api/v1/import-uploads/{id}/preview'>
export type Preview = Answer<'/api/v1/import-uploads/{id}/preview', 'post'>
/** A file read so: asked again whenever it is to be read otherwise. */
export const previewQuery = (id: string, reading: Reading) =>
  queryOptions({
    queryKey: ['import-upload', id, 'preview', reading],
    queryFn: ({ signal }) =>
      answer(
        client.POST('/api/v1/import-uploads/{id}/preview', {
          params: { path: { id } },
          body: reading,
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

export type Use = Sent<'/api/v1/import-uploads/{id}/check'>
export type Checked = Answer<'/api/v1/import-uploads/{id}/check', 'post'>
export const checkQuery = (id: string, use: Use) =>
  queryOptions({
    queryKey: ['import-upload', id, 'check', use],
    queryFn: ({ signal }) =>
      answer(
        client.POST('/api/v1/import-uploads/{id}/check', {
          params: { path: { id } },
          body: use,
          signal,
        }),
      ),
    staleTime: 60_000,
    retry: false,
  })

export type Begin = Sent<'/api/v1/import-uploads/{id}/import'>
export function beginImport(given: { id: string; body: Begin }) {
  return answer(
    client.POST('/api/v1/import-uploads/{id}/import', {
      params: { path: { id: given.id } },
      body: given.body,
    }),
  )
}
