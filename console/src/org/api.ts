import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import { toApiError } from '../api/error.ts'
import type { Answer, Item, Search, Sent } from '../api/shapes.ts'

export type Region = Item<'/api/v1/regions'>
export type Store = Item<'/api/v1/stores'>
export type StoreKind = Store['kind']
export type Staff = Item<'/api/v1/staff'>
export type Post = Item<'/api/v1/staff/{id}/posts'>
export type UnknownCode = Item<'/api/v1/org/unknown-codes'>
export type ImportedStructure = Answer<'/api/v1/org/import', 'post'>
export type StructureFile = Sent<'/api/v1/org/import'>
export type Assignment = Answer<'/api/v1/customers/{id}/assignment'>
export type Belongs = NonNullable<Assignment['store']>
export type AssignmentChange = Item<'/api/v1/customers/{id}/assignment/history'>
export type AssignmentKind = AssignmentChange['kind']
export type AssignmentSettings = Answer<'/api/v1/assignment-settings'>
export type Move = Sent<'/api/v1/staff/{id}/move'>

export const regionsQuery = queryOptions({
  queryKey: ['org', 'regions'],
  staleTime: 60_000,
  queryFn: ({ signal }) => answer(client.GET('/api/v1/regions', { signal })),
})

export const storesQuery = (search: Search<'/api/v1/stores'>) =>
  queryOptions({
    queryKey: ['org', 'stores', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/stores', { params: { query: search }, signal })),
  })

export const staffListQuery = (search: Search<'/api/v1/staff'>) =>
  queryOptions({
    queryKey: ['org', 'staff', search],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/staff', { params: { query: search }, signal })),
  })

export const staffQuery = (id: string) =>
  queryOptions({
    queryKey: ['org', 'staff', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/staff/{id}', { params: { path: { id } }, signal })),
  })

export const postsQuery = (id: string) =>
  queryOptions({
    queryKey: ['org', 'staff', id, 'posts'],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/staff/{id}/posts', { params: { path: { id } }, signal })),
  })

export const staffCustomersQuery = (id: string) =>
  queryOptions({
    queryKey: ['org', 'staff', id, 'customers'],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/staff/{id}/customers', { params: { path: { id } }, signal })),
  })

export const unknownCodesQuery = (kind: 'store' | 'staff') =>
  queryOptions({
    queryKey: ['org', 'unknown', kind],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/org/unknown-codes', { params: { query: { kind } }, signal })),
  })

export const assignmentQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id, 'assignment'],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/customers/{id}/assignment', { params: { path: { id } }, signal })),
  })

export const assignmentHistoryQuery = (id: number) =>
  queryOptions({
    queryKey: ['customer', id, 'assignment', 'history'],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/customers/{id}/assignment/history', {
          params: { path: { id }, query: { limit: 100 } },
          signal,
        }),
      ),
  })

export const assignmentSettingsQuery = queryOptions({
  queryKey: ['org', 'assignment-settings'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/assignment-settings', { signal })),
})

export const saveAssignmentSettings = (body: AssignmentSettings) =>
  answer(client.PUT('/api/v1/assignment-settings', { body }))

export const startBackfill = () => answer(client.POST('/api/v1/assignment-settings/backfill'))

export const assign = (id: number, body: Sent<'/api/v1/customers/{id}/assignment', 'put'>) =>
  answer(client.PUT('/api/v1/customers/{id}/assignment', { params: { path: { id } }, body }))

export const createRegion = (body: Sent<'/api/v1/regions'>) =>
  answer(client.POST('/api/v1/regions', { body }))
export const changeRegion = (id: string, body: Sent<'/api/v1/regions/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/regions/{id}', { params: { path: { id } }, body }))
export async function removeRegion(id: string): Promise<void> {
  await answer(client.DELETE('/api/v1/regions/{id}', { params: { path: { id } } }))
}

export const createStore = (body: Sent<'/api/v1/stores'>) =>
  answer(client.POST('/api/v1/stores', { body }))
export const changeStore = (id: string, body: Sent<'/api/v1/stores/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/stores/{id}', { params: { path: { id } }, body }))
export async function removeStore(id: string): Promise<void> {
  await answer(client.DELETE('/api/v1/stores/{id}', { params: { path: { id } } }))
}

export const createStaff = (body: Sent<'/api/v1/staff'>) =>
  answer(client.POST('/api/v1/staff', { body }))
export const changeStaff = (id: string, body: Sent<'/api/v1/staff/{id}', 'patch'>) =>
  answer(client.PATCH('/api/v1/staff/{id}', { params: { path: { id } }, body }))
export const moveStaff = (id: string, body: Move) =>
  answer(client.POST('/api/v1/staff/{id}/move', { params: { path: { id } }, body }))
export const returnStaff = (id: string, body: Move) =>
  answer(client.POST('/api/v1/staff/{id}/return', { params: { path: { id } }, body }))
export const letStaffLeave = (id: string, body: Sent<'/api/v1/staff/{id}/leave'>) =>
  answer(client.POST('/api/v1/staff/{id}/leave', { params: { path: { id } }, body }))
export const transferCustomers = (id: string, body: Sent<'/api/v1/staff/{id}/transfer'>) =>
  answer(client.POST('/api/v1/staff/{id}/transfer', { params: { path: { id } }, body }))

export const changeStores = (body: Sent<'/api/v1/stores/batch'>) =>
  answer(client.POST('/api/v1/stores/batch', { body }))
export const removeStores = (ids: string[]) =>
  answer(client.POST('/api/v1/stores/batch/remove', { body: { ids } }))
export const declareStores = (body: Sent<'/api/v1/stores/batch/declare'>) =>
  answer(client.POST('/api/v1/stores/batch/declare', { body }))
export const declareStaff = (body: Sent<'/api/v1/staff/batch/declare'>) =>
  answer(client.POST('/api/v1/staff/batch/declare', { body }))
export const moveStaffTogether = (body: Sent<'/api/v1/staff/batch/move'>) =>
  answer(client.POST('/api/v1/staff/batch/move', { body }))
export const letStaffLeaveTogether = (body: Sent<'/api/v1/staff/batch/leave'>) =>
  answer(client.POST('/api/v1/staff/batch/leave', { body }))

export const importStructure = (body: StructureFile) =>
  answer(client.POST('/api/v1/org/import', { body }))

/** After a change of the structure every list of it, and who belongs where, may read differently. */
export function useOrgChanged(): () => Promise<unknown> {
  const queryClient = useQueryClient()
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['org'] }),
      queryClient.invalidateQueries({ queryKey: ['customer'] }),
    ])
}

/** What somebody else made of a thing meanwhile is fetched before another try at changing it. */
export function useReloadWhenEdited(): (thrown: Error) => void {
  const changed = useOrgChanged()
  return (thrown) => {
    if (toApiError(thrown).code === 'edited_meanwhile') void changed()
  }
}
