import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type Offer = Item<'/api/v1/offers'>
export type OfferState = Offer['state']
export type NewOffer = Sent<'/api/v1/offers'>
export type Kind = Answer<'/api/v1/offers/kinds'>['kinds'][number]
export type DryRun = Answer<'/api/v1/offers/dry-run', 'post'>
export type Batch = Item<'/api/v1/coupon-batches'>
export type BatchDetail = Answer<'/api/v1/coupon-batches/{id}'>
export type NewBatch = Sent<'/api/v1/coupon-batches'>
export type Coupon = Item<'/api/v1/coupons'>
export type Activity = Item<'/api/v1/activities'>
export type NewActivity = Sent<'/api/v1/activities'>
export type Figures = Answer<'/api/v1/activities/{id}/figures'>

const KEY = 'promotion'

/** What one change of offers, coupons or activities makes old. */
export function usePromotionChanged() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: [KEY] })
}

export const offersQuery = (query: Search<'/api/v1/offers'>) =>
  queryOptions({
    queryKey: [KEY, 'offers', query],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/offers', { params: { query }, signal })),
  })
export const kindsQuery = queryOptions({
  queryKey: [KEY, 'kinds'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: ({ signal }) => answer(client.GET('/api/v1/offers/kinds', { signal })),
})
export const offerGroupsQuery = queryOptions({
  queryKey: [KEY, 'groups'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/offer-groups', { signal })),
})
/** Of many at once; those that cannot are told by row. */
export const setOffers = (ids: string[], to: 'publish' | 'pause' | 'end') => {
  const body = { ids }
  if (to === 'publish') return answer(client.POST('/api/v1/offers/publish', { body }))
  if (to === 'pause') return answer(client.POST('/api/v1/offers/pause', { body }))
  return answer(client.POST('/api/v1/offers/end', { body }))
}
export const offerFiguresQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'offer-figures', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/offers/{id}/figures', { params: { path: { id } }, signal })),
  })
export type OfferGroup = Item<'/api/v1/offer-groups'>
export const saveGroup = (code: string, body: Sent<'/api/v1/offer-groups/{code}', 'put'>) =>
  answer(client.PUT('/api/v1/offer-groups/{code}', { params: { path: { code } }, body }))
export const removeGroup = (code: string) =>
  answer(client.DELETE('/api/v1/offer-groups/{code}', { params: { path: { code } } }))
export type Setting = Answer<'/api/v1/promotion-settings'>
export const settingQuery = queryOptions({
  queryKey: [KEY, 'setting'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/promotion-settings', { signal })),
})
export const saveSetting = (body: Setting) =>
  answer(client.PUT('/api/v1/promotion-settings', { body }))
export type StorefrontCalendar = Item<'/api/v1/storefront-calendar'>
export const storefrontCalendarQuery = (query: Search<'/api/v1/storefront-calendar'>) =>
  queryOptions({
    queryKey: [KEY, 'storefront-calendar', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/storefront-calendar', { params: { query }, signal })),
  })
export const createOffer = (body: NewOffer) => answer(client.POST('/api/v1/offers', { body }))
export const changeOffer = (id: string, body: Sent<'/api/v1/offers/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/offers/{id}', { params: { path: { id } }, body }))
export const setOffer = (id: string, to: 'publish' | 'pause' | 'end') => {
  const params = { path: { id } }
  if (to === 'publish') return answer(client.POST('/api/v1/offers/{id}/publish', { params }))
  if (to === 'pause') return answer(client.POST('/api/v1/offers/{id}/pause', { params }))
  return answer(client.POST('/api/v1/offers/{id}/end', { params }))
}
export const dryRunQuery = (body: Sent<'/api/v1/offers/dry-run'>) =>
  queryOptions({
    queryKey: [KEY, 'dry-run', body],
    queryFn: ({ signal }) => answer(client.POST('/api/v1/offers/dry-run', { body, signal })),
    retry: false,
  })

export const batchesQuery = (query: Search<'/api/v1/coupon-batches'>) =>
  queryOptions({
    queryKey: [KEY, 'batches', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/coupon-batches', { params: { query }, signal })),
  })
export const batchQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'batch', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/coupon-batches/{id}', { params: { path: { id } }, signal })),
    // While codes are being made, how far it is.
    refetchInterval: ({ state: { data } }) =>
      data && data.issued < data.wanted ? 1000 : (false as const),
  })
export const createBatch = (body: NewBatch) =>
  answer(client.POST('/api/v1/coupon-batches', { body }))
export const changeBatch = (id: string, body: Sent<'/api/v1/coupon-batches/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/coupon-batches/{id}', { params: { path: { id } }, body }))
export const issueCoupons = (id: string, count: number) =>
  answer(
    client.POST('/api/v1/coupon-batches/{id}/issue', { params: { path: { id } }, body: { count } }),
  )
export const giveCoupons = (id: string, customers: number[]) =>
  answer(
    client.POST('/api/v1/coupon-batches/{id}/give', {
      params: { path: { id } },
      body: { customers },
    }),
  )
export const couponsQuery = (query: Search<'/api/v1/coupons'>) =>
  queryOptions({
    queryKey: [KEY, 'coupons', query],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/coupons', { params: { query }, signal })),
  })
export const walletQuery = (id: number) =>
  queryOptions({
    queryKey: [KEY, 'wallet', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}/coupons', { params: { path: { id } }, signal })),
  })
export const voidCoupon = (code: string, reason: string) =>
  answer(
    client.POST('/api/v1/coupons/{code}/void', { params: { path: { code } }, body: { reason } }),
  )

export const activitiesQuery = (query: Search<'/api/v1/activities'>) =>
  queryOptions({
    queryKey: [KEY, 'activities', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/activities', { params: { query }, signal })),
  })
export const activityQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'activity', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/activities/{id}', { params: { path: { id } }, signal })),
  })
export const figuresQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'figures', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/activities/{id}/figures', { params: { path: { id } }, signal })),
  })
export const createActivity = (body: NewActivity) =>
  answer(client.POST('/api/v1/activities', { body }))
export const changeActivity = (id: string, body: Sent<'/api/v1/activities/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/activities/{id}', { params: { path: { id } }, body }))
export const copyActivity = (id: string, body: Sent<'/api/v1/activities/{id}/copy'>) =>
  answer(client.POST('/api/v1/activities/{id}/copy', { params: { path: { id } }, body }))
export const setActivity = (id: string, to: 'publish' | 'pause' | 'end') => {
  const params = { path: { id } }
  if (to === 'publish') return answer(client.POST('/api/v1/activities/{id}/publish', { params }))
  if (to === 'pause') return answer(client.POST('/api/v1/activities/{id}/pause', { params }))
  return answer(client.POST('/api/v1/activities/{id}/end', { params }))
}
