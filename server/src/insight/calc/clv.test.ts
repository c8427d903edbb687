import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type BgNbd,
  chanceAlive,
  chanceOfPurchases,
  expectedFurtherPurchases,
  expectedPurchases,
  fitBgNbd,
  groupBuyers,
  logLikelihoodOf,
} from './bgnbd.ts'
import { contractValue, correlationOf, fitClv, outlookOf } from './clv.ts'
import { expectedValue, fitGammaGamma, meanValue } from './gamma-gamma.ts'
import { closenessOf, compareHoldout } from './holdout.ts'
import { fitOffThread } from './off-thread.ts'
import { cdnow, simulateBuyers } from './testing.ts'

// The published fit of the CDNOW sample, in weeks.
const PAPER: BgNbd = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
const FIT: BgNbd = { r: 0.2426, alpha: 4.4136, a: 0.7929, b: 2.4259 }
const SPENDING = { p: 6.25, q: 3.74, v: 15.44 }
const MONEY = { p: 6, q: 4, v: 15 }
const DAYS: BgNbd = { r: 0.6, alpha: 20, a: 0.8, b: 2.4 }

const positive = fc.double({ min: 0.05, max: 8, noNaN: true })
const anyModel = fc.record({ r: positive, alpha: positive, a: positive, b: positive })
const anyBuyer = fc
  .tuple(fc.nat(40), fc.double({ min: 0.1, max: 1, noNaN: true }), fc.integer({ min: 1, max: 400 }))
  .map(([frequency, share, T]) => ({ frequency, recency: frequency > 0 ? share * T : 0, T }))

test('expected purchases of a new customer are those of the spreadsheet', () => {
  const golden = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
  for (const [i, time] of [0.1429, 1, 3, 31.8571, 32, 78].entries())
    expect(expectedPurchases(FIT, time)).toBeCloseTo(golden[i] ?? 0, 3)
  expect(expectedPurchases(FIT, 0)).toBe(0)
})

test('expected purchases of a customer with a past are those of the spreadsheet', () => {
  const buyer = { frequency: 2, recency: 30.43, T: 38.86 }
  expect(expectedFurtherPurchases(FIT, buyer, 39)).toBeCloseTo(1.226, 3)
  expect(expectedFurtherPurchases(FIT, buyer, 0)).toBe(0)
})

test('the chances of so many purchases are those of BTYD', () => {
  expect(chanceOfPurchases(PAPER, 39, 0)).toBeCloseTo(0.5737864, 7)
  const golden = [
    0.0019995, 0.001517, 0.0011633, 0.0009003, 0.0007024, 0.0005518, 0.0004362, 0.0003467, 0.000277,
    0.0002222,
  ]
  for (const [i, chance] of golden.entries())
    expect(chanceOfPurchases(PAPER, 30, 11 + i)).toBeCloseTo(chance, 7)
})

test('chances of all numbers of purchases make one, and their mean is the expected number', () => {
  const chances = Array.from({ length: 400 }, (_, n) => chanceOfPurchases(PAPER, 39, n))
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 9)
  const mean = chances.reduce((sum, chance, n) => sum + n * chance, 0)
  expect(mean).toBeCloseTo(expectedPurchases(PAPER, 39), 8)
})

test('what an order is worth is that of the published Gamma–Gamma fit', () => {
  // Frequency and mean value of the first ten customers of the sample.
  const customers = [
    [2, 22.345],
    [1, 11.77],
    [0, 0],
    [0, 0],
    [0, 0],
    [7, 73.74142857142857],
    [1, 11.77],
    [0, 0],
    [2, 25.55],
    [0, 0],
  ] as const
  const golden = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
  // The golden numbers come of the fit before its parameters were rounded.
  const exact = { p: 6.249572, q: 3.744225, v: 15.443521 }
  for (const [i, [frequency, monetary]] of customers.entries()) {
    expect(expectedValue(exact, { frequency, monetary })).toBeCloseTo(golden[i] ?? 0, 1)
    expect(
      Math.abs((expectedValue(exact, { frequency, monetary }) ?? 0) - (golden[i] ?? 0)),
    ).toBeLessThan(0.011)
  }
  expect(meanValue(SPENDING)).toBeCloseTo(35.219, 3)
  expect(meanValue({ ...SPENDING, q: 0.9 })).toBeNull()
})

test('the fit of the CDNOW sample is the published one, and so is its holdout', () => {
  const followed = cdnow()
  if (!followed) {
    // The same claim on a sample drawn from the published model: fitted parameters lie near it.
    const drawn = simulateBuyers(FIT, SPENDING, { customers: 20_000, from: 27, to: 39, seed: 5 })
    const fit = fitBgNbd(drawn)
    expect(fit.gradient).toBeLessThan(1e-6)
    for (const name of ['r', 'alpha', 'a', 'b'] as const)
      expect(Math.abs(Math.log(fit[name] / FIT[name])), name).toBeLessThan(0.3)
    return
  }
  const { orders, value, correlation } = fitClv(followed)
  expect(orders).toMatchObject({ customers: 2357 })
  expect(orders.r).toBeCloseTo(0.2426, 4)
  expect(orders.alpha).toBeCloseTo(4.4136, 4)
  expect(orders.a).toBeCloseTo(0.7929, 4)
  expect(orders.b).toBeCloseTo(2.4259, 4)
  expect(orders.log_likelihood).toBeCloseTo(-9582.4292, 4)
  expect(orders.gradient).toBeLessThan(1e-6)
  expect(value?.p).toBeCloseTo(6.25, 2)
  expect(value?.q).toBeCloseTo(3.744, 3)
  expect(value?.v).toBeCloseTo(15.44, 2)
  expect(Math.abs(correlation ?? 1)).toBeLessThan(0.2)
  const held = compareHoldout(
    followed.map((row) => ({
      ...row,
      forecast: expectedFurtherPurchases(orders, row, 39),
      actual: row.later,
    })),
    39,
  )
  expect(held.actual).toBe(1882)
  expect(Math.round(held.forecast.total)).toBe(1653)
  expect(held.forecast.correlation).toBeCloseTo(0.6256, 4)
  expect(held.forecast.mean_absolute_error).toBeCloseTo(0.785, 3)
  expect(held.forecast.root_mean_square_error).toBeCloseTo(1.608, 3)
  expect(Math.round(held.naive.total)).toBe(2930)
  expect(held.naive.correlation).toBeCloseTo(0.584, 3)
  expect(held.naive.mean_absolute_error).toBeCloseTo(1.024, 3)
  expect(held.naive.root_mean_square_error).toBeCloseTo(2.212, 3)
  expect(held.by_frequency.reduce((sum, cell) => sum + cell.customers, 0)).toBe(2357)
})

test('what was drawn from a model is found again, and the fit is an optimum', () => {
  const drawn = simulateBuyers(DAYS, MONEY, { customers: 20_000, from: 100, to: 365, seed: 3 })
  const { orders, value, notes } = fitClv(drawn)
  for (const name of ['r', 'alpha', 'a', 'b'] as const)
    expect(Math.abs(Math.log(orders[name] / DAYS[name])), name).toBeLessThan(0.15)
  for (const name of ['p', 'q', 'v'] as const)
    expect(Math.abs(Math.log((value?.[name] ?? 0) / MONEY[name])), name).toBeLessThan(0.15)
  expect(orders.gradient).toBeLessThan(1e-6)
  expect(value?.gradient).toBeLessThan(1e-6)
  expect(notes).toEqual([])
  const logLikelihood = logLikelihoodOf(groupBuyers(drawn))
  const best = logLikelihood(orders)
  expect(best).toBeCloseTo(orders.log_likelihood, 4)
  for (const name of ['r', 'alpha', 'a', 'b'] as const)
    for (const factor of [0.98, 1.02])
      expect(logLikelihood({ ...orders, [name]: orders[name] * factor })).toBeLessThan(best)
  const held = compareHoldout(
    simulateBuyers(DAYS, MONEY, { customers: 20_000, from: 100, to: 365, after: 90, seed: 4 }).map(
      (row) => ({ ...row, forecast: expectedFurtherPurchases(orders, row, 90), actual: row.later }),
    ),
    90,
  )
  expect(held.forecast.total / held.actual).toBeGreaterThan(0.95)
  expect(held.forecast.total / held.actual).toBeLessThan(1.05)
  expect(held.forecast.mean_absolute_error).toBeLessThan(held.naive.mean_absolute_error)
})

test('equal buyers weigh as much together as apart', () => {
  const buyer = { frequency: 3, recency: 20, T: 60 }
  const other = { frequency: 0, recency: 0, T: 60 }
  const grouped = groupBuyers([buyer, other, buyer, buyer])
  expect([...grouped.count]).toEqual([3, 1])
  const [one, two] = [logLikelihoodOf(groupBuyers([buyer])), logLikelihoodOf(groupBuyers([other]))]
  expect(logLikelihoodOf(grouped)(DAYS)).toBeCloseTo(3 * one(DAYS) + two(DAYS), 9)
})

test('the likelihood is the paper’s formula (6)', () => {
  fc.assert(
    fc.property(anyModel, fc.nat(6), (model, x) => {
      const { r, alpha, a, b } = model
      const [tx, T] = [x > 0 ? 3.5 : 0, 9]
      const gamma = (n: number) => (n < 1 ? gammaOf(n + 1) / n : gammaOf(n))
      const beta = (p: number, q: number) => (gamma(p) * gamma(q)) / gamma(p + q)
      const rate = (gamma(r + x) * alpha ** r) / gamma(r)
      const likelihood =
        ((beta(a, b + x) / beta(a, b)) * rate) / (alpha + T) ** (r + x) +
        (x > 0 ? ((beta(a + 1, b + x - 1) / beta(a, b)) * rate) / (alpha + tx) ** (r + x) : 0)
      const ours = logLikelihoodOf(groupBuyers([{ frequency: x, recency: tx, T }]))(model)
      expect(ours).toBeCloseTo(Math.log(likelihood), 5)
    }),
  )
})

/** Γ by Stirling's series after moving up: another way than the one under test. */
function gammaOf(z: number): number {
  let [up, product] = [z, 1]
  while (up < 20) product *= up++
  const series = 1 + 1 / (12 * up) + 1 / (288 * up ** 2) - 139 / (51_840 * up ** 3)
  return (Math.sqrt((2 * Math.PI) / up) * (up / Math.E) ** up * series) / product
}

test('who is gone for longer is less likely there; a chance stays a chance', () => {
  fc.assert(
    fc.property(anyModel, anyBuyer, (model, buyer) => {
      const alive = chanceAlive(model, buyer)
      expect(alive).toBeGreaterThanOrEqual(0)
      expect(alive).toBeLessThanOrEqual(1)
      const later = chanceAlive(model, { ...buyer, T: buyer.T + 30 })
      expect(later).toBeLessThanOrEqual(alive)
    }),
  )
  expect(chanceAlive(PAPER, { frequency: 0, recency: 0, T: 500 })).toBe(1)
})

test('more time never means fewer purchases, also at a = 1 and for who bought very often', () => {
  const anyOne = fc.oneof(
    anyModel,
    anyModel.map((model) => ({ ...model, a: 1 })),
  )
  fc.assert(
    fc.property(anyOne, anyBuyer, (model, buyer) => {
      const [soon, later] = [30, 365].map((t) => expectedFurtherPurchases(model, buyer, t))
      expect(soon).toBeGreaterThanOrEqual(-1e-9)
      expect((later ?? 0) - (soon ?? 0)).toBeGreaterThanOrEqual(-1e-9)
    }),
  )
  const often = { frequency: 900, recency: 398, T: 400 }
  const expected = expectedFurtherPurchases(DAYS, often, 100)
  expect(expected).toBeGreaterThan(50)
  expect(expected).toBeLessThan((900 / 400) * 100)
})

test('the outlook: orders × value × margin, less by discounting, null without a model of values', () => {
  const row = { frequency: 4, recency: 80, T: 100, monetary: 50 }
  const terms = { horizons: [30, 90, 365] }
  const plain = outlookOf(DAYS, MONEY, row, terms)
  expect(plain.horizons.map((h) => h.time)).toEqual([30, 90, 365])
  for (const { orders, value } of plain.horizons)
    expect(value).toBeCloseTo(orders * (plain.order_value ?? 0), 9)
  const half = outlookOf(DAYS, MONEY, row, { ...terms, margin: 0.5 })
  expect(half.horizons[2]?.value).toBeCloseTo((plain.horizons[2]?.value ?? 0) / 2, 9)
  const waits = outlookOf(DAYS, MONEY, row, { ...terms, discount: 0.001 })
  expect(waits.horizons[2]?.value).toBeLessThan(plain.horizons[2]?.value ?? 0)
  expect(waits.horizons[2]?.orders).toBe(plain.horizons[2]?.orders)
  expect(outlookOf(DAYS, null, row, terms).horizons[0]?.value).toBeNull()
  expect(() => outlookOf(DAYS, MONEY, { ...row, monetary: 0 }, terms)).toThrow('mean value')
})

test('a contract is worth its margins, each with the chance that it still runs', () => {
  expect(contractValue(100, 0.8, 0.1)).toBeCloseTo(100 / (1 - 0.8 / 1.1), 9)
  expect(contractValue(100, 0.8, 0.1, 3)).toBeCloseTo(100 + 80 / 1.1 + 64 / 1.21, 9)
  expect(contractValue(100, 1, 0, 12)).toBe(1200)
  expect(() => contractValue(100, 1, 0)).toThrow('without end')
  expect(() => contractValue(100, 1.2, 0)).toThrow('from 0 to 1')
})

test('rows that cannot be are refused with their place, and too few with a reason', () => {
  const good = { frequency: 1, recency: 2, T: 5 }
  for (const bad of [
    { frequency: 1, recency: 6, T: 5 },
    { frequency: 0, recency: 2, T: 5 },
    { frequency: 2, recency: 0, T: 5 },
    { frequency: 1.5, recency: 2, T: 5 },
    { frequency: 1, recency: 2, T: Number.NaN },
  ])
    expect(() => fitBgNbd([good, bad])).toThrow('Row 1')
  expect(() => fitBgNbd([good])).toThrow('At least two')
  expect(() =>
    fitBgNbd([
      { frequency: 0, recency: 0, T: 3 },
      { frequency: 0, recency: 0, T: 4 },
    ]),
  ).toThrow('bought again')
  expect(() => fitGammaGamma([{ frequency: 1, monetary: 3 }])).toThrow('three buyers')
  expect(() => closenessOf([1], [1, 2])).toThrow('each customer')
  expect(correlationOf([1, 1], [1, 2])).toBeNull()
})

test('when few or alike say too little, the fit says so and forecasts all the same', () => {
  const same = Array.from({ length: 50 }, () => ({ frequency: 5, recency: 50, T: 50 }))
  const fit = fitBgNbd(same)
  expect(fit.at_edge).toBe(true)
  // Five orders in fifty days by everybody, none of whom has left.
  expect(chanceAlive(fit, { frequency: 5, recency: 50, T: 50 })).toBeGreaterThan(0.99)
  const soon = expectedFurtherPurchases(fit, { frequency: 5, recency: 50, T: 50 }, 10)
  expect(soon).toBeGreaterThan(0.9)
  expect(soon).toBeLessThan(1.1)
  for (let seed = 1; seed <= 20; seed++) {
    const few = simulateBuyers(DAYS, MONEY, { customers: 15, from: 100, to: 200, seed })
    const { orders } = fitClv(few)
    for (const row of few)
      expect(expectedFurtherPurchases(orders, row, 90)).toBeGreaterThanOrEqual(0)
    expect(orders.at_edge || orders.gradient < 1e-6).toBe(true)
  }
})

test('a fit of a hundred thousand in a thread of its own leaves the main thread free', async () => {
  const rows = simulateBuyers(DAYS, MONEY, { customers: 100_000, from: 100, to: 365, seed: 7 })
  let ticks = 0
  const timer = setInterval(() => ticks++, 5)
  const fit = await fitOffThread(rows)
  clearInterval(timer)
  expect(fit.orders.customers).toBe(100_000)
  expect(fit.orders.gradient).toBeLessThan(1e-6)
  expect(ticks).toBeGreaterThan(5)
  await expect(fitOffThread([])).rejects.toMatchObject({ code: 'too_few_buyers', status: 422 })
})
