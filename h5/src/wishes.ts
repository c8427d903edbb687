// What she likes and waits for, as the API says it.
import { answer, client, here } from './api/client.ts'

const at = (sku: string) => ({ path: { ...here, sku } })
export const loadMine = (sku: string) =>
  answer(client.GET('/api/v1/shop/{shop}/products/{sku}/mine', { params: at(sku) }))
export const like = (sku: string) =>
  answer(client.PUT('/api/v1/shop/{shop}/favourites/{sku}', { params: at(sku) }))
export const unlike = (sku: string) =>
  answer(client.DELETE('/api/v1/shop/{shop}/favourites/{sku}', { params: at(sku) }))
export const loadFavourites = (cursor?: string) =>
  answer(
    client.GET('/api/v1/shop/{shop}/favourites', {
      params: { path: here, query: { limit: 20, ...(cursor && { cursor }) } },
    }),
  )
export const loadWishes = () =>
  answer(client.GET('/api/v1/shop/{shop}/wishes', { params: { path: here } }))
export const wishFor = (
  body: { kind: 'stock'; sku: string } | { kind: 'price'; sku: string; at_most_fen: number },
) => answer(client.POST('/api/v1/shop/{shop}/wishes', { params: { path: here }, body }))
export const unwish = (id: string) =>
  answer(client.DELETE('/api/v1/shop/{shop}/wishes/{id}', { params: { path: { ...here, id } } }))
export type Mine = Awaited<ReturnType<typeof loadMine>>
