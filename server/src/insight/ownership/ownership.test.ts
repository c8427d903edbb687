import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { computedAt, computedValues, listDefinitions } from '../../profile/index.ts'
import { behind } from '../cells/customers.ts'
import { Figure } from '../cells/shape.ts'
import { type Told, tellEvents } from '../testing-insight.ts'
import { keepLevels } from './attribute.ts'
import { forecastOf, ownership } from './ownership.ts'
import { LEVELS, type Level, OwnershipSettings } from './settings.ts'
import { OwnershipQuestion } from './shape.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-06-30T23:00:00+08:00')
const SETTINGS = OwnershipSettings.parse({})
const at = (daysAgo: number) => NOW - daysAgo * DAY

/** A customer's level as one would tell it by hand. */
function levelOf(events: readonly Told[], moment: number): Level | 'none' {
  const past = events.filter((e) => e.at < moment)
  if (past.length === 0) return 'none'
  const keys = new Map<string, { open: boolean; began: number }>()
  for (const e of past.toSorted((a, b) => a.at - b.at))
    for (const { code, begins, ends } of SETTINGS.carriers) {
      const key = `${code} ${e.staffId ?? ''}`
      if (begins.includes(e.name)) keys.set(key, { open: true, began: e.at })
      else if (ends.includes(e.name)) keys.set(key, { open: false, began: 0 })
    }
  if (keys.size === 0) return 'exposed'
  if (![...keys.values()].some((k) => k.open)) return 'deleted'
  const metOn = (end: number): number => {
    const within = past.filter((e) => e.at >= end - SETTINGS.window_days * DAY && e.at < end)
    const answers = within.filter((e) => SETTINGS.responses.includes(e.name) && e.staffId).length
    if (answers < SETTINGS.responses_needed) return 0
    const isServed = within.some((e) => SETTINGS.services.includes(e.name))
    const isBound =
      within.some((e) => e.name === 'order_paid') ||
      past.some((e) => SETTINGS.locks.includes(e.name) && e.at <= end)
    return isServed && isBound ? 2 : 1
  }
  const best = Math.max(
    ...Array.from({ length: SETTINGS.grace_days + 1 }, (_, g) => metOn(moment - g * DAY)),
  )
  if (best === 2) return 'owned'
  if (best === 1) return 'related'
  const relations = SETTINGS.carriers.flatMap((c) => [...c.begins, ...c.ends])
  const lives = past.filter((e) => !relations.includes(e.name)).map((e) => e.at)
  const began = Math.max(...[...keys.values()].map((k) => k.began))
  return Math.max(began, ...lives) < moment - SETTINGS.silent_days * DAY ? 'pseudo' : 'acquired'
}

const event = fc.record({
  name: fc.constantFrom(
    ...['page_viewed', 'wecom_friend_added', 'wecom_friend_deleted', 'wecom_message_received'],
    ...[
      'wecom_message_received',
      'order_paid',
      'member_joined',
      'checked_in',
      'wecom_group_joined',
    ],
  ),
  daysAgo: fc.integer({ min: 1, max: 260 }),
  // No two at one moment: which of them holds would be nobody's to say.
  staffId: fc.constantFrom('G1', 'G2', undefined),
})

test('levels stand as an attribute that changes with its customer, and exposure is none', async () => {
  const ctx = await testCtx()
  const [ann, bea, cyd] = (await newCustomers(ctx, 3)) as [number, number, number]
  const on = (daysAgo: number): Ctx => ({ ...ctx, now: () => new Date(at(daysAgo)) })
  const levels = async () =>
    new Map(
      (await computedValues(ctx, 'ownership_level', { ids: [ann, bea, cyd] })).map((v) => [
        v.customer,
        v.value,
      ]),
    )
  await tellEvents(ctx, [
    { customer: ann, name: 'wecom_friend_added', at: at(20), staffId: 'G1' },
    { customer: bea, name: 'wecom_friend_added', at: at(100), staffId: 'G1' },
    { customer: cyd, name: 'page_viewed', at: at(20) },
  ])
  expect(await keepLevels(on(10))).toEqual({ set: 2, gone: 0 })
  expect(await levels()).toEqual(
    new Map([
      [ann, 'acquired'],
      [bea, 'pseudo'],
    ]),
  )
  expect(await keepLevels(on(10))).toEqual({ set: 0, gone: 0 })
  const said = { customer: ann, name: 'wecom_message_received', staffId: 'G1' }
  await tellEvents(ctx, [
    { ...said, at: at(9) },
    { ...said, at: at(8) },
  ])
  expect(await keepLevels(on(7))).toEqual({ set: 1, gone: 0 })
  expect((await levels()).get(ann)).toBe('related')
  expect(
    await computedAt(ctx, 'ownership_level', { values: ['acquired'] }, new Date(at(9))),
  ).toEqual([ann])
  const words = (await listDefinitions(ctx)).find(({ name }) => name === 'ownership_level')
  expect(words?.valueLabels.map(({ value }) => value).sort()).toEqual(
    LEVELS.filter((level) => level !== 'exposed').toSorted(),
  )
})

test('levels of two dates, and who moved, are what telling each life by hand gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(event, { maxLength: 8 }), { maxLength: 8 }),
      async (given) => {
        const ctx: Ctx = { ...(await testCtx()), now: () => new Date(NOW) }
        const customers = await newCustomers(ctx, given.length + 1)
        const lives = given.map((events, i) =>
          events.map(
            ({ name, daysAgo, staffId }, n): Told => ({
              ...{ customer: customers[i] as number, name, at: at(daysAgo) + n * 1_000 },
              ...(staffId && { staffId }),
              ...(name === 'order_paid' && { revenueFen: 100 }),
            }),
          ),
        )
        await tellEvents(ctx, lives.flat())
        const question = OwnershipQuestion.parse({ date: '2026-06-30', from: '2026-05-01' })
        const answer = await ownership(ctx, question)
        const then = Date.parse('2026-05-02T00:00:00+08:00')
        const expected = new Map<string, number>()
        for (const life of lives) {
          const now = levelOf(life, NOW)
          if (now === 'none') continue
          const move = `${levelOf(life, then)} ${now}`
          expected.set(move, (expected.get(move) ?? 0) + 1)
        }
        expect(new Map(answer.moves.map((m) => [`${m.before} ${m.now}`, m.customers]))).toEqual(
          expected,
        )
        for (const move of answer.moves) {
          const figure = {
            ...{ analysis: 'ownership', question },
            cell: { level: move.now, before: move.before },
          }
          const { customers } = await behind(ctx, Figure.parse(figure))
          const [row] = await ctx.ch.rows<{ n: string }>(
            ctx.tenantId,
            sql`select bitmapCardinality(${customers}) as n`,
          )
          expect(Number(row?.n)).toBe(move.customers)
        }
        const pulled = answer.producers.reduce((sum, p) => sum + p.customers, 0)
        expect(pulled).toBeLessThanOrEqual(
          answer.levels
            .filter((l) => l.level === 'related' || l.level === 'owned')
            .reduce((sum, l) => sum + l.now, 0) + 1e-9,
        )
      },
    ),
    { numRuns: 12, endOnFailure: true },
  )
})

test('a customer whom two staff members pulled counts half for each', async () => {
  const ctx: Ctx = { ...(await testCtx()), now: () => new Date(NOW) }
  const [ann] = (await newCustomers(ctx, 1)) as [number]
  const says = (daysAgo: number, staffId: string): Told => ({
    ...{ customer: ann, name: 'wecom_message_received', at: at(daysAgo), staffId },
  })
  await tellEvents(ctx, [
    { customer: ann, name: 'wecom_friend_added', at: at(50), staffId: 'G1' },
    says(9, 'G1'),
    says(8, 'G2'),
  ])
  const answer = await ownership(ctx, OwnershipQuestion.parse({ from: '2026-06-15' }))
  expect(answer.producers).toMatchObject([
    { kind: 'staff', code: 'G1', customers: 0.5, promoted: 0.5, answers: 1 },
    { kind: 'staff', code: 'G2', customers: 0.5, promoted: 0.5, answers: 1 },
  ])
  expect(answer.promotions).toMatchObject({ customers: 1, cost_fen: null, cost_each_fen: null })
})

test('a forecast moves each level as the span before moved it, and newcomers come as they came', () => {
  const forecast = forecastOf(
    [
      { before: 'none', now: 'acquired', customers: 10 },
      { before: 'acquired', now: 'acquired', customers: 30 },
      { before: 'acquired', now: 'related', customers: 10 },
    ],
    [{ before: 'acquired', now: 'related', customers: 12 }],
  )
  const of = (level: Level) => forecast.find((f) => f.level === level)
  // 40 acquired of whom a quarter rises; 10 related who, as nobody has left yet, stay.
  expect(of('acquired')?.expected).toBe(10 + 30)
  expect(of('related')).toEqual({ level: 'related', expected: 10 + 10, actual: 12 })
})
