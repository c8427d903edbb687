import { expect, test } from 'vitest'
import { chanceFrom, quantileOf } from './random.ts'

const momentsOf = (draw: () => number, n = 40_000) => {
  const values = Array.from({ length: n }, draw)
  const mean = values.reduce((sum, x) => sum + x, 0) / n
  return { mean, variance: values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n }
}

test('the same seed says the same, another something else', () => {
  const draw = (seed: number) => {
    const chance = chanceFrom(seed)
    return Array.from({ length: 5 }, () => chance.uniform())
  }
  expect(draw(4)).toEqual(draw(4))
  expect(draw(4)).not.toEqual(draw(5))
  expect(draw(4).every((x) => x >= 0 && x < 1)).toBe(true)
})

test('each distribution has its mean and variance', () => {
  const chance = chanceFrom(1)
  const all: [() => number, number, number][] = [
    [() => chance.uniform(), 1 / 2, 1 / 12],
    [() => chance.normal(), 0, 1],
    [() => chance.gamma(0.4, 2), 0.8, 1.6],
    [() => chance.gamma(5, 0.5), 2.5, 1.25],
    [() => chance.beta(2, 3), 2 / 5, 1 / 25],
    [() => chance.poisson(3), 3, 3],
    [() => chance.poisson(200), 200, 200],
    [() => chance.whole(10), 4.5, 8.25],
  ]
  for (const [draw, mean, variance] of all) {
    const found = momentsOf(draw)
    expect(Math.abs(found.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / 40_000))
    expect(Math.abs(found.variance / variance - 1)).toBeLessThan(0.08)
  }
})

test('quantiles lie between neighbours by distance', () => {
  expect([0, 0.25, 0.5, 1].map((q) => quantileOf([1, 2, 4], q))).toEqual([1, 1.5, 2, 4])
  expect(quantileOf([], 0.5)).toBeNaN()
})
