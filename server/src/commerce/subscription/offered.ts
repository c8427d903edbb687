// Plans as a shop offers them, with the words that she agrees to.
import type { Ctx } from '../../platform/ctx.ts'
import { onShelf } from '../storefront/shelf.ts'
import { agreementOf } from './agreement.ts'
import { type Plan, plansFor } from './plans.ts'
import { brandDay } from './subscriptions.ts'

/** Of one article that a storefront sells; of another size too, where the plan takes something off. */
export async function offeredPlans(
  ctx: Ctx,
  { storefront, sku }: { storefront: string; sku: string },
) {
  const plans = await plansFor(ctx, sku)
  const [article] = plans.length > 0 ? await onShelf(ctx, storefront, [sku]) : []
  if (!article) return []
  const { language } = await brandDay(ctx)
  return plans.map((plan) => ({
    ...{ id: plan.id, sku, name: plan.name, unit: plan.unit, every: plan.every },
    ...{ price_fen: plan.price_fen, off_bp: plan.off_bp, most_quantity: plan.most_quantity },
    each_fen: eachFen(plan, article.price_fen),
    agreement: agreementOf(plan, language),
  }))
}

const eachFen = ({ price_fen, off_bp }: Plan, fen: number): number =>
  Math.min(fen, price_fen ?? fen - Number((BigInt(fen) * BigInt(off_bp ?? 0)) / 10_000n))
