// What a plan of deliveries asks for an article, where it is less than what a member pays. Pure.
import type { Note, Working } from './quote.ts'

export interface PlanTerms {
  plan: string
  /** What one costs; null: `off_bp` off the price for everybody. */
  price_fen: number | null
  off_bp: number | null
  /** What it is delivered for; null: it begins with this order. */
  subscription: string | null
  cycle: number
  /** The version of the agreement that she has accepted. */
  agreed: string | null
}

/** In place of a member price that is not better. @param room what may still be taken off a line */
export function planPrice(
  work: readonly Working[],
  { plan, price_fen, off_bp }: PlanTerms,
  room: (w: Working) => number,
  trace: Note[],
): void {
  let fen = 0
  for (const w of work) {
    const { quantity, unitFen } = w.line
    const off =
      price_fen === null
        ? Number((BigInt(unitFen) * BigInt(off_bp ?? 0)) / 10_000n)
        : unitFen - price_fen
    const already = unitFen - w.leftFen / quantity
    // Whole fen of a piece, so that what is left is again so many pieces at one price.
    const more = Math.min(off - already, Math.floor(room(w) / quantity)) * quantity
    if (more <= 0) continue
    w.leftFen -= more
    w.off.plan = (w.off.plan ?? 0) + more
    fen += more
  }
  const applied = fen > 0
  trace.push({
    step: 'plan',
    id: plan,
    code: applied ? 'plan_price' : 'plan_not_better',
    applied,
    fen,
  })
}
