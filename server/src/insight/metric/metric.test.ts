import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { know, newCustomers } from '../../audiences/testing.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { catchUp } from '../../profile/index.ts'
import { routes } from '../routes.ts'
import { METRICS } from './catalogue.ts'
import { readMetrics } from './read.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const START = Date.parse('2025-01-01T00:00:00+08:00')
const text = (ms: number) => new Date(ms).toISOString().slice(0, 23).replace('T', ' ')

interface Told {
  name: string
  customer: number
  at: number
  fen?: number
  order?: string
  staff?: string
  side?: string
  currency?: string
}

/** As our own domains' events become rows. */
async function tell(ctx: Ctx, events: readonly Told[]) {
  const lines = events.map((e) =>
    JSON.stringify([
      ...[ctx.tenantId, e.name, e.customer, text(e.at), crypto.randomUUID(), text(e.at), 'own'],
      ...[e.currency ?? 'CNY', e.fen ?? 0, 'shop', e.order ?? null, e.staff ?? null],
      JSON.stringify(e.side ? { side: e.side } : {}),
    ]),
  )
  await ctx.ch.insert({
    table: 'event',
    columns: [
      ...['tenant_id', 'name', 'customer_id', 'at', 'event_id', 'received_at', 'protocol'],
      ...['currency', 'revenue_fen', 'source', 'order_id', 'staff_id', 'props'],
    ],
    body: Buffer.from(lines.map((line) => `${line}\n`).join('')),
  })
}

async function brand(days: number, count = 4) {
  const ctx = await testCtx()
  const customers = await newCustomers(ctx, count)
  const now = START + days * DAY
  return { ctx: { ...ctx, now: () => new Date(now) }, customers, now }
}
const day = (at: number) => Math.floor((at - START) / DAY)
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0)
const dayName = (n: number) => new Date(START + n * DAY + 8 * HOUR).toISOString().slice(0, 10)

const DAYS = 500
const orders = fc.array(
  fc.record({
    who: fc.nat(4),
    at: fc.nat(DAYS * 24 - 2),
    fen: fc.integer({ min: 1, max: 500 }),
    back: fc.option(fc.record({ after: fc.nat(100), part: fc.constantFrom(0.5, 1) }), {
      nil: undefined,
    }),
  }),
  { maxLength: 25 },
)

test('money, existing customers and repurchase are what reading the orders one by one gives', async () => {
  await fc.assert(
    fc.asyncProperty(orders, fc.integer({ min: 1, max: DAYS }), async (given, length) => {
      const { ctx, customers } = await brand(DAYS)
      // The fifth is nobody known.
      const placed = given.map((o, i) => ({
        customer: customers[o.who] ?? 0,
        order: `o${i}`,
        at: START + o.at * HOUR + i,
        fen: o.fen * 100,
        refund: o.back && {
          at: START + Math.min(o.at + o.back.after, DAYS * 24 - 1) * HOUR + i,
          fen: o.fen * 100 * o.back.part,
        },
      }))
      await tell(
        ctx,
        placed.flatMap(({ refund, ...o }) => [
          { name: 'order_paid', ...o },
          ...(refund ? [{ name: 'order_refunded', ...o, at: refund.at, fen: -refund.fen }] : []),
        ]),
      )
      const [from, to] = [DAYS - length, DAYS]
      const codes = [
        ...['orders', 'paying_customers', 'paid_revenue', 'net_revenue', 'refund_share'],
        ...['average_order_value', 'existing_revenue_share', 'repurchase_rate', 'customer_value'],
      ]
      const { metrics, periods } = await readMetrics(ctx, codes, {
        range: { date_from: dayName(from), date_to: dayName(to - 1) },
        period: 'week',
      })
      const value = (code: string) => metrics.get(code)?.total.value
      const within = (at: number) => day(at) >= from && day(at) < to
      const paid = placed.filter((o) => within(o.at))
      const back = placed.flatMap((o) => (o.refund && within(o.refund.at) ? [o.refund.fen] : []))
      const paidFen = sum(paid.map((o) => o.fen))
      expect(value('orders')).toBe(paid.length)
      expect(sum((metrics.get('orders')?.points ?? []).map((p) => p.value ?? 0))).toBe(paid.length)
      expect(value('paid_revenue')).toBe(paidFen)
      expect(value('net_revenue')).toBe(paidFen - sum(back))
      expect(value('refund_share')).toBe(paidFen ? sum(back) / paidFen : null)
      expect(value('average_order_value')).toBe(paid.length ? paidFen / paid.length : null)
      expect(value('paying_customers')).toBe(
        new Set(paid.map((o) => o.customer).filter((c) => c !== 0)).size,
      )
      const theirs = placed.filter((o) => o.customer !== 0)
      const timesOf = (customer: number) =>
        theirs
          .filter((o) => o.customer === customer)
          .map((o) => o.at)
          .sort((a, b) => a - b)
      const kept = (o: (typeof placed)[number]) => o.fen - (o.refund?.fen ?? 0)
      const mine = theirs.filter((o) => within(o.at))
      const old = mine.filter((o) => o.at > (timesOf(o.customer)[0] as number))
      const all = sum(mine.map(kept))
      expect(value('existing_revenue_share')).toBe(all === 0 ? null : sum(old.map(kept)) / all)
      const asOf = (end: number) => {
        const lives = customers.map(timesOf).filter((times) => times.length > 0)
        const cohort = lives.filter(
          ([first = 0]) => first + 90 * DAY <= end && first + 455 * DAY > end,
        )
        const again = cohort.filter(
          ([first = 0, second]) => (second ?? Infinity) <= first + 90 * DAY,
        )
        const ever = lives.filter(([first = 0]) => first < end)
        const net = sum(
          theirs.map(
            (o) => (o.at < end ? o.fen : 0) - (o.refund && o.refund.at < end ? o.refund.fen : 0),
          ),
        )
        return {
          repurchase: cohort.length ? again.length / cohort.length : null,
          worth: ever.length ? net / ever.length : null,
        }
      }
      const end = START + to * DAY
      expect(value('repurchase_rate')).toBe(asOf(end).repurchase)
      expect(value('customer_value')).toBe(asOf(end).worth)
      periods.forEach((start, i) => {
        const over = Math.min(Date.parse(`${start}T00:00:00+08:00`) + 7 * DAY, end)
        expect(metrics.get('repurchase_rate')?.points[i]?.value).toBe(asOf(over).repurchase)
        expect(metrics.get('customer_value')?.points[i]?.value).toBe(asOf(over).worth)
      })
    }),
    { numRuns: 12, endOnFailure: true },
  )
})

test('who has not had her 90 days by this hour is left out, also where the day is not over', async () => {
  const { ctx, customers, now } = await brand(100)
  const [early = 0, late = 0] = customers
  await tell(ctx, [
    { name: 'order_paid', customer: early, at: now - 90 * DAY, fen: 100, order: 'early' },
    { name: 'order_paid', customer: late, at: now - 90 * DAY + HOUR, fen: 100, order: 'late' },
  ])
  const range = { date_from: dayName(70), date_to: dayName(110) }
  const { metrics } = await readMetrics(ctx, ['repurchase_rate'], { range, period: 'month' })
  const told = metrics.get('repurchase_rate')
  expect(told?.total).toMatchObject({ numerator: 0, denominator: 1 })
  expect(told?.points.at(-1)).toMatchObject({ numerator: 0, denominator: 1 })
})

test('an order that was corrected counts once, and for the customer it turned out to be of', async () => {
  const { ctx, customers } = await brand(10)
  const [anna = 0, bea = 0] = customers
  const at = START + DAY
  await tell(ctx, [
    { name: 'order_paid', customer: anna, at, fen: 10_000, order: 'a' },
    { name: 'order_corrected', customer: anna, at, fen: -10_000, order: 'a', side: 'before' },
    { name: 'order_corrected', customer: bea, at, fen: 12_000, order: 'a', side: 'after' },
    { name: 'order_paid', customer: bea, at: at + HOUR, fen: 500, order: 'b' },
    { name: 'order_paid', customer: anna, at, fen: 999, order: 'c', currency: 'USD' },
  ])
  const codes = ['orders', 'paid_revenue', 'paying_customers', 'existing_revenue_share']
  const { metrics } = await readMetrics(ctx, codes, { range: { date_from: dayName(0) } })
  expect(codes.map((code) => metrics.get(code)?.total.value)).toEqual([2, 12_500, 1, 500 / 12_500])
})

test('who was added orders first within 72 hours or not, and who has not had them yet is left out', async () => {
  const { ctx, customers, now } = await brand(10, 5)
  const [soon = 0, late = 0, returned = 0, before = 0, fresh = 0] = customers
  const add = (customer: number, at: number, staff = 'wang') => ({
    ...{ name: 'wecom_friend_added', customer, at, staff },
  })
  const at = START + DAY
  await tell(ctx, [
    ...[soon, late, returned].map((customer) => add(customer, at)),
    add(soon, at + HOUR, 'li'),
    add(soon, at + 2 * HOUR),
    add(fresh, now - 71 * HOUR),
    { name: 'order_paid', customer: soon, at: at + 72 * HOUR, fen: 100, order: '1' },
    { name: 'order_paid', customer: late, at: at + 72 * HOUR + 1, fen: 100, order: '2' },
    { name: 'order_paid', customer: returned, at: at + HOUR, fen: 100, order: '3' },
    { name: 'order_refunded', customer: returned, at: at + 2 * HOUR, fen: -100, order: '3' },
    { name: 'order_paid', customer: before, at, fen: 100, order: '4' },
  ])
  // Brought in as it stands: no event tells of it.
  await know(ctx, [
    { customer: before, kind: 'friend', key: 'wang', value: 'friend', since: at + HOUR },
  ])
  const { metrics } = await readMetrics(ctx, ['contact_adds', 'first_order_conversion'], {
    range: { date_from: dayName(0) },
    period: 'day',
  })
  expect(metrics.get('contact_adds')?.total.value).toBe(6)
  expect(metrics.get('first_order_conversion')?.total).toMatchObject({ numerator: 1, n: 4 })
  expect(metrics.get('first_order_conversion')?.points[1]).toMatchObject({ value: 1 / 4 })
})

test('reachable and agreed are known customers, by the moment both were so', async () => {
  const { ctx, customers } = await brand(10, 4)
  const [a = 0, b = 0, c = 0, d = 0] = customers
  const on = (n: number) => START + n * DAY
  await know(ctx, [
    ...[a, b, c].map((customer) => ({ customer, kind: 'known', key: '', since: on(1) })),
    { customer: a, kind: 'touchpoint', key: '', value: 1, since: on(3) },
    { customer: d, kind: 'touchpoint', key: '', value: 1, since: on(0) },
    { customer: b, kind: 'consent', key: 'marketing/sms', value: 'given', since: on(0) },
    { customer: b, kind: 'consent', key: 'marketing/wecom', value: 'withdrawn', since: on(5) },
    { customer: c, kind: 'consent', key: 'marketing/sms', value: 'withdrawn', since: on(2) },
  ])
  const { metrics } = await readMetrics(
    ctx,
    ['reachable_customers', 'reachable_share', 'consented_share'],
    { range: { date_from: dayName(0), date_to: dayName(4) }, period: 'day' },
  )
  const points = (code: string) => metrics.get(code)?.points.map((p) => p.value)
  expect(points('reachable_customers')).toEqual([0, 0, 0, 1, 1])
  expect(points('reachable_share')).toEqual([null, 0, 0, 1 / 3, 1 / 3])
  expect(points('consented_share')).toEqual([null, 1 / 3, 1 / 3, 1 / 3, 1 / 3])
})

test('as of a day a figure is what a brand has of which only what lies before is there', async () => {
  const { ctx, customers } = await brand(200)
  const [anna = 0, bea = 0] = customers
  const before: Told[] = [
    { name: 'order_paid', customer: anna, at: START + DAY, fen: 100, order: 'a' },
    { name: 'order_paid', customer: anna, at: START + 20 * DAY, fen: 300, order: 'b' },
    { name: 'order_paid', customer: bea, at: START + 30 * DAY, fen: 700, order: 'c' },
  ]
  await tell(ctx, [
    ...before,
    { name: 'order_refunded', customer: bea, at: START + 150 * DAY, fen: -700, order: 'c' },
    { name: 'order_paid', customer: bea, at: START + 140 * DAY, fen: 50, order: 'd' },
  ])
  const copy = await brand(200)
  await tell(
    copy.ctx,
    before.map((e) => ({ ...e, customer: copy.customers[e.customer === anna ? 0 : 1] as number })),
  )
  const asOf = new Date(START + 125 * DAY)
  const codes = METRICS.map(({ metric }) => metric.code)
  const asked = { range: { date_from: dayName(0), date_to: dayName(180) } }
  const then = await readMetrics(ctx, codes, { ...asked, asOf })
  const there = await readMetrics({ ...copy.ctx, now: () => asOf }, codes, asked)
  const values = ({ metrics }: typeof then) =>
    [...metrics].map(([code, { total }]) => [code, total.value])
  expect(values(then)).toEqual(values(there))
  expect(then.metrics.get('repurchase_rate')?.total).toMatchObject({ numerator: 1, n: 2 })
})

test('a question about some customers counts them alone, new customers too', async () => {
  const { ctx, customers } = await brand(10)
  const [anna = 0, bea = 0] = customers
  await know(ctx, [{ customer: anna, kind: 'tag', key: 'VIP' }])
  await catchUp(ctx)
  await sql`update customer_figure set is_known = true, first_at = ${new Date(START)}
    where tenant_id = ${ctx.tenantId} and customer_id in (${anna}, ${bea})`.execute(ctx.pg)
  await sql`delete from customer_figure
    where tenant_id = ${ctx.tenantId} and customer_id not in (${anna}, ${bea})`.execute(ctx.pg)
  await tell(ctx, [
    { name: 'order_paid', customer: anna, at: START, fen: 100, order: 'a' },
    { name: 'order_paid', customer: bea, at: START, fen: 1_000, order: 'b' },
    { name: 'order_paid', customer: 0, at: START, fen: 10_000, order: 'c' },
  ])
  const ask = async (who?: { kind: 'tags'; match: 'any'; tags: string[] }) => {
    const { metrics } = await readMetrics(
      ctx,
      ['paid_revenue', 'new_customers', 'known_customers'],
      {
        range: { date_from: dayName(0) },
        who,
      },
    )
    return [...metrics.values()].map(({ total }) => total.value)
  }
  expect(await ask()).toEqual([11_100, 2, 2])
  expect(await ask({ kind: 'tags', match: 'any', tags: ['VIP'] })).toEqual([100, 1, 1])
})

test('every metric can be read, has the statement that made it, and a vanity metric names its quality metric', async () => {
  const { ctx } = await brand(10)
  const api = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'owner')
  const { body: catalogue } = await api.call('GET', '/insight/metrics', { key })
  const items = catalogue.items as unknown as {
    code: string
    beside: string | null
    may_see: boolean
  }[]
  const codes = items.map(({ code }) => code)
  for (const { beside } of items) if (beside) expect(codes).toContain(beside)
  const { status, text, body } = await api.call('POST', '/insight/metrics', {
    key,
    body: { metrics: codes, period: 'day', date_from: dayName(0), date_to: dayName(2) },
  })
  expect(status, text).toBe(200)
  const answered = body.metrics as unknown as {
    code: string
    points: unknown[]
    queries: { text: string }[]
  }[]
  expect(answered.map(({ code }) => code)).toEqual(codes)
  for (const { points, queries } of answered) {
    expect(points).toHaveLength(3)
    expect(queries[0]?.text).toMatch(/^select/)
  }
  const refused = await api.call('POST', '/insight/metrics', { key, body: { metrics: ['luck'] } })
  expect(refused.body.error).toMatchObject({ code: 'unknown_metric' })
})

test('who may not see orders gets no figure made of them', async () => {
  const { ctx } = await brand(10)
  const api = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'guide')
  const { body } = await api.call('GET', '/insight/metrics', { key })
  const hidden = (body.items as unknown as { code: string; may_see: boolean }[]).filter(
    (m) => !m.may_see,
  )
  expect(hidden.map(({ code }) => code).sort()).toEqual([
    ...['active_customers', 'events', 'paying_share', 'sms_open_rate', 'social_reach_rate'],
  ])
  const asked = await api.call('POST', '/insight/metrics', { key, body: { metrics: ['events'] } })
  expect(asked.status).toBe(403)
})
