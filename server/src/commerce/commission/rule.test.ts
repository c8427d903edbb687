import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { earnedOf, keptOf, NO_RULE, rateOf } from './rule.ts'

describe('the rate of a product', () => {
  const rule = {
    ...NO_RULE,
    default_bp: 300,
    categories: [
      { path: ['茶'], bp: 500 },
      { path: ['茶', '白茶'], bp: 0 },
    ],
    products: [{ sku: 'gift', bp: 1_000 }],
  }
  test('is its own before that of its narrowest category before that of everything', () => {
    expect(rateOf(rule, 'gift', ['茶', '白茶'])).toBe(1_000)
    expect(rateOf(rule, 'a', ['茶', '白茶', '银针'])).toBe(0)
    expect(rateOf(rule, 'a', ['茶', '红茶'])).toBe(500)
    expect(rateOf(rule, 'a', ['器具', '茶'])).toBe(300)
    expect(rateOf(rule, 'a', [])).toBe(300)
  })
})

const Part = fc.record({
  fen: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 900_000_000_000_000 })),
  bp: fc.integer({ min: 1, max: 10_000 }),
})
const Parts = fc.array(Part, { minLength: 1, maxLength: 12 })
/** As one would reckon it on paper: the order's sum, whole fen. */
const onPaper = (parts: readonly { fen: number; bp: number }[]) =>
  parts.reduce((sum, { fen, bp }) => sum + BigInt(fen) * BigInt(bp), 0n) / 10_000n

describe('what an order earns', () => {
  test('is the sum over its lines rounded down to the fen, and no line earns more than it brought', () => {
    fc.assert(
      fc.property(Parts, (parts) => {
        const earned = earnedOf(parts, null)
        expect(earned.reduce((sum, fen) => sum + BigInt(fen), 0n)).toBe(onPaper(parts))
        earned.forEach((fen, i) => {
          expect(fen).toBeGreaterThanOrEqual(0)
          expect(fen).toBeLessThanOrEqual(parts[i]?.fen ?? 0)
        })
      }),
    )
  })
  test('is at most the limit of an order', () => {
    fc.assert(
      fc.property(Parts, fc.integer({ min: 1, max: 5_000 }), (parts, cap) => {
        const sum = earnedOf(parts, cap).reduce((a, b) => a + b, 0)
        expect(BigInt(sum)).toBe(onPaper(parts) < BigInt(cap) ? onPaper(parts) : BigInt(cap))
      }),
    )
  })
  test('is nothing of nothing', () => {
    expect(earnedOf([], null)).toEqual([])
    expect(earnedOf([{ fen: 0, bp: 500 }], 100)).toEqual([0])
  })
})

describe('what is left of it', () => {
  test('goes by the sum that went back alone, never grows, and is nothing when all went back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 900_000_000_000 }),
        fc.integer({ min: 0, max: 10_000 }),
        fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 8 }),
        (basis, bp, sizes) => {
          const earned = Math.floor(basis / 10_000) * bp
          const whole = sizes.reduce((a, b) => a + b, 0)
          let back = 0
          let kept = earned
          for (const size of sizes) {
            back += whole === 0 ? 0 : Math.floor((basis / (whole + 1)) * size)
            const next = keptOf(earned, basis, Math.min(back, basis))
            expect(next).toBeLessThanOrEqual(kept)
            kept = next
          }
          expect(keptOf(earned, basis, basis)).toBe(0)
          expect(keptOf(earned, basis, 0)).toBe(earned)
        },
      ),
    )
  })
})
