// One offer's turn: its kind's function within the terms that every offer has.
import { split } from '../../platform/money.ts'
import type { Basket } from './basket.ts'
import { amountOf, type Kind, piecesOf, STAGES, type Target } from './kind.ts'
import { KINDS } from './kinds/index.ts'
import type { Offer } from './offer.ts'
import { type Effect, isShort, type Shortfall, type State, startOf, worthOf } from './state.ts'

/** An offer that is open, with its goods; `bound`: the most it can be worth, fen. */
export interface Candidate {
  offer: Offer
  goods: readonly Target[]
  bound: number
}
export type Missed = Shortfall | { missing: 'budget'; needed: number; have: number }

// The schema of offers gives each kind its own arguments; nothing else makes an Offer.
const kindOf = (offer: Offer) => KINDS[offer.kind] as Kind

const capped = (effect: Effect, most: number | undefined): Effect => {
  if (most === undefined || worthOf(effect) <= most) return effect
  // Shipping comes down last: what an offer takes off goods is what it is for.
  const offGoods = effect.off.reduce((sum, [, fen]) => sum + fen, 0)
  const fen = Math.min(offGoods, most)
  const shares = split(
    fen,
    effect.off.map(([, off]) => off),
  )
  return {
    ...effect,
    off: effect.off.map(([line], i) => [line, shares[i] ?? 0] as const),
    shippingFen: Math.min(effect.shippingFen ?? 0, most - fen),
  }
}

export function turnOf({ offer, goods }: Candidate, state: State): Effect | Missed {
  const { needs, left, most_fen } = offer
  const fen = amountOf(goods, state)
  if (needs.fen !== undefined && fen < needs.fen)
    return { missing: 'amount', needed: needs.fen, have: fen }
  const pieces = piecesOf(goods)
  if (needs.pieces !== undefined && pieces < needs.pieces)
    return { missing: 'quantity', needed: needs.pieces, have: pieces }
  const raw = kindOf(offer).apply(offer.args, goods, state)
  if (isShort(raw)) return raw
  const effect = capped(raw, most_fen)
  const worth = worthOf(effect)
  if (worth <= 0) return { missing: 'discount' }
  if (left.fen !== undefined && worth > left.fen)
    return { missing: 'budget', needed: worth, have: left.fen }
  return effect
}

/**
 * With the most its turn can be worth, whatever comes before it: a budget is left out, for what it
 * pays for a small amount it may refuse for a large one.
 */
export function candidateOf(offer: Offer, goods: readonly Target[], basket: Basket): Candidate {
  const start = startOf(basket)
  const kind = kindOf(offer)
  const open: Candidate = { offer: { ...offer, left: {} }, goods, bound: 0 }
  const alone = turnOf(open, start)
  const most = kind.bound
    ? kind.bound(offer.args, goods, start)
    : isShort(alone)
      ? 0
      : worthOf(alone)
  return { offer, goods, bound: Math.min(most, offer.most_fen ?? most) }
}

/** Stage, offers before coupons, priority, and what is left to chance: the id. */
export function inTurn(a: Offer, b: Offer): number {
  const stage = (o: Offer) => STAGES.indexOf(kindOf(o).stage) * 2 + (o.source === 'coupon' ? 1 : 0)
  return stage(a) - stage(b) || byPriority(a, b)
}

export const byPriority = (a: Offer, b: Offer): number =>
  b.priority - a.priority || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
