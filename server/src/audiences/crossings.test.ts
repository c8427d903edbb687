// What time alone changes is foreseen: whom it may move, and when next.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { testCtx } from '../platform/testing.ts'
import { crossedBetween } from './crossings.ts'
import { needsOf } from './needs.ts'
import type { Rule } from './rule.ts'
import { isIn } from './testing-evaluator.ts'
import { leaf, lives, NOW, rule, ZONES } from './testing-rules.ts'
import { tell } from './testing-world.ts'
import { nextTurn } from './wake.ts'
import type { Clock } from './windows.ts'

const HOUR = 3_600_000
/** Of what must be met, lest a test says nothing: drawn again until there are so many. */
const ENOUGH = 20
/** Rules that time moves. Who is in by rank hangs on others; such rules are always read whole. */
const alone = fc
  .oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: rule })
  .filter((r) => !needsOf(r).isWhole)
const elapsed = fc.oneof(
  fc.constantFrom(1, HOUR, 24 * HOUR, 25 * HOUR, 7 * 24 * HOUR, 40 * 24 * HOUR),
  fc.integer({ min: 1, max: 30 * 24 * HOUR }),
)

async function crossed(ctx: Ctx, one: Rule, before: Clock, after: Clock): Promise<number[]> {
  const bitmap = crossedBetween(one, before, after)
  if (bitmap === null) return []
  const [row] = await ctx.ch.rows<{ who: number[] }>(
    ctx.tenantId,
    sql`select bitmapToArray(${bitmap}) as who`,
  )
  return (row?.who ?? []).map(Number)
}

test('whoever time alone moves in or out is among those that are asked again', async () => {
  let moved = 0
  do
    await fc.assert(
      fc.asyncProperty(
        lives,
        fc.array(alone, { minLength: 40, maxLength: 40 }),
        fc.constantFrom(...ZONES),
        elapsed,
        async (given, rules, timezone, ms) => {
          const ctx = await testCtx()
          const everybody = await tell(ctx, given, NOW)
          const [before, after] = [
            { now: NOW - ms, timezone },
            { now: NOW, timezone },
          ]
          const reading = { everybody, audiences: {} }
          for (const one of rules) {
            const found = await crossed(ctx, one, before, after)
            for (const p of everybody) {
              const was = isIn(one, p, { ...reading, clock: before })
              if (was === isIn(one, p, { ...reading, clock: after })) continue
              moved++
              expect(found, JSON.stringify([p.id, ms, one])).toContain(p.id)
            }
          }
        },
      ),
      { numRuns: 12, endOnFailure: true },
    )
  while (moved <= ENOUGH)
})

test('until the moment a rule foresees, nobody moves', async () => {
  let waits = 0
  do
    await fc.assert(
      fc.asyncProperty(
        lives,
        fc.array(alone, { minLength: 40, maxLength: 40 }),
        fc.constantFrom(...ZONES),
        elapsed,
        async (given, rules, timezone, ms) => {
          const ctx = await testCtx()
          const everybody = await tell(ctx, given, NOW)
          const clock = { now: NOW - ms, timezone }
          const reading = { everybody, audiences: {} }
          for (const one of rules) {
            const turn = (await nextTurn(ctx, one, clock)) ?? Number.POSITIVE_INFINITY
            expect(turn, JSON.stringify(one)).toBeGreaterThan(clock.now)
            // The last moment before, and one on the way.
            const last = Math.min(turn - 1, clock.now + 400 * 24 * HOUR)
            for (const now of [last, Math.floor((clock.now + last) / 2)])
              for (const p of everybody)
                expect(
                  isIn(one, p, { ...reading, clock: { now, timezone } }),
                  JSON.stringify([p.id, clock.now, now, one]),
                ).toBe(isIn(one, p, { ...reading, clock }))
            if (turn < Number.POSITIVE_INFINITY) waits++
          }
        },
      ),
      { numRuns: 10, endOnFailure: true },
    )
  while (waits <= ENOUGH)
})

test('a rule that no clock moves is never woken', async () => {
  const ctx = await testCtx()
  const still: Rule = {
    kind: 'all',
    rules: [
      { kind: 'tags', match: 'any', tags: ['tea'] },
      {
        kind: 'orders',
        of: 'count',
        window: { kind: 'ever' },
        where: {},
        is: { op: 'gte', value: 2 },
      },
    ],
  }
  const clock = { now: NOW, timezone: 'Asia/Shanghai' }
  expect(needsOf(still).isClocked).toBe(false)
  expect(crossedBetween(still, { ...clock, now: NOW - HOUR }, clock)).toBeNull()
  expect(await nextTurn(ctx, still, clock)).toBeUndefined()
})
