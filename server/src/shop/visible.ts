// Whether whoever stands before the shop may see what it sells, and if not, why and what she can do.
import type { FastifyRequest } from 'fastify'
import { isForAll, maySee, notVisible, type VisibleTo, visibilityOf } from '../commerce/index.ts'
import { isMember, levelNames } from '../membership/index.ts'
import { asTenant, type Base, readCookie } from '../org/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { hashKey } from '../platform/keys.ts'
import { SHOP_COOKIE } from './authenticate.ts'
import { findSession, shopperOf } from './session.ts'
import { openShop, storefrontAsked, storefrontOf } from './shop.ts'

export interface ClosedToHer {
  signed_in: boolean
  is_member: boolean
  /** Which would open it. */
  levels: { code: string; name: string; name_en: string }[]
  /** The brand picks who else may come. */
  by_invitation: boolean
}

/** Who asks, by the shop's cookie; null: nobody who is known. */
export async function knownBy(ctx: Ctx, request: FastifyRequest): Promise<number | null> {
  const cookie = readCookie(request, SHOP_COOKIE)
  return cookie ? ((await findSession(ctx, hashKey(cookie)))?.node ?? null) : null
}

/** Null: it is open to her. */
export async function closedTo(
  ctx: Ctx,
  to: VisibleTo,
  customer: number | null,
): Promise<ClosedToHer | null> {
  if (isForAll(to)) return null
  if (customer !== null && (await maySee(ctx, to, customer))) return null
  const names = new Map((await levelNames(ctx)).map((level) => [level.code, level]))
  return {
    signed_in: customer !== null,
    is_member: customer !== null && (await isMember(ctx, customer)),
    levels: to.levels.map((code) => names.get(code) ?? { code, name: code, name_en: code }),
    by_invitation: to.audiences.length + to.pools.length > 0,
  }
}

/** @throws 403 storefront_not_visible */
export async function demandOpenTo(
  ctx: Ctx,
  to: VisibleTo,
  customer: number | null,
): Promise<void> {
  if (isForAll(to)) return
  if (customer === null || !(await maySee(ctx, to, customer))) throw notVisible()
}

/** Of requests for what is sold, from browsers that are signed in or not. @throws 403 storefront_not_visible, 404 */
export const lookingAt =
  (base: Base) =>
  async (request: FastifyRequest): Promise<Ctx> => {
    const { shop: slug } = request.params as { shop: string }
    const asked = { at: storefrontAsked(request) }
    const { tenantId, visibleTo, storefront } = await openShop(base.pg, slug, asked)
    const ctx = { ...asTenant(base, tenantId), storefront }
    if (!isForAll(visibleTo)) await demandOpenTo(ctx, visibleTo, await knownBy(ctx, request))
    return ctx
  }
export type Looking = ReturnType<typeof lookingAt>

/** Of a customer who has signed in. @throws 401, 403 storefront_not_visible */
export async function demandVisible(ctx: Ctx): Promise<void> {
  const storefront = await storefrontOf(ctx)
  const to = storefront ? await visibilityOf(ctx, storefront) : undefined
  if (to) await demandOpenTo(ctx, to, shopperOf(ctx))
}
