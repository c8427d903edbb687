import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FEWEST_GROUPS, forecast, type PastGroup } from './forecast.ts'

/** The same numbers every time. */
function random(seed: number) {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}
/** Groups in which people join at such a rate an hour until they are full or a day is over; of each an own factor. */
function groups(count: number, size: number, rate: number, factorOf: (u: number) => number) {
  const next = random(7)
  return Array.from({ length: count }, (): PastGroup => {
    const own = rate * factorOf(next())
    const joined: number[] = []
    let age = 0
    while (own > 0) {
      age += -Math.log(1 - next()) / own
      if (age >= 24 || joined.length === size - 1) break
      joined.push(age)
    }
    const isFull = joined.length === size - 1
    return { open: isFull ? (joined.at(-1) ?? 24) : 24, joined }
  })
}
const shareOf = (past: readonly PastGroup[], size: number) =>
  past.filter(({ joined }) => joined.length === size - 1).length / past.length

test('too few groups say nothing', () => {
  expect(
    forecast(
      groups(FEWEST_GROUPS - 1, 3, 0.1, () => 1),
      1,
      [{ size: 3, hours: 24 }],
    ),
  ).toBe(undefined)
})

test('of groups as they were, as many would complete as did', () => {
  for (const factorOf of [() => 1, (u: number) => (u < 0.5 ? 0.1 : 1.9)])
    for (const size of [2, 3, 5]) {
      const past = groups(400, size, 0.1, factorOf)
      const [told] = forecast(past, 1, [{ size, hours: 24 }]) ?? []
      expect(Math.abs((told?.share ?? 0) - shareOf(past, size))).toBeLessThan(0.06)
      expect(told?.low).toBeLessThanOrEqual(told?.share ?? 0)
      expect(told?.high).toBeGreaterThanOrEqual(told?.share ?? 1)
    }
})

test('from groups of three it says of groups of five what groups of five do', () => {
  const factorOf = (u: number) => -Math.log(1 - u)
  const [told] = forecast(groups(500, 3, 0.12, factorOf), 1, [{ size: 5, hours: 24 }]) ?? []
  const real = shareOf(groups(4_000, 5, 0.12, factorOf), 5)
  expect(Math.abs((told?.share ?? 0) - real)).toBeLessThan(0.08)
})

test('where nobody ever joined nobody will, and more groups narrow the interval', () => {
  const alone = Array.from({ length: 50 }, () => ({ open: 24, joined: [] }))
  expect(forecast(alone, 1, [{ size: 2, hours: 24 }])).toEqual([{ share: 0, low: 0, high: 0 }])
  const width = (count: number) => {
    const [told] =
      forecast(
        groups(count, 3, 0.1, () => 1),
        1,
        [{ size: 3, hours: 24 }],
      ) ?? []
    return (told?.high ?? 1) - (told?.low ?? 0)
  }
  expect(width(400)).toBeLessThan(width(30))
})

test('more time completes more, more people complete less, whatever the past was', () => {
  const past = fc.array(
    fc.record({
      open: fc.double({ min: 0.1, max: 168, noNaN: true }),
      joined: fc.array(fc.double({ min: 0, max: 168, noNaN: true }), { maxLength: 4 }),
    }),
    { minLength: FEWEST_GROUPS, maxLength: 40 },
  )
  fc.assert(
    fc.property(past, fc.double({ min: 0.5, max: 2, noNaN: true }), (some, level) => {
      const wanted = [2, 3, 4].flatMap((size) => [6, 24, 96].map((hours) => ({ size, hours })))
      const shares = forecast(some, level, wanted) ?? []
      const at = (size: number, hours: number) =>
        shares[wanted.findIndex((w) => w.size === size && w.hours === hours)]?.share ?? -1
      for (const { share } of shares) expect(share >= 0 && share <= 1).toBe(true)
      for (const size of [2, 3, 4])
        for (const [less, more] of [
          [6, 24],
          [24, 96],
        ] as const)
          expect(at(size, more)).toBeGreaterThanOrEqual(at(size, less) - 1e-9)
      for (const hours of [6, 24, 96])
        for (const size of [3, 4])
          expect(at(size, hours)).toBeLessThanOrEqual(at(size - 1, hours) + 1e-9)
    }),
    { numRuns: 10 },
  )
})
