// A brand with offers for tests: made through the domain's own functions.
import { randomUUIDv7 } from 'node:crypto'
import { type Asked, type HeldOrder, quote } from '../commerce/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { OfferLimits } from './budget/limits.ts'
import { createBatch, type NewBatch } from './coupons/batches.ts'
import { loadOffers } from './offers/load.ts'
import { createOffer, type GivenTerms, setOfferState } from './offers/offers.ts'
import { offersRule } from './pricing-terms.ts'

export async function liveOffer(
  ctx: Ctx,
  terms: GivenTerms,
  limits: OfferLimits = {},
  more: { source?: 'offer' | 'coupon'; activity_id?: string } = {},
): Promise<string> {
  const { id } = await createOffer(ctx, {
    ...{ name: `offer ${randomUUIDv7()}`, source: more.source ?? 'offer', terms, limits },
    activity_id: more.activity_id ?? null,
  })
  await setOfferState(ctx, id, 'live')
  return id
}

export const offTen: GivenTerms = { kind: 'amount', args: { off_fen: 1000 } }

export async function couponBatch(ctx: Ctx, given: Partial<NewBatch> = {}, limits?: OfferLimits) {
  const offer_id = given.offer_id ?? (await liveOffer(ctx, offTen, limits, { source: 'coupon' }))
  return createBatch(ctx, {
    ...{ name: 'coupons', kind: 'personal', prefix: '', is_transferable: false },
    on_refund: 'give_back',
    ...given,
    offer_id,
  })
}

/** One piece of ¥100, priced as it would be now. */
export async function pricedOrder(
  ctx: Ctx,
  customerId: number,
  asked: Partial<Asked> & { store?: string } = {},
): Promise<HeldOrder> {
  const lines = [{ sku: 'tea', quantity: 1, unitFen: 10_000 }]
  const { store, ...rest } = asked
  const terms = await loadOffers(ctx, { customerId, lines, ...rest })
  const input = {
    ...{ version: 1, currency: 'CNY', levels: [], deepestBp: null },
    lines: lines.map((line) => ({ ...line, memberFen: {}, weightG: null, ships: false })),
    ...{ terms: terms === undefined ? {} : { offers: terms }, place: null, freight: null },
  }
  const quoted = quote(input, { offers: offersRule })
  if (!quoted.ok) throw new Error(quoted.code)
  return {
    ...{ orderId: randomUUIDv7(), customerId, node: customerId, storeId: store ?? null },
    ...{ quoted, input },
    expiresAt: new Date(ctx.now().getTime() + 900_000),
  }
}
