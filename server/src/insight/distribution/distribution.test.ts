import fc from 'fast-check'
import { expect, test } from 'vitest'
import { happen, know, newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { countByHand, merge, of, rounded, sizeBehind, spreadByHand, zoned } from '../testing.ts'
import { distribution } from './distribution.ts'
import { DistributionQuestion } from './shape.ts'

/** Around the change of clocks in Berlin, 29 March 2026. */
const FIRST = Temporal.PlainDate.from('2026-03-27')
const DAYS = 4
const PEOPLE = 6
const RANGE = { date_from: `${FIRST}`, date_to: `${FIRST.add({ days: DAYS - 1 })}` }
const life = fc.array(
  fc.record({
    day: fc.integer({ min: -1, max: DAYS }),
    hour: fc.constantFrom(0, 2, 23),
    price: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    city: fc.constantFrom('A', 'B', undefined),
  }),
  { maxLength: 6 },
)
type Done = { customer: number; day: number; price?: number; city?: string }

const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)
const numbers = {
  times: (done: Done[]) => done.length,
  days: (done: Done[]) => new Set(done.map(({ day }) => day)).size,
  sum: (done: Done[]) => sum(prices(done)),
  average: (done: Done[]) => sum(prices(done)) / prices(done).length,
  min: (done: Done[]) => Math.min(...prices(done)),
  max: (done: Done[]) => Math.max(...prices(done)),
}
const prices = (done: Done[]) => done.flatMap(({ price }) => price ?? [])
const bins = fc.oneof(
  fc.record({ kind: fc.constantFrom('even', 'quantile'), count: fc.integer({ min: 1, max: 5 }) }),
  fc.constant({ kind: 'own', edges: [2, 3.5, 8] }),
)

test('a number of each customer, its bins and its spread are those of counting by hand', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(life, { minLength: PEOPLE, maxLength: PEOPLE }),
      fc.constantFrom('Asia/Shanghai', 'Europe/Berlin'),
      fc.array(
        fc.tuple(fc.constantFrom(...(Object.keys(numbers) as (keyof typeof numbers)[])), bins),
        {
          ...{ minLength: 4, maxLength: 4 },
        },
      ),
      async (lives, zone, questions) => {
        const ctx = await zoned(zone)
        const customers = await newCustomers(ctx, PEOPLE)
        const [first, last] = [customers[0] as number, customers[PEOPLE - 1] as number]
        await merge(ctx, [[last, first]])
        const done = lives.flatMap((life, i) =>
          life.map(({ price, city, ...one }) => ({
            ...{ ...one, customer: customers[i] as number },
            ...(price !== undefined && { price }),
            ...(city !== undefined && { city }),
          })),
        )
        await happen(
          ctx,
          done.map(({ customer, day, hour, price, city }) => ({
            ...{ customer, name: 'bought' },
            props: { ...(price !== undefined && { price }), ...(city && { city }) },
            at: FIRST.add({ days: day }).toZonedDateTime({ timeZone: zone, plainTime: { hour } })
              .epochMilliseconds,
          })),
        )
        const within = done
          .filter(({ day }) => day >= 0 && day < DAYS)
          .map((one) => ({ ...one, customer: one.customer === last ? first : one.customer }))
        for (const [kind, cut] of questions) {
          const property = kind === 'times' || kind === 'days' ? {} : { property: 'price' }
          const answer = await distribution(
            ctx,
            DistributionQuestion.parse({
              ...{ of: of('bought'), measure: { kind, ...property }, bins: cut, ...RANGE },
              breakdown: { type: 'event', by: 'city' },
            }),
          )
          const byHand = (rows: Done[]) =>
            [...Map.groupBy(rows, ({ customer }) => customer).values()]
              .filter((theirs) => !('property' in property) || prices(theirs).length > 0)
              .map((theirs) => numbers[kind](theirs))
          const all = byHand(within)
          expect(rounded(answer.all.spread)).toEqual(spreadByHand(all))
          expect(answer.all.counts).toEqual(countByHand(all, answer.bins))
          for (const city of ['A', 'B', undefined]) {
            const theirs = byHand(within.filter((one) => one.city === city))
            const told = answer.breakdowns.find(({ value }) => value === (city ?? null))
            if (theirs.length === 0) expect(told).toBeUndefined()
            else {
              expect(rounded(told?.spread ?? {})).toEqual(spreadByHand(theirs))
              expect(told?.counts).toEqual(countByHand(theirs, answer.bins))
            }
          }
        }
      },
    ),
    { numRuns: 8, endOnFailure: true },
  )
})

test('every bin opens its customers, of a value of the breakdown too', async () => {
  const ctx = await testCtx()
  const customers = await newCustomers(ctx, 9)
  await know(
    ctx,
    customers.map((customer, i) => ({
      ...{ customer, kind: 'attribute', key: 'level', value: i % 2 ? 'gold' : 'plain' },
    })),
  )
  const at = FIRST.toZonedDateTime('Asia/Shanghai').epochMilliseconds
  await happen(
    ctx,
    customers.flatMap((customer, i) =>
      Array.from({ length: i + 1 }, () => ({ customer, name: 'bought', at, props: {} })),
    ),
  )
  for (const cut of [
    { kind: 'even', count: 3 },
    { kind: 'quantile', count: 4 },
  ]) {
    const question = {
      ...{ of: of('bought'), bins: cut, ...RANGE },
      breakdown: { type: 'customer', by: 'level' },
    }
    const answer = await distribution(ctx, DistributionQuestion.parse(question))
    const sizeOf = (cell: object) => sizeBehind(ctx, { analysis: 'distribution', question, cell })
    for (const [bin, count] of answer.all.counts.entries())
      expect(await sizeOf({ bin })).toBe(count)
    for (const { value, counts, spread } of answer.breakdowns) {
      expect(await sizeOf({ value })).toBe(spread.count)
      for (const [bin, count] of counts.entries()) expect(await sizeOf({ bin, value })).toBe(count)
    }
  }
  const question = { of: of('bought'), bins: { kind: 'own', edges: [3, 3] } }
  await expect(distribution(ctx, DistributionQuestion.parse(question))).rejects.toMatchObject({
    ...{ code: 'bad_bins', status: 400 },
  })
})
