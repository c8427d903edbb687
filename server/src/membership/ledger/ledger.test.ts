import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { newCustomer } from '../../commerce/testing.ts'
import { mergeCustomers, unmerge, useMergePolicy } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { consentPolicy } from '../../profile/index.ts'
import { earnPoints } from '../points/points.ts'
import { pointsPolicy, setPointsPolicy } from '../points/policy.ts'
import { reclaimEarned } from '../points/reclaim.ts'
import { given, held, ledgerFaults } from '../testing.ts'
import { releaseDue } from './credit.ts'
import { expireDue } from './expire.ts'
import { commitHold, giveBackHeld, hold, releaseHold, sharesOf, type Wanted } from './holds.ts'
import { exactly, spend } from './spend.ts'

let ctx: TestCtx
beforeAll(async () => {
  useMergePolicy(consentPolicy)
  ctx = await testCtx()
})

const DAY = 86_400_000
const at = (ctx: Ctx, days: number): Ctx => ({
  ...ctx,
  now: () => new Date(Date.now() + days * DAY),
})
const inDays = (days: number) => new Date(Date.now() + days * DAY)

const use = (ctx: Ctx, node: number, amount: number, key: string = randomUUIDv7()) =>
  spend(ctx, {
    ...{ key, kind: 'spend', node, books: ['points'] },
    divide: exactly('points', amount),
    to: () => 'redeemed',
  })
const wantedBy = (node: number, orderId: string, amount: number, fen = amount): Wanted => ({
  ...{ purpose: 'points', orderId, node, books: ['points'], amount, fen },
  divide: exactly('points', amount),
})
const lotsOf = async (of: Ctx, node: number) => {
  const { rows } = await sql<{ amount: number; remaining: number; source: string }>`
    select l.amount, l.remaining, l.source from ledger_lot l
    join ledger_account a on a.tenant_id = l.tenant_id and a.id = l.account_id
    where l.tenant_id = ${of.tenantId} and a.node_id = ${node} order by l.id`.execute(of.pg)
  return rows
}

describe('the journal', () => {
  test('what is written once is never changed, and no entry stands alone', async () => {
    const node = await newCustomer(ctx)
    await given(ctx, node, 10)
    const refused = (text: string) =>
      expect(ctx.stores.pg.pool.query(text, [ctx.tenantId])).rejects.toThrow(
        /never changed|keeps its owner|sum to zero/,
      )
    await refused('update ledger_entry set amount = 11 where tenant_id = $1')
    await refused('delete from ledger_entry where tenant_id = $1')
    await refused(`update ledger_transaction set note = 'x' where tenant_id = $1`)
    await refused('update ledger_lot set amount = 11 where tenant_id = $1')
    await refused('delete from ledger_lot where tenant_id = $1')
    await refused(`insert into ledger_entry (tenant_id, transaction_id, book, code, amount, at)
      select tenant_id, id, 'points', 'issued', 5, now() from ledger_transaction where tenant_id = $1`)
  })

  test('the same key gives once, however many say so at once, and spends once with the first answer', async () => {
    const node = await newCustomer(ctx)
    const told = await Promise.all(
      Array.from({ length: 16 }, () => given(ctx, node, 10, { key: 'once' })),
    )
    expect(told.flat()).toEqual(['once'])
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => use(ctx, node, 4, 'spent-once')),
    )
    expect(new Set(answers.map((a) => (a.ok ? a.transactionId : 'short'))).size).toBe(1)
    expect(await held(ctx, node)).toMatchObject({ active: 6 })
  })

  test('of 64 who spend one of the last ten points at once ten succeed', async () => {
    const node = await newCustomer(ctx)
    await given(ctx, node, 10)
    const all = await Promise.all(Array.from({ length: 64 }, () => use(ctx, node, 1)))
    expect(all.filter((a) => a.ok).length).toBe(10)
    expect(await held(ctx, node)).toMatchObject({ active: 0 })
    expect(await ledgerFaults(ctx)).toEqual([])
  })
})

describe('lots', () => {
  test('what expires first is spent first, what is pending or expired not at all', async () => {
    const node = await newCustomer(ctx)
    await given(ctx, node, 5, { expiresAt: null })
    await given(ctx, node, 5, { expiresAt: inDays(20) })
    await given(ctx, node, 5, { expiresAt: inDays(10) })
    await given(ctx, node, 5, { expiresAt: inDays(-1) })
    await given(ctx, node, 5, { releasesAt: inDays(3) })
    expect(await use(ctx, node, 16)).toMatchObject({ ok: false, available: { points: 15 } })
    await use(ctx, node, 7)
    expect((await lotsOf(ctx, node)).map((l) => l.remaining)).toEqual([5, 3, 0, 5, 5])
  })

  test('pending is released on its day, once', async () => {
    const node = await newCustomer(ctx)
    await given(ctx, node, 5, { releasesAt: inDays(3) })
    await releaseDue(ctx)
    expect(await held(ctx, node)).toMatchObject({ pending: 5, active: 0 })
    await Promise.all([releaseDue(at(ctx, 4)), releaseDue(at(ctx, 4))])
    expect(await held(ctx, node)).toMatchObject({ pending: 0, active: 5 })
    expect(await ledgerFaults(ctx)).toEqual([])
  })

  test('an expiry that is cut off is gone on with, and two at once take nothing twice', async () => {
    const own = await testCtx()
    const nodes = await Promise.all([1, 2, 3, 4].map(() => newCustomer(own)))
    for (const node of nodes) await given(own, node, 7, { expiresAt: inDays(1) })
    await given(own, nodes[0] ?? 0, 9, { expiresAt: inDays(9) })
    const runs = await Promise.all([expireDue(at(own, 2)), expireDue(at(own, 2))])
    const last = await expireDue(at(own, 2))
    expect([...runs, last].reduce((sum, r) => sum + r.amount, 0)).toBe(28)
    expect(await held(own, nodes[0] ?? 0)).toMatchObject({ active: 9 })
    expect(await ledgerFaults(own)).toEqual([])
  })
})

describe('an order', () => {
  test('holds, spends what it held, and a release comes too late for it', async () => {
    const node = await newCustomer(ctx)
    await given(ctx, node, 10)
    const order = randomUUIDv7()
    await Promise.all([1, 2, 3].map(() => hold(ctx, wantedBy(node, order, 6))))
    expect(await held(ctx, node)).toMatchObject({ active: 4 })
    await Promise.all([1, 2].map(() => commitHold(ctx, wantedBy(node, order, 6))))
    await releaseHold(ctx, 'points', order)
    expect(await held(ctx, node)).toMatchObject({ active: 4 })
    expect(await ledgerFaults(ctx)).toEqual([])
  })

  test('that was cancelled frees the same lots; a late payment takes them anew or hears why not', async () => {
    const node = await newCustomer(ctx)
    await given(ctx, node, 10)
    const order = randomUUIDv7()
    await hold(ctx, wantedBy(node, order, 6))
    await Promise.all([releaseHold(ctx, 'points', order), releaseHold(ctx, 'points', order)])
    expect((await lotsOf(ctx, node)).map((l) => l.remaining)).toEqual([10])
    expect(await commitHold(ctx, wantedBy(node, order, 6))).toEqual({ ok: true })
    const other = randomUUIDv7()
    await given(ctx, node, 2)
    await hold(ctx, wantedBy(node, other, 6))
    await releaseHold(ctx, 'points', other)
    await use(ctx, node, 3)
    expect(await commitHold(ctx, wantedBy(node, other, 6))).toMatchObject({ ok: false })
    expect(await ledgerFaults(ctx)).toEqual([])
  })

  test('gives back to the same lots: any partial refunds sum to what was taken', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 5 }),
        async (lots, fen, parts) => {
          const node = await newCustomer(ctx)
          for (const amount of lots) await given(ctx, node, amount, { expiresAt: inDays(amount) })
          const amount = lots.reduce((a, b) => a + b, 0)
          const order = randomUUIDv7()
          const wanted = wantedBy(node, order, amount, fen)
          await hold(ctx, wanted)
          await commitHold(ctx, wanted)
          const back = (refundId: string, part: number, isWhole: boolean) =>
            giveBackHeld(ctx, {
              ...{ purpose: 'points', orderId: order, refundId, fen: part, isWhole, graceDays: 0 },
            })
          let sum = 0
          for (const [i, part] of parts.entries()) {
            sum = Math.min(fen, sum + part)
            await back(`r${i}`, part, false)
            await back(`r${i}`, part, false)
            expect((await held(ctx, node)).active).toBe(Math.floor((amount * sum) / fen))
          }
          await back('last', 0, true)
          expect((await lotsOf(ctx, node)).every((l) => l.remaining === l.amount)).toBe(true)
        },
      ),
      { numRuns: 8 },
    )
    expect(await ledgerFaults(ctx)).toEqual([])
  })

  test('what expired before it came back is gone at once, or given for the days of grace', async () => {
    for (const graceDays of [0, 5]) {
      const node = await newCustomer(ctx)
      await given(ctx, node, 10, { expiresAt: inDays(2) })
      const order = randomUUIDv7()
      await commitHold(ctx, wantedBy(node, order, 10))
      const late = at(ctx, 3)
      await giveBackHeld(late, {
        ...{ purpose: 'points', orderId: order, refundId: 'r', fen: 10, isWhole: true, graceDays },
      })
      expect(await held(ctx, node)).toMatchObject({ active: graceDays === 0 ? 0 : 10 })
      await expireDue(at(ctx, 7))
      expect(await held(ctx, node)).toMatchObject({ active: graceDays === 0 ? 0 : 10 })
      await expireDue(at(ctx, 9))
      expect(await held(ctx, node)).toMatchObject({ active: 0 })
    }
    expect(await ledgerFaults(ctx)).toEqual([])
  })

  test('a fen of stored value goes back a fen, to each book its share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 0, max: 20_000 }),
        (principal, bonus, at) => {
          const whole = principal + bonus
          const part = Math.min(at, whole)
          const taken = [
            { book: 'principal', amount: principal },
            { book: 'bonus', amount: bonus },
          ] as const
          const shares = (n: number) => sharesOf(taken, n, whole)
          const [now, next] = [shares(part), shares(Math.min(part + 1, whole))]
          expect((now.principal ?? 0) + (now.bonus ?? 0)).toBe(part)
          expect(next.principal).toBeGreaterThanOrEqual(now.principal ?? 0)
          expect(next.bonus).toBeGreaterThanOrEqual(now.bonus ?? 0)
          expect(shares(whole)).toEqual({ principal, bonus })
        },
      ),
    )
  })
})

describe('what a refunded order earned', () => {
  const refunded = (orderId: string, refundId: string, refundedFen: number, of: Ctx = ctx) =>
    reclaimEarned(of, { orderId, refundId, refundedFen, paidFen: 1000 })

  test('goes by its share, once, from what is pending first', async () => {
    const node = await newCustomer(ctx)
    const orderId = randomUUIDv7()
    await given(ctx, node, 10, { orderId, releasesAt: inDays(7) })
    await Promise.all([1, 2, 3].map(() => refunded(orderId, 'a', 350)))
    expect(await held(ctx, node)).toMatchObject({ pending: 7 })
    await refunded(orderId, 'b', 1000)
    expect(await held(ctx, node)).toMatchObject({ pending: 0, active: 0, owed: 0 })
  })

  test('and was spent, is short; a brand that lets people owe takes it from what comes next', async () => {
    const own = await testCtx()
    const node = await newCustomer(own)
    const [strict, owing] = [randomUUIDv7(), randomUUIDv7()]
    await given(own, node, 10, { orderId: strict })
    await use(own, node, 8)
    expect(await refunded(strict, 'r', 1000, own)).toEqual({
      wanted: 10,
      taken: 2,
      owed: 0,
      short: 8,
    })
    const { policy } = await pointsPolicy(own)
    await setPointsPolicy(own, 0, { ...policy, may_owe: true })
    await given(own, node, 10, { orderId: owing })
    await use(own, node, 8)
    await refunded(owing, 'r', 1000, own)
    expect(await held(own, node)).toMatchObject({ active: -8, owed: 8 })
    await given(own, node, 5)
    expect(await use(own, node, 1)).toMatchObject({ ok: false })
    await given(own, node, 5)
    expect(await held(own, node)).toMatchObject({ active: 2, owed: 0 })
    expect(await ledgerFaults(own)).toEqual([])
  })
})

describe('customers who are merged', () => {
  test('spend from all their accounts, and separated each keeps what its own still holds', async () => {
    const [a, b] = [await newCustomer(ctx), await newCustomer(ctx)]
    await given(ctx, a, 10, { expiresAt: inDays(20) })
    await given(ctx, b, 10, { expiresAt: inDays(10) })
    const { mergeId } = await mergeCustomers(ctx, a, b, 'one person')
    expect((await use(ctx, a, 15)).ok).toBe(true)
    await unmerge(ctx, mergeId, 'two people')
    expect([(await held(ctx, a)).active, (await held(ctx, b)).active]).toEqual([5, 0])
    expect(await ledgerFaults(ctx)).toEqual([])
  })

  test('only claimed to be one by a public key, they spend apart', async () => {
    const [a, b] = [await newCustomer(ctx), await newCustomer(ctx)]
    await given(ctx, a, 10)
    await given(ctx, b, 10)
    const { mergeId } = await mergeCustomers(ctx, a, b, 'test')
    await sql`update identity_merge set evidence = 'claimed' where tenant_id = ${ctx.tenantId} and id = ${mergeId}`.execute(
      ctx.pg,
    )
    expect(await use(ctx, a, 11)).toMatchObject({ ok: false, available: { points: 10 } })
  })

  test('64 who spend while others merge and separate take no point twice and none below nothing', async () => {
    const own = await testCtx()
    const [a, b] = [await newCustomer(own), await newCustomer(own)]
    await given(own, a, 20)
    await given(own, b, 20)
    const merging = (async () => {
      for (let i = 0; i < 3; i++) {
        const { mergeId } = await mergeCustomers(own, a, b, 'merge')
        await unmerge(own, mergeId, 'separate')
      }
    })()
    const spent = await Promise.all(
      Array.from({ length: 64 }, (_, i) => use(own, i % 2 === 0 ? a : b, 1)),
    )
    await merging
    const left = (await held(own, a)).active + (await held(own, b)).active
    expect(left + spent.filter((s) => s.ok).length).toBe(40)
    expect((await lotsOf(own, a)).concat(await lotsOf(own, b)).every((l) => l.remaining >= 0)).toBe(
      true,
    )
    expect(await ledgerFaults(own)).toEqual([])
  })

  test('through any mix of earning, spending, expiring, refunding, merging the books agree', async () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('earn' as const),
        who: fc.nat(2),
        n: fc.integer({ min: 1, max: 50 }),
        days: fc.option(fc.integer({ min: 1, max: 9 })),
      }),
      fc.record({
        do: fc.constant('wait' as const),
        who: fc.nat(2),
        n: fc.integer({ min: 1, max: 50 }),
      }),
      fc.record({
        do: fc.constant('order' as const),
        who: fc.nat(2),
        n: fc.integer({ min: 1, max: 60 }),
      }),
      fc.record({
        do: fc.constant('refund' as const),
        n: fc.integer({ min: 1, max: 60 }),
        which: fc.nat(9),
      }),
      fc.record({ do: fc.constant('expire' as const), n: fc.integer({ min: 1, max: 3 }) }),
      fc.record({ do: fc.constant('merge' as const), who: fc.nat(2), n: fc.nat(2) }),
      fc.record({ do: fc.constant('unmerge' as const), which: fc.nat(9) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const own = await testCtx()
        const nodes = [await newCustomer(own), await newCustomer(own), await newCustomer(own)]
        const merges: string[] = []
        const orders: { id: string; n: number }[] = []
        let day = 0
        for (const s of steps) {
          const now = at(own, day)
          const who = 'who' in s ? (nodes[s.who] ?? 0) : 0
          if (s.do === 'earn')
            await earnPoints(now, [
              {
                ...{
                  key: randomUUIDv7(),
                  node: who,
                  amount: s.n,
                  source: 'test',
                  earnedAt: now.now(),
                },
                expiresAt: s.days === null ? null : inDays(day + s.days),
              },
            ])
          if (s.do === 'wait') await given(now, who, s.n, { releasesAt: inDays(day + 2) })
          if (s.do === 'order') {
            const id = randomUUIDv7()
            const was = await held(now, who)
            const { ok } = await commitHold(now, wantedBy(who, id, s.n))
            if (ok) orders.push({ id, n: s.n })
            if (ok) expect((await held(now, who)).active).toBe(was.active - s.n)
          }
          if (s.do === 'refund') {
            const order = orders[s.which % (orders.length || 1)]
            if (order)
              await giveBackHeld(now, {
                ...{ purpose: 'points', orderId: order.id, refundId: randomUUIDv7() },
                ...{ fen: s.n, isWhole: false, graceDays: s.n % 2 },
              })
          }
          if (s.do === 'expire') {
            day += s.n
            await releaseDue(at(own, day))
            await expireDue(at(own, day))
          }
          if (s.do === 'merge')
            await mergeCustomers(own, who, nodes[s.n] ?? 0, 'merge').then(
              ({ mergeId }) => merges.push(mergeId),
              (error) => expect(error.code).toBe('same_customer'),
            )
          if (s.do === 'unmerge') {
            const [id] = merges.splice(s.which % (merges.length || 1), 1)
            if (id) await unmerge(own, id, 'separate')
          }
        }
        expect(await ledgerFaults(own)).toEqual([])
        for (const node of nodes) expect((await held(own, node)).active).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 12 },
    )
  })
})
