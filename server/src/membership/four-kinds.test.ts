import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shipsTo, type TestShop, testShop } from '../commerce/checkout/testing.ts'
import {
  priceCheckout,
  recordOrders,
  subscriptionParty,
  useHeld,
  useOrderParties,
  usePricing,
} from '../commerce/index.ts'
import { running, seen } from '../commerce/subscription/testing.ts'
import { order, payOrder } from '../commerce/testing.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { type Benefit, setBenefit } from './benefits/benefits.ts'
import { benefitsParty, heldAtCheckout } from './benefits/checkout.ts'
import { getCard, grantCard } from './cards/cards.ts'
import { setPlan } from './cards/plans.ts'
import { join } from './programme/members.ts'
import { storedValueOf } from './stored-value/desk.ts'
import { createPlan } from './stored-value/plans.ts'
import { storedValueParty, storedValuePort } from './stored-value/pricing.ts'
import { topUp } from './stored-value/topups.ts'
import { onDay, programme, publish, settleLevels } from './testing-members.ts'

let ctx: TestCtx
let shop: TestShop
beforeAll(async () => {
  useHeld(heldAtCheckout)
  usePricing({ stored_value: storedValuePort })
  useOrderParties([benefitsParty, storedValueParty, subscriptionParty])
  ctx = onDay(await testCtx(), '2025-03-01')
  shop = await testShop(ctx, { tea: 50 })
  await shipsTo(ctx)
  await programme(onDay(ctx, '2025-01-01'))
  await publish(onDay(ctx, '2025-01-01'))
})
afterAll(() => {
  useHeld(async () => ({ levels: [] }))
  usePricing({})
  useOrderParties([])
})

const HOME = {
  name: '林晓',
  phone: '13800000000',
  region: ['浙江省', '杭州市'],
  street: '西湖路 1 号',
}
const benefit = (code: string, given: Pick<Benefit, 'kind' | 'args' | 'holders'>) =>
  setBenefit(
    ctx,
    {
      ...{ code, name: code, name_en: code, stacks: false, behaviour: null, unit_cost_fen: 30 },
      ...{ per_customer: null, period: 'ever', uses_limit: null, is_retired: false },
      ...given,
    },
    0,
  )

test('one customer is a depositor, a silver member, a card holder and a subscriber at once, and an order counts all of it', async () => {
  const { buyer } = shop
  await join(ctx, 'operator', { node: buyer, at: ctx.now(), evidence: 'shop' })
  const paid = { node: buyer, paidAt: ctx.now(), placedAt: ctx.now() }
  await recordOrders(ctx, [order('made her silver', 1_500_00, paid)])
  await settleLevels(ctx)
  await setPlan(
    ctx,
    {
      ...{ code: 'svip', name: '超级会员卡', name_en: 'Super card', price_fen: 99_00, days: 30 },
      ...{ trial_days: 7, sku: null, is_retired: false },
    },
    0,
  )
  const granted = { key: randomUUID(), customer: buyer, plan: 'svip', orderId: null }
  const card = await grantCard(ctx, granted)
  const plan = await createPlan(ctx, {
    ...{ name: '充值', pay_fen: 1_000, bonus_fen: 200, bonus_days: null },
    ...{ preset: 'retail', accepted: true },
  })
  await topUp(ctx, { key: randomUUID(), customer: buyer, planId: plan.id, paidFen: 1_000 })
  const subscription = await running(ctx, { buyer })

  const ofLevel = [{ holder: 'level' as const, holder_code: 'silver' }]
  const ofCard = [{ holder: 'card' as const, holder_code: 'svip' }]
  await benefit('silver_off', { kind: 'discount', args: { off_bp: 1_000 }, holders: ofLevel })
  // Of one type the better counts, never both: the card takes less off than the level.
  await benefit('card_off', { kind: 'discount', args: { off_bp: 500 }, holders: ofCard })
  await benefit('card_ships', { kind: 'free_shipping', args: {}, holders: ofCard })

  const wanted = { address: HOME, storedValueWanted: 1_100 }
  const { quoted } = await priceCheckout(ctx, shop.basket({ tea: 2 }, wanted))
  expect(quoted).toMatchObject({
    ...{ discountFen: 200, shippingFen: 0, totalFen: 1_800, storedValueFen: 1_100, dueFen: 700 },
  })
  const id = await shop.place({ tea: 2 }, wanted)
  await payOrder(ctx, id)

  expect(await storedValueOf(ctx, buyer)).toMatchObject({ principal_fen: 0, bonus_fen: 100 })
  expect((await getCard(ctx, card.id)).state).toBe('active')
  expect(await seen(ctx, subscription)).toMatchObject({ state: 'active' })
  const { rows: uses } = await sql`select benefit_code, state, worth_fen, cost_fen from benefit_use
    where tenant_id = ${ctx.tenantId} and order_id = ${id} order by benefit_code`.execute(ctx.pg)
  expect(uses).toEqual([
    { benefit_code: 'card_ships', state: 'used', worth_fen: 800, cost_fen: 30 },
    { benefit_code: 'silver_off', state: 'used', worth_fen: 200, cost_fen: 30 },
  ])
})
