import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { newCustomer } from '../../commerce/testing.ts'
import { mergeCustomers, useMergePolicy } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { consentPolicy } from '../../profile/index.ts'
import { commitHold, giveBackHeld, hold } from '../ledger/holds.ts'
import { ledgerData } from '../personal-data.ts'
import { storedValueOf } from '../stored-value/desk.ts'
import { createPlan } from '../stored-value/plans.ts'
import { divideBy } from '../stored-value/policy.ts'
import { storedValueByDay } from '../stored-value/report.ts'
import { topUp } from '../stored-value/topups.ts'
import { ledgerFaults } from '../testing.ts'
import { giftCardChecks } from './check.ts'
import { claimGiftCard, refundGiftCard, sellGiftCard } from './gift-cards.ts'
import { giftCardsBoughtBy, listGiftCards } from './queries.ts'

let ctx: TestCtx
beforeAll(async () => {
  useMergePolicy(consentPolicy)
  ctx = await testCtx()
})
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )
const sold = (of: Ctx, given: Partial<Parameters<typeof sellGiftCard>[1]> = {}) =>
  sellGiftCard(of, {
    ...{ key: randomUUID(), fen: 10_000, buyer: null, greeting: '', isRealName: false },
    ...given,
  })
const owed = async (of: Ctx) => {
  const { rows } = await sql<{
    n: number
  }>`select coalesce(sum(amount), 0)::bigint as n from ledger_entry
    where tenant_id = ${of.tenantId} and code = 'gift'`.execute(of.pg)
  return rows[0]?.n
}
const principal = async (of: Ctx, node: number) => (await storedValueOf(of, node)).principal_fen

test('what was paid is owed to nobody in particular, then to whoever claims it, to the fen', async () => {
  const own = await testCtx()
  const [buyer, friend] = [await newCustomer(own), await newCustomer(own)]
  const key = randomUUID()
  const card = await sold(own, { key, buyer, greeting: '生日快乐' })
  expect((await sold(own, { key, buyer })).id).toBe(card.id)
  expect(await code(sold(own, { key, fen: 1 }))).toBe('key_used')
  expect(await owed(own)).toBe(10_000)
  const claimed = await claimGiftCard(own, ` ${card.code.toLowerCase()} `, friend)
  expect(claimed).toMatchObject({ state: 'claimed', claimer_id: friend, buyer_id: buyer })
  expect((await claimGiftCard(own, card.code, friend)).id).toBe(card.id)
  expect(await code(claimGiftCard(own, card.code, buyer))).toBe('gift_card_claimed')
  expect([await owed(own), await principal(own, friend)]).toEqual([0, 10_000])
  expect(await code(refundGiftCard(own, card.id, 'x'))).toBe('gift_card_claimed')
  expect((await giftCardsBoughtBy(own, [buyer])).map((c) => c.id)).toEqual([card.id])
  expect((await listGiftCards(own, { q: card.code, limit: 5 })).items).toHaveLength(1)
  expect(await code(claimGiftCard(await testCtx(), card.code, friend))).toMatch(/not_found$/)
  expect(await ledgerFaults(own)).toEqual([])
})

test('sixty-four who hold the code at once: one has it, and the books say so', async () => {
  const own = await testCtx()
  const card = await sold(own)
  const people = await Promise.all(Array.from({ length: 64 }, () => newCustomer(own)))
  const told = await Promise.all(people.map((node) => code(claimGiftCard(own, card.code, node))))
  expect(told.filter((t) => t === 'done')).toHaveLength(1)
  expect(told.filter((t) => t === 'gift_card_claimed')).toHaveLength(63)
  const winner = people[told.indexOf('done')] ?? 0
  expect([await owed(own), await principal(own, winner)]).toEqual([0, 10_000])
  const other = await sold(own)
  const both = await Promise.all([
    ...people.slice(0, 32).map((node) => code(claimGiftCard(own, other.code, node))),
    ...people.slice(0, 32).map(() => code(refundGiftCard(own, other.id, 'x'))),
  ])
  expect(both.filter((t) => t === 'done')).toHaveLength(1)
  expect(await owed(own)).toBe(0)
  expect(await ledgerFaults(own)).toEqual([])
})

test('it is spent as stored value is, and what is returned of an order comes back to the same lot', async () => {
  const own = await testCtx()
  const friend = await newCustomer(own)
  await claimGiftCard(own, (await sold(own)).code, friend)
  const orderId = randomUUID()
  const wanted = {
    ...{ purpose: 'stored_value' as const, orderId, node: friend, amount: 4_000, fen: 4_000 },
    ...{ books: ['principal', 'bonus'] as const, divide: divideBy('principal_first', 4_000) },
  }
  expect(await hold(own, wanted)).toMatchObject({ ok: true })
  await commitHold(own, wanted)
  expect(await principal(own, friend)).toBe(6_000)
  await giveBackHeld(own, {
    ...{ purpose: 'stored_value', orderId, refundId: randomUUID(), fen: 4_000, isWhole: true },
    graceDays: 30,
  })
  expect(await principal(own, friend)).toBe(10_000)
  expect(await ledgerFaults(own)).toEqual([])
})

test('the law’s limits hold: a bearer’s card, a named account, a real name', async () => {
  const friend = await newCustomer(ctx)
  expect(await code(sold(ctx, { fen: 100_001 }))).toBe('above_bearer_card_limit')
  for (let i = 0; i < 5; i++)
    await claimGiftCard(ctx, (await sold(ctx, { fen: 100_000 })).code, friend)
  const more = await sold(ctx, { fen: 1 })
  expect(await code(claimGiftCard(ctx, more.code, friend))).toBe('above_named_card_limit')
  expect((await claimGiftCard(ctx, more.code, await newCustomer(ctx))).state).toBe('claimed')
  const buyer = await newCustomer(ctx)
  for (let i = 0; i < 9; i++) await sold(ctx, { fen: 100_000, buyer })
  expect(await code(sold(ctx, { fen: 100_000, buyer }))).toBe('real_name_needed')
  expect((await sold(ctx, { fen: 100_000, buyer, isRealName: true })).state).toBe('waiting')
})

test('what a person buys within a day is one sum: top-ups, cards, by any of her records and 64 at once', async () => {
  const own = await testCtx()
  const [buyer, other] = [await newCustomer(own), await newCustomer(own)]
  await mergeCustomers(own, buyer, other, 'one person')
  const { id } = await createPlan(own, {
    ...{ name: 'plan', pay_fen: 500_000, bonus_fen: 0, bonus_days: null },
    ...{ preset: 'retail', accepted: true },
  })
  await topUp(own, { key: 'topped', customer: buyer, planId: id, paidFen: 500_000 })
  const told = await Promise.all(
    Array.from({ length: 64 }, (_, i) =>
      code(sold(own, { fen: 100_000, buyer: i % 2 === 0 ? buyer : other })),
    ),
  )
  expect(told.filter((t) => t === 'done')).toHaveLength(4)
  expect(told.filter((t) => t === 'real_name_needed')).toHaveLength(60)
})

test('any mix of selling, claiming and giving back leaves the books and the cards at one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          does: fc.constantFrom('sell', 'claim', 'refund'),
          fen: fc.integer({ min: 1, max: 50_000 }),
          pick: fc.nat({ max: 20 }),
        }),
        { maxLength: 15 },
      ),
      async (acts) => {
        const own = await testCtx()
        const friend = await newCustomer(own)
        const cards: { id: string; code: string; fen: number; state: string }[] = []
        let hers = 0
        for (const { does, fen, pick } of acts) {
          const card = cards[pick % Math.max(1, cards.length)]
          if (does === 'sell') cards.push({ ...(await sold(own, { fen })), fen, state: 'waiting' })
          else if (card && does === 'claim') {
            const told = await code(claimGiftCard(own, card.code, friend))
            const isNew = card.state === 'waiting' && hers + card.fen <= 500_000
            expect(told === 'done').toBe(isNew || card.state === 'claimed')
            if (isNew) {
              card.state = 'claimed'
              hers += card.fen
            }
          } else if (card) {
            const told = await code(refundGiftCard(own, card.id, 'x'))
            expect(told === 'done').toBe(card.state === 'waiting')
            if (told === 'done') card.state = 'refunded'
          }
        }
        const waiting = cards.filter((c) => c.state === 'waiting')
        expect(await owed(own)).toBe(waiting.reduce((sum, c) => sum + c.fen, 0))
        expect(await principal(own, friend)).toBe(hers)
        expect(await ledgerFaults(own)).toEqual([])
      },
    ),
    { numRuns: 15, endOnFailure: true },
  )
})

test('the report owes what waits to be claimed, and counts the money once', async () => {
  const own = { ...(await testCtx()), now: () => new Date('2026-05-05T04:00:00Z') }
  const friend = await newCustomer(own)
  await sold(own, { fen: 3_000 })
  await claimGiftCard(own, (await sold(own, { fen: 5_000 })).code, friend)
  await refundGiftCard(own, (await sold(own, { fen: 700 })).id, 'x')
  expect(await storedValueByDay(own, '2026-05-05', '2026-05-05')).toMatchObject([
    { cash_in_fen: 8_700, cash_back_fen: 700, principal_fen: 8_000 },
  ])
})

test('the check sees a card that the journal does not know', async () => {
  const own = await testCtx()
  const card = await sold(own)
  const faults = async () => {
    const found = await giftCardChecks[0]?.compare(own)
    return (found?.differences ?? []).filter((d) => d.tenant === own.tenantId)
  }
  expect(await faults()).toEqual([])
  await sql`update gift_card set fen = fen + 1 where tenant_id = ${own.tenantId} and id = ${card.id}`.execute(
    own.pg,
  )
  expect(await faults()).toHaveLength(1)
  await sql`update gift_card set fen = fen - 1 where tenant_id = ${own.tenantId} and id = ${card.id}`.execute(
    own.pg,
  )
})

test('a person’s gift cards are hers to see, and lead to nobody when she goes', async () => {
  const own = await testCtx()
  const [buyer, friend] = [await newCustomer(own), await newCustomer(own)]
  await claimGiftCard(own, (await sold(own, { buyer })).code, friend)
  const data = ledgerData.find((d) => d.tables.includes('gift_card'))
  const person = (node: number) => ({ customerId: node, nodes: [node], identifiers: [] }) as never
  expect(await data?.export?.(own, person(buyer))).toMatchObject([{ fen: 10_000, part: 'bought' }])
  expect(await data?.export?.(own, person(friend))).toMatchObject([
    { fen: 10_000, part: 'claimed' },
  ])
  expect(await data?.erase?.(own, person(buyer))).toBe(1)
  expect(await giftCardsBoughtBy(own, [buyer])).toEqual([])
})
