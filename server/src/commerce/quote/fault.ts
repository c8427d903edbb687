// Why a basket has no price. Pure.
import type { NotQuoted, QuoteInput } from './quote.ts'

export const refused = (code: NotQuoted['code'], message: string): NotQuoted => ({
  ok: false,
  code,
  message,
})
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

export function faultOf(input: QuoteInput): NotQuoted | undefined {
  const { lines } = input
  if (lines.length === 0) return refused('basket_empty', 'There is nothing to price')
  if (new Set(lines.map((l) => l.sku)).size < lines.length)
    return refused('sku_twice', 'An SKU stands in two lines')
  const isWhole = (n: number) => Number.isSafeInteger(n) && n >= 0
  if (lines.some((l) => !isWhole(l.quantity) || l.quantity === 0))
    return refused('bad_quantity', 'A quantity is a whole number above zero')
  const prices = lines.flatMap((l) => [l.unitFen, ...Object.values(l.memberFen)])
  if (!prices.every(isWhole)) return refused('bad_price', 'Prices are whole fen, not below zero')
  // Sums, and weights times amounts, must stay exact.
  if (input.takenFen !== undefined && !isWhole(input.takenFen))
    return refused('bad_price', 'What was taken is whole fen, not below zero')
  if (!Number.isSafeInteger(sum(lines.map((l) => l.unitFen * l.quantity))))
    return refused('amount_too_large', 'The sum is beyond what is counted exactly')
  return undefined
}
