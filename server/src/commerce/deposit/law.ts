// What a deposit means in law (Civil Code of the PRC, articles 586 to 588). Pure.

/** earnest: 定金, which binds both sides. advance: 订金, which is paid ahead and goes back. */
export const DEPOSIT_KINDS = ['earnest', 'advance'] as const
export type DepositKind = (typeof DEPOSIT_KINDS)[number]

/** Who let the bargain fall; agreed: both, or neither of them could help it. */
export const ENDED_BY = ['buyer', 'shop', 'agreed'] as const
export type EndedBy = (typeof ENDED_BY)[number]

/** Earnest money is a fifth of the price at most; what was paid over that is an advance. */
export const bindingFen = (kind: DepositKind, fen: number, priceFen: number): number =>
  kind === 'earnest' ? Math.min(fen, Math.floor(priceFen / 5)) : 0

export interface Outcome {
  /** Forfeited to the shop. */
  keptFen: number
  /** Of what she paid, what goes back to her. */
  returnedFen: number
  /** What the shop pays her on top: the second half of a double return. */
  penaltyFen: number
}

/** Of a deposit that does not count towards a price. What is kept and what goes back is always all of it. */
export function outcomeOf(deposit: { fen: number; bindingFen: number }, by: EndedBy): Outcome {
  const { fen, bindingFen } = deposit
  if (by === 'buyer') return { keptFen: bindingFen, returnedFen: fen - bindingFen, penaltyFen: 0 }
  return { keptFen: 0, returnedFen: fen, penaltyFen: by === 'shop' ? bindingFen : 0 }
}

/** Of goods that were paid in full and are not delivered: as much of it as of the price is still hers. */
export const penaltyLeft = (binding: number, totalFen: number, refundedFen: number): number =>
  totalFen === 0 ? 0 : Number((BigInt(binding) * BigInt(totalFen - refundedFen)) / BigInt(totalFen))
