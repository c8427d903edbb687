import { expect, test } from 'vitest'
import { proportion } from './proportion.ts'

const rounded = (part: number, whole: number) => {
  const found = proportion(part, whole)
  return found && [found.share, found.low, found.high].map((n) => Math.round(n * 1e4) / 1e4)
}

test('the interval of a share is Wilson’s, as textbooks have it', () => {
  // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
  expect(rounded(81, 263)).toEqual([0.308, 0.2553, 0.3662])
  expect(rounded(15, 148)).toEqual([0.1014, 0.0624, 0.1605])
  expect(rounded(0, 20)).toEqual([0, 0, 0.1611])
  expect(rounded(1, 29)).toEqual([0.0345, 0.0061, 0.1718])
})

test('nobody has no share; all of them may still be fewer', () => {
  expect(proportion(0, 0)).toBeNull()
  expect(rounded(10, 10)).toEqual([1, 0.7225, 1])
})
