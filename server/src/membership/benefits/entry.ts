// What entry brings: the coupon packs of a level that is entered, or of a card, in the transaction that finds
// the entry. Whatever cannot be given is on record with its reason and keeps nobody from her level.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { unnest } from '../../platform/unnest.ts'
import type { Entered } from '../levels/evaluate.ts'
import type { Holder } from './benefits.ts'
import { closedTo } from './trials.ts'

export type GivenCoupon = { code: string } | { refused: string }
/** Puts one coupon of the batch into the wallet of each, as far as there are any. */
export type GiveCoupons = (
  ctx: Ctx,
  batch: string,
  customers: readonly number[],
) => Promise<ReadonlyMap<number, GivenCoupon>>

let giveCoupons: GiveCoupons | undefined
/** Called at start by who knows coupons. */
export function useCouponGiving(given: GiveCoupons): void {
  giveCoupons = given
}
export function couponGiving(): GiveCoupons {
  if (!giveCoupons) throw new Error('nobody gives coupons')
  return giveCoupons
}

/** Takes a coupon out of her wallet. @throws 409 when it is used, or somebody else's by now */
export type TakeBackCoupon = (
  ctx: Ctx,
  code: string,
  customer: number,
  reason: string,
) => Promise<void>
let takeBackCoupon: TakeBackCoupon | undefined
export function useCouponTakingBack(given: TakeBackCoupon): void {
  takeBackCoupon = given
}
export function couponTakingBack(): TakeBackCoupon {
  if (!takeBackCoupon) throw new Error('nobody takes coupons back')
  return takeBackCoupon
}

export interface Entry extends Holder {
  /** Canonical. */
  customer: number
  /** What the entry is known by, once a customer. */
  entry: string
}

/** Of levels: passing several at once enters each of them. */
export const giveAtLevels = (ctx: Ctx, entries: readonly Entered[]): Promise<void> =>
  giveOnEntry(
    ctx,
    entries.map(({ ladder, customer, level, episode }) => {
      const holder = ladder === 'growth' ? 'level' : 'fan'
      return { customer, holder, holder_code: level, entry: `${holder}:${level}:${episode}` }
    }),
  )

interface Pack extends Holder {
  code: string
  batches: string[]
  unit_cost_fen: number
  tried_by: string | null
}
interface Gift {
  customer: number
  entry: string
  pack: Pack
  batch: string
}

export function giveOnEntry(ctx: Ctx, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return Promise.resolve()
  return inTx(ctx, async (ctx) => {
    const u = unnest(entries, {
      holder: ['text', (e) => e.holder],
      holder_code: ['text', (e) => e.holder_code],
    })
    // Held until the end: uses in all are counted by one at a time.
    const { rows: packs } = await sql<Pack & { room: number | null }>`
      select h.holder, h.holder_code, b.code, b.args -> 'batches' as batches, b.unit_cost_fen, b.tried_by,
        b.uses_limit - b.used as room
      from benefit b join benefit_holder h on h.tenant_id = b.tenant_id and h.benefit_code = b.code
      where b.tenant_id = ${ctx.tenantId} and b.kind = 'coupon_pack' and not b.is_retired
        and (h.holder, h.holder_code) in (select holder, holder_code from ${u.rows})
      order by b.code, h.holder, h.holder_code for update of b`.execute(ctx.pg)
    if (packs.length === 0) return
    const holds = (e: Entry, pack: Pack) =>
      e.holder === pack.holder && e.holder_code === pack.holder_code
    // Who is in another arm of what is tried enters all the same, and has met it.
    const isClosed = await closedTo(
      ctx,
      entries.map((e) => ({
        customer: e.customer,
        benefits: packs.filter((pack) => holds(e, pack)),
      })),
    )
    const room = new Map(packs.map((p) => [p.code, p.room]))
    const gifts: Gift[] = []
    const beyond: Gift[] = []
    for (const pack of packs)
      for (const e of entries) {
        if (!holds(e, pack) || isClosed(e.customer, pack.code)) continue
        const left = room.get(pack.code) ?? null
        if (left !== null) room.set(pack.code, Math.max(0, left - 1))
        for (const batch of new Set(pack.batches))
          (left === 0 ? beyond : gifts).push({ customer: e.customer, entry: e.entry, pack, batch })
      }
    const given = await giveAll(ctx, gifts)
    await writeGifts(ctx, [
      ...given,
      ...beyond.map((gift) => ({ ...gift, coupon: null, refused: 'used_up' })),
    ])
    await countUses(ctx, given)
  })
}

type Given = Gift & { coupon: string | null; refused: string | null }

/** A batch at a time, always in one order, so that no two who give wait for each other. */
async function giveAll(ctx: Ctx, gifts: readonly Gift[]): Promise<Given[]> {
  const all: Given[] = []
  const byBatch = [...Map.groupBy(gifts, (gift) => gift.batch)].sort(([a], [b]) => (a < b ? -1 : 1))
  for (const [batch, wanted] of byBatch) {
    // Two packs with the same batch: a coupon for each.
    let left = wanted
    while (left.length > 0) {
      const turn = [...new Map(left.map((gift) => [gift.customer, gift])).values()]
      const codes = await couponGiving()(
        ctx,
        batch,
        turn.map((gift) => gift.customer),
      )
      for (const gift of turn) {
        const got = codes.get(gift.customer) ?? { refused: 'batch_not_found' }
        all.push({
          ...gift,
          coupon: 'code' in got ? got.code : null,
          refused: 'refused' in got ? got.refused : null,
        })
      }
      left = left.filter((gift) => !turn.includes(gift))
    }
  }
  return all
}

async function writeGifts(ctx: Ctx, gifts: readonly Given[]): Promise<void> {
  if (gifts.length === 0) return
  const u = unnest(gifts, {
    node_id: ['bigint', (g) => g.customer],
    entry: ['text', (g) => g.entry],
    benefit_code: ['text', (g) => g.pack.code],
    batch: ['text', (g) => g.batch],
    coupon_code: ['text', (g) => g.coupon],
    refused: ['text', (g) => g.refused],
  })
  await sql`insert into entry_gift (tenant_id, at, ${u.names})
    select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, ${u.names} from ${u.rows}`.execute(
    ctx.pg,
  )
}

/** A pack of which at least one coupon was given is one use of the benefit. */
async function countUses(ctx: Ctx, given: readonly Given[]): Promise<void> {
  const packs = new Map(
    given
      .filter((gift) => gift.coupon !== null)
      .map((gift) => [`${gift.customer} ${gift.entry} ${gift.pack.code}`, gift]),
  )
  if (packs.size === 0) return
  const uses = [...packs.values()].map((gift) => ({ ...gift, id: randomUUIDv7() }))
  const u = unnest(uses, {
    id: ['uuid', (g) => g.id],
    key: ['text', (g) => `entry:${g.customer}:${g.entry}:${g.pack.code}`],
    benefit_code: ['text', (g) => g.pack.code],
    node_id: ['bigint', (g) => g.customer],
    cost_fen: ['bigint', (g) => g.pack.unit_cost_fen],
  })
  await sql`
    with used as (
      insert into benefit_use (tenant_id, state, period, worth_fen, at, settled_at, ${u.names})
      select ${ctx.tenantId}::uuid, 'used', '', 0, ${ctx.now()}::timestamptz, ${ctx.now()}::timestamptz, ${u.names} from ${u.rows}
      returning benefit_code)
    update benefit b set used = b.used + n.n from (select benefit_code, count(*) as n from used group by 1) n
    where b.tenant_id = ${ctx.tenantId} and b.code = n.benefit_code`.execute(ctx.pg)
  await recordEvents(
    ctx,
    uses.map(({ id, customer, pack }) => ({
      ...{ id, name: 'member_benefit_used', customerId: customer, at: ctx.now() },
      source: 'membership',
      props: { benefit: pack.code, worth_fen: 0, cost_fen: pack.unit_cost_fen },
    })),
  )
}
