import { randomUUID, randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Signal } from '../../collect/index.ts'
import { draft, submission, testCollector } from '../../collect/testing.ts'
import { recordOrders, recordRefunds } from '../../commerce/index.ts'
import { line, newCustomer, order, refund } from '../../commerce/testing.ts'
import { mergeCustomers } from '../../identity/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { applyAttributes } from '../../profile/index.ts'
import { held, ledgerFaults } from '../testing.ts'
import { pointsForProfiles, pointsFromSignals } from './earn.ts'
import { dayIn } from './expiry.ts'
import { award, capped, EarnRule } from './rule.ts'
import { draftRule, publishRule, stopRule } from './rules.ts'
import { simulate } from './simulate.ts'

const rule = (given: unknown): EarnRule => EarnRule.parse(given)
const perYuan = (more: object = {}, rest: object = {}) =>
  rule({ on: { kind: 'order', points: 1, per_fen: 100, round: 'down', ...more }, ...rest })
const checkIn = rule({ on: { kind: 'check_in', event: 'checked_in', points: 5 } })
async function live(of: Ctx, given: EarnRule): Promise<string> {
  const { id } = await draftRule(of, { name: randomUUIDv7(), rule: given })
  await publishRule(of, id)
  return id
}
const signal = (node: number, name: string, more: Partial<Signal> = {}): Signal => ({
  ...{ position: 1, eventId: randomUUID(), node, name, at: new Date(), isVerified: true },
  ...{ source: 'test', protocol: 'homefield', platform: 'web', historical: false },
  ...{ messageId: null, currency: null, claimedRevenueFen: null, links: {}, props: {} },
  ...more,
})
const hear = (of: Ctx, ...signals: Signal[]) => inTx(of, (ctx) => pointsFromSignals(ctx, signals))
const paid = (
  lines: { sku: string; category?: string; total_fen: number; prepaid_fen?: number }[],
) => ({
  ...{ name: 'order_paid', platform: '', links: {} },
  props: { commerce_order: randomUUIDv7(), lines, shipping_fen: 900 },
})

describe('points of an order', () => {
  const nobody = { levels: [], storedFen: 0 }
  test('are of what was paid for goods, without stored value and what the rule leaves out', () => {
    const happening = paid([
      { sku: 'a', category: 'tea', total_fen: 1050 },
      { sku: 'b', category: 'gift card', total_fen: 950 },
    ])
    expect(award(perYuan(), happening, nobody)).toBe(20)
    expect(award(perYuan({ without_categories: ['gift card'] }), happening, nobody)).toBe(10)
    expect(award(perYuan({ without_skus: ['a'] }), happening, nobody)).toBe(9)
    expect(award(perYuan(), happening, { levels: [], storedFen: 500 })).toBe(15)
    expect(award(perYuan({ round: 'up' }), paid([{ sku: 'a', total_fen: 101 }]), nobody)).toBe(2)
    expect(award(perYuan({ round: 'nearest' }), paid([{ sku: 'a', total_fen: 150 }]), nobody)).toBe(
      2,
    )
  })
  test('come with what is paid ahead, and not again with what it pays', () => {
    const topUp = { sku: 'top-up', total_fen: 0, prepaid_fen: 50_000 }
    expect(award(perYuan(), paid([topUp]), nobody)).toBe(500)
    expect(award(perYuan({ without_skus: ['top-up'] }), paid([topUp]), nobody)).toBe(0)
    const beside = paid([topUp, { sku: 'a', total_fen: 1_000 }])
    expect(award(perYuan(), beside, { levels: [], storedFen: 1_000 })).toBe(500)
  })
  test('are multiplied by the best of her levels', () => {
    const by = perYuan({ level_bp: { silver: 12_000, gold: 20_000 } })
    const happening = paid([{ sku: 'a', total_fen: 1000 }])
    const of = (...levels: string[]) => award(by, happening, { levels, storedFen: 0 })
    expect([of(), of('silver'), of('gold', 'silver'), of('other')]).toEqual([10, 12, 20, 10])
  })
  test('never exceed the caps, in whatever order events come', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 8 }),
        (awards, most, times) => {
          const by = perYuan(
            {},
            {
              caps: { day_points: most, day_times: times, person_points: null, person_times: null },
            },
          )
          let today = { times: 0, points: 0 }
          for (const points of awards) {
            const n = capped(points, by, today, today)
            if (n > 0) today = { times: today.times + 1, points: today.points + n }
          }
          expect(today.points).toBeLessThanOrEqual(most)
          expect(today.times).toBeLessThanOrEqual(times)
          const allowed = awards.slice(0, times).reduce((a, b) => a + b, 0)
          expect(today.points).toBe(Math.min(most, allowed))
        },
      ),
    )
  })

  test('come when it is paid and go by their share when it is refunded, once however often it is told', async () => {
    const own = await testCtx()
    const node = await newCustomer(own)
    await live(own, perYuan())
    const at = new Date()
    await recordOrders(own, [
      order('n1', 3000, { node, placedAt: at, paidAt: at, lines: [line('sku-1', 3000)] }),
    ])
    const { rows } = await sql<{
      id: string
    }>`select id from sales_order where tenant_id = ${own.tenantId}`.execute(own.pg)
    const orderId = rows[0]?.id ?? ''
    const told = signal(node, 'order_paid', {
      props: { commerce_order: orderId, lines: [{ sku: 'sku-1', total_fen: 3000 }] },
    })
    await Promise.all([hear(own, told), hear(own, told)])
    await hear(own, { ...told, eventId: randomUUID() })
    expect(await held(own, node)).toMatchObject({ active: 30 })
    await recordRefunds(own, [refund('r1', 'n1', 1000, { at })])
    const back = signal(node, 'order_refunded', {
      props: { commerce_order: orderId, commerce_refund: randomUUIDv7() },
    })
    await hear(own, back)
    await hear(own, back)
    expect(await held(own, node)).toMatchObject({ active: 20 })
    expect(await ledgerFaults(own)).toEqual([])
  })
})

describe('check-in', () => {
  test('counts once a day of the brand’s zone, in every zone, however often and at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          'Asia/Shanghai',
          'America/New_York',
          'Pacific/Chatham',
          'Pacific/Apia',
          'Europe/London',
          'Asia/Kathmandu',
          'America/St_Johns',
        ),
        fc.array(fc.integer({ min: 0, max: 96 }), { minLength: 1, maxLength: 12 }),
        async (zone, hours) => {
          const own = await testCtx()
          await sql`update tenant set timezone = ${zone} where id = ${own.tenantId}`.execute(own.pg)
          const node = await newCustomer(own)
          await live({ ...own, now: () => new Date('2026-03-01T00:00:00Z') }, checkIn)
          const times = hours.map(
            (h) => new Date(Date.parse('2026-03-07T00:00:00Z') + h * 3_600_000),
          )
          await Promise.all(times.map((at) => hear(own, signal(node, 'checked_in', { at }))))
          const days = new Set(times.map((at) => dayIn(at, zone)))
          expect((await held(own, node)).active).toBe(5 * days.size)
        },
      ),
      { numRuns: 10 },
    )
  })

  test('of a person who turned out to be two records counts once', async () => {
    const own = await testCtx()
    const [a, b] = [await newCustomer(own), await newCustomer(own)]
    await live(own, checkIn)
    await hear(own, signal(a, 'checked_in'))
    await mergeCustomers(own, a, b, 'one person')
    await hear(own, signal(b, 'checked_in'))
    expect(await held(own, a)).toMatchObject({ active: 5 })
  })

  test('that only a public key has said gives nothing', async () => {
    const own = await testCtx()
    const node = await newCustomer(own)
    await live(own, checkIn)
    await hear(own, signal(node, 'checked_in', { isVerified: false }))
    expect(await held(own, node)).toMatchObject({ active: 0 })
  })
})

describe('rules', () => {
  test('hold as they were when it happened: a new version and a stop change nothing of before', async () => {
    const own = await testCtx()
    const node = await newCustomer(own)
    const on = (points: number) => rule({ on: { kind: 'event', event: 'reviewed', points } })
    const at = (hour: number) => ({
      ...own,
      now: () => new Date(Date.parse('2026-04-01T00:00:00Z') + hour * 3_600_000),
    })
    const { id } = await draftRule(at(0), { name: 'review', rule: on(3) })
    await publishRule(at(1), id)
    await draftRule(at(2), { id, name: 'review', rule: on(50) })
    await publishRule(at(3), id)
    await stopRule(at(5), id)
    const then = (hour: number) => signal(node, 'reviewed', { at: at(hour).now() })
    await hear(own, then(0), then(2), then(4), then(6))
    expect(await held(own, node)).toMatchObject({ active: 53 })
  })

  test('ask what the event says, and may wait for days or for approval', async () => {
    const own = await testCtx()
    const node = await newCustomer(own)
    await live(
      own,
      rule({
        on: {
          ...{ kind: 'event', event: 'reviewed', points: 10 },
          where: [{ property: 'stars', op: 'gte', value: 4 }],
        },
        pending: { kind: 'approval' },
      }),
    )
    await hear(
      own,
      signal(node, 'reviewed', { props: { stars: 5 } }),
      signal(node, 'reviewed', { props: { stars: 3 } }),
    )
    expect(await held(own, node)).toMatchObject({ pending: 10, active: 0 })
  })

  test('for a full profile give once, also after two records became one', async () => {
    const own = await testCtx()
    const [a, b] = [await newCustomer(own), await newCustomer(own)]
    await live(own, rule({ on: { kind: 'profile', attributes: ['city', 'birthday'], points: 20 } }))
    const say = (node: number, name: string, value: unknown) =>
      inTx(own, (ctx) =>
        applyAttributes(ctx, [
          { node, source: 'test', at: Date.now(), eventId: randomUUID(), name, op: 'set', value },
        ]),
      )
    const run = () => inTx(own, pointsForProfiles)
    await say(a, 'city', 'Shanghai')
    expect(await run()).toBe(0)
    await say(a, 'birthday', '1990-01-01')
    expect(await run()).toBe(1)
    await say(b, 'city', 'Shanghai')
    await mergeCustomers(own, a, b, 'one person')
    expect(await run()).toBe(0)
    expect(await held(own, a)).toMatchObject({ active: 20 })
  })

  test('are tried on what really happened before they are published', async () => {
    const own = await testCtx()
    const collector = testCollector(own)
    const events = ['u1', 'u1', 'u2'].map((value, i) =>
      draft({
        ...{ name: 'reviewed', messageId: `sim-${i}`, props: { stars: 3 + i } },
        identifiers: [{ namespace: 'member_id', value }],
      }),
    )
    await collector.submit(submission(own, events))
    const on = (points: number, more: object = {}) =>
      rule({ on: { kind: 'event', event: 'reviewed', points, ...more } })
    const compared = await simulate(
      own,
      on(10),
      on(15, { where: [{ property: 'stars', op: 'gte', value: 4 }] }),
      7,
    )
    expect(compared).toMatchObject({
      live: { events: 3, points: 30, customers: 2 },
      draft: { events: 3, points: 30, customers: 2 },
      difference: 0,
    })
    await collector.stop()
  })
})
