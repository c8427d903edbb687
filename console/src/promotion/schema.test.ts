import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bpOf, foldOf, fromForm, toForm, type Value } from './schema.ts'

test('8.8 折 is 1,200 basis points off, and ¥30 is 3,000 fen', () => {
  expect([foldOf(1200), bpOf(8.8), bpOf(9.95)]).toEqual([8.8, 1200, 50])
  expect(toForm({ steps: [{ from_fen: 20_000, off_bp: 1200 }], repeats: false, most: 2 })).toEqual({
    ...{ steps: [{ from_fen: 200, off_bp: 8.8 }], repeats: false, most: 2 },
  })
  expect(fromForm({ price_fen: 9.9, sku: '', most: null })).toEqual({ price_fen: 990 })
})

test('whatever is shown in yuan and 折 is sent as it was read', () => {
  const args = fc.record({
    off_fen: fc.nat(100_000_000),
    off_bp: fc.integer({ min: 1, max: 10_000 }),
    steps: fc.array(fc.record({ from_fen: fc.nat(1_000_000), off_bp: fc.nat(10_000) })),
    repeats: fc.boolean(),
    most: fc.nat(100),
  })
  fc.assert(
    fc.property(args, (given) => void expect(fromForm(toForm(given as Value))).toEqual(given)),
  )
})
