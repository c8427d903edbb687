import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { mergeCustomers, useMergePolicy } from '../../identity/index.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { consentPolicy } from '../../profile/index.ts'
import { requestAfterSale } from '../after-sale/after-sales.ts'
import { type TestShop, testShop } from '../checkout/testing.ts'
import { makeAffiliate } from '../credit/affiliates.ts'
import { correctCredit } from '../credit/correction.ts'
import { changeProduct, getProduct } from '../goods/products.ts'
import { commerceData } from '../personal-data.ts'
import { newCustomer } from '../testing.ts'
import { matureCommissions, matureOfBrand } from './mature.ts'
import { listPayees } from './payout-queries.ts'
import { makePayout, settlePayout } from './payouts.ts'
import { codesOf, listAccounts, listStatements } from './queries.ts'
import { commissionRules } from './rules.ts'
import { closeOrder, earnedBy, giveBack, handOver, orderBy, ruled, wrongWith } from './testing.ts'

let ctx: TestCtx
let shop: TestShop
let mei: number
beforeEach(async () => {
  useMergePolicy(consentPolicy)
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 200, cup: 200 })
  mei = await newCustomer(ctx)
  await makeAffiliate(ctx, mei, 'mei')
})
const paidBy = (code: string, lines: Record<string, number>) => orderBy(ctx, shop, code, lines)
const sums = async (code = 'mei') => {
  const { items } = await listAccounts(ctx, { q: code, limit: 10 })
  const found = items.find((item) => item.code === code)
  return [found?.pending_fen, found?.due_fen, found?.paying_fen, found?.paid_fen]
}
const pay = (key: string = randomUUID()) => makePayout(ctx, { key, note: '' })
const settled = (id: string, as: 'paid' | 'failed', numbers: number[] | null = null) =>
  settlePayout(ctx, id, { numbers, as, note: '' })

describe('commission', () => {
  test('is earned with the payment by the rule of that day, and by nobody before there is a rule', async () => {
    expect(await earnedBy(ctx, await paidBy('mei', { tea: 1 }))).toEqual([])
    const { revision } = await getProduct(ctx, 'cup')
    await changeProduct(ctx, 'cup', { category: ['器具', '杯'] }, revision)
    await ruled(ctx, { default_bp: 333, categories: [{ path: ['器具'], bp: 1_000 }] })
    const first = await paidBy('mei', { tea: 1, cup: 1 })
    expect(await earnedBy(ctx, first)).toEqual(['cup mei 100 pending', 'tea mei 33 pending'])
    await ruled(ctx, { products: [{ sku: 'tea', bp: 2_000 }], cap_fen: 150 })
    expect(await earnedBy(ctx, await paidBy('mei', { tea: 1, cup: 1 }))).toEqual([
      'tea mei 150 pending',
    ])
    await giveBack(ctx, first, [{ sku: 'cup', fen: 500 }])
    expect(await earnedBy(ctx, first)).toEqual(['cup mei 50 pending', 'tea mei 33 pending'])
    expect((await commissionRules(ctx)).map((rule) => rule.version)).toEqual([2, 1])
    expect(await sums()).toEqual([233, 0, 0, 0])
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('is due once the buyer has the goods, or once the order is closed, as the rule says', async () => {
    await ruled(ctx, { default_bp: 1_000, due_when: 'receipt' })
    const early = await paidBy('mei', { tea: 1 })
    await ruled(ctx, { default_bp: 1_000, due_when: 'after_sale' })
    const late = await paidBy('mei', { tea: 1 })
    await matureOfBrand(ctx)
    expect(await sums()).toEqual([200, 0, 0, 0])
    for (const id of [early, late]) await handOver(ctx, id)
    await matureCommissions(ctx, eachBrand(ctx))
    expect(await earnedBy(ctx, early)).toEqual(['tea mei 100 due'])
    expect(await earnedBy(ctx, late)).toEqual(['tea mei 100 pending'])
    const other = await paidBy('mei', { tea: 1 })
    await closeOrder(ctx, other)
    expect(await matureOfBrand(ctx)).toBe(1)
    expect(await matureOfBrand(ctx)).toBe(0)
    expect(await sums()).toEqual([100, 200, 0, 0])
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('waits while something of its order is being asked back', async () => {
    await ruled(ctx, { default_bp: 1_000, due_when: 'receipt' })
    const id = await paidBy('mei', { tea: 2 })
    await handOver(ctx, id)
    await requestAfterSale(ctx, id, {
      ...{ key: 'a', kind: 'money', reason: 'x', lines: [{ sku: 'tea', quantity: 1 }] },
    })
    expect(await matureOfBrand(ctx)).toBe(0)
  })

  test('follows whom a correction says the order counts for, by the rule it was paid under', async () => {
    await ruled(ctx, { default_bp: 1_000 })
    await makeAffiliate(ctx, await newCustomer(ctx), 'wu')
    const id = await paidBy('mei', { tea: 1 })
    await giveBack(ctx, id, [{ sku: 'tea', fen: 200 }])
    await ruled(ctx, { default_bp: 5_000 })
    const correct = (shares: { subject: string; shareBp: number }[]) =>
      correctCredit(ctx, id, { kind: 'affiliate', reason: 'both shared', shares })
    await correct([
      { subject: 'mei', shareBp: 5_000 },
      { subject: 'wu', shareBp: 5_000 },
    ])
    expect(await earnedBy(ctx, id)).toEqual(['tea mei 40 pending', 'tea wu 40 pending'])
    await closeOrder(ctx, id)
    await matureOfBrand(ctx)
    await correct([])
    expect(await earnedBy(ctx, id)).toEqual(['tea mei 0 due', 'tea wu 0 due'])
    expect([await sums('mei'), await sums('wu')]).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ])
    const uncredited = await shop.place({ tea: 1 })
    expect(await earnedBy(ctx, uncredited)).toEqual([])
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('is nobody’s for her own purchase, also when she is known as the buyer only later', async () => {
    await ruled(ctx, { default_bp: 1_000 })
    await makeAffiliate(ctx, shop.buyer, 'herself')
    expect(await earnedBy(ctx, await paidBy('herself', { tea: 1 }))).toEqual([])
    const before = await paidBy('mei', { tea: 1 })
    await mergeCustomers(ctx, shop.buyer, mei, 'the same person')
    await closeOrder(ctx, before)
    await matureOfBrand(ctx)
    expect(await earnedBy(ctx, before)).toEqual(['tea mei 0 void'])
    await ruled(ctx, { default_bp: 1_000, own_purchases: true })
    const allowed = await paidBy('herself', { tea: 1 })
    await closeOrder(ctx, allowed)
    await matureOfBrand(ctx)
    expect(await earnedBy(ctx, allowed)).toEqual(['tea herself 100 due'])
    expect(await wrongWith(ctx)).toEqual([])
  })
})

describe('a pay-out', () => {
  const due = async (code: string, tea: number) => {
    const id = await paidBy(code, { tea })
    await closeOrder(ctx, id)
    await matureOfBrand(ctx)
    return id
  }

  test('takes what is due once, and what failed is due again', async () => {
    await ruled(ctx, { default_bp: 1_000, least_payout_fen: 150 })
    await makeAffiliate(ctx, await newCustomer(ctx), 'wu')
    await makeAffiliate(ctx, await newCustomer(ctx), 'zhou')
    await due('mei', 2)
    await due('wu', 1)
    await due('zhou', 3)
    const first = await pay('july')
    expect(first).toMatchObject({ payees: 2, fen: 500, paying_fen: 500 })
    expect((await pay('july')).id).toBe(first.id)
    await expect(pay()).rejects.toMatchObject({ code: 'nothing_due' })
    expect(await settled(first.id, 'paid', [1])).toMatchObject({ paid_fen: 200, paying_fen: 300 })
    await settled(first.id, 'paid', [1])
    await expect(settled(first.id, 'failed', [1])).rejects.toMatchObject({ code: 'payee_settled' })
    await expect(settled(first.id, 'paid', [9])).rejects.toMatchObject({ status: 404 })
    expect(await settled(first.id, 'failed')).toMatchObject({ failed_fen: 300, paying_fen: 0 })
    expect(await sums('mei')).toEqual([0, 0, 0, 200])
    expect(await sums('zhou')).toEqual([0, 300, 0, 0])
    expect(await pay()).toMatchObject({ payees: 1, fen: 300 })
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('takes what came back after it from what comes next, over all codes of one customer', async () => {
    await ruled(ctx, { default_bp: 1_000 })
    const again = await newCustomer(ctx)
    await makeAffiliate(ctx, again, 'mei-2')
    const id = await due('mei', 3)
    await settled((await pay()).id, 'paid')
    // The order's time is over; that it counted for her was a mistake.
    await correctCredit(ctx, id, { kind: 'affiliate', reason: 'a bulk buyer', shares: [] })
    expect(await sums('mei')).toEqual([0, -300, 0, 300])
    await expect(pay()).rejects.toMatchObject({ code: 'nothing_due' })
    await due('mei-2', 5)
    await mergeCustomers(ctx, mei, again, 'the same person')
    const { id: second } = await pay()
    const { items } = await listPayees(ctx, { payout_id: second, limit: 10 })
    expect(items).toMatchObject([{ number: 1, codes: ['mei', 'mei-2'], fen: 200, state: 'paying' }])
    await settled(second, 'paid')
    expect([await sums('mei'), await sums('mei-2')]).toEqual([
      [0, 0, 0, 0],
      [0, 0, 0, 500],
    ])
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('of many made and settled at once pays nothing twice, whatever is due or taken back meanwhile', async () => {
    await ruled(ctx, { default_bp: 1_000, due_when: 'receipt' })
    const ids: string[] = []
    for (let i = 0; i < 8; i++) {
      ids.push(await paidBy('mei', { tea: 2 }))
      await handOver(ctx, ids[i] ?? '')
    }
    const refusable = (act: Promise<unknown>) =>
      act.then(
        () => undefined,
        (error) => {
          if (error.code !== 'nothing_due') throw error
        },
      )
    const round = async () => {
      await matureOfBrand(ctx)
      await refusable(
        pay().then(async ({ id }) =>
          Promise.all([settled(id, 'paid'), settled(id, 'paid'), settled(id, 'paid', null)]),
        ),
      )
    }
    await Promise.all([
      ...ids.map((id) => giveBack(ctx, id, [{ sku: 'tea', fen: 700 }])),
      ...Array.from({ length: 56 }, round),
    ])
    await round()
    const [pending, owed, paying, paid] = await sums()
    expect([pending, paying, (owed ?? 0) + (paid ?? 0)]).toEqual([0, 0, 8 * 130])
    expect(await wrongWith(ctx)).toEqual([])
  })
})

test('a month’s statement ties out, and stays what it was when the month is over', async () => {
  await ruled(ctx, { default_bp: 1_000, due_when: 'receipt' })
  const id = await paidBy('mei', { tea: 5 })
  await handOver(ctx, id)
  await matureOfBrand(ctx)
  await giveBack(ctx, id, [{ sku: 'tea', fen: 1_000 }])
  await settled((await pay()).id, 'paid')
  // June begins then by the brand's clock.
  const days = {
    ...{ earned: '2025-05-10T04:00:00Z', matured: '2025-05-31T15:59:59Z' },
    ...{ reversed: '2025-05-31T16:00:00Z', payout: '2025-06-10T04:00:00Z' },
    paid: '2025-07-01T04:00:00Z',
  }
  for (const [cause, at] of Object.entries(days))
    await sql`update commission_entry set at = ${at}::timestamptz
      where tenant_id = ${ctx.tenantId} and cause = ${cause}`.execute(ctx.pg)
  const statement = async (month: string) => (await listStatements(ctx, { month, limit: 10 })).items
  const none = { opening_fen: 0, matured_fen: 0, taken_back_fen: 0, paid_fen: 0, closing_fen: 0 }
  expect(await statement('2025-04')).toEqual([])
  expect(await statement('2025-05')).toMatchObject([
    { ...none, code: 'mei', earned_fen: 500, matured_fen: 500, closing_fen: 500 },
  ])
  expect(await statement('2025-06')).toMatchObject([
    { ...none, opening_fen: 500, taken_back_fen: 100, closing_fen: 400 },
  ])
  expect(await statement('2025-07')).toMatchObject([{ ...none, opening_fen: 400, paid_fen: 400 }])
  expect(await statement('2025-08')).toEqual([])
})

test('who is erased leaves her codes and sums in the books, under nobody, and is paid no more', async () => {
  await ruled(ctx, { default_bp: 1_000 })
  const id = await paidBy('mei', { tea: 1 })
  await closeOrder(ctx, id)
  await matureOfBrand(ctx)
  const { id: payout } = await pay()
  const person = { customerId: mei, nodes: [mei], identifiers: [] }
  const named = (name: string) => commerceData.find((data) => data.name === name)
  expect(await named('commissions')?.export?.(ctx, person)).toMatchObject([
    { code: 'mei', earned_fen: 100 },
    { kind: 'payout', fen: 100, state: 'paying' },
  ])
  for (const name of ['commissions', 'affiliates'])
    await named(name)?.erase?.(ctx, { ...person, unlinkedId: randomUUID() })
  expect((await listPayees(ctx, { payout_id: payout, limit: 10 })).items).toMatchObject([
    { customer_id: null, fen: 100 },
  ])
  expect(await codesOf(ctx, [mei])).toEqual([])
  await settled(payout, 'failed')
  expect(await sums('mei')).toEqual([0, 100, 0, 0])
  await expect(pay()).rejects.toMatchObject({ code: 'nothing_due' })
  const { rows } = await sql`select 1 from commission where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  expect(rows).toHaveLength(1)
  expect(await wrongWith(ctx)).toEqual([])
})
