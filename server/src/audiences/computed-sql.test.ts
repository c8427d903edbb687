// Compiled values and plain reckoning agree about random definitions over random lives.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { as, sql } from '../platform/ch.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { type Definition, sourcesOf } from './computed.ts'
import { takeCutOffs } from './computed-rfm.ts'
import type { CutOffs } from './computed-rfm-sql.ts'
import { compileValues } from './computed-sql.ts'
import { definition, hasAny, plainValueOf, type Value } from './testing-computed.ts'
import type { Person, World } from './testing-evaluator.ts'
import { AUDIENCE, lives, NOW, ZONES } from './testing-rules.ts'
import { tell } from './testing-world.ts'

async function compiled(
  ctx: TestCtx,
  definition: Definition,
  world: World,
  cuts: CutOffs | undefined,
  only?: readonly number[],
): Promise<Map<number, Value>> {
  const rows = await ctx.ch.rows<{ c: number; v: string }>(
    ctx.tenantId,
    compileValues(definition, {
      clock: world.clock,
      membersOf: (id) =>
        sql`(select groupBitmapState(toUInt32(c)) from (select arrayJoin(${as('Array(UInt32)', [...(world.audiences[id] ?? [])])}) as c))`,
      ...(cuts && { cuts }),
      ...(only && {
        only: sql`customer_id in ${as('Array(UInt32)', [...only])}`,
        customers: sql`bitmapBuild(${as('Array(UInt32)', [...only])})`,
      }),
    }),
  )
  return new Map(rows.map((r) => [Number(r.c), JSON.parse(r.v) as Value]))
}

function plain(
  definition: Definition,
  everybody: readonly Person[],
  world: World,
  cuts: CutOffs | undefined,
): Map<number, Value> {
  const formula =
    definition.kind === 'formula'
      ? definition.formula
      : definition.kind === 'bins'
        ? definition.of
        : undefined
  const found = new Map<number, Value>()
  for (const person of everybody) {
    if (formula && !hasAny(formula, person, world)) continue
    const value = plainValueOf(definition, person, world, cuts)
    if (value !== undefined) found.set(person.id, value)
  }
  return found
}

function expectSame(is: Map<number, Value>, should: Map<number, Value>, about: string) {
  const near = (values: Map<number, Value>) =>
    [...values]
      .sort(([a], [b]) => a - b)
      .map(([id, v]) => [id, typeof v === 'number' ? Number(v.toPrecision(9)) + 0 : v])
  expect(near(is), about).toEqual(near(should))
}

test('random definitions give whom plain reckoning gives, what it gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      lives,
      fc.array(
        definition.filter((d) => {
          const formula = d.kind === 'formula' ? d.formula : d.kind === 'bins' ? d.of : undefined
          return !formula || sourcesOf(formula).length > 0
        }),
        { minLength: 12, maxLength: 12 },
      ),
      fc.constantFrom(...ZONES),
      fc.subarray([0, 3, 4, 7, 11, 24]),
      async (given, definitions, timezone, inAudience) => {
        const ctx = await testCtx()
        const everybody = await tell(ctx, given, NOW)
        const audiences = { [AUDIENCE]: inAudience.flatMap((i) => everybody[i]?.id ?? []) }
        const world = { clock: { now: NOW, timezone }, everybody, audiences }
        for (const one of definitions) {
          const cuts = one.kind === 'rfm' ? await takeCutOffs(ctx, one, world.clock) : undefined
          const known = cuts?.cuts
          const all = await compiled(ctx, one, world, known)
          expectSame(all, plain(one, everybody, world, known), JSON.stringify(one))
          // The same statement, asked of some.
          const some = everybody.filter((_, i) => i % 3 === 0)
          expectSame(
            await compiled(
              ctx,
              one,
              world,
              known,
              some.map((p) => p.id),
            ),
            plain(one, some, world, known),
            `some of ${JSON.stringify(one)}`,
          )
        }
      },
    ),
    { numRuns: 4, endOnFailure: true },
  )
})
