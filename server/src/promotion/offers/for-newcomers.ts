// What waits for a new customer, and until when.
import { heldBy } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { refusedTo } from '../offer/eligible.ts'
import type { Offer } from '../offer/offer.ts'
import { buyerOf } from '../person.ts'
import { liveOffers, toldOf } from './load.ts'

export interface NewcomerOffer {
  id: string
  name: string
  kind: string
  terms: Record<string, unknown>
  /** When her own time for it, or the offer itself, is over; null: neither has an end. */
  until: string | null
}

const HOUR = 3_600_000

/** When the time is over that runs from her being added. */
export function windowEnd(
  { hours_from_added }: Partial<Offer['who']>,
  addedAt: string | null | undefined,
): string | null {
  if (hours_from_added === undefined || addedAt == null) return null
  return new Date(Date.parse(addedAt) + hours_from_added * HOUR).toISOString()
}

/**
 * Offers for new customers that hold now and there, what ends first first.
 * @param storefront null: no particular one; undefined: wherever they hold
 * @param customerId null: nobody who is known; she is shown what anybody new may have
 */
export async function newcomerOffers(
  ctx: Ctx,
  customerId: number | null,
  storefront: string | null | undefined,
): Promise<NewcomerOffer[]> {
  const at = ctx.now().getTime()
  const offers = (await liveOffers(ctx))
    .map(({ offer }) => offer)
    .filter(
      ({ who, when, where }) =>
        (who.new_only || who.hours_from_added !== undefined) &&
        (when.from === undefined || Date.parse(when.from) <= at) &&
        (when.to === undefined || Date.parse(when.to) > at) &&
        (storefront === undefined || (where.storefronts?.includes(storefront ?? '') ?? true)),
    )
  if (offers.length === 0) return []
  const buyer = customerId === null ? null : await buyerOf(ctx, customerId)
  const told = buyer && (await toldOf(ctx, buyer, offers))
  const customer = told && {
    ...told,
    levels: [...(await heldBy(ctx, buyer.customerId)).levels],
  }
  const isOpen = ({ who }: Offer) => {
    if (customer) return refusedTo(who, customer, at) === undefined
    const { audiences, not_audiences, levels, hours_from_added } = who
    return !(audiences ?? not_audiences ?? levels ?? hours_from_added)
  }
  return offers
    .filter(isOpen)
    .map((offer) => {
      const ends = [windowEnd(offer.who, told?.added_at), offer.when.to ?? null]
      const [until = null] = ends
        .filter((end) => end !== null)
        .sort((a, b) => Date.parse(a) - Date.parse(b))
      const { id, name, kind } = offer
      return { id, name, kind, terms: { ...offer }, until: until && new Date(until).toISOString() }
    })
    .sort((a, b) => (a.until ?? '9').localeCompare(b.until ?? '9') || a.id.localeCompare(b.id))
}
