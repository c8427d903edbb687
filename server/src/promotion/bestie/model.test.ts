import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { newCustomer } from '../../commerce/testing.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { acceptCard } from './accept.ts'
import { type BestieCardState, getCard } from './cards.ts'
import { compareBestieCards } from './check.ts'
import { expireCards, revokeCard } from './end.ts'
import { giveCard } from './give.ts'
import { getBestiePlan } from './plans.ts'
import { liveBestiePlan } from './testing.ts'

const HOUR = 3_600_000
const ACCEPT_HOURS = 4
const PEOPLE = 4
let tenant: TestCtx
beforeAll(async () => {
  tenant = await testCtx()
})

type Act =
  | { act: 'give' | 'revoke'; which: number }
  | { act: 'accept'; which: number; who: number }
  | { act: 'wait'; hours: number }
  | { act: 'sweep' }
const which = fc.nat(1000)
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ act: fc.constant('give' as const), which }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('accept' as const), which, who: which }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('revoke' as const), which }) },
  {
    weight: 2,
    arbitrary: fc.record({
      act: fc.constant('wait' as const),
      hours: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ act: fc.constant('sweep' as const) }) },
)
/** A card as a plain reading of the rules has it. */
interface Expected {
  id: string
  code: string
  holder: number
  friend: number | null
  state: BestieCardState
  until: number
}
const done = (work: Promise<unknown>) =>
  work.then(
    () => true,
    (error: { status?: number }) => {
      if (error.status !== 409) throw error
      return false
    },
  )

async function play(acts: readonly Act[], perHolder: number, total: number): Promise<void> {
  let at = Date.now()
  const ctx: TestCtx = { ...tenant, now: () => new Date(at) }
  const plan = await liveBestiePlan(ctx, {
    ...{ per_holder: perHolder, total, accept_hours: ACCEPT_HOURS, holder_when: 'accepted' },
  })
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => newCustomer(ctx)))
  const person = (n: number) => people[n % PEOPLE] ?? 0
  const cards: Expected[] = []
  const counts = ({ state }: Expected) => state === 'waiting' || state === 'accepted'
  for (const one of acts) {
    if (one.act === 'wait') at += one.hours * HOUR
    if (one.act === 'sweep') {
      await expireCards(ctx, eachBrand(ctx))
      for (const card of cards)
        if (card.state === 'waiting' && card.until <= at) card.state = 'expired'
    }
    if (one.act === 'give') {
      const holder = person(one.which)
      const mine = cards.filter((card) => card.holder === holder && counts(card)).length
      const may = mine < perHolder && cards.filter(counts).length < total
      const given = giveCard(ctx, plan.id, { node: holder, key: randomUUID() })
      expect(await done(given)).toBe(may)
      if (!may) continue
      const { id, code } = await given
      const until = at + ACCEPT_HOURS * HOUR
      cards.push({ id, code, holder, friend: null, state: 'waiting', until })
    }
    const card = 'which' in one ? cards[one.which % Math.max(1, cards.length)] : undefined
    if (!card) continue
    if (one.act === 'accept') {
      const friend = person(one.who)
      const again = card.state === 'accepted' && card.friend === friend
      const has = cards.some((c) => c.state === 'accepted' && c.friend === friend)
      const may =
        again || (card.state === 'waiting' && card.until > at && card.holder !== friend && !has)
      expect(await done(acceptCard(ctx, card.code, friend))).toBe(may)
      if (may) Object.assign(card, { state: 'accepted', friend })
    }
    // Nothing of it is used here, so whatever is given can be taken back.
    if (one.act === 'revoke') {
      expect(await done(revokeCard(ctx, card.id, 'x'))).toBe(true)
      card.state = 'revoked'
    }
  }
  for (const card of cards)
    expect(await getCard(ctx, card.id)).toMatchObject({
      ...{ state: card.state, holder_node_id: card.holder, friend_node_id: card.friend },
    })
  expect((await getBestiePlan(ctx, plan.id)).issued).toBe(cards.filter(counts).length)
  // The clock of this play goes ahead of others', whose cards are not seen to by it.
  const { differences } = await compareBestieCards(tenant)
  expect(differences.filter((d) => d.tenant === ctx.tenantId)).toEqual([])
}

test('through any mix of giving, accepting, waiting and taking back, cards are what the rules say', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 5, maxLength: 30 }),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 6 }),
      play,
    ),
    { numRuns: 12 },
  )
})
