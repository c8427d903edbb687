import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type ShopPage = Item<'/api/v1/shop-pages'>
export type PageVersion = Item<'/api/v1/shop-pages/{id}/versions'>
export type Block = Answer<'/api/v1/shop-pages/{id}/draft'>['blocks'][number]
export type BlockKind = Block['kind']
export type BlockOf<Kind extends BlockKind> = Extract<Block, { kind: Kind }>
export type SettingsOf<Kind extends BlockKind> = BlockOf<Kind>['settings']
export type Link = NonNullable<SettingsOf<'notice'>['link']>
export type Gap = Answer<'/api/v1/shop-pages/{id}/draft'>['gaps'][number]
export type PageFields = Pick<ShopPage, 'name' | 'storefront' | 'audience_id' | 'priority'>
export type Picture = Item<'/api/v1/pictures'>

const KEY = 'shop-pages'
const path = (id: string) => ({ params: { path: { id } } })

/** What one change of a page makes old. */
export function usePagesChanged() {
  const queryClient = useQueryClient()
  return () =>
    queryClient.invalidateQueries({
      predicate: ({ queryKey: [key, what] }) =>
        key === KEY && what !== 'draft' && what !== 'preview',
    })
}

export const pagesQuery = (q: string | undefined) =>
  queryOptions({
    queryKey: [KEY, 'list', q],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/shop-pages', { params: { query: q ? { q } : {} }, signal })),
  })
export const pageQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'page', id],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/shop-pages/{id}', { ...path(id), signal })),
  })
/** Read once: from then on what is on the screen is newer. */
export const draftQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'draft', id],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/shop-pages/{id}/draft', { ...path(id), signal })),
  })
export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'versions', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/shop-pages/{id}/versions', { ...path(id), signal })),
  })
/** A new one before the one that is shown is over. */
export const previewQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'preview', id],
    staleTime: 20 * 60_000,
    gcTime: 0,
    refetchInterval: 25 * 60_000,
    retry: false,
    queryFn: () => answer(client.POST('/api/v1/shop-pages/{id}/preview', path(id))),
  })

export const createPage = (body: Sent<'/api/v1/shop-pages'>) =>
  answer(client.POST('/api/v1/shop-pages', { body }))
export const changePage = (id: string, body: Sent<'/api/v1/shop-pages/{id}', 'put'>) =>
  answer(client.PUT('/api/v1/shop-pages/{id}', { ...path(id), body }))
export const removePage = (id: string) => answer(client.DELETE('/api/v1/shop-pages/{id}', path(id)))
export const copyPage = (id: string, name: string) =>
  answer(client.POST('/api/v1/shop-pages/{id}/copy', { ...path(id), body: { name } }))
export const saveDraft = (id: string, blocks: Block[], draft_revision: number) =>
  answer(
    client.PUT('/api/v1/shop-pages/{id}/draft', { ...path(id), body: { blocks, draft_revision } }),
  )
export const publishPage = (id: string, body: Sent<'/api/v1/shop-pages/{id}/publish'>) =>
  answer(client.POST('/api/v1/shop-pages/{id}/publish', { ...path(id), body }))
export const loadVersion = (id: string, version: number) =>
  answer(
    client.GET('/api/v1/shop-pages/{id}/versions/{version}', { params: { path: { id, version } } }),
  )
export const withdrawVersion = (id: string, version: number) =>
  answer(
    client.POST('/api/v1/shop-pages/{id}/versions/{version}/withdraw', {
      params: { path: { id, version } },
    }),
  )

export const pictureUrl = (id: string) => `/api/v1/pictures/${id}/content`
export const picturesQuery = (query: Search<'/api/v1/pictures'>) =>
  queryOptions({
    queryKey: ['pictures', query],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/pictures', { params: { query }, signal })),
  })
export const addPicture = (file: File) =>
  answer(
    client.POST('/api/v1/pictures', {
      params: { query: { name: file.name.slice(0, 200) || 'picture' } },
      // What it is shows in its bytes.
      headers: { 'content-type': 'application/octet-stream' },
      body: file as never,
      bodySerializer: (body) => body as unknown as File,
    }),
  )
export const removePicture = (id: string) =>
  answer(client.DELETE('/api/v1/pictures/{id}', path(id)))
