import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  betaI,
  chiSquareTail,
  gammaP,
  gammaQ,
  lnBeta,
  lnGamma,
  normalCdf,
  normalQuantile,
  tQuantile,
  tTwoSided,
} from './special.ts'

test('the logarithm of Γ agrees with factorials and with Γ(½) = √π', () => {
  for (const [n, factorial] of [1, 1, 2, 6, 24, 120, 720, 5040, 40_320, 362_880].entries())
    expect(lnGamma(n + 1)).toBeCloseTo(Math.log(factorial), 12)
  expect(lnGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13)
  expect(lnGamma(0.1)).toBeCloseTo(2.252712651734206, 12)
  expect(lnGamma(1000)).toBeCloseTo(5905.220423209181, 9)
  expect(lnGamma(0)).toBeNaN()
  expect(lnGamma(-1.5)).toBeNaN()
  expect(lnBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 13)
})

test('Γ(z + 1) = z Γ(z) wherever it is asked', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), (z) => {
      const wanted = lnGamma(z) + Math.log(z)
      expect(Math.abs(lnGamma(z + 1) - wanted)).toBeLessThan(1e-11 * Math.max(1, Math.abs(wanted)))
    }),
  )
})

test('incomplete gamma: closed forms, and both halves make one', () => {
  for (const x of [0.01, 0.5, 1, 3, 20]) {
    expect(gammaP(1, x)).toBeCloseTo(1 - Math.exp(-x), 13)
    expect(gammaP(2, x)).toBeCloseTo(1 - Math.exp(-x) * (1 + x), 13)
    expect(gammaP(2.5, x) + gammaQ(2.5, x)).toBeCloseTo(1, 13)
  }
  expect([gammaP(2, 0), gammaQ(2, 0)]).toEqual([0, 1])
  expect(gammaP(-1, 1)).toBeNaN()
  expect(gammaQ(1, -1)).toBeNaN()
})

test('incomplete beta: closed forms, symmetry, bounds', () => {
  expect(betaI(0.3, 1, 1)).toBeCloseTo(0.3, 13)
  expect(betaI(0.3, 2, 1)).toBeCloseTo(0.09, 13)
  expect(betaI(0.5, 3, 3)).toBeCloseTo(0.5, 13)
  expect([betaI(0, 2, 3), betaI(1, 2, 3)]).toEqual([0, 1])
  expect(betaI(1.5, 1, 1)).toBeNaN()
  const shape = fc.double({ min: 0.1, max: 200, noNaN: true })
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 0.999, noNaN: true }), shape, shape, (x, a, b) => {
      expect(betaI(x, a, b) + betaI(1 - x, b, a)).toBeCloseTo(1, 10)
    }),
  )
})

test('the tables of the normal, of Student and of χ² are met', () => {
  expect(normalCdf(1.959963984540054)).toBeCloseTo(0.975, 13)
  expect(normalCdf(-6)).toBeCloseTo(9.865876450376981e-10, 20)
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12)
  expect(normalQuantile(1e-9)).toBeCloseTo(-5.997807015007686, 9)
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity])
  expect(normalQuantile(2)).toBeNaN()
  expect(tQuantile(0.975, 10)).toBeCloseTo(2.2281388519862744, 10)
  expect(tQuantile(0.025, 3)).toBeCloseTo(-3.182446305284263, 10)
  expect(tQuantile(0.5, 3)).toBe(0)
  expect(tQuantile(0.975, 1)).toBeCloseTo(12.706204736432095, 8)
  expect(tQuantile(1, 3)).toBeNaN()
  expect(tTwoSided(2.2281388519862744, 10)).toBeCloseTo(0.05, 12)
  expect(chiSquareTail(3.841458820694124, 1)).toBeCloseTo(0.05, 12)
  expect(chiSquareTail(11.070497693516351, 5)).toBeCloseTo(0.05, 12)
})

test('a quantile undoes its distribution', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (p) => {
      expect(Math.abs(normalCdf(normalQuantile(p)) - p)).toBeLessThan(1e-12)
    }),
  )
})
