import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type Account = Item<'/api/v1/commission-accounts'>
export type Commission = Item<'/api/v1/commissions'>
export type Statement = Item<'/api/v1/commission-statements'>
export type Payout = Item<'/api/v1/commission-payouts'>
export type Payee = Item<'/api/v1/commission-payouts/{id}/payees'>
export type CommissionRule = Answer<'/api/v1/commission-rule'>

export const COMMISSION_STATES = ['pending', 'due', 'void'] as const
export const PAYEE_STATES = ['paying', 'paid', 'failed'] as const
export const TONES = {
  ...({ pending: 'info', due: 'good', void: 'plain' } as const),
  ...({ paying: 'info', paid: 'good', failed: 'bad' } as const),
} as const

const KEY = 'affiliates'

/** What one change of an affiliate, the rule or a pay-out makes old. */
export function useAffiliatesChanged() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: [KEY] })
}

export const accountsQuery = (query: Search<'/api/v1/commission-accounts'>) =>
  queryOptions({
    queryKey: [KEY, 'accounts', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/commission-accounts', { params: { query }, signal })),
  })
export const commissionsQuery = (query: Search<'/api/v1/commissions'>) =>
  queryOptions({
    queryKey: [KEY, 'commissions', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/commissions', { params: { query }, signal })),
  })
export const statementsQuery = (query: Search<'/api/v1/commission-statements'>) =>
  queryOptions({
    queryKey: [KEY, 'statements', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/commission-statements', { params: { query }, signal })),
  })
export const payoutsQuery = (query: Search<'/api/v1/commission-payouts'>) =>
  queryOptions({
    queryKey: [KEY, 'payouts', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/commission-payouts', { params: { query }, signal })),
  })
export const payoutQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'payout', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/commission-payouts/{id}', { params: { path: { id } }, signal })),
  })
export const payeesQuery = (id: string, query: Search<'/api/v1/commission-payouts/{id}/payees'>) =>
  queryOptions({
    queryKey: [KEY, 'payees', id, query],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/commission-payouts/{id}/payees', {
          params: { path: { id }, query },
          signal,
        }),
      ),
  })
export const ruleQuery = queryOptions({
  queryKey: [KEY, 'rule'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/commission-rule', { signal })),
})

export const saveRule = (body: CommissionRule) =>
  answer(client.PUT('/api/v1/commission-rule', { body }))
export const makeAffiliate = (body: Sent<'/api/v1/affiliates'>) =>
  answer(client.POST('/api/v1/affiliates', { body }))
export const endAffiliate = (code: string) =>
  answer(client.POST('/api/v1/affiliates/{code}/end', { params: { path: { code } } }))
export const makePayout = (body: Sent<'/api/v1/commission-payouts'>) =>
  answer(client.POST('/api/v1/commission-payouts', { body }))
export const settlePayout = (id: string, body: Sent<'/api/v1/commission-payouts/{id}/settle'>) =>
  answer(client.POST('/api/v1/commission-payouts/{id}/settle', { params: { path: { id } }, body }))
