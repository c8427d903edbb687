// What can be ordered ahead, as the API says it.
import { answer, client, here } from './api/client.ts'

export const loadPreSalesOf = (sku: string) =>
  answer(
    client.GET('/api/v1/shop/{shop}/products/{sku}/pre-sales', {
      params: { path: { ...here, sku } },
    }),
  )
export type PreSale = Awaited<ReturnType<typeof loadPreSalesOf>>['items'][number]

/** Where one article is ordered ahead. */
export const checkoutOf = ({ id, sku }: PreSale, quantity: number): string =>
  `/checkout?${new URLSearchParams({ pre_sale: id, sku, quantity: String(quantity) })}`
