import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveAfterSale, requestAfterSale } from '../../commerce/after-sale/after-sales.ts'
import { giveKept } from '../../commerce/checkout/give.ts'
import { expireOrder } from '../../commerce/checkout/settle.ts'
import { type TestShop, testShop } from '../../commerce/checkout/testing.ts'
import { placeOrder, priceCheckout, useOrderParties, usePricing } from '../../commerce/index.ts'
import { goods, newCustomer, payOrder } from '../../commerce/testing.ts'
import { mergeCustomers, unmerge, useMergePolicy } from '../../identity/index.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { consentPolicy } from '../../profile/index.ts'
import { couponsOf } from '../coupons/wallet.ts'
import { groupOf, liveGroupBuy } from '../group-buy/testing.ts'
import { groupBuyParty, offersParty, offersPricing } from '../index.ts'
import { promotionData } from '../personal-data.ts'
import { acceptCard } from './accept.ts'
import { getCard } from './cards.ts'
import { compareBestieCards } from './check.ts'
import { expireCards, revokeCard } from './end.ts'
import { giveCard, takeCard } from './give.ts'
import { bestieParty } from './party.ts'
import { changeBestiePlan, createBestiePlan, getBestiePlan, setBestiePlanState } from './plans.ts'
import { bestieFigures, listBestieCards } from './queries.ts'
import { ownBestieCards } from './shown.ts'
import { liveBestiePlan } from './testing.ts'

const RACE = 64
const HOUR = 3_600_000
let ctx: TestCtx
let shop: TestShop
beforeAll(async () => {
  useMergePolicy(consentPolicy)
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 100_000 })
  await goods(ctx, 'bestie')
  await sql`update product set kind = 'card', price_fen = 990 where tenant_id = ${ctx.tenantId} and sku = 'bestie'`.execute(
    ctx.pg,
  )
  usePricing({ offers: offersPricing })
  useOrderParties([offersParty, groupBuyParty, bestieParty])
})
afterAll(() => {
  useOrderParties([])
  usePricing({})
})

const later = (hours: number): TestCtx => ({
  ...ctx,
  now: () => new Date(Date.now() + hours * HOUR),
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const count = (all: readonly string[]) =>
  Object.fromEntries([...new Set(all)].sort().map((c) => [c, all.filter((a) => a === c).length]))
const people = (of: number) => Promise.all(Array.from({ length: of }, () => newCustomer(ctx)))
const sound = async (at = ctx) =>
  (await compareBestieCards(at)).differences.filter((d) => d.tenant === ctx.tenantId)
const coupons = async (node: number) => (await couponsOf(ctx, [node])).map(({ state }) => state)
/** She buys so many of it with what she has, and pays. */
async function buys(customerId: number, lines: Record<string, number>): Promise<string> {
  const order = await shop.place(lines, { customerId })
  const { rows } = await sql<{ state: string }>`select state from own_order
    where tenant_id = ${ctx.tenantId} and id = ${order}`.execute(ctx.pg)
  if (rows[0]?.state === 'to_pay') await payOrder(ctx, order)
  return order
}
async function giveBack(order: string, sku: string, quantity = 1): Promise<void> {
  const sale = await requestAfterSale(ctx, order, {
    ...{ key: randomUUID(), kind: 'money', reason: '不想要了', lines: [{ sku, quantity }] },
  })
  await approveAfterSale(ctx, sale.id, '')
}

test('a friend accepts, pays with her coupon, and who gave the card gets hers; all her money back takes it away', async () => {
  const plan = await liveBestiePlan(ctx)
  const [holder = 0, friend = 0] = await people(2)
  const card = await plan.card(holder)
  expect((await acceptCard(ctx, ` ${card.code.toLowerCase()} `, friend)).state).toBe('accepted')
  expect((await acceptCard(ctx, card.code, friend)).id).toBe(card.id)
  expect([await coupons(friend), await coupons(holder)]).toEqual([['taken'], []])
  const order = await buys(friend, { tea: 2 })
  expect([await coupons(friend), await coupons(holder)]).toEqual([['used'], ['taken']])
  expect(await bestieFigures(ctx, plan.id)).toMatchObject({
    ...{ given: 1, accepted: 1, friends_bought: 1, holders_given: 1 },
    ...{ friend_sales_fen: 1_000, friend_coupons_fen: 1_000, accepted_bp: 10_000 },
  })
  expect(await sound()).toEqual([])
  // A part of the order keeps its offers, and what came of them.
  await giveBack(order, 'tea')
  expect(await coupons(holder)).toEqual(['taken'])
  await giveBack(order, 'tea')
  expect([await coupons(friend), await coupons(holder)]).toEqual([['taken'], ['void']])
  expect(await sound()).toEqual([])
  await buys(friend, { tea: 2 })
  expect((await coupons(holder)).sort()).toEqual(['taken', 'void'])
  expect(await sound()).toEqual([])
})

test('what the holder has used by then stays hers, and is not earned twice', async () => {
  const plan = await liveBestiePlan(ctx)
  const [holder = 0, friend = 0] = await people(2)
  const card = await plan.card(holder)
  await acceptCard(ctx, card.code, friend)
  const order = await buys(friend, { tea: 2 })
  await buys(holder, { tea: 2 })
  await giveBack(order, 'tea', 2)
  expect([await coupons(friend), await coupons(holder)]).toEqual([['taken'], ['used']])
  await buys(friend, { tea: 2 })
  expect(await coupons(holder)).toEqual(['used'])
  expect(await sound()).toEqual([])
})

test('sixty-four who have the link at once: one friend has the card, and one coupon is given', async () => {
  const plan = await liveBestiePlan(ctx, { holder_when: 'accepted' })
  const holder = await newCustomer(ctx)
  const card = await plan.card(holder)
  const friends = await people(RACE)
  const told = await Promise.all(friends.map((friend) => code(acceptCard(ctx, card.code, friend))))
  expect(count(told)).toEqual({ bestie_accepted: RACE - 1, done: 1 })
  expect((await Promise.all(friends.map(coupons))).flat()).toEqual(['taken'])
  expect(await coupons(holder)).toEqual(['taken'])
  expect(await sound()).toEqual([])
})

test('one friend accepts one card of a plan, whoever of sixty-four sent her theirs first', async () => {
  const plan = await liveBestiePlan(ctx, { holder_when: 'accepted' })
  const cards = await Promise.all((await people(RACE)).map((holder) => plan.card(holder)))
  const friend = await newCustomer(ctx)
  const told = await Promise.all(cards.map((card) => code(acceptCard(ctx, card.code, friend))))
  expect(count(told)).toEqual({ bestie_twice: RACE - 1, done: 1 })
  expect(await coupons(friend)).toEqual(['taken'])
  // New people are new once, in every plan that asks for them.
  const other = await liveBestiePlan(ctx)
  const elsewhere = await other.card(await newCustomer(ctx))
  expect(await code(acceptCard(ctx, elsewhere.code, friend))).toBe('bestie_twice')
  expect(await sound()).toEqual([])
})

test('two who accept each other’s cards at the same moment both have them', async () => {
  const plan = await liveBestiePlan(ctx, { holder_when: 'accepted' })
  const pairs = await Promise.all(
    Array.from({ length: 16 }, async () => {
      const [a = 0, b = 0] = await people(2)
      return { a, b, ofA: await plan.card(a), ofB: await plan.card(b) }
    }),
  )
  const told = await Promise.all(
    pairs.flatMap(({ a, b, ofA, ofB }) => [
      code(acceptCard(ctx, ofB.code, a)),
      code(acceptCard(ctx, ofA.code, b)),
    ]),
  )
  expect(count(told)).toEqual({ done: 32 })
  expect(await sound()).toEqual([])
})

test('of sixty-four wishes at once a customer has as many as she may, and all together as many as there are', async () => {
  const plan = await liveBestiePlan(ctx, { per_holder: 3, total: 10 })
  const take = (node: number, key = randomUUID() as string) =>
    code(takeCard(ctx, plan.id, { node, key, storefront: 'home' }))
  const she = await newCustomer(ctx)
  const told = await Promise.all(Array.from({ length: RACE }, () => take(she)))
  expect(count(told)).toEqual({ bestie_limit: RACE - 3, done: 3 })
  const key = randomUUID()
  const same = await newCustomer(ctx)
  expect(count(await Promise.all(Array.from({ length: RACE }, () => take(same, key))))).toEqual({
    done: RACE,
  })
  const all = await Promise.all((await people(RACE)).map((node) => take(node)))
  expect(count(all)).toEqual({ bestie_gone: RACE - 6, done: 6 })
  expect((await getBestiePlan(ctx, plan.id)).issued).toBe(10)
  expect(await sound()).toEqual([])
})

test('a card is for a friend: not for oneself by another number, nor for who has bought here', async () => {
  const plan = await liveBestiePlan(ctx)
  const [holder = 0, other = 0, buyer = 0] = await people(3)
  const card = await plan.card(holder)
  expect(await code(acceptCard(ctx, card.code, holder))).toBe('bestie_own')
  await buys(buyer, { tea: 1 })
  expect(await code(acceptCard(ctx, card.code, buyer))).toBe('bestie_new_only')
  await mergeCustomers(ctx, holder, other, 'the same person')
  expect(await code(acceptCard(ctx, card.code, other))).toBe('bestie_own')
  const anyone = await liveBestiePlan(ctx, { friend: 'anyone' })
  const open = await anyone.card(holder)
  expect(await code(acceptCard(ctx, open.code, buyer))).toBe('done')
  expect(await code(acceptCard(await testCtx(), open.code, buyer))).toBe('bestie_card_not_found')
})

test('a merge that shows both to be one person gives nothing for herself; parted again each keeps her own', async () => {
  const plan = await liveBestiePlan(ctx)
  const [holder = 0, friend = 0] = await people(2)
  const card = await plan.card(holder)
  await acceptCard(ctx, card.code, friend)
  const { mergeId } = await mergeCustomers(ctx, holder, friend, 'the same person')
  const order = await buys(friend, { tea: 2 })
  expect(await getCard(ctx, card.id)).toMatchObject({
    ...{ holder_coupon: null, holder_refused: 'same_person' },
  })
  expect(await sound()).toEqual([])
  await unmerge(ctx, mergeId, 'they are two')
  expect([await coupons(friend), await coupons(holder)]).toEqual([['used'], []])
  await giveBack(order, 'tea', 2)
  await buys(friend, { tea: 2 })
  expect(await coupons(holder)).toEqual(['taken'])
  expect(await sound()).toEqual([])
})

test('whoever may take one is asked for: buyers, members, at the storefronts of the activity', async () => {
  const she = await newCustomer(ctx)
  const take = (plan: string) =>
    code(takeCard(ctx, plan, { node: she, key: randomUUID(), storefront: 'home' }))
  const [buyers, members, sold] = [
    await liveBestiePlan(ctx, { who: 'buyers' }),
    await liveBestiePlan(ctx, { who: 'members' }),
    await liveBestiePlan(ctx, { sku: 'bestie' }),
  ]
  expect(await take(buyers.id)).toBe('bestie_buyers_only')
  expect(await take(members.id)).toBe('bestie_members_only')
  expect(await take(sold.id)).toBe('bestie_sold')
  // The brand gives one to whom it likes.
  expect(await code(giveCard(ctx, members.id, { node: she, key: 'a' }))).toBe('done')
  await sql`insert into member (tenant_id, id, node_id, number, joined_at, joined_by, terms_version, consent_evidence)
    values (${ctx.tenantId}, ${randomUUID()}, ${she}, ${String(she)}, now(), 'api', 'v1', 'test')`.execute(
    ctx.pg,
  )
  expect(await take(members.id)).toBe('done')
  await buys(she, { tea: 1 })
  expect(await take(buyers.id)).toBe('done')
  await setBestiePlanState(ctx, buyers.id, 'paused')
  expect(await take(buyers.id)).toBe('bestie_closed')
  await setBestiePlanState(ctx, sold.id, 'ended')
  expect(
    await code(takeCard(await testCtx(), buyers.id, { node: she, key: 'a', storefront: null })),
  ).toBe('bestie_plan_not_found')
})

test('time runs out: nobody accepts it any more, and its place is free', async () => {
  const plan = await liveBestiePlan(ctx, { total: 1, accept_hours: 2 })
  const [holder = 0, friend = 0] = await people(2)
  const card = await plan.card(holder)
  expect(await code(plan.card(await newCustomer(ctx)))).toBe('bestie_gone')
  expect(await code(acceptCard(later(3), card.code, friend))).toBe('bestie_expired')
  await expireCards(later(3), eachBrand(ctx))
  expect((await getCard(ctx, card.id)).state).toBe('expired')
  expect(await ownBestieCards(ctx, [holder])).toMatchObject([{ state: 'expired' }])
  expect(await code(acceptCard(ctx, card.code, friend))).toBe('bestie_expired')
  expect(await code(plan.card(holder))).toBe('done')
  expect(await sound()).toEqual([])
})

test('bought: promised with the order, there when it is paid, given back by the piece while nobody used it', async () => {
  const plan = await liveBestiePlan(ctx, { sku: 'bestie', per_holder: 2, total: 4 })
  const [holder = 0, friend = 0, late = 0] = await people(3)
  const unpaid = await shop.place({ bestie: 2 }, { customerId: holder })
  expect((await getBestiePlan(ctx, plan.id)).issued).toBe(2)
  expect(await ownBestieCards(ctx, [holder])).toEqual([])
  expect(await code(shop.place({ bestie: 1 }, { customerId: holder }))).toBe('bestie_limit')
  await expireOrder(later(1), unpaid)
  expect((await getBestiePlan(ctx, plan.id)).issued).toBe(0)
  const order = await buys(holder, { bestie: 2 })
  const [first, second] = await ownBestieCards(ctx, [holder])
  expect(await sound()).toEqual([])
  await acceptCard(ctx, second?.code ?? '', friend)
  await buys(friend, { tea: 2 })
  // Of two pieces the one that nobody has accepted goes back; what came of the other is used.
  await giveBack(order, 'bestie')
  expect(await code(acceptCard(ctx, first?.code ?? '', late))).toBe('bestie_revoked')
  expect(await code(giveBack(order, 'bestie'))).toBe('given_used_up')
  const { items } = await listBestieCards(ctx, plan.id, { q: String(friend), limit: 9 })
  expect(items).toMatchObject([
    { state: 'accepted', holder_id: holder, friend_id: friend, order_id: order },
  ])
  expect(await code(revokeCard(ctx, items[0]?.id ?? '', 'x'))).toBe('bestie_bought')
  expect(await sound()).toEqual([])
  await setBestiePlanState(ctx, plan.id, 'ended')
})

test('bought in a group: there once the group is complete, and free again when it is not', async () => {
  const plan = await liveBestiePlan(ctx, { sku: 'bestie', total: 9 })
  const buy = await liveGroupBuy(ctx, { size: 2, items: [{ sku: 'bestie', price_fen: 500 }] })
  const order = async (customerId: number, group: string | null) => {
    const basket = shop.basket({ bestie: 1 }, { customerId, groupBuy: { id: buy.id, group } })
    const { quoted } = await priceCheckout(ctx, basket)
    const key = randomUUID()
    const placed = await placeOrder(ctx, {
      ...{ ...basket, key, expectedDueFen: quoted.dueFen, note: '', staffId: null },
    })
    await payOrder(ctx, placed)
    return placed
  }
  const [one = 0, two = 0, alone = 0] = await people(3)
  const first = await order(one, null)
  expect(await ownBestieCards(ctx, [one])).toEqual([])
  const second = await order(two, await groupOf(ctx, first))
  // What the group's completion tells is heard by a job.
  for (const id of [first, second]) await giveKept(ctx, id)
  for (const node of [one, two])
    expect(await ownBestieCards(ctx, [node])).toMatchObject([{ state: 'waiting' }])
  const lost = await order(alone, null)
  await giveBack(lost, 'bestie')
  expect((await getBestiePlan(ctx, plan.id)).issued).toBe(2)
  expect(await sound()).toEqual([])
  await setBestiePlanState(ctx, plan.id, 'ended')
})

test('given back while both coupons are unused: the money is back, and both are gone', async () => {
  const plan = await liveBestiePlan(ctx, { sku: 'bestie', holder_when: 'accepted' })
  const [holder = 0, friend = 0] = await people(2)
  const order = await buys(holder, { bestie: 1 })
  const [card] = await ownBestieCards(ctx, [holder])
  await acceptCard(ctx, card?.code ?? '', friend)
  await giveBack(order, 'bestie')
  expect([await coupons(friend), await coupons(holder)]).toEqual([['void'], ['void']])
  expect((await getBestiePlan(ctx, plan.id)).issued).toBe(0)
  expect(await sound()).toEqual([])
  await setBestiePlanState(ctx, plan.id, 'ended')
})

test('given back at the moment a friend accepts or pays: either it is hers or the money is back, never both', async () => {
  const plan = await liveBestiePlan(ctx, { sku: 'bestie' })
  const told = await Promise.all(
    Array.from({ length: 16 }, async (_, i) => {
      const [holder = 0, friend = 0] = await people(2)
      const order = await buys(holder, { bestie: 1 })
      const [card] = await ownBestieCards(ctx, [holder])
      const accept = () => code(acceptCard(ctx, card?.code ?? '', friend))
      if (i % 2 === 1) await accept()
      const [did, back] = await Promise.all([
        i % 2 === 1 ? code(buys(friend, { tea: 2 })) : accept(),
        code(giveBack(order, 'bestie')),
      ])
      return { did, back, coupons: (await coupons(friend)).join() }
    }),
  )
  for (const { did, back, coupons } of told) {
    if (back === 'done') expect(['', 'void', 'void,void']).toContain(coupons)
    else expect(['used', 'taken']).toContain(coupons)
    expect(['done', 'bestie_revoked', 'coupon_taken', 'price_changed']).toContain(did)
  }
  expect(await sound()).toEqual([])
  await setBestiePlanState(ctx, plan.id, 'ended')
})

test('an erased holder’s open card is over; an accepted one leads to nobody and stays counted', async () => {
  const own = promotionData.find(({ name }) => name === 'bestie_cards')
  if (!own?.export || !own.erase) throw new Error('bestie cards are not among personal data')
  const { export: told, erase } = own
  const plan = await liveBestiePlan(ctx, { total: 5 })
  const [holder = 0, friend = 0] = await people(2)
  const [open, taken] = [await plan.card(holder), await plan.card(holder)]
  await acceptCard(ctx, taken.code, friend)
  const person = (node: number) => ({ customerId: node, nodes: [node] }) as never
  expect(await told(ctx, person(holder))).toHaveLength(2)
  expect(await told(ctx, person(friend))).toMatchObject([{ side: 'friend' }])
  await erase(ctx, person(holder))
  await erase(ctx, person(friend))
  expect(await getCard(ctx, open.id)).toMatchObject({ state: 'revoked', holder_node_id: null })
  expect(await getCard(ctx, taken.id)).toMatchObject({
    ...{ state: 'accepted', holder_node_id: null, friend_node_id: null },
  })
  expect((await getBestiePlan(ctx, plan.id)).issued).toBe(1)
  expect(await told(ctx, person(holder))).toEqual([])
  expect(await sound()).toEqual([])
})

test('plans are sound: coupons without an own end, one plan a product, never fewer than are given', async () => {
  const plan = await liveBestiePlan(ctx, { sku: 'bestie' })
  const { friend_batch_id: batch, ...fields } = await getBestiePlan(ctx, plan.id)
  const make = (given: object) =>
    code(createBestiePlan(ctx, plan.activity, { ...fields, friend_batch_id: batch, ...given }))
  expect(await make({})).toBe('bestie_sku_taken')
  expect(await make({ sku: 'tea' })).toBe('goods_give_nothing')
  expect(await make({ sku: 'none such' })).toBe('product_not_found')
  await plan.card(await newCustomer(ctx))
  await plan.card(await newCustomer(ctx))
  const change = async (given: object) =>
    code(changeBestiePlan(ctx, plan.id, given, (await getBestiePlan(ctx, plan.id)).revision))
  expect(await change({ total: 1 })).toBe('bestie_total')
  expect(await change({ total: 2 })).toBe('done')
  expect(await code(changeBestiePlan(ctx, plan.id, {}, 1))).toBe('edited_meanwhile')
  await sql`update coupon_batch set quantity = 5 where tenant_id = ${ctx.tenantId} and id = ${batch}`.execute(
    ctx.pg,
  )
  expect(await change({ total: 3 })).toBe('bestie_batch')
  await setBestiePlanState(ctx, plan.id, 'ended')
  expect(await change({ total: 3 })).toBe('bestie_plan_state')
})

test('a card keeps the terms it was given with; one taken back is over with its coupons', async () => {
  const plan = await liveBestiePlan(ctx, { friend: 'anyone', holder_when: 'accepted' })
  const [holder = 0, friend = 0, buyer = 0] = await people(3)
  await buys(buyer, { tea: 1 })
  const card = await plan.card(holder)
  await changeBestiePlan(ctx, plan.id, { friend: 'new' }, 2)
  await setBestiePlanState(ctx, plan.id, 'ended')
  expect(await code(acceptCard(ctx, card.code, buyer))).toBe('done')
  expect(await code(acceptCard(ctx, card.code, friend))).toBe('bestie_accepted')
  expect(await code(revokeCard(ctx, card.id, '刷单'))).toBe('done')
  expect([await coupons(buyer), await coupons(holder)]).toEqual([['void'], ['void']])
  expect(await code(revokeCard(ctx, card.id, '刷单'))).toBe('done')
  expect(await sound()).toEqual([])
})
