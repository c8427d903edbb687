// What of a line goes back: exactly the paid share, whatever the order of the parts. Pure.

/** A line as it was paid and what of it has gone back so far. */
export interface PaidLine {
  sku: string
  quantity: number
  totalFen: number
  storedValueFen: number
  pointsFen: number
  refundedQuantity: number
  refundedFen: number
  refundedStoredValueFen: number
  refundedPointsFen: number
}
export interface Share {
  sku: string
  quantity: number
  fen: number
  /** Of `fen`, what goes back as stored value. */
  storedValueFen: number
  pointsFen: number
}

/** How much of `whole` is due when `part` of `of` has come back, less what has gone back already. */
function due(whole: number, part: number, of: number, gone: number): number {
  if (part >= of) return whole - gone
  const upTo = Number((BigInt(whole) * BigInt(part)) / BigInt(of))
  return Math.max(0, upTo - gone)
}

/**
 * The share of so many pieces; the last piece takes what is left, so that all parts together are what
 * was paid. `fen` asks for less or for money without goods.
 * @returns undefined when more is asked for than is left
 */
export function shareOf(line: PaidLine, quantity: number, fen?: number): Share | undefined {
  const pieces = line.refundedQuantity + quantity
  const left = line.totalFen - line.refundedFen
  if (pieces > line.quantity || quantity < 0) return undefined
  const amount = fen ?? due(line.totalFen, pieces, line.quantity, line.refundedFen)
  if (amount < 0 || amount > left) return undefined
  // Of a line that cost nothing, points go back by pieces; else with the money.
  const [part, of] =
    line.totalFen === 0 ? [pieces, line.quantity] : [line.refundedFen + amount, line.totalFen]
  return {
    ...{ sku: line.sku, quantity, fen: amount },
    storedValueFen: Math.min(
      amount,
      due(line.storedValueFen, part, of, line.refundedStoredValueFen),
    ),
    pointsFen: due(line.pointsFen, part, of, line.refundedPointsFen),
  }
}

/** Whether nothing of it is left that could go back. */
export const isGone = (line: PaidLine): boolean =>
  line.refundedFen === line.totalFen && line.refundedQuantity === line.quantity
