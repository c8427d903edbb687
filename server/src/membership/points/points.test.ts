import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { newCustomer } from '../../commerce/testing.ts'
import { useMergePolicy } from '../../identity/index.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { consentPolicy } from '../../profile/index.ts'
import { keepBalances } from '../attributes.ts'
import { expireDue } from '../ledger/expire.ts'
import { given, held, ledgerFaults } from '../testing.ts'
import { approvePending, correctPoints, handOn } from './desk.ts'
import { dayIn, expiresAt } from './expiry.ts'
import { FIRST_POLICY, pointsPolicy, setPointsPolicy } from './policy.ts'
import { type PointsTerms, payWith, pointsFor } from './pricing.ts'
import { ledgerOf, lotsOf, pointsOf } from './queries.ts'
import { pointsByDay } from './report.ts'

let ctx: TestCtx
beforeAll(async () => {
  useMergePolicy(consentPolicy)
  ctx = await testCtx()
})
const DAY = 86_400_000
const inDays = (days: number) => new Date(Date.now() + days * DAY)
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )

describe('when points expire', () => {
  const shanghai = (text: string) => new Date(`${text}+08:00`)
  test('is at the end of a day, month or year as the brand’s clocks show it', () => {
    const at = shanghai('2026-01-31T23:30:00')
    const rolling = (months: number, round: 'none' | 'month' | 'year') =>
      expiresAt(at, { kind: 'rolling', months, round }, 'Asia/Shanghai')
    expect(rolling(1, 'none')).toEqual(shanghai('2026-03-01T00:00:00'))
    expect(rolling(12, 'month')).toEqual(shanghai('2027-02-01T00:00:00'))
    expect(rolling(12, 'year')).toEqual(shanghai('2028-01-01T00:00:00'))
    const fixed = (years_after: number) =>
      expiresAt(at, { kind: 'fixed', month: 1, day: 31, years_after }, 'Asia/Shanghai')
    expect(fixed(0)).toEqual(shanghai('2026-02-01T00:00:00'))
    expect(fixed(1)).toEqual(shanghai('2027-02-01T00:00:00'))
    expect(expiresAt(at, { kind: 'never' }, 'Asia/Shanghai')).toBeNull()
  })

  test('is later than they were given, on the first moment of a day, in every zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        fc.date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 36 }),
        fc.constantFrom('none' as const, 'month' as const, 'year' as const),
        (zone, at, months, round) => {
          const gone = expiresAt(at, { kind: 'rolling', months, round }, zone)
          if (!gone) throw new Error('they expire')
          expect(gone.getTime()).toBeGreaterThan(at.getTime())
          // Clocks may go forward over midnight; a moment earlier it is the day before all the same.
          expect(dayIn(new Date(gone.getTime() - 1), zone) < dayIn(gone, zone)).toBe(true)
          if (round === 'month') expect(dayIn(gone, zone)).toMatch(/-01$/)
          if (round === 'year') expect(dayIn(gone, zone)).toMatch(/-01-01$/)
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('points as money', () => {
  const terms = fc.record({
    wanted: fc.integer({ min: 0, max: 400 }),
    available: fc.integer({ min: 0, max: 400 }),
    points: fc.integer({ min: 1, max: 30 }),
    fen: fc.integer({ min: 1, max: 30 }),
    most_bp: fc.integer({ min: 0, max: 10_000 }),
    least_points: fc.integer({ min: 0, max: 100 }),
    multiple: fc.integer({ min: 1, max: 20 }),
  })
  /** Every number of points tried in turn. */
  function plainly(leftFen: number, t: PointsTerms) {
    let best: { points: number; fen: number } | undefined
    for (let points = 0; points <= Math.min(t.wanted, t.available); points += t.multiple) {
      const fen = Math.floor((points * t.fen) / t.points)
      if (points < t.least_points || fen === 0 || fen * 10_000 > leftFen * t.most_bp) continue
      if (!best || fen > best.fen) best = { points, fen }
    }
    return best
  }
  test('pay the most they may, with the fewest points that do, as trying each number finds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), terms, (leftFen, t) => {
        const paid = payWith(leftFen, t)
        const best = plainly(leftFen, t)
        expect('fen' in paid ? paid : undefined).toEqual(best)
        if (best) expect(pointsFor(best.fen, t)).toBe(best.points)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('at the desk', () => {
  test('a correction has a reason, a limit and a key, and is on the record', async () => {
    const customer = await newCustomer(ctx)
    const correct = (key: string, points: number) =>
      correctPoints(ctx, { key, customer, points, reason: 'a complaint' })
    await Promise.all([1, 2, 3].map(() => correct('one', 50)))
    expect(await pointsOf(ctx, customer)).toMatchObject({
      active: 50,
      spendable: 50,
      worth_fen: 50,
    })
    expect(await code(correct('one', 60))).toBe('key_used')
    expect(await code(correct('two', -51))).toBe('not_enough_points')
    expect(await code(correct('three', FIRST_POLICY.adjust_most + 1))).toBe('above_adjust_limit')
    await correct('four', -20)
    const { items } = await ledgerOf(ctx, customer, ['points'], { limit: 10 })
    expect(items.map((l) => [l.kind, l.amount, l.note])).toEqual([
      ['adjust', -20, 'a complaint'],
      ['adjust', 50, 'a complaint'],
    ])
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit_log
      where tenant_id = ${ctx.tenantId} and action = 'points.adjusted' and object_id = ${String(customer)}`.execute(
      ctx.pg,
    )
    expect(rows[0]?.n).toBe(2)
  })

  test('points are handed on with their expiry, within the day’s limit, where the brand allows it', async () => {
    const own = await testCtx()
    const [from, to] = [await newCustomer(own), await newCustomer(own)]
    await given(own, from, 100, { expiresAt: inDays(5) })
    const hand = (key: string, points: number) => handOn(own, { key, from, to, points })
    expect(await code(hand('early', 10))).toBe('transfer_not_allowed')
    const { policy } = await pointsPolicy(own)
    await setPointsPolicy(own, 0, { ...policy, transfer: { allowed: true, most_a_day: 50 } })
    await Promise.all([1, 2].map(() => hand('a', 30)))
    const both = await Promise.all(['b', 'c'].map((key) => code(hand(key, 20))))
    expect(both.sort()).toEqual(['done', 'transfer_limit'])
    expect((await held(own, to)).active).toBe(50)
    const { items } = await lotsOf(own, to, ['points'], { limit: 10 })
    expect(items.every((l) => l.source === 'transfer' && l.expires_at !== null)).toBe(true)
    await expireDue({ ...own, now: () => inDays(6) })
    expect([(await held(own, from)).active, (await held(own, to)).active]).toEqual([0, 0])
    expect(await ledgerFaults(own)).toEqual([])
  })

  test('waiting points are approved once, and only hers', async () => {
    const [a, b] = [await newCustomer(ctx), await newCustomer(ctx)]
    await given(ctx, a, 7, { releasesAt: null })
    const [lot] = (await lotsOf(ctx, a, ['points'], { limit: 1 })).items
    expect(await code(approvePending(ctx, b, [lot?.id ?? '']))).toBe('pending_lot_not_found')
    expect(await approvePending(ctx, a, [lot?.id ?? ''])).toMatchObject({ active: 7, pending: 0 })
    expect(await code(approvePending(ctx, a, [lot?.id ?? '']))).toBe('pending_lot_not_found')
  })

  test('of two who change the policy at once one is told to look again', async () => {
    const own = await testCtx()
    const change = (most_bp: number) => setPointsPolicy(own, 0, { ...FIRST_POLICY, most_bp })
    const both = await Promise.all([code(change(1)), code(change(2))])
    expect(both.sort()).toEqual(['changed_meanwhile', 'done'])
    expect((await pointsPolicy(own)).version).toBe(1)
  })

  test('another brand’s customer is not there', async () => {
    const stranger = await newCustomer(await testCtx())
    expect(await code(pointsOf(ctx, stranger))).toBe('customer_not_found')
  })
})

test('the report is the journal: each day ends with what accounts and orders held', async () => {
  const own = await testCtx()
  const node = await newCustomer(own)
  const { policy } = await pointsPolicy(own)
  await setPointsPolicy(own, 0, {
    ...policy,
    breakage_bp: 2_500,
    worth: { points: 100, fen: 200 },
  })
  const now = new Date('2026-05-10T04:00:00Z')
  const on = (day: number) => ({ ...own, now: () => new Date(now.getTime() + day * DAY) })
  await given(on(0), node, 1000)
  await given(on(0), node, 100, { expiresAt: new Date(now.getTime() + DAY) })
  await given(on(1), node, 30, { releasesAt: null })
  await correctPoints(on(2), { key: randomUUIDv7(), customer: node, points: -50, reason: 'x' })
  await expireDue(on(2))
  const days = await pointsByDay(own, '2026-05-10', '2026-05-12')
  expect(days).toMatchObject([
    {
      day: '2026-05-10',
      given: 1100,
      active: 1100,
      pending: 0,
      worth_fen: 2200,
      liability_fen: 1650,
    },
    { day: '2026-05-11', given: 30, active: 1100, pending: 30 },
    { day: '2026-05-12', adjusted: -50, active: 950, pending: 30, expired: 100 },
  ])
  expect(await held(own, node)).toMatchObject({ active: 950, pending: 30 })
})

test('balances stand as attributes of whoever’s have changed', async () => {
  const own = await testCtx()
  const node = await newCustomer(own)
  await given(own, node, 100, { expiresAt: inDays(10) })
  await given(own, node, 40)
  await keepBalances(own, eachBrand(own))
  const values = async () => {
    const { rows } = await sql<{ name: string; value: unknown }>`select name, value from attribute
      where tenant_id = ${own.tenantId} and node_id = ${node} order by name`.execute(own.pg)
    return Object.fromEntries(rows.map((r) => [r.name, r.value]))
  }
  expect(await values()).toEqual({ points_balance: 140, points_expiring_30d: 100 })
  await correctPoints(own, { key: randomUUIDv7(), customer: node, points: -110, reason: 'x' })
  await keepBalances(own, eachBrand(own))
  expect(await values()).toEqual({ points_balance: 30, points_expiring_30d: 0 })
})
