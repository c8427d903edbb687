import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, before, daysOf, lengthOf, PRESETS, readDays, writeDays } from './days.ts'

const today = '2026-03-01'

describe('the days in the address', () => {
  test('a preset counts today among its days', () => {
    expect(daysOf('last_7', today)).toMatchObject({ from: '2026-02-23', to: today })
    expect(daysOf('today', today)).toMatchObject({ from: today, to: today })
    expect(daysOf('yesterday', today)).toMatchObject({ from: '2026-02-28', to: '2026-02-28' })
  })

  test('months are those of the calendar', () => {
    expect(daysOf('this_month', today)).toMatchObject({ from: '2026-03-01', to: today })
    expect(daysOf('last_month', today)).toMatchObject({ from: '2026-02-01', to: '2026-02-28' })
    expect(daysOf('last_month', '2028-01-31')).toMatchObject({
      from: '2027-12-01',
      to: '2027-12-31',
    })
  })

  test('what cannot be read is the page’s own choice, never an error', () => {
    for (const text of [
      undefined,
      '',
      'last_8',
      '2026-02-30..2026-03-01',
      '2026-03-02..2026-03-01',
      'a..b',
      '2026-03-01',
    ])
      expect(readDays(text, today, 'last_14')).toEqual(daysOf('last_14', today))
  })

  test('whatever is chosen reads back from the address, and the span before it is as long', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('1990-01-01', n))
    fc.assert(
      fc.property(day, fc.nat(800), (from, more) => {
        const days = { from, to: addDays(from, more) }
        expect(readDays(writeDays(days), today, 'today')).toEqual(days)
        const earlier = before(days)
        expect(lengthOf(earlier)).toBe(lengthOf(days))
        expect(addDays(earlier.to, 1)).toBe(days.from)
      }),
    )
    for (const preset of PRESETS)
      expect(readDays(writeDays(daysOf(preset, today)), today, 'today')).toEqual(
        daysOf(preset, today),
      )
  })
})
