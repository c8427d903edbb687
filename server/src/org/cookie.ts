// The session's cookie. Its value is base64url, so nothing needs escaping.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { SESSION_DAYS } from './session-store.ts'

const NAME = 'hf_session'

/** A cookie of ours: its value has nothing that needs escaping. */
export function readCookie(request: FastifyRequest, wanted: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=', 2)
    if (name === wanted && value) return value
  }
  return undefined
}
export const readSessionCookie = (request: FastifyRequest) => readCookie(request, NAME)

/** Lax, not Strict: a link in a chat must open the console signed in; writes need the CSRF token. */
export function writeSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string | null,
  isHttps: boolean,
): void {
  const secure = isHttps || request.protocol === 'https' ? '; Secure' : ''
  const age = token ? SESSION_DAYS * 24 * 3600 : 0
  reply.header(
    'set-cookie',
    `${NAME}=${token ?? ''}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${secure}`,
  )
}
