import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Sent } from '../api/shapes.ts'

export type PointsRule = Item<'/api/v1/points/rules'>
export type RuleBody = Sent<'/api/v1/points/rules'>
export type Rule = RuleBody['rule']
export type PointsPolicy = Answer<'/api/v1/points/policy'>
export type PointsDay = Answer<'/api/v1/points/report'>['days'][number]
export type Deferral = Answer<'/api/v1/points/deferral'>['before']
export type Comparison = Answer<'/api/v1/points/rules/{id}/simulate', 'post'>
export type LedgerLine = Item<'/api/v1/customers/{id}/points/ledger'>

export const rulesQuery = queryOptions({
  queryKey: ['points-rules'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/points/rules', { signal })),
})
export const policyQuery = queryOptions({
  queryKey: ['points-policy'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/points/policy', { signal })),
})
export const reportQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['points-report', from, to],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/points/report', { params: { query: { from, to } }, signal })),
  })
export const deferralQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ['points-deferral', from, to],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/points/deferral', { params: { query: { from, to } }, signal })),
  })
export const balanceQuery = (id: number) =>
  queryOptions({
    queryKey: ['points-of', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}/points', { params: { path: { id } }, signal })),
  })
export const ledgerQuery = (id: number) =>
  queryOptions({
    queryKey: ['points-of', id, 'ledger'],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/customers/{id}/points/ledger', {
          params: { path: { id }, query: { limit: 100 } },
          signal,
        }),
      ),
  })

export const saveRule = (id: string | undefined, body: RuleBody) =>
  id
    ? answer(client.PUT('/api/v1/points/rules/{id}', { params: { path: { id } }, body }))
    : answer(client.POST('/api/v1/points/rules', { body }))
export const publishRule = (id: string) =>
  answer(client.POST('/api/v1/points/rules/{id}/publish', { params: { path: { id } } }))
export const stopRule = (id: string) =>
  answer(client.POST('/api/v1/points/rules/{id}/stop', { params: { path: { id } } }))
export const simulateRule = (id: string, days: number) =>
  answer(
    client.POST('/api/v1/points/rules/{id}/simulate', { params: { path: { id } }, body: { days } }),
  )
export const savePolicy = (body: Sent<'/api/v1/points/policy', 'put'>) =>
  answer(client.PUT('/api/v1/points/policy', { body }))
export const adjustPoints = (id: number, body: Sent<'/api/v1/customers/{id}/points/adjust'>) =>
  answer(client.POST('/api/v1/customers/{id}/points/adjust', { params: { path: { id } }, body }))
