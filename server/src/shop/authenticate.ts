// Who asks on a page of the shop: found by the cookie of its browser, for the shop named in the address.
import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { asTenant, type Base, readCookie } from '../org/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { forbidden, notFound, unauthenticated } from '../platform/errors.ts'
import { hashKey } from '../platform/keys.ts'
import { prepared } from '../platform/prepared.ts'
import { findSession, SESSION_DAYS } from './session.ts'
import { openShop, storefrontAsked } from './shop.ts'

export const SHOP_COOKIE = 'hf_shop'
const READS = new Set(['GET', 'HEAD', 'OPTIONS'])
/** No form of another page can send it; the cookie is not sent along with one's scripts either. */
const OWN_PAGE = 'x-homefield-shop'

/** Stays when she signs out: who signs in on one browser again may be the same person. */
export const DEVICE_COOKIE = 'hf_device'
const DEVICE_DAYS = 730

/** A browser that has not begun a session is nobody: 401. Signed in or not is the handler's to ask. */
export function createShopAuthenticator(base: Base): (request: FastifyRequest) => Promise<Ctx> {
  return async (request) => {
    const slug = (request.params as { shop?: string }).shop
    if (slug === undefined) throw notFound('shop')
    const token = readCookie(request, SHOP_COOKIE)
    if (!token) throw unauthenticated('no_session', 'Begin a session first')
    refuseOtherPages(request)
    const shop = await openShop(prepared(base).pg, slug, { at: storefrontAsked(request) })
    const nobody = asTenant(base, shop.tenantId, shopper('', request.ip))
    const session = await findSession(prepared(nobody), hashKey(token))
    if (!session) throw unauthenticated('no_session', 'Begin a session first')
    return {
      ...nobody,
      storefront: shop.storefront,
      ...(request.routeOptions.config?.prepared && { brandVersion: shop.brandVersion }),
      actor: {
        ...shopper(session.node === null ? '' : String(session.node), request.ip),
        sessionId: session.id,
      },
    }
  }
}

/** @throws 403 for a write that another site's page may have sent */
export function refuseOtherPages(request: FastifyRequest): void {
  if (!READS.has(request.method) && request.headers[OWN_PAGE] === undefined)
    throw forbidden('other_page', `Send the header ${OWN_PAGE}`)
}

/** May nothing that staff may; what a customer may do, the shop's own routes decide. */
const shopper = (id: string, ip: string) => ({
  ...{ kind: 'customer' as const, id, name: 'customer', role: 'guide' as const, ip },
  scope: { kind: 'own' as const, ids: [] },
  permissions: new Set<string>(),
})

/** Sent to this shop's addresses alone, so a browser is signed in to several shops at once. */
export function writeShopCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  slug: string,
  token: string | null,
  isHttps: boolean,
): void {
  const secure = isHttps || request.protocol === 'https' ? '; Secure' : ''
  const age = token ? SESSION_DAYS * 86_400 : 0
  reply.header(
    'set-cookie',
    `${SHOP_COOKIE}=${token ?? ''}; Path=/api/v1/shop/${slug}; HttpOnly; SameSite=Lax; Max-Age=${age}${secure}`,
  )
}

/** What this browser is known by at this shop; undefined before its first session. */
export function deviceOf(request: FastifyRequest): string | undefined {
  const said = readCookie(request, DEVICE_COOKIE)
  return said !== undefined && /^[0-9a-f]{32}$/.test(said) ? said : undefined
}

/** Said to it again with every session, so that it lasts. */
export function keepDevice(
  request: FastifyRequest,
  reply: FastifyReply,
  slug: string,
  isHttps: boolean,
): void {
  const device = deviceOf(request) ?? randomBytes(16).toString('hex')
  const secure = isHttps || request.protocol === 'https' ? '; Secure' : ''
  reply.header(
    'set-cookie',
    `${DEVICE_COOKIE}=${device}; Path=/api/v1/shop/${slug}; HttpOnly; SameSite=Lax; Max-Age=${DEVICE_DAYS * 86_400}${secure}`,
  )
}
