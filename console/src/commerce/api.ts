import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type Product = Item<'/api/v1/products'>
export type ProductKind = Product['kind']
export type Category = Item<'/api/v1/categories'>
export type Level = Item<'/api/v1/stock'>
export type StockDocument = Item<'/api/v1/stock/documents'>
export type StockDetail = Answer<'/api/v1/stock/documents/{id}'>
export type NewDocument = Sent<'/api/v1/stock/documents'>
export type WrittenKind = NewDocument['kind']
export type StockSetting = Sent<'/api/v1/stock/settings', 'put'>

const KEY = 'commerce'

/** What one change of goods or stock makes old. */
export function useGoodsChanged() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: [KEY] })
}

export const productsQuery = (search: Search<'/api/v1/products'>) =>
  queryOptions({
    queryKey: [KEY, 'products', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/products', { params: { query: search }, signal })),
  })
export const createProduct = (body: Sent<'/api/v1/products'>) =>
  answer(client.POST('/api/v1/products', { body }))
export const changeProduct = (sku: string, body: Sent<'/api/v1/products/{sku}', 'patch'>) =>
  answer(client.PATCH('/api/v1/products/{sku}', { params: { path: { sku } }, body }))

export type Gives = Answer<'/api/v1/products/{sku}/benefit'>
export const givesQuery = (sku: string) =>
  queryOptions({
    queryKey: [KEY, 'gives', sku],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/products/{sku}/benefit', { params: { path: { sku } }, signal })),
  })
export const setGives = (sku: string, body: Sent<'/api/v1/products/{sku}/benefit', 'put'>) =>
  answer(client.PUT('/api/v1/products/{sku}/benefit', { params: { path: { sku } }, body }))

export const categoriesQuery = queryOptions({
  queryKey: [KEY, 'categories'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/categories', { signal })),
})
export const createCategory = (path: string[]) =>
  answer(client.POST('/api/v1/categories', { body: { path } }))
export const moveCategory = (from: string[], to: string[]) =>
  answer(client.POST('/api/v1/categories/move', { body: { from, to } }))
export const orderCategories = (above: string[], names: string[]) =>
  answer(client.POST('/api/v1/categories/order', { body: { above, names } }))
export const removeCategory = (path: string[]) =>
  answer(client.POST('/api/v1/categories/remove', { body: { path } }))

export const groupsQuery = queryOptions({
  queryKey: [KEY, 'groups'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/product-groups', { signal })),
})
export const setGroup = (code: string, body: Sent<'/api/v1/product-groups/{code}', 'put'>) =>
  answer(client.PUT('/api/v1/product-groups/{code}', { params: { path: { code } }, body }))

export const levelsQuery = (search: Search<'/api/v1/stock'>) =>
  queryOptions({
    queryKey: [KEY, 'stock', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/stock', { params: { query: search }, signal })),
  })
export const documentsQuery = (search: Search<'/api/v1/stock/documents'>) =>
  queryOptions({
    queryKey: [KEY, 'documents', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/stock/documents', { params: { query: search }, signal })),
  })
export const documentQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'document', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/stock/documents/{id}', { params: { path: { id } }, signal })),
  })
export const writeDocument = (body: NewDocument) =>
  answer(client.POST('/api/v1/stock/documents', { body }))
export const reverseDocument = (id: string, note: string) =>
  answer(
    client.POST('/api/v1/stock/documents/{id}/reverse', {
      params: { path: { id } },
      body: { note },
    }),
  )
export const saveStockSetting = (body: StockSetting) =>
  answer(client.PUT('/api/v1/stock/settings', { body }))
