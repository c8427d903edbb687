import { infiniteQueryOptions, queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Sent } from '../api/shapes.ts'
import type { PartFields } from './ContentParts.tsx'

export type Reward = Item<'/api/v1/rewards'>
export type GivenReward = Sent<'/api/v1/rewards'>
export type Reach = Answer<'/api/v1/rewards/reach'>
export type Redemption = Item<'/api/v1/reward-redemptions'>

const KEY = 'rewards'
export function useRewardsChanged() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: [KEY] })
}

export const rewardsQuery = queryOptions({
  queryKey: [KEY, 'list'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/rewards', { signal })),
})
export const rewardQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'one', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/rewards/{id}', { params: { path: { id } }, signal })),
  })
export const reachQuery = queryOptions({
  queryKey: [KEY, 'reach'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/rewards/reach', { signal })),
})
export const redemptionsQuery = (reward: string) =>
  infiniteQueryOptions({
    queryKey: [KEY, 'redemptions', reward],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.GET('/api/v1/reward-redemptions', {
          params: { query: { reward, limit: 50, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
export const rewardsOfQuery = (id: number) =>
  queryOptions({
    queryKey: [KEY, 'of', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}/rewards', { params: { path: { id } }, signal })),
  })

export const saveReward = (reward: Reward | null, body: GivenReward) =>
  reward
    ? answer(
        client.PUT('/api/v1/rewards/{id}', {
          params: { path: { id: reward.id } },
          body: { ...body, revision: reward.revision },
        }),
      )
    : answer(client.POST('/api/v1/rewards', { body }))
export const returnRedemption = (id: string, reason: string) =>
  answer(
    client.POST('/api/v1/reward-redemptions/{id}/return', {
      params: { path: { id } },
      body: { reason },
    }),
  )

/** Words and pictures of content; undefined: it is none. */
export const partsOf = (args: Record<string, unknown>): PartFields[] | undefined =>
  Array.isArray(args.parts) ? (args.parts as PartFields[]) : undefined
