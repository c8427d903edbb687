import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { NewStaff } from '../../org/structure/shapes.ts'
import { createStaff } from '../../org/structure/staff.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { assignCustomers } from '../../profile/assignment.ts'
import { approveAfterSale, requestAfterSale } from '../after-sale/after-sales.ts'
import { checkoutChecks } from '../checkout/checks.ts'
import type { Placing } from '../checkout/place.ts'
import { type TestShop, testShop } from '../checkout/testing.ts'
import { beginPayment } from '../payment/payments.ts'
import { payAtTill } from '../payment/test-provider.ts'
import { applyPaymentWord } from '../payment/words.ts'
import { stockStore } from '../testing.ts'
import { correctCredit, correctionsOf } from './correction.ts'
import { creditOf } from './credit.ts'
import { creditedTo } from './report.ts'
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
