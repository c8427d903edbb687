import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type OwnOrder = Item<'/api/v1/own-orders'>
export type OwnOrderDetail = Answer<'/api/v1/own-orders/{id}'>
export type AfterSale = Item<'/api/v1/after-sales'>
export type OrderCredit = Answer<'/api/v1/own-orders/{id}/credit'>
export type CreditRule = Answer<'/api/v1/credit-rule'>
export type Storefront = Item<'/api/v1/storefronts'>

const KEY = 'orders'

/** What one change of an order or a storefront makes old. */
export function useOrdersChanged() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: [KEY] })
}

export const ownOrdersQuery = (search: Search<'/api/v1/own-orders'>) =>
  queryOptions({
    queryKey: [KEY, 'own', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/own-orders', { params: { query: search }, signal })),
  })
export const ownOrderQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'one', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/own-orders/{id}', { params: { path: { id } }, signal })),
  })
export const afterSalesQuery = (search: Search<'/api/v1/after-sales'>) =>
  queryOptions({
    queryKey: [KEY, 'after-sales', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/after-sales', { params: { query: search }, signal })),
  })
export const creditQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'credit', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/own-orders/{id}/credit', { params: { path: { id } }, signal })),
  })
export const creditRuleQuery = queryOptions({
  queryKey: [KEY, 'credit-rule'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/credit-rule', { signal })),
})
export const saveCreditRule = (body: CreditRule) =>
  answer(client.PUT('/api/v1/credit-rule', { body }))
export const correctCredit = (id: string, body: Sent<'/api/v1/own-orders/{id}/credit'>) =>
  answer(client.POST('/api/v1/own-orders/{id}/credit', { params: path(id), body }))
export type CreditedMonth = Item<'/api/v1/order-credits/by-month'>
export const creditsByMonthQuery = (search: Search<'/api/v1/order-credits/by-month'>) =>
  queryOptions({
    queryKey: [KEY, 'credits-by-month', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/order-credits/by-month', { params: { query: search }, signal })),
  })
const path = (id: string) => ({ path: { id } })
export const shipOrder = (id: string, body: Sent<'/api/v1/own-orders/{id}/ship'>) =>
  answer(client.POST('/api/v1/own-orders/{id}/ship', { params: path(id), body }))
export type ProblemParcel = Item<'/api/v1/parcels/problems'>
export const problemParcelsQuery = (search: Search<'/api/v1/parcels/problems'>) =>
  queryOptions({
    queryKey: [KEY, 'problem-parcels', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/parcels/problems', { params: { query: search }, signal })),
  })
export const refreshParcel = (id: string) =>
  answer(client.POST('/api/v1/parcels/{id}/refresh', { params: path(id) }))
export const handleParcel = (id: string, note: string) =>
  answer(client.POST('/api/v1/parcels/{id}/handled', { params: path(id), body: { note } }))
export const trackingQuery = queryOptions({
  queryKey: [KEY, 'tracking-account'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/tracking-providers/kuaidi100', { signal })),
})
export const saveTracking = (body: Sent<'/api/v1/tracking-providers/kuaidi100', 'put'>) =>
  answer(client.PUT('/api/v1/tracking-providers/kuaidi100', { body }))
export type ShippingReport = Awaited<ReturnType<typeof checkShippingFile>>
/** What the file is shows in its bytes. */
const asFile = (file: File) => ({
  params: { query: { name: file.name.slice(0, 200) || 'parcels' } },
  headers: { 'content-type': 'application/octet-stream' },
  body: file as never,
  bodySerializer: (body: unknown) => body as File,
})
export const checkShippingFile = (file: File) =>
  answer(client.POST('/api/v1/shipping-files/check', asFile(file)))
export const runShippingFile = (file: File) =>
  answer(client.POST('/api/v1/shipping-files/run', asFile(file)))
export const shippingFaults = async (file: File) =>
  new Blob([
    await answer(
      client.POST('/api/v1/shipping-files/faults', { ...asFile(file), parseAs: 'text' }),
    ),
  ])
export type ListingReport = Awaited<ReturnType<typeof checkListings>>
export interface ListingHow {
  platform?: ExternalStore['platform']
  store?: string
  replaces: 'true' | 'false'
}
const asListings = (file: File, how: ListingHow) => {
  const { params, ...rest } = asFile(file)
  return { ...rest, params: { query: { ...params.query, ...how } } }
}
export const checkListings = (file: File, how: ListingHow) =>
  answer(client.POST('/api/v1/external-listings/check', asListings(file, how)))
export const takeListings = (file: File, how: ListingHow) =>
  answer(client.POST('/api/v1/external-listings/run', asListings(file, how)))
export const faultyListings = async (file: File, how: ListingHow) =>
  new Blob([
    await answer(
      client.POST('/api/v1/external-listings/faults', {
        ...asListings(file, how),
        parseAs: 'text',
      }),
    ),
  ])
export type ExternalStore = Item<'/api/v1/external-stores'>
export const externalStoresQuery = queryOptions({
  queryKey: [KEY, 'external-stores'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/external-stores', { signal })),
})
export const removeExternalStore = (id: string) =>
  answer(client.DELETE('/api/v1/external-stores/{id}', { params: path(id) }))
export const receiveOrder = (id: string) =>
  answer(client.POST('/api/v1/own-orders/{id}/receive', { params: path(id) }))
export const cancelOrder = (id: string, reason: string) =>
  answer(client.POST('/api/v1/own-orders/{id}/cancel', { params: path(id), body: { reason } }))
export const endDeposit = (id: string, body: Sent<'/api/v1/own-orders/{id}/deposit/end'>) =>
  answer(client.POST('/api/v1/own-orders/{id}/deposit/end', { params: path(id), body }))
export const askBack = (id: string, body: Sent<'/api/v1/own-orders/{id}/after-sales'>) =>
  answer(client.POST('/api/v1/own-orders/{id}/after-sales', { params: path(id), body }))
export const approveAfterSale = (id: string, note: string) =>
  answer(client.POST('/api/v1/after-sales/{id}/approve', { params: path(id), body: { note } }))
export const refuseAfterSale = (id: string, note: string) =>
  answer(client.POST('/api/v1/after-sales/{id}/refuse', { params: path(id), body: { note } }))
export const goodsReturned = (id: string) =>
  answer(client.POST('/api/v1/after-sales/{id}/goods-returned', { params: path(id) }))
export const exchangeableQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'exchangeable', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/own-orders/{id}/exchangeable', { params: { path: { id } }, signal }),
      ),
  })
export const askExchange = (id: string, body: Sent<'/api/v1/own-orders/{id}/exchanges'>) =>
  answer(client.POST('/api/v1/own-orders/{id}/exchanges', { params: path(id), body }))
export const sendExchange = (id: string, body: Sent<'/api/v1/after-sales/{id}/send'>) =>
  answer(client.POST('/api/v1/after-sales/{id}/send', { params: path(id), body }))
export const payBackInstead = (id: string) =>
  answer(
    client.POST('/api/v1/after-sales/{id}/pay-back-instead', {
      params: path(id),
      body: { note: '' },
    }),
  )
export const retryRefund = (id: string) =>
  answer(client.POST('/api/v1/payment-refunds/{id}/retry', { params: path(id) }))

export type ListedInvoice = Item<'/api/v1/invoices'>
export const invoicesQuery = (search: Search<'/api/v1/invoices'>) =>
  queryOptions({
    queryKey: [KEY, 'invoices', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/invoices', { params: { query: search }, signal })),
  })
export const decideInvoice = (id: string, body: Sent<'/api/v1/own-orders/{id}/invoice/decide'>) =>
  answer(client.POST('/api/v1/own-orders/{id}/invoice/decide', { params: path(id), body }))

export const storefrontsQuery = queryOptions({
  queryKey: [KEY, 'storefronts'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/storefronts', { signal })),
})
export const saveStorefront = (code: string, body: Sent<'/api/v1/storefronts/{code}', 'put'>) =>
  answer(client.PUT('/api/v1/storefronts/{code}', { params: { path: { code } }, body }))
export const freightQuery = queryOptions({
  queryKey: [KEY, 'freight'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/freight-templates', { signal })),
})
export type StorefrontPrice = Item<'/api/v1/storefront-prices'>
export const conflictsQuery = queryOptions({
  queryKey: [KEY, 'prices', 'conflicts'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/storefront-prices/conflicts', { signal })),
})
export const pricesQuery = (search: Search<'/api/v1/storefront-prices'>) =>
  queryOptions({
    queryKey: [KEY, 'prices', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/storefront-prices', { params: { query: search }, signal })),
  })
