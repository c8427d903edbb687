// Whose browser this is. A session begins when something needs one: browsing does not.
import { signal } from '@preact/signals'
import { ApiError, answer, client, here } from './api/client.ts'

export interface Session {
  signed_in: boolean
  visitor: string
}
/** Undefined while unknown; null when there is none. */
export const session = signal<Session | null | undefined>(undefined)

export async function findSession(): Promise<Session | null> {
  if (session.value !== undefined) return session.value
  try {
    session.value = await answer(
      client.GET('/api/v1/shop/{shop}/session', { params: { path: here } }),
    )
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error
    session.value = null
  }
  return session.value
}
export async function ensureSession(): Promise<Session> {
  const found = await findSession()
  if (found) return found
  session.value = await answer(
    client.POST('/api/v1/shop/{shop}/session', { params: { path: here } }),
  )
  return session.value
}
export const sendCode = async (phone: string) => {
  await ensureSession()
  return answer(
    client.POST('/api/v1/shop/{shop}/codes', { params: { path: here }, body: { phone } }),
  )
}
export async function signIn(phone: string, code: string, agreed: string): Promise<void> {
  session.value = await answer(
    client.POST('/api/v1/shop/{shop}/sign-in', {
      params: { path: here },
      body: { phone, code, agreed },
    }),
  )
}
export async function signOut(): Promise<void> {
  await answer(client.DELETE('/api/v1/shop/{shop}/session', { params: { path: here } }))
  session.value = null
}
