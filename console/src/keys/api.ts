import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Delete, Get, Listed, Post } from '../api/shapes.ts'
import type { Role } from '../session/api.ts'

interface Key {
  id: string
  name: string
  /** The first characters, to recognise the key by; the rest is stored hashed. */
  prefix: string
  created_at: string
  created_by: string
  last_used_at: string | null
  revoked_at: string | null
}

export interface ApiKey extends Key {
  role: Role
}

export type WriteKeyKind = 'client' | 'server'

export interface WriteKey extends Key {
  kind: WriteKeyKind
}

/** `key` is the secret: answered this once. */
export type CreatedApiKey = ApiKey & { key: string }
export type CreatedWriteKey = WriteKey & { key: string }

interface NewApiKey {
  name: string
  role: Role
}

interface NewWriteKey {
  name: string
  kind: WriteKeyKind
}

interface ApiKeyMethods extends Get<Listed<ApiKey>>, Post<CreatedApiKey, NewApiKey> {}
interface WriteKeyMethods extends Get<Listed<WriteKey>>, Post<CreatedWriteKey, NewWriteKey> {}

export interface KeyPaths {
  '/api/v1/api-keys': ApiKeyMethods
  '/api/v1/api-keys/{id}': Delete<undefined, { id: string }>
  '/api/v1/write-keys': WriteKeyMethods
  '/api/v1/write-keys/{id}': Delete<undefined, { id: string }>
}

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/api-keys', { signal })),
})

export const writeKeysQuery = queryOptions({
  queryKey: ['write-keys'],
  staleTime: 60_000,
  queryFn: ({ signal }) => answer(client.GET('/api/v1/write-keys', { signal })),
})

export function createApiKey(key: NewApiKey): Promise<CreatedApiKey> {
  return answer(client.POST('/api/v1/api-keys', { body: key }))
}

export function createWriteKey(key: NewWriteKey): Promise<CreatedWriteKey> {
  return answer(client.POST('/api/v1/write-keys', { body: key }))
}

export async function revokeApiKey(id: string): Promise<void> {
  await answer(client.DELETE('/api/v1/api-keys/{id}', { params: { path: { id } } }))
}

export async function revokeWriteKey(id: string): Promise<void> {
  await answer(client.DELETE('/api/v1/write-keys/{id}', { params: { path: { id } } }))
}
