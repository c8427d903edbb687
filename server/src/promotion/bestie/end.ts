// How cards end: nobody accepted one in time, or it was taken back with what nobody has used of it.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { type BestieCard, countDown, getCard, lockCard } from './cards.ts'
import { tellCards } from './told.ts'

const AT_A_TIME = 500

/** Cards of every brand whose time is over. @returns how many */
export async function expireCards(system: Ctx, make: (tenantId: string) => Ctx): Promise<number> {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from bestie_card where state = 'waiting' and expires_at <= ${system.now()}`.execute(
    system.pg,
  )
  let expired = 0
  for (const { tenant_id } of rows) {
    const ctx = { ...make(tenant_id), now: system.now }
    for (;;) {
      const set = await expireSet(ctx)
      expired += set
      if (set < AT_A_TIME) break
    }
  }
  return expired
}

/** One that a friend is accepting at this moment is hers, or is seen to a minute later. */
const expireSet = (ctx: Ctx): Promise<number> =>
  inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ id: string; plan_id: string }>`
      update bestie_card c set state = 'expired', ended_at = ${ctx.now()} from (
        select id from bestie_card where tenant_id = ${ctx.tenantId} and state = 'waiting' and expires_at <= ${ctx.now()}
        order by expires_at, id limit ${AT_A_TIME} for update skip locked) due
      where c.tenant_id = ${ctx.tenantId} and c.id = due.id returning c.id, c.plan_id`.execute(
      ctx.pg,
    )
    await countDown(
      ctx,
      rows.map((row) => row.plan_id),
    )
    await tellCards(
      ctx,
      rows.map((row) => row.id),
      'bestie_card_expired',
    )
    return rows.length
  })

/** Locks what it gave, the friend's first as her order does, and then the card. @returns as it is under the locks */
async function lockWithCoupons(ctx: Ctx, id: string): Promise<BestieCard> {
  const seen = await getCard(ctx, id)
  for (const code of [seen.friend_coupon, seen.holder_coupon])
    if (code !== null)
      await sql`select 1 from coupon where tenant_id = ${ctx.tenantId} and code = ${code} for update`.execute(
        ctx.pg,
      )
  const card = await lockCard(ctx, id)
  if (card.friend_coupon !== seen.friend_coupon || card.holder_coupon !== seen.holder_coupon)
    throw conflict('bestie_busy', 'It is being used at this moment; try again')
  return card
}

/** Of what a card gave, what is used or held by an order. */
export async function usedCoupons(
  ctx: Ctx,
  codes: readonly (string | null)[],
): Promise<Set<string>> {
  const { rows } = await sql<{ code: string }>`select code from coupon
    where tenant_id = ${ctx.tenantId} and code = any(${codes.filter((code) => code !== null)}::text[])
      and state in ('held', 'used')`.execute(ctx.pg)
  return new Set(rows.map((row) => row.code))
}

/**
 * Nobody accepts it any more, and both coupons are gone.
 * @throws 404, 409 bestie_used when one of them is used, or an order holds it
 */
export function endCard(ctx: Ctx, id: string, refundId: string | null): Promise<BestieCard> {
  return inTx(ctx, async (ctx) => {
    const card = await lockWithCoupons(ctx, id)
    if (card.state === 'revoked') return card
    if (card.state !== 'waiting' && card.state !== 'accepted' && card.state !== 'expired')
      throw conflict('bestie_card_state', 'It is not given yet', { state: card.state })
    const codes = [card.friend_coupon, card.holder_coupon].filter((code) => code !== null)
    if ((await usedCoupons(ctx, codes)).size > 0)
      throw conflict('bestie_used', 'A coupon of this card is used, or an order holds it')
    await sql`update coupon set state = 'void' where tenant_id = ${ctx.tenantId} and code = any(${codes}::text[])
      and state = 'taken'`.execute(ctx.pg)
    await sql`update bestie_card set state = 'revoked', ended_at = ${ctx.now()}, refund_id = ${refundId}::uuid
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    if (card.state !== 'expired') await countDown(ctx, [card.plan_id])
    await tellCards(ctx, [id], 'bestie_card_revoked')
    return getCard(ctx, id)
  })
}

/** By the brand; a bought one goes back with its money. @throws 404, 409 bestie_bought, bestie_used */
export function revokeCard(ctx: Ctx, id: string, reason: string): Promise<BestieCard> {
  return inTx(ctx, async (ctx) => {
    const { order_id } = await getCard(ctx, id)
    if (order_id !== null)
      throw conflict('bestie_bought', 'A bought card goes back with its order', { order_id })
    const card = await endCard(ctx, id, null)
    await audit(ctx, 'bestie_card.revoked', { kind: 'bestie_card', id }, { reason })
    return card
  })
}
