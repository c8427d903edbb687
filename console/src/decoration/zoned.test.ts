import fc from 'fast-check'
import { expect, test } from 'vitest'
import { momentOf, wallOf } from './zoned.ts'

const zones = ['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'Europe/Berlin', 'UTC']

test('a time typed in the brand’s zone is the moment that calendars say, also where clocks change', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2029, 0, 1) / 60_000 }),
      (zone, minute) => {
        const wall = new Date(minute * 60_000).toISOString().slice(0, 16)
        const asked = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone)
        expect(momentOf(wall, zone).getTime()).toBe(asked.epochMilliseconds)
      },
    ),
  )
})

test('what is shown of a moment leads back to it', () => {
  for (const zone of zones) {
    const at = new Date('2026-11-11T00:00:00Z')
    expect(momentOf(wallOf(at, zone), zone)).toEqual(at)
  }
})
