import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bindingFen, DEPOSIT_KINDS, ENDED_BY, outcomeOf, penaltyLeft } from './law.ts'

// Each case as a lawyer would put it: what she paid, of what price, and who let it fall.
test.each([
  ['定金，买方不付尾款：不退', 'earnest', 5_000, 50_000, 'buyer', [5_000, 0, 0]],
  ['定金，商家不交货：双倍返还', 'earnest', 5_000, 50_000, 'shop', [0, 5_000, 5_000]],
  ['定金，双方协商或不可抗力：原额退回', 'earnest', 5_000, 50_000, 'agreed', [0, 5_000, 0]],
  ['定金正好两成：全额有定金效力', 'earnest', 10_000, 50_000, 'buyer', [10_000, 0, 0]],
  ['定金超过两成，买方违约：超出部分退回', 'earnest', 15_000, 50_000, 'buyer', [10_000, 5_000, 0]],
  [
    '定金超过两成，商家违约：超出部分不加倍',
    'earnest',
    15_000,
    50_000,
    'shop',
    [0, 15_000, 10_000],
  ],
  ['订金，买方不付尾款：退回', 'advance', 5_000, 50_000, 'buyer', [0, 5_000, 0]],
  ['订金，商家不交货：只退原额', 'advance', 5_000, 50_000, 'shop', [0, 5_000, 0]],
  ['两成不足一分：没有定金效力', 'earnest', 3, 4, 'buyer', [0, 3, 0]],
] as const)('%s', (_, kind, fen, priceFen, by, [kept, returned, penalty]) => {
  expect(outcomeOf({ fen, bindingFen: bindingFen(kind, fen, priceFen) }, by)).toEqual({
    ...{ keptFen: kept, returnedFen: returned, penaltyFen: penalty },
  })
})

test('whoever lets it fall, what she paid is kept or goes back, and no more than a fifth is ever kept or doubled', () => {
  const fen = fc.integer({ min: 1, max: 1_000_000_000 })
  fc.assert(
    fc.property(
      ...([fc.constantFrom(...DEPOSIT_KINDS), fen, fen, fc.constantFrom(...ENDED_BY)] as const),
      (kind, paid, price, by) => {
        const out = outcomeOf({ fen: paid, bindingFen: bindingFen(kind, paid, price) }, by)
        expect(out.keptFen + out.returnedFen).toBe(paid)
        expect(Math.min(out.keptFen, out.returnedFen, out.penaltyFen)).toBeGreaterThanOrEqual(0)
        expect((out.keptFen + out.penaltyFen) * 5).toBeLessThanOrEqual(price)
        if (kind === 'advance') expect(out).toMatchObject({ returnedFen: paid, penaltyFen: 0 })
      },
    ),
  )
})

test('of goods paid in full the second half is owed for what is still hers of the price', () => {
  expect(penaltyLeft(10_000, 50_000, 0)).toBe(10_000)
  expect(penaltyLeft(10_000, 50_000, 25_000)).toBe(5_000)
  expect(penaltyLeft(10_000, 50_000, 50_000)).toBe(0)
})
