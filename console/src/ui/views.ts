import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Item, Sent } from '../api/shapes.ts'

export type SavedView = Item<'/api/v1/saved-views'>

export const savedViewsQuery = (list: string) =>
  queryOptions({
    queryKey: ['saved-views', list],
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/saved-views', { params: { query: { list } }, signal })),
  })

export function saveView(view: Sent<'/api/v1/saved-views'>) {
  return answer(client.POST('/api/v1/saved-views', { body: view }))
}

export async function changeView(
  change: { id: string } & Sent<'/api/v1/saved-views/{id}', 'patch'>,
) {
  const { id, ...body } = change
  await answer(client.PATCH('/api/v1/saved-views/{id}', { params: { path: { id } }, body }))
}

export async function removeView(id: string): Promise<void> {
  await answer(client.DELETE('/api/v1/saved-views/{id}', { params: { path: { id } } }))
}

export async function beginWith(choice: Sent<'/api/v1/saved-views/default', 'put'>): Promise<void> {
  await answer(client.PUT('/api/v1/saved-views/default', { body: choice }))
}

export type Search = Record<string, string>

/** Follows the reader or says where in the list one is: no part of a view. */
const NOT_KEPT = new Set(['brand', 'days', 'cursor', 'open'])

/** What of an address a view keeps. */
export function keptOf(search: Record<string, unknown>): Search {
  const kept: Search = {}
  for (const [name, value] of Object.entries(search))
    if (typeof value === 'string' && value !== '' && !NOT_KEPT.has(name)) kept[name] = value
  return kept
}

export function isSameSearch(one: Search, other: Search): boolean {
  const names = Object.keys(one)
  return (
    names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
  )
}
