import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PRICING_VERSION, type Quoted, type QuoteInput, quote, type Rules } from '../quote/quote.ts'

const Lines = fc.uniqueArray(
  fc.record({
    sku: fc.constantFrom('a', 'b', 'c', 'd'),
    quantity: fc.integer({ min: 1, max: 9 }),
    unitFen: fc.integer({ min: 0, max: 100_000 }),
  }),
  { selector: ({ sku }) => sku, minLength: 1, maxLength: 4 },
)
const Priced = fc.record({
  lines: Lines,
  cut: fc.integer({ min: 0, max: 50_000 }),
  stored: fc.integer({ min: 0, max: 50_000 }),
  taken: fc.integer({ min: 0, max: 600_000 }),
})
type Of<A> = A extends fc.Arbitrary<infer T> ? T : never

function priced({ lines, cut, stored, taken }: Of<typeof Priced>): Quoted {
  const input: QuoteInput = {
    ...{ version: PRICING_VERSION, currency: 'CNY', levels: [], deepestBp: null, takenFen: taken },
    lines: lines.map((line) => ({ ...line, memberFen: {}, weightG: null, ships: true })),
    ...{ terms: { offers: 1, stored_value: 1 }, place: null, freight: null },
  }
  const takes = (fen: number) => () => ({ takes: [{ id: 'x', fen }] })
  const rules: Rules = { offers: takes(cut), stored_value: takes(stored) }
  const quoted = quote(input, rules)
  if (!quoted.ok) throw new Error(quoted.code)
  return quoted
}
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

test('what a till took is what is paid, whatever the price came to, and every line still adds up', () => {
  fc.assert(
    fc.property(Priced, (given) => {
      const { dueFen, totalFen, storedValueFen, discountFen, lines } = priced(given)
      expect(dueFen).toBe(given.taken)
      expect(totalFen).toBe(given.taken + storedValueFen)
      expect(sum(lines.map((line) => line.totalFen))).toBe(totalFen)
      expect(sum(lines.map((line) => line.grossFen - line.totalFen))).toBe(discountFen)
      for (const { quantity, grossFen, totalFen, off } of lines) {
        const { stored_value: _, ...discounts } = off
        expect(grossFen - sum(Object.values(discounts))).toBe(totalFen)
        expect(grossFen % quantity).toBe(0)
        expect(Math.min(totalFen, ...Object.values(off))).toBeGreaterThanOrEqual(0)
      }
    }),
  )
})
