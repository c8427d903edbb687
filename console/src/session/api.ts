import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import { carryCsrfToken } from '../api/credentials.ts'
import type { Answer, Sent } from '../api/shapes.ts'

export type Session = Answer<'/api/v1/session'>
export type User = Session['user']
export type Role = User['role']
export type Permission = Session['permissions'][number]
/** Its `timezone` is that of every time on screen, its `currency` that of figures without one. */
export type Tenant = Session['tenants'][number]

export type SignIn = Sent<'/api/v1/session'>
export type Claim = Sent<'/api/v1/session/claim'>
export type NewTenant = Sent<'/api/v1/tenants'>
/** The keys are shown this once: the server keeps only their hashes. */
export type CreatedTenant = Answer<'/api/v1/tenants', 'post'>

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

/** null: the brand's. */
export async function keepOwnLanguage(language: Session['user']['language']): Promise<void> {
  await answer(client.PATCH('/api/v1/session/user', { body: { language } }))
}

export async function keepBrandLanguage(language: Tenant['language']): Promise<void> {
  await answer(client.PATCH('/api/v1/tenants/current', { body: { language } }))
}

export async function signOut(): Promise<void> {
  await answer(client.DELETE('/api/v1/session'))
  carryCsrfToken(null)
}

export function createTenant(tenant: NewTenant): Promise<CreatedTenant> {
  return answer(client.POST('/api/v1/tenants', { body: tenant }))
}
