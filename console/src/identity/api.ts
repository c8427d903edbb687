import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Get, Listed, Paging, Post } from '../api/shapes.ts'
import type { Customer } from '../customers/api.ts'

export type ConflictState = 'open' | 'merged' | 'kept_apart' | 'dismissed'
export type ConflictAction = 'merge' | 'keep_apart' | 'dismiss'

/** Two customers that something says are one, and a rule that says they are not. */
export interface Conflict {
  id: string
  kind: 'different_values' | 'over_limit' | 'kept_apart' | 'consent'
  /** The same on both sides when the question is about a value too many on one customer. */
  customer_a: number
  customer_b: number
  namespace: string
  value: string
  evidence: { namespace: string; value: string }[]
  /** How often it came up. */
  seen: number
  first_at: string
  last_at: string
  state: ConflictState
  resolved_at: string | null
  resolved_by: string | null
}

/** An edge between two records of customers, also one that was taken back. */
export interface Merge {
  merge_id: string
  node_a: number
  node_b: number
  evidence: 'claimed' | 'verified'
  reason: string
  actor: string
  at: string
  undone_at: string | null
}

export interface ConflictSearch extends Paging {
  state?: ConflictState
}

export interface Merged {
  merge_id: string
  customer: Customer
}

/** The ids of the two sides after a merge's edge is gone. */
export interface Unmerged {
  customers: number[]
}

interface MergeRequest {
  other_id: number
  reason?: string
}

/** A kind of identifier, as the brand has declared it. */
export interface Namespace {
  namespace: string
  is_weak: boolean
  /** A customer holds at most one value of it. */
  is_unique: boolean
}

export interface IdentityPaths {
  '/api/v1/identity/namespaces': Get<{ items: Namespace[] }>
  '/api/v1/customers/{id}/merge': Post<Merged, MergeRequest, { id: number }>
  '/api/v1/identity/unmerge': Post<Unmerged, { merge_id: string }>
  '/api/v1/identity/merges': Get<{ items: Merge[] }, { customer_id: number }>
  '/api/v1/identity/conflicts': Get<Listed<Conflict>, ConflictSearch>
  '/api/v1/identity/conflicts/{id}/resolve': Post<
    unknown,
    { action: ConflictAction },
    { id: string }
  >
}

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

export function mergeCustomers(id: number, otherId: number, reason?: string): Promise<Merged> {
  return answer(
    client.POST('/api/v1/customers/{id}/merge', {
      params: { path: { id } },
      body: { other_id: otherId, reason },
    }),
  )
}

export function unmerge(mergeId: string): Promise<Unmerged> {
  return answer(client.POST('/api/v1/identity/unmerge', { body: { merge_id: mergeId } }))
}

export function resolveConflict(id: string, action: ConflictAction): Promise<unknown> {
  return answer(
    client.POST('/api/v1/identity/conflicts/{id}/resolve', {
      params: { path: { id } },
      body: { action },
    }),
  )
}
