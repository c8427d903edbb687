// The compiled SQL and a slow evaluator say the same of random rules over random histories.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { testCtx } from '../platform/testing.ts'
import { compile } from './compile.ts'
import type { NumberTest, Span, ValueTest } from './operators.ts'
import type { EventPattern, Rule, Window } from './rule.ts'
import { type Happened, isIn } from './testing-evaluator.ts'
import type { Clock } from './windows.ts'

const HOUR = 3_600_000
const NAMES = ['viewed', 'carted', 'paid', 'left']
// The clock of New York goes back at 06:00 UTC on 1 November 2026.
const NOW = Date.parse('2026-11-05T13:30:00Z')
const ZONES = ['Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu']

/** Edges of days and windows are as likely as moments inside them. */
const moment = fc.oneof(
  fc.integer({ min: 0, max: 24 * 45 }).map((hours) => NOW - hours * HOUR),
  fc.integer({ min: 0, max: 45 * 24 * 3_600 }).map((seconds) => NOW - seconds * 1_000),
  fc.constantFrom(NOW, NOW - 7 * 24 * HOUR, NOW - 7 * 24 * HOUR - 1, NOW - 30 * 24 * HOUR),
)
const value = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(
    0.5,
    19.9,
    'red',
    'Red tea',
    '绿茶',
    '',
    '2026-11-01',
    '2026-11-05T20:00:00Z',
    true,
    false,
    null,
  ),
  fc.array(fc.constantFrom('a', 'b', '茶'), { maxLength: 3 }),
)
const happened: fc.Arbitrary<Happened> = fc.record({
  name: fc.constantFrom(...NAMES),
  at: moment,
  props: fc.dictionary(fc.constantFrom('colour', 'price', 'when', 'bits'), value, { maxKeys: 4 }),
})
const histories = fc.array(fc.array(happened, { maxLength: 12 }), { minLength: 25, maxLength: 25 })

const span: fc.Arbitrary<Span> = fc.record({
  n: fc.integer({ min: 1, max: 12 }),
  unit: fc.constantFrom('hour', 'day', 'week', 'month'),
})
const number: fc.Arbitrary<NumberTest> = fc.oneof(
  fc.record({
    op: fc.constantFrom('is', 'is_not', 'gt', 'gte', 'lt', 'lte'),
    value: fc.integer({ min: -1, max: 4 }),
  }),
  fc.record({
    op: fc.constantFrom('between', 'not_between'),
    from: fc.integer({ min: 0, max: 2 }),
    to: fc.integer({ min: 2, max: 4 }),
  }),
) as fc.Arbitrary<NumberTest>
const word = fc.constantFrom('red', 'RED', 'tea', '茶', '绿', 'a', '.', '%')
const day = fc.constantFrom('2026-10-31', '2026-11-01', '2026-11-02', '2026-11-05')
const valueTest: fc.Arbitrary<ValueTest> = fc.oneof(
  number,
  fc.record({
    op: fc.constantFrom('is', 'is_not'),
    value: fc.oneof(word, fc.boolean(), fc.integer({ min: -1, max: 3 })),
  }),
  fc.record({
    op: fc.constantFrom('in', 'not_in'),
    values: fc.array(fc.oneof(word, fc.integer({ min: 0, max: 2 })), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  fc.record({ op: fc.constantFrom('is_set', 'not_set') }),
  fc.record({
    op: fc.constantFrom('contains', 'not_contains', 'starts_with', 'ends_with'),
    value: word,
  }),
  fc.record({ op: fc.constant('matches'), pattern: fc.constantFrom('^r', 'ea$', '[0-9]', '茶') }),
  fc.record({ op: fc.constantFrom('on', 'before', 'after'), day }),
  fc.record({ op: fc.constant('between_days'), from: day, to: day }),
  fc.record({ op: fc.constantFrom('in_last', 'more_than_ago', 'in_next'), span }),
  fc.record({
    op: fc.constant('anniversary_in'),
    from_days: fc.constantFrom(0, 1),
    to_days: fc.constantFrom(0, 7, 400),
  }),
  fc.record({
    op: fc.constant('weekday'),
    days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
  }),
  fc.record({
    op: fc.constantFrom('has_any', 'has_all', 'has_none'),
    values: fc.array(fc.constantFrom('a', 'b', '茶'), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    op: fc.constantFrom('count_gte', 'count_lte'),
    value: fc.integer({ min: 0, max: 2 }),
  }),
) as fc.Arbitrary<ValueTest>
const where = fc.array(
  fc.record({ property: fc.constantFrom('colour', 'price', 'when', 'bits'), is: valueTest }),
  { maxLength: 2 },
)
const event: fc.Arbitrary<EventPattern> = fc.record({
  any_of: fc.array(fc.record({ event: fc.constantFrom(...NAMES), where }), {
    minLength: 1,
    maxLength: 2,
  }),
})
const window: fc.Arbitrary<Window> = fc.oneof(
  fc.constant({ kind: 'ever' as const }),
  fc.record({ kind: fc.constantFrom('last' as const, 'before_last' as const), span }),
  fc.record({ kind: fc.constant('days' as const), from: day, to: day }),
  fc.record({ kind: fc.constant('since' as const), from: day }),
  fc.record({
    kind: fc.constant('calendar' as const),
    unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const),
    back: fc.integer({ min: 0, max: 3 }),
  }),
)
const leaf: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ kind: fc.constant('did'), event, window, times: number }),
  fc.record({
    kind: fc.constant('measure'),
    event,
    window,
    of: fc.constantFrom('sum', 'average', 'min', 'max', 'distinct'),
    property: fc.constantFrom('price', 'colour'),
    is: number,
  }),
  fc.record({ kind: fc.constantFrom('first_time', 'last_time'), event, window }),
  fc.record({
    kind: fc.constant('sequence'),
    steps: fc.array(event, { minLength: 2, maxLength: 3 }),
    within: span,
    window,
    without: fc.option(event, { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('regularly'),
    event,
    unit: fc.constantFrom('day', 'week', 'month'),
    periods: fc.integer({ min: 1, max: 3 }),
    of: fc.integer({ min: 1, max: 6 }),
  }),
  fc.record({ kind: fc.constant('stopped'), event, active: span, quiet: span }),
  fc.record({ kind: fc.constant('started_again'), event, gap: span, recent: span }),
  fc.constant({ kind: 'everybody' }),
) as fc.Arbitrary<Rule>
const { rule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const),
      rules: fc.array(tie('rule'), { minLength: 1, maxLength: 3 }),
    }) as fc.Arbitrary<Rule>,
    fc.record({ kind: fc.constant('not' as const), rule: tie('rule') }) as fc.Arbitrary<Rule>,
  ),
}))

async function membersOf(ctx: Ctx, of: Rule, clock: Clock): Promise<number[]> {
  const { bitmap } = compile(of, clock)
  const rows = await ctx.ch.rows<{ members: number[] }>(
    ctx.tenantId,
    sql`select bitmapToArray(${bitmap}) as members`,
  )
  return (rows[0]?.members ?? []).map(Number).sort((a, b) => a - b)
}

const FIRST = 700_000_000

async function live(ctx: Ctx, given: readonly (readonly Happened[])[]): Promise<Happened[][]> {
  const lines: string[] = []
  const lived = given.map((events, i) => {
    // The order of receipt breaks ties of time.
    const ordered = events.map((e, n) => ({ ...e, n })).sort((a, b) => a.at - b.at || a.n - b.n)
    for (const e of ordered)
      lines.push(
        JSON.stringify([
          ctx.tenantId,
          e.name,
          FIRST + i,
          new Date(e.at).toISOString().slice(0, 23).replace('T', ' '),
          crypto.randomUUID(),
          new Date(NOW + e.n).toISOString().slice(0, 23).replace('T', ' '),
          JSON.stringify(e.props),
        ]),
      )
    return ordered
  })
  await ctx.ch.insert({
    table: 'event',
    columns: ['tenant_id', 'name', 'customer_id', 'at', 'event_id', 'received_at', 'props'],
    body: Buffer.from(`${lines.join('\n')}\n`),
  })
  return lived
}

test('random rules over random histories have the members that plain reading gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      histories,
      fc.array(rule, { minLength: 30, maxLength: 30 }),
      fc.constantFrom(...ZONES),
      async (given, rules, timezone) => {
        const ctx = await testCtx()
        const clock = { now: NOW, timezone }
        const lived = await live(ctx, given)
        // Who never did anything is nobody the event table knows.
        const present = lived.flatMap((events, i) => (events.length > 0 ? [i] : []))
        for (const one of rules) {
          const expected = present.flatMap((i) =>
            isIn(one, lived[i] ?? [], clock) ? [FIRST + i] : [],
          )
          expect(await membersOf(ctx, one, clock), JSON.stringify(one)).toEqual(expected)
        }
      },
    ),
    { numRuns: 12 },
  )
}, 300_000)
