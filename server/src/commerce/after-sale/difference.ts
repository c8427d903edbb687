import type { Prices } from './exchange-goods.ts'

/**
 * What an exchange for a cheaper SKU gives back, rounded down to the fen: of what was paid for the pieces the part by
 * which the new price is lower, as the price of what was paid for measures it. So one piece after another comes to no
 * more than all of them at once, and by way of a third SKU to the same. Never more than is left. Pure.
 */
export function differenceOf(
  line: { total_fen: number; quantity: number; refunded_fen: number },
  pieces: number,
  { paidFen, heldFen, toFen }: Prices,
): number {
  if (paidFen === 0 || heldFen <= toFen) return 0
  const over = BigInt(line.total_fen) * BigInt(pieces) * BigInt(heldFen - toFen)
  const fen = Number(over / (BigInt(line.quantity) * BigInt(paidFen)))
  return Math.min(fen, line.total_fen - line.refunded_fen)
}
