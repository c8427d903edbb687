// A link that only a public key has claimed: at her own checkout a shopper has what is proved to be hers.
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { recordOrders } from '../../commerce/index.ts'
import { newCustomer, order } from '../../commerce/testing.ts'
import { mergeCustomers, projectAliases, useMergePolicy } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { grantCard } from '../cards/cards.ts'
import { setPlan } from '../cards/plans.ts'
import { fixMultiple } from '../points/multiple.ts'
import { EarnRule } from '../points/rule.ts'
import { draftRule, publishRule } from '../points/rules.ts'
import { join } from '../programme/members.ts'
import { onDay, programme, publish, settleLevels } from '../testing-members.ts'
import { setBenefit } from './benefits.ts'
import { heldAtCheckout } from './checkout.ts'

useMergePolicy({ staysAlone: async () => [] })

let ctx: TestCtx
beforeAll(async () => {
  ctx = onDay(await testCtx(), '2025-03-01')
  await programme(onDay(ctx, '2025-01-01'))
  await publish(onDay(ctx, '2025-01-01'))
  await setPlan(
    ctx,
    {
      ...{ code: 'year', name: '年卡', name_en: 'Year card', price_fen: 9_900, days: 365 },
      ...{ trial_days: 0, sku: null, is_retired: false },
    },
    0,
  )
  const { id } = await draftRule(ctx, {
    name: 'a point a yuan',
    rule: EarnRule.parse({
      on: { kind: 'order', points: 1, per_fen: 100, round: 'down', level_bp: { silver: 20_000 } },
    }),
  })
  await publishRule(ctx, id)
  for (const [code, holder, holder_code] of [
    ['silver_off', 'level', 'silver'],
    ['year_off', 'card', 'year'],
  ] as const)
    await setBenefit(
      ctx,
      {
        ...{ code, kind: 'discount', name: code, name_en: code, args: { off_bp: 500 } },
        ...{ stacks: true, behaviour: null, unit_cost_fen: 0, per_customer: null },
        ...{ period: 'ever', uses_limit: null, is_retired: false },
        holders: [{ holder, holder_code }],
      },
      0,
    )
})

/** A member who has bought for ¥1,500 and holds a card. */
async function rich(): Promise<number> {
  const node = await newCustomer(ctx)
  await join(ctx, 'operator', { node, at: ctx.now(), evidence: 'shop' })
  const at = ctx.now()
  await recordOrders(ctx, [order(`rich-${node}`, 1_500_00, { node, paidAt: at, placedAt: at })])
  await grantCard(ctx, {
    ...{ key: `card-${node}`, plan: 'year', customer: node, paidFen: 9_900, orderId: null },
  })
  await settleLevels(ctx)
  return node
}
const poor = async () => {
  const node = await newCustomer(ctx)
  await join(ctx, 'operator', { node, at: ctx.now(), evidence: 'shop' })
  await settleLevels(ctx)
  return node
}
async function link(a: number, b: number, evidence: 'claimed' | 'verified'): Promise<void> {
  const { mergeId } = await mergeCustomers(ctx, a, b, 'test')
  await sql`update identity_merge set evidence = ${evidence} where tenant_id = ${ctx.tenantId} and id = ${mergeId}`.execute(
    ctx.pg,
  )
  while ((await projectAliases(ctx)) > 0);
  await settleLevels(ctx)
}
/** As the shop knows who has signed in. */
const as = (of: Ctx, node: number): Ctx => ({
  ...of,
  actor: { ...of.actor, kind: 'customer', id: String(node), name: 'customer' },
})
const held = async (node: number) => {
  const { levels, benefits } = await heldAtCheckout(as(ctx, node), node)
  return { levels, discounts: benefits?.discounts.map(({ id }) => id).sort() }
}
/** The levels by which points of an order of hers would be multiplied. */
async function multipliedBy(node: number): Promise<string[]> {
  const at = ctx.now()
  const [placed] = await recordOrders(ctx, [
    order(`points-${node}`, 100, { node, paidAt: at, placedAt: at }),
  ])
  if (!placed?.orderId) throw new Error('the order was refused')
  await fixMultiple(ctx, placed.orderId, node)
  const { rows } = await sql<{ levels: string[] }>`select levels from points_multiple
    where tenant_id = ${ctx.tenantId} and order_id = ${placed.orderId}`.execute(ctx.pg)
  return rows[0]?.levels ?? []
}
const HERS = { levels: ['silver'], discounts: ['silver_off', 'year_off'] }
const NOTHING = { levels: ['plain'], discounts: [] }

describe.each([
  ['the claimant was there first', async () => [await poor(), await rich()]],
  ['she was there first', async () => (await Promise.all([rich(), poor()])).reverse()],
])('where %s', (_, both) => {
  test('a claim brings nobody another’s level, card or discounts, and takes none from her', async () => {
    const [claimant = 0, owner = 0] = await both()
    await link(claimant, owner, 'claimed')
    expect(await held(claimant)).toEqual(NOTHING)
    expect(await held(owner)).toEqual(HERS)
  })

  test('what she buys after the claim is hers, and not the claimant’s', async () => {
    const [claimant = 0, owner = 0] = await both()
    await link(claimant, owner, 'claimed')
    await grantCard(ctx, {
      ...{ key: `late-${claimant}`, plan: 'year', customer: claimant, paidFen: 9_900 },
      orderId: null,
    })
    const later = onDay(ctx, '2026-06-01')
    const has = async (node: number) => (await heldAtCheckout(as(later, node), node)).benefits
    expect((await has(claimant))?.discounts.map(({ id }) => id)).toEqual(['year_off'])
    expect((await has(owner))?.discounts.map(({ id }) => id)).toEqual([])
  })

  test('the points of an order are multiplied by what is proved to be its buyer’s', async () => {
    const [claimant = 0, owner = 0] = await both()
    await link(claimant, owner, 'claimed')
    expect(await multipliedBy(claimant)).toEqual(['plain'])
    expect(await multipliedBy(owner)).toEqual(['silver'])
  })

  test('once it is verified they are one', async () => {
    const [one = 0, other = 0] = await both()
    await link(one, other, 'verified')
    expect(await held(one)).toEqual(HERS)
    expect(await held(other)).toEqual(HERS)
  })
})
