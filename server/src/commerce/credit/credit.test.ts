import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { NewStaff } from '../../org/structure/shapes.ts'
import { createStaff } from '../../org/structure/staff.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { assignCustomers } from '../../profile/assignment.ts'
import { approveAfterSale, requestAfterSale } from '../after-sale/after-sales.ts'
import { checkoutChecks } from '../checkout/checks.ts'
import type { Placing } from '../checkout/place.ts'
import { listOwnOrders } from '../checkout/shown.ts'
import { type TestShop, testShop } from '../checkout/testing.ts'
import { beginPayment } from '../payment/payments.ts'
import { payAtTill } from '../payment/test-provider.ts'
import { applyPaymentWord } from '../payment/words.ts'
import { newCustomer, stockStore } from '../testing.ts'
import { endAffiliate, listAffiliates, makeAffiliate } from './affiliates.ts'
import { correctCredit, correctionsOf } from './correction.ts'
import { creditOf } from './credit.ts'
import { creditedByMonth, creditedTo } from './report.ts'
import { USUAL_RULE } from './rule.ts'
import { changeCreditRule } from './rules.ts'

let ctx: TestCtx
let shop: TestShop
beforeEach(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 100, cup: 100 })
  await stockStore(ctx, 's2')
  const { rows } = await sql<{ id: string }>`
    select id from store where tenant_id = ${ctx.tenantId} and code = 's2'`.execute(ctx.pg)
  for (const code of ['li', 'wu'])
    await createStaff(ctx, NewStaff.parse({ code, name: code, store_id: rows[0]?.id }))
})

const paidOrder = async (lines: Record<string, number>, more: Partial<Placing> = {}) => {
  const id = await shop.place(lines, more)
  expect(await creditOf(ctx, id)).toEqual([])
  const { id: paymentId } = await beginPayment(ctx, id, { provider: 'test', way: 'test' })
  await applyPaymentWord(ctx, 'test', await payAtTill(ctx, paymentId))
  return id
}
const shares = async (id: string) =>
  (await creditOf(ctx, id)).map(
    (c) =>
      `${c.sku} ${c.kind} ${c.subject} ${c.fen}-${c.reversed_fen} ${c.because} v${c.rule_version}`,
  )
const checked = async () => {
  const check = checkoutChecks.find(({ name }) => name === 'commerce.order_credit')
  const found = await check?.compare(ctx)
  return found?.differences.filter(({ tenant }) => tenant === ctx.tenantId)
}
const askBack = async (id: string, sku: string, fen: number) => {
  const asked = { key: randomUUID(), kind: 'money' as const, reason: 'broken' }
  const sale = await requestAfterSale(ctx, id, { ...asked, lines: [{ sku, quantity: 0, fen }] })
  await approveAfterSale(ctx, sale.id, '')
}

test('an order counts from its payment for the guide whose code was scanned, and for her store', async () => {
  await assignCustomers(ctx, [shop.buyer], {
    ...{ kind: 'guide', code: 'wu', reason: 'hers' },
  })
  const id = await paidOrder(
    { tea: 2 },
    { cameBy: { way: 'scanned', staff_id: 'li', channel_id: 'poster', room: 'evening' } },
  )
  expect(await shares(id)).toEqual([
    'tea channel poster 2000-0 link v0',
    'tea room evening 2000-0 link v0',
    'tea staff li 2000-0 scanned v0',
    'tea store s2 2000-0 guide v0',
  ])
  const own = await paidOrder({ cup: 1 }, { cameBy: null })
  expect((await shares(own))[0]).toBe('cup staff wu 1000-0 assigned v0')
})

test('what goes back counts for nobody any more, to the fen', async () => {
  const id = await paidOrder({ tea: 1, cup: 1 }, { staffId: 'li' })
  await correctCredit(ctx, id, {
    ...{ kind: 'staff', reason: 'both served her' },
    shares: [
      { subject: 'li', shareBp: 6667 },
      { subject: 'wu', shareBp: 3333 },
    ],
  })
  await askBack(id, 'tea', 333)
  await askBack(id, 'tea', 100)
  expect((await shares(id)).filter((line) => line.startsWith('tea'))).toEqual([
    'tea staff li 667-289 corrected v0',
    'tea staff wu 333-144 corrected v0',
    'tea store s2 1000-433 guide v0',
  ])
  expect(await checked()).toEqual([])
  const day = 86_400_000
  const of = (kind: 'staff' | 'store') =>
    creditedTo(ctx, kind, new Date(Date.now() - day), new Date(Date.now() + day))
  expect(await of('store')).toEqual([
    { subject: 's2', name: 's2', orders: 1, fen: 2000, reversed_fen: 433, net_fen: 1567 },
  ])
  expect((await of('staff')).map((row) => [row.subject, row.net_fen])).toEqual([
    ['li', 1045],
    ['wu', 522],
  ])
})

test('a correction says why, keeps what was before, and leaves reversed what went back', async () => {
  const id = await paidOrder({ tea: 1 }, { staffId: 'li' })
  await askBack(id, 'tea', 400)
  await correctCredit(ctx, id, {
    ...{ kind: 'staff', reason: 'she was on leave', shares: [{ subject: 'wu', shareBp: 10_000 }] },
  })
  expect(await shares(id)).toContain('tea staff wu 1000-400 corrected v0')
  expect(await correctionsOf(ctx, id)).toMatchObject([
    { kind: 'staff', before: { li: 10_000 }, after: { wu: 10_000 }, reason: 'she was on leave' },
  ])
  await correctCredit(ctx, id, { kind: 'staff', reason: 'nobody', shares: [] })
  expect((await shares(id)).some((line) => line.includes(' staff '))).toBe(false)
  expect(await checked()).toEqual([])
})

test('shares that make no sense are refused with the reason, and nothing changes', async () => {
  const id = await paidOrder({ tea: 1 }, { staffId: 'li' })
  const before = await shares(id)
  const refusal = (shares: { subject: string; shareBp: number }[], kind: 'staff' | 'store') =>
    correctCredit(ctx, id, { kind, shares, reason: 'r' }).then(
      () => 'taken',
      (error) => error.code,
    )
  expect(await refusal([{ subject: 'li', shareBp: 9_999 }], 'staff')).toBe('shares_not_whole')
  expect(await refusal([], 'store')).toBe('shares_not_whole')
  expect(await refusal([{ subject: 'nobody', shareBp: 10_000 }], 'staff')).toBe('unknown_staff')
  expect(await refusal([{ subject: 'nowhere', shareBp: 10_000 }], 'store')).toBe('unknown_store')
  const half = { subject: 'li', shareBp: 5_000 }
  expect(await refusal([half, half], 'staff')).toBe('subject_twice')
  const unpaid = await shop.place({ cup: 1 })
  await expect(
    correctCredit(ctx, unpaid, { kind: 'staff', shares: [], reason: 'r' }),
  ).rejects.toMatchObject({ code: 'order_unpaid' })
  expect(await shares(id)).toEqual(before)
})

test('of many who change the rule at once one does, and what was paid keeps its version', async () => {
  const before = await paidOrder({ tea: 1 }, { staffId: 'li' })
  const asked = Array.from({ length: 16 }, () =>
    changeCreditRule(ctx, { ...USUAL_RULE, guides: [], stores: ['selling'] }).then(
      (rule) => rule.version,
      (error) => error.code,
    ),
  )
  const answers = await Promise.all(asked)
  expect(answers.filter((answer) => answer === 1)).toHaveLength(1)
  expect(answers.filter((answer) => answer === 'edited_meanwhile')).toHaveLength(15)
  const after = await paidOrder({ tea: 1 }, { staffId: 'li' })
  expect(await shares(after)).toEqual(['tea store s1 1000-0 selling v1'])
  expect(await shares(before)).toContain('tea staff li 1000-0 placed_by v0')
})

describe('an affiliate', () => {
  const by = (affiliate: string) => ({
    cameBy: { way: null, staff_id: null, channel_id: null, room: null, affiliate },
  })
  const ofAffiliate = async (id: string) =>
    (await shares(id)).filter((line) => line.includes(' affiliate '))

  test('has the orders that come by her link while she shares, but not her own', async () => {
    const { code } = await makeAffiliate(ctx, await newCustomer(ctx), 'mei')
    const first = await paidOrder({ tea: 2 }, by(code))
    await askBack(first, 'tea', 700)
    expect(await ofAffiliate(first)).toEqual(['tea affiliate mei 2000-700 link v0'])
    const own = await makeAffiliate(ctx, shop.buyer, 'herself')
    expect(await ofAffiliate(await paidOrder({ tea: 1 }, by(own.code)))).toEqual([])
    expect(await ofAffiliate(await paidOrder({ tea: 1 }, by('nobody')))).toEqual([])
    expect(await endAffiliate(ctx, code)).toMatchObject({ state: 'ended' })
    expect(await ofAffiliate(await paidOrder({ tea: 1 }, by(code)))).toEqual([])
    expect(await ofAffiliate(first)).toHaveLength(1)
    expect(await checked()).toEqual([])
  })

  test('is one under one code, however many make her one at once, and a code is one customer’s', async () => {
    const customer = await newCustomer(ctx)
    const made = await Promise.all(
      Array.from({ length: 64 }, () => makeAffiliate(ctx, customer).then((one) => one.code)),
    )
    expect(new Set(made).size).toBe(1)
    const { items } = await listAffiliates(ctx, { limit: 50 })
    expect(items).toMatchObject([{ code: made[0], customer_id: customer, state: 'active' }])
    await expect(makeAffiliate(ctx, shop.buyer, made[0])).rejects.toMatchObject({
      code: 'affiliate_code_taken',
    })
  })
})

/** Paid, and counted at another moment. */
async function fixedAt(id: string, at: Date): Promise<void> {
  const { id: paymentId } = await beginPayment(ctx, id, { provider: 'test', way: 'test' })
  await applyPaymentWord(ctx, 'test', await payAtTill(ctx, paymentId))
  await sql`update order_credit set fixed_at = ${at}
    where tenant_id = ${ctx.tenantId} and order_id = ${id}`.execute(ctx.pg)
}
const thisMonth = () =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit' })
    .format(ctx.now())
    .slice(0, 7)

test('sums of a month are what orders paid in it count for, refunds taken off, and open those orders', async () => {
  const id = await shop.place({ tea: 3 }, { staffId: 'li' })
  // June begins then by the brand's clock.
  await fixedAt(id, new Date('2025-05-31T16:00:00Z'))
  const later = await paidOrder({ cup: 1 }, { staffId: 'wu' })
  const month = (await creditedByMonth(ctx, { kind: 'staff', limit: 50 })).items
  expect(month.map((row) => [row.month, row.subject, row.orders, row.net_fen])).toEqual([
    [thisMonth(), 'wu', 1, 1000],
    ['2025-06', 'li', 1, 3000],
  ])
  await askBack(id, 'tea', 500)
  const of = { kind: 'staff' as const, subject: 'li', month: '2025-06' }
  expect((await creditedByMonth(ctx, { ...of, limit: 50 })).items).toMatchObject([
    { name: 'li', fen: 3000, reversed_fen: 500, net_fen: 2500 },
  ])
  const listed = async (credited: Parameters<typeof listOwnOrders>[1]['credited']) =>
    (await listOwnOrders(ctx, { credited, limit: 50 })).items.map((order) => order.id)
  expect(await listed(of)).toEqual([id])
  expect(await listed({ ...of, month: '2025-05' })).toEqual([])
  expect(await listed({ kind: 'staff', subject: 'wu' })).toEqual([later])
})

test('pages of sums go on where the last one ended', async () => {
  for (const code of ['li', 'wu']) await paidOrder({ tea: 1 }, { staffId: code })
  const first = await creditedByMonth(ctx, { kind: 'staff', limit: 1 })
  const second = await creditedByMonth(ctx, {
    ...{ kind: 'staff', limit: 1, cursor: first.next_cursor ?? undefined },
  })
  expect([...first.items, ...second.items].map((row) => row.subject)).toEqual(['li', 'wu'])
  expect(second.next_cursor).toBeNull()
})
