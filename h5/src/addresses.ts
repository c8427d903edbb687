// Where she has things sent, as the API says it.
import { answer, client, here } from './api/client.ts'
import type { Address } from './orders.ts'

const of = (id: string) => ({ path: { ...here, id } })
export const loadAddresses = async () =>
  (await answer(client.GET('/api/v1/shop/{shop}/addresses', { params: { path: here } }))).items
export type KeptAddress = Awaited<ReturnType<typeof loadAddresses>>[number]
export const keepAddress = (id: string, body: Address & { is_default: boolean }) =>
  answer(client.PUT('/api/v1/shop/{shop}/addresses/{id}', { params: of(id), body }))
export const dropAddress = (id: string) =>
  answer(client.DELETE('/api/v1/shop/{shop}/addresses/{id}', { params: of(id) }))

export const addressOf = ({ name, phone, region, street }: KeptAddress): Address => ({
  ...{ name, phone, region, street },
})
export const isSame = (a: Address, b: Address): boolean =>
  [a.name, a.phone, a.street, ...a.region].join('\n') ===
  [b.name, b.phone, b.street, ...b.region].join('\n')
