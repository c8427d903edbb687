// Any order of orders, partial refunds, corrections, pay-outs and settlements keeps commission exact. The reference
// reckons each line from what is credited and what has gone back, and the books from what was paid.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError } from '../../platform/errors.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { linesOf } from '../checkout/own-order.ts'
import { testShop } from '../checkout/testing.ts'
import { makeAffiliate } from '../credit/affiliates.ts'
import { correctCredit } from '../credit/correction.ts'
import { newCustomer } from '../testing.ts'
import { matureOfBrand } from './mature.ts'
import { makePayout, settlePayout } from './payouts.ts'
import { codesOf, listCommissions } from './queries.ts'
import { giveBack, handOver, orderBy, ruled, wrongWith } from './testing.ts'

const CODES = ['mei', 'wu']
const RATES = { tea: 777, cup: 4_321 }
type Sku = keyof typeof RATES

const Which = fc.nat({ max: 7 })
const Step = fc.oneof(
  fc.record({ do: fc.constant('order' as const), tea: fc.integer({ min: 1, max: 3 }), by: Which }),
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('back' as const),
      which: Which,
      sku: fc.constantFrom<Sku>('tea', 'cup'),
      fen: fc.integer({ min: 1, max: 900 }),
    }),
  },
  fc.record({
    do: fc.constant('correct' as const),
    which: Which,
    meiBp: fc.integer({ min: 1, max: 9_999 }),
  }),
  fc.record({ do: fc.constantFrom('hand', 'mature', 'pay') as fc.Arbitrary<'hand'>, which: Which }),
  fc.record({
    do: fc.constant('settle' as const),
    which: Which,
    as: fc.constantFrom('paid', 'failed') as fc.Arbitrary<'paid'>,
  }),
)
type Stepped = typeof Step extends fc.Arbitrary<infer One> ? One : never

/** Undefined: it was refused with a code. */
async function done<Made>(act: Promise<Made>): Promise<Made | undefined> {
  try {
    return await act
  } catch (error) {
    if (!(error instanceof AppError) || error.status >= 500) throw error
    return undefined
  }
}

interface World {
  ctx: TestCtx
  shop: Awaited<ReturnType<typeof testShop>>
  orders: string[]
  payouts: string[]
}
const nth = (all: readonly string[], which: number) => all[which % Math.max(1, all.length)]

async function take({ ctx, shop, orders, payouts }: World, step: Stepped): Promise<void> {
  if (step.do === 'order') {
    const code = nth(CODES, step.by) ?? ''
    orders.push(await orderBy(ctx, shop, code, { tea: step.tea, cup: 1 }))
    return
  }
  if (step.do === 'settle') {
    const id = nth(payouts, step.which)
    if (id) await settlePayout(ctx, id, { numbers: null, as: step.as, note: '' })
    return
  }
  const id = nth(orders, step.which)
  if (step.do === 'back' && id) await done(giveBack(ctx, id, [{ sku: step.sku, fen: step.fen }]))
  if (step.do === 'correct' && id)
    await correctCredit(ctx, id, {
      ...{ kind: 'affiliate', reason: 'both' },
      shares: [
        { subject: 'mei', shareBp: step.meiBp },
        { subject: 'wu', shareBp: 10_000 - step.meiBp },
      ],
    })
  if ((step.do as string) === 'hand' && id) await done(handOver(ctx, id))
  if ((step.do as string) === 'mature') await matureOfBrand(ctx)
  if ((step.do as string) === 'pay') {
    const made = await done(makePayout(ctx, { key: randomUUID(), note: '' }))
    if (made) payouts.push(made.id)
  }
}

/** Of all orders: rate × what is kept, a fen a line at most beside it. */
async function compare({ ctx, orders }: World, nodes: number[]): Promise<void> {
  let kept = 0
  let lines = 0
  let exact = 0
  for (const id of orders)
    for (const line of await linesOf(ctx, id)) {
      exact += ((line.total_fen - line.refunded_fen) * RATES[line.sku as Sku]) / 10_000
      lines += CODES.length
    }
  const { items } = await listCommissions(ctx, { limit: 200 })
  for (const item of items) kept += item.kept_fen
  expect(Math.abs(kept - exact)).toBeLessThanOrEqual(lines + orders.length)
  const codes = await codesOf(ctx, nodes)
  const owed = codes.reduce(
    (sum, c) => sum + c.pending_fen + c.due_fen + c.paying_fen + c.paid_fen,
    0,
  )
  expect(owed).toBe(kept)
  expect(await wrongWith(ctx)).toEqual([])
}

test('any order of partial refunds, corrections and pay-outs keeps commission exact', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(Step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const ctx = await testCtx()
      const shop = await testShop(ctx, { tea: 100, cup: 100 })
      const nodes: number[] = []
      for (const code of CODES) {
        const node = await newCustomer(ctx)
        nodes.push(node)
        await makeAffiliate(ctx, node, code)
      }
      await ruled(ctx, {
        ...{ default_bp: RATES.tea, due_when: 'receipt' },
        products: [{ sku: 'cup', bp: RATES.cup }],
      })
      const world = { ctx, shop, orders: [], payouts: [] }
      for (const step of [{ do: 'order', tea: 2, by: 0 } as const, ...steps])
        await take(world, step)
      await compare(world, nodes)
      // What is left of every order goes back: nothing is earned any more, and what was paid is owed back.
      for (const id of world.orders as string[]) {
        const left = (await linesOf(ctx, id)).filter((l) => l.refunded_fen < l.total_fen)
        if (left.length > 0)
          await giveBack(
            ctx,
            id,
            left.map((l) => ({ sku: l.sku, fen: l.total_fen - l.refunded_fen })),
          )
      }
      const { items } = await listCommissions(ctx, { limit: 200 })
      expect(items.map((item) => item.kept_fen).filter((fen) => fen !== 0)).toEqual([])
      await compare(world, nodes)
    }),
    { numRuns: RUNS },
  )
})
const RUNS = 5
