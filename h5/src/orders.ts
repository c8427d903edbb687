// Ordering, paying and what comes after, as the API says them.
import { answer, client, here } from './api/client.ts'
import { cameBy } from './came-by.ts'
import { cart } from './cart.ts'

export interface Address {
  name: string
  phone: string
  region: string[]
  street: string
}
const KEY = 'homefield.address'
const NOWHERE: Address = { name: '', phone: '', region: [], street: '' }

/** Kept in her browser so that she types it once. */
export function rememberedAddress(): Address {
  try {
    const given = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Address> | null
    return {
      name: String(given?.name ?? ''),
      phone: String(given?.phone ?? ''),
      region: Array.isArray(given?.region) ? given.region.map(String) : [],
      street: String(given?.street ?? ''),
    }
  } catch {
    return NOWHERE
  }
}
export const rememberAddress = (address: Address): void =>
  localStorage.setItem(KEY, JSON.stringify(address))

/** What of hers she wants to pay with; `coupon`: a code, `best` or `none`. */
export interface Wishes {
  coupon: string
  points: boolean
  stored: boolean
}
export interface PaidWith {
  coupon_codes: string[]
  points_wanted: number
  stored_value_wanted_fen: number
}

/** What is ordered: her cart, or one article that she buys with others, in a flash sale, ahead or again and again. */
export interface Wanted {
  lines: { sku: string; quantity: number }[]
  group_buy?: { id: string; group: string | null }
  flash_sale?: { slot: string; token: string }
  pre_sale?: { id: string; agreed: boolean }
  plan?: { id: string; agreed: string | null }
}
export function wantedOf(query: Record<string, string>): Wanted {
  const { group_buy, group, sku, flash, token, quantity, pre_sale, plan } = query
  const pieces = Math.max(1, Math.floor(Number(quantity)) || 1)
  if (plan && sku) return { lines: [{ sku, quantity: pieces }], plan: { id: plan, agreed: null } }
  if (pre_sale && sku)
    return { lines: [{ sku, quantity: pieces }], pre_sale: { id: pre_sale, agreed: false } }
  if (flash && token && sku)
    return {
      lines: [{ sku, quantity: pieces }],
      flash_sale: { slot: flash, token },
    }
  return group_buy && sku
    ? { lines: [{ sku, quantity: 1 }], group_buy: { id: group_buy, group: group ?? null } }
    : { lines: cart.value.map(({ sku, quantity }) => ({ sku, quantity })) }
}
export const loadQuote = (wanted: Wanted, address: Address | null, paidWith: PaidWith) =>
  answer(
    client.POST('/api/v1/shop/{shop}/quote', {
      params: { path: here },
      body: { ...wanted, address, ...paidWith },
    }),
  )
export const placeOrder = (
  given: PaidWith &
    Wanted & {
      key: string
      address: Address | null
      note: string
      expected_due_fen: number
    },
) =>
  answer(
    client.POST('/api/v1/shop/{shop}/orders', {
      params: { path: here },
      body: { ...given, came_by: cameBy() },
    }),
  )
export const loadOrders = (cursor?: string) =>
  answer(
    client.GET('/api/v1/shop/{shop}/orders', {
      params: { path: here, query: { limit: 20, ...(cursor && { cursor }) } },
    }),
  )
const at = (id: string) => ({ path: { ...here, id } })
const atSale = (id: string, sale: string) => ({ path: { ...here, id, sale } })
export const loadOrder = (id: string) =>
  answer(client.GET('/api/v1/shop/{shop}/orders/{id}', { params: at(id) }))
export const loadService = async (id: string) =>
  (
    await answer(
      client.GET('/api/v1/shop/{shop}/orders/{id}/service', { params: { path: { ...here, id } } }),
    )
  ).service
export type Service = NonNullable<Awaited<ReturnType<typeof loadService>>>

export const payOrder = (id: string, provider: string) =>
  answer(client.POST('/api/v1/shop/{shop}/orders/{id}/pay', { params: at(id), body: { provider } }))
export const quoteBalance = (id: string, body: PaidWith) =>
  answer(client.POST('/api/v1/shop/{shop}/orders/{id}/balance/quote', { params: at(id), body }))
export const payBalanceWith = (id: string, body: PaidWith & { expected_due_fen: number }) =>
  answer(client.POST('/api/v1/shop/{shop}/orders/{id}/balance', { params: at(id), body }))
export const takePenalty = (id: string) =>
  answer(
    client.POST('/api/v1/shop/{shop}/orders/{id}/penalty/stored-value', {
      params: at(id),
      body: { agreed: true },
    }),
  )
export const cancelOrder = (id: string, forfeits = false) =>
  answer(
    client.POST('/api/v1/shop/{shop}/orders/{id}/cancel', { params: at(id), body: { forfeits } }),
  )
export const receiveOrder = (id: string) =>
  answer(client.POST('/api/v1/shop/{shop}/orders/{id}/receive', { params: at(id) }))
export const askBack = (
  id: string,
  body: {
    key: string
    kind: 'money' | 'return'
    reason: string
    lines: { sku: string; quantity: number; held_sku?: string }[]
  },
) => answer(client.POST('/api/v1/shop/{shop}/orders/{id}/refund', { params: at(id), body }))

export const loadExchangeable = (id: string) =>
  answer(client.GET('/api/v1/shop/{shop}/orders/{id}/exchangeable', { params: at(id) }))
export const askExchange = (
  id: string,
  body: {
    key: string
    sku: string
    held_sku: string
    to_sku: string
    quantity: number
    reason: string
  },
) => answer(client.POST('/api/v1/shop/{shop}/orders/{id}/exchange', { params: at(id), body }))
export const askInvoice = (
  id: string,
  body: {
    kind: 'person' | 'company'
    title: string
    tax_number: string | null
    email: string | null
  },
) => answer(client.PUT('/api/v1/shop/{shop}/orders/{id}/invoice', { params: at(id), body }))
export const withdrawAsked = (id: string, sale: string) =>
  answer(
    client.POST('/api/v1/shop/{shop}/orders/{id}/after-sales/{sale}/withdraw', {
      params: atSale(id, sale),
    }),
  )

type DifferenceWith = Pick<PaidWith, 'points_wanted' | 'stored_value_wanted_fen'>
export const quoteDifference = (id: string, sale: string, body: DifferenceWith) =>
  answer(
    client.POST('/api/v1/shop/{shop}/orders/{id}/after-sales/{sale}/difference/quote', {
      ...{ params: atSale(id, sale), body },
    }),
  )
export const payDifference = (
  id: string,
  sale: string,
  body: DifferenceWith & { key: string; expected_due_fen: number },
) =>
  answer(
    client.POST('/api/v1/shop/{shop}/orders/{id}/after-sales/{sale}/difference', {
      ...{ params: atSale(id, sale), body },
    }),
  )

export type Exchangeable = Awaited<ReturnType<typeof loadExchangeable>>['items'][number]
export type Quote = Awaited<ReturnType<typeof loadQuote>>
export type Order = Awaited<ReturnType<typeof loadOrder>>['order']
