// Exchanges for a dearer SKU: what it costs more is paid first, to the fen, once, and goes back with what it was for.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { getOwnOrder, linesOf } from '../checkout/own-order.ts'
import { useOrderParties } from '../checkout/parties.ts'
import type { Placed } from '../checkout/place.ts'
import { cancelOrder, expireOrder } from '../checkout/settle.ts'
import type { TestShop } from '../checkout/testing.ts'
import { creditOf } from '../credit/credit.ts'
import { changeProduct, getProduct } from '../goods/products.ts'
import { beginPayment } from '../payment/payments.ts'
import type { PaymentWord } from '../payment/provider.ts'
import { refundsOf } from '../payment/send-refunds.ts'
import { applyPaymentWord } from '../payment/words.ts'
import { payOrder } from '../testing.ts'
import { getAfterSale } from './after-sale.ts'
import { approveAfterSale, dropAfterSale, goodsCameBack, requestAfterSale } from './after-sales.ts'
import { exchangeableOf } from './exchange-goods.ts'
import { lapseExchange, payBackInstead } from './exchanges.ts'
import { paySupplement, quoteSupplement, supplementParty } from './pay-supplement.ts'
import { sendExchange } from './send-exchanges.ts'
import { askExchange, sentOrder, shopOfColours, stockOf, wrongWith } from './testing.ts'

let ctx: TestCtx
let shop: TestShop
let order: string
beforeAll(() => useOrderParties([supplementParty]))
afterAll(() => useOrderParties([]))
beforeEach(async () => {
  ctx = await testCtx()
  shop = await shopOfColours(ctx, { red: 10, gold: 5, blue: 5 })
  await reprice('gold', 1_250)
  order = await sentOrder(ctx, shop, { red: 3 })
})
const fresh = async () => {
  ctx = await testCtx()
  return ctx
}
const reprice = async (sku: string, price_fen: number) =>
  changeProduct(ctx, sku, { price_fen }, (await getProduct(ctx, sku)).revision)
const agreed = async (quantity = 1, given: { heldSku?: string; toSku?: string } = {}) => {
  const { id } = await askExchange(ctx, order, { sku: 'red', toSku: 'gold', quantity, ...given })
  await approveAfterSale(ctx, id, '')
  return id
}
const wanted = { pointsWanted: 0, storedValueWanted: 0 }
const begin = async (sale: string, key: string = randomUUID()): Promise<Placed> => {
  const { quoted } = await quoteSupplement(ctx, sale, wanted)
  return paySupplement(ctx, sale, { ...wanted, key, expectedDueFen: quoted.dueFen })
}
const paid = async (sale: string) => {
  const { id } = await begin(sale)
  await payOrder(ctx, id)
  return id
}
const sent = async (quantity = 1) => {
  const sale = await agreed(quantity)
  const supplement = await paid(sale)
  await goodsCameBack(ctx, sale)
  await sendExchange(ctx, sale, null)
  return { sale, supplement }
}
const state = async (sale: string) => (await getAfterSale(ctx, sale)).state
const wentBack = async (id: string) => (await refundsOf(ctx, id)).map((r) => r.amount_fen)
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
/** A payment of it that is under way, and how to say that it arrived. */
async function begun(id: string) {
  const payment = await beginPayment(ctx, id, { provider: 'test', way: 'test' })
  const word: PaymentWord = {
    ...{ kind: 'payment', paymentId: payment.id, state: 'paid', currency: 'CNY' },
    ...{ amountFen: payment.amount_fen, paidAt: new Date(), providerRef: payment.id },
  }
  return { arrive: () => applyPaymentWord(ctx, 'test', word), payment }
}
const later = (hours: number) => ({ ...ctx, now: () => new Date(Date.now() + hours * 3_600_000) })

describe('the difference', () => {
  test('is paid to the fen before the goods are waited for, and counts like every order', async () => {
    expect(await exchangeableOf(ctx, await getOwnOrder(ctx, order))).toMatchObject([
      { for: [{ sku: 'blue', more_fen: 0 }, { sku: 'gold', more_fen: 250 }, { sku: 'red' }] },
    ])
    const sale = await agreed(2)
    // What it cost when it was asked counts.
    await reprice('gold', 9_900)
    expect(await state(sale)).toBe('to_pay')
    expect(await stockOf(ctx, 'gold')).toEqual({ gold: [5, 2] })
    expect(await code(goodsCameBack(ctx, sale))).toBe('after_sale_state')
    const { id, due_fen } = await begin(sale)
    expect(due_fen).toBe(500)
    expect(await wrongWith(ctx)).toEqual([])
    await payOrder(ctx, id)
    expect(await state(sale)).toBe('to_return')
    expect(await getOwnOrder(ctx, id)).toMatchObject({ state: 'received', total_fen: 500 })
    expect((await creditOf(ctx, id)).map((c) => [c.kind, c.fen])).toEqual([['store', 500]])
    await goodsCameBack(ctx, sale)
    await sendExchange(ctx, sale, null)
    expect(await stockOf(ctx, 'gold', 'red')).toEqual({ gold: [3, 0], red: [9, 0] })
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('that does not come ends the exchange, and what was held is free', async () => {
    const sale = await agreed()
    const { id } = await begin(sale)
    expect(await lapseExchange(later(23), sale)).toBe(false)
    expect(await lapseExchange(later(25), sale)).toBe(true)
    expect(await state(sale)).toBe('lapsed')
    expect(await getOwnOrder(ctx, id)).toMatchObject({ state: 'cancelled' })
    expect(await stockOf(ctx, 'gold')).toEqual({ gold: [5, 0] })
    expect((await linesOf(ctx, order))[0]).toMatchObject({ exchanging_quantity: 0 })
    expect(await code(begin(sale))).toBe('after_sale_state')
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('that comes late is taken while the exchange waits, and goes back by itself when it is over', async () => {
    const [first, second] = [await agreed(), await agreed()]
    const [one, two] = [await begin(first), await begin(second)]
    const [a, b] = [await begun(one.id), await begun(two.id)]
    for (const { id } of [one, two]) expect(await expireOrder(later(1), id)).toBe(true)
    expect(await state(first)).toBe('to_pay')
    await a.arrive()
    expect(await state(first)).toBe('to_return')
    await lapseExchange(later(25), second)
    await b.arrive()
    expect(await state(second)).toBe('lapsed')
    expect([await wentBack(one.id), await wentBack(two.id)]).toEqual([[], [250]])
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('may be begun again, also after it was called off; two payments of it are one, and one goes back', async () => {
    const sale = await agreed()
    const first = await begin(sale, 'the first one')
    expect((await begin(sale, 'the first one')).id).toBe(first.id)
    await cancelOrder(ctx, first.id, 'asked')
    expect(await state(sale)).toBe('to_pay')
    const second = await begin(sale)
    const one = await begun(second.id)
    await expireOrder(later(1), second.id)
    const third = await begin(sale)
    const other = await begun(third.id)
    await one.arrive()
    await other.arrive()
    expect(await state(sale)).toBe('to_return')
    expect([await wentBack(second.id), await wentBack(third.id)]).toEqual([[], [250]])
    expect(await wrongWith(ctx)).toEqual([])
  })
})

describe('what was paid goes back', () => {
  test('when the exchange ends before it is sent: refused, withdrawn, goods that never come, or money instead', async () => {
    const ends = [
      (sale: string) => dropAfterSale(ctx, sale, 'refused', 'no'),
      (sale: string) => dropAfterSale(ctx, sale, 'withdrawn', ''),
      (sale: string) => lapseExchange(later(24 * 8), sale),
    ]
    for (const end of ends) {
      const sale = await agreed()
      const supplement = await paid(sale)
      await end(sale)
      expect(await wentBack(supplement)).toEqual([250])
    }
    const sale = await agreed()
    const supplement = await paid(sale)
    await goodsCameBack(ctx, sale)
    expect(await payBackInstead(ctx, sale, '')).toMatchObject({ amount_fen: 1_000 })
    expect([await wentBack(supplement), await wentBack(order)]).toEqual([[250], [1_000]])
    expect(await getOwnOrder(ctx, supplement)).toMatchObject({ state: 'closed' })
    expect(await stockOf(ctx, 'gold')).toEqual({ gold: [5, 0] })
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('with the pieces it was paid for, piece by piece, and not otherwise', async () => {
    const { supplement } = await sent(2)
    const back = async (heldSku: string) => {
      const { id } = await requestAfterSale(ctx, order, {
        ...{ key: randomUUID(), kind: 'return', reason: 'x' },
        lines: [{ sku: 'red', quantity: 1, heldSku }],
      })
      await approveAfterSale(ctx, id, '')
      await goodsCameBack(ctx, id)
    }
    expect(
      await code(
        requestAfterSale(ctx, supplement, {
          ...{ key: 'by itself', kind: 'money', reason: 'x' },
          lines: [{ sku: 'gold', quantity: 1 }],
        }),
      ),
    ).toBe('exchange_difference')
    await back('red')
    expect(await wentBack(supplement)).toEqual([])
    await back('gold')
    expect(await wentBack(supplement)).toEqual([250])
    await back('gold')
    expect((await wentBack(supplement)).sort()).toEqual([250, 250])
    expect((await wentBack(order)).reduce((sum, fen) => sum + fen, 0)).toBe(3_000)
    expect(await wrongWith(ctx)).toEqual([])
  })

  test('when all of the order is paid back without goods', async () => {
    const { supplement } = await sent()
    const { id } = await requestAfterSale(ctx, order, {
      ...{ key: 'all', kind: 'money', reason: 'x' },
      lines: [{ sku: 'red', quantity: 3 }],
    })
    await approveAfterSale(ctx, id, '')
    expect(await wentBack(supplement)).toEqual([250])
    expect(await wrongWith(ctx)).toEqual([])
  })
})

test('what a difference was paid for is exchanged for the same once more, and for nothing else', async () => {
  await sent()
  const ask = (toSku: string) => askExchange(ctx, order, { sku: 'red', heldSku: 'gold', toSku })
  expect(await code(ask('blue'))).toBe('difference_paid')
  const again = await agreed(1, { heldSku: 'gold', toSku: 'gold' })
  expect(await state(again)).toBe('to_return')
  const held = (await exchangeableOf(ctx, await getOwnOrder(ctx, order))).filter(
    (item) => item.held_sku === 'gold',
  )
  expect(held).toEqual([])
  await dropAfterSale(ctx, again, 'withdrawn', '')
  expect(await wrongWith(ctx)).toEqual([])
})

test('paid sixty-four times at once and again, by two payments, while she withdraws: taken once or not at all', async () => {
  const sale = await agreed()
  const { id } = await begin(sale)
  const one = await begun(id)
  const results = await Promise.all([
    ...Array.from({ length: 62 }, () => code(one.arrive())),
    code(dropAfterSale(ctx, sale, 'withdrawn', '')),
    code(lapseExchange(later(25), sale)),
  ])
  expect(results.filter((said) => said !== 'done' && said !== 'after_sale_state')).toEqual([])
  await one.arrive()
  expect(['withdrawn', 'lapsed']).toContain(await state(sale))
  expect(await wentBack(id)).toEqual([250])
  expect(await stockOf(ctx, 'gold')).toEqual({ gold: [5, 0] })
  expect(await wrongWith(ctx)).toEqual([])
})

test('begun sixty-four times at once there is one order to pay', async () => {
  const sale = await agreed()
  const { quoted } = await quoteSupplement(ctx, sale, wanted)
  const asked = { ...wanted, expectedDueFen: quoted.dueFen }
  await Promise.all(
    Array.from({ length: 64 }, (_, i) => code(paySupplement(ctx, sale, { ...asked, key: `${i}` }))),
  )
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from own_order
    where tenant_id = ${ctx.tenantId} and exchange_id = ${sale} and state <> 'cancelled'`.execute(
    ctx.pg,
  )
  expect(rows[0]?.n).toBe(1)
  const { supplement_id } = await getAfterSale(ctx, sale)
  await payOrder(ctx, supplement_id ?? '')
  expect(await state(sale)).toBe('to_return')
  expect(await wrongWith(ctx)).toEqual([])
})

test('whatever happens in whatever order, what was paid is what is held for it or went back', async () => {
  shop = await shopOfColours(await fresh(), { red: 5_000, gold: 5_000 })
  await reprice('gold', 1_250)
  type Act =
    | 'begin'
    | 'pay'
    | 'expire'
    | 'cancel'
    | 'withdraw'
    | 'lapse'
    | 'come'
    | 'send'
    | 'instead'
  const acts: Act[] = [
    'begin',
    'pay',
    'expire',
    'cancel',
    'withdraw',
    'lapse',
    'come',
    'send',
    'instead',
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...acts), { minLength: 3, maxLength: 12 }),
      async (script) => {
        const own = await sentOrder(ctx, shop, { red: 1 })
        const { id: sale } = await askExchange(ctx, own, { sku: 'red', toSku: 'gold' })
        await approveAfterSale(ctx, sale, '')
        const orders: Awaited<ReturnType<typeof begun>>[] = []
        const ids: string[] = []
        const last = () => ids.at(-1) ?? randomUUID()
        const does: Record<Act, () => Promise<unknown>> = {
          begin: async () => {
            const { id } = await begin(sale)
            ids.push(id)
            orders.push(await begun(id))
          },
          pay: async () => orders.at(-1)?.arrive(),
          expire: () => expireOrder(later(1), last()),
          cancel: () => cancelOrder(ctx, last(), 'asked'),
          withdraw: () => dropAfterSale(ctx, sale, 'withdrawn', ''),
          lapse: () => lapseExchange(later(25), sale),
          come: () => goodsCameBack(ctx, sale),
          send: () => sendExchange(ctx, sale, null),
          instead: () => payBackInstead(ctx, sale, ''),
        }
        for (const act of script) expect(await code(does[act]())).toMatch(/^[a-z_]+$/)
        // Whatever was begun arrives at the end after all.
        for (const one of orders) await one.arrive()
        const kept =
          250 * ids.length -
          (await Promise.all(ids.map(wentBack))).flat().reduce((a, b) => a + b, 0)
        const end = await state(sale)
        expect(kept).toBe(['to_return', 'to_send', 'exchanged'].includes(end) ? 250 : 0)
        expect(await wrongWith(ctx)).toEqual([])
      },
    ),
    { numRuns: 8 },
  )
})
