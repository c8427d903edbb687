// How many more may order, and who of those who ask. Pure.

/** What became of tokens whose time is over, one way or the other. */
export interface Measured {
  used: number
  lapsed: number
}
/** Fewer than these say nothing; until then a tenth is taken to lapse. */
export const LEAST_MEASURED = 50
const USUAL_BP = 1_000
/** However few order: at most twice as many have leave to as there are pieces. */
const MOST_BP = 5_000

/** The share of tokens that nobody orders with, basis points. */
export function lapseBp({ used, lapsed }: Measured): number {
  const decided = used + lapsed
  if (decided < LEAST_MEASURED) return USUAL_BP
  return Math.min(MOST_BP, Math.floor((lapsed * 10_000) / decided))
}

/** Tokens beyond what is left, so that those that lapse leave nothing unsold. Nothing left: none. */
export function marginOf(left: number, measured: Measured): number {
  const bp = lapseBp(measured)
  return Math.ceil((left * bp) / (10_000 - bp))
}

export interface Gate extends Measured {
  /** Pieces that are neither held nor sold. */
  left: number
  /** Of orders that are not paid. */
  held: number
  /** Of tokens nobody has ordered with yet. */
  open: number
  perCustomer: number | null
}
export interface Asker {
  node: number
  quantity: number
  /** Pieces she has of it already. */
  has: number
}
export type Refusal = 'limit' | 'waiting' | 'sold_out'
export type Verdict = 'admitted' | Refusal

/**
 * In the order they came. Whoever wants more than there is room for is passed over, and the next one may
 * fit.
 */
export function admit(gate: Gate, askers: readonly Asker[]): Verdict[] {
  const { left, held, open, perCustomer } = gate
  let room = left + marginOf(left, gate) - open
  return askers.map(({ quantity, has }): Verdict => {
    if (perCustomer !== null && has + quantity > perCustomer) return 'limit'
    if (quantity <= room) {
      room -= quantity
      return 'admitted'
    }
    // What others hold may come free again; what is paid does not wait for anybody.
    return left === 0 && held === 0 ? 'sold_out' : 'waiting'
  })
}
