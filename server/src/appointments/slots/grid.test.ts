// Days of stores against a plain reference: every fifth minute of a day, read off the wall clock.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, dayOf, type Hours, minuteOf, type Span, spansOn, startsIn } from './grid.ts'

const FIVE = 5 * 60_000
const ZONES = [
  ...['Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe'],
  ...['America/Sao_Paulo', 'Asia/Kathmandu', 'America/Havana'],
]
/** Days on which one of them puts its clock forward or back, and the days beside them. */
const TURNS = [
  ...['2024-03-10', '2024-11-03', '2024-03-31', '2024-10-27', '2024-04-07', '2024-10-06'],
  ...['2018-11-04', '2018-02-18', '2018-02-17', '2024-03-09', '2024-11-02', '2021-03-14'],
]

const formats = new Map(
  ZONES.map((timeZone) => [
    timeZone,
    new Intl.DateTimeFormat('en-CA', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit' },
    } as const),
  ]),
)
/** Every fifth minute of the day, with what the clock on the wall shows. */
function wall(day: string, zone: string): { at: number; minute: number }[] {
  const format = formats.get(zone)
  const noon = Date.parse(`${day}T12:00:00Z`)
  const moments: { at: number; minute: number }[] = []
  for (let at = noon - 30 * 3_600_000; at < noon + 30 * 3_600_000; at += FIVE) {
    const parts = Object.fromEntries(
      (format?.formatToParts(at) ?? []).map(({ type, value }) => [type, value]),
    )
    if (`${parts.year}-${parts.month}-${parts.day}` === day)
      moments.push({ at, minute: Number(parts.hour) * 60 + Number(parts.minute) })
  }
  return moments
}
/** Open from the first moment the clock shows `from` or more until the first it shows `to` or more. */
function openFives(day: string, hours: readonly Hours[], zone: string): number[] {
  const moments = wall(day, zone)
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay() || 7
  const first = (minute: number) => moments.find((one) => one.minute >= minute)?.at ?? Infinity
  const open = hours.filter((one) => one.weekday === weekday)
  return moments
    .map(({ at }) => at)
    .filter((at) =>
      open.some(({ from, to }) => first(minuteOf(from)) <= at && at < first(minuteOf(to))),
    )
}
const fivesOf = (spans: readonly Span[]) =>
  spans.flatMap(({ from, to }) =>
    Array.from({ length: (to - from) / FIVE }, (_, i) => from + i * FIVE),
  )

const clockText = (five: number) =>
  `${String(Math.floor(five / 12)).padStart(2, '0')}:${String((five % 12) * 5).padStart(2, '0')}`
const day = fc.oneof(
  fc.constantFrom(...TURNS),
  fc.integer({ min: 0, max: 2500 }).map((n) => addDays('2018-01-01', n)),
)
/** Three stretches that do not overlap, for every weekday. */
const hours = fc
  .uniqueArray(fc.integer({ min: 0, max: 288 }), { minLength: 2, maxLength: 6 })
  .map((cuts) => cuts.sort((a, b) => a - b))
  .map((cuts) =>
    cuts.flatMap((from, i): Hours[] => {
      const to = cuts[i + 1]
      if (i % 2 === 1 || to === undefined) return []
      return [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
        ...{ weekday, from: clockText(from), to: clockText(to) },
      }))
    }),
  )

describe('hours of a store', () => {
  test('are open when the clock on its wall says so, whatever the zone does that day', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...ZONES), hours, (day, zone, hours) => {
        expect(fivesOf(spansOn(day, hours, zone))).toEqual(openFives(day, hours, zone))
      }),
      { numRuns: 60 },
    )
  })

  test('are begun in only where the whole of it lies in hours and in one shift, on that day', () => {
    const paces = fc.record({
      stepMinutes: fc.integer({ min: 1, max: 24 }).map((n) => n * 5),
      durationMinutes: fc.integer({ min: 1, max: 36 }).map((n) => n * 5),
    })
    fc.assert(
      fc.property(
        day,
        fc.constantFrom(...ZONES),
        hours,
        hours,
        paces,
        (day, zone, hours, shifts, paces) => {
          const open = spansOn(day, hours, zone)
          const within = spansOn(day, shifts, zone)
          const starts = startsIn(open, within, paces)
          const both = new Set(openFives(day, hours, zone))
          const shift = new Set(openFives(day, shifts, zone))
          for (const start of starts) {
            expect(dayOf(start, zone)).toBe(day)
            for (let at = start; at < start + paces.durationMinutes * 60_000; at += FIVE)
              expect(both.has(at) && shift.has(at)).toBe(true)
          }
          // Nothing that fits is left out.
          for (const { from, to } of open)
            for (let at = from; at < to; at += paces.stepMinutes * 60_000) {
              const fives = Array.from(
                { length: paces.durationMinutes / 5 },
                (_, i) => at + i * FIVE,
              )
              const fits = fives.every((one) => both.has(one) && one < to && shift.has(one))
              const inOne = within.some(
                (span) => span.from <= at && at + paces.durationMinutes * 60_000 <= span.to,
              )
              if (fits && inOne) expect(starts).toContain(at)
            }
          expect(new Set(starts).size).toBe(starts.length)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('of a night in which the clock is put forward are shorter, put back longer, by its real hour', () => {
    const night = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '00:00', to: '06:00' }))
    const lasting = (day: string) =>
      spansOn(day, night, 'America/New_York').map(({ from, to }) => (to - from) / 3_600_000)
    expect(lasting('2024-03-10')).toEqual([5])
    expect(lasting('2024-11-03')).toEqual([7])
    expect(lasting('2024-11-04')).toEqual([6])
    // 02:30 is never shown that night: what opens then opens when the clock jumps.
    const gap = [{ weekday: 7, from: '02:30', to: '04:00' }]
    expect(spansOn('2024-03-10', gap, 'America/New_York')).toEqual([
      { from: Date.parse('2024-03-10T07:00:00Z'), to: Date.parse('2024-03-10T08:00:00Z') },
    ])
  })
})
