// Who has bought nothing for long, beside what she holds.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { recordOrders } from '../../commerce/index.ts'
import { newCustomer, order } from '../../commerce/testing.ts'
import { testCtx } from '../../platform/testing.ts'
import { join } from '../programme/members.ts'
import { given } from '../testing.ts'
import { programme } from '../testing-members.ts'
import { dormancy } from './dormancy.ts'

const DAY = 86_400_000

test('members stand by the days since they last bought, people and not records, with what they hold', async () => {
  const ctx = await testCtx()
  await programme(ctx)
  const now = ctx.now().getTime()
  const ago = (days: number) => new Date(now - days * DAY)
  const member = async (boughtDaysAgo: number | null, points: number) => {
    const node = await newCustomer(ctx)
    await join(ctx, 'operator', { node, at: ago(500), evidence: 'asked' })
    if (boughtDaysAgo !== null)
      await recordOrders(ctx, [
        order(`of ${node}`, 1_000, {
          ...{ node, placedAt: ago(boughtDaysAgo), paidAt: ago(boughtDaysAgo) },
        }),
      ])
    if (points > 0) await given(ctx, node, points)
    return node
  }
  const recent = await member(10, 250)
  await member(100, 0)
  await member(200, 500)
  await member(200, 0)
  await member(400, 0)
  await member(null, 100)
  // Another record of hers that bought long ago makes her no second member, and no older buyer.
  const other = await newCustomer(ctx)
  await recordOrders(ctx, [
    order('other', 1_000, { node: other, placedAt: ago(400), paidAt: ago(400) }),
  ])
  await given(ctx, other, 50)
  await sql`update customer set canonical_id = ${recent} where tenant_id = ${ctx.tenantId} and id = ${other}`.execute(
    ctx.pg,
  )
  // Who is no member counts nowhere.
  await recordOrders(ctx, [
    order('stranger', 1_000, { node: await newCustomer(ctx), placedAt: ago(5), paidAt: ago(5) }),
  ])
  expect(await dormancy(ctx)).toEqual({
    dormant_days: 180,
    stretches: [
      { from_days: 0, to_days: 30, members: 1, holding: 1, points: 300, held_fen: 300 },
      { from_days: 30, to_days: 90, members: 0, holding: 0, points: 0, held_fen: 0 },
      { from_days: 90, to_days: 180, members: 1, holding: 0, points: 0, held_fen: 0 },
      { from_days: 180, to_days: 365, members: 2, holding: 1, points: 500, held_fen: 500 },
      { from_days: 365, to_days: null, members: 1, holding: 0, points: 0, held_fen: 0 },
      { from_days: null, to_days: null, members: 1, holding: 1, points: 100, held_fen: 100 },
    ],
    holding: { members: 2, dormant: 1 },
    holding_nothing: { members: 3, dormant: 2 },
  })
})
