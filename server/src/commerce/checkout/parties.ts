// Who else has a part in an order: coupons and budgets, points, stored value. Other domains implement it, the
// application names them, this domain knows none of them. All of it runs inside the order's transaction, so
// an order and what it took stand or fall together.
import type { Ctx } from '../../platform/ctx.ts'
import { type AppError, conflict } from '../../platform/errors.ts'
import type { DepositTerms } from '../deposit/deposits.ts'
import type { Quoted, QuoteInput } from '../quote/quote.ts'

export interface HeldOrder {
  orderId: string
  customerId: number
  /** Where what she holds is kept. */
  node: number
  storeId: string | null
  quoted: Quoted
  input: QuoteInput
  /** When what is held is free again if nobody has paid. */
  expiresAt: Date
}
/** Why an order cannot be placed as it was quoted; the buyer is shown a fresh quote. */
export interface NotHeld {
  code: string
  message: string
  details?: Readonly<Record<string, unknown>>
}
export interface ReturnedLine {
  sku: string
  quantity: number
  /** Of the line's price, what goes back this time. */
  fen: number
  /** Of its points and stored value, what goes back this time, fen. */
  pointsFen: number
  storedValueFen: number
}
export interface Returned {
  orderId: string
  /** Known to whoever gives back: the same one twice changes nothing. */
  refundId: string
  lines: readonly ReturnedLine[]
  /** Nothing of the order is left. */
  isWhole: boolean
}

/** What of a line can still go back. */
export interface LeftFen {
  fen: number
  /** Not less either: what is taken back is worth so much. */
  isExact: boolean
}

export interface OrderParty {
  code: string
  /** Takes aside what the quote rests on, by conditional writes. Repeating it changes nothing. */
  hold(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined>
  /** Before money moves, with who will pay on record: why it cannot be paid so. */
  mayBePaid?(ctx: Ctx, orderId: string): Promise<NotHeld | undefined>
  /** Paid: what was held is spent. Held no longer: takes it anew, or says why it cannot. */
  commit(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined>
  /**
   * Gives what was bought beside goods, or says why it cannot: with the payment, or once nothing keeps the order back
   * any more. Repeating it changes nothing.
   */
  give?(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined>
  /** Cancelled or expired before all of it was paid. */
  release(ctx: Ctx, orderId: string): Promise<void>
  giveBack(ctx: Ctx, returned: Returned): Promise<void>
  /**
   * Of these lines, by SKU, what is left of what was given for them; nothing for those that it gave nothing for.
   * @throws 409 when fewer pieces are left, or nothing of them
   */
  leftOf?(
    ctx: Ctx,
    orderId: string,
    lines: readonly { sku: string; quantity: number }[],
  ): Promise<ReadonlyMap<string, LeftFen>>
  /** The activity that the order is a doing of, as its price says. Pure. */
  activityOf?(input: QuoteInput): string | null
  /** The deposit it is paid with first, as its price says. Pure. */
  depositOf?(input: QuoteInput): DepositTerms | null
  /** The deposit is paid: what was held is hers until the balance is due, or says why it cannot be. */
  secure?(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined>
  /** What it holds goes by the price: released and held anew when that changes before the balance is paid. */
  followsPrice?: true
  /** Why a paid order is not sent, handed over or given yet. */
  keepsBack?(ctx: Ctx, orderId: string): Promise<NotHeld | undefined>
  /** Whether that may be, as its price says. Pure. */
  mayKeepBack?(input: QuoteInput): boolean
}

let parties: readonly OrderParty[] = []
/** Called at start; asked in this order, always the same, so that no two orders wait for each other. */
export function useOrderParties(given: readonly OrderParty[]): void {
  parties = given
}
export const orderParties = (): readonly OrderParty[] => parties

export const activityOf = (input: QuoteInput): string | null =>
  parties.map((party) => party.activityOf?.(input) ?? null).find((id) => id !== null) ?? null

export const depositTermsOf = (input: QuoteInput): DepositTerms | null =>
  input.agreed?.deposit ??
  parties.map((party) => party.depositOf?.(input) ?? null).find((terms) => terms !== null) ??
  null

/** Why a party cannot, and which. */
export interface Refusal extends NotHeld {
  party: string
}

/** Paid: what was held is spent, and what was bought is given, unless the order is kept back for now. */
export async function commitParties(ctx: Ctx, order: HeldOrder): Promise<Refusal | undefined> {
  for (const party of parties) {
    const no = await party.commit(ctx, order)
    if (no) return { ...no, party: party.code }
  }
  const waits =
    parties.some((party) => party.mayKeepBack?.(order.input)) &&
    (await keptBack(ctx, [order.orderId])).size > 0
  return waits ? undefined : giveParties(ctx, order)
}

export async function giveParties(ctx: Ctx, order: HeldOrder): Promise<Refusal | undefined> {
  for (const party of parties) {
    const no = await party.give?.(ctx, order)
    if (no) return { ...no, party: party.code }
  }
  return undefined
}

/** @throws 409 with the reason that a party gives */
export async function demandNotKeptBack(ctx: Ctx, orderId: string): Promise<void> {
  const no = (await keptBack(ctx, [orderId])).get(orderId)
  if (no) throw no
}

/** What is left of what parties gave for these lines, by SKU. @throws 409 */
export async function leftOfLines(
  ctx: Ctx,
  orderId: string,
  lines: readonly { sku: string; quantity: number }[],
): Promise<ReadonlyMap<string, LeftFen>> {
  const left = new Map<string, LeftFen>()
  for (const party of parties)
    for (const [sku, fen] of (await party.leftOf?.(ctx, orderId, lines)) ?? []) left.set(sku, fen)
  return left
}

/** Of these orders the ones that a party keeps back, with its reason. */
export async function keptBack(
  ctx: Ctx,
  orderIds: readonly string[],
): Promise<Map<string, AppError>> {
  const kept = new Map<string, AppError>()
  for (const party of parties) {
    if (!party.keepsBack) continue
    for (const orderId of orderIds) {
      if (kept.has(orderId)) continue
      const no = await party.keepsBack(ctx, orderId)
      if (no) kept.set(orderId, conflict(no.code, no.message, { party: party.code, ...no.details }))
    }
  }
  return kept
}
