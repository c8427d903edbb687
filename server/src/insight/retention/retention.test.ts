import fc from 'fast-check'
import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { zoned } from '../testing.ts'
import { lifecycle, stickiness } from './activity.ts'
import { retention } from './retention.ts'
import { LifecycleQuestion, RetentionQuestion, StickinessQuestion } from './shape.ts'

/** Days around the change of clocks in Berlin, 29 March 2026. */
const FIRST = Temporal.PlainDate.from('2026-03-24')
const DAYS = 10
const lives = fc.array(
  fc.array(
    fc.record({
      day: fc.integer({ min: -3, max: DAYS - 1 }),
      hour: fc.constantFrom(0, 2, 23),
      name: fc.constantFrom('came', 'bought'),
    }),
    { maxLength: 9 },
  ),
  { minLength: 8, maxLength: 8 },
)
interface Done {
  customer: number
  day: number
  name: string
}

const pattern = (event: string) => ({ any_of: [{ event }] })
const range = { date_from: FIRST.toString(), date_to: FIRST.add({ days: DAYS - 1 }).toString() }
const days = Array.from({ length: DAYS }, (_, i) => i)
const distinct = (rows: readonly Done[]) => new Set(rows.map((row) => row.customer))
const shared = (a: Set<number>, b: Set<number>) => a.intersection(b).size

test('cohorts, lifecycle and stickiness are those that counting by hand gives, also where a day has 23 hours', async () => {
  await fc.assert(
    fc.asyncProperty(
      lives,
      fc.constantFrom('Asia/Shanghai', 'Europe/Berlin'),
      async (given, zone) => {
        const ctx = await zoned(zone)
        const customers = await newCustomers(ctx, given.length)
        const done = given.flatMap((life, i) =>
          life.map((one) => ({ ...one, customer: customers[i] as number })),
        )
        await happen(
          ctx,
          done.map(({ customer, day, hour, name }) => ({
            ...{ customer, name, props: {} },
            at: FIRST.add({ days: day }).toZonedDateTime({ timeZone: zone, plainTime: { hour } })
              .epochMilliseconds,
          })),
        )
        const on = (day: number, name: string) =>
          distinct(done.filter((d) => d.day === day && d.name === name))
        const firstOn = (day: number, name: string) =>
          distinct(
            done.filter(
              (d) =>
                d.day === day &&
                d.name === name &&
                !done.some((e) => e.customer === d.customer && e.name === name && e.day < day),
            ),
          )
        for (const kind of ['recurring', 'first_time'] as const) {
          const question = { target: pattern('came'), returning: pattern('bought'), kind }
          const { cohorts } = await retention(
            ctx,
            RetentionQuestion.parse({
              ...{ ...question, period: 'day', intervals: DAYS, date_to: range.date_to },
            }),
          )
          expect(cohorts.map(({ start, size, values }) => ({ start, size, values }))).toEqual(
            days.map((day) => {
              const cohort = kind === 'recurring' ? on(day, 'came') : firstOn(day, 'came')
              const later = days.filter((d) => d > day)
              return {
                start: FIRST.add({ days: day }).toString(),
                size: cohort.size,
                values: [cohort.size, ...later.map((d) => shared(cohort, on(d, 'bought')))],
              }
            }),
          )
        }
        const of = pattern('came')
        const { periods } = await lifecycle(
          ctx,
          LifecycleQuestion.parse({ of, period: 'day', ...range }),
        )
        expect(periods).toEqual(
          days.map((day) => {
            const [now, before] = [on(day, 'came'), on(day - 1, 'came')]
            const fresh = firstOn(day, 'came').size
            const both = shared(now, before)
            return {
              start: FIRST.add({ days: day }).toString(),
              ...{ new: fresh, returning: both, resurrecting: now.size - both - fresh },
              dormant: before.size - both,
            }
          }),
        )
        const sticky = await stickiness(
          ctx,
          StickinessQuestion.parse({ of, period: 'day', ...range }),
        )
        const activeDays = customers.map((c) => days.filter((day) => on(day, 'came').has(c)).length)
        expect(sticky.counts).toEqual(days.map((i) => activeDays.filter((n) => n === i + 1).length))
        expect(sticky.periods).toBe(DAYS)
      },
    ),
    { numRuns: 8, endOnFailure: true },
  )
})

test('months begin on their first day, and a period that runs is told from one that is over', async () => {
  const ctx = await zoned('Asia/Shanghai')
  const [one] = (await newCustomers(ctx, 1)) as [number]
  const on = (day: string) => ({
    ...{ customer: one, name: 'came', props: {}, at: Date.parse(`${day}T00:30:00+08:00`) },
  })
  await happen(ctx, [on('2025-12-31'), on('2026-01-01'), on('2026-02-28')])
  const { cohorts } = await retention(
    ctx,
    RetentionQuestion.parse({
      ...{ target: pattern('came'), period: 'month', intervals: 3, date_to: '2026-02-28' },
    }),
  )
  expect(cohorts.map(({ start, size, values }) => [start, size, values])).toEqual([
    ['2025-12-01', 1, [1, 1, 1]],
    ['2026-01-01', 1, [1, 1]],
    ['2026-02-01', 1, [1]],
  ])
  const running = await retention(
    ctx,
    RetentionQuestion.parse({ target: pattern('came'), period: 'month', intervals: 2 }),
  )
  expect(running.cohorts.map((c) => c.complete)).toEqual([1, 0])
})
