import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { setCostDefaults } from '../../commerce/costs.ts'
import { recordOrders, recordRefunds } from '../../commerce/index.ts'
import { order, refund } from '../../commerce/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { createOffer } from '../offers/offers.ts'
import { planExperiment, startExperiment } from './experiments.ts'
import { outcomesOf } from './outcomes.ts'
import { getExperiment } from './queries.ts'
import { NewExperiment } from './shapes.ts'

const DAY = 86_400_000
const NOW = Date.parse('2026-06-30T04:00:00Z')
const [WINDOW, REFUND] = [14, 7]

const life = fc.record({
  arm: fc.constantFrom('none', 'off'),
  /** Days before now. */
  met: fc.integer({ min: 0, max: 40 }),
  /** She met the other arm too, by another node of hers. */
  isCrossed: fc.boolean(),
  orders: fc.array(
    fc.record({
      /** Days from the exposure on. */
      paid: fc.integer({ min: -3, max: 20 }),
      fen: fc.integer({ min: 1, max: 100_000 }),
      refund: fc.option(
        fc.record({
          after: fc.integer({ min: 0, max: 30 }),
          part: fc.integer({ min: 1, max: 100 }),
        }),
      ),
      isClaimed: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
})

test('sums over people are those of each person reckoned by hand', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(life, { minLength: 1, maxLength: 12 }), async (lives) => {
      const ctx = { ...(await testCtx()), now: () => new Date(NOW) }
      await setCostDefaults(ctx, [{ platform: '', goodsBp: 4_000, commissionBp: 0 }])
      const offer = await createOffer(ctx, {
        ...{ name: 'x', source: 'offer', activity_id: null, limits: {} },
        terms: { kind: 'amount', args: { off_fen: 100 } },
      })
      const { id } = await planExperiment(
        ctx,
        NewExperiment.parse({
          ...{ name: 'x', hypothesis: 'x', window_days: WINDOW, refund_days: REFUND },
          ...{ margin_floor_bp: 3_000, refund_ceiling_bp: 500 },
          arms: [
            { code: 'none', name: 'None', share: 5_000 },
            { code: 'off', name: 'Off', share: 5_000, offer_id: offer.id },
          ],
          ends_at: new Date(NOW + DAY).toISOString(),
        }),
      )
      await startExperiment(ctx, id)
      const [people, nodes] = [
        await newCustomers(ctx, lives.length),
        await newCustomers(ctx, lives.length),
      ]
      for (const [i, { arm, met, isCrossed }] of lives.entries()) {
        const at = new Date(NOW - met * DAY)
        await sql`update customer set canonical_id = ${people[i]}
          where tenant_id = ${ctx.tenantId} and id = ${nodes[i]}`.execute(ctx.pg)
        await sql`insert into offer_exposure (tenant_id, experiment_id, node_id, arm, at)
          values (${ctx.tenantId}, ${id}, ${nodes[i]}, ${arm}, ${at})`.execute(ctx.pg)
        if (isCrossed)
          await sql`insert into offer_exposure (tenant_id, experiment_id, node_id, arm, at)
            values (${ctx.tenantId}, ${id}, ${people[i]}, ${arm === 'off' ? 'none' : 'off'}, ${at})`.execute(
            ctx.pg,
          )
      }
      const paidAt = (met: number, paid: number) => NOW - met * DAY + paid * DAY
      const happened = lives.flatMap(({ met, orders }, i) =>
        orders
          .map((given, k) => ({ ...given, i, key: `${i}-${k}`, at: paidAt(met, given.paid), met }))
          .filter((o) => o.at <= NOW),
      )
      const backOf = ({ fen, refund: back, at }: (typeof happened)[number]) =>
        back && at + back.after * DAY <= NOW
          ? { fen: Math.ceil((fen * back.part) / 100), at: at + back.after * DAY }
          : { fen: 0, at: 0 }
      await recordOrders(
        ctx,
        happened.map((o) =>
          order(o.key, o.fen, {
            ...{ node: people[o.i] ?? null, placedAt: new Date(o.at), paidAt: new Date(o.at) },
            evidence: o.isClaimed ? 'claimed' : 'verified',
            platformCommissionFen: 0,
            lines: [],
          }),
        ),
      )
      await recordRefunds(
        ctx,
        happened.flatMap((o) => {
          const back = backOf(o)
          return back.fen > 0 && !o.isClaimed
            ? [refund(`r${o.key}`, o.key, back.fen, { at: new Date(back.at) })]
            : []
        }),
      )
      const { arms, crossed } = await outcomesOf(ctx, await getExperiment(ctx, id))
      expect(crossed).toBe(lives.filter((l) => l.isCrossed).length)
      for (const found of arms) {
        const hers = lives.flatMap((one, i) =>
          one.arm === found.code && !one.isCrossed ? [{ ...one, i }] : [],
        )
        const told = hers.map(({ i, met }) => {
          const own = happened.filter(
            (o) => o.i === i && !o.isClaimed && o.paid >= 0 && o.paid < WINDOW,
          )
          const end = NOW - met * DAY + (WINDOW + REFUND) * DAY
          const sum = (of: (o: (typeof own)[number]) => number) =>
            own.reduce((all, o) => all + of(o), 0)
          const sales = sum((o) => o.fen)
          const cost = sum((o) => Math.round(o.fen * 0.4))
          const soFar = sum((o) => backOf(o).fen)
          const revenue = sales - sum((o) => (backOf(o).at < end ? backOf(o).fen : 0))
          return {
            ...{ isOver: met >= WINDOW + REFUND, orders: own.length, sales, revenue },
            ...{ margin: revenue - cost, soFar, marginSoFar: sales - soFar - cost },
          }
        })
        const over = told.filter((t) => t.isOver)
        const total = (of: (t: (typeof told)[number]) => number, all = told) =>
          all.reduce((sum, t) => sum + of(t), 0)
        expect(found).toMatchObject({
          ...{ exposed: told.length, measured: over.length },
          buyers: over.filter((t) => t.orders > 0).length,
          orders: total((t) => t.orders, over),
          sales_fen: total((t) => t.sales),
          net_fen: total((t) => t.sales - t.soFar),
          margin_fen: total((t) => t.marginSoFar),
        })
        const near = (got: number, wanted: number) =>
          expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(wanted)))
        near(
          found.revenue.sum,
          total((t) => t.revenue, over),
        )
        near(
          found.revenue.sum_squares,
          total((t) => t.revenue ** 2, over),
        )
        near(
          found.margin.sum,
          total((t) => t.margin, over),
        )
        near(
          found.margin.sum_squares,
          total((t) => t.margin ** 2, over),
        )
        const floor = (t: (typeof told)[number]) => t.marginSoFar - 0.3 * (t.sales - t.soFar)
        near(found.above_floor.sum, total(floor))
        near(
          found.above_floor.sum_squares,
          total((t) => floor(t) ** 2),
        )
        const ceiling = (t: (typeof told)[number]) => t.soFar - 0.05 * t.sales
        near(found.over_ceiling.sum, total(ceiling))
        near(
          found.over_ceiling.sum_squares,
          total((t) => ceiling(t) ** 2),
        )
      }
    }),
    { numRuns: 12, endOnFailure: true },
  )
})
