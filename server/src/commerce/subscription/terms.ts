// What a plan of deliveries brings into the price of a basket.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import type { PlanTerms } from '../quote/plan-price.ts'
import type { PlanAsked } from '../quote/ports.ts'
import { getPlan, swapsOf } from './plans.ts'

/** Of a basket: what a subscription does not go together with. */
export interface PlanBasket {
  lines: readonly { sku: string; quantity: number }[]
  couponCodes?: readonly string[]
  pointsWanted?: number
  storedValueWanted?: number
  groupBuy?: unknown
  flashSale?: unknown
  preSale?: unknown
  reward?: unknown
}

/** @throws 400, 404, 409 with the reason it cannot be had like this */
export async function loadPlanTerms(
  ctx: Ctx,
  basket: PlanBasket,
  { id, agreed, of }: PlanAsked,
): Promise<PlanTerms> {
  if (basket.groupBuy || basket.flashSale || basket.preSale || basket.reward)
    throw invalid('two_ways_to_buy', 'What is subscribed to is bought in no other way')
  const [line] = basket.lines
  const paidElse =
    (basket.couponCodes ?? []).length + (basket.pointsWanted ?? 0) + (basket.storedValueWanted ?? 0)
  if (!line || basket.lines.length > 1 || paidElse > 0)
    throw invalid(
      'subscription_basket',
      'A subscription is of one article, without coupons, points and stored value',
    )
  if (of) return { ...(await termsKept(ctx, of.subscription)), ...of, plan: id, agreed: null }
  const plan = await getPlan(ctx, id)
  if (plan.is_retired)
    throw conflict('subscription_plan_retired', 'This plan takes no new subscriptions')
  if (line.quantity > plan.most_quantity)
    throw conflict('subscription_quantity', 'More pieces than a delivery has', {
      most: plan.most_quantity,
    })
  if (!(await swapsOf(ctx, plan)).includes(line.sku))
    throw invalid('subscription_plan_product', 'This plan is not of this article', {
      sku: plan.sku,
    })
  const { price_fen, off_bp } = plan
  return { plan: id, price_fen, off_bp, subscription: null, cycle: 1, agreed }
}

/** As she agreed to them, whatever the plan says by now. @throws 404 */
async function termsKept(ctx: Ctx, id: string): Promise<Pick<PlanTerms, 'price_fen' | 'off_bp'>> {
  const { rows } = await sql<Pick<PlanTerms, 'price_fen' | 'off_bp'>>`
    select price_fen, off_bp from product_subscription
    where tenant_id = ${ctx.tenantId} and id = ${id}::uuid`.execute(ctx.pg)
  if (!rows[0]) throw notFound('product_subscription')
  return rows[0]
}
