// Where a window begins, a span ends, a gap is just long enough: to the millisecond, in every zone.
import { expect, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import type { Span, ValueTest } from './operators.ts'
import type { Rule } from './rule.ts'
import { isIn, type Person } from './testing-evaluator.ts'
import { NOW, ZONES } from './testing-rules.ts'
import { milliseconds } from './testing-values.ts'
import { insideOf, tell } from './testing-world.ts'
import { ago, type Clock } from './windows.ts'

const SPANS: Span[] = [
  { n: 90, unit: 'minute' },
  { n: 1, unit: 'hour' },
  // The clock of New York goes back within these.
  { n: 5, unit: 'day' },
  { n: 1, unit: 'week' },
  { n: 1, unit: 'month' },
]
const paid = { any_of: [{ event: 'paid', where: [] }] }
const left = { any_of: [{ event: 'left', where: [] }] }
const ever = { kind: 'ever' as const }

const rulesOf = (span: Span): Rule[] => [
  { kind: 'did', event: paid, window: { kind: 'last', span }, times: { op: 'gte', value: 1 } },
  {
    kind: 'did',
    event: paid,
    window: { kind: 'before_last', span },
    times: { op: 'gte', value: 1 },
  },
  { kind: 'first_time', event: paid, window: { kind: 'last', span } },
  { kind: 'last_time', event: paid, window: { kind: 'before_last', span } },
  { kind: 'stopped', event: paid, active: span, quiet: { n: 1, unit: 'hour' } },
  { kind: 'stopped', event: paid, active: { n: 1, unit: 'year' }, quiet: span },
  { kind: 'started_again', event: paid, gap: { n: 1, unit: 'minute' }, recent: span },
  { kind: 'attribute', name: 'when', is: { op: 'in_last', span } },
  { kind: 'attribute', name: 'when', is: { op: 'more_than_ago', span } },
  { kind: 'attribute_held', name: 'when', is: { op: 'is_set' }, at_least: span },
  { kind: 'tagged', tag: 'tea', window: { kind: 'last', span } },
]

const iso = (ms: number) => new Date(ms).toISOString()

async function sameAsPlain(
  people: readonly Omit<Person, 'id'>[],
  rules: readonly Rule[],
  clock: Clock,
) {
  const ctx = await testCtx()
  const everybody = await tell(ctx, people, clock.now)
  const world = { clock, everybody, audiences: {} }
  for (const rule of rules) {
    const expected = everybody.filter((p) => isIn(rule, p, world)).map((p) => p.id)
    expect(await insideOf(ctx, rule, world), JSON.stringify([clock.timezone, rule])).toEqual(
      expected,
    )
    const told = `the edge divides nobody: ${JSON.stringify(rule)}`
    expect(expected.length, told).toBeGreaterThan(0)
    expect(expected.length, told).toBeLessThan(everybody.length)
  }
}

test('a moment on the edge of a span falls on the side that plain reading gives', async () => {
  for (const timezone of ZONES)
    for (const span of SPANS) {
      const clock = { now: NOW, timezone }
      const edge = ago(clock, span)
      const second = ago({ ...clock, now: ago(clock, { n: 1, unit: 'hour' }) }, span)
      const people = [edge - 1, edge, edge + 1, second - 1, second, second + 1].map((at) => ({
        events: [
          { name: 'paid', at: at - 3_600_000, props: {} },
          { name: 'paid', at, props: {} },
        ],
        known: [
          { kind: 'attribute', key: 'when', value: iso(at), since: at },
          { kind: 'tag', key: 'tea', since: at },
        ],
      }))
      const alone = people.map((p) => ({ ...p, events: p.events.slice(1) }))
      await sameAsPlain(
        [...alone, { events: [], known: [] }],
        rulesOf(span).filter((r) => r.kind !== 'started_again'),
        clock,
      )
      await sameAsPlain(
        people,
        rulesOf(span).filter((r) => r.kind === 'started_again'),
        clock,
      )
    }
})

test('a chain that takes exactly its span, and a gap of exactly its length, count', async () => {
  for (const span of SPANS) {
    const clock = { now: NOW, timezone: 'America/New_York' }
    const length = milliseconds(span)
    const people = [length - 1, length, length + 1].map((apart) => ({
      events: [
        { name: 'left', at: NOW - 1_000 - apart, props: {} },
        { name: 'paid', at: NOW - 1_000, props: {} },
      ],
      known: [],
    }))
    const twice = people.map((p) => ({
      ...p,
      events: p.events.map((e) => ({ ...e, name: 'paid' })),
    }))
    await sameAsPlain(
      people,
      [{ kind: 'sequence', steps: [left, paid], within: span, window: ever }],
      clock,
    )
    await sameAsPlain(
      twice,
      [{ kind: 'started_again', event: paid, gap: span, recent: { n: 1, unit: 'hour' } }],
      clock,
    )
  }
})

test('a day without a time is the brand’s own day, also where clocks are put back or forward', async () => {
  // New York is an hour later than UTC−5 until 06:00 UTC on 1 November 2026; in São Paulo 4 November
  // 2018 began at 01:00, and in Kathmandu days begin a quarter of an hour after those of Delhi.
  for (const [timezone, day, now] of [
    ['America/New_York', '2026-11-01', '2026-11-05T13:30:00Z'],
    ['America/New_York', '2026-03-08', '2026-03-10T02:00:00Z'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-06T02:30:00Z'],
    ['Asia/Kathmandu', '2026-11-01', '2026-11-05T13:30:00Z'],
    ['Asia/Shanghai', '2026-11-01', '2026-11-05T13:30:00Z'],
  ] as const) {
    const ctx = await testCtx()
    const clock = { now: Date.parse(now), timezone }
    const date = Temporal.PlainDate.from(day)
    const days = [-1, 0, 1].map((plus) => date.add({ days: plus }).toString())
    const people = days.map((value) => ({
      events: [{ name: 'paid', at: clock.now - 1_000, props: { when: value } }],
      known: [{ kind: 'attribute', key: 'when', value, since: clock.now - 1_000 }],
    }))
    const everybody = await tell(ctx, people, clock.now)
    const ids = everybody.map((p) => p.id)
    const world = { clock, everybody, audiences: {} }
    const [before, same, after] = ids
    const cases: [ValueTest, (number | undefined)[]][] = [
      [{ op: 'on', day }, [same]],
      [{ op: 'before', day }, [before]],
      [{ op: 'after', day }, [after]],
      [{ op: 'between_days', from: day, to: days[2] ?? day }, [same, after]],
      [{ op: 'weekday', days: [date.dayOfWeek] }, [same]],
    ]
    for (const [is, expected] of cases) {
      const about = JSON.stringify([timezone, is])
      expect(await insideOf(ctx, { kind: 'attribute', name: 'when', is }, world), about).toEqual(
        expected,
      )
      const said: Rule = {
        ...{ kind: 'did', window: ever, times: { op: 'gte', value: 1 } },
        event: { any_of: [{ event: 'paid', where: [{ property: 'when', is }] }] },
      }
      expect(await insideOf(ctx, said, world), about).toEqual(expected)
    }
    const begin = date.toZonedDateTime(timezone).epochMilliseconds
    for (const [at, expected] of [
      [begin, []],
      [begin + 1, [same]],
    ] as const) {
      const turn = { ...world, clock: { now: at + 86_400_000, timezone } }
      const inLastDay: Rule = {
        ...{ kind: 'attribute', name: 'when' },
        is: { op: 'more_than_ago', span: { n: 24, unit: 'hour' } },
      }
      expect(await insideOf(ctx, inLastDay, turn), timezone).toEqual([before, ...expected])
    }
  }
})
