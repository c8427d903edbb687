import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { newCustomer } from '../../commerce/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { offersParty } from '../budget/party.ts'
import { checks } from '../checks.ts'
import { buyerOf } from '../person.ts'
import { promotionData } from '../personal-data.ts'
import { couponBatch, pricedOrder } from '../testing.ts'
import { getBatch, setBatch } from './batches.ts'
import { giveCoupons, issueCodes, wantCodes } from './issue.ts'
import { couponsFor } from './usable.ts'
import {
  claimCoupon,
  getCoupon,
  listCoupons,
  takeCoupon,
  transferCoupon,
  voidCoupon,
  walletOf,
} from './wallet.ts'

const RACE = 64
let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const count = (all: readonly string[]) =>
  Object.fromEntries([...new Set(all)].sort().map((c) => [c, all.filter((a) => a === c).length]))
const noteOf = async (given: string, customer: number) =>
  (await pricedOrder(ctx, customer, { couponCodes: [given] })).quoted.trace.find(
    (note) => note.id === given,
  )

describe('sixty-four at once', () => {
  test('a person takes as many as she may, by whichever of her nodes', async () => {
    const batch = await couponBatch(ctx, { take_limit: 3 })
    const [she, node] = [await newCustomer(ctx), await newCustomer(ctx)]
    await sql`update customer set canonical_id = ${she} where tenant_id = ${ctx.tenantId} and id = ${node}`.execute(
      ctx.pg,
    )
    const answers = await Promise.all(
      Array.from({ length: RACE }, (_, i) => code(takeCoupon(ctx, batch.id, i % 2 ? she : node))),
    )
    expect(count(answers)).toEqual({ done: 3, take_limit: RACE - 3 })
  })

  test('a batch never has more coupons than its quantity', async () => {
    const batch = await couponBatch(ctx, { quantity: 10 })
    const ids = await Promise.all(Array.from({ length: RACE }, () => newCustomer(ctx)))
    const answers = await Promise.all(ids.map((id) => code(takeCoupon(ctx, batch.id, id))))
    expect(count(answers)).toEqual({ batch_empty: RACE - 10, done: 10 })
    expect(await getBatch(ctx, batch.id)).toMatchObject({ made: 10, counts: { taken: 10 } })
  })

  test('one free code is claimed by one of them', async () => {
    const batch = await couponBatch(ctx)
    await wantCodes(ctx, batch.id, 1)
    await issueCodes(ctx, batch.id)
    const [{ code: free } = { code: '' }] = (
      await listCoupons(ctx, { batch_id: batch.id, limit: 1 })
    ).items
    const ids = await Promise.all(Array.from({ length: RACE }, () => newCustomer(ctx)))
    const answers = await Promise.all(ids.map((id) => code(claimCoupon(ctx, free, id))))
    expect(count(answers)).toEqual({ coupon_not_free: RACE - 1, done: 1 })
  })

  test('what she takes or claims is told once as an event, what she is given is not', async () => {
    const batch = await couponBatch(ctx, { take_limit: 1 })
    const [taken, given] = [await newCustomer(ctx), await newCustomer(ctx)]
    await Promise.all(Array.from({ length: 8 }, () => code(takeCoupon(ctx, batch.id, taken))))
    await giveCoupons(ctx, batch.id, [given])
    const { rows } = await sql<{ customer: number }>`
      select (event ->> 'customerId')::bigint as customer from event_outbox
      where tenant_id = ${ctx.tenantId} and event ->> 'name' = 'coupon_claimed'
        and event -> 'props' ->> 'coupon_batch' = ${batch.id}`.execute(ctx.pg)
    expect(rows).toEqual([{ customer: taken }])
  })

  test('one coupon is passed on to one of them', async () => {
    const batch = await couponBatch(ctx, { is_transferable: true })
    const she = await newCustomer(ctx)
    const hers = await takeCoupon(ctx, batch.id, she)
    const ids = await Promise.all(Array.from({ length: RACE }, () => newCustomer(ctx)))
    const answers = await Promise.all(
      ids.map((id) => code(transferCoupon(ctx, hers.code, she, id))),
    )
    expect(count(answers)).toEqual({ coupon_not_hers: RACE - 1, done: 1 })
    expect(await walletOf(ctx, she)).toEqual([])
  })
})

test('whose wallets are opened at the same moment each meet their own coupons, by all their nodes, as alone', async () => {
  const batch = await couponBatch(ctx, { take_limit: 8 })
  const people = await Promise.all(Array.from({ length: 6 }, () => newCustomer(ctx)))
  const node = await newCustomer(ctx)
  for (const [i, id] of people.entries())
    for (let n = 0; n < i; n++) await takeCoupon(ctx, batch.id, id)
  await takeCoupon(ctx, batch.id, node)
  await sql`update customer set canonical_id = ${people[0] ?? 0} where tenant_id = ${ctx.tenantId} and id = ${node}`.execute(
    ctx.pg,
  )
  const met = async (id: number) => {
    const { usable } = await couponsFor(ctx, await buyerOf(ctx, id), undefined, null)
    return usable.map((coupon) => coupon.code)
  }
  const alone: string[][] = []
  for (const id of people) alone.push(await met(id))
  expect(new Set(alone.flat()).size).toBe(alone.flat().length)
  // The first has what she holds by her second node; nobody meets more of a batch than an order may use.
  expect(alone.map((mine) => mine.length)).toEqual([1, 1, 2, 3, 4, 5])
  const asked = Array.from({ length: RACE }, (_, i) => i % people.length)
  const told = await Promise.all(asked.map((i) => met(people[i] ?? 0)))
  expect(told).toEqual(asked.map((i) => alone[i]))
})

describe('codes', () => {
  test('are made set by set by any number of workers, all different, as many as were wanted', async () => {
    const batch = await couponBatch(ctx, { prefix: 'sp-', quantity: 45_000 })
    await wantCodes(ctx, batch.id, 45_000)
    expect(ctx.jobs.sent).toContainEqual({
      queue: 'promotion.issue_coupons',
      data: { tenantId: ctx.tenantId, batch: batch.id },
    })
    const made = await Promise.all(Array.from({ length: 3 }, () => issueCodes(ctx, batch.id)))
    expect(made.reduce((a, b) => a + b, 0)).toBe(45_000)
    expect(await issueCodes(ctx, batch.id)).toBe(0)
    expect(await getBatch(ctx, batch.id)).toMatchObject({
      ...{ issued: 45_000, wanted: 45_000, made: 45_000, counts: { free: 45_000 } },
    })
    expect(await code(wantCodes(ctx, batch.id, 1))).toBe('batch_empty')
    const page = await listCoupons(ctx, { batch_id: batch.id, q: ' sp-', limit: 50 })
    expect(page.items).toHaveLength(50)
    for (const { code } of page.items) expect(code).toMatch(/^SP-[0-9A-HJKMNP-TV-Z]{12}$/)
  })

  test('a shared code is for everybody, as often as its offer allows', async () => {
    await couponBatch(ctx, { kind: 'shared', code: 'double11' }, { customer: { uses: 1 } })
    const she = await newCustomer(ctx)
    const order = await pricedOrder(ctx, she, { couponCodes: [' Double11 '] })
    expect(order.quoted.lines[0]?.off.coupon).toBe(1000)
    expect(await offersParty.hold(ctx, order)).toBeUndefined()
    expect(await noteOf('DOUBLE11', she)).toMatchObject({ code: 'uses_spent', applied: false })
    expect(await code(couponBatch(ctx, { kind: 'shared', code: 'Double11' }))).toBe('code_taken')
  })
})

describe('one coupon', () => {
  test('comes from the wallet by itself, and with a refund of all of the order comes back', async () => {
    const she = await newCustomer(ctx)
    for (const [on_refund, after] of [
      ['give_back', 'taken'],
      ['keep', 'used'],
    ] as const) {
      const batch = await couponBatch(ctx, { on_refund })
      const { code: hers } = await takeCoupon(ctx, batch.id, she)
      const order = await pricedOrder(ctx, she, on_refund === 'keep' ? { couponCodes: [hers] } : {})
      expect(order.quoted.trace).toContainEqual(
        expect.objectContaining({ step: 'coupon', id: hers, applied: true, fen: 1000 }),
      )
      await offersParty.hold(ctx, order)
      expect(await noteOf(hers, she)).toMatchObject({ code: 'coupon_held' })
      await offersParty.commit(ctx, order)
      expect(await noteOf(hers, she)).toMatchObject({ code: 'coupon_used' })
      const refund = { orderId: order.orderId, refundId: 'r', lines: [], isWhole: true }
      await offersParty.giveBack(ctx, refund)
      expect((await getCoupon(ctx, hers)).state).toBe(after)
    }
  })

  test('an order that is cancelled leaves it as it was, also a code that was nobody’s', async () => {
    const batch = await couponBatch(ctx)
    await wantCodes(ctx, batch.id, 1)
    await issueCodes(ctx, batch.id)
    const [{ code: free } = { code: '' }] = (
      await listCoupons(ctx, { batch_id: batch.id, limit: 1 })
    ).items
    const she = await newCustomer(ctx)
    const order = await pricedOrder(ctx, she, { couponCodes: [free] })
    await offersParty.hold(ctx, order)
    expect(await noteOf(free, await newCustomer(ctx))).toMatchObject({ code: 'coupon_of_another' })
    await offersParty.release(ctx, order.orderId)
    expect(await getCoupon(ctx, free)).toMatchObject({ state: 'free', customer_id: null })
  })

  test('of who was erased while her order held it, it is nobody’s any more', async () => {
    const [she, other] = [await newCustomer(ctx), await newCustomer(ctx)]
    const { code: hers } = await takeCoupon(ctx, (await couponBatch(ctx)).id, she)
    const order = await pricedOrder(ctx, she, { couponCodes: [hers] })
    await offersParty.hold(ctx, order)
    const person = { customerId: she, nodes: [she], identifiers: [], unlinkedId: randomUUIDv7() }
    for (const data of promotionData) await data.erase?.(ctx, person)
    await offersParty.release(ctx, order.orderId)
    expect((await getCoupon(ctx, hers)).state).toBe('void')
    expect(await noteOf(hers, other)).toMatchObject({ code: 'coupon_void' })
  })

  test('its time runs from being taken, and not beyond the end of its batch', async () => {
    const she = await newCustomer(ctx)
    const at = ctx.now().getTime()
    const day = 86_400_000
    const batch = await couponBatch(ctx, {
      ...{ valid_hours: 72, valid_to: new Date(at + 2 * day).toISOString() },
    })
    const { code: hers, valid_to } = await takeCoupon(ctx, batch.id, she)
    expect(valid_to).toBe(new Date(at + 2 * day).toISOString())
    const later = { ...ctx, now: () => new Date(at + 2 * day) }
    expect((await walletOf(later, she))[0]).toMatchObject({ code: hers, state: 'expired' })
    const order = await pricedOrder(later, she, { couponCodes: [hers] })
    expect(order.quoted.trace).toContainEqual(
      expect.objectContaining({ id: hers, code: 'ended', applied: false }),
    )
  })

  test('what is passed on counts for who had it: nobody takes for ever and gives away', async () => {
    const batch = await couponBatch(ctx, { take_limit: 1, is_transferable: true })
    const [she, friend] = [await newCustomer(ctx), await newCustomer(ctx)]
    const hers = await takeCoupon(ctx, batch.id, she)
    expect(await transferCoupon(ctx, hers.code, she, friend)).toMatchObject({ customer_id: friend })
    expect(await code(takeCoupon(ctx, batch.id, she))).toBe('take_limit')
    const stays = await takeCoupon(ctx, (await couponBatch(ctx)).id, she)
    expect(await code(transferCoupon(ctx, stays.code, she, friend))).toBe('not_transferable')
  })

  test('unknown, another’s and taken away each say so; a closed batch gives no more', async () => {
    const batch = await couponBatch(ctx)
    const [she, other] = [await newCustomer(ctx), await newCustomer(ctx)]
    expect(await noteOf('NOSUCHCODE', she)).toMatchObject({ code: 'coupon_unknown' })
    const { code: hers } = await takeCoupon(ctx, batch.id, she)
    expect(await noteOf(hers, other)).toMatchObject({ code: 'coupon_of_another' })
    await voidCoupon(ctx, hers, 'printed twice')
    expect(await noteOf(hers, she)).toMatchObject({ code: 'coupon_void' })
    await setBatch(ctx, batch.id, { state: 'closed' }, 1)
    expect(await code(takeCoupon(ctx, batch.id, she))).toBe('batch_closed')
    expect(await code(setBatch(ctx, batch.id, { state: 'open' }, 1))).toBe('edited_meanwhile')
  })

  test('many at once get one each; who has theirs is counted', async () => {
    const batch = await couponBatch(ctx, { take_limit: 1 })
    const ids = await Promise.all(Array.from({ length: 20 }, () => newCustomer(ctx)))
    await takeCoupon(ctx, batch.id, ids[0] ?? 0)
    expect(await giveCoupons(ctx, batch.id, [...ids, ...ids])).toMatchObject({
      given: 19,
      at_limit: 1,
    })
    expect(await code(giveCoupons(ctx, batch.id, [4_000_000_000]))).toBe('customer_not_found')
  })
})

test('after all of this the books agree', async () => {
  for (const check of checks) {
    const { differences } = await check.compare(ctx)
    expect(differences.filter((d) => d.tenant === ctx.tenantId)).toEqual([])
  }
})
