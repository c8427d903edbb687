import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rfmOf, startsOfFifths } from './rfm.ts'

const anyRow = fc.record({
  recency: fc.nat(365),
  frequency: fc.integer({ min: 1, max: 30 }),
  monetary: fc.integer({ min: 0, max: 5000 }),
})
const anyRows = fc.array(anyRow, { minLength: 1, maxLength: 80 })

test('ten customers apart are cut into fifths of two', () => {
  const rows = Array.from({ length: 10 }, (_, i) => ({
    recency: 100 - 10 * i,
    frequency: i + 1,
    monetary: 10 * (i + 1),
  }))
  const { scores, cut_offs } = rfmOf(rows)
  expect(scores.map(({ r }) => r)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
  expect(scores.map(({ f }) => f)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
  expect(scores.map(({ m }) => m)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
  expect(cut_offs).toEqual({ r: [80, 60, 40, 20], f: [3, 5, 7, 9], m: [30, 50, 70, 90] })
  expect(scores[9]?.segment).toBe('champions')
  expect(scores[0]?.segment).toBe('hibernating')
})

test('equal figures never score differently, and better ones never lower', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const { scores } = rfmOf(rows)
      for (const [i, one] of rows.entries())
        for (const [j, other] of rows.entries()) {
          if (one.frequency <= other.frequency)
            expect(scores[i]?.f).toBeLessThanOrEqual(scores[j]?.f ?? 0)
          if (one.recency <= other.recency)
            expect(scores[i]?.r).toBeGreaterThanOrEqual(scores[j]?.r ?? 6)
          if (one.monetary === other.monetary) expect(scores[i]?.m).toBe(scores[j]?.m)
        }
    }),
    { numRuns: 30 },
  )
})

test('cut again with the stored cut-offs, everybody scores as before', () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const first = rfmOf(rows)
      expect(rfmOf(rows, first.cut_offs)).toEqual(first)
      const customers = first.segments.reduce((sum, s) => sum + s.customers, 0)
      expect(customers).toBe(rows.length)
      expect(first.segments.reduce((sum, s) => sum + s.share, 0)).toBeCloseTo(1, 9)
    }),
  )
})

test('fifths begin where NTILE begins them, and equals share the lower score', () => {
  expect(startsOfFifths([1, 2, 3, 4, 5, 6, 7])).toEqual([3, 5, 6, 7])
  expect(startsOfFifths([1, 1, 1, 1, 1, 1, 2, 2, 2, 3])).toEqual([2, 2, 2, 3])
  expect(startsOfFifths([4, 4, 4])).toEqual([5, 5, 5, 5])
})

test('eight kinds of buyers, by which of the three are high', () => {
  const cuts = { r: [90, 60, 30, 7], f: [2, 3, 4, 5], m: [10, 20, 30, 40] }
  const kind = (recent: boolean, frequent: boolean, big: boolean) =>
    rfmOf([{ recency: recent ? 3 : 99, frequency: frequent ? 9 : 1, monetary: big ? 99 : 1 }], cuts)
      .scores[0]?.segment
  expect([
    kind(true, true, true),
    kind(true, false, true),
    kind(false, true, true),
    kind(false, false, true),
    kind(true, true, false),
    kind(true, false, false),
    kind(false, true, false),
    kind(false, false, false),
  ]).toEqual([
    'champions',
    'develop',
    'keep',
    'win_back',
    'regulars',
    'newcomers',
    'drifting',
    'hibernating',
  ])
})

test('rows and cut-offs that cannot be are refused', () => {
  const row = { recency: 3, frequency: 1, monetary: 5 }
  expect(() => rfmOf([row, { ...row, frequency: 0 }])).toThrow('Row 1')
  expect(() => rfmOf([{ ...row, recency: -1 }])).toThrow('Row 0')
  const cuts = { r: [90, 60, 30, 7], f: [2, 3, 4, 5], m: [10, 20, 30, 40] }
  expect(rfmOf([row], cuts).scores[0]).toMatchObject({ r: 5, f: 1, m: 1, segment: 'newcomers' })
  expect(() => rfmOf([row], { ...cuts, r: [7, 30, 60, 90] })).toThrow('days fall')
  expect(() => rfmOf([row], { ...cuts, f: [2, 3] })).toThrow('Four cut-offs')
})
