// What an order uses of offers and coupons: held with it, spent when it is paid, given back otherwise. Locks
// are taken in one order: the buyer's, redemptions, coupons, offers, counters.
import { sql } from 'kysely'
import type { HeldOrder, NotHeld } from '../../commerce/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { earnByCoupons, unearnByCoupons } from '../bestie/earn.ts'
import { freeCoupons, holdCoupons, spendCoupons } from '../coupons/coupons.ts'
import { isPayerKnown, mayAsNewcomer } from '../newcomer.ts'
import { type Buyer, buyerOf, lockBuyer } from '../person.ts'
import { termsOf } from '../pricing-terms.ts'
import { lockOffers, lowerCounters, raiseCounters, type Use } from './counters.ts'

export interface Wanted {
  term: string
  offer: string
  version: number
  coupon: boolean
  fen: number
  /** It asks for new customers: one such order a person. */
  forNew?: boolean
}

/** Of the price: what applied, and what each was worth to her. */
function wantedOf({ input, quoted }: HeldOrder): Wanted[] {
  const json = input.terms.offers
  if (json === undefined) return []
  const { of, offers } = termsOf(json)
  const forNew = new Set(offers.filter(({ who }) => who.new_only).map(({ id }) => id))
  const ours = new Set(['offers', 'coupon', 'shipping'])
  const worth = new Map<string, number>()
  const add = (id: string, fen: number) => worth.set(id, (worth.get(id) ?? 0) + fen)
  for (const note of quoted.trace)
    if (note.applied && note.id !== undefined && ours.has(note.step)) add(note.id, note.fen)
  for (const gift of quoted.gifts) add(gift.id, gift.valueFen)
  return [...worth]
    .flatMap(([term, fen]) => {
      const source = of[term]
      if (!source) return []
      const { offer, version, coupon } = source
      return { term, offer, version, coupon, fen, forNew: forNew.has(term) }
    })
    .sort((a, b) => (a.term < b.term ? -1 : 1))
}

/** Who uses something, where, and by which order or other doing it is known. */
export interface Using {
  orderId: string
  /** 0 and null: nobody is named. */
  customerId: number
  node: number | null
  storeId: string | null
  expiresAt: Date
}

interface Row {
  term: string
  state: 'held' | 'spent' | 'released' | 'expired' | 'returned'
  offer_id: string
  coupon_code: string | null
  store: string | null
  day: string
  fen: number
}
const COLUMNS = sql.raw('term, state, offer_id, coupon_code, store, day::text as day, fen')

const lockRows = async (ctx: Ctx, orderId: string) =>
  (
    await sql<Row>`select ${COLUMNS} from redemption
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId} order by term for update`.execute(
      ctx.pg,
    )
  ).rows

const useOf = (row: Row): Use => ({
  ...{ offer: row.offer_id, store: row.store, day: row.day, uses: 1, fen: row.fen },
})

/** A repeat holds what it holds. What is not held leaves nothing behind. */
export function holdOffers(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  if (wantedOf(order).length === 0) return Promise.resolve(undefined)
  return allOrNothing(ctx, (ctx) => takeAside(ctx, order))
}

/** Also of what has expired meanwhile, if there still is room. */
export function commitOffers(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  if (wantedOf(order).length === 0) return Promise.resolve(undefined)
  return allOrNothing(ctx, async (ctx) => {
    const missing = await takeAside(ctx, order)
    if (missing) return missing
    // Who pays may be known only now.
    if (wantedOf(order).some((w) => w.forNew) && (await isPayerKnown(ctx, order))) return NOT_NEW
    return spend(ctx, order.orderId)
  })
}

/** Of an unpaid order, once who will pay it is on record. */
export async function mayBePaid(ctx: Ctx, orderId: string): Promise<NotHeld | undefined> {
  const { rows } = await sql<{ node_id: number }>`
    select r.node_id from redemption r
    join offer_version v on v.tenant_id = r.tenant_id and v.offer_id = r.offer_id and v.version = r.version
    where r.tenant_id = ${ctx.tenantId} and r.order_id = ${orderId} and r.state = 'held' and r.node_id is not null
      and (v.terms #>> '{who,new_only}')::boolean limit 1`.execute(ctx.pg)
  const [held] = rows
  if (!held || !(await isPayerKnown(ctx, { orderId, customerId: held.node_id }))) return undefined
  return NOT_NEW
}

/** Without an order: held and spent at once, or not at all. */
export function spendAlone(ctx: Ctx, using: Using, wanted: Wanted): Promise<NotHeld | undefined> {
  return allOrNothing(ctx, async (ctx) => {
    const missing = await takeThese(ctx, using, [wanted])
    return missing ?? spend(ctx, using.orderId)
  })
}

async function spend(ctx: Ctx, orderId: string): Promise<undefined> {
  const { rows } = await sql<{ coupon_code: string | null }>`
    update redemption set state = 'spent', decided_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and state = 'held'
    returning coupon_code`.execute(ctx.pg)
  const codes = rows.flatMap((row) => row.coupon_code ?? [])
  await spendCoupons(ctx, orderId, codes)
  await earnByCoupons(ctx, codes)
  return undefined
}

function allOrNothing(
  ctx: Ctx,
  work: (ctx: Ctx) => Promise<NotHeld | undefined>,
): Promise<NotHeld | undefined> {
  return inTx(ctx, async (ctx) => {
    await sql`savepoint offers`.execute(ctx.pg)
    const missing = await work(ctx)
    await sql
      .raw(missing ? 'rollback to savepoint offers' : 'release savepoint offers')
      .execute(ctx.pg)
    return missing
  })
}

const takeAside = (ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> =>
  takeThese(ctx, order, wantedOf(order))

async function takeThese(
  ctx: Ctx,
  order: Using,
  all: readonly Wanted[],
): Promise<NotHeld | undefined> {
  if (all.length === 0) return undefined
  const buyer = await buyerOf(ctx, order.customerId)
  await lockBuyer(ctx, buyer)
  const rows = await lockRows(ctx, order.orderId)
  const has = new Set(
    rows.flatMap((row) => (row.state === 'held' || row.state === 'spent' ? row.term : [])),
  )
  const wanted = all.filter(({ term }) => !has.has(term))
  if (wanted.length === 0) return undefined
  const coupons = wanted.filter((w) => w.coupon).map((w) => w.term)
  const lost = await holdCoupons(ctx, order.orderId, coupons, buyer, order.node)
  if (lost !== undefined)
    return notHeld('coupon_taken', 'A coupon cannot be used any more', { coupon: lost })
  if (wanted.some((w) => w.forNew) && !(await mayAsNewcomer(ctx, buyer, order.orderId)))
    return NOT_NEW
  return (await demandRoom(ctx, order, wanted, buyer)) ?? keep(ctx, order, wanted)
}

const notHeld = (code: string, message: string, details?: Record<string, unknown>): NotHeld => ({
  ...{ code, message },
  ...(details && { details }),
})

const NOT_NEW = notHeld('not_new', 'What is for new customers is not for this order')

async function demandRoom(
  ctx: Ctx,
  order: Using,
  wanted: readonly Wanted[],
  buyer: Buyer,
): Promise<NotHeld | undefined> {
  const ids = [...new Set(wanted.map((w) => w.offer))]
  const offers = await lockOffers(ctx, ids)
  const changed = wanted.find(({ offer, version }) => {
    const now = offers.get(offer)
    return now?.state !== 'live' || now.version !== version
  })
  if (changed)
    return notHeld('offer_changed', 'An offer is not what it was when this was priced', {
      offer: changed.offer,
    })
  const over = await overCustomer(ctx, wanted, buyer, ids)
  if (over !== undefined)
    return notHeld('offer_used_up', 'She has used this offer as often as she may', {
      ...{ offer: over, scope: 'customer' },
    })
  const day = await today(ctx)
  const full = await raiseCounters(
    ctx,
    wanted.map(({ offer, fen }) => ({
      ...{ offer, day, store: order.storeId, uses: 1, fen },
      limits: offers.get(offer)?.limits ?? {},
    })),
  )
  return (
    full &&
    notHeld('offer_used_up', 'Nothing is left of an offer', {
      offer: full.offer,
      scope: full.scope,
    })
  )
}

/** The brand's own day. */
async function today(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ day: string }>`
    select (${ctx.now()}::timestamptz at time zone timezone)::date::text as day from tenant
    where id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.day ?? ''
}

/** @returns an offer of which she would have used too much */
async function overCustomer(
  ctx: Ctx,
  wanted: readonly Wanted[],
  buyer: Buyer,
  ids: readonly string[],
): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string
    uses: number
    fen: number
    most_uses: number | null
    most_fen: number | null
  }>`
    select o.id, (o.limits #>> '{customer,uses}')::bigint as most_uses, (o.limits #>> '{customer,fen}')::bigint as most_fen,
      count(r.term)::bigint as uses, coalesce(sum(r.fen), 0)::bigint as fen
    from offer o left join redemption r on r.tenant_id = o.tenant_id and r.offer_id = o.id
      and r.node_id = any(${[...buyer.nodes]}::bigint[]) and r.state in ('held', 'spent')
    where o.tenant_id = ${ctx.tenantId} and o.id = any(${[...ids]}::uuid[]) and o.limits ? 'customer'
    group by o.tenant_id, o.id order by o.id`.execute(ctx.pg)
  return rows.find((row) => {
    const mine = wanted.filter((w) => w.offer === row.id)
    const fen = mine.reduce((sum, w) => sum + w.fen, row.fen)
    return (
      (row.most_uses !== null && row.uses + mine.length > row.most_uses) ||
      (row.most_fen !== null && fen > row.most_fen)
    )
  })?.id
}

async function keep(ctx: Ctx, order: Using, wanted: readonly Wanted[]): Promise<undefined> {
  const u = unnest(wanted, {
    term: ['text', (w) => w.term],
    offer_id: ['uuid', (w) => w.offer],
    version: ['integer', (w) => w.version],
    coupon_code: ['text', (w) => (w.coupon ? w.term : null)],
    fen: ['bigint', (w) => w.fen],
  })
  const day = await today(ctx)
  await sql`insert into redemption (tenant_id, order_id, node_id, store, day, state, expires_at, held_at, ${u.names})
    select ${ctx.tenantId}::uuid, ${order.orderId}::uuid, ${order.node}::bigint, ${order.storeId}::text, ${day}::date,
      'held', ${order.expiresAt}::timestamptz, ${ctx.now()}::timestamptz, ${u.names} from ${u.rows}
    on conflict (tenant_id, order_id, term) do update set state = 'held', decided_at = null, fen = excluded.fen,
      day = excluded.day, store = excluded.store, node_id = excluded.node_id, version = excluded.version,
      held_at = excluded.held_at, expires_at = excluded.expires_at`.execute(ctx.pg)
  return undefined
}

/** Cancelled before it was paid. */
export function releaseOffers(ctx: Ctx, orderId: string): Promise<void> {
  return inTx(ctx, (ctx) => giveUp(ctx, orderId, 'held', 'released'))
}

/** An order of which nothing is left has used nothing; a part of one keeps its offers. */
export function returnOffers(ctx: Ctx, orderId: string): Promise<void> {
  return inTx(ctx, (ctx) => giveUp(ctx, orderId, 'spent', 'returned'))
}

/** Nobody has paid in time. */
export function expireOffers(ctx: Ctx, orderId: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } =
      await sql`select 1 from redemption where tenant_id = ${ctx.tenantId} and order_id = ${orderId}
      and state = 'held' and expires_at <= ${ctx.now()} limit 1`.execute(ctx.pg)
    if (rows.length > 0) await giveUp(ctx, orderId, 'held', 'expired')
  })
}

async function giveUp(
  ctx: Ctx,
  orderId: string,
  from: 'held' | 'spent',
  to: 'released' | 'expired' | 'returned',
): Promise<void> {
  const rows = (await lockRows(ctx, orderId)).filter((row) => row.state === from)
  if (rows.length === 0) return
  await sql`update redemption set state = ${to}, decided_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and state = ${from}`.execute(ctx.pg)
  const codes = rows.flatMap((row) => row.coupon_code ?? [])
  await freeCoupons(ctx, orderId, codes, from === 'spent')
  await lowerCounters(ctx, rows.map(useOf))
  if (from === 'spent') await unearnByCoupons(ctx, codes)
}

const AT_A_TIME = 500

/** Orders of every brand whose time to pay is over. */
export async function expireRedemptions(
  system: Ctx,
  make: (tenantId: string) => Ctx,
): Promise<number> {
  const tried = new Set<string>()
  for (;;) {
    const { rows } = await sql<{ tenant_id: string; order_id: string }>`
      select distinct tenant_id, order_id from redemption
      where state = 'held' and expires_at <= ${system.now()} limit ${AT_A_TIME}`.execute(system.pg)
    const due = rows.filter((row) => !tried.has(row.order_id))
    for (const { tenant_id, order_id } of due) {
      tried.add(order_id)
      await expireOffers({ ...make(tenant_id), now: system.now }, order_id)
    }
    if (due.length === 0) return tried.size
  }
}
