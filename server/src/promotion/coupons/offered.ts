// Coupons that customers take themselves: of batches that are open to them, while their activity runs.
import { sql } from 'kysely'
import { heldBy } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { type Closed, refusedTo } from '../offer/eligible.ts'
import { Offer } from '../offer/offer.ts'
import { windowEnd } from '../offers/for-newcomers.ts'
import { toldOf } from '../offers/load.ts'
import { type Buyer, buyerOf } from '../person.ts'
import { hadOf } from './issue.ts'
import { type Coupon, takeOne } from './wallet.ts'

export interface OfferedCoupon {
  batch_id: string
  name: string
  offer_name: string
  kind: string
  terms: Record<string, unknown>
  activity_id: string
  activity_name: string
  ends_at: string
  valid_to: string | null
  valid_hours: number | null
  take_limit: number | null
  /** How many of it she has or had. */
  mine: number
  /** Nothing is left of it. */
  is_gone: boolean
  /** Why it is not for her; null: it is. */
  refused: Closed | null
  /** When her own time for it is over, of those that run from her being added. */
  window_ends_at: string | null
}
type Row = Omit<OfferedCoupon, 'ends_at' | 'valid_to' | 'refused' | 'window_ends_at'> & {
  offer_id: string
  ends_at: Date
  valid_to: Date | null
}

/**
 * What is offered there now, what ends first first.
 * @param customerId null: nobody known, whom nothing is refused yet
 * @param storefront its code; null: no particular one
 */
export async function offeredCoupons(
  ctx: Ctx,
  customerId: number | null,
  storefront: string | null,
): Promise<OfferedCoupon[]> {
  const buyer = customerId === null ? null : await buyerOf(ctx, customerId)
  const now = ctx.now()
  const { rows } = await sql<Row>`
    select b.id as batch_id, b.name, b.offer_id, o.name as offer_name, o.kind, o.terms, a.id as activity_id,
      a.name as activity_name, a.ends_at, b.valid_to, b.valid_hours, b.take_limit,
      ${hadOf(ctx, sql`b.id`, sql`${[...(buyer?.nodes ?? [])]}::bigint[]`)}::int as mine,
      coalesce(b.made >= b.quantity, false) as is_gone
    from coupon_batch b join offer o on o.tenant_id = b.tenant_id and o.id = b.offer_id
    join activity a on a.tenant_id = o.tenant_id and a.id = o.activity_id
    where b.tenant_id = ${ctx.tenantId} and b.is_takeable and b.state = 'open'
      and (b.valid_to is null or b.valid_to > ${now})
      and o.state = 'live' and (o.ends_at is null or o.ends_at > ${now})
      and a.state = 'live' and a.starts_at <= ${now} and a.ends_at > ${now}
      and (a.storefronts = '{}' or ${storefront}::text = any(a.storefronts))
    order by a.ends_at, b.id limit 100`.execute(ctx.pg)
  if (rows.length === 0) return []
  const refused = buyer ? await refusals(ctx, buyer, rows) : []
  return rows.map(({ offer_id: _, ...row }, i) => ({
    ...row,
    ends_at: row.ends_at.toISOString(),
    valid_to: row.valid_to?.toISOString() ?? null,
    refused: refused[i]?.closed ?? null,
    window_ends_at: refused[i]?.windowEndsAt ?? null,
  }))
}

async function refusals(ctx: Ctx, buyer: Buyer, rows: readonly Row[]) {
  const offers = rows.map((row) =>
    Offer.parse({ ...row.terms, id: row.offer_id, source: 'coupon', name: row.offer_name }),
  )
  const told = await toldOf(ctx, buyer, offers)
  const { levels } = await heldBy(ctx, buyer.customerId)
  return offers.map(({ who }) => ({
    closed: refusedTo(who, told && { ...told, levels: [...levels] }, ctx.now().getTime()),
    windowEndsAt: windowEnd(who, told?.added_at),
  }))
}

/** She takes one of what is offered there. @throws 404, 409 coupon_not_for_her, take_limit, batch_empty */
export async function takeOffered(
  ctx: Ctx,
  batch: string,
  customerId: number,
  storefront: string | null,
): Promise<Coupon> {
  const offered = await offeredCoupons(ctx, customerId, storefront)
  const found = offered.find(({ batch_id }) => batch_id === batch)
  if (!found) throw notFound('coupon_batch')
  if (found.refused !== null)
    throw conflict('coupon_not_for_her', 'This coupon is not for her', { reason: found.refused })
  return takeOne(ctx, batch, customerId)
}
