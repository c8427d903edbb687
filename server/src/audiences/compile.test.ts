// The compiled SQL and a slow evaluator say the same of random rules over random lives.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import type { Rule } from './rule.ts'
import { isIn } from './testing-evaluator.ts'
import { AUDIENCE, leaf, lives, NOW, rule, ZONES } from './testing-rules.ts'
import { insideOf, tell } from './testing-world.ts'

async function agree(rules: fc.Arbitrary<Rule>, count: number, numRuns: number) {
  await fc.assert(
    fc.asyncProperty(
      lives,
      fc.array(rules, { minLength: count, maxLength: count }),
      fc.constantFrom(...ZONES),
      fc.subarray([0, 3, 4, 7, 11, 24]),
      async (given, rules, timezone, inAudience) => {
        const ctx = await testCtx()
        const everybody = await tell(ctx, given, NOW)
        const audiences = { [AUDIENCE]: inAudience.flatMap((i) => everybody[i]?.id ?? []) }
        const world = { clock: { now: NOW, timezone }, everybody, audiences }
        for (const one of rules)
          expect(await insideOf(ctx, one, world), JSON.stringify(one)).toEqual(
            everybody.filter((p) => isIn(one, p, world)).map((p) => p.id),
          )
      },
    ),
    { numRuns, endOnFailure: true },
  )
}

test('random conditions over random lives hold of whom plain reading says', async () => {
  await agree(leaf, 40, 12)
})

test('random rules over random lives hold of whom plain reading says', async () => {
  await agree(rule, 20, 10)
})

test('the last visit was in no store although one before was: it says nothing of a store', async () => {
  const ctx = await testCtx()
  const visit = (days: number, storeId?: string) => ({
    ...{ name: 'visited', at: NOW - days * 86_400_000, props: {} },
    ...(storeId !== undefined && { storeId }),
  })
  const everybody = await tell(
    ctx,
    [
      { events: [visit(3, 'S1'), visit(1)], known: [] },
      { events: [visit(3), visit(1, 'S1')], known: [] },
    ],
    NOW,
  )
  const world = { clock: { now: NOW, timezone: 'Asia/Shanghai' }, everybody, audiences: {} }
  const last = (which: 'first' | 'last'): Rule => ({
    kind: 'event_value',
    event: { any_of: [{ event: 'visited', where: [] }] },
    window: { kind: 'ever' },
    which,
    property: 'event.store_id',
    is: { op: 'is', value: 'S1' },
  })
  const [one, two] = everybody.map((p) => p.id)
  expect(await insideOf(ctx, last('first'), world)).toEqual([one])
  expect(await insideOf(ctx, last('last'), world)).toEqual([two])
})
