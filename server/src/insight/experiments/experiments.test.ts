import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { armAt, armOf, experiments, placeOf, useExperiments } from '../../platform/arms.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { armOf as armOfOutcomes, evaluate } from '../../platform/statistics/experiment.ts'
import { testCtx } from '../../platform/testing.ts'
import { sizeBehind } from '../testing.ts'
import { type Told, tellEvents } from '../testing-insight.ts'
import { experimentsPort, exposeAll } from './exposure.ts'
import { readout } from './readout.ts'
import { decide, plan, replan, start } from './register.ts'
import { NewExperiment } from './shape.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-06-30T12:00:00+08:00')
const MET = NOW - 40 * DAY
const PLAN = {
  ...{ code: 'voice', name: 'Voice', hypothesis: 'Who hears us buys', window_days: 14 },
  arms: [
    { code: 'text', name: 'Text', share: 5_000 },
    { code: 'voice', name: 'Voice', share: 5_000 },
  ],
  metric: { kind: 'did', of: { any_of: [{ event: 'bought' }] } },
}
beforeAll(() => useExperiments(experimentsPort))

async function brand(): Promise<Ctx> {
  return { ...(await testCtx()), now: () => new Date(NOW) }
}
async function running(ctx: Ctx, more: object = {}): Promise<string> {
  const { id } = await plan(ctx, NewExperiment.parse({ ...PLAN, ...more }))
  await start(ctx, id)
  return id
}

test('places are even, the same each time, and of two salts say nothing of each other', () => {
  const places = Array.from({ length: 20_000 }, (_, i) => placeOf('a', i + 1))
  const share = (of: readonly number[], below: number) =>
    of.filter((p) => p < below).length / of.length
  for (const below of [0.05, 0.3, 0.5, 0.9])
    expect(Math.abs(share(places, below) - below)).toBeLessThan(0.015)
  expect(placeOf('a', 7)).toBe(places[6])
  const others = places.flatMap((p, i) => (p < 0.5 ? [placeOf('b', i + 1)] : []))
  expect(Math.abs(share(others, 0.5) - 0.5)).toBeLessThan(0.02)
})

test('every place is in the arm whose share it falls into, and in none beyond all shares', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 2, maxLength: 3 }),
      fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      (shares, place) => {
        const arms = shares.map((share, i) => ({ code: `a${i}`, share }))
        const ends = shares.map((_, i) => shares.slice(0, i + 1).reduce((a, b) => a + b, 0))
        const at = ends.findIndex((end) => place * 10_000 < end)
        expect(armAt(arms, place)).toBe(at === -1 ? null : `a${at}`)
      },
    ),
  )
})

test('an arm once met stays, through a second meeting and a merge; nobody is in one that does not run', async () => {
  const ctx = await brand()
  const customers = await newCustomers(ctx, 40)
  const { id } = await plan(ctx, NewExperiment.parse(PLAN))
  expect(await armOf(ctx, 'voice', customers[0] as number)).toBeNull()
  await expect(exposeAll(ctx, id, { customers })).rejects.toMatchObject({
    code: 'experiment_not_running',
  })
  await start(ctx, id)
  const arms = await experiments().armsOf(ctx, 'voice', customers)
  const done = await exposeAll(ctx, id, { customers })
  expect(done).toMatchObject({ asked: 40, outside: 0 })
  await exposeAll(ctx, id, { customers: customers.slice(0, 10) })
  const { rows } = await sql<{ n: number; told: number }>`select
    (select count(*)::int from experiment_exposure where tenant_id = ${ctx.tenantId}) as n,
    (select count(*)::int from event_outbox where tenant_id = ${ctx.tenantId}) as told`.execute(
    ctx.pg,
  )
  expect(rows[0]).toEqual({ n: 40, told: 40 })
  // The younger number is of the other arm than the customer it is merged into.
  const [one = 0] = customers
  const other = customers.find((c) => arms.get(c) !== arms.get(one)) ?? 0
  const [stranger = 0] = await newCustomers(ctx, 1)
  await sql`update customer set canonical_id = ${stranger}
    where tenant_id = ${ctx.tenantId} and id = ${other}`.execute(ctx.pg)
  expect(await armOf(ctx, 'voice', stranger)).toBe(arms.get(other))
})

test('who met two arms before her numbers were known to be hers keeps the one she met first', async () => {
  const ctx = await brand()
  const customers = await newCustomers(ctx, 40)
  const id = await running(ctx)
  const arms = await experiments().armsOf(ctx, 'voice', customers)
  const [lower = 0] = customers
  const higher = customers.findLast((c) => arms.get(c) !== arms.get(lower)) ?? 0
  expect(higher).toBeGreaterThan(lower)
  const began = Date.now()
  const at = (ms: number) => ({ ...ctx, now: () => new Date(began + ms) })
  await exposeAll(at(1_000), id, { customers: [higher] })
  await exposeAll(at(2_000), id, { customers: [lower] })
  await sql`update customer set canonical_id = ${lower}
    where tenant_id = ${ctx.tenantId} and id = ${higher}`.execute(ctx.pg)
  expect(await armOf(ctx, 'voice', lower)).toBe(arms.get(higher))
})

test('whom a holdout keeps is in no other experiment, but in one she met before', async () => {
  const ctx = await brand()
  const customers = await newCustomers(ctx, 200)
  const first = await running(ctx)
  await exposeAll(ctx, first, { customers: customers.slice(0, 100) })
  await running(ctx, {
    ...{ code: 'left_alone', kind: 'holdout' },
    arms: [
      { code: 'held', name: 'Held', share: 5_000 },
      { code: 'others', name: 'Others', share: 5_000 },
    ],
  })
  const held = await experiments().armsOf(ctx, 'left_alone', customers)
  const arms = await experiments().armsOf(ctx, 'voice', customers)
  for (const [i, customer] of customers.entries())
    expect(arms.has(customer)).toBe(i < 100 || held.get(customer) === 'others')
})

const life = fc.record({
  arm: fc.constantFrom('text', 'voice'),
  /** Days from the exposure. */
  buys: fc.array(fc.integer({ min: -40, max: 30 }), { maxLength: 4 }),
  isLate: fc.boolean(),
})

test('the readout is what is reckoned of each customer by hand', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(life, { minLength: 6, maxLength: 25 }),
      fc.constantFrom('did', 'count', 'sum'),
      async (given, kind) => {
        const ctx = await brand()
        const metric = {
          ...{ kind, of: { any_of: [{ event: 'bought' }] } },
          ...(kind === 'sum' && { property: 'price' }),
        }
        const id = await running(ctx, { metric, before_days: 28 })
        const customers = await newCustomers(ctx, given.length)
        const met = (isLate: boolean) => (isLate ? NOW - 3 * DAY : MET)
        await tellEvents(
          ctx,
          given.flatMap(({ arm, buys, isLate }, i): Told[] => [
            {
              ...{ customer: customers[i] as number, name: 'experiment_exposed' },
              ...{ at: met(isLate), props: { experiment_id: id, arm } },
            },
            ...buys.map((day) => ({
              ...{ customer: customers[i] as number, name: 'bought' },
              ...{ at: met(isLate) + day * DAY, props: { price: 3 } },
            })),
          ]),
        )
        const found = await readout(ctx, { experiment_id: id })
        const outcome = (days: number[], from: number, to: number) => {
          const n = days.filter((d) => d >= from && d < to).length
          return kind === 'did' ? Math.min(1, n) : kind === 'sum' ? 3 * n : n
        }
        const armed = (code: string) => {
          const hers = given.filter((g) => g.arm === code && !g.isLate)
          return armOfOutcomes(
            hers.map((g) => outcome(g.buys, 0, 14)),
            hers.map((g) => outcome(g.buys, -28, 0)),
          )
        }
        const [text, voice] = [armed('text'), armed('voice')]
        expect(found.waiting).toBe(given.filter((g) => g.isLate).length)
        expect(found.arms.map((a) => [a.n, a.sum])).toEqual([
          [text.n, text.sum],
          [voice.n, voice.sum],
        ])
        const [comparison] = found.comparisons
        if (!comparison) return
        const expected = evaluate(kind === 'did' ? 'proportion' : 'mean', text, voice)
        expect(comparison.absolute.estimate).toBeCloseTo(expected.absolute.estimate, 8)
        expect(comparison.absolute.always_valid.interval.low).toBeCloseTo(
          expected.absolute.always_valid.interval.low,
          8,
        )
        expect(comparison.cuped?.theta).toBeCloseTo(expected.cuped?.theta ?? 0, 8)
      },
    ),
    { numRuns: 15, endOnFailure: true },
  )
})

test('customers who did not fall as planned block the verdict, however clear it looks', async () => {
  const ctx = await brand()
  const id = await running(ctx)
  const customers = await newCustomers(ctx, 400)
  await tellEvents(
    ctx,
    customers.flatMap((customer, i): Told[] => {
      const arm = i < 100 ? 'text' : 'voice'
      return [
        { customer, name: 'experiment_exposed', at: MET, props: { experiment_id: id, arm } },
        ...(arm === 'voice' && i % 10 > 0 ? [{ customer, name: 'bought', at: MET + DAY }] : []),
        ...(arm === 'text' && i % 10 === 0 ? [{ customer, name: 'bought', at: MET + DAY }] : []),
      ]
    }),
  )
  const found = await readout(ctx, { experiment_id: id })
  expect(found.sample_ratio?.ok).toBe(false)
  expect(found.conclusion).toBe('blocked')
  expect(found.comparisons.map((c) => c.verdict)).toEqual(['blocked'])
  for (const { code, exposed, n, sum } of found.arms) {
    const cell = { experiment_id: id, arm: code }
    expect(await sizeBehind(ctx, { analysis: 'experiment', cell })).toBe(exposed)
    const did = { analysis: 'experiment', cell: { ...cell, did: true } }
    expect(await sizeBehind(ctx, did)).toBe(sum)
    const not = { analysis: 'experiment', cell: { ...cell, did: false } }
    expect(await sizeBehind(ctx, not)).toBe(n - sum)
  }
})

test('a plan stands once it runs, and a decision ends it', async () => {
  const ctx = await brand()
  const { id } = await plan(ctx, NewExperiment.parse(PLAN))
  await expect(plan(ctx, NewExperiment.parse(PLAN))).rejects.toMatchObject({
    code: 'experiment_exists',
  })
  const { code: _, kind: __, ...words } = NewExperiment.parse({ ...PLAN, window_days: 7 })
  expect((await replan(ctx, id, { ...words, version: 1 })).window_days).toBe(7)
  await expect(replan(ctx, id, { ...words, version: 1 })).rejects.toMatchObject({
    code: 'edited_meanwhile',
  })
  await start(ctx, id)
  await expect(replan(ctx, id, { ...words, version: 3 })).rejects.toMatchObject({
    code: 'experiment_started',
  })
  const decided = await decide(ctx, id, { arm: 'voice', words: 'It sells' })
  expect(decided).toMatchObject({ state: 'decided', decision: { arm: 'voice' } })
  await expect(decide(ctx, id, { arm: null, words: 'No' })).rejects.toMatchObject({
    code: 'experiment_not_running',
  })
})
