import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { newCustomer } from '../../commerce/testing.ts'
import { SYSTEM } from '../../platform/ctx.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { checks } from '../checks.ts'
import { giveCoupons } from '../coupons/issue.ts'
import { getCoupon } from '../coupons/wallet.ts'
import { changeOffer, setOfferState } from '../offers/offers.ts'
import { getOffer } from '../offers/queries.ts'
import { couponBatch, liveOffer, offTen, pricedOrder } from '../testing.ts'
import type { OfferLimits } from './limits.ts'
import { offersParty } from './party.ts'
import { commitOffers, expireRedemptions, holdOffers, releaseOffers } from './redemptions.ts'

const RACE = 64
const race = <T>(work: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: RACE }, (_, i) => work(i)))

async function customers(ctx: TestCtx, n: number) {
  const ids: number[] = []
  for (let i = 0; i < n; i += 1) ids.push(await newCustomer(ctx))
  return ids
}
async function statesOf(ctx: TestCtx, offer: string) {
  const { rows } = await sql<{
    state: string
    n: number
  }>`select state, count(*)::int as n from redemption
    where tenant_id = ${ctx.tenantId} and offer_id = ${offer} group by state order by state`.execute(
    ctx.pg,
  )
  return Object.fromEntries(rows.map((row) => [row.state, row.n]))
}
/** What is wrong with the books of this brand. */
async function differences(ctx: TestCtx) {
  const all = await Promise.all(checks.map((check) => check.compare({ ...ctx, actor: SYSTEM })))
  return all.flatMap(({ differences }) => differences.filter((d) => d.tenant === ctx.tenantId))
}
async function merge(ctx: TestCtx, into: number, node: number) {
  await sql`update customer set canonical_id = ${into} where tenant_id = ${ctx.tenantId} and id = ${node}`.execute(
    ctx.pg,
  )
}

describe('sixty-four at once', () => {
  const cases: { name: string; limits: OfferLimits; wins: number }[] = [
    { name: 'ten uses in all', limits: { all: { uses: 10 } }, wins: 10 },
    { name: 'money for seven', limits: { all: { fen: 7_999 } }, wins: 7 },
    { name: 'five a day', limits: { day: { uses: 5 } }, wins: 5 },
    { name: 'three a store', limits: { store: { uses: 3 } }, wins: 3 },
    {
      name: 'money for two a store, many in all',
      limits: { store: { fen: 2_000 }, all: { uses: 60 } },
      wins: 2,
    },
  ]
  for (const { name, limits, wins } of cases)
    test(`${name}: never more, and not one less`, async () => {
      const ctx = await testCtx()
      const offer = await liveOffer(ctx, offTen, limits)
      const ids = await customers(ctx, RACE)
      const orders = await Promise.all(ids.map((id) => pricedOrder(ctx, id, { store: 's1' })))
      const answers = await race((i) => holdOffers(ctx, orders[i] as (typeof orders)[0]))
      expect(answers.filter((answer) => answer === undefined)).toHaveLength(wins)
      expect(new Set(answers.flatMap((answer) => answer?.code ?? []))).toEqual(
        new Set(['offer_used_up']),
      )
      expect(await statesOf(ctx, offer)).toEqual({ held: wins })
      expect(await differences(ctx)).toEqual([])
    })

  test('one customer, also by another of her nodes: as often as she may', async () => {
    const ctx = await testCtx()
    const offer = await liveOffer(ctx, offTen, { customer: { uses: 2 } })
    const [she, other] = (await customers(ctx, 2)) as [number, number]
    await merge(ctx, she, other)
    const orders = await Promise.all(
      Array.from({ length: RACE }, async (_, i) => ({
        ...(await pricedOrder(ctx, she)),
        node: i % 2 ? she : other,
      })),
    )
    const answers = await race((i) => holdOffers(ctx, orders[i] as (typeof orders)[0]))
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(2)
    expect(await statesOf(ctx, offer)).toEqual({ held: 2 })
  })

  test('different codes of one batch do not get around what the offer has in all', async () => {
    const ctx = await testCtx()
    const batch = await couponBatch(ctx, {}, { all: { uses: 4 } })
    const ids = await customers(ctx, RACE)
    const { codes } = await giveCoupons(ctx, batch.id, ids)
    const orders = await Promise.all(
      ids.map((id) => pricedOrder(ctx, id, { couponCodes: [codes.get(id) ?? ''] })),
    )
    const answers = await race((i) => holdOffers(ctx, orders[i] as (typeof orders)[0]))
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(4)
    expect(await statesOf(ctx, batch.offer_id)).toEqual({ held: 4 })
    // Who was refused still has hers.
    const states = await Promise.all(
      [...codes.values()].map(async (c) => (await getCoupon(ctx, c)).state),
    )
    expect(states.filter((state) => state === 'taken')).toHaveLength(RACE - 4)
    expect(await differences(ctx)).toEqual([])
  })

  test('one coupon in sixty-four baskets is used once', async () => {
    const ctx = await testCtx()
    const batch = await couponBatch(ctx)
    const [she] = (await customers(ctx, 1)) as [number]
    await giveCoupons(ctx, batch.id, [she])
    const orders = await Promise.all(Array.from({ length: RACE }, () => pricedOrder(ctx, she)))
    const answers = await race((i) => holdOffers(ctx, orders[i] as (typeof orders)[0]))
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(1)
    expect(new Set(answers.flatMap((answer) => answer?.code ?? []))).toEqual(
      new Set(['coupon_taken']),
    )
  })

  test('two offers in one order, asked for from both ends: nobody waits for ever, nothing is half held', async () => {
    const ctx = await testCtx()
    const offers = [
      await liveOffer(ctx, offTen, { all: { uses: 20 } }),
      await liveOffer(ctx, { kind: 'amount', args: { off_fen: 500 } }, { all: { uses: 12 } }),
    ]
    const ids = await customers(ctx, RACE)
    const orders = await Promise.all(ids.map((id) => pricedOrder(ctx, id)))
    const answers = await race((i) => holdOffers(ctx, orders[i] as (typeof orders)[0]))
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(12)
    for (const offer of offers) expect(await statesOf(ctx, offer)).toEqual({ held: 12 })
    expect(await differences(ctx)).toEqual([])
  })
})

describe('an order and what it holds', () => {
  let ctx: TestCtx
  let she = 0
  beforeAll(async () => {
    ctx = await testCtx()
    she = await newCustomer(ctx)
  })

  test('holding, paying and giving back twice is once', async () => {
    const offer = await liveOffer(ctx, offTen, { all: { uses: 1 } })
    const order = await pricedOrder(ctx, she)
    for (let i = 0; i < 2; i += 1) expect(await holdOffers(ctx, order)).toBeUndefined()
    for (let i = 0; i < 2; i += 1) expect(await commitOffers(ctx, order)).toBeUndefined()
    expect(await statesOf(ctx, offer)).toEqual({ spent: 1 })
    const returned = { orderId: order.orderId, refundId: 'r', lines: [] }
    await offersParty.giveBack(ctx, { ...returned, isWhole: false })
    expect(await statesOf(ctx, offer)).toEqual({ spent: 1 })
    for (let i = 0; i < 2; i += 1) await offersParty.giveBack(ctx, { ...returned, isWhole: true })
    expect(await statesOf(ctx, offer)).toEqual({ returned: 1 })
    expect(await holdOffers(ctx, await pricedOrder(ctx, she))).toBeUndefined()
    await setOfferState(ctx, offer, 'ended')
  })

  test('what nobody pays is free again, and a late payment takes it anew or is refused', async () => {
    const offer = await liveOffer(ctx, offTen, { all: { uses: 1 } })
    const late = await pricedOrder(ctx, she)
    expect(await holdOffers(ctx, late)).toBeUndefined()
    const then = { ...ctx, now: () => new Date(late.expiresAt.getTime() + 1) }
    await expireRedemptions(then, eachBrand(then))
    expect(await statesOf(ctx, offer)).toEqual({ expired: 1 })
    expect(await commitOffers(then, late)).toBeUndefined()
    expect(await statesOf(ctx, offer)).toEqual({ spent: 1 })
    await offersParty.giveBack(ctx, {
      orderId: late.orderId,
      refundId: 'r',
      lines: [],
      isWhole: true,
    })
    const [second, third] = [await pricedOrder(ctx, she), await pricedOrder(ctx, she)]
    expect(await holdOffers(ctx, second)).toBeUndefined()
    const later = { ...ctx, now: () => new Date(second.expiresAt.getTime() + 1) }
    await expireRedemptions(later, eachBrand(later))
    expect(await holdOffers(ctx, third)).toBeUndefined()
    expect(await commitOffers(later, second)).toMatchObject({ code: 'offer_used_up' })
    expect(await differences(ctx)).toEqual([])
    await setOfferState(ctx, offer, 'ended')
  })

  test('an offer that changed or was paused since it was priced is not held', async () => {
    const id = await liveOffer(ctx, offTen)
    const order = await pricedOrder(ctx, she)
    const { version } = await getOffer(ctx, id)
    await changeOffer(ctx, id, { terms: { kind: 'amount', args: { off_fen: 1 } } }, version)
    expect(await holdOffers(ctx, order)).toMatchObject({ code: 'offer_changed' })
    const again = await pricedOrder(ctx, she)
    await setOfferState(ctx, id, 'paused')
    expect(await holdOffers(ctx, again)).toMatchObject({ code: 'offer_changed' })
    await setOfferState(ctx, id, 'ended')
  })

  test('limits that come later count what was used before', async () => {
    const id = await liveOffer(ctx, offTen)
    for (let i = 0; i < 3; i += 1)
      expect(await holdOffers(ctx, await pricedOrder(ctx, she))).toBeUndefined()
    const { version } = await getOffer(ctx, id)
    const open = await changeOffer(ctx, id, { limits: { all: { uses: 4 } } }, version)
    expect(await holdOffers(ctx, await pricedOrder(ctx, she))).toBeUndefined()
    expect((await pricedOrder(ctx, she)).quoted.trace).toContainEqual(
      expect.objectContaining({ id, applied: false, code: 'uses_spent' }),
    )
    expect(open.uses).toBe(3)
    await setOfferState(ctx, id, 'ended')
  })
})

test('whatever is held, paid, given up and expired in whatever order: counters are the sum of it', async () => {
  const ctx = await testCtx()
  const limits = {
    all: { uses: 6, fen: 5_000 },
    day: { uses: 5 },
    store: { uses: 3 },
    customer: { uses: 3 },
  }
  const offer = await liveOffer(ctx, offTen, limits)
  const ids = await customers(ctx, 3)
  const step = fc.record({
    what: fc.constantFrom('hold', 'commit', 'release', 'return', 'expire'),
    order: fc.nat(7),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const orders = await Promise.all(
        Array.from({ length: 8 }, (_, i) =>
          pricedOrder(ctx, ids[i % 3] ?? 0, { store: `s${i % 2}` }),
        ),
      )
      await Promise.all(
        steps.map(async ({ what, order: i }) => {
          const order = orders[i] as (typeof orders)[0]
          const past = { ...ctx, now: () => new Date(order.expiresAt.getTime() + 1) }
          if (what === 'hold') await holdOffers(ctx, order)
          if (what === 'commit') await commitOffers(ctx, order)
          if (what === 'release') await releaseOffers(ctx, order.orderId)
          if (what === 'return')
            await offersParty.giveBack(ctx, {
              orderId: order.orderId,
              refundId: 'r',
              lines: [],
              isWhole: true,
            })
          if (what === 'expire') await expireRedemptions(past, eachBrand(past))
        }),
      )
      expect(await differences(ctx)).toEqual([])
      const { rows } = await sql<{
        uses: number
        fen: number
      }>`select count(*)::int as uses, coalesce(sum(fen), 0)::int as fen
        from redemption where tenant_id = ${ctx.tenantId} and offer_id = ${offer} and state in ('held', 'spent')`.execute(
        ctx.pg,
      )
      expect(rows[0]?.uses).toBeLessThanOrEqual(5)
      expect(rows[0]?.fen).toBeLessThanOrEqual(5_000)
      for (const { orderId } of orders) {
        await releaseOffers(ctx, orderId)
        await offersParty.giveBack(ctx, { orderId, refundId: 'r', lines: [], isWhole: true })
      }
      const counters = await sql<{ uses: number }>`select uses from offer_counter
        where tenant_id = ${ctx.tenantId} and offer_id = ${offer} and uses > 0`.execute(ctx.pg)
      expect(counters.rows).toEqual([])
    }),
    { numRuns: 25 },
  )
})
