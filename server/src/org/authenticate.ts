// Who asks, and for which brand: an API key, or the cookie of a signed-in person.
import type { FastifyRequest } from 'fastify'
import type { Ctx } from '../platform/ctx.ts'
import { forbidden, notFound, unauthenticated } from '../platform/errors.ts'
import { hashKey } from '../platform/keys.ts'
import { prepared } from '../platform/prepared.ts'
import { sharedLook } from '../platform/shared-look.ts'
import { type FoundApiKey, findApiKey, touchApiKey } from './api-keys.ts'
import { asTenant, type Base } from './base.ts'
import { readSessionCookie } from './cookie.ts'
import { findSession, touchSession } from './session-store.ts'
import { isCsrfToken } from './sign-in.ts'

const READS = new Set(['GET', 'HEAD', 'OPTIONS'])
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const MINUTE = 60_000

/** @throws 401 for nobody, 403 csrf_failed, 404 for a brand the asker does not belong to */
export function createAuthenticator(base: Base): (request: FastifyRequest) => Promise<Ctx> {
  const keys: Keys = {
    plain: sharedLook((secret) => findApiKey(prepared(base), secret, false)),
    withVersion: sharedLook((secret) => findApiKey(prepared(base), secret, true)),
  }
  return (request) =>
    request.headers.authorization === undefined
      ? byCookie(base, request)
      : byKey(base, keys, request, request.headers.authorization)
}

/** A shop's server asks with one key all the time. */
type Keys = Record<'plain' | 'withVersion', (secret: string) => Promise<FoundApiKey | undefined>>

async function byKey(
  base: Base,
  keys: Keys,
  request: FastifyRequest,
  authorization: string,
): Promise<Ctx> {
  const secret = /^Bearer ([\x21-\x7e]{1,500})$/i.exec(authorization)?.[1]
  const find = request.routeOptions.config?.prepared === true ? keys.withVersion : keys.plain
  const key = secret ? await find(secret) : undefined
  if (!key) throw unauthenticated('invalid_key', 'The API key is unknown or was revoked')
  const wanted = wantedTenant(request)
  if (wanted !== undefined && wanted !== key.tenant_id) throw notFound('tenant')
  await touchApiKey(base, key)
  const ctx = asTenant(base, key.tenant_id, {
    kind: 'api_key',
    id: key.id,
    name: key.name,
    role: key.role,
    ip: request.ip,
    ...(key.permissions && { permissions: new Set(key.permissions) }),
  })
  return key.brand_version === null ? ctx : { ...ctx, brandVersion: key.brand_version }
}

async function byCookie(base: Base, request: FastifyRequest): Promise<Ctx> {
  const token = readSessionCookie(request)
  if (!token) throw unauthenticated()
  const wanted = wantedTenant(request)
  const seen = await findSession(prepared(base), hashKey(token), wanted)
  if (!seen) throw unauthenticated('session_ended', 'Your session has ended; sign in again')
  // The browser sends the cookie whoever made the page; only our own pages know the token.
  if (!READS.has(request.method) && !isCsrfToken(token, request.headers['x-csrf-token']))
    throw forbidden('csrf_failed', 'Send the csrf_token of your session as x-csrf-token')
  if (!seen.tenant_id || !seen.role || !seen.scope) {
    if (wanted !== undefined) throw notFound('tenant')
    throw unauthenticated('no_membership', 'You do not belong to any brand any more')
  }
  if (base.now().getTime() - seen.last_seen_at.getTime() >= MINUTE) await touchSession(base, seen)
  return asTenant(base, seen.tenant_id, {
    kind: 'user',
    id: seen.user_id,
    name: seen.user_name,
    role: seen.role,
    scope: { kind: seen.scope, ids: seen.scope_ids ?? [] },
    ip: request.ip,
    sessionId: seen.session_id,
  })
}

/** @throws 404 for what cannot be a tenant's id */
function wantedTenant(request: FastifyRequest): string | undefined {
  const given = request.headers['x-tenant-id']
  if (given === undefined || given === '') return undefined
  if (typeof given !== 'string' || !UUID.test(given)) throw notFound('tenant')
  return given.toLowerCase()
}
