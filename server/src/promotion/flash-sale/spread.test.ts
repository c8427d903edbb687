import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Asker, admit, type Gate, lapseBp, marginOf } from './admit.ts'
import { type Bucket, freeOf, gather, MOST_BUCKETS, spread } from './spread.ts'

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
const buckets: fc.Arbitrary<Bucket[]> = fc
  .array(fc.record({ held: fc.nat(20), sold: fc.nat(20), free: fc.nat(20) }), {
    maxLength: MOST_BUCKETS,
  })
  .map((some) =>
    some.map(({ held, sold, free }, bucket) => ({
      ...{ bucket, held, sold, quantity: held + sold + free },
    })),
  )

test('however many pieces there are, buckets hold exactly so many, and none fewer than are taken from it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), buckets, (quantity, before) => {
      const taken = sum(before.map((b) => b.held + b.sold))
      const after = spread(quantity, before)
      if (taken > quantity) {
        expect(after).toBeUndefined()
        return
      }
      expect(sum((after ?? []).map((b) => b.quantity))).toBe(quantity)
      expect(after?.map(({ held, sold }) => ({ held, sold }))).toEqual(
        before.length > 0
          ? before.map(({ held, sold }) => ({ held, sold }))
          : after?.map(() => ({ held: 0, sold: 0 })),
      )
      const free = (after ?? []).map(freeOf)
      expect(Math.min(...free)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...free) - Math.min(...free)).toBeLessThanOrEqual(1)
    }),
  )
})

test('pieces are gathered whole, out of what is free, or not at all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), buckets, (wanted, some) => {
      const parts = gather(wanted, some)
      if (sum(some.map(freeOf)) < wanted) {
        expect(parts).toBeUndefined()
        return
      }
      expect(sum((parts ?? []).map((p) => p.quantity))).toBe(wanted)
      for (const part of parts ?? []) {
        const from = some.find((b) => b.bucket === part.bucket)
        expect(from && freeOf(from)).toBeGreaterThanOrEqual(part.quantity)
        expect(part.quantity).toBeGreaterThan(0)
      }
    }),
  )
})

const gate: fc.Arbitrary<Gate> = fc.record({
  ...{ left: fc.nat(200), held: fc.nat(50), open: fc.nat(200), used: fc.nat(500) },
  ...{ lapsed: fc.nat(500), perCustomer: fc.option(fc.integer({ min: 1, max: 5 })) },
})
const askers: fc.Arbitrary<Asker[]> = fc
  .array(fc.record({ quantity: fc.integer({ min: 1, max: 5 }), has: fc.nat(5) }), { maxLength: 80 })
  .map((some) => some.map((one, node) => ({ ...one, node })))

test('tokens never come to more than what is left and its margin; whoever fits is let in; nobody over her limit', () => {
  fc.assert(
    fc.property(gate, askers, (gate, askers) => {
      const most = gate.left + marginOf(gate.left, gate)
      const verdicts = admit(gate, askers)
      let open = gate.open
      for (const [i, { quantity, has }] of askers.entries()) {
        const isOver = gate.perCustomer !== null && has + quantity > gate.perCustomer
        const expected = isOver
          ? 'limit'
          : open + quantity <= most
            ? 'admitted'
            : gate.left === 0 && gate.held === 0
              ? 'sold_out'
              : 'waiting'
        expect(verdicts[i]).toBe(expected)
        if (verdicts[i] === 'admitted') open += quantity
      }
      expect(open).toBeLessThanOrEqual(Math.max(most, gate.open))
    }),
  )
})

test('the margin is what the brand’s own tokens measure, and never more than there are pieces', () => {
  expect(lapseBp({ used: 3, lapsed: 40 })).toBe(1_000)
  expect(lapseBp({ used: 75, lapsed: 25 })).toBe(2_500)
  expect(marginOf(90, { used: 75, lapsed: 25 })).toBe(30)
  expect(marginOf(100, { used: 100, lapsed: 0 })).toBe(0)
  expect(marginOf(100, { used: 1, lapsed: 999 })).toBe(100)
  expect(marginOf(0, { used: 1, lapsed: 999 })).toBe(0)
})
