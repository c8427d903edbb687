import { expect, test } from 'vitest'
import { reachOf } from './cuts.ts'

const cuts = { r: [180, 90, 30, 7], f: [2, 2, 3, 10], m: [5_000, 10_000, 20_000, 50_000] }
const all = (score: 'r' | 'f' | 'm') =>
  [1, 2, 3, 4, 5].map((points) => reachOf(cuts, score, points))

test('the fewer days since the last order, the better the score', () => {
  expect(all('r')).toEqual([
    { from: 181 },
    { from: 91, to: 180 },
    { from: 31, to: 90 },
    { from: 8, to: 30 },
    { from: 0, to: 7 },
  ])
})

test('where two fifths end alike nobody has the score between them', () => {
  expect(all('f')).toEqual([
    { to: 1 },
    undefined,
    { from: 2, to: 2 },
    { from: 3, to: 9 },
    { from: 10 },
  ])
})

test('nobody bought a negative number of days ago', () => {
  expect(reachOf({ ...cuts, r: [3, 1, 0, -1] }, 'r', 5)).toBeUndefined()
  expect(reachOf({ ...cuts, r: [3, 1, 0, -1] }, 'r', 4)).toEqual({ from: 0, to: 0 })
})
