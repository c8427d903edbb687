// A shop whose orders come by affiliates' links, for tests.
import { randomUUID } from 'node:crypto'
import type { Ctx } from '../../platform/ctx.ts'
import { approveAfterSale, requestAfterSale } from '../after-sale/after-sales.ts'
import { checkoutChecks } from '../checkout/checks.ts'
import { pickUp } from '../checkout/fulfil.ts'
import { demandMove, getOwnOrder } from '../checkout/own-order.ts'
import type { Placing } from '../checkout/place.ts'
import type { TestShop } from '../checkout/testing.ts'
import { payOrder } from '../testing.ts'
import { commissionChecks } from './checks.ts'
import { listCommissions } from './queries.ts'
import { type CommissionRule, NO_RULE } from './rule.ts'
import { changeCommissionRule, commissionRule } from './rules.ts'

/** On top of whatever rule there is. */
export async function ruled(ctx: Ctx, given: Partial<CommissionRule>): Promise<CommissionRule> {
  const { version } = await commissionRule(ctx)
  return changeCommissionRule(ctx, { ...NO_RULE, ...given, version })
}

export const by = (affiliate: string) => ({
  cameBy: { way: null, staff_id: null, channel_id: null, room: null, affiliate },
})

/** Paid, by her link. */
export async function orderBy(
  ctx: Ctx,
  shop: TestShop,
  code: string,
  lines: Record<string, number>,
  more: Partial<Placing> = {},
): Promise<string> {
  const id = await shop.place(lines, { ...by(code), ...more })
  await payOrder(ctx, id)
  return id
}

export async function handOver(ctx: Ctx, orderId: string): Promise<void> {
  const { pick_up_code } = await getOwnOrder(ctx, orderId)
  await pickUp(ctx, pick_up_code ?? '', async () => undefined)
}
/** Handed over, and its time for after-sale is over. */
export async function closeOrder(ctx: Ctx, orderId: string): Promise<void> {
  await handOver(ctx, orderId)
  await demandMove(ctx, await getOwnOrder(ctx, orderId), 'close')
}

export async function giveBack(
  ctx: Ctx,
  orderId: string,
  lines: readonly { sku: string; quantity?: number; fen?: number }[],
): Promise<void> {
  const sale = await requestAfterSale(ctx, orderId, {
    ...{ key: randomUUID(), kind: 'money', reason: 'x' },
    lines: lines.map(({ sku, quantity = 0, fen }) => ({ sku, quantity, fen })),
  })
  await approveAfterSale(ctx, sale.id, '')
}

/** Each line of an order as `sku code kept state`. */
export async function earnedBy(ctx: Ctx, orderId: string): Promise<string[]> {
  const { items } = await listCommissions(ctx, { limit: 200 })
  return items
    .filter((item) => item.order_id === orderId)
    .map(({ sku, code, kept_fen, state }) => `${sku} ${code} ${kept_fen} ${state}`)
    .sort()
}

/** What `homefield check` finds of this brand's commission and credit. */
export async function wrongWith(ctx: Ctx): Promise<unknown[]> {
  const found = await Promise.all(
    [...checkoutChecks, ...commissionChecks].map((check) => check.compare(ctx)),
  )
  return found.flatMap((one) => one.differences).filter((one) => one.tenant === ctx.tenantId)
}
