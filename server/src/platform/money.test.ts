import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { basisPoints, decimal, fenText, parseDecimal, plus, split, times, toFen } from './money.ts'

const fenOf = (text: string) => {
  const parsed = parseDecimal(text)
  return parsed && toFen(parsed)
}

describe('decimal text', () => {
  test('becomes fen exactly, however it is written', () => {
    const cases: [string, number][] = [
      ['2.55', 255],
      ['0.1', 10],
      ['-11062.06', -1_106_206],
      ['.5', 50],
      ['7', 700],
      ['+1.00', 100],
      ['1e2', 10_000],
      ['90071992547409.91', Number.MAX_SAFE_INTEGER],
    ]
    for (const [text, fen] of cases) expect(fenOf(text), text).toEqual({ fen, isRounded: false })
  })
  test('with parts of a fen rounds half away from zero and says so', () => {
    const cases: [string, number][] = [
      ['0.001', 0],
      ['0.005', 1],
      ['-0.005', -1],
      ['2.554999', 255],
      ['4.440892e-16', 0],
      ['1.115', 112],
    ]
    for (const [text, fen] of cases) expect(fenOf(text), text).toEqual({ fen, isRounded: true })
  })
  test('that is no number is not taken for one', () => {
    for (const text of ['', '.', '1,234', '￥5', '1.2.3', 'NaN', '0x10', '--1', '1e999', '12 3'])
      expect(parseDecimal(text), text).toBeUndefined()
  })
  test('too large to be exact is refused', () => {
    expect(() => fenOf('90071992547409.92')).toThrow(RangeError)
  })
  test('comes back as it went in', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (fen) => {
        expect(fenOf(fenText(fen))).toEqual({ fen, isRounded: false })
      }),
    )
  })
  test('a line total is rounded once, after multiplying', () => {
    const price = parseDecimal('0.001') ?? decimal(0)
    expect(toFen(times(price, decimal(12)))).toEqual({ fen: 1, isRounded: true })
    expect(toFen(plus(price, decimal(1)))).toEqual({ fen: 100, isRounded: true })
  })
})

describe('an amount spread over lines', () => {
  const weights = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 40 })
  test('adds up to the amount to the fen, refunds too', () => {
    fc.assert(
      fc.property(fc.integer(), weights, (amount, w) => {
        expect(split(amount, w).reduce((a, b) => a + b, 0)).toBe(amount)
      }),
    )
  })
  test('never takes more from a line than it has, and each is within one fen of its share', () => {
    fc.assert(
      fc.property(weights, fc.double({ min: 0, max: 1, noNaN: true }), (w, ratio) => {
        const sum = w.reduce((a, b) => a + b, 0)
        const amount = Math.floor(sum * ratio)
        for (const [i, part] of split(amount, w).entries()) {
          expect(part).toBeLessThanOrEqual(w[i] ?? 0)
          if (sum > 0) expect(Math.abs(part - (amount * (w[i] ?? 0)) / sum)).toBeLessThan(1.0001)
        }
      }),
    )
  })
  test('gives what is left to the largest remainders, the earlier line first', () => {
    expect(split(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(split(10, [6, 3, 1])).toEqual([6, 3, 1])
    expect(split(1, [1, 2])).toEqual([0, 1])
    expect(split(-100, [1, 1, 1])).toEqual([-34, -33, -33])
    expect(split(5, [0, 0])).toEqual([3, 2])
  })
  test('over nothing is refused', () => {
    expect(() => split(1, [])).toThrow(RangeError)
    expect(() => split(1, [-1])).toThrow(RangeError)
    expect(split(0, [])).toEqual([])
  })
})

test('basis points round a half away from zero', () => {
  expect([basisPoints(999, 5000), basisPoints(-999, 5000), basisPoints(12_345, 600)]).toEqual([
    500, -500, 741,
  ])
})
