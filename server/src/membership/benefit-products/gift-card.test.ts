import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { approveAfterSale, requestAfterSale } from '../../commerce/after-sale/after-sales.ts'
import { type TestShop, testShop } from '../../commerce/checkout/testing.ts'
import { priceCheckout } from '../../commerce/index.ts'
import { newCustomer, payOrder } from '../../commerce/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { giftCardChecks } from '../gift-cards/check.ts'
import { claimGiftCard, refundGiftCard } from '../gift-cards/gift-cards.ts'
import { giftCardsBoughtBy } from '../gift-cards/queries.ts'
import {
  benefitProduct,
  faultsOf,
  payIfDue,
  unwireBenefitProducts,
  wireBenefitProducts,
} from '../session-cards/testing.ts'
import { storedValueOf } from '../stored-value/desk.ts'
import { given as givePoints } from '../testing.ts'

let ctx: TestCtx
let shop: TestShop
beforeAll(wireBenefitProducts)
afterAll(unwireBenefitProducts)
beforeEach(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 100 })
  await benefitProduct(ctx, 'gift', 20_000, { kind: 'gift_card', args: { fen: 20_000 } })
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
async function buy(quantity = 1): Promise<string> {
  const order = await shop.place({ gift: quantity })
  await payIfDue(ctx, order)
  return order
}
const askBack = (order: string, quantity = 1) =>
  requestAfterSale(ctx, order, {
    ...{ key: randomUUID(), kind: 'money', reason: 'changed her mind' },
    lines: [{ sku: 'gift', quantity }],
  })
const cards = () => giftCardsBoughtBy(ctx, [shop.buyer])
const sound = async () => {
  for (const check of giftCardChecks) {
    const { differences } = await check.compare(ctx)
    expect(differences.filter((d) => d.tenant === ctx.tenantId)).toEqual([])
  }
  expect(await faultsOf(ctx)).toEqual([])
}

test('a gift card costs what it is worth, in money, and is there once it is paid', async () => {
  expect(
    await code(benefitProduct(ctx, 'cheap', 100, { kind: 'gift_card', args: { fen: 20_000 } })),
  ).toBe('price_is_not_its_worth')
  expect(
    await code(
      benefitProduct(ctx, 'large', 100_001, { kind: 'gift_card', args: { fen: 100_001 } }),
    ),
  ).toBe('gift_card_too_dear')
  await givePoints(ctx, shop.buyer, 100_000)
  const { quoted } = await priceCheckout(ctx, shop.basket({ gift: 1 }, { pointsWanted: 100_000 }))
  expect(quoted).toMatchObject({ totalFen: 20_000, dueFen: 20_000 })
  const order = await shop.place({ gift: 2 })
  expect(await cards()).toEqual([])
  await payOrder(ctx, order)
  const [one, two] = await cards()
  expect([one, two]).toMatchObject([
    { state: 'waiting', fen: 20_000 },
    { state: 'waiting', fen: 20_000 },
  ])
  const friend = await newCustomer(ctx)
  await claimGiftCard(ctx, one?.code ?? '', friend)
  expect((await storedValueOf(ctx, friend)).principal_fen).toBe(20_000)
  await sound()
})

test('what nobody has claimed goes back with the order, and only with it', async () => {
  const order = await buy(2)
  const [one, two] = await cards()
  expect(await code(refundGiftCard(ctx, one?.id ?? '', 'x'))).toBe('gift_card_bought')
  await claimGiftCard(ctx, one?.code ?? '', await newCustomer(ctx))
  const sale = await askBack(order)
  expect(sale.amount_fen).toBe(20_000)
  await approveAfterSale(ctx, sale.id, '')
  expect((await cards()).map(({ state }) => state).sort()).toEqual(['claimed', 'refunded'])
  expect(await code(claimGiftCard(ctx, two?.code ?? '', await newCustomer(ctx)))).toBe(
    'gift_card_refunded',
  )
  expect(await code(askBack(order))).toBe('given_used_up')
  await sound()
})

test('claimed at the moment its money goes back: one of both, never both', async () => {
  const told = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const buyer = await newCustomer(ctx)
      const order = await shop.place({ gift: 1 }, { customerId: buyer })
      await payOrder(ctx, order)
      const [card] = await giftCardsBoughtBy(ctx, [buyer])
      const { id } = await askBack(order)
      const friend = await newCustomer(ctx)
      const [claimed, back] = await Promise.all([
        code(claimGiftCard(ctx, card?.code ?? '', friend)),
        code(approveAfterSale(ctx, id, '')),
      ])
      return [claimed, back].filter((one) => one === 'done').length
    }),
  )
  expect(told).toEqual(Array(8).fill(1))
  await sound()
})

test('for ten thousand yuan within a day real names are needed: the order is refused, or called off', async () => {
  await sql`update product set price_fen = 100000 where tenant_id = ${ctx.tenantId} and sku = 'gift'`.execute(
    ctx.pg,
  )
  await sql`update benefit_product set args = '{"fen": 100000}' where tenant_id = ${ctx.tenantId} and sku = 'gift'`.execute(
    ctx.pg,
  )
  expect(await code(shop.place({ gift: 10 }))).toBe('real_name_needed')
  const [first, second] = [await shop.place({ gift: 5 }), await shop.place({ gift: 5 })]
  await payOrder(ctx, first)
  await payOrder(ctx, second)
  const { rows } = await sql<{ state: string; cancel_reason: string }>`
    select state, cancel_reason from own_order where tenant_id = ${ctx.tenantId} and id = ${second}`.execute(
    ctx.pg,
  )
  expect(rows[0]).toEqual({ state: 'cancelled', cancel_reason: 'real_name_needed' })
  expect(await cards()).toHaveLength(5)
  await sound()
})
