import fc from 'fast-check'
import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { countByHand, merge, of, rounded, sizeBehind, spreadByHand, zoned } from '../testing.ts'
import { FunnelQuestion, FunnelTrendQuestion } from './shape.ts'
import { furthest, type PlainFunnel, type Row } from './testing-funnel.ts'
import { funnelTimes } from './times.ts'
import { funnelTrend } from './trend.ts'

const HOUR = 3_600_000
/** Around the change of clocks in Berlin, 29 March 2026. */
const FIRST = Temporal.PlainDate.from('2026-03-28')
const DAYS = 3
const PEOPLE = 8
const RANGE = { date_from: `${FIRST}`, date_to: `${FIRST.add({ days: DAYS - 1 })}` }

const life = fc.array(
  fc.record({
    hour: fc.integer({ min: -6, max: 90 }),
    name: fc.constantFrom('a', 'b', 'c', 'x'),
  }),
  { maxLength: 12 },
)
const step = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 })
const plain = fc
  .record({
    order: fc.constantFrom('ordered' as const, 'strict' as const),
    steps: fc.array(step, { minLength: 2, maxLength: 3 }),
    windowMs: fc.integer({ min: 1, max: 40 }).map((n) => n * HOUR),
    isBarred: fc.boolean(),
  })
  .map(
    ({ isBarred, ...asked }): PlainFunnel => ({
      ...asked,
      exclusions: isBarred ? [{ event: 'x', from: 1, to: 2 }] : [],
    }),
  )
const asked = (funnel: PlainFunnel) => ({
  order: funnel.order,
  steps: funnel.steps.map((names) => of(...names)),
  window_seconds: funnel.windowMs / 1000,
  exclusions: funnel.exclusions.map(({ event, from, to }) => ({
    ...{ event, from_step: from, to_step: to },
  })),
  ...RANGE,
})

test('by day of entry and by time taken, funnels are those of trying every way of each customer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(life, { minLength: PEOPLE, maxLength: PEOPLE }),
      fc.constantFrom('Asia/Shanghai', 'Europe/Berlin'),
      fc.array(plain, { minLength: 4, maxLength: 4 }),
      async (lives, zone, funnels) => {
        const ctx = await zoned(zone)
        const customers = await newCustomers(ctx, PEOPLE)
        const [first, last] = [customers[0] as number, customers[PEOPLE - 1] as number]
        await merge(ctx, [[last, first]])
        const dawn = (day: number) =>
          FIRST.add({ days: day }).toZonedDateTime(zone).epochMilliseconds
        const rows: Row[] = lives.flatMap((life, i) =>
          life.map(({ hour, name }) => ({
            ...{ customer: customers[i] as number, at: dawn(0) + hour * HOUR, name, props: {} },
          })),
        )
        await happen(ctx, rows)
        const hers = [
          ...Map.groupBy(rows, ({ customer }) => (customer === last ? first : customer)).values(),
        ]
        for (const funnel of funnels) {
          const count = funnel.steps.length
          const within = ({ at }: Row) => at >= dawn(0) && at < dawn(DAYS)
          const attempts = hers
            .map((theirs) => furthest(funnel, theirs.filter(within)))
            .filter((attempt) => attempt.length > 0)
          const times = await funnelTimes(ctx, FunnelQuestion.parse(asked(funnel)))
          expect(times.spans.map(({ from_step, to_step }) => [from_step, to_step])).toEqual(
            count === 2
              ? [[1, 2]]
              : [
                  [1, 2],
                  [2, 3],
                  [1, 3],
                ],
          )
          for (const { from_step, to_step, spread, counts } of times.spans) {
            const seconds = attempts.flatMap((attempt) => {
              const [from, to] = [attempt[from_step - 1], attempt[to_step - 1]]
              return from && to ? [(to.at - from.at) / 1000] : []
            })
            expect(rounded(spread)).toEqual(spreadByHand(seconds))
            expect(counts).toEqual(countByHand(seconds, times.bins))
          }
          const trend = await funnelTrend(
            ctx,
            FunnelTrendQuestion.parse({ ...asked(funnel), period: 'day' }),
          )
          const byHand = Array.from({ length: DAYS }, (_, day) => {
            const begun = hers.map((theirs) =>
              furthest(
                funnel,
                theirs.filter(({ at }) => at >= dawn(0)),
                ({ at }) => at >= dawn(day) && at < dawn(day + 1),
              ),
            )
            return Array.from(
              { length: count },
              (_, i) => begun.filter((attempt) => attempt.length > i).length,
            )
          })
          expect(trend.periods.map(({ counts }) => counts)).toEqual(byHand)
        }
      },
    ),
    { numRuns: 8, endOnFailure: true },
  )
})

test('times and days of entry open their customers; without an order there is no entry', async () => {
  const ctx = await testCtx()
  const customers = await newCustomers(ctx, 8)
  const start = FIRST.toZonedDateTime('Asia/Shanghai').epochMilliseconds
  await happen(
    ctx,
    customers.flatMap((customer, i) => [
      { customer, name: 'a', at: start + (i % 3) * 24 * HOUR, props: {} },
      ...(i % 2
        ? [{ customer, name: 'b', at: start + (i % 3) * 24 * HOUR + i * HOUR, props: {} }]
        : []),
    ]),
  )
  const question = { steps: [of('a'), of('b')], ...RANGE }
  const times = await funnelTimes(ctx, FunnelQuestion.parse(question))
  for (const { from_step, to_step, counts } of times.spans)
    for (const [bin, count] of counts.entries())
      expect(
        await sizeBehind(ctx, {
          ...{ analysis: 'funnel_times', question, cell: { from_step, to_step, bin } },
        }),
      ).toBe(count)
  const byDay = { ...question, period: 'day' }
  const trend = await funnelTrend(ctx, FunnelTrendQuestion.parse(byDay))
  for (const { start, counts } of trend.periods)
    for (const [at, count] of counts.entries()) {
      const sizeOf = (came: string) =>
        sizeBehind(ctx, {
          ...{ analysis: 'funnel_trend', question: byDay, cell: { start, step: at + 1, came } },
        })
      expect(await sizeOf('reached')).toBe(count)
      expect(await sizeOf('lost')).toBe(count - (counts[at + 1] ?? 0))
    }
  await expect(
    funnelTrend(ctx, FunnelTrendQuestion.parse({ ...byDay, order: 'unordered' })),
  ).rejects.toMatchObject({ code: 'bad_funnel_trend', status: 400 })
})
