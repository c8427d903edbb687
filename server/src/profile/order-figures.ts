// What orders say of customers. Orders are another domain's, above this one: it tells through here.
import type { Ctx } from '../platform/ctx.ts'
import type { AssignmentEvidence } from './assignment-rules.ts'

export interface NodeOrders {
  orders: number
  /** In the brand's currency; what was given back is taken off. */
  spentFen: number
  lastAt: Date | null
}

export interface CurrencyValue {
  currency: string
  orders: number
  paid_fen: number
  refunded_fen: number
  first_at: string
  last_at: string
}

export interface OrderBook {
  /** What counts of these nodes' orders; nodes without any are not in the answer. */
  figuresOf(ctx: Ctx, nodes: readonly number[]): Promise<Map<number, NodeOrders>>
  /** The nodes whose order has this number, whatever shop gave it. */
  nodesOfNumber(ctx: Ctx, number: string): Promise<number[]>
  /** What the customer of these nodes is worth so far, a line a currency. */
  valueOf(ctx: Ctx, nodes: readonly number[]): Promise<CurrencyValue[]>
  /** Where these nodes bought, by verified and paid orders. */
  purchasesOf(ctx: Ctx, nodes: readonly number[]): Promise<AssignmentEvidence[]>
}

const none: OrderBook = {
  figuresOf: async () => new Map(),
  nodesOfNumber: async () => [],
  valueOf: async () => [],
  purchasesOf: async () => [],
}
let book = none

export function useOrderBook(given: OrderBook): void {
  book = given
}
export const orderBook = (): OrderBook => book
