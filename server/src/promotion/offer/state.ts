// How far the prices of a basket have come down, offer by offer. Never changed, only succeeded: the
// search for the best combination goes back to earlier ones.
import type { Basket } from './basket.ts'

export interface State {
  /** What is still asked for each line, fen. */
  readonly amounts: readonly number[]
  /** Pieces of each line that no offer on single pieces has taken: none is taken twice. */
  readonly free: readonly number[]
  readonly shippingFen: number
}

export interface Gift {
  sku: string
  quantity: number
  /** What it is worth to the customer, by which combinations are compared. */
  valueFen: number
}

/** What an offer does to a state: fen off each of the lines it looked at, by their index. */
export interface Effect {
  off: readonly (readonly [line: number, fen: number])[]
  /** Pieces it took for itself. */
  taken?: readonly (readonly [line: number, pieces: number])[]
  shippingFen?: number
  gifts?: readonly Gift[]
}

/** Why an offer does nothing; `needed` and `have` are fen for amounts, else pieces. */
export interface Shortfall {
  missing: 'amount' | 'quantity' | 'goods' | 'discount'
  needed?: number
  have?: number
}

export const isShort = <Short extends { missing: string }>(
  outcome: Effect | Short,
): outcome is Short => 'missing' in outcome

export const startOf = (basket: Basket): State => ({
  amounts: basket.lines.map((l) => l.unit_fen * l.quantity),
  free: basket.lines.map((l) => l.quantity),
  shippingFen: basket.shipping_fen,
})

/** What an effect is worth to the customer, fen. */
export function worthOf(effect: Effect): number {
  let worth = effect.shippingFen ?? 0
  for (const [, fen] of effect.off) worth += fen
  for (const gift of effect.gifts ?? []) worth += gift.valueFen
  return worth
}

export function after(state: State, effect: Effect): State {
  const amounts = [...state.amounts]
  for (const [line, fen] of effect.off) amounts[line] = (amounts[line] ?? 0) - fen
  let { free } = state
  if (effect.taken) {
    const left = [...free]
    for (const [line, pieces] of effect.taken) left[line] = (left[line] ?? 0) - pieces
    free = left
  }
  return { amounts, free, shippingFen: state.shippingFen - (effect.shippingFen ?? 0) }
}
