import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveAfterSale, requestAfterSale } from '../../commerce/after-sale/after-sales.ts'
import { checkoutChecks } from '../../commerce/checkout/checks.ts'
import { pickUp } from '../../commerce/checkout/fulfil.ts'
import { getOwnOrder } from '../../commerce/checkout/own-order.ts'
import { cancelOrder, expireOrder } from '../../commerce/checkout/settle.ts'
import { testShop } from '../../commerce/checkout/testing.ts'
import { placeOrder, priceCheckout, useOrderParties, usePricing } from '../../commerce/index.ts'
import { beginPayment } from '../../commerce/payment/payments.ts'
import { payAtTill } from '../../commerce/payment/test-provider.ts'
import { applyPaymentWord } from '../../commerce/payment/words.ts'
import { newCustomer, payOrder } from '../../commerce/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { checks } from '../checks.ts'
import { flashSaleParty, offersParty, offersPricing } from '../index.ts'
import { setOfferState } from '../offers/offers.ts'
import { promotionData } from '../personal-data.ts'
import { liveOffer } from '../testing.ts'
import { returnPieces } from './purchases.ts'
import { setFlashSaleState } from './sales.ts'
import { liveFlashSale, moveSlot, piecesLeft } from './testing.ts'

const RACE = 64
const HOUR = 3_600_000
let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
  await testShop(ctx, { tea: 100_000 })
  usePricing({ offers: offersPricing })
  useOrderParties([offersParty, flashSaleParty])
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
const people = (n: number) => Promise.all(Array.from({ length: n }, () => newCustomer(ctx)))
const refund = async (order: string, quantity = 1) => {
  const sale = await requestAfterSale(ctx, order, {
    ...{ key: randomUUID(), kind: 'money', reason: '不想要了', lines: [{ sku: 'tea', quantity }] },
  })
  await approveAfterSale(ctx, sale.id, '')
}
/** Nobody pays for an hour. */
const cancelForTime = (order: string) =>
  expireOrder({ ...ctx, now: () => new Date(Date.now() + HOUR) }, order)
const sound = async () => {
  const flash = checks.find((check) => check.name === 'promotion.flash_sales')
  expect(flash).toBeDefined()
  for (const check of [...(flash ? [flash] : []), ...checkoutChecks]) {
    const { differences } = await check.compare(ctx)
    expect(differences.filter((d) => d.tenant === ctx.tenantId)).toEqual([])
  }
}

test('what is bought in its slot has its price, and is sold when it is paid', async () => {
  const sale = await liveFlashSale(ctx)
  const order = await sale.order(await newCustomer(ctx), { quantity: 2 })
  expect(await getOwnOrder(ctx, order)).toMatchObject({ total_fen: 1200 })
  expect(await piecesLeft(ctx, sale.slot)).toEqual({ quantity: 10, held: 2, sold: 0 })
  await payOrder(ctx, order)
  expect(await piecesLeft(ctx, sale.slot)).toEqual({ quantity: 10, held: 0, sold: 2 })
  await sound()
})

test('sixty-four at once for the last piece: one has it, nobody else', async () => {
  const sale = await liveFlashSale(ctx, { quantity: 1 })
  const all = await people(RACE)
  const answers = await Promise.all(all.map((one) => code(sale.order(one))))
  expect(answers.filter((answer) => answer === 'done')).toHaveLength(1)
  expect(await piecesLeft(ctx, sale.slot)).toEqual({ quantity: 1, held: 1, sold: 0 })
  await sound()
})

test('one request sixty-four times at once is one order and takes one piece, nothing beside it', async () => {
  const sale = await liveFlashSale(ctx)
  const [customer = 0] = await people(1)
  const basket = {
    ...{ storefront: 'home', customerId: customer, address: null, couponCodes: [] },
    ...{ pointsWanted: 0, storedValueWanted: 0, lines: [{ sku: 'tea', quantity: 1 }] },
    flashSale: { slot: sale.slot, token: await sale.token(customer) },
  }
  const placing = {
    ...basket,
    ...{ key: randomUUID(), expectedDueFen: 600, note: '', staffId: null },
  }
  const orders = await Promise.all(Array.from({ length: RACE }, () => placeOrder(ctx, placing)))
  expect(new Set(orders).size).toBe(1)
  expect(await piecesLeft(ctx, sale.slot)).toEqual({ quantity: 10, held: 1, sold: 0 })
  await sound()
})

test('the database itself knows no piece below nothing', async () => {
  const sale = await liveFlashSale(ctx)
  const refused = (change: string) =>
    expect(
      ctx.stores.pg.pool.query(
        `update flash_bucket set ${change} where tenant_id = $1 and slot_id = $2`,
        [ctx.tenantId, sale.slot],
      ),
    ).rejects.toThrow(/check constraint/)
  await refused('held = quantity + 1')
  await refused('held = -1')
  await refused('sold = quantity, held = 1')
})

test('sixty-four at once for ten pieces: ten are held, and with the margin no more than that are asked to order', async () => {
  const sale = await liveFlashSale(ctx, { quantity: 10 })
  const all = await people(RACE)
  const asked = await Promise.all(all.map((one) => code(sale.token(one))))
  // Nothing is measured yet: a tenth is taken to lapse, so two more may order than there are pieces.
  expect(count(asked)).toEqual({ done: 12, flash_waiting: RACE - 12 })
  const tokens = await tokensOf(sale.slot)
  const answers = await Promise.all(
    tokens.map(({ id, node }) => code(sale.order(node, { token: id }))),
  )
  expect(count(answers)).toEqual({ done: 10, flash_sold_out: 2 })
  expect(await piecesLeft(ctx, sale.slot)).toEqual({ quantity: 10, held: 10, sold: 0 })
  await sound()
})

test('orders of several pieces take what lies in several buckets, to the last piece', async () => {
  const sale = await liveFlashSale(ctx, { quantity: 40 })
  const all = await people(8)
  for (const one of all) await give(sale.slot, one, 5)
  const tokens = await tokensOf(sale.slot)
  const answers = await Promise.all(
    tokens.map(({ id, node }) => code(sale.order(node, { token: id, quantity: 5 }))),
  )
  expect(count(answers)).toEqual({ done: 8 })
  expect(await piecesLeft(ctx, sale.slot)).toEqual({ quantity: 40, held: 40, sold: 0 })
  await sound()
})

test('a person has her limit, whichever of her devices she comes by, sixty-four at once included', async () => {
  const sale = await liveFlashSale(ctx, { quantity: 100, per_customer: 2 })
  const [one, other] = await people(2)
  if (!one || !other) throw new Error('nobody is there')
  await sql`update customer set canonical_id = ${one} where tenant_id = ${ctx.tenantId} and id = ${other}`.execute(
    ctx.pg,
  )
  const tokens = await Promise.all(
    Array.from({ length: RACE }, (_, i) => sale.token(i % 2 ? one : other)),
  )
  expect(new Set(tokens).size).toBe(1)
  await sale.order(one, { token: tokens[0] ?? '' })
  await sale.order(other)
  expect(await code(sale.token(one))).toBe('flash_limit')
  // Two that were one all along, and had two tokens before anybody knew.
  await give(sale.slot, one, 1)
  const [late] = (await tokensOf(sale.slot)).filter(({ state }) => state === 'open')
  expect(await code(sale.order(one, { token: late?.id ?? '' }))).toBe('flash_limit')
  await sound()
})

test('nobody orders without leave, with another’s, with one that was used, or for something else', async () => {
  const sale = await liveFlashSale(ctx)
  const elsewhere = await liveFlashSale(ctx)
  const [one, other] = await people(2)
  if (!one || !other) throw new Error('nobody is there')
  const token = await sale.token(one)
  const priced = (customerId: number, slot: string, token: string | null, quantity = 1) =>
    code(
      priceCheckout(ctx, {
        ...{ storefront: 'home', customerId, address: null, couponCodes: [] },
        ...{ pointsWanted: 0, storedValueWanted: 0, lines: [{ sku: 'tea', quantity }] },
        flashSale: { slot, token },
      }),
    )
  expect(await priced(one, sale.slot, null)).toBe('flash_token_needed')
  expect(await priced(other, sale.slot, token)).toBe('flash_token_void')
  expect(await priced(one, elsewhere.slot, token)).toBe('flash_token_void')
  expect(await priced(one, sale.slot, token, 2)).toBe('flash_token_void')
  expect(await priced(one, sale.slot, randomUUID())).toBe('flash_token_void')
  expect(await priced(one, randomUUID(), token)).toBe('flash_slot_not_found')
  const orders = await Promise.all(
    Array.from({ length: 8 }, () => code(sale.order(one, { token }))),
  )
  expect(count(orders)).toMatchObject({ done: 1, flash_token_void: 7 })
  const lapsed = await sale.token(other)
  await sql`update flash_token set expires_at = clock_timestamp() where tenant_id = ${ctx.tenantId} and id = ${lapsed}`.execute(
    ctx.pg,
  )
  expect(await priced(other, sale.slot, lapsed)).toBe('flash_token_void')
  expect(await sale.token(other)).not.toBe(lapsed)
  await sound()
})

test('a slot has its hours by the database’s clock, whatever the server’s own says', async () => {
  const sale = await liveFlashSale(ctx)
  const [one] = await people(1)
  if (!one) throw new Error('nobody is there')
  const token = await sale.token(one)
  await moveSlot(ctx, sale.slot, 60)
  expect(await code(sale.token(one))).toBe('flash_not_begun')
  expect(await code(sale.order(one, { token }))).toBe('flash_not_begun')
  await moveSlot(ctx, sale.slot, -180)
  expect(await code(sale.token(one))).toBe('flash_over')
  await moveSlot(ctx, sale.slot, -60)
  await setFlashSaleState(ctx, sale.id, 'paused')
  expect(await code(sale.token(one))).toBe('flash_closed')
  await setFlashSaleState(ctx, sale.id, 'live')
  await sale.order(one, { token })
})

test('what nobody pays for is in the sale again; who pays after all has it if it is still there', async () => {
  const sale = await liveFlashSale(ctx, { quantity: 1 })
  const [one, other] = await people(2)
  if (!one || !other) throw new Error('nobody is there')
  const first = await sale.order(one)
  const { id: payment } = await beginPayment(ctx, first, { provider: 'test', way: 'test' })
  expect(await code(sale.token(other))).toBe('flash_waiting')
  expect(await cancelForTime(first)).toBe(true)
  expect(await piecesLeft(ctx, sale.slot)).toMatchObject({ held: 0, sold: 0 })
  const second = await sale.order(other)
  await cancelOrder(ctx, second, 'asked: by the buyer')
  await applyPaymentWord(ctx, 'test', await payAtTill(ctx, payment))
  expect(await getOwnOrder(ctx, first)).toMatchObject({ state: 'to_pick_up' })
  expect(await piecesLeft(ctx, sale.slot)).toMatchObject({ held: 0, sold: 1 })
  await sound()
})

test('who pays late for what others have bought gets the money back', async () => {
  const sale = await liveFlashSale(ctx, { quantity: 1 })
  const [one, other] = await people(2)
  if (!one || !other) throw new Error('nobody is there')
  const first = await sale.order(one)
  const { id: payment } = await beginPayment(ctx, first, { provider: 'test', way: 'test' })
  await cancelForTime(first)
  await payOrder(ctx, await sale.order(other))
  await applyPaymentWord(ctx, 'test', await payAtTill(ctx, payment))
  expect(await getOwnOrder(ctx, first)).toMatchObject({ state: 'cancelled' })
  expect(await piecesLeft(ctx, sale.slot)).toMatchObject({ held: 0, sold: 1 })
  await sound()
})

test('what is given back before it is handed over is in the sale again, once, if the sale says so', async () => {
  const sale = await liveFlashSale(ctx, { quantity: 40, budget_fen: 4000 })
  const [one] = await people(1)
  if (!one) throw new Error('nobody is there')
  await give(sale.slot, one, 5)
  const [token] = await tokensOf(sale.slot)
  const order = await sale.order(one, { token: token?.id ?? '', quantity: 5 })
  await payOrder(ctx, order)
  await refund(order, 2)
  expect(await piecesLeft(ctx, sale.slot)).toMatchObject({ held: 0, sold: 3 })
  await refund(order, 3)
  expect(await piecesLeft(ctx, sale.slot)).toMatchObject({ held: 0, sold: 0 })
  await returnPieces(ctx, order)
  expect(await piecesLeft(ctx, sale.slot)).toMatchObject({ held: 0, sold: 0 })
  const strict = await liveFlashSale(ctx, { comes_back: 'unpaid' })
  const bought = await strict.order(one)
  await payOrder(ctx, bought)
  await refund(bought)
  expect(await piecesLeft(ctx, strict.slot)).toMatchObject({ sold: 1 })
  await sound()
})

test('what was handed over is sold, also when its money goes back', async () => {
  const sale = await liveFlashSale(ctx)
  const [one] = await people(1)
  if (!one) throw new Error('nobody is there')
  const order = await sale.order(one)
  await payOrder(ctx, order)
  await pickUp(ctx, (await getOwnOrder(ctx, order)).pick_up_code ?? '')
  await refund(order)
  expect(await piecesLeft(ctx, sale.slot)).toMatchObject({ sold: 1 })
  await sound()
})

test('a budget for what the price takes off is never overdrawn, by sixty-four at once', async () => {
  const sale = await liveFlashSale(ctx, { quantity: 1000, budget_fen: 2000 })
  const all = await people(RACE)
  const answers = await Promise.all(all.map((one) => code(sale.order(one))))
  // ¥4 a piece: five of them.
  expect(count(answers)).toEqual({ done: 5, flash_budget_spent: RACE - 5 })
  expect(await piecesLeft(ctx, sale.slot)).toMatchObject({ held: 5 })
  await sound()
})

test('its price stands alone, or goes with others where the sale says so, and the trace says why', async () => {
  const offer = await liveOffer(ctx, { kind: 'amount', args: { off_fen: 100 } })
  const told = async (stacks: boolean) => {
    const sale = await liveFlashSale(ctx, { stacks })
    const [one] = await people(1)
    const { quoted } = await getOwnOrder(ctx, await sale.order(one ?? 0))
    return { due: quoted.dueFen, notes: quoted.trace.filter(({ step }) => step === 'offers'), sale }
  }
  const alone = await told(false)
  expect(alone.due).toBe(600)
  expect(alone.notes).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: alone.sale.id, applied: true, fen: 400 }),
      expect.objectContaining({ id: offer, applied: false, code: 'excluded_by' }),
    ]),
  )
  expect((await told(true)).due).toBe(500)
  await setOfferState(ctx, offer, 'ended')
})

test('a member’s own price that is lower stands, and takes no piece of the sale', async () => {
  const sale = await liveFlashSale(ctx, { price_fen: 1200 })
  const [one] = await people(1)
  const order = await sale.order(one ?? 0)
  expect(await getOwnOrder(ctx, order)).toMatchObject({ total_fen: 1000 })
  expect(await piecesLeft(ctx, sale.slot)).toMatchObject({ held: 0 })
  await payOrder(ctx, order)
  await sound()
})

test('a copy of her data names what she bought; after an erasure it is nobody’s, and still sold', async () => {
  const sale = await liveFlashSale(ctx)
  const [one] = await people(1)
  if (!one) throw new Error('nobody is there')
  await payOrder(ctx, await sale.order(one))
  await sale.token(one)
  const data = promotionData.find(({ name }) => name === 'flash_purchases')
  const person = { id: one, nodes: [one] } as never
  expect(await data?.export?.(ctx, person)).toHaveLength(2)
  await data?.erase?.(ctx, person)
  expect(await data?.export?.(ctx, person)).toEqual([])
  expect(await piecesLeft(ctx, sale.slot)).toMatchObject({ sold: 1 })
  await sound()
})

const tokensOf = async (slot: string) =>
  (
    await sql<{ id: string; node: number; state: string }>`
      select id, node_id as node, state from flash_token
      where tenant_id = ${ctx.tenantId} and slot_id = ${slot} order by issued_at desc, id`.execute(
      ctx.pg,
    )
  ).rows
/** Leave to order, however much is left. */
const give = (slot: string, node: number, quantity: number) =>
  sql`insert into flash_token (tenant_id, id, slot_id, sku, node_id, quantity, issued_at, expires_at)
    values (${ctx.tenantId}, gen_random_uuid(), ${slot}, 'tea', ${node}, ${quantity}, now(), now() + interval '1 hour')`.execute(
    ctx.pg,
  )
