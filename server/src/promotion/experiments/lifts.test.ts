// What a benefit brings, out of events of those who met an experiment on it.
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { type Told, tellEvents } from '../../insight/testing-insight.ts'
import { setBenefit } from '../../membership/benefits/benefits.ts'
import { testCtx } from '../../platform/testing.ts'
import { planExperiment, startExperiment } from './experiments.ts'
import { benefitLifts } from './lifts.ts'
import { readoutOf } from './look.ts'
import { NewExperiment } from './shapes.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-06-30T04:00:00Z')
const [WINDOW, REFUND] = [14, 7]
const life = fc.record({
  arm: fc.constantFrom('none', 'has'),
  /** Days before now. */
  met: fc.integer({ min: 15, max: 40 }),
  /** Days from the exposure on. */
  did: fc.array(fc.integer({ min: -5, max: 20 }), { maxLength: 3 }),
  isCrossed: fc.boolean(),
})
async function behaving(
  lives: readonly { arm: string; met: number; did: number[]; isCrossed: boolean }[],
) {
  const ctx = { ...(await testCtx()), now: () => new Date(NOW) }
  await setBenefit(
    ctx,
    {
      ...{ code: 'tenth', kind: 'discount', name: 'Tenth', name_en: 'Tenth', stacks: false },
      ...{ args: { off_bp: 1_000 }, behaviour: 'checked_in', unit_cost_fen: 0, period: 'ever' },
      ...{ per_customer: null, uses_limit: null, is_retired: false },
      holders: [{ holder: 'level', holder_code: 'silver' }],
    },
    0,
  )
  const { id } = await planExperiment(
    ctx,
    NewExperiment.parse({
      ...{ name: 'A tenth off', hypothesis: 'They check in more', metric: 'behaviour' },
      ...{ window_days: WINDOW, refund_days: REFUND, least_customers: 10 },
      ...{ planned_customers: 400, least_lift_bp: null },
      arms: [
        { code: 'none', name: 'Without', share: 5_000 },
        { code: 'has', name: 'With', share: 5_000, benefit_code: 'tenth' },
      ],
      ends_at: new Date(NOW + 60 * DAY).toISOString(),
    }),
  )
  await startExperiment(ctx, id)
  const customers = await newCustomers(ctx, lives.length)
  const met = lives.map(({ arm, met, isCrossed }, i) => ({
    arm,
    isCrossed,
    node: customers[i] ?? 0,
    at: NOW - met * DAY,
  }))
  for (const { arm, node, at } of met)
    await sql`insert into offer_exposure (tenant_id, experiment_id, node_id, arm, at)
      values (${ctx.tenantId}, ${id}, ${node}, ${arm}, ${new Date(at)})`.execute(ctx.pg)
  await tellEvents(ctx, [
    ...met.flatMap(({ arm, isCrossed, node, at }): Told[] =>
      [arm, ...(isCrossed ? [arm === 'has' ? 'none' : 'has'] : [])].map((one, i) => ({
        ...{ customer: node, name: 'experiment_exposed', at: at + i },
        props: { experiment_id: id, arm: one },
      })),
    ),
    ...lives.flatMap(({ did }, i): Told[] =>
      did.map((day) => ({
        ...{ customer: customers[i] ?? 0, name: 'checked_in', at: (met[i]?.at ?? 0) + day * DAY },
      })),
    ),
  ])
  return { ctx, id }
}

test('who did what a benefit is to encourage is counted as reckoned by hand', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 10 }), async (lives) => {
      const { ctx, id } = await behaving(lives)
      const { arms } = await readoutOf(ctx, id)
      for (const { code: arm, behaviour } of arms) {
        const over = lives.filter(
          (one) => one.arm === arm && !one.isCrossed && one.met >= WINDOW + REFUND,
        )
        const did = over.filter((one) => one.did.some((day) => day >= 0 && day < WINDOW))
        expect(behaviour).toEqual(over.length === 0 ? null : did.length / over.length)
      }
    }),
    { numRuns: 8, endOnFailure: true },
  )
})

test('the lift of what a benefit encourages is measured against those without it, wins, and is told of the benefit', async () => {
  const lives = Array.from({ length: 400 }, (_, i) => {
    const arm = i % 2 === 0 ? 'none' : 'has'
    const isKeen = i % 10 < (arm === 'has' ? 8 : 2)
    return { arm, met: 30, did: isKeen ? [3] : [], isCrossed: false }
  })
  const { ctx, id } = await behaving(lives)
  const { comparisons, stop, sample_ratio } = await readoutOf(ctx, id)
  const found = comparisons.find((one) => one.metric === 'behaviour')
  expect(sample_ratio?.ok).toBe(true)
  expect(found).toMatchObject({ arm: 'has', against: 'none', decides: true })
  expect(found?.estimate).toBeCloseTo(0.6, 8)
  expect(stop).toMatchObject({ rule: 'winner', arm: 'has' })
  expect(await benefitLifts(ctx)).toMatchObject([
    {
      ...{ benefit: 'tenth', behaviour: 'checked_in', metric: 'behaviour', verdict: 'raises' },
      experiment: { id, state: 'running' },
      estimate: found?.estimate,
    },
  ])
})

test('a lift is not told where people did not fall as planned', async () => {
  const lives = Array.from({ length: 300 }, (_, i) => ({
    ...{ arm: i % 6 === 0 ? 'none' : 'has', met: 30, did: [], isCrossed: false },
  }))
  const { ctx } = await behaving(lives)
  expect(await benefitLifts(ctx)).toMatchObject([{ verdict: 'not_trusted' }])
})
