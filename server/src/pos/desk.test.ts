// 核销 over its routes: what a code is, and that it counts once, at the store of whoever says so.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { getOwnOrder } from '../commerce/checkout/own-order.ts'
import { type TestShop, testShop } from '../commerce/checkout/testing.ts'
import { payOrder, stockStore } from '../commerce/testing.ts'
import { NewStaff } from '../org/structure/shapes.ts'
import { createStaff } from '../org/structure/staff.ts'
import { addPerson, signInAs } from '../org/testing.ts'
import { giveCoupons, issueCodes, wantCodes } from '../promotion/coupons/issue.ts'
import { listCoupons } from '../promotion/coupons/wallet.ts'
import { checks as promotionChecks } from '../promotion/index.ts'
import { couponBatch, liveOffer, offTen } from '../promotion/testing.ts'
import { closeTestTill, openTestTill, type TestTill } from './testing.ts'

let till: TestTill<TestShop>
/** A guide who works at s1, and one who works at s2. */
let here: Awaited<ReturnType<typeof signInAs>>
let there: Awaited<ReturnType<typeof signInAs>>
beforeAll(async () => {
  till = await openTestTill(testShop)
  const { ctx, api } = till.at
  await stockStore(ctx, 's2')
  const guideAt = async (code: string, store: string) => {
    const { rows } = await sql<{ id: string }>`select id from store
      where tenant_id = ${ctx.tenantId} and code = ${store}`.execute(ctx.pg)
    await createStaff(ctx, NewStaff.parse({ code, name: code, store_id: rows[0]?.id }))
    return signInAs(api, await addPerson(ctx, 'guide', { kind: 'own', ids: [code] }), ctx)
  }
  here = await guideAt('li', 's1')
  there = await guideAt('wu', 's2')
})
afterAll(closeTestTill)

async function ask(session: typeof here, method: string, path: string, body?: object) {
  const answer = await till.at.api.call(method, path, { session, ...(body && { body }) })
  const code = (answer.body.error as { code?: string } | undefined)?.code
  return { status: answer.status, body: answer.body, code }
}
async function waitingOrder() {
  const { ctx } = till.at
  const she = await till.someone()
  const id = await till.shop.place({ tea: 2 }, { customerId: she.id })
  await payOrder(ctx, id)
  return (await getOwnOrder(ctx, id)).pick_up_code ?? ''
}

test('a pick-up code says what waits; it is handed over once, at its own store', async () => {
  const code = await waitingOrder()
  const seen = await ask(here, 'GET', `/desk-codes/${code.toLowerCase()}`)
  expect(seen.body).toMatchObject({
    ...{ kind: 'pick_up', store: 's1', state: 'to_pick_up', kept_back: null },
    goods: [{ sku: 'tea', name: 'tea', quantity: 2 }],
  })
  for (const [method, path] of [
    ['GET', `/desk-codes/${code}`],
    ['POST', `/desk-codes/${code}/hand-over`],
  ] as const) {
    const { status, code: why } = await ask(there, method, path)
    expect([status, why]).toEqual([404, 'code_not_found'])
  }
  const answers = await Promise.all(
    Array.from({ length: 16 }, () => ask(here, 'POST', `/desk-codes/${code}/hand-over`)),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(new Set(answers.flatMap(({ code }) => code ?? []))).toEqual(new Set(['order_state']))
  expect((await ask(here, 'GET', `/desk-codes/${code}`)).body.state).toBe('picked_up')
  expect((await ask(here, 'GET', '/desk-codes/NOSUCHCODE')).code).toBe('code_not_found')
})

test('a coupon is taken in once, by 64 desks at once too, and counts in the limits of its offer', async () => {
  const { ctx } = till.at
  const offer_id = await liveOffer(ctx, offTen, { all: { uses: 2 } }, { source: 'coupon' })
  const { id } = await couponBatch(ctx, { offer_id, quantity: 10 })
  // One after the other: each is signed in by the code that was sent last.
  const people = [await till.someone(), await till.someone()]
  const { codes } = await giveCoupons(
    ctx,
    id,
    people.map((one) => one.id),
  )
  const [first = '', second = ''] = [...codes.values()]
  expect((await ask(here, 'GET', `/desk-codes/${first}`)).body).toMatchObject({
    ...{ kind: 'coupon', code: first, state: 'taken', offer_kind: 'amount' },
  })
  const takeIn = (code: string, key: string = randomUUID()) =>
    ask(here, 'POST', `/desk-codes/${code}/take-in`, { key, store: 's1', fen: 1_000 })
  const answers = await Promise.all(Array.from({ length: 64 }, () => takeIn(first)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(new Set(answers.flatMap(({ code }) => code ?? []))).toEqual(new Set(['coupon_taken']))
  const key = randomUUID()
  const repeats = await Promise.all(Array.from({ length: 8 }, () => takeIn(second, key)))
  expect(repeats.map(({ status }) => status)).toEqual(repeats.map(() => 200))
  expect((await takeIn(first, key)).code).toBe('idempotency_key_reused')

  await wantCodes(ctx, id, 1)
  await issueCodes(ctx, id)
  const free = (await listCoupons(ctx, { batch_id: id, state: 'free', limit: 5 })).items[0]
  expect((await takeIn(free?.code ?? '')).code).toBe('offer_used_up')
  const found = await Promise.all(promotionChecks.map((check) => check.compare(ctx)))
  const mine = found.flatMap((one) => one.differences).filter((d) => d.tenant === ctx.tenantId)
  expect(mine).toEqual([])
})

test('nobody takes a coupon in for a store they do not work at', async () => {
  const { ctx } = till.at
  const she = await till.someone()
  const offer_id = await liveOffer(ctx, offTen, {}, { source: 'coupon' })
  const { id } = await couponBatch(ctx, { offer_id })
  const code = [...(await giveCoupons(ctx, id, [she.id])).codes.values()][0] ?? ''
  const asked = { key: randomUUID(), store: 's1', fen: 0 }
  const { status, code: why } = await ask(there, 'POST', `/desk-codes/${code}/take-in`, asked)
  expect([status, why]).toEqual([404, 'store_not_found'])
  expect((await ask(here, 'GET', `/desk-codes/${code}`)).body.state).toBe('taken')
})
