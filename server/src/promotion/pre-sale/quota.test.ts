import { afterAll, beforeAll, expect, test } from 'vitest'
import { testShop } from '../../commerce/checkout/testing.ts'
import { giveUpOrder } from '../../commerce/deposit/settle.ts'
import { useOrderParties, usePricing } from '../../commerce/index.ts'
import { newCustomer, payOrder } from '../../commerce/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { offersParty, offersPricing, preSaleParty } from '../index.ts'
import { getPreSale } from './pre-sales.ts'
import { livePreSale, soundDeposits } from './testing.ts'

const RACE = 64
let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
  await testShop(ctx, { tea: 100_000 })
  usePricing({ offers: offersPricing })
  useOrderParties([offersParty, preSaleParty])
})
afterAll(() => {
  useOrderParties([])
  usePricing({})
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const count = (all: readonly string[]) =>
  Object.fromEntries([...new Set(all)].sort().map((c) => [c, all.filter((a) => a === c).length]))
const piecesOf = async (id: string) => {
  const [item] = (await getPreSale(ctx, id)).items
  return { quota: item?.quota, held: item?.held, taken: item?.taken }
}

test('sixty-four at once for the last piece: one has it, the others nothing', async () => {
  const sale = await livePreSale(ctx, { quota: 1 })
  const people = await Promise.all(Array.from({ length: RACE }, () => newCustomer(ctx)))
  const answers = await Promise.all(people.map((one) => code(sale.order(one))))
  expect(count(answers)).toEqual({ done: 1, pre_sale_sold_out: RACE - 1 })
  expect(await piecesOf(sale.id)).toEqual({ quota: 1, held: 1, taken: 0 })
  await soundDeposits(ctx)
})

test('one person sixty-four times at once gets as many as one person may have', async () => {
  const sale = await livePreSale(ctx, { quota: 50, per_customer: 3 })
  const she = await newCustomer(ctx)
  const answers = await Promise.all(Array.from({ length: RACE }, () => code(sale.order(she))))
  expect(count(answers)).toEqual({ done: 3, pre_sale_limit: RACE - 3 })
})

test('orders, deposits and calling off at once never count over the quota, and leave nothing counted for nobody', async () => {
  const sale = await livePreSale(ctx, { quota: 7, deposit_kind: 'advance' })
  const people = await Promise.all(Array.from({ length: RACE }, () => newCustomer(ctx)))
  const placed: string[] = []
  await Promise.all(
    people.map(async (one, i) => {
      const order = await sale.order(one).catch(() => undefined)
      if (order === undefined) return
      placed.push(order)
      if (i % 3 !== 0) await payOrder(ctx, order)
      if (i % 2 === 0) await giveUpOrder(ctx, order, true)
    }),
  )
  expect(placed.length).toBeGreaterThanOrEqual(7)
  const { held = 0, taken = 0 } = await piecesOf(sale.id)
  expect(held + taken).toBeLessThanOrEqual(7)
  for (const order of placed) await giveUpOrder(ctx, order, true).catch(() => undefined)
  expect(await piecesOf(sale.id)).toEqual({ quota: 7, held: 0, taken: 0 })
  await soundDeposits(ctx)
})
