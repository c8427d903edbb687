// The reward shop, as the API says it.
import { answer, client, here } from './api/client.ts'
import type { Address } from './orders.ts'

const params = { path: here }
export const loadRewards = () => answer(client.GET('/api/v1/shop/{shop}/rewards', { params }))
export const loadRedemptions = (cursor?: string) =>
  answer(
    client.GET('/api/v1/shop/{shop}/redemptions', {
      params: { path: here, query: { limit: 20, ...(cursor && { cursor }) } },
    }),
  )
const at = (id: string) => ({ path: { ...here, id } })
export const quoteReward = (id: string, address: Address | null) =>
  answer(
    client.POST('/api/v1/shop/{shop}/rewards/{id}/quote', { params: at(id), body: { address } }),
  )
export const redeemReward = (
  id: string,
  body: {
    key: string
    expected_points: number
    expected_due_fen: number
    address: Address | null
  },
) => answer(client.POST('/api/v1/shop/{shop}/rewards/{id}/redeem', { params: at(id), body }))

export const loadContent = (id: string) =>
  answer(client.GET('/api/v1/shop/{shop}/rewards/{id}/content', { params: at(id) }))
export const loadWays = async (missing: number) =>
  (
    await answer(
      client.GET('/api/v1/shop/{shop}/points/ways', {
        params: { path: here, query: { missing } },
      }),
    )
  ).items

export type RewardShop = Awaited<ReturnType<typeof loadRewards>>
export type Reward = RewardShop['rewards'][number]
