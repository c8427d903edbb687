// What she has as an affiliate, as the API says it.
import { slug } from './address.ts'
import { answer, client, here } from './api/client.ts'

const at = { path: here }
export const loadAffiliate = () =>
  answer(client.GET('/api/v1/shop/{shop}/affiliate', { params: at }))
export const loadCommissions = (cursor?: string) =>
  answer(
    client.GET('/api/v1/shop/{shop}/affiliate/commissions', {
      params: { ...at, query: { limit: 20, ...(cursor && { cursor }) } },
    }),
  )
export const loadPayouts = async () =>
  (await answer(client.GET('/api/v1/shop/{shop}/affiliate/payouts', { params: at }))).items

/** Every page of the shop that is opened with it counts for her. */
export const linkOf = (code: string): string =>
  `${window.location.origin}/m/${slug}/?affiliate=${encodeURIComponent(code)}`

export type Affiliate = Awaited<ReturnType<typeof loadAffiliate>>
