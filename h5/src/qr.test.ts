import { expect, test } from 'vitest'
import { qrOf, qrPath } from './qr.ts'

// Drawn by another implementation of the standard, with the mask named.
const DRAWN: [digits: string, mask: number, rows: string][] = [
  [
    '012345678901234567',
    0,
    `
#######.##....#######
#.....#.#.#.#.#.....#
#.###.#.#.###.#.###.#
#.###.#.#...#.#.###.#
#.###.#.#.#...#.###.#
#.....#..###..#.....#
#######.#.#.#.#######
........####.........
.##.#.##.###..#.#####
.#####...###..#....#.
#.....#.......##.###.
#.#.##..###.##.#...#.
#..#..##.###..#.....#
........#..##.###..#.
#######.#............
#.....#...#.#.######.
#.###.#.#...#.##...##
#.###.#..#.#.#.#...#.
#.###.#.##.#.####...#
#.....#.##.###....#..
#######...##.##.#...#
`,
  ],
  [
    '16180339887498948',
    7,
    `
#######.##..#.#######
#.....#..#.##.#.....#
#.###.#.#.###.#.###.#
#.###.#.##....#.###.#
#.###.#....#..#.###.#
#.....#.#####.#.....#
#######.#.#.#.#######
........##..#........
.#.#.####.#..###.##.#
#####..#######.#..#..
#...#.##..#####...###
#.####...########.##.
#..####..#..#.###.#..
........##.#.##.#.#..
#######.#####.##..##.
#.....#.#..#..#..###.
#.###.#...#.#####.#.#
#.###.#.###..##.#####
#.###.#..#.#.##.....#
#.....#.#.###..#..##.
#######......#....#..
`,
  ],
]

test('a code is drawn as the standard says', () => {
  for (const [digits, mask, rows] of DRAWN) {
    const drawn = qrOf(digits, mask).map((row) => row.map((dark) => (dark ? '#' : '.')).join(''))
    expect(drawn.join('\n')).toBe(rows.trim())
  }
})

test('of the eight ways to draw it one is taken, always the same', () => {
  const all = Array.from({ length: 8 }, (_, mask) =>
    JSON.stringify(qrOf('012345678901234567', mask)),
  )
  expect(new Set(all).size).toBe(8)
  expect(all).toContain(JSON.stringify(qrOf('012345678901234567')))
  expect(qrPath('012345678901234567')).toBe(qrPath('012345678901234567'))
})

test('what is no number, or too long a one, is refused', () => {
  for (const digits of ['', 'A1', '1234567890123456789012345678'])
    expect(() => qrOf(digits)).toThrow(RangeError)
})
