// What a group buy brings into a price: its own fixed price alone, in place of every other offer and coupon.
import { sql } from 'kysely'
import type { Asked, Json, QuoteInput } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { Offer } from '../offer/offer.ts'
import { termsOf } from '../pricing-terms.ts'
import type { GroupBuyState, WHO } from './group-buys.ts'

/** As the order keeps it, in its price's terms. */
export interface GroupTerms {
  group_buy: string
  activity: string
  /** Null: she opens one. */
  group: string | null
}
export const groupTermsOf = (input: Pick<QuoteInput, 'terms'>): GroupTerms | undefined => {
  const json = input.terms.offers
  return json === undefined ? undefined : termsOf(json).group_buy
}

export interface Running {
  id: string
  activity_id: string
  name: string
  state: GroupBuyState
  size: number
  live_hours: number
  per_order: number
  per_customer: number | null
  who: (typeof WHO)[number]
  merges: boolean
  complete_from: number | null
  ends_at: Date
  storefronts: string[]
  /** Live itself, and within the period of its live activity. */
  is_open: boolean
}
/** @throws 404 */
export async function getRunning(ctx: Ctx, id: string): Promise<Running> {
  const { rows } = await sql<Running>`
    select g.id, g.activity_id, g.name, g.state, g.size, g.live_hours, g.per_order, g.per_customer, g.who, g.merges,
      g.complete_from, a.ends_at, a.storefronts, g.state = 'live' and a.state = 'live'
        and a.starts_at <= ${ctx.now()} and a.ends_at > ${ctx.now()} as is_open
    from group_buy g join activity a on a.tenant_id = g.tenant_id and a.id = g.activity_id
    where g.tenant_id = ${ctx.tenantId} and g.id = ${id}`.execute(ctx.pg)
  if (!rows[0]) throw notFound('group_buy')
  return rows[0]
}

/** @throws 400, 404, 409 with the reason it cannot be bought like this */
export async function loadGroupTerms(
  ctx: Ctx,
  asked: Asked,
  wanted: { id: string; group: string | null },
): Promise<Json> {
  const running = await getRunning(ctx, wanted.id)
  const { storefront = null } = asked
  if (
    !running.is_open ||
    (running.storefronts.length > 0 && !running.storefronts.includes(storefront ?? ''))
  )
    throw conflict('group_buy_closed', 'This group buy is not open now')
  const [line] = asked.lines
  if (!line || asked.lines.length > 1 || (asked.couponCodes ?? []).length > 0)
    throw invalid('group_buy_basket', 'A group buy is one article, without coupons')
  if (line.quantity > running.per_order)
    throw conflict('group_buy_quantity', 'Fewer pieces can be bought at once', {
      most: running.per_order,
    })
  const { rows } = await sql<{ price_fen: number }>`select price_fen from group_buy_item
    where tenant_id = ${ctx.tenantId} and group_buy_id = ${wanted.id} and sku = ${line.sku}`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw invalid('not_in_group_buy', 'This article is not part of the group buy')
  const offer = Offer.parse({
    ...{ id: running.id, name: running.name, kind: 'fixed_price' },
    args: { price_fen: rows[0].price_fen },
  })
  const group_buy: GroupTerms = {
    ...{ group_buy: running.id, activity: running.activity_id, group: wanted.group },
  }
  return {
    ...{ at: ctx.now().toISOString(), timezone: 'UTC', storefront, customer: null, products: {} },
    ...{ offers: [offer], of: {}, groups: [], limits: {}, refused: [], group_buy },
  } as unknown as Json
}
