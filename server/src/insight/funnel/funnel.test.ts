import fc from 'fast-check'
import { expect, test } from 'vitest'
import { happen, know, newCustomers } from '../../audiences/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { funnel } from './funnel.ts'
import { FunnelQuestion } from './shape.ts'
import { figuresOf, furthest, type PlainFunnel, type Row } from './testing-funnel.ts'

const START = Date.parse('2026-03-01T00:00:00Z')
const MINUTE = 60_000

const life = fc.array(
  fc.record({
    minute: fc.integer({ min: 0, max: 8 }),
    name: fc.constantFrom('a', 'b', 'c', 'x', 'other'),
    colour: fc.constantFrom(undefined, 'red', 'blue'),
  }),
  { maxLength: 8 },
)
const step = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 })
const plainFunnel: fc.Arbitrary<PlainFunnel> = fc
  .record({
    order: fc.constantFrom('ordered' as const, 'strict' as const, 'unordered' as const),
    steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    windowMs: fc.integer({ min: 1, max: 9 }).map((n) => n * MINUTE),
    excluded: fc.option(fc.constantFrom('x', 'b')),
    ends: fc.tuple(fc.nat(3), fc.nat(3)),
  })
  .map(({ excluded, ends, ...asked }) => {
    const count = asked.steps.length
    const from = asked.order === 'unordered' ? 1 : 1 + (ends[0] % Math.max(1, count - 1))
    const to =
      asked.order === 'unordered' ? count : from + 1 + (ends[1] % Math.max(1, count - from))
    const exclusions =
      excluded !== null && from < to && to <= count ? [{ event: excluded, from, to }] : []
    return { ...asked, exclusions }
  })

const asked = (plain: PlainFunnel, run: string, more: object = {}) =>
  FunnelQuestion.parse({
    order: plain.order,
    steps: plain.steps.map((names) => ({ any_of: names.map((name) => ({ event: run + name })) })),
    window_seconds: plain.windowMs / 1000,
    exclusions: plain.exclusions.map(({ event, from, to }) => ({
      ...{ event: run + event, from_step: from, to_step: to },
    })),
    date_from: '2026-03-01T00:00:00Z',
    date_to: '2026-03-02T00:00:00Z',
    ...more,
  })

test('random funnels over random lives give what trying every way gives', async () => {
  const ctx = await testCtx()
  const customers = await newCustomers(ctx, 12)
  let runs = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(life, { minLength: 12, maxLength: 12 }),
      fc.array(fc.tuple(plainFunnel, fc.constantFrom('first', 'last', 1, 2)), {
        ...{ minLength: 4, maxLength: 4 },
      }),
      async (lives, questions) => {
        // Each run has names and a day of its own: strict ones see all that was done within the range.
        const run = `${++runs}`
        const day = runs * 86_400_000
        const rows: Row[] = lives.flatMap((life, i) =>
          life.map(({ minute, name, colour }) => ({
            customer: customers[i] as number,
            at: START - day + minute * MINUTE,
            name: run + name,
            props: colour ? { colour } : ({} as Record<string, string>),
          })),
        )
        await happen(ctx, rows)
        const within = {
          date_from: new Date(START - day).toISOString(),
          date_to: new Date(START - day + 86_400_000).toISOString(),
        }
        for (const [plain, attribution] of questions) {
          const mine: PlainFunnel = {
            ...plain,
            steps: plain.steps.map((names) => names.map((name) => run + name)),
            exclusions: plain.exclusions.map((x) => ({ ...x, event: run + x.event })),
          }
          const attempts = customers.map((c) =>
            furthest(
              mine,
              rows.filter((row) => row.customer === c),
            ),
          )
          const breakdown = { type: 'event', by: 'colour', attribution }
          const answer = await funnel(ctx, asked(plain, run, { ...within, breakdown }))
          const count = plain.steps.length
          expect(rounded(answer.steps)).toEqual(rounded(figuresOf(attempts, count)))
          const byColour = Map.groupBy(
            attempts.filter((attempt) => attempt.length > 0),
            (attempt) => colourOf(attempt, attribution),
          )
          expect(
            new Map(answer.breakdowns.map(({ value, steps }) => [value, rounded(steps)])),
          ).toEqual(
            new Map(
              [...byColour].map(([value, theirs]) => [value, rounded(figuresOf(theirs, count))]),
            ),
          )
        }
      },
    ),
    { numRuns: 10, endOnFailure: true },
  )
})

const colourOf = (attempt: readonly Row[], attribution: string | number): string | null => {
  const said = attempt.map((row) => row.props.colour ?? null)
  if (typeof attribution === 'number') return said[attribution - 1] ?? null
  const told = said.filter((colour) => colour !== null)
  return (attribution === 'first' ? told[0] : told.at(-1)) ?? null
}

const rounded = (
  steps: readonly { count: number; avg_seconds: number | null; median_seconds: number | null }[],
) =>
  steps.map((s) => ({
    count: s.count,
    avg: s.avg_seconds === null ? null : Math.round(s.avg_seconds * 1000),
    median: s.median_seconds === null ? null : Math.round(s.median_seconds * 1000),
  }))

const did = (
  customer: number,
  name: string,
  minute: number,
  props: Record<string, string> = {},
) => ({
  ...{ customer, name, at: START + minute * MINUTE, props },
})

test('who bought once has not bought twice: an event is one step only', async () => {
  const ctx = await testCtx()
  const [once, twice] = (await newCustomers(ctx, 2)) as [number, number]
  await happen(ctx, [did(once, 'paid', 1), did(twice, 'paid', 1), did(twice, 'paid', 1)])
  const again = { any_of: [{ event: 'paid' }] }
  const { steps } = await funnel(ctx, FunnelQuestion.parse({ steps: [again, again], ...DAY }))
  expect(steps.map((s) => s.count)).toEqual([2, 1])
})

const DAY = { date_from: '2026-03-01', date_to: '2026-03-01' }
const seen = { any_of: [{ event: 'seen' }] }
const bought = { any_of: [{ event: 'bought' }] }

test('values beyond the limit are one row more, and nobody is lost', async () => {
  const ctx = await testCtx()
  const customers = await newCustomers(ctx, 6)
  const cities = ['Shanghai', 'Shanghai', 'Shanghai', 'Beijing', 'Beijing', 'Xian']
  await know(
    ctx,
    customers.map((customer, i) => ({
      customer,
      kind: 'attribute',
      key: 'city',
      value: cities[i] as string,
    })),
  )
  await happen(
    ctx,
    customers.flatMap((c, i) => [did(c, 'seen', 1), ...(i % 2 ? [did(c, 'bought', 2)] : [])]),
  )
  const breakdown = { type: 'customer', by: 'city', limit: 1 }
  const answer = await funnel(
    ctx,
    FunnelQuestion.parse({ steps: [seen, bought], breakdown, ...DAY }),
  )
  expect(answer.breakdowns.map((b) => [b.value, b.steps.map((s) => s.count)])).toEqual([
    ['Shanghai', [3, 1]],
  ])
  expect(answer.other?.values).toBe(2)
  expect(answer.other?.steps.map((s) => s.count)).toEqual([3, 2])
})

test('conditions on the event and on the customer narrow a step', async () => {
  const ctx = await testCtx()
  const [gold, plain] = (await newCustomers(ctx, 2)) as [number, number]
  await know(ctx, [{ customer: gold, kind: 'attribute', key: 'level', value: 'gold' }])
  await happen(ctx, [
    ...[gold, plain].map((c) => did(c, 'seen', 1, { sku: 'A' })),
    ...[gold, plain].map((c) => did(c, 'seen', 2, { sku: 'B' })),
  ])
  const count = async (where: object[]) => {
    const steps = [{ any_of: [{ event: 'seen', where }] }]
    const answer = await funnel(ctx, FunnelQuestion.parse({ steps, ...DAY }))
    return answer.steps[0]?.count
  }
  expect(await count([{ property: 'sku', value: 'A' }])).toBe(2)
  expect(await count([{ property: 'sku', op: 'in', values: ['C'] }])).toBe(0)
  expect(await count([{ of: 'customer', property: 'level', value: 'gold' }])).toBe(1)
  expect(await count([{ of: 'customer', property: 'level', op: 'is_not', value: 'gold' }])).toBe(1)
})

test('an exclusion that lies between no two steps is refused with its place', async () => {
  const ctx = await testCtx()
  const question = FunnelQuestion.parse({
    steps: [seen, bought],
    exclusions: [{ event: 'left', from_step: 2, to_step: 2 }],
  })
  await expect(funnel(ctx, question)).rejects.toMatchObject({ code: 'bad_exclusion', status: 400 })
})

test('a condition that no rule may ask is refused with the step it stands in', async () => {
  const ctx = await testCtx()
  const odd = { event: 'bought', where: [{ property: 'sku', op: 'matches', pattern: '(' }] }
  const question = FunnelQuestion.parse({ steps: [seen, { any_of: [odd] }] })
  await expect(funnel(ctx, question)).rejects.toMatchObject({
    ...{ code: 'bad_rule', status: 400 },
    details: {
      problems: [
        expect.objectContaining({
          path: ['rules', 1, 'rules', 0, 'event', 'any_of', 0, 'where', 0, 'is', 'pattern'],
        }),
      ],
    },
  })
})
