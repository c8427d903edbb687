// What a basket costs with the offers there are, and for each of them why it counts or does not.
import { z } from 'zod'
import { Basket } from './basket.ts'
import { bestOf, type Choice, type Combination, clash, fits, type Limits } from './best.ts'
import { type Closed, momentOf, opennessOf } from './eligible.ts'
import { Group, Offer } from './offer.ts'
import { after, type Gift, isShort, type State, startOf, worthOf } from './state.ts'
import { byPriority, type Candidate, candidateOf, inTurn, type Missed, turnOf } from './turn.ts'

export const Asked = z.object({
  basket: Basket,
  offers: z
    .array(Offer)
    .max(500)
    .refine((offers) => new Set(offers.map((o) => o.id)).size === offers.length, 'ids differ'),
  groups: z.array(Group).max(100).default([]),
  limits: z
    .object({
      coupons: z.number().int().min(0).optional(),
      offers: z.number().int().min(0).optional(),
    })
    .default({}),
})
export type Asked = z.infer<typeof Asked>

/** Why an offer does not count. */
export type Reason =
  | { code: Closed }
  /** `needed`, `have`: fen */
  | { code: 'below_amount'; needed: number; have: number }
  | { code: 'below_pieces'; needed: number; have: number }
  | { code: 'goods_missing'; needed: number; have: number }
  | { code: 'nothing_to_take_off' }
  | { code: 'budget_spent'; needed: number; have: number }
  | { code: 'excluded_by'; offer: string }
  /** Of its group another one goes first. */
  | { code: 'group_chose'; offer: string }
  | { code: 'too_many' }
  /** What applies without it is worth more, or as much with fewer offers. */
  | { code: 'other_combination' }

export type Told = { offer: string } & (
  | { applied: true; worthFen: number }
  | { applied: false; reason: Reason }
)

export interface Quote {
  lines: {
    key: string
    amountFen: number
    offFen: number
    totalFen: number
    /** What each offer took off this line. */
    by: { offer: string; fen: number }[]
  }[]
  shippingFen: number
  shippingOffFen: number
  gifts: (Gift & { offer: string })[]
  /** Off goods and shipping. */
  offFen: number
  totalFen: number
  /** One of every offer that was asked about, in the order of their turns. */
  told: Told[]
  search: { isProven: boolean; boundFen: number; worthFen: number; turns: number }
}

/** Pure: the same question has the same answer, whatever the order of its offers. */
export function quote({ basket, offers, groups, limits }: Asked): Quote {
  const moment = momentOf(basket)
  const start = startOf(basket)
  const reasons = new Map<string, Reason>()
  const open: Candidate[] = []
  const hopeless: Candidate[] = []
  for (const offer of [...offers].sort(inTurn)) {
    const openness = opennessOf(offer, basket, moment)
    if ('closed' in openness) reasons.set(offer.id, { code: openness.closed })
    else {
      const candidate = candidateOf(offer, openness.goods, basket)
      if (candidate.bound > 0) open.push(candidate)
      else hopeless.push(candidate)
    }
  }
  const choices = settle(open, groups, start, limits, reasons)
  const found = bestOf(choices, start, limits)
  const losers = [...choices.map((c) => c.candidate), ...hopeless]
  tellLosers(losers, found, start, limits, reasons)
  return answer(basket, [...offers].sort(inTurn), found, reasons, {
    isProven: found.isProven,
    boundFen: found.bound,
    worthFen: found.worth,
    turns: found.turns,
  })
}

function reasonOf({ missing, needed = 0, have = 0 }: Missed): Reason {
  switch (missing) {
    case 'amount':
      return { code: 'below_amount', needed, have }
    case 'quantity':
      return { code: 'below_pieces', needed, have }
    case 'goods':
      return { code: 'goods_missing', needed, have }
    case 'budget':
      return { code: 'budget_spent', needed, have }
    case 'discount':
      return { code: 'nothing_to_take_off' }
  }
}

/**
 * Groups in which the brand decides are decided here, each on the basket as it is: what they choose
 * is settled, from the highest priority down, so that one of low priority that goes with nothing
 * cannot push out one above it. The rest is left to the search.
 */
function settle(
  open: readonly Candidate[],
  groups: readonly Group[],
  start: State,
  limits: Limits,
  reasons: Map<string, Reason>,
): Choice[] {
  const modes = new Map(groups.map(({ code, mode }) => [code, mode]))
  const modeOf = ({ offer }: Candidate) =>
    (offer.group === undefined ? undefined : modes.get(offer.group)) ?? 'best'
  const free = open.filter((c) => modeOf(c) === 'best')
  const chosen: Candidate[] = []
  for (const { code, mode } of groups) {
    if (mode === 'best') continue
    const members = open
      .filter(({ offer }) => offer.group === code)
      .flatMap((candidate) => {
        const effect = turnOf(candidate, start)
        if (!isShort(effect)) return [{ candidate, worth: worthOf(effect) }]
        reasons.set(candidate.offer.id, reasonOf(effect))
        return []
      })
      .sort((a, b) => byPriority(a.candidate.offer, b.candidate.offer))
    if (mode === 'highest') members.sort((a, b) => b.worth - a.worth)
    if (mode === 'lowest') members.sort((a, b) => a.worth - b.worth)
    const [first] = members
    for (const { candidate } of mode === 'all' ? members : members.slice(0, 1))
      chosen.push(candidate)
    for (const { candidate } of mode === 'all' ? [] : members.slice(1))
      reasons.set(candidate.offer.id, {
        code: 'group_chose',
        offer: first?.candidate.offer.id ?? '',
      })
  }
  const settled: { candidate: Candidate; effect: { off: [] } }[] = []
  for (const candidate of chosen.sort((a, b) => byPriority(a.offer, b.offer))) {
    const other = settled.find((s) => clash(s.candidate, candidate))
    if (other)
      reasons.set(candidate.offer.id, { code: 'excluded_by', offer: other.candidate.offer.id })
    else if (!fits(settled, candidate, limits))
      reasons.set(candidate.offer.id, { code: 'too_many' })
    else settled.push({ candidate, effect: { off: [] } })
  }
  return [
    ...free.map((candidate) => ({ candidate, isSettled: false })),
    ...settled.map(({ candidate }) => ({ candidate, isSettled: true })),
  ].sort((a, b) => inTurn(a.candidate.offer, b.candidate.offer))
}

/** Those that do not count: what stands against each, beside the combination that was found. */
function tellLosers(
  candidates: readonly Candidate[],
  found: Combination,
  start: State,
  limits: Limits,
  reasons: Map<string, Reason>,
): void {
  const used = new Set(found.used.map((u) => u.candidate))
  for (const candidate of candidates) {
    if (used.has(candidate)) continue
    let state = start
    for (const { candidate: earlier, effect } of found.used)
      if (inTurn(earlier.offer, candidate.offer) < 0) state = after(state, effect)
    const outcome = turnOf(candidate, state)
    const other = found.used.find((u) => clash(u.candidate, candidate))
    reasons.set(
      candidate.offer.id,
      isShort(outcome)
        ? reasonOf(outcome)
        : other
          ? { code: 'excluded_by', offer: other.candidate.offer.id }
          : fits(found.used, candidate, limits)
            ? { code: 'other_combination' }
            : { code: 'too_many' },
    )
  }
}

function answer(
  basket: Basket,
  offers: readonly Offer[],
  { used }: Combination,
  reasons: ReadonlyMap<string, Reason>,
  search: Quote['search'],
): Quote {
  const lines = basket.lines.map((line, i) => {
    const by = used.flatMap(({ candidate, effect }) => {
      const fen = effect.off.reduce((sum, [at, off]) => sum + (at === i ? off : 0), 0)
      return fen === 0 ? [] : [{ offer: candidate.offer.id, fen }]
    })
    const amountFen = line.unit_fen * line.quantity
    const offFen = by.reduce((sum, { fen }) => sum + fen, 0)
    return { key: line.key, amountFen, offFen, totalFen: amountFen - offFen, by }
  })
  const shippingOffFen = used.reduce((sum, { effect }) => sum + (effect.shippingFen ?? 0), 0)
  const worths = new Map(used.map((u) => [u.candidate.offer.id, worthOf(u.effect)]))
  return {
    lines,
    shippingFen: basket.shipping_fen,
    shippingOffFen,
    gifts: used.flatMap(({ candidate, effect }) =>
      (effect.gifts ?? []).map((given) => ({ ...given, offer: candidate.offer.id })),
    ),
    offFen: lines.reduce((sum, l) => sum + l.offFen, 0) + shippingOffFen,
    totalFen: lines.reduce((sum, l) => sum + l.totalFen, 0) + basket.shipping_fen - shippingOffFen,
    told: offers.map(({ id }): Told => {
      const worthFen = worths.get(id)
      return worthFen === undefined
        ? { offer: id, applied: false, reason: reasons.get(id) ?? { code: 'other_combination' } }
        : { offer: id, applied: true, worthFen }
    }),
    search,
  }
}
