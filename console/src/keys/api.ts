import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Item, Sent } from '../api/shapes.ts'

export type ApiKey = Item<'/api/v1/api-keys'>
export type WriteKey = Item<'/api/v1/write-keys'>
export type WriteKeyKind = WriteKey['kind']

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/api-keys', { signal })),
})

export const writeKeysQuery = queryOptions({
  queryKey: ['write-keys'],
  staleTime: 60_000,
  queryFn: ({ signal }) => answer(client.GET('/api/v1/write-keys', { signal })),
})

export function createApiKey(key: Sent<'/api/v1/api-keys'>) {
  return answer(client.POST('/api/v1/api-keys', { body: key }))
}

export function createWriteKey(key: Sent<'/api/v1/write-keys'>) {
  return answer(client.POST('/api/v1/write-keys', { body: key }))
}

export function revokeApiKeys(ids: string[]) {
  return answer(client.POST('/api/v1/api-keys/revoke', { body: { ids } }))
}

export function revokeWriteKeys(ids: string[]) {
  return answer(client.POST('/api/v1/write-keys/revoke', { body: { ids } }))
}
