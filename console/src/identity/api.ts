import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Item, Search, Sent } from '../api/shapes.ts'

/** Two customers that something says are one, and a rule that says they are not. */
export type Conflict = Item<'/api/v1/identity/conflicts'>
export type ConflictState = Conflict['state']
export type ConflictAction = Sent<'/api/v1/identity/conflicts/{id}/resolve'>['action']
/** An edge between two records of customers, also one that was taken back. */
export type Merge = Item<'/api/v1/identity/merges'>

type ConflictSearch = Search<'/api/v1/identity/conflicts'>

export const conflictsQuery = (search: ConflictSearch) =>
  queryOptions({
    queryKey: ['conflicts', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/identity/conflicts', { params: { query: search }, signal })),
  })

export const mergesQuery = (customerId: number) =>
  queryOptions({
    queryKey: ['customer', customerId, 'merges'],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/identity/merges', {
          params: { query: { customer_id: customerId } },
          signal,
        }),
      ),
  })

export const namespacesQuery = queryOptions({
  queryKey: ['namespaces'],
  staleTime: 5 * 60_000,
  queryFn: async ({ signal }) =>
    (await answer(client.GET('/api/v1/identity/namespaces', { signal }))).items,
})

export function mergeCustomers(id: number, otherId: number, reason?: string) {
  return answer(
    client.POST('/api/v1/customers/{id}/merge', {
      params: { path: { id } },
      body: { other_id: otherId, reason },
    }),
  )
}

export function unmerge(mergeId: string) {
  return answer(client.POST('/api/v1/identity/unmerge', { body: { merge_id: mergeId } }))
}

export function resolveConflict(id: string, action: ConflictAction) {
  return answer(
    client.POST('/api/v1/identity/conflicts/{id}/resolve', {
      params: { path: { id } },
      body: { action },
    }),
  )
}

export const conflictKindsQuery = queryOptions({
  queryKey: ['conflicts', 'kinds'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/identity/conflicts/kinds', { signal })),
})

export const decideConflicts = (body: Sent<'/api/v1/identity/conflicts/batch'>) =>
  answer(client.POST('/api/v1/identity/conflicts/batch', { body }))
