import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, type Cadence, dayOf, daysUntil, following, nextAfter } from './cadence.ts'

const day = fc.integer({ min: 0, max: 12_000 }).map((n) => addDays('2020-01-01', n))
const cadence: fc.Arbitrary<Cadence> = fc.record({
  unit: fc.constantFrom('week' as const, 'month' as const),
  every: fc.integer({ min: 1, max: 24 }),
})

/** A calendar by hand: months have the days they have. */
function byHand(anchor: string, { unit, every }: Cadence, n: number): string {
  const [y = 0, m = 0, d = 0] = anchor.split('-').map(Number)
  if (unit === 'week')
    return new Date(Date.UTC(y, m - 1, d) + n * every * 7 * 86_400_000).toISOString().slice(0, 10)
  const months = y * 12 + (m - 1) + n * every
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1]
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const last = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  return `${year}-${String(month).padStart(2, '0')}-${String(Math.min(d, last)).padStart(2, '0')}`
}

test('every day of a rhythm is the one that counting by hand gives, months as long as they are', () => {
  fc.assert(
    fc.property(day, cadence, fc.integer({ min: 0, max: 60 }), (anchor, rhythm, n) => {
      expect(dayOf(anchor, rhythm, n)).toBe(byHand(anchor, rhythm, n))
    }),
  )
})

test('the 31st is a shorter month’s last day, and the 31st again after it', () => {
  const monthly = { unit: 'month' as const, every: 1 }
  const days = [0, 1, 2, 3, 4].map((n) => dayOf('2027-10-31', monthly, n))
  expect(days).toEqual(['2027-10-31', '2027-11-30', '2027-12-31', '2028-01-31', '2028-02-29'])
})

test('the following day is the first of the rhythm after a day, wherever that day lies', () => {
  fc.assert(
    fc.property(day, cadence, fc.integer({ min: -60, max: 2_000 }), (anchor, rhythm, away) => {
      const after = addDays(anchor, away)
      let n = 0
      while (byHand(anchor, rhythm, n) <= after) n += 1
      expect(following(anchor, rhythm, after)).toBe(byHand(anchor, rhythm, n))
    }),
  )
})

test('between two deliveries there is always time to tell her of the second', () => {
  fc.assert(
    fc.property(day, cadence, fc.integer({ min: 0, max: 400 }), (anchor, rhythm, late) => {
      const made = addDays(anchor, late)
      const next = nextAfter(anchor, rhythm, made)
      expect(next >= addDays(made, 6)).toBe(true)
    }),
  )
})

test('what is expected until a day is what delivering on each day comes to', () => {
  expect(daysUntil('2026-03-02', { unit: 'week', every: 1 }, '2026-03-09', '2026-03-31')).toBe(4)
  expect(daysUntil('2026-01-31', { unit: 'month', every: 1 }, '2026-02-28', '2026-03-30')).toBe(1)
  expect(daysUntil('2026-01-31', { unit: 'month', every: 1 }, '2026-02-28', '2026-03-31')).toBe(2)
  expect(daysUntil('2026-03-02', { unit: 'week', every: 2 }, '2026-05-01', '2026-04-30')).toBe(0)
})
