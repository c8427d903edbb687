// The smallest QR code, which holds up to 27 digits and is still read with a quarter of it covered: version 1,
// level Q, of ISO/IEC 18004. All that a member's code needs.

export const SIZE = 21
const DATA = 13
const CHECKS = 13
/** Level Q, in the bits that say how the rest is read. */
const LEVEL = 0b11

// Powers of 2 in the field of 256 that the checks are reckoned in.
const EXP: number[] = []
const LOG: number[] = []
for (let i = 0, x = 1; i < 255; i++) {
  EXP[i] = x
  LOG[x] = i
  x <<= 1
  if (x & 256) x ^= 0b1_0001_1101
}
const times = (a: number, b: number) =>
  a === 0 || b === 0 ? 0 : (EXP[((LOG[a] ?? 0) + (LOG[b] ?? 0)) % 255] ?? 0)

/** Three digits are ten bits, two are seven, one is four. */
function dataOf(digits: string): number[] {
  let bits = `0001${digits.length.toString(2).padStart(10, '0')}`
  for (let i = 0; i < digits.length; i += 3) {
    const part = digits.slice(i, i + 3)
    bits += Number(part)
      .toString(2)
      .padStart([0, 4, 7, 10][part.length] ?? 0, '0')
  }
  bits += '0000'.slice(0, DATA * 8 - bits.length)
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0')
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
  for (let i = 0; bytes.length < DATA; i++) bytes.push(i % 2 === 0 ? 0xec : 0x11)
  return bytes
}

function checksOf(data: readonly number[]): number[] {
  let generator = [1]
  for (let i = 0; i < CHECKS; i++) {
    const next = [...generator, 0]
    generator.forEach((value, k) => {
      next[k + 1] = (next[k + 1] ?? 0) ^ times(value, EXP[i] ?? 0)
    })
    generator = next
  }
  const rest = [...data, ...Array<number>(CHECKS).fill(0)]
  for (let i = 0; i < data.length; i++) {
    const lead = rest[i] ?? 0
    generator.forEach((value, k) => {
      rest[i + k] = (rest[i + k] ?? 0) ^ times(value, lead)
    })
  }
  return rest.slice(data.length)
}

const MASKS: ((r: number, c: number) => boolean)[] = [
  (r, c) => (r + c) % 2 === 0,
  (r) => r % 2 === 0,
  (_, c) => c % 3 === 0,
  (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0,
  (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0,
  (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0,
  (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
]

/** Five bits with the ten that mend them. */
function formatOf(mask: number): number {
  const value = (LEVEL << 3) | mask
  let rest = value << 10
  for (let i = 14; i >= 10; i--) if (rest & (1 << i)) rest ^= 0b101_0011_0111 << (i - 10)
  return ((value << 10) | rest) ^ 0b101_0100_0001_0010
}

type Grid = (boolean | undefined)[][]
const at = (grid: Grid, r: number, c: number) => grid[r]?.[c]
function set(grid: Grid, r: number, c: number, dark: boolean): void {
  const row = grid[r]
  if (row && c >= 0 && c < SIZE) row[c] = dark
}

function frame(mask: number): Grid {
  const grid: Grid = Array.from({ length: SIZE }, () => Array(SIZE).fill(undefined))
  for (const [top, left] of [
    [0, 0],
    [0, SIZE - 7],
    [SIZE - 7, 0],
  ] as const)
    for (let r = -1; r <= 7; r++)
      for (let c = -1; c <= 7; c++) {
        const ring = Math.max(Math.abs(r - 3), Math.abs(c - 3))
        set(grid, top + r, left + c, ring !== 2 && ring !== 4)
      }
  for (let i = 8; i < SIZE - 8; i++) {
    set(grid, 6, i, i % 2 === 0)
    set(grid, i, 6, i % 2 === 0)
  }
  const format = formatOf(mask)
  for (let i = 0; i < 15; i++) {
    const dark = ((format >> i) & 1) === 1
    set(grid, i < 6 ? i : i < 8 ? i + 1 : SIZE - 15 + i, 8, dark)
    set(grid, 8, i < 8 ? SIZE - 1 - i : i < 9 ? 7 : 14 - i, dark)
  }
  set(grid, SIZE - 8, 8, true)
  return grid
}

function fill(grid: Grid, bytes: readonly number[], mask: number): void {
  let i = 0
  let up = true
  for (let right = SIZE - 1; right > 0; right -= 2) {
    if (right === 6) right = 5
    for (let k = 0; k < SIZE; k++)
      for (const c of [right, right - 1]) {
        const r = up ? SIZE - 1 - k : k
        if (at(grid, r, c) !== undefined) continue
        const bit = ((bytes[i >> 3] ?? 0) >> (7 - (i & 7))) & 1
        i += 1
        set(grid, r, c, (bit === 1) !== (MASKS[mask]?.(r, c) ?? false))
      }
    up = !up
  }
}

/** Long runs of one colour and squares of it are hard to read. */
function hardness(grid: Grid): number {
  let points = 0
  for (const turned of [false, true])
    for (let a = 0; a < SIZE; a++)
      for (let b = 0, run = 0; b < SIZE; b++) {
        const same =
          b > 0 &&
          (turned ? at(grid, b, a) === at(grid, b - 1, a) : at(grid, a, b) === at(grid, a, b - 1))
        run = same ? run + 1 : 1
        if (run === 5) points += 3
        else if (run > 5) points += 1
      }
  for (let r = 1; r < SIZE; r++)
    for (let c = 1; c < SIZE; c++) {
      const dark = at(grid, r, c)
      if ([at(grid, r - 1, c), at(grid, r, c - 1), at(grid, r - 1, c - 1)].every((x) => x === dark))
        points += 3
    }
  return points
}

/** Dark modules by row, without the quiet edge of four. @param mask one of eight; absent: the easiest to read */
export function qrOf(digits: string, mask?: number): boolean[][] {
  if (!/^\d{1,27}$/.test(digits)) throw new RangeError('one to 27 digits')
  const data = dataOf(digits)
  const bytes = [...data, ...checksOf(data)]
  const grids = (mask === undefined ? MASKS.map((_, i) => i) : [mask]).map((one) => {
    const grid = frame(one)
    fill(grid, bytes, one)
    return grid
  })
  const [best = []] = grids
    .map((grid) => ({ grid, points: hardness(grid) }))
    .sort((a, b) => a.points - b.points)
    .map(({ grid }) => grid)
  return best.map((row) => row.map((dark) => dark === true))
}

/** One path for all of it, in modules. */
export const qrPath = (digits: string): string =>
  qrOf(digits)
    .flatMap((row, r) => row.flatMap((dark, c) => (dark ? [`M${c + 4} ${r + 4}h1v1h-1z`] : [])))
    .join('')
