import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type Subscription = Item<'/api/v1/product-subscriptions'>
export type SubscriptionDetail = Answer<'/api/v1/product-subscriptions/{id}'>
export type SubscriptionChange = Sent<'/api/v1/product-subscriptions/{id}/change'>
export type Plan = Item<'/api/v1/subscription-plans'>
export type GivenPlan = Sent<'/api/v1/subscription-plans'>

// A delivery is an order: what makes orders old makes these old.
const KEY = 'orders'

export const subscriptionsQuery = (search: Search<'/api/v1/product-subscriptions'>) =>
  queryOptions({
    queryKey: [KEY, 'subscriptions', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/product-subscriptions', { params: { query: search }, signal })),
  })
export const subscriptionQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'subscription', id],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/product-subscriptions/{id}', { params: { path: { id } }, signal }),
      ),
  })
export const subscriptionFiguresQuery = queryOptions({
  queryKey: [KEY, 'subscription-figures'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/product-subscriptions/figures', { signal })),
})
export const subscriptionPlansQuery = (sku?: string) =>
  queryOptions({
    queryKey: [KEY, 'subscription-plans', sku ?? null],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/subscription-plans', {
          params: { query: sku === undefined ? {} : { sku } },
          signal,
        }),
      ),
  })
export const changeSubscription = (id: string, body: SubscriptionChange) =>
  answer(
    client.POST('/api/v1/product-subscriptions/{id}/change', { params: { path: { id } }, body }),
  )
export const changeSubscriptions = (body: Sent<'/api/v1/product-subscriptions/changes'>) =>
  answer(client.POST('/api/v1/product-subscriptions/changes', { body }))
export const saveSubscriptionPlan = (plan: Plan | null, body: GivenPlan) =>
  plan
    ? answer(
        client.PUT('/api/v1/subscription-plans/{id}', {
          params: { path: { id: plan.id } },
          body: { ...body, revision: plan.revision },
        }),
      )
    : answer(client.POST('/api/v1/subscription-plans', { body }))
