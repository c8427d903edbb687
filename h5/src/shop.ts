// The shop this page is of.
import { signal } from '@preact/signals'
import { answer, client, here } from './api/client.ts'
import { preview } from './home.ts'

const load = () =>
  answer(
    client.GET('/api/v1/shop/{shop}', {
      params: { path: here, query: preview === undefined ? {} : { preview } },
    }),
  )
export type Shop = Awaited<ReturnType<typeof load>>
export const shop = signal<Shop | undefined>(undefined)

export async function loadShop(): Promise<Shop> {
  shop.value = await load()
  return shop.value
}

/** Buttons and links of a storefront that has a colour; on a dark screen a lighter one of it. */
export function wearColour(accent: string | null): void {
  if (accent === null) return
  document.documentElement.style.setProperty('--own', accent)
  document.documentElement.dataset.look = 'own'
}

export const loadCategories = () =>
  answer(client.GET('/api/v1/shop/{shop}/categories', { params: { path: here } }))
export const loadProducts = (query: { q?: string; category?: string; cursor?: string }) =>
  answer(
    client.GET('/api/v1/shop/{shop}/products', {
      params: { path: here, query: { ...query, limit: 20 } },
    }),
  )
export const loadProduct = (sku: string) =>
  answer(client.GET('/api/v1/shop/{shop}/products/{sku}', { params: { path: { ...here, sku } } }))
export type Product = Awaited<ReturnType<typeof loadProducts>>['items'][number]
/** A category's path in an address: names percent-encoded, with / between them. */
export const pathText = (path: readonly string[]): string => path.map(encodeURIComponent).join('/')
