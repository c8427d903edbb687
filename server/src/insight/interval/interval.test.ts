import fc from 'fast-check'
import { expect, test } from 'vitest'
import { happen, newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { countByHand, merge, of, rounded, sizeBehind, spreadByHand } from '../testing.ts'
import { interval } from './interval.ts'
import { IntervalQuestion } from './shape.ts'

const START = Date.parse('2026-03-01T00:00:00Z')
const MINUTE = 60_000
const PEOPLE = 7

interface Done {
  customer: number
  at: number
  name: string
  colour?: string
}
interface Plain {
  first: string[]
  second: string[] | undefined
  isSinceFirst: boolean
  isOnce: boolean
  withinMs: number | undefined
}

/** Walked through one by one: since when she waits, and what that was. */
function intervalsOf({ first, second, isSinceFirst, isOnce, withinMs }: Plain, given: Done[]) {
  const marks = ({ name }: Done) => [first.includes(name), (second ?? first).includes(name)]
  const said = ({ colour }: Done) => ['blue', 'red'].indexOf(colour ?? '')
  const kind = (done: Done) => {
    const [isFirst, isSecond] = marks(done)
    return !isFirst ? 2 : second && isSecond ? 1 : 0
  }
  // At one moment what is the first stands before what is both, and that before what is the second.
  const done = given
    .filter((one) => marks(one).some(Boolean))
    .toSorted((a, b) => a.at - b.at || kind(a) - kind(b) || said(a) - said(b))
  const found: { ms: number; colour: string | null }[] = []
  let waiting: Done | undefined
  for (const one of done) {
    const [isFirst, isSecond] = marks(one)
    const begun = waiting
    if (isSecond && begun) {
      found.push({ ms: one.at - begun.at, colour: begun.colour ?? null })
      waiting = undefined
    }
    if (isFirst) waiting = isSinceFirst && waiting ? waiting : one
    else waiting = undefined
  }
  const short = found.filter(({ ms }) => withinMs === undefined || ms <= withinMs)
  return isOnce ? short.slice(0, 1) : short
}

const life = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 9 }),
    name: fc.constantFrom('a', 'b', 'c', 'x'),
    colour: fc.constantFrom(undefined, 'red', 'blue'),
  }),
  { maxLength: 9 },
)
const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 })
const plain: fc.Arbitrary<Plain> = fc.record({
  first: names,
  second: fc.option(names, { nil: undefined }),
  isSinceFirst: fc.boolean(),
  isOnce: fc.boolean(),
  withinMs: fc.option(
    fc.integer({ min: 1, max: 5 }).map((n) => n * MINUTE),
    { nil: undefined },
  ),
})

test('random intervals over random lives are those of walking through each customer’s', async () => {
  const ctx = await testCtx()
  const customers = await newCustomers(ctx, PEOPLE)
  const [one, other] = [customers[0] as number, customers[PEOPLE - 1] as number]
  await merge(ctx, [[other, one]])
  let runs = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(life, { minLength: PEOPLE, maxLength: PEOPLE }),
      fc.array(plain, { minLength: 6, maxLength: 6 }),
      async (lives, questions) => {
        const day = START - ++runs * 86_400_000
        const done: Done[] = lives.flatMap((life, i) =>
          life.map(({ minute, name, colour }) => ({
            ...{ customer: customers[i] as number, at: day + minute * MINUTE, name },
            ...(colour && { colour }),
          })),
        )
        await happen(
          ctx,
          done.map(({ colour, ...one }) => ({
            ...one,
            props: colour ? { colour } : ({} as Record<string, string>),
          })),
        )
        const hers = Map.groupBy(done, ({ customer }) => (customer === other ? one : customer))
        for (const asked of questions) {
          const answer = await interval(
            ctx,
            IntervalQuestion.parse({
              first: of(...asked.first),
              ...(asked.second && { second: of(...asked.second) }),
              of_several: asked.isSinceFirst ? 'first' : 'last',
              each: asked.isOnce ? 'once' : 'every',
              ...(asked.withinMs && { within_seconds: asked.withinMs / 1000 }),
              bins: { kind: 'own', edges: [60, 120, 300] },
              breakdown: { type: 'event', by: 'colour' },
              date_from: new Date(day).toISOString(),
              date_to: new Date(day + 86_400_000).toISOString(),
            }),
          )
          const byHand = [...hers].flatMap(([customer, theirs]) =>
            intervalsOf(asked, theirs).map((found) => ({ ...found, customer })),
          )
          const expectSame = (told: typeof answer.all | undefined, rows: typeof byHand) => {
            const seconds = rows.map(({ ms }) => ms / 1000)
            expect(rounded(told?.spread ?? {})).toEqual(spreadByHand(seconds))
            expect(told?.counts).toEqual(countByHand(seconds, answer.bins))
            expect(told?.customers).toBe(new Set(rows.map(({ customer }) => customer)).size)
          }
          expectSame(answer.all, byHand)
          const byColour = Map.groupBy(byHand, ({ colour }) => colour)
          expect(answer.breakdowns.length).toBe(byColour.size)
          for (const [colour, rows] of byColour)
            expectSame(
              answer.breakdowns.find(({ value }) => value === colour),
              rows,
            )
          expect(answer.began).toBe(
            [...hers.values()].filter((theirs) =>
              theirs.some(({ name }) => asked.first.includes(name)),
            ).length,
          )
        }
      },
    ),
    { numRuns: 12, endOnFailure: true },
  )
})

test('who waits still, and who needed so long, are opened', async () => {
  const ctx = await testCtx()
  const customers = await newCustomers(ctx, 8)
  await happen(
    ctx,
    customers.flatMap((customer, i) => [
      { customer, name: 'added', at: START, props: {} },
      ...(i < 5 ? [{ customer, name: 'bought', at: START + i * 20 * MINUTE, props: {} }] : []),
    ]),
  )
  const question = {
    ...{ first: of('added'), second: of('bought') },
    ...{ date_from: '2026-03-01', date_to: '2026-03-01' },
  }
  const answer = await interval(ctx, IntervalQuestion.parse(question))
  const sizeOf = (cell: object) => sizeBehind(ctx, { analysis: 'interval', question, cell })
  expect([answer.began, answer.all.customers, await sizeOf({ waiting: true })]).toEqual([8, 5, 3])
  for (const [bin, count] of answer.all.counts.entries()) expect(await sizeOf({ bin })).toBe(count)
})
