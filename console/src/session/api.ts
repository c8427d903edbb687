import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import { carryCsrfToken } from '../api/credentials.ts'
import type { Delete, Get, Post } from '../api/shapes.ts'

export type Role = 'owner' | 'admin' | 'operator' | 'analyst' | 'guide' | 'developer'

export type Permission =
  | 'customers:read'
  | 'customers:write'
  | 'customers:merge'
  | 'customers:unmask'
  | 'events:read'
  | 'events:manage'
  | 'imports:run'
  | 'orders:read'
  | 'keys:manage'
  | 'team:manage'
  | 'tenants:manage'
  | 'audit:read'
  | 'settings:manage'

export interface User {
  id: string
  name: string
  email: string
  /** In the brand of the session's `tenant_id`. */
  role: Role
}

export interface Tenant {
  id: string
  name: string
  /** IANA name; every time on screen is in it. */
  timezone: string
  /** ISO 4217; used where a figure carries no currency of its own. */
  currency: string
}

export interface Session {
  user: User
  csrf_token: string
  /** The brand that `user.role` and `permissions` are about. */
  tenant_id: string
  permissions: Permission[]
  tenants: (Tenant & { role: Role })[]
}

export interface NewTenant {
  name: string
  timezone?: string
  currency?: string
}

/** The keys are shown this once: the server keeps only their hashes. */
export interface CreatedTenant {
  tenant: Tenant
  api_key: string
  write_key: string
  client_write_key: string
}

export interface Claim {
  token: string
  email: string
  name: string
  password: string
  totp?: string
  /** The first brand; only with the first owner's link. */
  tenant?: NewTenant
}

export interface SignIn {
  email: string
  password: string
  totp?: string
}

interface SessionMethods extends Get<Session>, Post<Session, SignIn>, Delete<undefined> {}

export interface SessionPaths {
  '/api/v1/session': SessionMethods
  '/api/v1/session/claim': Post<Session, Claim>
  '/api/v1/tenants': Post<CreatedTenant, NewTenant>
}

function carried(session: Session): Session {
  carryCsrfToken(session.csrf_token)
  return session
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => carried(await answer(client.GET('/api/v1/session'))),
  staleTime: 5 * 60_000,
  retry: false,
})

export async function signIn(credentials: SignIn): Promise<Session> {
  return carried(await answer(client.POST('/api/v1/session', { body: credentials })))
}

export async function claimOwnership(claim: Claim): Promise<Session> {
  return carried(await answer(client.POST('/api/v1/session/claim', { body: claim })))
}

export async function signOut(): Promise<void> {
  await answer(client.DELETE('/api/v1/session'))
  carryCsrfToken(null)
}

export function createTenant(tenant: NewTenant): Promise<CreatedTenant> {
  return answer(client.POST('/api/v1/tenants', { body: tenant }))
}
