import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Arrivals, continuityOf, rhythmOf } from './gaps.ts'

const WEEK = 168
/** Five weeks of a rhythm, the last of them looked at, with some hours of it silenced. */
function weeks(
  inHour: (hourOfWeek: number) => number,
  silenced: (hour: number) => boolean = () => false,
) {
  const counts = new Map<number, Arrivals>()
  for (let hour = 0; hour < 5 * WEEK; hour++) {
    const n = inHour(hour % WEEK)
    if (n > 0 && !silenced(hour)) counts.set(hour, { events: n, people: n })
  }
  return counts
}
const look = (counts: Map<number, Arrivals>, known = 0) =>
  rhythmOf(counts, known, 4 * WEEK, 5 * WEEK)
const from = 4 * WEEK

describe('a source', () => {
  test('that keeps its rhythm has no gap, whatever the rhythm', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 50 }), { minLength: WEEK, maxLength: WEEK }), (rhythm) => {
        expect(look(weeks((h) => rhythm[h] ?? 0)).gaps).toEqual([])
      }),
    )
  })

  test('that is silent for hours in which much was due has a gap of just these hours', () => {
    const counts = weeks(
      () => 10,
      (hour) => hour >= from + 30 && hour < from + 33,
    )
    expect(look(counts).gaps).toEqual([
      { from: from + 30, to: from + 33, missing: 30, isOpen: false },
    ])
  })

  test('that sleeps at night is not missed at night', () => {
    const shop = (hour: number) => (hour % 24 >= 9 && hour % 24 < 22 ? 5 : 0)
    expect(look(weeks(shop)).gaps).toEqual([])
    const closed = look(weeks(shop, (hour) => Math.floor(hour / 24) === from / 24 + 2))
    expect(closed.gaps).toEqual([
      { from: from + 2 * 24 + 9, to: from + 2 * 24 + 22, missing: 65, isOpen: false },
    ])
  })

  test('that delivers once a day and stays away twice is missed at both hours, as one gap', () => {
    const nightly = (hour: number) => (hour % 24 === 3 ? 400 : 0)
    const { gaps } = look(weeks(nightly, (hour) => hour >= from + 48 && hour < from + 96))
    expect(gaps).toEqual([{ from: from + 51, to: from + 76, missing: 800, isOpen: false }])
  })

  test('that has written little is not missed for a moment’s silence', () => {
    const counts = weeks(
      () => 1,
      (hour) => hour >= from + 30 && hour < from + 33,
    )
    expect(look(counts).gaps).toEqual([])
  })

  test('whose one visitor an hour leaves many events is not missed when she stays away', () => {
    const counts = weeks(
      () => 30,
      (hour) => hour >= from + 30 && hour < from + 33,
    )
    for (const arrivals of counts.values()) arrivals.people = 1
    expect(look(counts).gaps).toEqual([])
  })

  test('that has stopped has a gap that is not over', () => {
    const { gaps } = look(
      weeks(
        () => 10,
        (hour) => hour >= 5 * WEEK - 4,
      ),
    )
    expect(gaps).toMatchObject([{ from: 5 * WEEK - 4, missing: 40, isOpen: true }])
  })

  test('known for less than two weeks is expected to write nothing', () => {
    expect(
      look(
        weeks(
          () => 10,
          (h) => h >= from,
        ),
        3 * WEEK,
      ).expected.size,
    ).toBe(0)
  })
})

test('continuity loses what was due in the gaps, of all that was due', () => {
  const rhythm = look(
    weeks(
      () => 10,
      (hour) => hour >= from + 30 && hour < from + 36,
    ),
  )
  expect(continuityOf(rhythm, from + 24, from + 48)).toEqual({ expected: 240, missing: 60 })
  expect(continuityOf(rhythm, from, from + 24)).toEqual({ expected: 240, missing: 0 })
  expect(continuityOf(look(new Map()), from, from + 24)).toBeNull()
})

test('every missing event lies in an hour that was looked at and had none', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 20 }), { minLength: WEEK, maxLength: WEEK }),
      fc.array(fc.nat({ max: WEEK - 1 }), { maxLength: 60 }),
      (rhythm, silent) => {
        const gone = new Set(silent.map((h) => h + from))
        const counts = weeks(
          (h) => rhythm[h] ?? 0,
          (hour) => gone.has(hour),
        )
        const found = look(counts)
        for (const gap of found.gaps) {
          let due = 0
          for (let hour = gap.from; hour < gap.to; hour++) {
            expect(counts.has(hour)).toBe(false)
            due += found.expected.get(hour) ?? 0
          }
          expect(due).toBeCloseTo(gap.missing)
          expect(gap.missing).toBeGreaterThanOrEqual(8)
        }
      },
    ),
  )
})
