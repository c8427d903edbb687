import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  approveAfterSale,
  dropAfterSale,
  requestAfterSale,
} from '../../commerce/after-sale/after-sales.ts'
import { settleOrders } from '../../commerce/checkout/settle.ts'
import { type TestShop, testShop } from '../../commerce/checkout/testing.ts'
import { cancelOrder, refundWhole, useOrderParties } from '../../commerce/index.ts'
import { nameCustomer, newCustomer } from '../../commerce/testing.ts'
import { inTx } from '../../platform/ctx.ts'
import { split } from '../../platform/money.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { setBenefit } from '../benefit-products/definition.ts'
import { benefitProductsParty } from '../benefit-products/party.ts'
import { given as givePoints } from '../testing.ts'
import { expireSessionCards } from './expire.ts'
import { listSessionCards, sessionCardsOf, sessionsOf } from './queries.ts'
import { redeemSession } from './redeem.ts'
import { sessionsByDay, sessionsOwed } from './report.ts'
import {
  benefitProduct,
  buyCards,
  cardsOfOrder,
  facials,
  faultsOf,
  payIfDue,
  sessionBook,
  unwireBenefitProducts,
  wireBenefitProducts,
} from './testing.ts'

let ctx: TestCtx
beforeAll(wireBenefitProducts)
afterAll(unwireBenefitProducts)
beforeEach(async () => {
  ctx = await testCtx()
})
/** A shop that sells tea, and a card of facials at this price. */
async function sessionShop(
  of: TestCtx,
  given: { priceFen: number; sessions: number; days?: number },
): Promise<TestShop> {
  const shop = await testShop(of, { tea: 100 })
  await benefitProduct(of, 'facials', given.priceFen, facials(given.sessions, given.days ?? null))
  return shop
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const count = (all: readonly string[]) =>
  Object.fromEntries([...new Set(all)].sort().map((c) => [c, all.filter((a) => a === c).length]))
const give = (cardCode: string, more: object = {}) =>
  redeemSession(ctx, {
    ...{ code: cardCode, key: randomUUID(), store: 's1', service: 'facial' },
    ...more,
  })
const later = (days: number): TestCtx => {
  const at = new Date(ctx.now().getTime() + days * 86_400_000)
  return { ...ctx, now: () => at }
}
const askBack = (order: string, more: object = {}, of = ctx) =>
  requestAfterSale(of, order, {
    ...{ key: randomUUID(), kind: 'money', reason: 'moving away' },
    lines: [{ sku: 'facials', quantity: 1, ...more }],
  })
const first = async (made: ReturnType<typeof buyCards>) => {
  const { order, cards } = await made
  const [card] = cards
  if (!card) throw new Error('the order gave no card')
  return { order, card }
}

test('a card that is ordered is hers once it is paid, and once only', async () => {
  const shop = await sessionShop(ctx, { priceFen: 100_000, sessions: 10, days: 365 })
  const order = await shop.place({ facials: 1 })
  expect(await cardsOfOrder(ctx, order)).toEqual([])
  await payIfDue(ctx, order)
  await inTx(ctx, (tx) => settleOrders(tx, [{ id: order, paidAt: ctx.now() }]))
  const [card, ...more] = await sessionCardsOf(ctx, [shop.buyer])
  expect(more).toEqual([])
  expect(card).toMatchObject({
    ...{ sessions: 10, used: 0, price_fen: 100_000, left_fen: 100_000, state: 'active' },
    ...{ services: ['facial', 'massage'], name: 'facials', customer_id: shop.buyer },
  })
  expect(card?.code).toMatch(/^\d{16}$/)
  expect(await sessionBook(ctx)).toMatchObject({ owed: 100_000, earned: 0 })
  expect(await faultsOf(ctx)).toEqual([])
})

test('an order that is never paid gives nothing; one that is paid late gives what it promised', async () => {
  const shop = await sessionShop(ctx, { priceFen: 9_900, sessions: 3 })
  const cancelled = await shop.place({ facials: 1 })
  await cancelOrder(ctx, cancelled, 'no')
  expect(await cardsOfOrder(ctx, cancelled)).toEqual([])
  const late = await shop.place({ facials: 1 })
  await setBenefit(
    ctx,
    'facials',
    { kind: 'session_card', args: { services: ['sauna'], sessions: 99, days: null } },
    1,
  )
  await payIfDue(ctx, late)
  expect(await cardsOfOrder(ctx, late)).toMatchObject([
    { sessions: 3, services: ['facial', 'massage'] },
  ])
  expect(await faultsOf(ctx)).toEqual([])
})

test('64 at once for the last session: one has it; the same request again is the same session', async () => {
  const shop = await sessionShop(ctx, { priceFen: 10_000, sessions: 2 })
  const { card } = await first(buyCards(ctx, shop))
  await give(card.code, { key: 'first' })
  const all = await Promise.all(Array.from({ length: 64 }, () => code(give(card.code))))
  expect(count(all)).toEqual({ done: 1, no_session_left: 63 })
  const again = await give(card.code, { key: 'first' })
  expect(again.number).toBe(1)
  expect(await code(give(card.code, { key: 'first', service: 'massage' }))).toBe('key_used')
  expect(await sessionsOf(ctx, [card.id])).toHaveLength(2)
  expect(await sessionBook(ctx)).toMatchObject({ owed: 0, earned: 10_000 })
  expect(await faultsOf(ctx)).toEqual([])
})

test('64 at once with one key give one session', async () => {
  const shop = await sessionShop(ctx, { priceFen: 10_000, sessions: 5 })
  const { card } = await first(buyCards(ctx, shop))
  const all = await Promise.all(Array.from({ length: 64 }, () => give(card.code, { key: 'once' })))
  expect(new Set(all.map((session) => session.id)).size).toBe(1)
  expect(await cardsOfOrder(ctx, card.order_id)).toMatchObject([{ used: 1 }])
})

test('whatever the price, its sessions earn it to the fen, each as it would be split', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 3 }),
      async (priceFen, sessions, quantity) => {
        const own = await testCtx()
        const shop = await sessionShop(own, { priceFen, sessions })
        const { cards } = await buyCards(own, shop, quantity)
        expect(cards.map((c) => c.price_fen)).toEqual(Array(quantity).fill(priceFen))
        const [card] = cards
        const earned: number[] = []
        for (let n = 0; n < sessions; n++) {
          const { fen } = await redeemSession(own, {
            ...{ code: card?.code ?? '', key: `${n}`, store: 's1', service: 'massage' },
          })
          earned.push(fen)
        }
        expect(earned).toEqual(split(priceFen, Array(sessions).fill(1)))
        expect(await sessionBook(own)).toMatchObject({
          ...{ earned: priceFen, owed: (quantity - 1) * priceFen },
        })
        expect(await faultsOf(own)).toEqual([])
      },
    ),
    { numRuns: 3 },
  )
})

test('what is left is refunded, to the fen, and the card is over', async () => {
  const shop = await sessionShop(ctx, { priceFen: 10_000, sessions: 3 })
  const { order, card } = await first(buyCards(ctx, shop))
  await give(card.code)
  const sale = await askBack(order)
  expect(sale.amount_fen).toBe(6_666)
  await approveAfterSale(ctx, sale.id, '')
  expect(await cardsOfOrder(ctx, order)).toMatchObject([
    { state: 'returned', used: 1, earned_fen: 3_334, returned_fen: 6_666 },
  ])
  expect(await code(give(card.code))).toBe('session_card_ended')
  expect(await code(askBack(order))).toBe('more_than_left')
  expect(await sessionBook(ctx)).toEqual({ owed: 0, earned: 3_334, back: 6_666, kept: 0 })
  expect(await faultsOf(ctx)).toEqual([])
})

test('another sum than what is left, money without a card, and a card that is used up are refused', async () => {
  const shop = await sessionShop(ctx, { priceFen: 10_000, sessions: 2 })
  const { order, card } = await first(buyCards(ctx, shop))
  await give(card.code)
  expect(await code(askBack(order, { fen: 10_000 }))).toBe('given_left_differs')
  expect(await code(askBack(order, { fen: 4_999 }))).toBe('given_left_differs')
  expect(await code(askBack(order, { quantity: 0, fen: 100 }))).toBe('whole_pieces_only')
  await give(card.code)
  expect(await code(askBack(order))).toBe('given_used_up')
})

test('a session given after a refund was asked for stops it; asked for anew it is less', async () => {
  const shop = await sessionShop(ctx, { priceFen: 10_000, sessions: 4 })
  const { order, card } = await first(buyCards(ctx, shop))
  const sale = await askBack(order)
  await give(card.code)
  expect(await code(approveAfterSale(ctx, sale.id, ''))).toBe('given_left_differs')
  await dropAfterSale(ctx, sale.id, 'refused', 'used meanwhile')
  const { id, amount_fen } = await askBack(order)
  expect(amount_fen).toBe(7_500)
  await approveAfterSale(ctx, id, '')
  expect(await faultsOf(ctx)).toEqual([])
})

test('32 sessions and 32 refunds at once: what is given and what goes back is the price', async () => {
  const shop = await sessionShop(ctx, { priceFen: 9_999, sessions: 40 })
  const { order, card } = await first(buyCards(ctx, shop))
  await Promise.all(
    Array.from({ length: 64 }, (_, i) =>
      i % 2 === 0
        ? code(give(card.code))
        : code(askBack(order).then((sale) => approveAfterSale(ctx, sale.id, ''))),
    ),
  )
  const { owed, earned, back } = await sessionBook(ctx)
  expect(owed + earned + back).toBe(9_999)
  expect(await faultsOf(ctx)).toEqual([])
})

test('of several cards of an order the least used go back first', async () => {
  const shop = await sessionShop(ctx, { priceFen: 6_000, sessions: 3 })
  const { order, cards } = await buyCards(ctx, shop, 3)
  await give(cards[1]?.code ?? '')
  const sale = await askBack(order, { quantity: 2 })
  expect(sale.amount_fen).toBe(12_000)
  await approveAfterSale(ctx, sale.id, '')
  expect((await cardsOfOrder(ctx, order)).map((c) => c.state)).toEqual([
    'returned',
    'active',
    'returned',
  ])
  expect(await faultsOf(ctx)).toEqual([])
})

test('all of an order that was never used goes back whole', async () => {
  const shop = await sessionShop(ctx, { priceFen: 6_000, sessions: 3 })
  const order = await shop.place({ facials: 2, tea: 1 })
  await payIfDue(ctx, order)
  expect(await refundWhole(ctx, order, { key: 'k', reason: 'sick' })).toBe(true)
  const { rows } = await sql<{ state: string }>`select state from own_order
    where tenant_id = ${ctx.tenantId} and id = ${order}`.execute(ctx.pg)
  expect(rows[0]?.state).toBe('closed')
  expect(await sessionBook(ctx)).toMatchObject({ owed: 0, back: 12_000 })
  expect(await faultsOf(ctx)).toEqual([])
})

test('what is left goes back also when the order was closed long ago', async () => {
  const shop = await sessionShop(ctx, { priceFen: 6_000, sessions: 3 })
  const { order } = await first(buyCards(ctx, shop))
  await sql`update own_order set state = 'closed', closed_at = now()
    where tenant_id = ${ctx.tenantId} and id = ${order}`.execute(ctx.pg)
  const { id, amount_fen } = await askBack(order, {}, later(200))
  expect(amount_fen).toBe(6_000)
  await approveAfterSale(later(200), id, '')
  expect(await faultsOf(ctx)).toEqual([])
})

test('a card whose time is over gives nothing more; the run that finds it goes on where it stopped', async () => {
  const shop = await sessionShop(ctx, { priceFen: 10_000, sessions: 3, days: 30 })
  const { order, card } = await first(buyCards(ctx, shop, 2))
  await give(card.code)
  const after = later(31)
  expect(
    await code(
      redeemSession(after, { code: card.code, key: 'late', store: 's1', service: 'facial' }),
    ),
  ).toBe('session_card_ended')
  expect(await code(askBack(order, {}, after))).toBe('given_used_up')
  await expireSessionCards(later(29), eachBrand(later(29)))
  expect((await cardsOfOrder(ctx, order)).map((c) => c.state)).toEqual(['active', 'active'])
  await Promise.all([1, 2].map(() => expireSessionCards(after, eachBrand(after))))
  await expireSessionCards(after, eachBrand(after))
  expect((await cardsOfOrder(ctx, order)).map((c) => [c.state, c.expired_fen])).toEqual([
    ['expired', 6_666],
    ['expired', 10_000],
  ])
  expect(await sessionBook(ctx)).toEqual({ owed: 0, earned: 3_334, back: 0, kept: 16_666 })
  expect(await faultsOf(ctx)).toEqual([])
})

test('a card of an order that somebody keeps back waits', async () => {
  const shop = await sessionShop(ctx, { priceFen: 10_000, sessions: 4 })
  const { card } = await first(buyCards(ctx, shop))
  const nothing = async () => undefined
  useOrderParties([
    benefitProductsParty,
    {
      ...{ code: 'group', hold: nothing, commit: nothing, release: nothing, giveBack: nothing },
      keepsBack: async () => ({ code: 'group_incomplete', message: 'others are missing' }),
    },
  ])
  try {
    expect(await code(give(card.code))).toBe('group_incomplete')
  } finally {
    wireBenefitProducts()
  }
  expect(await code(give(card.code))).toBe('done')
})

test('what points took off it is not owed, and comes back with the card', async () => {
  const shop = await sessionShop(ctx, { priceFen: 10_000, sessions: 4 })
  await givePoints(ctx, shop.buyer, 1_000)
  const { order, card } = await first(buyCards(ctx, shop, 1, { pointsWanted: 1_000 }))
  expect(card.price_fen).toBeLessThan(10_000)
  expect(await sessionBook(ctx)).toMatchObject({ owed: card.price_fen })
  const { id } = await askBack(order)
  await approveAfterSale(ctx, id, '')
  expect(await sessionBook(ctx)).toMatchObject({ owed: 0, back: card.price_fen })
  expect(await faultsOf(ctx)).toEqual([])
})

test('a card that costs nothing has its sessions and owes nothing', async () => {
  const shop = await sessionShop(ctx, { priceFen: 0, sessions: 1 })
  const { card } = await first(buyCards(ctx, shop))
  await give(card.code)
  expect(await cardsOfOrder(ctx, card.order_id)).toMatchObject([{ state: 'used', earned_fen: 0 }])
  expect(await faultsOf(ctx)).toEqual([])
})

test('a card is for its services, its brand, and nobody else’s eyes', async () => {
  const shop = await sessionShop(ctx, { priceFen: 6_000, sessions: 3 })
  const { card } = await first(buyCards(ctx, shop))
  expect(await code(give(card.code, { service: 'haircut' }))).toBe('unknown_service')
  expect(await code(give('0000000000000000'))).toBe('session_card_not_found')
  const other = await testCtx()
  expect(
    await code(redeemSession(other, { code: card.code, key: 'k', store: 's1', service: 'facial' })),
  ).toBe('session_card_not_found')
  expect(await sessionCardsOf(ctx, [await newCustomer(ctx)])).toEqual([])
  expect((await listSessionCards(other, { limit: 10 })).items).toEqual([])
  const spaced = card.code.replace(/(\d{4})/g, '$1 ')
  expect(await code(give(spaced))).toBe('done')
})

test('the report’s days and products say what the journal says', async () => {
  const shop = await sessionShop(ctx, { priceFen: 10_000, sessions: 4 })
  const { order, card } = await first(buyCards(ctx, shop, 2))
  await give(card.code)
  const { id } = await askBack(order)
  await approveAfterSale(ctx, id, '')
  const day = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(ctx.now())
  const { rows } = await sql<{ day: string }>`
    select (min(e.at) at time zone t.timezone)::date::text as day from ledger_entry e join tenant t on t.id = e.tenant_id
    where e.tenant_id = ${ctx.tenantId} group by t.timezone`.execute(ctx.pg)
  const days = await sessionsByDay(ctx, rows[0]?.day ?? day, '2099-12-31')
  const sum = (of: 'sold_fen' | 'earned_fen' | 'returned_fen') =>
    days.reduce((all, one) => all + one[of], 0)
  expect([sum('sold_fen'), sum('earned_fen'), sum('returned_fen')]).toEqual([20_000, 2_500, 10_000])
  expect(days.at(-1)?.owed_fen).toBe(7_500)
  expect(await sessionsOwed(ctx)).toEqual({
    products: [{ sku: 'facials', name: 'facials', cards: 1, sessions_left: 3, owed_fen: 7_500 }],
    ledger_fen: 7_500,
  })
})

test('the list is found by name, code, order and holder, page by page', async () => {
  const shop = await sessionShop(ctx, { priceFen: 10_000, sessions: 4 })
  const { cards } = await buyCards(ctx, shop, 3)
  const found = async (filter: object) =>
    (await listSessionCards(ctx, { limit: 10, ...filter })).items.map((c) => c.id).sort()
  const all = cards.map((c) => c.id).sort()
  expect(await found({})).toEqual(all)
  expect(await found({ q: 'FACI' })).toEqual(all)
  expect(await found({ q: cards[1]?.code })).toEqual([cards[1]?.id])
  expect(await found({ state: 'used' })).toEqual([])
  expect(await found({ q: '青石巷' })).toEqual([])
  await nameCustomer(ctx, cards[0]?.node_id ?? 0, '青石巷口')
  expect(await found({ q: '青石巷' })).toEqual(all)
  const page = await listSessionCards(ctx, { limit: 2 })
  const rest = await listSessionCards(ctx, { limit: 2, cursor: page.next_cursor ?? undefined })
  expect([...page.items, ...rest.items].map((c) => c.id).sort()).toEqual(all)
  expect(rest.next_cursor).toBeNull()
})

test('the checks find a card whose sessions were tampered with', async () => {
  const shop = await sessionShop(ctx, { priceFen: 10_000, sessions: 4 })
  const { card } = await first(buyCards(ctx, shop))
  await give(card.code)
  await sql`update session_card set used = used + 1, earned_fen = earned_fen + 2500
    where tenant_id = ${ctx.tenantId} and id = ${card.id}`.execute(ctx.pg)
  expect((await faultsOf(ctx)).map((d) => d.what).sort()).toEqual([
    'earned_differs',
    'sessions_differ',
  ])
})
