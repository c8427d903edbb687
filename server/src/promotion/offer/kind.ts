// What a kind of offer is: a code, arguments whose schema draws its form, and one pure function.
import type { z } from 'zod'
import { split } from '../../platform/money.ts'
import type { Effect, Shortfall, State } from './state.ts'

/**
 * The fixed order in which offers come: single pieces get their price, then amounts come down, then
 * shipping; gifts look at what is left to pay. Coupons come after offers of their stage.
 */
export const STAGES = ['piece', 'amount', 'shipping', 'gift'] as const
export type Stage = (typeof STAGES)[number]

/** One line an offer may touch. */
export interface Target {
  /** Its place in the basket. */
  line: number
  sku: string
  quantity: number
  unitFen: number
}

export interface Kind<Schema extends z.ZodType = z.ZodType> {
  code: string
  stage: Stage
  args: Schema
  /** What the offer does to its goods as they stand now. */
  apply: (args: z.infer<Schema>, goods: readonly Target[], state: State) => Effect | Shortfall
  /**
   * The most it can be worth in this state or after any other offers; needed where taking pieces away
   * can make `apply` worth more. Without it `apply` is the bound (a property test holds both).
   */
  bound?: (args: z.infer<Schema>, goods: readonly Target[], state: State) => number
}

export const defineKind = <Schema extends z.ZodType>(kind: Kind<Schema>): Kind<Schema> => kind

export const amountOf = (goods: readonly Target[], state: State): number =>
  goods.reduce((sum, { line }) => sum + (state.amounts[line] ?? 0), 0)

export const piecesOf = (goods: readonly Target[]): number =>
  goods.reduce((sum, { quantity }) => sum + quantity, 0)

/** Takes an amount off the goods, spread to the fen by what each still costs; at most all of it. */
export function takeOff(fen: number, goods: readonly Target[], state: State): Effect | Shortfall {
  const weights = goods.map(({ line }) => state.amounts[line] ?? 0)
  const total = weights.reduce((a, b) => a + b, 0)
  const off = Math.min(fen, total)
  if (off <= 0) return { missing: 'discount' }
  const shares = split(off, weights)
  return { off: goods.map(({ line }, i) => [line, shares[i] ?? 0] as const) }
}
