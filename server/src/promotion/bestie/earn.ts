// What the holder gets for a friend: once a card, when it is accepted or when the friend has paid with her coupon;
// taken back when all of that is given back, while it is unused.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { giveWhileThere } from '../coupons/issue.ts'
import { type BestieCard, cardsWhere, lockCard } from './cards.ts'
import { tellCards } from './told.ts'

/** Why the holder got nothing. */
export const HOLDER_REFUSED = [
  'same_person',
  'holder_erased',
  'batch_not_found',
  'batch_shared',
  'batch_closed',
  'batch_empty',
  'take_limit',
] as const
export type HolderRefused = (typeof HOLDER_REFUSED)[number]

/** Cards are locked, and nothing was earned by them. */
export async function giveToHolder(ctx: Ctx, cards: readonly BestieCard[]): Promise<void> {
  for (const card of cards) {
    const { id, holder_batch_id: batch, holder_node_id: holder } = card
    if (batch === null) continue
    const answer = await couponOf(ctx, batch, holder, card.friend_node_id)
    await sql`update bestie_card set earned_at = ${ctx.now()}, holder_coupon = ${answer.code}::text,
        holder_refused = ${answer.refused}::text
      where tenant_id = ${ctx.tenantId} and id = ${id} and earned_at is null`.execute(ctx.pg)
    if (answer.code !== null) await tellCards(ctx, [id], 'bestie_card_earned')
  }
}

async function couponOf(
  ctx: Ctx,
  batch: string,
  holder: number | null,
  friend: number | null,
): Promise<{ code: string; refused: null } | { code: null; refused: HolderRefused }> {
  if (holder === null) return { code: null, refused: 'holder_erased' }
  // A merge may have shown since that both are one person.
  const { rows } = await sql`select 1 from customer h
    join customer f on f.tenant_id = h.tenant_id and f.canonical_id = h.canonical_id
    where h.tenant_id = ${ctx.tenantId} and h.id = ${holder} and f.id = ${friend}::bigint`.execute(
    ctx.pg,
  )
  if (rows.length > 0) return { code: null, refused: 'same_person' }
  const given = (await giveWhileThere(ctx, batch, [holder])).get(holder)
  if (!given || 'refused' in given)
    return { code: null, refused: given && 'refused' in given ? given.refused : 'batch_not_found' }
  return { code: given.code, refused: null }
}

const byCoupons = (ctx: Ctx, codes: readonly string[], where: ReturnType<typeof sql>) =>
  cardsWhere(
    ctx,
    sql`c.friend_coupon = any(${[...codes]}::text[]) and c.state = 'accepted' and c.holder_when = 'first_order'
      and ${where} order by c.id`,
  )

/** Her friends have paid with these coupons. In the order's transaction, which holds the coupons. */
export async function earnByCoupons(ctx: Ctx, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return
  const cards = await byCoupons(
    ctx,
    codes,
    sql`c.earned_at is null and c.holder_batch_id is not null`,
  )
  for (const { id } of cards) {
    const card = await lockCard(ctx, id)
    if (card.state === 'accepted' && card.earned_at === null) await giveToHolder(ctx, [card])
  }
}

/**
 * Nothing is left of the orders that were paid with these coupons, which the transaction holds: what is unused goes
 * back, and can be earned anew.
 */
export async function unearnByCoupons(ctx: Ctx, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return
  for (const { id, holder_coupon: coupon } of await byCoupons(
    ctx,
    codes,
    sql`c.earned_at is not null`,
  )) {
    if (coupon !== null) {
      // Before the card, as whoever takes a card back does.
      const { numAffectedRows } = await sql`update coupon set state = 'void'
        where tenant_id = ${ctx.tenantId} and code = ${coupon} and state = 'taken'`.execute(ctx.pg)
      // Used, or in an order that waits for its money: it stays hers, and the card has earned for good.
      if (numAffectedRows !== 1n) continue
    }
    await lockCard(ctx, id)
    await sql`update bestie_card set earned_at = null, holder_coupon = null, holder_refused = null
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'accepted'`.execute(ctx.pg)
  }
}
