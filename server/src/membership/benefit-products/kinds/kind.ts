// What a product can give beside goods: a kind is its arguments, and functions that give a piece, say what of it is
// left and take it back.
import type { z } from 'zod'
import type { Json, NotHeld } from '../../../commerce/index.ts'
import type { Ctx } from '../../../platform/ctx.ts'

/** A piece to be given. */
export interface NewUnit {
  orderId: string
  sku: string
  unit: number
  name: string
  node: number
  priceFen: number
}
/** A piece that was given and has not been taken back. */
export interface GivenUnit {
  sku: string
  unit: number
  priceFen: number
  /** The session card, the top-up, the ledger's transaction. */
  given: string
}
/** What an order asks to be promised. */
export interface Promising {
  node: number
  quantity: number
  totalFen: number
}

export interface BenefitKind<Args extends { [name: string]: Json }> {
  args: z.ZodType<Args>
  /** @throws 4xx when what it names is not there, or does not go with the product */
  demandSound(ctx: Ctx, args: Args, product: { price_fen: number | null }): Promise<void>
  /** Why an order cannot be promised it. */
  mayPromise(ctx: Ctx, args: Args, asked: Promising): Promise<NotHeld | undefined>
  /** In the order's transaction, once a piece. @returns what was given */
  give(ctx: Ctx, args: Args, unit: NewUnit): Promise<string>
  /** What is left of each, fen, in their order. @param lock holds them until the transaction ends */
  left(ctx: Ctx, args: Args, units: readonly GivenUnit[], lock: boolean): Promise<number[]>
  /** Takes back what is left, worth so much. @throws 409 when another sum is left by now */
  takeBack(ctx: Ctx, unit: GivenUnit, fen: number, refundId: string): Promise<void>
}
