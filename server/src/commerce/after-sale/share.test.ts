import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isGone, type PaidLine, shareOf } from './share.ts'

const paid = (given: Partial<PaidLine>): PaidLine => ({
  ...{ sku: 'a', quantity: 3, totalFen: 1000, storedValueFen: 0, pointsFen: 0 },
  ...{ refundedQuantity: 0, refundedFen: 0, refundedStoredValueFen: 0, refundedPointsFen: 0 },
  ...given,
})
const back = (line: PaidLine, quantity: number, fen?: number): PaidLine => {
  const share = shareOf(line, quantity, fen)
  if (!share) throw new Error('more than is left')
  return {
    ...line,
    refundedQuantity: line.refundedQuantity + share.quantity,
    refundedFen: line.refundedFen + share.fen,
    refundedStoredValueFen: line.refundedStoredValueFen + share.storedValueFen,
    refundedPointsFen: line.refundedPointsFen + share.pointsFen,
  }
}

test('three pieces for 1000 go back as 333, 333 and 334', () => {
  const fens = [1, 1, 1].reduce<{ line: PaidLine; fens: number[] }>(
    ({ line, fens }, n) => {
      const next = back(line, n)
      return { line: next, fens: [...fens, next.refundedFen - line.refundedFen] }
    },
    { line: paid({}), fens: [] },
  ).fens
  expect(fens).toEqual([333, 333, 334])
})

test('more than is left is no share', () => {
  expect(shareOf(paid({ refundedQuantity: 2 }), 2)).toBeUndefined()
  expect(shareOf(paid({ refundedFen: 900 }), 0, 101)).toBeUndefined()
  expect(shareOf(paid({}), -1)).toBeUndefined()
})

const Line = fc
  .record({
    quantity: fc.integer({ min: 1, max: 40 }),
    totalFen: fc.integer({ min: 0, max: 5_000_000 }),
    storedBp: fc.integer({ min: 0, max: 10_000 }),
    pointsFen: fc.integer({ min: 0, max: 100_000 }),
  })
  .map(({ quantity, totalFen, storedBp, pointsFen }) =>
    paid({
      ...{ quantity, totalFen, pointsFen },
      storedValueFen: Math.floor((totalFen * storedBp) / 10_000),
    }),
  )
/** Pieces, and of their share what is asked for; a request may be refused and given free again. */
const Part = fc.record({
  quantity: fc.integer({ min: 0, max: 10 }),
  asked: fc.option(fc.integer({ min: 0, max: 10_000 })),
  isRefused: fc.boolean(),
})

test('any parts in any order, some refused, come to exactly what was paid', () => {
  fc.assert(
    fc.property(Line, fc.array(Part, { maxLength: 20 }), (whole, parts) => {
      let line = whole
      const open: PaidLine[] = []
      for (const { quantity, asked, isRefused } of parts) {
        const left = line.totalFen - line.refundedFen
        const pieces = Math.min(quantity, line.quantity - line.refundedQuantity)
        const fen = asked === null ? undefined : Math.floor((left * asked) / 10_000)
        const next = back(line, pieces, fen)
        // Whatever goes back is within what was paid, of every kind.
        expect(next.refundedFen).toBeLessThanOrEqual(line.totalFen)
        expect(next.refundedStoredValueFen).toBeLessThanOrEqual(line.storedValueFen)
        expect(next.refundedStoredValueFen - line.refundedStoredValueFen).toBeLessThanOrEqual(
          next.refundedFen - line.refundedFen,
        )
        if (isRefused) open.push(line)
        else line = next
      }
      const last = back(line, line.quantity - line.refundedQuantity)
      const end = back(last, 0, last.totalFen - last.refundedFen)
      expect(isGone(end)).toBe(true)
      expect(end.refundedStoredValueFen).toBe(whole.storedValueFen)
      expect(end.refundedPointsFen).toBe(whole.pointsFen)
    }),
    { numRuns: 500 },
  )
})
