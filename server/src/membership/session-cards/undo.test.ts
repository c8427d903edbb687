import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { approveAfterSale, requestAfterSale } from '../../commerce/after-sale/after-sales.ts'
import { testShop } from '../../commerce/checkout/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { memberData } from '../member-data.ts'
import { sessionsEntered, sessionsOf } from './queries.ts'
import { redeemSession } from './redeem.ts'
import type { SessionCard } from './session-cards.ts'
import { setSessionCardSettings } from './settings.ts'
import {
  benefitProduct,
  buyCards,
  cardsOfOrder,
  facials,
  faultsOf,
  sessionBook,
  unwireBenefitProducts,
  wireBenefitProducts,
} from './testing.ts'
import { undoSession } from './undo.ts'

let ctx: TestCtx
beforeAll(wireBenefitProducts)
afterAll(unwireBenefitProducts)
beforeEach(async () => {
  ctx = await testCtx()
})

/** A card of facials that somebody has paid for. */
async function soldCard(
  of: TestCtx,
  given: { priceFen: number; sessions: number; days?: number },
): Promise<SessionCard> {
  const shop = await testShop(of, { tea: 100 })
  await benefitProduct(of, 'facials', given.priceFen, facials(given.sessions, given.days ?? null))
  const { cards } = await buyCards(of, shop)
  return cards[0] as SessionCard
}
const give = (card: SessionCard, of = ctx) =>
  redeemSession(of, { code: card.code, key: randomUUID(), store: 's1', service: 'facial' })
const undo = (card: SessionCard, session: string, of = ctx) =>
  undoSession(of, { card: card.id, session, reason: 'the wrong customer' })
const now = async (card: SessionCard, of = ctx) => (await cardsOfOrder(of, card.order_id))[0]
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const later = (hours: number): TestCtx => {
  const at = new Date(ctx.now().getTime() + hours * 3_600_000)
  return { ...ctx, now: () => at }
}

test('a session given by mistake is taken back: it is owed again, can be given again, and what was entered stays', async () => {
  const card = await soldCard(ctx, { priceFen: 10_000, sessions: 3 })
  const wrong = await give(card)
  await undo(card, wrong.id)
  expect(await now(card)).toMatchObject({ used: 0, earned_fen: 0, state: 'active' })
  expect(await sessionBook(ctx)).toMatchObject({ owed: 10_000, earned: 0 })
  expect(await sessionsOf(ctx, [card.id])).toEqual([])
  expect(await sessionsEntered(ctx, card.id)).toMatchObject([
    { id: wrong.id, undone_at: expect.any(Date), undone_reason: 'the wrong customer' },
  ])
  const right = await give(card)
  expect(right).toMatchObject({ number: 1, fen: 3_334 })
  expect(await faultsOf(ctx)).toEqual([])
})

test('the last session taken back opens the card again; asked twice, nothing more happens', async () => {
  const card = await soldCard(ctx, { priceFen: 10_000, sessions: 1 })
  const last = await give(card)
  expect(await now(card)).toMatchObject({ state: 'used' })
  await undo(card, last.id)
  await undo(card, last.id)
  expect(await now(card)).toMatchObject({ state: 'active', used: 0, ended_at: null })
  expect(await sessionBook(ctx)).toMatchObject({ owed: 10_000, earned: 0 })
  expect(await faultsOf(ctx)).toEqual([])
})

test('64 at once take one session back once', async () => {
  const card = await soldCard(ctx, { priceFen: 9_999, sessions: 5 })
  const [wrong] = [await give(card), await give(card)]
  await Promise.all(Array.from({ length: 64 }, () => undo(card, wrong.id)))
  expect(await now(card)).toMatchObject({ used: 1 })
  expect(await faultsOf(ctx)).toEqual([])
})

test('after the brand’s time it stands; where the brand allows none, from the first moment', async () => {
  const card = await soldCard(ctx, { priceFen: 10_000, sessions: 3 })
  const { id } = await give(card)
  expect(await code(undo(card, id, later(24)))).toBe('session_undo_late')
  await setSessionCardSettings(ctx, { undo_hours: 48, revision: 0 })
  await undo(card, id, later(47))
  const next = await give(card)
  await setSessionCardSettings(ctx, { undo_hours: 0, revision: 1 })
  expect(await code(undo(card, next.id))).toBe('session_undo_late')
  expect(await code(setSessionCardSettings(ctx, { undo_hours: 1, revision: 1 }))).toBe(
    'changed_meanwhile',
  )
  expect(await faultsOf(ctx)).toEqual([])
})

test('of a card whose rest was paid back or whose time is over nothing is taken back', async () => {
  const card = await soldCard(ctx, { priceFen: 10_000, sessions: 3, days: 1 })
  const { id } = await give(card)
  await setSessionCardSettings(ctx, { undo_hours: 720, revision: 0 })
  expect(await code(undo(card, id, later(24)))).toBe('session_undo_closed')
  const sale = await requestAfterSale(ctx, card.order_id, {
    ...{ key: randomUUID(), kind: 'money', reason: 'moving away' },
    lines: [{ sku: 'facials', quantity: 1 }],
  })
  await approveAfterSale(ctx, sale.id, '')
  expect(await code(undo(card, id))).toBe('session_undo_closed')
  expect(await faultsOf(ctx)).toEqual([])
})

test('a session taken back while a refund waits stops it: more is left by now', async () => {
  const card = await soldCard(ctx, { priceFen: 10_000, sessions: 4 })
  const { id } = await give(card)
  const sale = await requestAfterSale(ctx, card.order_id, {
    ...{ key: randomUUID(), kind: 'money', reason: 'moving away' },
    lines: [{ sku: 'facials', quantity: 1 }],
  })
  await undo(card, id)
  expect(await code(approveAfterSale(ctx, sale.id, ''))).toBe('given_left_differs')
})

test('another brand’s card, or another card’s session, is not there', async () => {
  const card = await soldCard(ctx, { priceFen: 10_000, sessions: 3 })
  const { id } = await give(card)
  expect(await code(undo(card, randomUUID()))).toBe('session_not_found')
  const elsewhere = await testCtx()
  expect(await code(undo(card, id, elsewhere))).toBe('session_not_found')
})

test('who is erased leaves no words about a session that was taken back, and the books stay as they are', async () => {
  const card = await soldCard(ctx, { priceFen: 10_000, sessions: 3 })
  const { id } = await give(card)
  await undo(card, id)
  const node = card.node_id ?? 0
  const person = { customerId: node, nodes: [node], identifiers: [], unlinkedId: randomUUID() }
  for (const data of memberData) await data.erase?.(ctx, person)
  expect(await sessionsEntered(ctx, card.id)).toMatchObject([{ id, undone_reason: '' }])
  expect(await faultsOf(ctx)).toEqual([])
})

test('given and taken back in any order, a card never earns more than its price, and all of it once it is used up', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 1_000 }),
      fc.integer({ min: 1, max: 6 }),
      fc.array(fc.option(fc.nat(), { nil: null }), { maxLength: 14 }),
      async (priceFen, sessions, acts) => {
        const own = await testCtx()
        const card = await soldCard(own, { priceFen, sessions })
        // As a plain person would keep it: which sessions stand, and what each earned.
        let standing: { id: string; fen: number }[] = []
        for (const act of acts) {
          const taken = act === null ? undefined : standing[act % Math.max(1, standing.length)]
          if (taken) {
            await undo(card, taken.id, own)
            standing = standing.filter(({ id }) => id !== taken.id)
          } else if (standing.length < sessions) standing.push(await give(card, own))
          const earned = standing.reduce((sum, { fen }) => sum + fen, 0)
          expect(await now(card, own)).toMatchObject({
            ...{ used: standing.length, earned_fen: earned },
            state: standing.length === sessions ? 'used' : 'active',
          })
        }
        while (standing.length < sessions) standing.push(await give(card, own))
        expect(standing.reduce((sum, { fen }) => sum + fen, 0)).toBe(priceFen)
        expect(await faultsOf(own)).toEqual([])
      },
    ),
    { numRuns: Number(process.env.SESSION_RUNS ?? 4) },
  )
})
