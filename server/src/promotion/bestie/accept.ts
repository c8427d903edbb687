// A friend accepts a card: one friend a card, and one card of a plan a friend, over all her nodes.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { giveWhileThere } from '../coupons/issue.ts'
import { knownBy } from '../newcomer.ts'
import { type Buyer, buyerOf, lockBuyer } from '../person.ts'
import { type BestieCard, cardByCode, getCard, lockCard } from './cards.ts'
import { giveToHolder } from './earn.ts'
import { tellCards } from './told.ts'

/** Under the lock of both people. @throws 409 why it is not for her */
async function demandMayAccept(ctx: Ctx, card: BestieCard, buyer: Buyer): Promise<void> {
  if (card.state === 'accepted')
    throw conflict('bestie_accepted', 'A friend has accepted it already')
  if (card.state === 'revoked') throw conflict('bestie_revoked', 'This card was taken back')
  if (card.state !== 'waiting' && card.state !== 'expired') throw notFound('bestie_card')
  if (card.state === 'expired' || (card.expires_at ?? ctx.now()) <= ctx.now())
    throw conflict('bestie_expired', 'The time to accept it is over')
  if (buyer.nodes.includes(card.holder_node_id ?? 0))
    throw conflict('bestie_own', 'A card is for a friend')
  const { rows } =
    await sql`select 1 from bestie_card where tenant_id = ${ctx.tenantId} and state = 'accepted'
    and friend_node_id = any(${[...buyer.nodes]}::bigint[])
    and (plan_id = ${card.plan_id} or (friend = 'new' and ${card.friend} = 'new')) limit 1`.execute(
      ctx.pg,
    )
  if (rows.length > 0) throw conflict('bestie_twice', 'She has accepted a card like it before')
  if (card.friend === 'new' && (await knownBy(ctx, buyer)) !== undefined)
    throw conflict('bestie_new_only', 'This is for people who have not bought here before')
}

/** In one order: what is one plan's coupon for friends may be another's for holders. */
const lockBatches = (ctx: Ctx, { friend_batch_id, holder_batch_id }: BestieCard) =>
  sql`select 1 from coupon_batch where tenant_id = ${ctx.tenantId}
    and id = any(${[friend_batch_id, holder_batch_id]}::uuid[]) order by id for update`.execute(
    ctx.pg,
  )

/** @throws 409 bestie_coupon_gone */
async function friendCoupon(ctx: Ctx, batch: string, node: number): Promise<string> {
  const given = (await giveWhileThere(ctx, batch, [node])).get(node)
  const { rows } = await sql<{
    is_over: boolean
  }>`select coalesce(valid_to <= ${ctx.now()}, false) as is_over
    from coupon_batch where tenant_id = ${ctx.tenantId} and id = ${batch}`.execute(ctx.pg)
  if (!given || 'refused' in given || rows[0]?.is_over)
    throw conflict('bestie_coupon_gone', 'There is nothing left to be given for it', {
      reason: given && 'refused' in given ? given.refused : 'batch_over',
    })
  return given.code
}

/**
 * Hers from here on, and nobody else's: her coupon is in her wallet. Once, whoever comes first; her own repeat is
 * told the same.
 * @throws 404, 409 bestie_accepted, bestie_expired, bestie_revoked, bestie_own, bestie_twice, bestie_new_only,
 *   bestie_coupon_gone
 */
export function acceptCard(ctx: Ctx, code: string, node: number): Promise<BestieCard> {
  return inTx(ctx, async (ctx) => {
    const { id, holder_node_id } = await cardByCode(ctx, code)
    const buyer = await buyerOf(ctx, node)
    const holder = holder_node_id === null ? null : await buyerOf(ctx, holder_node_id)
    // Both at once: two who accept each other's cards never wait for each other.
    await lockBuyer(ctx, {
      ...buyer,
      nodes: [...new Set([...buyer.nodes, ...(holder?.nodes ?? [])])],
    })
    const card = await lockCard(ctx, id)
    if (card.state === 'accepted' && buyer.nodes.includes(card.friend_node_id ?? 0)) return card
    await demandMayAccept(ctx, card, buyer)
    await lockBatches(ctx, card)
    const coupon = await friendCoupon(ctx, card.friend_batch_id, node)
    await sql`update bestie_card set state = 'accepted', friend_node_id = ${node}, accepted_at = ${ctx.now()},
        friend_coupon = ${coupon}
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'waiting'`.execute(ctx.pg)
    await tellCards(ctx, [id], 'bestie_card_accepted')
    if (card.holder_when === 'accepted') await giveToHolder(ctx, [await getCard(ctx, id)])
    return getCard(ctx, id)
  })
}
