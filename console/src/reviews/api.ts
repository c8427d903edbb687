import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type Review = Item<'/api/v1/reviews'>
export type ReviewSearch = Search<'/api/v1/reviews'>
export type Hiding = Sent<'/api/v1/reviews/{id}/hide'>
export type ReviewSetting = Answer<'/api/v1/review-settings'>
export type Wanted = Item<'/api/v1/wanted-products'>

const KEY = 'reviews'
export function useReviewsChanged() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: [KEY] })
}

export const reviewsQuery = (query: ReviewSearch) =>
  queryOptions({
    queryKey: [KEY, 'list', query],
    queryFn: ({ signal }) => answer(client.GET('/api/v1/reviews', { params: { query }, signal })),
  })
export const reviewFiguresQuery = queryOptions({
  queryKey: [KEY, 'figures'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/reviews/figures', { signal })),
})
export const reviewSettingQuery = queryOptions({
  queryKey: [KEY, 'setting'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/review-settings', { signal })),
})
export const wantedQuery = queryOptions({
  queryKey: [KEY, 'wanted'],
  queryFn: ({ signal }) =>
    answer(client.GET('/api/v1/wanted-products', { params: { query: { limit: 100 } }, signal })),
})

const at = (id: string) => ({ path: { id } })
export const showReview = ({ id, revision }: Review) =>
  answer(client.POST('/api/v1/reviews/{id}/show', { params: at(id), body: { revision } }))
export const hideReview = ({ id, revision }: Review, body: Omit<Hiding, 'revision'>) =>
  answer(client.POST('/api/v1/reviews/{id}/hide', { params: at(id), body: { ...body, revision } }))
export const replyToReview = ({ id, revision }: Review, text: string) =>
  answer(client.PUT('/api/v1/reviews/{id}/reply', { params: at(id), body: { text, revision } }))
export const saveReviewSetting = (body: ReviewSetting) =>
  answer(client.PUT('/api/v1/review-settings', { body }))
export const photoUrl = (review: string, photo: string): string =>
  `/api/v1/reviews/${review}/pictures/${photo}`
