import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concentrationOf } from './concentration.ts'
import { cdnow } from './testing.ts'

const amounts = fc.array(
  fc.oneof(fc.constant(0), fc.double({ min: 0.01, max: 1e5, noNaN: true })),
  { minLength: 1, maxLength: 60 },
)

test('hand-made lists', () => {
  expect(concentrationOf([5, 5, 5, 5]).gini).toBeCloseTo(0, 12)
  expect(concentrationOf([0, 0, 0, 8]).gini).toBeCloseTo(0.75, 12)
  expect(concentrationOf([1, 2, 3, 4])).toMatchObject({ n: 4, zeros: 0, total: 10, gini: 0.25 })
  const ten = concentrationOf([50, 20, 10, 5, 5, 4, 3, 2, 1, 0])
  expect(ten.top.find(({ q }) => q === 0.2)).toEqual({ q: 0.2, customers: 2, share: 0.7 })
  expect(ten.fewest).toEqual({ share: 0.8, customers: 3, of_all: 0.3 })
  expect(ten.zeros).toBe(1)
  expect(ten.lorenz[0]).toEqual({ customers: 0, value: 0 })
  expect(ten.lorenz.at(-1)).toEqual({ customers: 1, value: 1 })
})

test('the Gini of the CDNOW sample is that of the reference: 0.631 in all, 0.872 in the holdout', () => {
  const followed = cdnow()
  if (!followed) {
    // The same shape by a closed form: a Pareto distribution of index α has the Gini 1 ÷ (2α − 1).
    const values = Array.from({ length: 20_000 }, (_, i) => (1 - (i + 0.5) / 20_000) ** (-1 / 3))
    expect(concentrationOf(values).gini).toBeCloseTo(1 / 5, 2)
    return
  }
  const all = concentrationOf(
    followed.map((row) => row.spent),
    { top: [0.2] },
  )
  expect(all.gini).toBeCloseTo(0.631, 3)
  expect(all.top[0]?.share).toBeCloseTo(0.674, 3)
  const later = concentrationOf(
    followed.map((row) => row.spentLater),
    { top: [0.2] },
  )
  expect(later.gini).toBeCloseTo(0.872, 3)
  expect(later.top[0]?.share).toBeCloseTo(0.942, 3)
  expect(later.zeros).toBeGreaterThan(1000)
})

test('it is between 0 and 1 − 1/n, equals half the mean difference over the mean', () => {
  fc.assert(
    fc.property(amounts, (values) => {
      const { gini, n, total } = concentrationOf(values)
      if (total === 0) {
        expect(gini).toBeNull()
        return
      }
      const differences = values.flatMap((x) => values.map((y) => Math.abs(x - y)))
      const mean = differences.reduce((sum, d) => sum + d, 0) / n ** 2
      expect(gini).toBeCloseTo(mean / 2 / (total / n), 9)
      expect(gini).toBeGreaterThanOrEqual(-1e-12)
      expect(gini).toBeLessThanOrEqual(1 - 1 / n + 1e-12)
    }),
  )
})

test('neither the currency nor the order matters, nor everybody twice', () => {
  fc.assert(
    fc.property(amounts, fc.double({ min: 0.01, max: 1000, noNaN: true }), (values, rate) => {
      const { gini } = concentrationOf(values)
      const same = [
        concentrationOf(values.map((x) => x * rate)).gini,
        concentrationOf([...values].reverse()).gini,
        concentrationOf([...values, ...values]).gini,
      ]
      for (const other of same)
        if (gini === null) expect(other).toBeNull()
        else expect(other).toBeCloseTo(gini, 9)
    }),
  )
})

test('those who brought nothing widen the gap, said or listed alike', () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 30 }), (values, zeros) => {
      const listed = concentrationOf([...values, ...new Array<number>(zeros).fill(0)])
      expect(concentrationOf(values, { zeros })).toEqual(listed)
      if (listed.gini !== null)
        expect(listed.gini).toBeGreaterThanOrEqual((concentrationOf(values).gini ?? 0) - 1e-12)
    }),
  )
})

test('the fewest who bring the share do, and one fewer do not', () => {
  fc.assert(
    fc.property(amounts, fc.double({ min: 0.05, max: 1, noNaN: true }), (values, share) => {
      const { fewest, total } = concentrationOf(values, { share })
      if (!fewest) {
        expect(total).toBe(0)
        return
      }
      const best = [...values].sort((one, other) => other - one)
      const sumOf = (count: number) => best.slice(0, count).reduce((sum, x) => sum + x, 0)
      expect(sumOf(fewest.customers) / total).toBeGreaterThanOrEqual(share - 1e-9)
      if (fewest.customers > 1)
        expect(sumOf(fewest.customers - 1) / total).toBeLessThan(share + 1e-9)
    }),
  )
})

test('what is no value is refused', () => {
  expect(() => concentrationOf([1, -1])).toThrow('not below 0')
  expect(() => concentrationOf([Number.NaN])).toThrow('not below 0')
  expect(() => concentrationOf([])).toThrow('At least one')
})
