import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calendarOf } from './calendar.ts'
import type { Row } from './measure.ts'
import { toldPlainly } from './reference-for-tests.ts'
import { replay, type Stay } from './replay.ts'
import { LevelRules, type Version } from './rules.ts'

const SHANGHAI = calendarOf('Asia/Shanghai')
const at = (text: string) => Date.parse(`${text.length === 10 ? `${text}T12:00` : text}:00+08:00`)
const bought = (day: string, fen: number): Row => ({
  ...{ at: at(day), knownAt: at(day), spendFen: fen, orders: 1, growth: 0 },
})
const refunded = (bought: string, on: string, fen: number, isWhole = true): Row => ({
  ...{ at: at(bought), knownAt: at(on), spendFen: -fen, orders: isWhole ? -1 : 0, growth: 0 },
})
const RULES = LevelRules.parse({
  ...{ window: { kind: 'rolling', months: 12 }, term: { kind: 'months', months: 12 } },
  ...{ grace_days: 30, downgrade: 'to_qualified' },
  levels: [
    { code: 'plain', name: '普通', name_en: 'Plain', needs: [] },
    {
      code: 'silver',
      name: '银卡',
      name_en: 'Silver',
      needs: [{ by: 'spend', at_least: 1_000_00 }],
    },
    { code: 'gold', name: '金卡', name_en: 'Gold', needs: [{ by: 'spend', at_least: 5_000_00 }] },
  ],
})
const with_ = (change: Partial<LevelRules>): LevelRules => ({ ...RULES, ...change })
const versionOf = (rules: LevelRules, from = '2024-01-01', version = 1): Version => ({
  ...{ version, from: at(from), rules },
})
const HERE: Stay[] = [{ from: at('2024-01-02'), to: null }]
const level = (rows: Row[], asOf: string, rules: LevelRules | Version[] = RULES, stays = HERE) =>
  replay(rows, Array.isArray(rules) ? rules : [versionOf(rules)], stays, SHANGHAI, at(asOf))
    .standing?.level

test('a level is reached the moment its need is met, and is held for its term', () => {
  const rows = [bought('2025-03-10', 1_000_00)]
  expect(level(rows, '2025-03-10T11:59')).toBe('plain')
  expect(level(rows, '2025-03-10T12:00')).toBe('silver')
  expect(level(rows, '2026-03-09T23:59')).toBe('silver')
})

test('at the end of the term it is kept by what was done, or missed, and after the grace it falls', () => {
  const rows = [bought('2025-03-10', 1_000_00)]
  // The day she reached it counts no second time.
  expect(level(rows, '2026-04-08T23:59')).toBe('silver')
  expect(level(rows, '2026-04-09T00:00')).toBe('plain')
  const again = [...rows, bought('2026-02-01', 1_000_00)]
  expect(level(again, '2027-03-09')).toBe('silver')
})

test('within the grace what is missing can be made up for', () => {
  const rows = [
    bought('2025-03-10', 1_000_00),
    bought('2025-06-01', 600_00),
    bought('2026-04-01', 400_00),
  ]
  expect(level(rows, '2026-12-01')).toBe('silver')
  const { changes } = replay(rows, [versionOf(RULES)], HERE, SHANGHAI, at('2026-12-01'))
  expect(changes.map((c) => c.reason)).toEqual(['joined', 'reached', 'missed', 'regained'])
})

test('a refund takes from where its order counted, and demotes after the grace', () => {
  const rows = [
    bought('2025-03-10', 5_000_00),
    refunded('2025-03-10', '2025-03-20', 4_500_00, false),
  ]
  expect(level(rows, '2025-04-18T23:59')).toBe('gold')
  expect(level(rows, '2025-04-19T00:00')).toBe('plain')
})

test('a refund of what was not needed changes nothing', () => {
  const rows = [
    ...[bought('2025-03-10', 1_000_00), bought('2025-03-11', 10_00)],
    refunded('2025-03-11', '2025-12-01', 10_00),
  ]
  expect(level(rows, '2026-03-09')).toBe('silver')
})

test('who falls one level at a time falls one level', () => {
  const rows = [bought('2025-03-10', 5_000_00)]
  expect(level(rows, '2026-05-01', with_({ downgrade: 'one_level' }))).toBe('silver')
})

test('a calendar year counts as a whole to its last day, in the brand’s own zone', () => {
  const yearly = with_({
    ...{ window: { kind: 'calendar_year' }, term: { kind: 'year_end', years: 0 }, grace_days: 0 },
  })
  const last = [bought('2025-12-31T23:59', 1_000_00)]
  expect(level(last, '2025-12-31T23:59', yearly)).toBe('silver')
  // The year in which she reached it keeps it for the next one.
  expect(level(last, '2026-12-31T23:59', yearly)).toBe('silver')
  expect(level(last, '2027-01-01T00:00', yearly)).toBe('plain')
})

test('new rules raise at once and take nothing away before the term ends', () => {
  const dearer = with_({
    levels: RULES.levels.map((l) => ({
      ...l,
      needs: l.needs.map((n) => ({ ...n, at_least: n.at_least * 10 })),
    })),
  })
  const cheaper = with_({
    levels: RULES.levels.map((l) => ({
      ...l,
      needs: l.needs.map((n) => ({ ...n, at_least: n.at_least / 10 })),
    })),
  })
  const rows = [bought('2025-03-10', 1_000_00)]
  const two = (rules: LevelRules) => [versionOf(RULES), versionOf(rules, '2025-05-01', 2)]
  expect(level(rows, '2025-05-02', two(cheaper))).toBe('gold')
  expect(level(rows, '2025-05-02', two(dearer))).toBe('silver')
  expect(level(rows, '2026-05-01', two(dearer))).toBe('plain')
})

test('a day of the past is told by the rules and the rows of that day', () => {
  const rows = [bought('2025-03-10', 1_000_00), refunded('2025-03-10', '2025-08-01', 1_000_00)]
  expect(level(rows, '2025-05-03')).toBe('silver')
  expect(level(rows, '2025-09-03')).toBe('plain')
})

test('entry is once an episode: passing levels enters each, leaving and coming back enters none anew', () => {
  const rows = [bought('2024-03-10', 5_000_00), bought('2026-03-10', 5_000_00)]
  const stays: Stay[] = [
    { from: at('2024-01-02'), to: at('2024-06-01') },
    { from: at('2024-06-02'), to: null },
  ]
  const { entries } = replay(rows, [versionOf(RULES)], stays, SHANGHAI, at('2026-04-01'))
  expect(entries.map(({ level, episode }) => `${level} ${episode}`)).toEqual([
    ...['plain 1', 'silver 1', 'gold 1', 'plain 1', 'silver 1', 'gold 1'],
    ...['silver 2', 'gold 2'],
  ])
})

test('what is missing to the next level, and when time alone changes something', () => {
  const { standing } = replay(
    [bought('2025-03-10', 1_200_00)],
    [versionOf(RULES)],
    HERE,
    SHANGHAI,
    at('2025-05-03'),
  )
  expect(standing).toMatchObject({
    progress: { level: 'gold', needs: [{ by: 'spend', have: 1_200_00, at_least: 5_000_00 }] },
    nextAt: at('2026-03-10T00:00'),
  })
})

describe('for any history', () => {
  const START = Date.parse('2023-11-15T00:00:00Z')
  const SPAN = 1_100
  const moment = fc
    .tuple(fc.nat(SPAN), fc.oneof(fc.constantFrom(0, 4, 5, 15, 16, 23), fc.nat(23)), fc.nat(3))
    .map(([day, hour, quarter]) => START + ((day * 24 + hour) * 60 + quarter * 15) * 60_000)
  const order = fc
    .record({
      at: moment,
      fen: fc.nat(3_000_00),
      refund: fc.option(fc.record({ after: fc.nat(400), part: fc.boolean() })),
    })
    .map(({ at, fen, refund }): Row[] => [
      { at, knownAt: at, spendFen: fen, orders: 1, growth: 0 },
      ...(refund
        ? [
            {
              ...{ at, knownAt: at + refund.after * 86_400_000, growth: 0 },
              ...{
                spendFen: -(refund.part ? Math.floor(fen / 2) : fen),
                orders: refund.part ? 0 : -1,
              },
            },
          ]
        : []),
    ])
  const event = fc
    .record({ at: moment, event: fc.constantFrom('checked_in', 'page_shared') })
    .map(({ at, event }): Row[] => [{ at, knownAt: at, spendFen: 0, orders: 0, growth: 0, event }])
  const byHand = fc
    .record({ at: moment, growth: fc.integer({ min: -300, max: 300 }) })
    .map(({ at, growth }): Row[] => [{ at, knownAt: at, spendFen: 0, orders: 0, growth }])
  const rows = fc
    .array(fc.oneof(order, order, event, byHand), { maxLength: 14 })
    .map((all) => all.flat())
  const needs = (scale: number) =>
    fc.subarray(
      [
        { by: 'spend' as const, at_least: 1_000_00 * scale },
        { by: 'orders' as const, at_least: 2 * scale },
        { by: 'growth' as const, at_least: 500 * scale },
        { by: 'event' as const, event: 'checked_in', at_least: scale },
      ],
      { minLength: 1 },
    )
  const level = (code: string, scale: number) =>
    fc.record({
      ...{ code: fc.constant(code), name: fc.constant(code), name_en: fc.constant(code) },
      ...{ title: fc.constant(''), title_en: fc.constant(''), badge: fc.constant(null) },
      ...{ match: fc.constantFrom('any' as const, 'all' as const), needs: needs(scale) },
    })
  const rules: fc.Arbitrary<LevelRules> = fc.record({
    window: fc.oneof(
      fc.record({ kind: fc.constant('rolling' as const), months: fc.constantFrom(1, 3, 12) }),
      fc.constant({ kind: 'calendar_year' as const }),
      fc.constant({ kind: 'lifetime' as const }),
    ),
    term: fc.oneof(
      fc.record({ kind: fc.constant('months' as const), months: fc.constantFrom(1, 6, 12) }),
      fc.record({ kind: fc.constant('year_end' as const), years: fc.nat(1) }),
      fc.constant({ kind: 'forever' as const }),
    ),
    ...{
      grace_days: fc.constantFrom(0, 1, 30),
      counts_from: fc.constantFrom('ever' as const, 'joined' as const),
    },
    downgrade: fc.constantFrom('to_qualified' as const, 'one_level' as const),
    growth: fc.record({
      ...{ per_yuan: fc.constantFrom(0, 1), per_order: fc.constantFrom(0, 50) },
      events: fc.constantFrom([], [{ event: 'page_shared', growth: 100, per_day: 2 }]),
    }),
    levels: fc.tuple(
      level('l0', 1).map((lowest) => ({ ...lowest, needs: [] })),
      fc.oneof(level('l1', 1), level('m1', 1)),
      level('l2', 2),
      level('l3', 4),
    ),
  })
  const history = fc.record({
    ...{ rows, first: rules, second: fc.option(fc.record({ rules, at: moment })) },
    ...{
      joined: moment,
      left: fc.option(fc.record({ after: fc.nat(300), back: fc.nat(100) })),
      asOf: moment,
    },
    zone: fc.constantFrom(
      'Asia/Shanghai',
      'America/New_York',
      'Pacific/Kiritimati',
      'Asia/Kolkata',
    ),
  })

  test('it is as when every day is looked at', () => {
    fc.assert(
      fc.property(history, ({ rows, first, second, joined, left, asOf, zone }) => {
        const versions: Version[] = [
          { version: 1, from: START, rules: first },
          ...(second ? [{ version: 2, from: second.at + 1, rules: second.rules }] : []),
        ]
        const gone = left && joined + left.after * 86_400_000 + 60_000
        const stays: Stay[] = left
          ? [
              { from: joined, to: gone },
              { from: (gone ?? 0) + left.back * 86_400_000 + 60_000, to: null },
            ]
          : [{ from: joined, to: null }]
        const told = replay(rows, versions, stays, calendarOf(zone), asOf)
        const plainly = toldPlainly(rows, versions, stays, zone, asOf)
        expect(told.standing?.level).toBe(plainly.level)
        expect(told.entries.map((e) => `${e.level} ${e.episode}`)).toEqual(plainly.entries)
      }),
      { numRuns: 400 },
    )
  })

  test('until time says so, nothing changes by itself', () => {
    fc.assert(
      fc.property(history, ({ rows, first, joined, asOf, zone }) => {
        const versions = [{ version: 1, from: START, rules: first }]
        const calendar = calendarOf(zone)
        const stays = [{ from: joined, to: null }]
        const now = replay(rows, versions, stays, calendar, asOf).standing
        if (!now) return
        const until = now.nextAt ?? asOf + 400 * 86_400_000
        const then = replay(rows, versions, stays, calendar, until - 1).standing
        expect({ ...then, nextAt: now.nextAt }).toEqual(now)
      }),
      { numRuns: 200 },
    )
  })
})
