// 核销: staff type or scan a code, see what it is, and say that it is done.
import { findByCode, shownAppointment } from '../appointments/index.ts'
import { findWaiting, pickUp } from '../commerce/index.ts'
import { findSessionCard, redeemSession, sessionsOf, shownSession } from '../membership/index.ts'
import { storesByCode, storesInSight } from '../org/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invalid, notFound } from '../platform/errors.ts'
import { getCoupon, takeInCoupon } from '../promotion/index.ts'

/** @throws 404 for a store somebody neither works at nor answers for */
export async function demandOwnStore(ctx: Ctx, store: string, what = 'store'): Promise<void> {
  const seen = await storesInSight(ctx)
  if (seen && !seen.includes(store)) throw notFound(what)
}

/** @throws 404 for what is no code, or another store's */
export async function whatIs(ctx: Ctx, code: string) {
  const waiting = await findWaiting(ctx, code)
  if (waiting) {
    await demandOwnStore(ctx, waiting.store, 'code')
    return {
      kind: 'pick_up' as const,
      ...{ number: waiting.number, store: waiting.store, state: waiting.state },
      ...{ note: waiting.note, goods: waiting.goods, kept_back: waiting.kept_back },
      placed_at: waiting.placed_at.toISOString(),
    }
  }
  const appointment = await findByCode(ctx, code)
  if (appointment)
    return { kind: 'appointment' as const, appointment: shownAppointment(appointment) }
  const card = await findSessionCard(ctx, code)
  if (card) return { kind: 'session_card' as const, ...(await shownCard(ctx, card)) }
  const coupon = await getCoupon(ctx, code).catch((error: { status?: number }) => {
    throw error.status === 404 ? notFound('code') : error
  })
  return { kind: 'coupon' as const, ...shownCoupon(coupon) }
}

async function shownCard(ctx: Ctx, card: NonNullable<Awaited<ReturnType<typeof findSessionCard>>>) {
  const { id, code, name, services, sessions, used, state, valid_until } = card
  const isOver = valid_until !== null && valid_until <= ctx.now()
  return {
    ...{ code, name, services, sessions, used },
    state: state === 'active' && isOver ? ('expired' as const) : state,
    valid_until: valid_until?.toISOString() ?? null,
    given: (await sessionsOf(ctx, [id])).map(shownSession),
  }
}

const shownCoupon = (coupon: Awaited<ReturnType<typeof getCoupon>>) => ({
  ...{ code: coupon.code, name: coupon.batch_name, offer_name: coupon.offer_name },
  ...{ state: coupon.state, offer_kind: coupon.kind, terms: coupon.terms },
  ...{ valid_from: coupon.valid_from, valid_to: coupon.valid_to },
})

/** @throws 404, 409 order_state and what keeps it back */
export async function handOver(ctx: Ctx, code: string): Promise<void> {
  await pickUp(ctx, code, (ctx, store) => demandOwnStore(ctx, store, 'code'))
}

/** @throws 404, 409, 422 */
export async function takeIn(
  ctx: Ctx,
  given: { code: string; key: string; store: string; fen: number },
): Promise<void> {
  await demandOwnStore(ctx, given.store)
  await takeInCoupon(ctx, given)
}

/** @throws 400, 404, 409 */
export async function giveSession(
  ctx: Ctx,
  given: { code: string; key: string; store: string; service: string },
) {
  await demandOwnStore(ctx, given.store)
  if (!(await storesByCode(ctx, [given.store])).has(given.store))
    throw invalid('unknown_store', `There is no store ${given.store}`)
  const { number, service, at } = await redeemSession(ctx, given)
  return { number, service, at: at.toISOString() }
}
