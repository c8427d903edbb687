import fc from 'fast-check'
import { expect, test } from 'vitest'
import { happen, know, newCustomers } from '../../audiences/testing.ts'
import { recordCosts } from '../../commerce/index.ts'
import { sql } from '../../platform/ch.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { concentrationOf } from '../calc/concentration.ts'
import { rfmOf, SEGMENTS } from '../calc/rfm.ts'
import { survivalOf } from '../calc/survival.ts'
import { behind } from '../cells/customers.ts'
import { Figure } from '../cells/shape.ts'
import { acquisition } from './acquisition.ts'
import { AcquisitionQuestion } from './acquisition-shape.ts'
import { concentration } from './concentration.ts'
import { firstOrder } from './first-order.ts'
import { repurchase } from './repurchase.ts'
import { RfmQuestion, rfm } from './rfm.ts'
import { ConcentrationQuestion, FirstOrderQuestion, RepurchaseQuestion } from './shape.ts'

const DAY = 86_400_000
const START = Date.parse('2026-03-01T00:00:00+08:00')
const NOW = START + 30 * DAY + 1
const RANGE = { date_from: '2026-03-06', date_to: '2026-03-20' }
const SPAN = { from: START + 5 * DAY, to: START + 20 * DAY }
const isIn = (at: number) => at >= SPAN.from && at < SPAN.to

interface Order {
  customer: number
  at: number
  paid: number
  back: number
  discount: number
}

const histories = fc.array(
  fc.record({
    who: fc.nat(5),
    slot: fc.nat(29 * 4),
    paid: fc.integer({ min: 1, max: 300 }),
    // None, a part, or all of it.
    back: fc.constantFrom(0, 0, 0, 0.5, 1),
  }),
  { maxLength: 25 },
)

async function ordered(ctx: TestCtx, orders: readonly Order[]): Promise<void> {
  await happen(
    ctx,
    orders.flatMap(({ customer, at, paid, back, discount }, i) => [
      {
        ...{ customer, at, name: 'order_paid', revenueFen: paid, currency: 'CNY' },
        orderId: `o${i}`,
        isOwn: true,
        props: { discount_fen: discount },
      },
      ...(back > 0
        ? [
            {
              ...{ customer, at: at + DAY / 2, name: 'order_refunded', currency: 'CNY' },
              ...{ revenueFen: -back, props: {}, orderId: `o${i}`, isOwn: true },
            },
          ]
        : []),
    ]),
  )
}

async function world(given: { who: number; slot: number; paid: number; back: number }[]) {
  const ctx = { ...(await testCtx()), now: () => new Date(NOW) }
  const customers = await newCustomers(ctx, 6)
  await know(
    ctx,
    customers.slice(0, 5).map((customer) => ({ customer, kind: 'known', key: '' })),
  )
  const orders = given.map(({ who, slot, paid, back }, i) => ({
    ...{ customer: customers[who] as number, at: START + slot * 6 * 3_600_000 + i, paid },
    ...{ back: Math.round(paid * back), discount: i },
  }))
  await ordered(ctx, orders)
  return { ctx, customers, orders }
}

async function sizeOf(ctx: TestCtx, figure: unknown): Promise<number> {
  const { customers } = await behind(ctx, Figure.parse(figure))
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    sql`select bitmapCardinality(${customers}) as n`,
  )
  return Number(row?.n)
}

const part = (n: number, of: number) => (of > 0 ? n / of : null)
const sum = (list: readonly number[]) => list.reduce((all, n) => all + n, 0)

test('repurchase in its four calibres, and the wait for it, are what counting by hand gives', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (given) => {
      const { ctx, customers, orders } = await world(given)
      const question = { ...RANGE, days: 7 }
      const answer = await repurchase(ctx, RepurchaseQuestion.parse(question))
      const buyers = customers
        .map((customer) =>
          orders.filter((order) => order.customer === customer).sort((a, b) => a.at - b.at),
        )
        .filter((own) => own.some(({ at }) => isIn(at)))
        .map((own) => {
          const [first = 0, second] = own.map(({ at }) => at)
          return {
            ...{ own, first, second, isNew: isIn(first) },
            within: own.filter(({ at }) => isIn(at)),
            isOver: NOW - first >= 7 * DAY,
            isAgain: second !== undefined && second - first <= 7 * DAY,
          }
        })
      const fresh = buyers.filter((one) => one.isNew)
      const old = buyers.filter((one) => !one.isNew)
      const count = (list: typeof buyers) => sum(list.map(({ within }) => within.length))
      const net = (list: typeof buyers) =>
        sum(list.flatMap(({ within }) => within.map(({ paid, back }) => paid - back)))
      const all = count(buyers)
      const twice = buyers.filter(({ within }) => within.length > 1).length
      const seen = fresh.filter((one) => one.isOver)
      const again = seen.filter((one) => one.isAgain).length
      const { curve, ...rest } = survivalOf(
        fresh.map(({ first, second }) => ({
          time: Math.floor(((second ?? NOW) - first) / DAY),
          happened: second !== undefined,
        })),
      )
      expect(answer).toMatchObject({
        twice: { rate: part(twice, buyers.length), buyers: buyers.length, again: twice },
        orders: { rate: part(all - fresh.length, all), orders: all, first: fresh.length },
        split: {
          rate: part(old.length, buyers.length),
          new: { buyers: fresh.length, orders: count(fresh), fen: net(fresh) },
          old: { buyers: old.length, orders: count(old), fen: net(old) },
        },
        window: {
          ...{ rate: part(again, seen.length), buyers: seen.length, again },
          left_out: fresh.length - seen.length,
        },
        waiting: { ...rest, curve: curve.map(({ time: day, ...point }) => ({ day, ...point })) },
      })
      const cell = (is: string) => sizeOf(ctx, { analysis: 'repurchase', question, cell: { is } })
      expect(await cell('twice')).toBe(twice)
      expect(await cell('window_again')).toBe(again)
      expect(await cell('left_out')).toBe(fresh.length - seen.length)
    }),
    { numRuns: 25 },
  )
})

test('concentration counts known customers who brought nothing, and opens who brings most', async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (given) => {
      const { ctx, customers, orders } = await world(given)
      const brought = customers.map((customer) =>
        sum(
          orders
            .filter((order) => order.customer === customer)
            .flatMap(({ at, paid, back }) => [
              ...(isIn(at) ? [paid] : []),
              ...(back > 0 && isIn(at + DAY / 2) ? [-back] : []),
            ]),
        ),
      )
      // The sixth is not known: she counts where she bought only.
      const bringing = brought.filter((fen) => fen > 0)
      const zeros = brought.slice(0, 5).filter((fen) => fen <= 0).length
      const hasBought = orders.some(
        ({ customer, at, back }) =>
          customer === customers[5] && (isIn(at) || (back > 0 && isIn(at + DAY / 2))),
      )
      const further = hasBought && (brought[5] as number) <= 0 ? 1 : 0
      const question = { ...RANGE, top: [0.2, 0.5] }
      const answer = await concentration(ctx, ConcentrationQuestion.parse(question))
      const plain = concentrationOf(bringing, { top: [0.2, 0.5], zeros: zeros + further })
      expect(answer).toMatchObject({
        ...{ customers: plain.n, zeros: plain.zeros, total: plain.total },
        ...{ gini: plain.gini, top: plain.top, fewest: plain.fewest },
        negative: brought.filter((fen) => fen < 0).length,
      })
      const figure = (cell: object) => sizeOf(ctx, { analysis: 'concentration', question, cell })
      expect(await figure({ zeros: true })).toBe(plain.zeros)
      if (plain.fewest)
        expect(await figure({ top: plain.fewest.customers })).toBe(plain.fewest.customers)
    }),
    { numRuns: 20 },
  )
})

test('first orders within the hours, of those whose hours are over and who had not bought before', async () => {
  const ctx = { ...(await testCtx()), now: () => new Date(NOW) }
  const people = await newCustomers(ctx, 6)
  const [quick, late, old, never, open, back] = people as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const met = (customer: number, at: number, channelId: string) => ({
    ...{ customer, at, name: 'friend_added', props: {}, channelId },
  })
  const at = SPAN.from + DAY
  await happen(ctx, [
    met(quick, at, 'shop'),
    met(quick, at + DAY, 'parcel'),
    met(late, at, 'shop'),
    met(old, at, 'parcel'),
    met(never, at, 'parcel'),
    met(back, at, 'parcel'),
  ])
  const order = (customer: number, at: number, back = 0) => ({
    ...{ customer, at, paid: 100, back, discount: 30 },
  })
  await ordered(ctx, [
    order(quick, at + 2 * DAY),
    order(late, at + 4 * DAY),
    order(old, at - DAY),
    order(back, at + DAY, 100),
  ])
  const contact = { any_of: [{ event: 'friend_added' }] }
  const question = { ...RANGE, contact }
  const answer = await firstOrder(ctx, FirstOrderQuestion.parse(question))
  expect(answer.all).toEqual({
    ...{ added: 5, open: 0, seen: 5, already: 1, converted: 1, rate: 0.2 },
    ...{ discount_fen: 30, subsidy_fen: 30 },
  })
  expect(answer.values.map(({ value, added, converted }) => [value, added, converted])).toEqual([
    ['parcel', 3, 0],
    ['shop', 2, 1],
  ])
  const cell = (cell: object) => sizeOf(ctx, { analysis: 'first_order', question, cell })
  expect(await cell({ is: 'converted', value: 'shop' })).toBe(1)
  expect(await cell({ is: 'not_converted' })).toBe(4)
  expect(await cell({ is: 'already', value: 'parcel' })).toBe(1)
  await happen(ctx, [met(open, NOW - DAY, 'shop')])
  const longer = { ...question, date_to: '2026-03-31' }
  expect((await firstOrder(ctx, FirstOrderQuestion.parse(longer))).all).toMatchObject({
    ...{ added: 6, open: 1, seen: 5 },
  })
})

test('buyers lie on the scores as the calculator puts them', async () => {
  const { ctx, customers, orders } = await world(
    Array.from({ length: 40 }, (_, i) => ({
      who: (i * 7) % 6,
      slot: i * 2,
      paid: 10 + i,
      back: 0,
    })),
  )
  const answer = await rfm(ctx, RfmQuestion.parse({ days: 365 }))
  const today = Math.floor((NOW + 8 * 3_600_000) / DAY)
  const rows = customers.map((customer) => {
    const own = orders.filter((order) => order.customer === customer)
    const last = Math.max(...own.map(({ at }) => at))
    return {
      recency: today - Math.floor((last + 8 * 3_600_000) / DAY),
      frequency: own.length,
      monetary: sum(own.map(({ paid }) => paid)) / own.length,
    }
  })
  const plain = rfmOf(rows)
  expect(answer.cut_offs).toEqual(plain.cut_offs)
  const cells = plain.scores.map(({ r, f, m }) => `${r}-${f}-${m}`)
  expect(answer.cells.map(({ r, f, m }) => `${r}-${f}-${m}`)).toEqual([...new Set(cells)].sort())
  expect(sum(answer.cells.map(({ fen }) => fen))).toBe(sum(orders.map(({ paid }) => paid)))
  for (const segment of SEGMENTS) {
    const count = plain.scores.filter((score) => score.segment === segment).length
    expect(answer.segments.find((one) => one.segment === segment)?.customers).toBe(count)
    const figure = { analysis: 'rfm', question: {}, cell: { segment } }
    expect(await sizeOf(ctx, figure)).toBe(count)
  }
})

test('a month’s cost comes back from what its customers pay; what nobody recorded is unknown', async () => {
  const ctx = { ...(await testCtx()), now: () => new Date('2026-05-15T12:00:00+08:00') }
  const [one, two, three] = (await newCustomers(ctx, 3)) as [number, number, number]
  const at = (day: string) => Date.parse(`${day}T12:00:00+08:00`)
  await happen(ctx, [
    { customer: one, name: 'came', at: at('2026-03-05'), props: {}, channelId: 'ads' },
    { customer: two, name: 'came', at: at('2026-03-09'), props: {}, channelId: 'ads' },
    { customer: three, name: 'came', at: at('2026-04-02'), props: {}, channelId: 'shop' },
  ])
  const order = (customer: number, day: string, paid: number) => ({
    ...{ customer, at: at(day), paid, back: 0, discount: 0 },
  })
  await ordered(ctx, [order(one, '2026-03-06', 400), order(one, '2026-05-02', 800)])
  const cost = (externalId: string, spentOn: string, kind: 'media' | 'staff', fen: number) => ({
    ...{ source: 'ads', externalId, spentOn, kind, fen, currency: 'CNY', channelId: 'ads' },
    ...{ activityId: null, storeId: null, staffId: null, node: null, note: '' },
  })
  await recordCosts(ctx, [
    cost('1', '2026-03-01', 'media', 500),
    cost('2', '2026-03-31', 'staff', 90),
  ])
  const question = { date_from: '2026-03-01', date_to: '2026-04-30', margin_bp: 5000 }
  const answer = await acquisition(ctx, AcquisitionQuestion.parse(question))
  expect(answer.cohorts).toMatchObject([
    {
      ...{ start: '2026-03-01', customers: 2, buyers: 1, cost_fen: 500, cac_fen: 500 },
      ...{ per_customer_fen: 250, values: [200, 200, 600], complete: 2, payback: 2 },
    },
    { start: '2026-04-01', customers: 1, buyers: 0, cost_fen: null, cac_fen: null, payback: null },
  ])
  expect(answer.channels).toMatchObject([
    { channel: 'ads', customers: 2, cost_fen: 500, value_fen: 600 },
    { channel: 'shop', customers: 1, cost_fen: null, value_fen: 0 },
  ])
  expect(answer.operating).toMatchObject([
    { start: '2026-03-01', active: 2, cost_fen: 90, per_customer_fen: 45 },
    { start: '2026-04-01', active: 1, cost_fen: null, per_customer_fen: null },
  ])
  const { margin_bp: _, ...without } = question
  expect(await acquisition(ctx, AcquisitionQuestion.parse(without))).toMatchObject({
    ...{ margin_bp: 5000, margin_is_estimate: true },
  })
  const cell = { start: '2026-03-01', channel: 'ads', is: 'buyers' }
  expect(await sizeOf(ctx, { analysis: 'acquisition', question, cell })).toBe(1)
})
