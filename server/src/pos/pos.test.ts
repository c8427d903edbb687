// Tills over their routes: who stands there, what it costs, the sale, and what goes back.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storefront, type TestShop, testShop } from '../commerce/checkout/testing.ts'
import { checks as commerceChecks } from '../commerce/checks.ts'
import { creditOf } from '../commerce/credit/credit.ts'
import { paymentsOf } from '../commerce/payment/payments.ts'
import { refundsOf } from '../commerce/payment/send-refunds.ts'
import { listLevels } from '../commerce/stock/queries.ts'
import { setStorefront } from '../commerce/storefront/storefronts.ts'
import { told } from '../commerce/testing.ts'
import { resolve } from '../identity/index.ts'
import { joinInShop } from '../membership/index.ts'
import { FIRST_POLICY, setPointsPolicy } from '../membership/points/policy.ts'
import { storedValueOf } from '../membership/stored-value/desk.ts'
import { createPlan } from '../membership/stored-value/plans.ts'
import { topUp } from '../membership/stored-value/topups.ts'
import { given, held, ledgerFaults } from '../membership/testing.ts'
import { programme } from '../membership/testing-members.ts'
import { keyOf } from '../org/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { giveCoupons } from '../promotion/coupons/issue.ts'
import { checks as promotionChecks } from '../promotion/index.ts'
import { setOfferState } from '../promotion/offers/offers.ts'
import { couponBatch, liveOffer, offTen } from '../promotion/testing.ts'
import { closeTestTill, openTestTill, type TestTill } from './testing.ts'

/** Each is a whole sale with its refunds. */
const RUNS = 3

let till: TestTill<TestShop>
let plan: string
beforeAll(async () => {
  till = await openTestTill(testShop)
  const { ctx } = till.at
  await setPointsPolicy(ctx, 0, { ...FIRST_POLICY, worth: { points: 10, fen: 7 } })
  await programme(ctx)
  const made = await createPlan(ctx, {
    ...{ name: 'plan', pay_fen: 1_000, bonus_fen: 300, bonus_days: null },
    ...{ preset: 'retail', accepted: true },
  })
  plan = made.id
})
afterAll(closeTestTill)

interface Quote {
  due_fen: number
  coupon_codes: string[]
  total_fen: number
}
const basketOf = (customer_id: number, lines: Record<string, number>, more = {}) => ({
  ...{ store: 's1', storefront: 'home', customer_id },
  lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })),
  ...more,
})
async function quoted(basket: object): Promise<Quote> {
  const { status, body } = await till.ask('POST', '/pos/quote', basket)
  expect([status, body.error]).toEqual([200, undefined])
  return body as unknown as Quote
}
/** As the quote said. */
async function saleOf(basket: object, more = {}) {
  const { due_fen, coupon_codes } = await quoted(basket)
  return {
    ...{ ...basket, coupon_codes, expected_due_fen: due_fen, receipt: `r-${randomUUID()}` },
    ...more,
  }
}
const commit = (sale: object) => till.ask('POST', '/pos/commit', sale)
async function sold(sale: object) {
  const { status, body } = await commit(sale)
  expect([status, body.error]).toEqual([200, undefined])
  return body as unknown as {
    order_id: string
    due_fen: number
    priced_fen: number | null
    difference_fen: number | null
    total_fen: number
    stored_value_fen: number
    lost: string | null
    state: string
  }
}
const refund = (body: object) =>
  till.ask('POST', '/pos/refund', { ...{ store: 's1', reason: 'broken' }, ...body })
const onHand = async (sku: string) =>
  (await listLevels(till.at.ctx, { limit: 50 })).items
    .filter((level) => level.sku === sku && level.store === 's1')
    .reduce((sum, level) => sum + level.on_hand, 0)
async function faults() {
  const { ctx } = till.at
  const found = await Promise.all(
    [...commerceChecks, ...promotionChecks]
      .filter(({ name }) => !['commerce.revenue'].includes(name))
      .map((check) => check.compare(ctx)),
  )
  return [
    ...found.flatMap((one) => one.differences).filter((one) => one.tenant === ctx.tenantId),
    ...(await ledgerFaults(ctx)),
  ]
}
/** She holds out her phone at the till. */
async function shows(browser: Awaited<ReturnType<typeof till.someone>>['browser']) {
  const { body } = await browser.ask('GET', '/member-code')
  const shown = { by: 'member_code', member_code: String(body.code) }
  const { body: found } = await till.ask('POST', '/pos/identify', shown)
  return String(found.proof)
}
/** Somebody with 1,000 points, ¥13 of stored value and a coupon of ¥3. */
async function richOne() {
  const { ctx } = till.at
  const she = await till.someone()
  await given(ctx, she.id, 1_000)
  await topUp(ctx, { key: randomUUID(), customer: she.id, planId: plan, paidFen: 1_000 })
  const offer_id = await liveOffer(
    ctx,
    { ...offTen, args: { off_fen: 300 } },
    {},
    { source: 'coupon' },
  )
  const { id } = await couponBatch(ctx, { offer_id })
  const { codes } = await giveCoupons(ctx, id, [she.id])
  return {
    ...{ ...she, coupon: [...codes.values()][0] ?? '', offer: offer_id },
    proof: await shows(she.browser),
  }
}
const stored = async (id: number) => {
  const { principal_fen, bonus_fen } = await storedValueOf(till.at.ctx, id)
  return principal_fen + bonus_fen
}

test('her code, her proved phone and her card lead to her; an old or made-up code, a claimed phone to nobody', async () => {
  const { ctx, api } = till.at
  const she = await richOne()
  await joinInShop(ctx, she.id, { terms: '2025-01', page: '/m/x/member' })
  const { body } = await she.browser.ask('GET', '/member-code')
  const code = String(body.code)
  const asks = (shown: object) => till.ask('POST', '/pos/identify', shown)
  const byCode = await asks({ by: 'member_code', member_code: code.replace(/(\d{6})/g, '$1 ') })
  expect(byCode.body).toMatchObject({
    ...{ customer_id: she.id, points: { spendable: 1_000, worth_fen: 700 } },
    stored_value: { principal_fen: 1_000, bonus_fen: 300 },
    coupons: [{ code: she.coupon }],
  })
  const { number } = byCode.body.member as { number: string }
  const byCard = await asks({ by: 'card_number', card_number: number })
  const byPhone = await asks({ by: 'phone', phone: she.phone })
  expect([byCard.body.customer_id, byPhone.body.customer_id]).toEqual([she.id, she.id])

  const last = code.at(-1) === '0' ? '1' : '0'
  const forged = await asks({ by: 'member_code', member_code: code.slice(0, -1) + last })
  expect([forged.status, forged.code]).toEqual([400, 'member_code_invalid'])
  api.base.clock.now = new Date(Date.now() + 5 * 60_000)
  try {
    const old = await asks({ by: 'member_code', member_code: code })
    expect(old.code).toBe('member_code_invalid')
  } finally {
    api.base.clock.now = undefined
  }
  const claimed = `137${String(Date.now()).slice(-8)}`
  await resolve(ctx, [
    {
      ...{ at: Date.now(), intent: 'observe', isVerified: false, source: 'test', reason: 'test' },
      identifiers: [
        { namespace: 'member_id', value: randomUUID() },
        { namespace: 'phone', value: claimed },
      ],
    },
  ])
  expect((await asks({ by: 'phone', phone: claimed })).code).toBe('customer_not_found')
  expect((await asks({ by: 'card_number', card_number: '1' })).code).toBe('customer_not_found')
})

test('who only names a phone number spends nobody’s points or stored value; money that was taken is kept without them', async () => {
  const { ctx, api } = till.at
  const she = await richOne()
  const other = await richOne()
  const named = await till.ask('POST', '/pos/identify', { by: 'phone', phone: she.phone })
  expect(named.body).toMatchObject({ customer_id: she.id, proof: null })
  const basket = (proof: string | null, wanted: object) =>
    basketOf(she.id, { tea: 2 }, { coupon_codes: [], proof, ...wanted })
  const points = { points_wanted: 500 }
  const made = `${she.proof.slice(0, 12)}AAAA${she.proof.slice(16)}`
  for (const proof of [null, '', 'x', made, other.proof])
    for (const wanted of [points, { stored_value_wanted_fen: 100 }]) {
      const { status, code } = await till.ask('POST', '/pos/quote', basket(proof, wanted))
      expect([proof, status, code]).toEqual([proof, 409, 'proof_needed'])
    }
  const sale = await saleOf(basket(she.proof, points))
  expect((await commit({ ...sale, proof: null })).code).toBe('proof_needed')
  api.base.clock.now = new Date(Date.now() + 13 * 3_600_000)
  try {
    expect((await commit(sale)).code).toBe('proof_needed')
  } finally {
    api.base.clock.now = undefined
  }
  const paid = await sold({ ...sale, proof: null, taken_fen: sale.expected_due_fen })
  expect(paid).toMatchObject({ due_fen: sale.expected_due_fen, lost: 'proof_needed' })
  expect([(await held(ctx, she.id)).active, await stored(she.id)]).toEqual([1_000, 1_300])
  // The same receipt is the same sale, whatever is shown by then.
  expect(await sold({ ...sale, taken_fen: sale.expected_due_fen })).toEqual(paid)
  expect(await faults()).toEqual([])
})

test('a sale is priced as everywhere, spends what she has, leaves the shelf and counts for whose code was scanned', async () => {
  const { ctx } = till.at
  const she = await richOne()
  await sql`insert into staff (tenant_id, id, code, name, state, created_at)
    values (${ctx.tenantId}, gen_random_uuid(), 'li', '李', 'active', now()) on conflict do nothing`.execute(
    ctx.pg,
  )
  const spent = { points_wanted: 500, stored_value_wanted_fen: 800, proof: she.proof }
  const basket = basketOf(she.id, { tea: 3 }, spent)
  const before = await onHand('tea')
  const sale = await saleOf(basket, { staff_id: 'li', tender: 'cash' })
  expect(sale).toMatchObject({
    coupon_codes: [she.coupon],
    expected_due_fen: 3_000 - 300 - 350 - 800,
  })
  const order = await sold(sale)
  expect(order).toMatchObject({
    ...{ due_fen: 1_550, stored_value_fen: 800, difference_fen: 0, lost: null, state: 'picked_up' },
  })
  expect([await onHand('tea'), (await held(ctx, she.id)).active, await stored(she.id)]).toEqual([
    ...[before - 3, 500, 500],
  ])
  expect(await paymentsOf(ctx, order.order_id)).toMatchObject([
    { provider: 'till', state: 'paid', pays: true, amount_fen: 1_550, provider_ref: sale.receipt },
  ])
  expect(await creditOf(ctx, order.order_id)).toContainEqual(
    expect.objectContaining({ kind: 'staff', subject: 'li', because: 'scanned', fen: 2_350 }),
  )
  const names = (await told(ctx)).filter((e) => e.customerId === she.id).map((e) => e.name)
  expect(names).toEqual(['order_paid', 'order_picked_up'])
  expect(await faults()).toEqual([])
})

test('the same commit 64 times at once, and again after the line dropped, is one order', async () => {
  const { ctx } = till.at
  const she = await richOne()
  // What it spends changes the price for whoever comes second.
  const basket = basketOf(
    she.id,
    { tea: 2 },
    { points_wanted: 1_000, stored_value_wanted_fen: 900, proof: she.proof },
  )
  const sale = await saleOf(basket)
  const answers = await Promise.all(Array.from({ length: 64 }, () => commit(sale)))
  expect(answers.map((answer) => [answer.status, answer.code])).toEqual(
    answers.map(() => [200, undefined]),
  )
  const again = await sold({ ...sale, taken_fen: sale.expected_due_fen })
  expect(new Set([...answers.map(({ body }) => body.order_id), again.order_id]).size).toBe(1)
  const { rows } = await sql<{ n: number }>`select count(*) as n from sales_order
    where tenant_id = ${ctx.tenantId} and node_id = ${she.id}`.execute(ctx.pg)
  expect(rows[0]?.n).toBe(1)
  const other = await commit({ ...sale, lines: [{ sku: 'tea', quantity: 1 }] })
  expect([other.status, other.code]).toEqual([422, 'receipt_reused'])
  const sum = await commit({ ...sale, taken_fen: sale.expected_due_fen + 1 })
  expect([sum.status, sum.code]).toEqual([409, 'paid_differs'])
  expect(await faults()).toEqual([])
})

test('a price that has changed is told with the fresh one; what was taken already is kept to the fen with the difference', async () => {
  const { ctx } = till.at
  const she = await till.someone()
  const offer = await liveOffer(ctx, {
    ...offTen,
    goods: { skus: ['cup'] },
    args: { off_fen: 999 },
  })
  const sale = await saleOf(basketOf(she.id, { cup: 3 }))
  expect(sale.expected_due_fen).toBe(2_001)
  await setOfferState(ctx, offer, 'paused')
  const stale = await commit(sale)
  const error = stale.body.error as { details?: unknown } | undefined
  expect([stale.status, stale.code, error?.details]).toMatchObject([
    ...[409, 'price_changed', { quote: { due_fen: 3_000, coupon_codes: [] } }],
  ])
  const paid = await sold({ ...sale, taken_fen: 2_001 })
  expect(paid).toMatchObject({ due_fen: 2_001, priced_fen: 3_000, difference_fen: -999 })
  const more = await sold({ ...sale, receipt: randomUUID(), taken_fen: 3_100 })
  expect(more).toMatchObject({ due_fen: 3_100, priced_fen: 3_000, difference_fen: 100 })
  expect(await faults()).toEqual([])
})

test('what was taken is kept when the coupon is gone, the shelf is said to be empty and the storefront is closed', async () => {
  const { ctx } = till.at
  const she = await richOne()
  await sql`insert into store (tenant_id, id, code, name, kind, address, created_at)
    values (${ctx.tenantId}, gen_random_uuid(), 's2', 's2', 'direct', '', now())`.execute(ctx.pg)
  const sale = await saleOf(basketOf(she.id, { tea: 2 }, { store: 's2' }))
  const short = await commit(sale)
  expect([short.status, short.code]).toEqual([409, 'stock_short'])
  await sold(await saleOf(basketOf(she.id, { cup: 1 }, { coupon_codes: [she.coupon] })))
  const paid = await sold({ ...sale, taken_fen: 1_700 })
  expect(paid).toMatchObject({ due_fen: 1_700, priced_fen: 2_000, difference_fen: -300 })
  const { rows } = await sql<{ kind: string }>`select kind from stock_document
    where tenant_id = ${ctx.tenantId} and store = 's2' order by id`.execute(ctx.pg)
  expect(rows.map((row) => row.kind)).toEqual(['count', 'sale'])

  const closed = storefront({ code: 'closing', name: 'Closing' })
  await setStorefront(ctx, closed)
  const late = await saleOf(basketOf(she.id, { tea: 1 }, { storefront: 'closing' }))
  await setStorefront(ctx, { ...closed, state: 'closed', revision: 1 })
  expect((await commit(late)).code).toBe('storefront_closed')
  expect(await sold({ ...late, taken_fen: 950 })).toMatchObject({
    ...{ due_fen: 950, priced_fen: null, difference_fen: null, lost: 'storefront_closed' },
  })
  expect(await faults()).toEqual([])
})

test('two sales that want her last points at once: the money that was taken is kept in both, the points go once', async () => {
  const { ctx } = till.at
  const she = await richOne()
  const all = { coupon_codes: [], points_wanted: 1_000, proof: she.proof }
  const basket = basketOf(she.id, { tea: 2 }, all)
  const first = await saleOf(basket)
  const sales = Array.from({ length: 8 }, () => ({
    ...{ ...first, receipt: randomUUID(), taken_fen: first.expected_due_fen },
  }))
  const answers = await Promise.all(sales.map(sold))
  expect(new Set(answers.map((order) => order.order_id)).size).toBe(8)
  expect(answers.map((order) => order.due_fen)).toEqual(sales.map((sale) => sale.taken_fen))
  expect((await held(ctx, she.id)).active).toBe(0)
  expect(await faults()).toEqual([])
})

const PIECES = ['tea', 'tea', 'tea', 'cup', 'cup']
/** All pieces in some order, cut somewhere into parts. */
const Parts = fc
  .tuple(
    fc.shuffledSubarray(PIECES, { minLength: PIECES.length }),
    fc.subarray([1, 2, 3, 4]),
    fc.boolean(),
  )
  .map(([pieces, cuts, goodsBack]) => ({
    goodsBack,
    parts: [0, ...cuts].map((from, i) => pieces.slice(from, cuts[i] ?? pieces.length)),
  }))

test('parts in any order come to what was paid, and bring back points, stored value, coupon, credit and goods', async () => {
  const { ctx } = till.at
  const goesBack = async ({ parts, goodsBack }: { parts: string[][]; goodsBack: boolean }) => {
    const she = await richOne()
    const before = [await onHand('tea'), await onHand('cup')]
    const wanted = { points_wanted: 777, stored_value_wanted_fen: 1_111, proof: she.proof }
    const sale = await saleOf(basketOf(she.id, { tea: 3, cup: 2 }, wanted))
    const order = await sold(sale)
    const left = [await onHand('tea'), await onHand('cup')]
    let back = 0
    let out = 0
    for (const part of parts) {
      const lines = [...Map.groupBy(part, (sku) => sku)].map(([sku, some]) => ({
        ...{ sku, quantity: some.length },
      }))
      const { status, body } = await refund({
        ...{ receipt: sale.receipt, refund_receipt: randomUUID(), lines, goods_back: goodsBack },
      })
      expect([status, body.error]).toEqual([200, undefined])
      back += Number(body.amount_fen)
      out += Number(body.paid_out_fen)
    }
    expect([back, out]).toEqual([order.total_fen, order.due_fen])
    expect([(await held(ctx, she.id)).active, await stored(she.id)]).toEqual([1_000, 1_300])
    expect([await onHand('tea'), await onHand('cup')]).toEqual(goodsBack ? before : left)
    const credits = (await creditOf(ctx, order.order_id)).map((c) => c.fen - c.reversed_fen)
    expect(credits.every((fen) => fen === 0)).toBe(true)
    const states = (await refundsOf(ctx, order.order_id)).map((one) => one.state)
    expect(new Set(states)).toEqual(new Set(['done']))
    // The coupon is hers again.
    expect((await quoted(basketOf(she.id, { tea: 1 }))).coupon_codes).toEqual([she.coupon])
  }
  await fc.assert(fc.asyncProperty(Parts, goesBack), { numRuns: RUNS })
  expect(await faults()).toEqual([])
})

test('the same refund 64 times at once goes back once; more than is left, and another refund of the number, are refused', async () => {
  const she = await till.someone()
  const sale = await saleOf(basketOf(she.id, { tea: 3 }))
  const order = await sold(sale)
  const asked = {
    ...{ receipt: sale.receipt, refund_receipt: randomUUID() },
    lines: [{ sku: 'tea', quantity: 1 }],
  }
  const answers = await Promise.all(Array.from({ length: 64 }, () => refund(asked)))
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  expect(await refundsOf(till.at.ctx, order.order_id)).toHaveLength(1)
  const two = { ...asked, lines: [{ sku: 'tea', quantity: 2 }] }
  expect((await refund(two)).code).toBe('receipt_reused')
  const three = { ...asked, refund_receipt: randomUUID(), lines: [{ sku: 'tea', quantity: 3 }] }
  expect((await refund(three)).code).toBe('more_than_left')
  const rest = { receipt: sale.receipt, refund_receipt: randomUUID() }
  expect((await refund(rest)).body).toMatchObject({ amount_fen: 2_000, paid_out_fen: 2_000 })
  expect((await refund({ ...rest, refund_receipt: randomUUID() })).code).toBe('nothing_left')
  expect(await faults()).toEqual([])
})

test('another brand’s stores, customers, receipts and codes are not there', async () => {
  const she = await till.someone()
  const sale = await saleOf(basketOf(she.id, { tea: 1 }))
  await sold(sale)
  const stranger = await testCtx()
  const key = await keyOf(stranger, 'owner')
  const { browser } = she
  const { body } = await browser.ask('GET', '/member-code')
  const asks = async (path: string, given: object) => {
    const answer = await till.at.api.call('POST', path, { key, body: given })
    return [answer.status, (answer.body.error as { code?: string } | undefined)?.code]
  }
  const code = { by: 'member_code', member_code: String(body.code) }
  expect(await asks('/pos/identify', code)).toEqual([400, 'member_code_invalid'])
  const phone = { by: 'phone', phone: she.phone }
  expect(await asks('/pos/identify', phone)).toEqual([404, 'customer_not_found'])
  expect(await asks('/pos/commit', sale)).toEqual([404, 'customer_not_found'])
  const back = {
    ...{ store: 's1', receipt: sale.receipt, refund_receipt: 'x', reason: 'broken' },
  }
  expect((await asks('/pos/refund', back))[0]).toBe(400)
  await sql`insert into store (tenant_id, id, code, name, kind, address, created_at)
    values (${stranger.tenantId}, gen_random_uuid(), 's1', 's1', 'direct', '', now())`.execute(
    stranger.pg,
  )
  expect(await asks('/pos/refund', back)).toEqual([404, 'receipt_not_found'])
})
