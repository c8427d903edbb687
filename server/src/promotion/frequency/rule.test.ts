import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { earliest, excessesOf, type FrequencyLimits, type Stretch } from './rule.ts'

const limits = (given: Partial<FrequencyLimits>): FrequencyLimits => ({
  ...{ most_activities: null, most_days: null, gap_days: null },
  ...given,
})
const stretch = (from: number, to = from, name = `${from}`): Stretch => ({ name, from, to })
const rules = (given: Partial<FrequencyLimits>, others: Stretch[], wanted: Stretch) =>
  excessesOf(limits(given), others, wanted).map(({ rule, have }) => [rule, have])

describe('how often a storefront may promote', () => {
  test('without limits as often as it likes', () => {
    expect(rules({}, [stretch(1, 9)], stretch(2, Number.POSITIVE_INFINITY))).toEqual([])
  })

  test('so many activities in any thirty days', () => {
    const others = [stretch(0), stretch(29)]
    expect(rules({ most_activities: 2 }, others, stretch(15))).toEqual([['most_activities', 3]])
    expect(rules({ most_activities: 2 }, others, stretch(30))).toEqual([])
    expect(rules({ most_activities: 2 }, others, stretch(-29))).toEqual([])
    expect(rules({ most_activities: 3 }, others, stretch(15))).toEqual([])
  })

  test('so many days of any thirty, shared days counted once', () => {
    expect(rules({ most_days: 10 }, [stretch(0, 7)], stretch(5, 9))).toEqual([])
    expect(rules({ most_days: 9 }, [stretch(0, 7)], stretch(5, 9))).toEqual([['most_days', 10]])
    expect(rules({ most_days: 8 }, [stretch(0, 7)], stretch(30, 37))).toEqual([])
    expect(rules({ most_days: 8 }, [stretch(0, 7)], stretch(29, 36))).toEqual([['most_days', 9]])
    expect(rules({ most_days: 29 }, [], stretch(0, Number.POSITIVE_INFINITY))).toEqual([
      ['most_days', 30],
    ])
    expect(rules({ most_days: 30 }, [], stretch(0, Number.POSITIVE_INFINITY))).toEqual([])
  })

  test('whole days between two; two at once have none', () => {
    expect(rules({ gap_days: 3 }, [stretch(0, 4)], stretch(8))).toEqual([])
    expect(rules({ gap_days: 3 }, [stretch(0, 4)], stretch(7))).toEqual([['gap_days', 2]])
    expect(rules({ gap_days: 3 }, [stretch(10, 14)], stretch(6))).toEqual([])
    expect(rules({ gap_days: 3 }, [stretch(10, 14)], stretch(7))).toEqual([['gap_days', 2]])
    expect(rules({ gap_days: 1 }, [stretch(0, 9)], stretch(3, 4))).toEqual([['gap_days', 0]])
    expect(rules({ gap_days: 1 }, [stretch(3, 4)], stretch(0, 9))).toEqual([['gap_days', 0]])
  })

  test('says the first day that would do', () => {
    const others = [stretch(0, 2), stretch(10, 12)]
    expect(earliest(limits({ gap_days: 5 }), others, 3, 1)).toBe(18)
    expect(earliest(limits({ gap_days: 2 }), others, 3, 3)).toBe(5)
    expect(earliest(limits({ most_activities: 2 }), others, 3, 1)).toBe(30)
    expect(earliest(limits({ most_days: 0 }), [], 0, 1)).toBeUndefined()
  })

  test('agrees with counting every window, whatever there is', () => {
    const some = fc
      .tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: 0, max: 40 }))
      .map(([from, more]) => stretch(from, from + more))
    const arbitrary = {
      others: fc.array(some, { maxLength: 8 }),
      wanted: some,
      most: fc.integer({ min: 0, max: 30 }),
    }
    fc.assert(
      fc.property(fc.record(arbitrary), ({ others, wanted, most }) => {
        const all = [...others, wanted]
        let [begun, promoted] = [0, 0]
        for (let first = -200; first <= 200; first++) {
          const inside = (day: number) => day >= first && day < first + 30
          if (inside(wanted.from)) begun = Math.max(begun, all.filter((s) => inside(s.from)).length)
          if (wanted.from >= first + 30 || wanted.to < first) continue
          let days = 0
          for (let day = first; day < first + 30; day++)
            if (all.some((s) => s.from <= day && day <= s.to)) days++
          promoted = Math.max(promoted, days)
        }
        const found = excessesOf(
          limits({ most_activities: most + 1, most_days: most }),
          others,
          wanted,
        )
        expect(found.map(({ rule, have }) => [rule, have])).toEqual([
          ...(begun > most + 1 ? [['most_activities', begun]] : []),
          ...(promoted > most ? [['most_days', promoted]] : []),
        ])
      }),
    )
  })
})
