// Points exchanged: a product becomes an order, everything else is given at once.
import { sql } from 'kysely'
import { type CheckoutBasket, type Placed, place, priceCheckout } from '../../commerce/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { couponGiving, couponTakingBack } from '../benefits/entry.ts'
import { grantCard, refundCard } from '../cards/cards.ts'
import { credit } from '../ledger/credit.ts'
import { exactly, restore, spend } from '../ledger/spend.ts'
import { pointsPolicy } from '../points/policy.ts'
import { refundableUntil } from './content.ts'
import { demandFor } from './offered.ts'
import { notTaken } from './party.ts'
import { getReward, type Reward } from './rewards.ts'
import { COLUMNS, findByKey, putBack, type Redemption, settle, takeReward } from './take.ts'

export interface Redeeming {
  /** What the request is known by; the same one again is the same redemption. */
  key: string
  rewardId: string
  customer: number
  /** What she was told it costs. */
  expectedPoints: number
  expectedDueFen: number
  /** Where a product is sold; null: no storefront is named. */
  storefront: string | null
  address: CheckoutBasket['address']
  staffId: string | null
}
export interface Redeemed {
  redemption: Redemption
  /** Of a product: what she goes on with. */
  order: Placed | null
}

const basketOf = (
  reward: Reward,
  given: Pick<Redeeming, 'customer' | 'storefront' | 'address'>,
): CheckoutBasket => {
  if (given.storefront === null)
    throw invalid('reward_storefront', 'A product is exchanged in a storefront')
  return {
    ...{ storefront: given.storefront, customerId: given.customer, address: given.address },
    ...{ couponCodes: [], pointsWanted: 0, storedValueWanted: 0, reward: { id: reward.id } },
    lines: [{ sku: String(reward.args.sku), quantity: 1 }],
  }
}

/** What a product costs beside its points now, with shipping. @throws 400, 404, 409 */
export async function quoteReward(
  ctx: Ctx,
  id: string,
  given: Pick<Redeeming, 'customer' | 'storefront' | 'address'>,
) {
  const reward = await getReward(ctx, id)
  if (reward.kind !== 'product') {
    await demandFor(ctx, reward, given.customer)
    return { points: reward.points, dueFen: 0, shippingFen: 0, delivery: 'none' as const }
  }
  const { quoted, delivery } = await priceCheckout(ctx, basketOf(reward, given))
  return { points: reward.points, dueFen: quoted.dueFen, shippingFen: quoted.shippingFen, delivery }
}

/** @throws 404, 409 reward_changed, not_enough_points with what is missing, reward_sold_out, reward_limit … */
export async function redeem(ctx: Ctx, given: Redeeming): Promise<Redeemed> {
  const reward = await getReward(ctx, given.rewardId)
  if (reward.kind === 'product') return redeemProduct(ctx, reward, given)
  return { redemption: await redeemAtOnce(ctx, reward, given), order: null }
}

const demandPrice = (reward: Reward, { expectedPoints }: Redeeming) => {
  if (reward.points !== expectedPoints)
    throw conflict('reward_changed', 'It costs other points by now', { points: reward.points })
}

async function redeemProduct(ctx: Ctx, reward: Reward, given: Redeeming): Promise<Redeemed> {
  const { rows } = await sql`select 1 from own_order
    where tenant_id = ${ctx.tenantId} and placement_key = ${given.key}`.execute(ctx.pg)
  if (rows.length === 0) demandPrice(reward, given)
  const order = await place(ctx, {
    ...basketOf(reward, given),
    ...{ key: given.key, expectedDueFen: given.expectedDueFen, note: '', staffId: given.staffId },
  })
  const redemption = await findByKey(ctx, `order:${order.id}`)
  if (!redemption) throw new Error('the order of a reward stands for no redemption')
  return { redemption, order }
}

/** The stock, her points and what she is given, together or not at all. */
function redeemAtOnce(ctx: Ctx, reward: Reward, given: Redeeming): Promise<Redemption> {
  return inTx(ctx, async (ctx) => {
    const key = `once:${given.key}`
    const before = await findByKey(ctx, key)
    if (before) return demandSame(before, reward)
    try {
      demandPrice(reward, given)
      await demandFor(ctx, reward, given.customer)
    } catch (error) {
      // What stands in the way may be this very redemption, asked for at the same moment.
      const meanwhile = await findByKey(ctx, key)
      if (meanwhile) return demandSame(meanwhile, reward)
      throw error
    }
    const taken = await takeReward(ctx, { key, reward, node: given.customer, orderId: null })
    if (!taken.ok) {
      const { code, message } = notTaken(taken.reason)
      throw conflict(code, message)
    }
    const { redemption } = taken
    if (!taken.isNew) return demandSame(redemption, reward)
    const spent = await spend(ctx, {
      ...{
        key: `reward:${redemption.id}`,
        kind: 'redeem',
        node: given.customer,
        books: ['points'],
      },
      ...{ divide: exactly('points', reward.points), to: () => 'redeemed' as const },
      more: { reward: reward.id },
    })
    if (!spent.ok) {
      const available = spent.available.points ?? 0
      throw conflict('not_enough_points', 'There are not so many points', {
        available,
        missing: reward.points - available,
      })
    }
    const what = await give(ctx, reward, given.customer, redemption.id)
    await settle(ctx, redemption, {
      transactionId: spent.transactionId,
      ...(what && { given: what }),
      ...(reward.kind === 'content' && { refundableUntil: refundableUntil(ctx, reward.args) }),
    })
    return (await findByKey(ctx, key)) ?? redemption
  })
}

function demandSame(redemption: Redemption, reward: Reward): Redemption {
  if (redemption.reward_id !== reward.id)
    throw conflict('key_used', 'This key was used for another reward')
  return redemption
}

async function give(
  ctx: Ctx,
  { kind, args }: Reward,
  customer: number,
  id: string,
): Promise<string | undefined> {
  if (kind === 'coupon') {
    const given = (await couponGiving()(ctx, String(args.batch), [customer])).get(customer)
    if (!given || 'refused' in given)
      throw conflict('reward_no_coupon', 'Its coupon cannot be given now', {
        reason: given?.refused ?? 'batch_not_found',
      })
    return given.code
  }
  if (kind === 'card') {
    const plan = String(args.plan)
    return (await grantCard(ctx, { key: `reward:${id}`, customer, plan, orderId: null })).id
  }
  if (kind === 'content') return undefined
  const days = args.days === null ? null : Number(args.days)
  await credit(ctx, 'bonus', 'granted', [
    {
      ...{ key: `reward:${id}:bonus`, node: customer, amount: Number(args.fen), kind: 'received' },
      ...{ source: 'reward', earnedAt: ctx.now() },
      expiresAt: days === null ? null : new Date(ctx.now().getTime() + days * 86_400_000),
    },
  ])
  return undefined
}

/** @throws 409 for what cannot be taken back, or not any more */
async function takeBack(
  ctx: Ctx,
  { kind, given, node_id, refundable_until }: Redemption & { kind: string },
  reason: string,
): Promise<void> {
  if (kind === 'content') {
    // Closed to her again by what becomes of the redemption.
    if (refundable_until === null || refundable_until <= ctx.now())
      throw conflict('content_not_refundable', 'Its points are not given back, or not any more')
  } else if (given === null)
    throw conflict('reward_not_returnable', 'What it gave cannot be taken back')
  else if (kind === 'coupon') await couponTakingBack()(ctx, given, node_id ?? 0, reason)
  else await refundCard(ctx, given)
}

/**
 * What was given at once is taken back and its points return to their lots; an order goes back by an after-sale.
 * @throws 404, 409 for what is used already or cannot be taken back
 */
export function returnRedemption(ctx: Ctx, id: string, reason: string): Promise<Redemption> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<
      Redemption & { kind: string }
    >`select ${COLUMNS}, w.kind from reward_redemption r
      join reward w on w.tenant_id = r.tenant_id and w.id = r.reward_id
      where r.tenant_id = ${ctx.tenantId} and r.id = ${id}::uuid for update of r`.execute(ctx.pg)
    const found = rows[0]
    if (!found) throw notFound('reward_redemption')
    if (found.state === 'returned') return found
    if (found.order_id !== null)
      throw conflict('reward_by_order', 'It goes back with its order, by an after-sale')
    if (found.state !== 'redeemed' || found.transaction_id === null)
      throw conflict('reward_not_returnable', 'What it gave cannot be taken back')
    await takeBack(ctx, found, reason)
    const { policy } = await pointsPolicy(ctx)
    await restore(ctx, {
      ...{ key: `reward:${id}:back`, kind: 'return_reward', ofTransaction: found.transaction_id },
      ...{ amounts: { points: found.points }, from: () => 'redeemed' as const, note: reason },
      graceDays: policy.refund_grace_days,
    })
    await putBack(ctx, found, 'returned', reason)
    await audit(ctx, 'reward.returned', { kind: 'reward_redemption', id }, { reason })
    return { ...found, state: 'returned' }
  })
}
