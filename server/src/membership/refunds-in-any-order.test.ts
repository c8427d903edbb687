// One order that takes a benefit, points and stored value, earns points and brings commission: whatever parts go back
// in whatever order, each of them goes back with it, and all of it in the end.
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Signal } from '../collect/index.ts'
import { linesOf } from '../commerce/checkout/own-order.ts'
import { testShop } from '../commerce/checkout/testing.ts'
import { listCommissions } from '../commerce/commission/queries.ts'
import { giveBack, orderBy, ruled, wrongWith } from '../commerce/commission/testing.ts'
import { makeAffiliate } from '../commerce/credit/affiliates.ts'
import { recordOrders, useHeld, useOrderParties, usePricing } from '../commerce/index.ts'
import { newCustomer, order } from '../commerce/testing.ts'
import { inTx } from '../platform/ctx.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { setBenefit } from './benefits/benefits.ts'
import { benefitsParty, heldAtCheckout } from './benefits/checkout.ts'
import { entitledTo } from './benefits/entitled.ts'
import { pointsFromSignals } from './points/earn.ts'
import { FIRST_POLICY, setPointsPolicy } from './points/policy.ts'
import { pointsParty, pointsPort } from './points/pricing.ts'
import { EarnRule } from './points/rule.ts'
import { draftRule, publishRule } from './points/rules.ts'
import { join } from './programme/members.ts'
import { storedValueOf } from './stored-value/desk.ts'
import { createPlan } from './stored-value/plans.ts'
import { storedValueParty, storedValuePort } from './stored-value/pricing.ts'
import { topUp } from './stored-value/topups.ts'
import { given, held, ledgerFaults } from './testing.ts'
import { programme, publish, settleLevels } from './testing-members.ts'

beforeAll(() => {
  usePricing({ points: pointsPort, stored_value: storedValuePort })
  useOrderParties([benefitsParty, pointsParty, storedValueParty])
  useHeld(heldAtCheckout)
})
afterAll(() => {
  usePricing({})
  useOrderParties([])
  useHeld(async () => ({ levels: [] }))
})

const HELD = { points: 1_000, principal: 1_000, bonus: 300 }
const RATE_BP = 777

/** A silver member with points and stored value, one use of 10% off, and an affiliate whose link she comes by. */
async function world() {
  const ctx = await testCtx()
  const shop = await testShop(ctx, { tea: 50, cup: 50 })
  await programme(ctx)
  await publish(ctx)
  await join(ctx, 'operator', { node: shop.buyer, at: ctx.now(), evidence: 'shop' })
  const at = ctx.now()
  await recordOrders(ctx, [
    order('before', 1_500_00, { node: shop.buyer, paidAt: at, placedAt: at }),
  ])
  await settleLevels(ctx)
  await setBenefit(
    ctx,
    {
      ...{ code: 'off', kind: 'discount', name: 'off', name_en: 'off', args: { off_bp: 1_000 } },
      ...{ stacks: false, behaviour: null, unit_cost_fen: 0, per_customer: 1, period: 'ever' },
      ...{ uses_limit: null, is_retired: false },
      holders: [{ holder: 'level', holder_code: 'silver' }],
    },
    0,
  )
  await setPointsPolicy(ctx, 0, { ...FIRST_POLICY, worth: { points: 10, fen: 7 } })
  const { id: rule } = await draftRule(ctx, {
    name: 'orders',
    rule: EarnRule.parse({ on: { kind: 'order', points: 1, per_fen: 10, round: 'down' } }),
  })
  await publishRule(ctx, rule)
  await given(ctx, shop.buyer, HELD.points)
  const plan = await createPlan(ctx, {
    ...{ name: 'plan', pay_fen: HELD.principal, bonus_fen: HELD.bonus, bonus_days: null },
    ...{ preset: 'retail', accepted: true },
  })
  const paid = { customer: shop.buyer, planId: plan.id, paidFen: HELD.principal }
  await topUp(ctx, { key: 'k', ...paid })
  await makeAffiliate(ctx, await newCustomer(ctx), 'mei')
  await ruled(ctx, { default_bp: RATE_BP, due_when: 'receipt' })
  return { ctx, shop }
}

/** What the order has told of itself by now is heard, in this order, the last of it twice. */
async function hear(
  ctx: TestCtx,
  of: { node: number; orderId: string },
  heard: Set<string>,
  backwards: boolean,
) {
  const { rows } = await sql<{ id: string; event: { name: string; props: object } }>`
    select event ->> 'id' as id, event from told_event where tenant_id = ${ctx.tenantId}
      and event ->> 'name' in ('order_paid', 'order_refunded') and event #>> '{props,commerce_order}' = ${of.orderId}`.execute(
    ctx.pg,
  )
  const fresh = rows.filter(({ id }) => !heard.has(id))
  const signals = fresh.map(
    ({ id, event: { name, props } }): Signal => ({
      ...{ position: 1, eventId: id, node: of.node, name, at: new Date(), isVerified: true },
      ...{ source: 'commerce', protocol: 'own', platform: '', historical: false, messageId: null },
      ...{ currency: 'CNY', claimedRevenueFen: null, links: {}, props: { ...props } },
    }),
  )
  for (const { id } of fresh) heard.add(id)
  const ordered = backwards ? signals.reverse() : signals
  for (const one of [...ordered, ...ordered.slice(-1)])
    await inTx(ctx, (ctx) => pointsFromSignals(ctx, [one]))
}

const Part = fc.record({
  sku: fc.constantFrom('tea' as const, 'cup' as const),
  fen: fc.integer({ min: 1, max: 1_500 }),
  hears: fc.boolean(),
})

test('whatever parts of it go back in whatever order, its points, stored value, benefit and commission go with it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(Part, { minLength: 1, maxLength: 7 }),
      fc.boolean(),
      async (parts, backwards) => {
        const { ctx, shop } = await world()
        const heard = new Set<string>()
        const wanting = { pointsWanted: HELD.points, storedValueWanted: 1_200 }
        const id = await orderBy(ctx, shop, 'mei', { tea: 3, cup: 2 }, wanting)
        const use = async () =>
          (await entitledTo(ctx, shop.buyer)).find(({ code }) => code === 'off')?.left
        const commission = async () =>
          (await listCommissions(ctx, { limit: 50 })).items.reduce((sum, c) => sum + c.kept_fen, 0)
        await hear(ctx, { node: shop.buyer, orderId: id }, heard, false)
        const earned = (await held(ctx, shop.buyer)).active
        expect(earned).toBeGreaterThan(0)
        expect([await use(), (await commission()) > 0]).toEqual([0, true])

        let before = await commission()
        for (const { sku, fen, hears } of parts) {
          const lines = await linesOf(ctx, id)
          const left = lines
            .filter((l) => l.sku === sku)
            .reduce((sum, l) => sum + l.total_fen - l.refunded_fen, 0)
          if (left === 0) continue
          await giveBack(ctx, id, [{ sku, fen: Math.min(fen, left) }])
          if (hears) await hear(ctx, { node: shop.buyer, orderId: id }, heard, backwards)
          const kept = await commission()
          // Commission never grows by what goes back, and no step leaves books that disagree.
          expect(kept).toBeLessThanOrEqual(before)
          expect(await ledgerFaults(ctx)).toEqual([])
          before = kept
        }
        const rest = (await linesOf(ctx, id))
          .map((l) => ({ sku: l.sku, fen: l.total_fen - l.refunded_fen }))
          .filter(({ fen }) => fen > 0)
        if (rest.length > 0) {
          // Not all of it is back, so the use is not hers again.
          expect(await use()).toBe(0)
          await giveBack(ctx, id, rest)
        }
        await hear(ctx, { node: shop.buyer, orderId: id }, heard, backwards)
        const stored = await storedValueOf(ctx, shop.buyer)
        expect({
          points: (await held(ctx, shop.buyer)).active,
          principal: stored.principal_fen,
          bonus: stored.bonus_fen,
        }).toEqual(HELD)
        expect([await use(), await commission()]).toEqual([1, 0])
        expect([...(await ledgerFaults(ctx)), ...(await wrongWith(ctx))]).toEqual([])
      },
    ),
    { numRuns: RUNS },
  )
})
const RUNS = 6
