import fc from 'fast-check'
import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { countByHand, merge, of, rounded, sizeBehind, spreadByHand, zoned } from '../testing.ts'
import { sessions } from './sessions.ts'
import { SessionsQuestion } from './shape.ts'

const MINUTE = 60_000
const PEOPLE = 6
/** Around the change of clocks in Berlin, 29 March 2026. */
const FIRST = Temporal.PlainDate.from('2026-03-28')
const RANGE = { date_from: `${FIRST}`, date_to: `${FIRST.add({ days: 2 })}` }
const life = fc.array(
  fc.record({
    /** From 23:00 of the evening before the first day on. */
    minute: fc.oneof(fc.integer({ min: 0, max: 140 }), fc.integer({ min: 1_400, max: 1_600 })),
    name: fc.constantFrom('a', 'b', 'c', 'customer_merged'),
  }),
  { maxLength: 14 },
)

test('visits, their ends and their lengths are those of walking through each customer’s events', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(life, { minLength: PEOPLE, maxLength: PEOPLE }),
      fc.constantFrom('Asia/Shanghai', 'Europe/Berlin'),
      fc.integer({ min: 1, max: 45 }),
      async (lives, zone, minutes) => {
        const ctx = await zoned(zone)
        const customers = await newCustomers(ctx, PEOPLE)
        const [first, last] = [customers[0] as number, customers[PEOPLE - 1] as number]
        await merge(ctx, [[last, first]])
        const dawn = FIRST.toZonedDateTime(zone).epochMilliseconds
        const done = lives.flatMap((life, i) =>
          life.map(({ minute, name }) => ({
            ...{ customer: customers[i] as number, at: dawn + (minute - 60) * MINUTE, name },
          })),
        )
        await happen(
          ctx,
          done.map((one) => ({ ...one, props: {} })),
        )
        const hers = Map.groupBy(
          done.filter(({ at, name }) => at >= dawn && name !== 'customer_merged'),
          ({ customer }) => (customer === last ? first : customer),
        )
        const visits = [...hers].flatMap(([customer, theirs]) => {
          const cut: (typeof done)[] = []
          for (const one of theirs.toSorted((a, b) => a.at - b.at)) {
            const before = cut.at(-1)?.at(-1)
            if (before && one.at - before.at <= minutes * MINUTE) cut.at(-1)?.push(one)
            else cut.push([one])
          }
          return cut.map((visit) => ({ customer, visit }))
        })
        const answer = await sessions(ctx, SessionsQuestion.parse({ minutes, ...RANGE }))
        const counted = (some: typeof visits) => ({
          visits: some.length,
          customers: new Set(some.map(({ customer }) => customer)).size,
          bounced: some.filter(({ visit }) => visit.length === 1).length,
        })
        const seconds = (some: typeof visits) =>
          some.map(({ visit }) => ((visit.at(-1)?.at ?? 0) - (visit[0]?.at ?? 0)) / 1000)
        expect(answer).toMatchObject(counted(visits))
        expect(answer.events).toBe(visits.flatMap(({ visit }) => visit).length)
        expect(rounded(answer.seconds)).toEqual(spreadByHand(seconds(visits)))
        expect(answer.lengths.counts).toEqual(countByHand(seconds(visits), answer.lengths.bins))
        for (const [ends, at] of [
          [answer.entries, 0],
          [answer.exits, -1],
        ] as const) {
          const byHand = Map.groupBy(visits, ({ visit }) => visit.at(at)?.name ?? '')
          expect(
            new Map(
              ends.nodes.map(({ node, ...figures }) => [
                node.is === 'event' ? node.event : '',
                figures,
              ]),
            ),
          ).toEqual(new Map([...byHand].map(([name, some]) => [name, counted(some)])))
        }
        const byDay = Map.groupBy(visits, ({ visit }) =>
          Temporal.Instant.fromEpochMilliseconds(visit[0]?.at ?? 0)
            .toZonedDateTimeISO(zone)
            .toPlainDate()
            .toString(),
        )
        for (const { start, average_seconds, ...figures } of answer.periods) {
          const some = byDay.get(start) ?? []
          expect(figures).toEqual(counted(some))
          expect(average_seconds === null ? null : Math.round(average_seconds)).toBe(
            some.length === 0 ? null : Math.round(Number(spreadByHand(seconds(some)).average)),
          )
        }
      },
    ),
    { numRuns: 10, endOnFailure: true },
  )
})

test('each figure of visits opens its customers; entries beyond those shown are counted', async () => {
  const ctx = await testCtx()
  const customers = await newCustomers(ctx, 9)
  const start = FIRST.toZonedDateTime('Asia/Shanghai').epochMilliseconds
  await happen(
    ctx,
    customers.flatMap((customer, i) =>
      ['abc'[i % 3] as string, ...(i % 2 ? ['d'] : [])].map((name, n) => ({
        ...{ customer, name, at: start + (i % 4) * 500 * MINUTE + n * MINUTE, props: {} },
      })),
    ),
  )
  const question = { nodes: 2, events: of('a', 'b', 'c', 'd'), ...RANGE }
  const answer = await sessions(ctx, SessionsQuestion.parse(question))
  const sizeOf = (cell: object) => sizeBehind(ctx, { analysis: 'sessions', question, cell })
  expect(await sizeOf({})).toBe(answer.customers)
  expect(await sizeOf({ bounced: true })).toBe(answer.bounced)
  expect(answer.entries.other).toEqual({ values: 1, visits: 3 })
  for (const { node, customers } of answer.entries.nodes)
    expect(await sizeOf({ entry: node })).toBe(customers)
  for (const { node, customers } of answer.exits.nodes)
    expect(await sizeOf({ exit: node })).toBe(customers)
  for (const { start, customers } of answer.periods) expect(await sizeOf({ start })).toBe(customers)
  for (const [length, count] of answer.lengths.counts.entries())
    expect(await sizeOf({ length })).toBe(count)
})
