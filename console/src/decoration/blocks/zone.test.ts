import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boxBetween, fitted } from './zone.ts'

const anywhere = fc.double({ min: -20_000, max: 30_000, noNaN: true })
const isWithin = ({ x, y, w, h }: { x: number; y: number; w: number; h: number }) =>
  [x, y, w, h].every(Number.isInteger) &&
  x >= 0 &&
  y >= 0 &&
  w >= 300 &&
  h >= 300 &&
  x + w <= 10_000 &&
  y + h <= 10_000

test('however it is drawn or typed, an area lies within its picture', () => {
  fc.assert(
    fc.property(anywhere, anywhere, anywhere, anywhere, (a, b, c, d) => {
      expect(isWithin(fitted({ x: a, y: b, w: c, h: d }))).toBe(true)
      const drawn = boxBetween([a, b], [c, d])
      expect(drawn === undefined || isWithin(drawn)).toBe(true)
    }),
  )
})

test('a touch draws nothing', () => {
  expect(boxBetween([5000, 5000], [5100, 5100])).toBeUndefined()
})
