// What a quotation comes to. Pure.

export interface AgreedPrice {
  quantity: number
  /** What one costs everybody. */
  list_fen: number
  /** What one costs here. */
  unit_fen: number
}
/** A share of the total, or a sum. */
export type DepositAsked = { share_bp: number } | { fen: number }

export interface Totals {
  list_fen: number
  goods_fen: number
  shipping_fen: number
  total_fen: number
  /** The deepest of its lines, rounded up, so that it is above a limit exactly when the line is. */
  deepest_bp: number
  /** Null: paid at once. */
  deposit_fen: number | null
  balance_fen: number | null
}

/** No sum of a quotation is above; ten billion yuan. */
export const MOST_FEN = 1_000_000_000_000

/** What a line takes off its list price, basis points, rounded up; 0 where it takes nothing off. */
export function offBp({ list_fen, unit_fen }: Pick<AgreedPrice, 'list_fen' | 'unit_fen'>): number {
  if (unit_fen >= list_fen) return 0
  const [off, list] = [BigInt(list_fen - unit_fen), BigInt(list_fen)]
  return Number((off * 10_000n + list - 1n) / list)
}

/** A share is rounded down to the fen; at least one. @throws RangeError for sums too large to be exact */
export function totalsOf(
  lines: readonly AgreedPrice[],
  shippingFen: number,
  deposit: DepositAsked | null,
): Totals {
  const sumOf = (price: (line: AgreedPrice) => number) =>
    lines.reduce((sum, line) => sum + BigInt(price(line)) * BigInt(line.quantity), 0n)
  const [list, goods] = [sumOf((l) => l.list_fen), sumOf((l) => l.unit_fen)]
  const total = goods + BigInt(shippingFen)
  if (list > MOST_FEN || total > MOST_FEN) throw new RangeError('the sum is too large')
  const total_fen = Number(total)
  const deposit_fen = deposit && depositOf(deposit, total_fen)
  return {
    ...{ list_fen: Number(list), goods_fen: Number(goods), shipping_fen: shippingFen, total_fen },
    deepest_bp: Math.max(0, ...lines.map(offBp)),
    deposit_fen,
    balance_fen: deposit_fen === null ? null : total_fen - deposit_fen,
  }
}

const depositOf = (asked: DepositAsked, totalFen: number): number =>
  'fen' in asked
    ? asked.fen
    : Math.max(1, Number((BigInt(totalFen) * BigInt(asked.share_bp)) / 10_000n))
