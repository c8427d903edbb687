import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hypergeometric } from './hypergeometric.ts'

const inside = fc.double({ min: 0, max: 0.99, noNaN: true })

test('closed forms of the handbook are met', () => {
  fc.assert(
    fc.property(inside, fc.double({ min: -3, max: 3, noNaN: true }), (z, a) => {
      // DLMF 15.4.6: F(a, b; b; z) = (1 − z)^(−a)
      const power = (1 - z) ** -a
      const error = Math.abs(hypergeometric(a, 2.5, 2.5, z) - power)
      expect(error).toBeLessThan(1e-11 * Math.max(1, power))
    }),
  )
  for (const z of [0.05, 0.5, 0.9]) {
    // DLMF 15.4.1 and 15.4.2
    expect(hypergeometric(1, 1, 2, z)).toBeCloseTo(-Math.log1p(-z) / z, 12)
    const root = Math.sqrt(z)
    expect(hypergeometric(0.5, 1, 1.5, z)).toBeCloseTo(Math.atanh(root) / root, 12)
  }
  expect(hypergeometric(2, 3, 4, 0)).toBe(1)
  expect(hypergeometric(-2, 3, 4, 0.5)).toBeCloseTo(1 - 2 * (3 / 4) * 0.5 + (12 / 20) * 0.25, 14)
})

test('Euler’s transformation holds for the parameters of a buyer', () => {
  const shape = fc.double({ min: 0.05, max: 6, noNaN: true })
  fc.assert(
    fc.property(shape, shape, shape, fc.integer({ min: 0, max: 30 }), inside, (r, a, b, x, z) => {
      const [p, q, c] = [r + x, b + x, a + b + x]
      const direct = hypergeometric(p, q, c, z)
      const turned = (1 - z) ** (c - p - q) * hypergeometric(c - p, c - q, c, z)
      expect(Math.abs(turned / direct - 1)).toBeLessThan(1e-7)
    }),
  )
})

test('a factor is taken in before anything overflows', () => {
  // (1 − z)^a · F(a, b; b; z) = 1, where F alone is beyond every number.
  for (const a of [0.5, 40, 3000])
    expect(hypergeometric(a, 7, 7, 0.6, a * Math.log1p(-0.6))).toBeCloseTo(1, 9)
})

test('what has no sum is refused', () => {
  for (const [a, b, c, z] of [
    [1, 1, 2, 1],
    [1, 1, 2, -0.1],
    [1, 1, -2, 0.5],
    [Number.NaN, 1, 2, 0.5],
  ] as const)
    expect(() => hypergeometric(a, b, c, z)).toThrow('has no sum')
})
