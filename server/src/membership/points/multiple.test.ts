import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import type { Signal } from '../../collect/index.ts'
import { recordOrders, recordRefunds } from '../../commerce/index.ts'
import { line, newCustomer, order, refund } from '../../commerce/testing.ts'
import { useMergePolicy } from '../../identity/index.ts'
import { inTx } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { applyAttributes } from '../../profile/index.ts'
import { type Benefit, setBenefit } from '../benefits/benefits.ts'
import { benefitsParty } from '../benefits/checkout.ts'
import { join } from '../programme/members.ts'
import { held, ledgerFaults } from '../testing.ts'
import { onDay, programme, publish, settleLevels } from '../testing-members.ts'
import { pointsFromSignals } from './earn.ts'
import { holdsOn, timesBp } from './multiple.ts'
import { ledgerOf, lotsOf } from './queries.ts'
import { EarnRule, orderTimes } from './rule.ts'
import { draftRule, publishRule } from './rules.ts'

let ctx: TestCtx
beforeAll(async () => {
  useMergePolicy({ staysAlone: async () => [] })
})

/** A brand of its own whose silver level multiplies points as told, with a point a yuan. */
async function brand(level_bp: Record<string, number> = {}): Promise<void> {
  ctx = onDay(await testCtx(), '2025-03-10')
  const before = onDay(ctx, '2025-01-01')
  await programme(before)
  await publish(before)
  const rule = EarnRule.parse({
    on: { kind: 'order', points: 1, per_fen: 100, round: 'down', level_bp },
  })
  const { id } = await draftRule(before, { name: 'a point a yuan', rule })
  await publishRule(before, id)
}
const multiple = (code: string, times_bp: number, more: Partial<Benefit> = {}) =>
  setBenefit(
    ctx,
    {
      ...{ code, kind: 'points_multiple', name: code, name_en: code, stacks: false },
      ...{
        behaviour: null,
        unit_cost_fen: 0,
        per_customer: null,
        period: 'ever',
        uses_limit: null,
      },
      ...{ is_retired: false, holders: [{ holder: 'level', holder_code: 'silver' }] },
      ...more,
      args: { times_bp, ...more.args },
    },
    0,
  )
let number = 0
/** A member of silver, by an order of before the rule hears. */
async function silver(): Promise<number> {
  const before = onDay(ctx, '2025-02-01')
  const node = await newCustomer(ctx)
  await join(before, 'operator', { node, at: before.now(), evidence: 'shop' })
  await recordOrders(before, [
    order(`level-${++number}`, 1_000_00, { node, paidAt: before.now(), placedAt: before.now() }),
  ])
  await settleLevels(before)
  return node
}
const orderIdOf = async (externalId: string) => {
  const { rows } = await sql<{ id: string }>`select id from sales_order
    where tenant_id = ${ctx.tenantId} and external_id = ${externalId}`.execute(ctx.pg)
  return rows[0]?.id ?? ''
}
async function paid(node: number, fen: number, at = ctx.now()) {
  const externalId = `paid-${++number}`
  const lines = [line('sku-1', fen)]
  const then = { ...ctx, now: () => at }
  await recordOrders(then, [order(externalId, fen, { node, placedAt: at, paidAt: at, lines })])
  return { externalId, node, at, fen, orderId: await orderIdOf(externalId) }
}
type Paid = Awaited<ReturnType<typeof paid>>
const signal = (node: number, name: string, at: Date, props: Signal['props']): Signal => ({
  ...{ position: 1, eventId: randomUUID(), node, name, at, isVerified: true, historical: false },
  ...{ source: 'test', protocol: 'homefield', platform: 'web', links: {}, props },
  ...{ messageId: null, currency: null, claimedRevenueFen: null },
})
const hear = (told: Signal) => inTx(ctx, (ctx) => pointsFromSignals(ctx, [told]))
const hearPaid = ({ node, orderId, at, fen }: Paid) =>
  hear(
    signal(node, 'order_paid', at, {
      ...{ commerce_order: orderId, lines: [{ sku: 'sku-1', total_fen: fen }] },
    }),
  )
async function refunded(of: Paid, fen: number) {
  const id = randomUUID()
  await recordRefunds(ctx, [refund(id, of.externalId, fen, { at: ctx.now() })])
  await hear(
    signal(of.node, 'order_refunded', ctx.now(), {
      ...{ commerce_order: of.orderId, commerce_refund: id },
    }),
  )
}
const active = async (node: number) => (await held(ctx, node)).active

test('the best that does not stack counts once, and what stacks is added, never multiplied', () => {
  const one = (times_bp: number, stacks = false) => ({ code: `${times_bp}`, times_bp, stacks })
  expect(timesBp([])).toBe(10_000)
  expect(timesBp([one(15_000)])).toBe(15_000)
  expect(timesBp([one(20_000), one(15_000, true)])).toBe(25_000)
})

test('a rule’s own multiple of a level and that of benefits: the higher one, not their product', () => {
  const { on } = EarnRule.parse({
    on: {
      ...{ kind: 'order', points: 1, per_fen: 100, round: 'down' },
      level_bp: { gold: 30_000, none: 0 },
    },
  })
  if (on.kind !== 'order') throw new Error('it is for orders')
  const times = (levels: string[], benefitsBp: number) => orderTimes(on, { levels, benefitsBp })
  expect(times(['gold'], 20_000)).toEqual({ bp: 30_000, by: 'level' })
  expect(times(['gold'], 35_000)).toEqual({ bp: 35_000, by: 'benefits' })
  expect(times([], 20_000)).toEqual({ bp: 20_000, by: 'benefits' })
  expect(times(['none'], 10_000)).toEqual({ bp: 10_000, by: 'benefits' })
  expect(times([], 10_000)).toEqual({ bp: 10_000, by: 'nothing' })
})

test('members’ days are days of the brand’s calendar, a birthday is its month', () => {
  const day = { day: 8, weekday: 3, isBirthdayMonth: false }
  expect(holdsOn(undefined, day)).toBe(true)
  expect(holdsOn({ kind: 'month_days', days: [8, 18, 28] }, day)).toBe(true)
  expect(holdsOn({ kind: 'month_days', days: [18] }, day)).toBe(false)
  expect(holdsOn({ kind: 'weekdays', days: [3] }, day)).toBe(true)
  expect(holdsOn({ kind: 'birthday_month' }, day)).toBe(false)
  expect(holdsOn({ kind: 'birthday_month' }, { ...day, isBirthdayMonth: true })).toBe(true)
})

test('¥30.99 at one and a half and a half more on top: 61 points, told with the lot, taken back by parts', async () => {
  await brand()
  await multiple('half_more', 15_000)
  await multiple('a_fifth_more', 12_000)
  await multiple('club', 15_000, { stacks: true })
  const node = await silver()
  const bought = await paid(node, 30_99)
  await Promise.all([hearPaid(bought), hearPaid(bought)])
  // 30.99 × 2, rounded down once.
  expect(await active(node)).toBe(61)
  const told = { base: 30, times_bp: 20_000, times_by: 'benefits:half_more,club' }
  const by = expect.stringMatching(/^benefits:(club,half_more|half_more,club)$/)
  const page = { limit: 10 }
  expect((await lotsOf(ctx, node, ['points'], page)).items[0]).toMatchObject({
    ...told,
    times_by: by,
  })
  expect((await ledgerOf(ctx, node, ['points'], page)).items[0]).toMatchObject({
    ...told,
    times_by: by,
  })
  await refunded(bought, 10_33)
  expect(await active(node)).toBe(61 - Math.floor((61 * 1033) / 3099))
  await refunded(bought, 20_66)
  expect(await active(node)).toBe(0)
  expect(await ledgerFaults(ctx)).toEqual([])
})

test('who rises by the very order, or falls later, has the multiple of the level she paid at', async () => {
  await brand()
  await multiple('double', 20_000)
  const node = await newCustomer(ctx)
  const before = onDay(ctx, '2025-02-01')
  await join(before, 'operator', { node, at: before.now(), evidence: 'shop' })
  await settleLevels(before)
  const first = await paid(node, 1_000_00)
  const later = { ...ctx, now: () => new Date(ctx.now().getTime() + 3_600_000) }
  await settleLevels(later)
  await hearPaid(first)
  expect(await active(node)).toBe(1_000)
  const second = await paid(node, 100_00, new Date(ctx.now().getTime() + 7_200_000))
  await hearPaid(second)
  expect(await active(node)).toBe(1_000 + 200)
})

test('an own order is fixed when it is paid: what the brand changes before the points come is not for it', async () => {
  await brand()
  await multiple('double', 20_000)
  const node = await silver()
  const bought = await paid(node, 50_00)
  const quoted = { trace: [], lines: [] }
  await inTx(ctx, (c) =>
    benefitsParty.commit(c, {
      ...{ orderId: bought.orderId, customerId: node, node, storeId: null },
      ...{ quoted, input: {}, expiresAt: ctx.now() },
    } as never),
  )
  await sql`update benefit set is_retired = true, uses_limit = null where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  await sql`delete from level_standing where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  const other = await paid(node, 50_00)
  await hearPaid(other)
  expect(await active(node)).toBe(50)
  await sql`update benefit set is_retired = false where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  await hearPaid(bought)
  expect(await active(node)).toBe(50 + 100)
  // Told again it is the same: what is fixed is fixed.
  await hearPaid(bought)
  expect(await active(node)).toBe(150)
})

test('a birthday’s and a members’ day’s multiple hold on their days only', async () => {
  await brand()
  await multiple('birthday', 30_000, { args: { days: { kind: 'birthday_month' } } })
  await multiple('members_day', 20_000, { args: { days: { kind: 'month_days', days: [10] } } })
  const node = await silver()
  const [usual, day, birthday] = ['2025-03-11', '2025-03-10', '2025-04-10'].map((d) =>
    onDay(ctx, d).now(),
  ) as [Date, Date, Date]
  await inTx(ctx, (ctx) =>
    applyAttributes(ctx, [
      {
        ...{ node, source: 'test', at: Date.now(), eventId: randomUUID() },
        ...{ name: 'birthday', op: 'set' as const, value: '1990-04-02' },
      },
    ]),
  )
  const buy = async (at: Date) => {
    const was = await active(node)
    await hearPaid(await paid(node, 10_00, at))
    return (await active(node)) - was
  }
  expect([await buy(usual), await buy(day), await buy(birthday)]).toEqual([10, 20, 30])
})

test('one use a month: the next order has none, and a refund of all gives it back', async () => {
  await brand()
  await multiple('once_a_month', 20_000, { per_customer: 1, period: 'month' })
  const node = await silver()
  const first = await paid(node, 10_00)
  await hearPaid(first)
  await hearPaid(await paid(node, 10_00))
  expect(await active(node)).toBe(20 + 10)
  await refunded(first, 10_00)
  expect(await active(node)).toBe(10)
  await hearPaid(await paid(node, 10_00))
  expect(await active(node)).toBe(10 + 20)
})

test('64 orders at once for the last five uses: five are doubled', async () => {
  await brand()
  await multiple('first_five', 20_000, { uses_limit: 5 })
  const node = await silver()
  const all = await Promise.all(Array.from({ length: 64 }, () => paid(node, 1_00)))
  await Promise.all(all.map(hearPaid))
  expect(await active(node)).toBe(64 + 5)
  expect(await ledgerFaults(ctx)).toEqual([])
})
