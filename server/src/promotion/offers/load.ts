// What holds for a basket now: live offers, her coupons, what is left of each, and what they ask about her.
import { sql } from 'kysely'
import { decidingAudiences } from '../../audiences/index.ts'
import type { Asked, Json } from '../../commerce/index.ts'
import { brandCached } from '../../platform/brand-cache.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import { type Amount, leftOf, type OfferLimits } from '../budget/limits.ts'
import { couponsFor, type Usable } from '../coupons/usable.ts'
import { assignedTo } from '../experiments/assign.ts'
import { loadFlashTerms } from '../flash-sale/terms.ts'
import { loadGroupTerms } from '../group-buy/terms.ts'
import { knownBy } from '../newcomer.ts'
import { Offer } from '../offer/offer.ts'
import { addedAt, type Buyer, buyerOf } from '../person.ts'
import { loadPreSaleTerms } from '../pre-sale/terms.ts'
import { type OfferTerms, termsOf } from '../pricing-terms.ts'
import { promotionSetting } from '../settings.ts'
import { listGroups } from './queries.ts'

interface LiveOffer {
  id: string
  activity_id: string | null
  version: number
  ends_at: Date | null
  limits: OfferLimits
  /** As it is set up; what is left of it is another thing. */
  offer: Offer
}
interface Used {
  all_used: Amount | null
  day_used: Amount | null
  /** Of hers. */
  customer_used: Amount
}

/** Undefined: nothing of this domain bears on the basket. */
export async function loadOffers(ctx: Ctx, asked: Asked): Promise<Json | undefined> {
  const { groupBuy, flashSale, preSale, balanceOf } = asked
  if (asked.reward) return undefined
  if ([groupBuy, flashSale, preSale].filter(Boolean).length > 1)
    throw invalid('two_ways_to_buy', 'An order is of one group buy, flash sale or pre-sale')
  if (balanceOf) return (await balanceTerms(ctx, asked, balanceOf.offers)) as unknown as Json
  if (groupBuy) return loadGroupTerms(ctx, asked, groupBuy)
  if (preSale) return loadPreSaleTerms(ctx, asked, preSale)
  const flash = flashSale && (await loadFlashTerms(ctx, asked, flashSale))
  const terms = (await loadTerms(ctx, asked)) ?? (flash && (await emptyTerms(ctx, asked)))
  if (!flash || !terms) return terms as unknown as Json | undefined
  const { offer, flash_sale } = flash
  return { ...terms, offers: [...terms.offers, offer], flash_sale } as unknown as Json
}

/** @param tried an offer that is not live, weighed in place of the live one with its id */
export async function loadTerms(
  ctx: Ctx,
  asked: Asked,
  tried?: Offer,
): Promise<OfferTerms | undefined> {
  const buyer = asked.customerId === null ? null : await buyerOf(ctx, asked.customerId, asked.nodes)
  const setting = await promotionSetting(ctx)
  // Before her coupons are read: who has met an experiment has the coupon that came with it.
  const assigned = await assignedTo(ctx, buyer)
  const coupons = await couponsFor(ctx, buyer, asked.couponCodes, setting.most_coupons)
  const live = (await liveOffers(ctx)).filter(({ id }) => !assigned.closed.has(id))
  const byId = await offersOf(ctx, buyer, coupons.usable, assigned.closed)
  const terms = await termsOfBasket(ctx, asked, buyer, await withLeft(ctx, buyer, live))
  if (assigned.arms.length > 0) terms.arms = assigned.arms
  addCoupons(terms, coupons.usable, byId)
  terms.refused.push(...coupons.refused)
  if (tried) {
    terms.offers = [...terms.offers.filter((offer) => offer.id !== tried.id), tried]
    terms.of[tried.id] = { offer: tried.id, version: 0, activity: null, coupon: false }
  }
  if (terms.offers.length === 0 && terms.refused.length === 0 && !terms.arms) return undefined
  terms.customer = buyer && (await toldOf(ctx, buyer, terms.offers, asked.address))
  const groups = await brandCached(ctx, 'promotion.groups', () => listGroups(ctx))
  terms.groups = groups.map(({ code, mode }) => ({ code, mode }))
  terms.limits = {
    ...(setting.most_offers !== null && { offers: setting.most_offers }),
    ...(setting.most_coupons !== null && { coupons: setting.most_coupons }),
  }
  return terms
}

/** What was ordered ahead keeps its price, and of all offers only the coupons she names come to it. */
async function balanceTerms(
  ctx: Ctx,
  asked: Asked,
  json: Json | undefined,
): Promise<OfferTerms | undefined> {
  if (json === undefined) return undefined
  const kept = termsOf(json)
  const { pre_sale } = kept
  const own = kept.offers.filter((offer) => offer.id === pre_sale?.pre_sale)
  if (!pre_sale || !asked.couponCodes?.length)
    return { ...kept, offers: own, of: {}, customer: null, products: {}, limits: {}, refused: [] }
  const buyer = asked.customerId === null ? null : await buyerOf(ctx, asked.customerId, asked.nodes)
  const { most_coupons } = await promotionSetting(ctx)
  const { closed } = await assignedTo(ctx, buyer)
  const coupons = await couponsFor(ctx, buyer, asked.couponCodes, most_coupons)
  const byId = await offersOf(ctx, buyer, coupons.usable, closed)
  const terms = await termsOfBasket(ctx, asked, buyer, [])
  addCoupons(terms, coupons.usable, byId)
  terms.refused.push(...coupons.refused)
  terms.customer = buyer && (await toldOf(ctx, buyer, terms.offers, asked.address))
  if (most_coupons !== null) terms.limits = { coupons: most_coupons }
  return { ...terms, offers: [...own, ...terms.offers], pre_sale }
}

export const emptyTerms = (ctx: Ctx, asked: Asked) => termsOfBasket(ctx, asked, null, [])

/** Live by their state, as they are set up. What no order changes, so it is kept for many baskets. */
export const liveOffers = async (ctx: Ctx): Promise<LiveOffer[]> =>
  stillLive(
    ctx,
    await brandCached(ctx, 'promotion.live_offers', () => readLive(ctx, sql`o.source = 'offer'`)),
  )

/** Offers and coupons that hold now for members of some levels alone. */
export async function levelOffers(
  ctx: Ctx,
): Promise<{ id: string; name: string; levels: string[] }[]> {
  const now = ctx.now().getTime()
  return stillLive(ctx, await readLive(ctx, sql`o.terms #> '{who,levels}' is not null`))
    .map(({ offer }) => offer)
    .filter(({ when }) => when.from === undefined || Date.parse(when.from) <= now)
    .filter(({ when }) => when.to === undefined || Date.parse(when.to) > now)
    .map(({ id, name, who }) => ({ id, name, levels: who.levels ?? [] }))
}

const stillLive = (ctx: Ctx, offers: readonly LiveOffer[]): LiveOffer[] =>
  offers.filter(({ ends_at }) => ends_at === null || ends_at > ctx.now())

/** Those of these that are live, as they would be to this buyer. */
export async function offersNamed(
  ctx: Ctx,
  buyer: Buyer | null,
  ids: readonly string[],
): Promise<Map<string, LiveOffer>> {
  if (ids.length === 0) return new Map()
  const found = stillLive(ctx, await readLive(ctx, sql`o.id = any(${[...ids]}::uuid[])`))
  return new Map((await withLeft(ctx, buyer, found)).map((row) => [row.id, row]))
}

/** Of these coupons; those of other arms of an experiment do not exist for her. */
const offersOf = (
  ctx: Ctx,
  buyer: Buyer | null,
  coupons: readonly Usable[],
  closed: ReadonlySet<string>,
): Promise<Map<string, LiveOffer>> => {
  const ids = new Set(coupons.map((coupon) => coupon.offer))
  return offersNamed(
    ctx,
    buyer,
    [...ids].filter((id) => !closed.has(id)),
  )
}

async function readLive(ctx: Ctx, wanted: ReturnType<typeof sql>): Promise<LiveOffer[]> {
  const { rows } = await sql<
    Omit<LiveOffer, 'offer'> & {
      name: string
      source: 'offer' | 'coupon'
      terms: Record<string, unknown> & { when?: Offer['when'] }
      activity_from: Date | null
      activity_to: Date | null
    }
  >`select o.id, o.name, o.activity_id, o.version, o.terms, o.limits, o.source, least(o.ends_at, a.ends_at) as ends_at,
      a.starts_at as activity_from, a.ends_at as activity_to
    from offer o left join activity a on a.tenant_id = o.tenant_id and a.id = o.activity_id
    where o.tenant_id = ${ctx.tenantId} and o.state = 'live' and (${wanted})
      and (a.id is null or a.state = 'live')
    order by o.id`.execute(ctx.pg)
  return rows.map(({ name, source, terms, activity_from, activity_to, ...row }) => ({
    ...row,
    offer: Offer.parse({
      ...{ ...terms, id: row.id, source, name },
      when: within(terms.when ?? {}, activity_from, activity_to),
    }),
  }))
}

/** Of an activity it counts in its period only. */
function within(when: Offer['when'], starts: Date | null, ends: Date | null): Offer['when'] {
  const from = later(when.from, starts?.toISOString())
  const to = earlier(when.to, ends?.toISOString())
  return { ...when, ...(from && { from }), ...(to && { to }) }
}

const usedOf = (scope: 'all' | 'day', key: ReturnType<typeof sql>) =>
  sql`(select jsonb_build_object('uses', c.uses, 'fen', c.fen) from offer_counter c
    where c.tenant_id = o.tenant_id and c.offer_id = o.id and c.scope = ${scope} and c.key = ${key})`

/** With what is left of each now; of those without limits nothing is asked. */
async function withLeft(
  ctx: Ctx,
  buyer: Buyer | null,
  offers: readonly LiveOffer[],
): Promise<LiveOffer[]> {
  const limited = offers.filter(({ limits: { all, day, customer } }) => all || day || customer)
  if (limited.length === 0) return [...offers]
  const { rows } = await sql<Used & { id: string }>`
    select o.id, ${usedOf('all', sql`''`)} as all_used,
      ${usedOf('day', sql`(${ctx.now()}::timestamptz at time zone t.timezone)::date::text`)} as day_used,
      (select jsonb_build_object('uses', count(*), 'fen', coalesce(sum(r.fen), 0)) from redemption r
        where o.limits ? 'customer' and r.tenant_id = o.tenant_id and r.offer_id = o.id
          and r.node_id = any(${[...(buyer?.nodes ?? [])]}::bigint[]) and r.state in ('held', 'spent')) as customer_used
    from offer o join tenant t on t.id = o.tenant_id
    where o.tenant_id = ${ctx.tenantId} and o.id = any(${limited.map(({ id }) => id)}::uuid[])`.execute(
    ctx.pg,
  )
  const usedBy = new Map(rows.map((row) => [row.id, row]))
  return offers.map((live) => {
    const used = usedBy.get(live.id)
    if (!used) return live
    const { all, day, customer } = live.limits
    const left = leftOf(
      (
        [
          [all, used.all_used],
          [day, used.day_used],
          [customer, used.customer_used],
        ] as const
      ).flatMap(([most, by]) => (most ? [{ most, by: by ?? NONE }] : [])),
    )
    return { ...live, offer: { ...live.offer, left } }
  })
}

const NONE: Amount = { uses: 0, fen: 0 }

async function termsOfBasket(
  ctx: Ctx,
  asked: Asked,
  buyer: Buyer | null,
  live: readonly LiveOffer[],
): Promise<OfferTerms> {
  const products = asked.products ?? (await productsOf(ctx, asked))
  return {
    ...{ at: ctx.now().toISOString(), timezone: asked.timezone ?? (await timezoneOf(ctx)) },
    storefront: asked.storefront ?? null,
    customer: buyer && { audiences: [], is_new: false, added_at: null },
    products: Object.fromEntries(
      [...products].map(([sku, { group, path }]) => [
        sku,
        { product: group, categories: path.map((_, i) => path.slice(0, i + 1).join('/')) },
      ]),
    ),
    offers: live.map(({ offer }) => offer),
    of: Object.fromEntries(
      live.map(({ id, version, activity_id }) => [
        id,
        { offer: id, version, activity: activity_id, coupon: false },
      ]),
    ),
    ...{ groups: [], limits: {}, refused: [] },
  }
}

async function productsOf(ctx: Ctx, asked: Asked) {
  const { rows } = await sql<{ sku: string; group: string | null; path: string[] }>`
    select sku, group_code as "group", category as path from product
    where tenant_id = ${ctx.tenantId} and sku = any(${asked.lines.map((line) => line.sku)}::text[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map((row) => [row.sku, row]))
}

async function timezoneOf(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ timezone: string }>`
    select timezone from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.timezone ?? 'UTC'
}

const later = (a?: string, b?: string) =>
  a && b ? (Date.parse(a) > Date.parse(b) ? a : b) : (a ?? b)
const earlier = (a?: string, b?: string) =>
  a && b ? (Date.parse(a) < Date.parse(b) ? a : b) : (a ?? b)

/** Each coupon is an offer of its own, for as long as it is valid. */
function addCoupons(
  terms: OfferTerms,
  usable: readonly Usable[],
  byId: ReadonlyMap<string, LiveOffer>,
): void {
  const codesOf = new Map<string, string[]>()
  for (const { code, offer } of usable) codesOf.set(offer, [...(codesOf.get(offer) ?? []), code])
  for (const coupon of usable) {
    const row = byId.get(coupon.offer)
    if (row?.offer.source !== 'coupon') {
      terms.refused.push({ id: coupon.code, code: 'coupon_closed' })
      continue
    }
    const offer: Offer = { ...row.offer, id: coupon.code, source: 'coupon' }
    const from = later(offer.when.from, coupon.validFrom ?? undefined)
    const to = earlier(offer.when.to, coupon.validTo ?? undefined)
    terms.offers.push({
      ...offer,
      when: { ...offer.when, ...(from && { from }), ...(to && { to }) },
    })
    terms.of[coupon.code] = {
      ...{ offer: row.id, version: row.version, activity: row.activity_id },
      coupon: coupon.isPersonal,
      batch: coupon.batch,
    }
  }
  // Offers name each other by id; a coupon goes by its code.
  terms.offers = terms.offers.map((offer) => ({
    ...offer,
    not_with: offer.not_with.flatMap((id) => [id, ...(codesOf.get(id) ?? [])]),
  }))
}

/** Only what some offer asks about is looked up. */
export async function toldOf(
  ctx: Ctx,
  buyer: Buyer,
  offers: readonly Offer[],
  address?: Asked['address'],
): Promise<OfferTerms['customer']> {
  const asks = (what: (who: Offer['who']) => unknown) => offers.some(({ who }) => what(who))
  const audiences = asks((who) => who.audiences ?? who.not_audiences)
    ? await decidingAudiences(ctx, buyer.customerId)
    : []
  const is_new = asks((who) => who.new_only) && (await knownBy(ctx, buyer, address)) === undefined
  const added = asks((who) => who.hours_from_added) ? await addedAt(ctx, buyer) : null
  return { audiences, is_new, added_at: added?.toISOString() ?? null }
}
