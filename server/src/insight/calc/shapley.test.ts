import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shapley } from './shapley.ts'

const game = fc.integer({ min: 1, max: 6 }).chain((players) =>
  fc.tuple(
    fc.constant(players),
    fc.array(fc.double({ min: -100, max: 100, noNaN: true }), {
      minLength: 2 ** players,
      maxLength: 2 ** players,
    }),
  ),
)

/** The definition: every order, one after the other. */
function byOrders(players: number, worth: (subset: number) => number): number[] {
  const sums = new Array<number>(players).fill(0)
  let orders = 0
  const visit = (subset: number, gains: number[]) => {
    if (subset === 2 ** players - 1) {
      orders++
      for (const [i, gain] of gains.entries()) sums[i] = (sums[i] ?? 0) + gain
      return
    }
    for (let i = 0; i < players; i++)
      if ((subset & (1 << i)) === 0)
        visit(subset | (1 << i), gains.with(i, worth(subset | (1 << i)) - worth(subset)))
  }
  visit(0, new Array<number>(players).fill(0))
  return sums.map((sum) => sum / orders)
}

test('it is the average over all orders, and adds up to the whole', () => {
  fc.assert(
    fc.property(game, ([players, worths]) => {
      const worth = (subset: number) => worths[subset] ?? 0
      const values = shapley(players, worth)
      for (const [i, value] of byOrders(players, worth).entries())
        expect(values[i]).toBeCloseTo(value, 8)
      const whole = worth(2 ** players - 1) - worth(0)
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(whole, 8)
    }),
    { numRuns: 60 },
  )
})

test('equal players get equal shares, and who adds nothing gets nothing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 3, maxLength: 3 }),
      (bySize) => {
        // Players 0 and 1 are alike, player 2 is nobody.
        const worth = (subset: number) => bySize[(subset & 1) + ((subset >> 1) & 1)] ?? 0
        const [one, other, nobody] = shapley(3, worth)
        expect(one).toBeCloseTo(other ?? Number.NaN, 9)
        expect(nobody).toBeCloseTo(0, 9)
      },
    ),
  )
})

test('more players than can be reckoned are refused', () => {
  expect(() => shapley(17, () => 0)).toThrow('At most 16')
})
