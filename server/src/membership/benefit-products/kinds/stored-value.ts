import { z } from 'zod'
import { AppError, conflict } from '../../../platform/errors.ts'
import { getPlan } from '../../stored-value/plans.ts'
import { demandLawful, refundTopUp, topUp, topUpsByIds } from '../../stored-value/topups.ts'
import type { BenefitKind } from './kind.ts'

const Args = z.strictObject({ plan: z.uuid() })

export const storedValue: BenefitKind<z.infer<typeof Args>> = {
  args: Args,
  async demandSound(ctx, { plan }, product) {
    const { pay_fen, state } = await getPlan(ctx, plan)
    if (state !== 'live') throw conflict('plan_stopped', 'The plan is not sold any more')
    if (product.price_fen !== pay_fen)
      throw conflict('price_is_not_the_plans', 'The product costs another sum than the plan', {
        pay_fen,
      })
  },
  async mayPromise(ctx, { plan }, { node, quantity, totalFen }) {
    const { pay_fen, state } = await getPlan(ctx, plan)
    if (state !== 'live') return { code: 'plan_stopped', message: 'The plan is not sold any more' }
    // What is paid for it becomes principal, so it is paid in full, and with money.
    if (totalFen !== pay_fen * quantity)
      return {
        code: 'paid_differs',
        message: 'A top-up costs what its plan says',
        details: { pay_fen },
      }
    try {
      await demandLawful(ctx, { customer: node, paidFen: totalFen })
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error
      return { code: error.code, message: error.message, details: { ...(error.details as object) } }
    }
    return undefined
  },
  async give(ctx, { plan }, { orderId, sku, unit, node, priceFen }) {
    const { id } = await topUp(ctx, {
      ...{ key: `order:${orderId}:${sku}:${unit}`, customer: node, planId: plan },
      ...{ paidFen: priceFen, orderId, isPromised: true },
    })
    return id
  },
  async left(ctx, _args, units) {
    const topUps = await topUpsByIds(
      ctx,
      units.map((unit) => unit.given),
    )
    const byId = new Map(topUps.map((one) => [one.id, one.refundable_fen]))
    return units.map(({ given }) => byId.get(given) ?? 0)
  },
  async takeBack(ctx, { given }, fen) {
    const { refunded_fen } = await refundTopUp(ctx, given, 'its order was refunded')
    if (refunded_fen !== fen)
      throw conflict('given_left_differs', 'Another sum is left by now', { left_fen: refunded_fen })
  },
}
