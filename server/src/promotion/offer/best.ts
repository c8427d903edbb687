// The combination of offers that is worth most to the customer: a search over subsets by branch and
// bound. The order in which chosen offers come is fixed, so a subset has one outcome.

import type { Effect, State } from './state.ts'
import { after, isShort, worthOf } from './state.ts'
import { byPriority, type Candidate, turnOf } from './turn.ts'

export interface Choice {
  candidate: Candidate
  /** The brand has decided on it (mode of its group): the search may not leave it out. */
  isSettled: boolean
}
export interface Used {
  candidate: Candidate
  effect: Effect
}
export interface Combination {
  used: readonly Used[]
  worth: number
}
export interface Limits {
  /** Most coupons of an order; without it, as many as there are. */
  coupons?: number | undefined
  offers?: number | undefined
}
export interface Found extends Combination {
  /** Whether nothing better exists; with up to 12 free offers always true. */
  isProven: boolean
  /** Nothing is worth more than this; the worth itself where that is proven. */
  bound: number
  /** Offers' turns that were reckoned. */
  turns: number
}

const NOTHING: Effect = { off: [] }

/** Up to so many free offers the search goes to its end: 2^13 turns at the most. */
export const PROVEN = 12
/** Of more, so many turns: some 20 ms. */
const TURNS = 20_000

export const clash = (a: Candidate, b: Candidate): boolean =>
  a.offer.exclusive ||
  b.offer.exclusive ||
  a.offer.not_with.includes(b.offer.id) ||
  b.offer.not_with.includes(a.offer.id)

/** Worth more; of equals that with fewer offers, then that with the earlier by priority. */
export function isBetter(a: Combination, b: Combination): boolean {
  if (a.worth !== b.worth) return a.worth > b.worth
  if (a.used.length !== b.used.length) return a.used.length < b.used.length
  const sorted = (c: Combination) => c.used.map((u) => u.candidate.offer).sort(byPriority)
  const [ours, theirs] = [sorted(a), sorted(b)]
  for (const [i, offer] of ours.entries()) {
    const other = theirs[i]
    const order = other === undefined ? 0 : byPriority(offer, other)
    if (order !== 0) return order < 0
  }
  return false
}

/** Whether one more may come to those used already. */
export function fits(used: readonly Used[], next: Candidate, limits: Limits): boolean {
  const { source } = next.offer
  const most = source === 'coupon' ? limits.coupons : limits.offers
  return (
    (most === undefined || used.filter((u) => u.candidate.offer.source === source).length < most) &&
    !used.some((u) => clash(u.candidate, next))
  )
}

/** `choices` in the order of their turns. */
export function bestOf(choices: readonly Choice[], start: State, limits: Limits): Found {
  const isShortSearch = choices.filter((c) => !c.isSettled).length <= PROVEN
  const goodsFen = start.amounts.reduce((a, b) => a + b, 0)
  const settled = choices.filter((c) => c.isSettled)
  const rest = restsOf(choices)
  let best: Combination = { used: [], worth: -1 }
  let turns = 0
  let missedBound = -1

  // What is settled has its place, also before its turn.
  const later = (used: readonly Used[]): Used[] =>
    settled.flatMap(({ candidate }) =>
      used.some((u) => u.candidate === candidate) ? [] : [{ candidate, effect: NOTHING }],
    )
  const visit = (k: number, state: State, used: readonly Used[], worth: number): void => {
    const choice = choices[k]
    if (choice === undefined) {
      const found = { used, worth }
      if (isBetter(found, best)) best = found
      return
    }
    const { money, gifts } = rest[k] ?? { money: 0, gifts: 0 }
    const asked = state.amounts.reduce((a, b) => a + b, 0) + state.shippingFen
    const bound = worth + Math.min(money, asked) + gifts
    if (bound < best.worth) return
    if (!isShortSearch && turns >= TURNS && best.worth >= 0) {
      missedBound = Math.max(missedBound, bound)
      return
    }
    const { candidate, isSettled } = choice
    const mayCome = isSettled || fits([...used, ...later(used)], candidate, limits)
    if (mayCome) {
      turns += 1
      const effect = turnOf(candidate, state)
      if (!isShort(effect)) {
        visit(
          k + 1,
          after(state, effect),
          [...used, { candidate, effect }],
          worth + worthOf(effect),
        )
        if (isSettled) return
      }
    }
    visit(k + 1, state, used, worth)
  }
  visit(0, start, [], 0)
  return {
    ...best,
    isProven: missedBound <= best.worth,
    bound: Math.min(
      Math.max(missedBound, best.worth),
      goodsFen + start.shippingFen + (rest[0]?.gifts ?? 0),
    ),
    turns,
  }
}

/** For each place, the most that it and those after it can be worth: money and gifts apart. */
function restsOf(choices: readonly Choice[]): { money: number; gifts: number }[] {
  let [money, gifts] = [0, 0]
  const rests = [...choices].reverse().map(({ candidate: { offer, bound } }) => {
    if (offer.kind === 'gift') gifts += bound
    else money += bound
    return { money, gifts }
  })
  return rests.reverse()
}
