import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Basket } from './basket.ts'
import { bestOf, type Choice, type Combination, fits, isBetter, type Limits } from './best.ts'
import { momentOf, opennessOf } from './eligible.ts'
import type { Offer } from './offer.ts'
import { after, isShort, type State, startOf, worthOf } from './state.ts'
import { basketOf, offerOf, quoteOf, someBasket, someOffers } from './testing-offers.ts'
import { candidateOf, inTurn, turnOf } from './turn.ts'

/** Every subset, each played in the order of turns; slow and obvious. */
function byBruteForce(choices: readonly Choice[], start: State, limits: Limits): Combination {
  let best: Combination = { used: [], worth: -1 }
  for (let subset = 0; subset < 2 ** choices.length; subset++) {
    let state = start
    let found: Combination = { used: [], worth: 0 }
    for (const [i, { candidate }] of choices.entries()) {
      if ((subset & (2 ** i)) === 0 || !fits(found.used, candidate, limits)) continue
      const effect = turnOf(candidate, state)
      if (isShort(effect)) continue
      state = after(state, effect)
      found = {
        used: [...found.used, { candidate, effect }],
        worth: found.worth + worthOf(effect),
      }
    }
    if (isBetter(found, best)) best = found
  }
  return best
}

const choicesOf = (basket: Basket, offers: readonly Offer[]): Choice[] =>
  [...offers].sort(inTurn).flatMap((offer) => {
    const open = opennessOf(offer, basket, momentOf(basket))
    return 'goods' in open
      ? [{ candidate: candidateOf(offer, open.goods, basket), isSettled: false }]
      : []
  })
const idsOf = ({ used }: Combination) => used.map((u) => u.candidate.offer.id)

const limits = fc.record(
  { coupons: fc.nat(3), offers: fc.nat(6) },
  { requiredKeys: [] },
) satisfies fc.Arbitrary<Limits>

test('up to twelve offers, the combination found is the one that trying every subset finds', () => {
  fc.assert(
    fc.property(someBasket, someOffers(8), limits, (basket, offers, limits) => {
      const choices = choicesOf(basket, offers)
      const found = bestOf(choices, startOf(basket), limits)
      const brute = byBruteForce(choices, startOf(basket), limits)
      expect({ ids: idsOf(found), worth: found.worth }).toEqual({
        ids: idsOf(brute),
        worth: brute.worth,
      })
      expect(found).toMatchObject({ isProven: true, bound: brute.worth })
    }),
    { numRuns: 600 },
  )
  fc.assert(
    fc.property(someBasket, someOffers(12), (basket, offers) => {
      const choices = choicesOf(basket, offers)
      const found = bestOf(choices, startOf(basket), {})
      expect(found.worth).toBe(byBruteForce(choices, startOf(basket), {}).worth)
      expect(found.isProven).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test('no offer is ever worth more than its bound, whatever came before it', () => {
  fc.assert(
    fc.property(someBasket, someOffers(10), (basket, offers) => {
      let state = startOf(basket)
      for (const { candidate } of choicesOf(basket, offers)) {
        const effect = turnOf(candidate, state)
        if (isShort(effect)) continue
        expect(worthOf(effect)).toBeLessThanOrEqual(candidate.bound)
        state = after(state, effect)
      }
    }),
    { numRuns: 2000 },
  )
})

test('of very many offers that go together the answer says what is not proven, and a bound for it', () => {
  const basket = basketOf({ a: [1, 100_000], b: [3, 70_001], c: [7, 333] })
  // Each reaches its own threshold only while few others have come: no bound tells them apart.
  const offers = Array.from({ length: 40 }, (_, i) =>
    offerOf(
      `o${String(i).padStart(2, '0')}`,
      'amount',
      { off_fen: 20_011 + 37 * i },
      {
        needs: { fen: 150_000 + 1009 * i },
      },
    ),
  )
  const { search, offFen } = quoteOf(basket, offers)
  expect(search.worthFen).toBe(offFen)
  expect(search.isProven).toBe(false)
  expect(search.boundFen).toBeGreaterThan(search.worthFen)
  expect(search.boundFen).toBeLessThanOrEqual(100_000 + 3 * 70_001 + 7 * 333)
})

test('of equals the one with fewer offers is taken, then that of higher priority', () => {
  const basket = basketOf({ a: [1, 10_000] })
  const two = [
    offerOf('x', 'amount', { off_fen: 1000 }, { not_with: ['z'] }),
    offerOf('y', 'amount', { off_fen: 1000 }, { not_with: ['z'] }),
    offerOf('z', 'amount', { off_fen: 2000 }),
  ]
  const applied = (q: ReturnType<typeof quoteOf>) =>
    q.told.filter((t) => t.applied).map((t) => t.offer)
  expect(applied(quoteOf(basket, two))).toEqual(['z'])
  const alike = [
    offerOf('low', 'amount', { off_fen: 500 }, { exclusive: true }),
    offerOf('high', 'amount', { off_fen: 500 }, { exclusive: true, priority: 5 }),
  ]
  expect(applied(quoteOf(basket, alike))).toEqual(['high'])
})
