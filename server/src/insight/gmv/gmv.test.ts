import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newCustomers } from '../../audiences/testing.ts'
import { sql } from '../../platform/ch.ts'
import { testCtx } from '../../platform/testing.ts'
import { behind } from '../cells/customers.ts'
import { decideMode, UNDECIDED } from '../mode/mode.ts'
import { gmv } from './gmv.ts'
import { GmvQuestion } from './shape.ts'
import { record, type TestRow } from './testing-rows.ts'

const DAY = 86_400_000
const START = Date.parse('2026-03-01T00:00:00+08:00')
const at = (day: number, hour = 12) => START + day * DAY + hour * 3_600_000
const MARCH = { date_from: '2026-03-01', date_to: '2026-03-31' }
const ask = (question: object) => GmvQuestion.parse({ ...MARCH, ...question })
const round = (n: number) => Math.round(n * 1e6) / 1e6

const history = fc.array(
  fc.record({
    who: fc.nat(5),
    day: fc.integer({ min: -20, max: 45 }),
    what: fc.constantFrom('visit', 'visit', 'pay', 'back'),
    store: fc.constantFrom('A', 'B', undefined),
    platform: fc.constantFrom('mini_program', 'taobao', 'pos'),
    fen: fc.integer({ min: 1, max: 900 }),
  }),
  { maxLength: 25 },
)

/** By going through everything again and again. */
function byHand(
  done: readonly {
    who: number
    day: number
    what: string
    store: string | undefined
    platform: string
    fen: number
    order: string
  }[],
  mode: 'empower' | 'own_loop',
  from: number,
  to: number,
  store?: string | null,
) {
  const paid = (order: string) => done.find((d) => d.what === 'pay' && d.order === order)
  const counts = (row: (typeof done)[number]) => {
    if (row.what === 'visit') return true
    if (row.platform === 'mini_program') return true
    if (mode === 'own_loop') return false
    const order = paid(row.order)
    return done.some(
      (touch) =>
        touch.what === 'visit' &&
        touch.platform === 'mini_program' &&
        order !== undefined &&
        touch.who === order.who &&
        touch.day <= order.day &&
        order.day - touch.day <= 30,
    )
  }
  const within = done.filter(
    (row) =>
      row.day >= from &&
      row.day < to &&
      counts(row) &&
      (store === undefined || (row.store ?? null) === store),
  )
  const orders = within.filter(({ what }) => what === 'pay')
  return {
    visitors: new Set(within.filter(({ what }) => what !== 'back').map(({ who }) => who)).size,
    recruited: 0,
    buyers: new Set(orders.map(({ who }) => who)).size,
    orders: orders.length,
    net_fen: within.reduce(
      (sum, { what, fen }) => sum + (what === 'pay' ? fen : what === 'back' ? -fen : 0),
      0,
    ),
  }
}

test('the factors are what going through all rows gives, multiply to net sales, and a change leaves no rest', async () => {
  await fc.assert(
    fc.asyncProperty(
      history,
      fc.constantFrom('empower' as const, 'own_loop' as const),
      async (given, mode) => {
        const ctx = await testCtx()
        const people = await newCustomers(ctx, 6)
        await decideMode(ctx, { ...UNDECIDED, mode })
        const pays = given.flatMap((row, i) => (row.what === 'pay' ? [i] : []))
        const done = given.flatMap((row, i) => {
          if (row.what !== 'back') return [{ ...row, order: `o${i}` }]
          // What is given back is given back of an order that was paid, by its buyer, where it was bought.
          const of = pays.find(
            (p) => (given[p]?.who ?? -1) === row.who && (given[p]?.day ?? 99) <= row.day,
          )
          const order = of === undefined ? undefined : given[of]
          return order
            ? [{ ...row, platform: order.platform, store: order.store, order: `o${of}` }]
            : []
        })
        await record(
          ctx,
          done.map(
            (row): TestRow => ({
              customer: people[row.who] as number,
              at: at(row.day, row.what === 'visit' ? 10 : 12),
              name: { visit: 'page_viewed', pay: 'order_paid', back: 'order_refunded' }[
                row.what
              ] as string,
              platform: row.platform,
              ...(row.store && { store: row.store }),
              ...(row.what !== 'visit' && {
                order: row.order,
                fen: row.what === 'pay' ? row.fen : -row.fen,
              }),
            }),
          ),
        )
        const answer = await gmv(
          ctx,
          ask({
            by: 'store',
            compare: { with: 'period', date_from: '2026-02-09', date_to: '2026-02-28' },
          }),
        )
        const sums = ({ visitors, recruited, buyers, orders, net_fen }: typeof answer.total) => ({
          ...{ visitors, recruited, buyers, orders, net_fen },
        })
        expect(sums(answer.total)).toEqual(byHand(done, mode, 0, 31))
        expect(answer.before && sums(answer.before)).toEqual(byHand(done, mode, -20, 0))
        expect(answer.mode.mode).toBe(mode)
        for (const segment of answer.segments) {
          expect(sums(segment)).toEqual(byHand(done, mode, 0, 31, segment.value))
          expect(round(segment.gmv_fen + segment.rest_fen)).toBe(round(segment.net_fen))
        }
        expect(round(answer.total.gmv_fen + answer.total.rest_fen)).toBe(
          round(answer.total.net_fen),
        )
        const { change } = answer
        if (!change) throw new Error('a compared question explains its change')
        for (const method of ['lmdi', 'shapley'] as const)
          expect(round(change.factors.reduce((sum, one) => sum + one[method], 0))).toBe(
            round(change.after - change.before),
          )
        const parts = answer.change_of_segments
        if (parts)
          expect(round(parts.factors.reduce((sum, one) => sum + one.lmdi, 0))).toBe(
            round(parts.change),
          )
      },
    ),
    { numRuns: 10 },
  )
})

async function shop() {
  const ctx = { ...(await testCtx()), now: () => new Date(at(31)) }
  const [a = 0, b = 0, c = 0, d = 0] = await newCustomers(ctx, 4)
  const visit = (customer: number, day: number, more: Partial<TestRow> = {}): TestRow => ({
    ...{ customer, name: 'page_viewed', at: at(day, 9), ...more },
  })
  const pay = (
    customer: number,
    day: number,
    order: string,
    fen: number,
    more: Partial<TestRow> = {},
  ): TestRow => ({
    ...{ customer, name: 'order_paid', at: at(day), order, fen, ...more },
  })
  await record(ctx, [
    visit(a, 1, { channel: 'CH-1' }),
    visit(a, 1, { name: 'page_shared', share: 's1', method: 'wechat_friend' }),
    pay(a, 1, 'own1', 10_000),
    pay(a, 9, 'own2', 6_000),
    // Brought by a's link, then buys on a marketplace.
    visit(b, 2, { share: 's1' }),
    pay(b, 3, 'tb1', 4_000, { platform: 'taobao', source: 'taobao' }),
    // Never spoke to the brand: the marketplace's own doing.
    pay(c, 4, 'tb2', 7_000, { platform: 'taobao', source: 'taobao' }),
    // At the till with a guide's code.
    pay(d, 5, 'pos1', 3_000, { platform: 'pos', source: 'pos', channel: 'CH-2', store: 'S1' }),
    {
      ...pay(b, 20, 'tb1', -1_000, { platform: 'taobao', source: 'taobao' }),
      name: 'order_refunded',
    },
  ])
  return { ctx, a, b, c, d }
}

test('switching the operating mode moves the figures: orders elsewhere count when reached by identity or code', async () => {
  const { ctx } = await shop()
  const first = await gmv(ctx, ask({}))
  expect(first.mode).toEqual({ mode: 'empower', is_decided: false, window_days: 30 })
  expect(first.total).toMatchObject({
    visitors: 3,
    recruited: 1,
    buyers: 3,
    orders: 4,
    net_fen: 22_000,
  })
  expect(first.total.factors).toEqual({
    ...{
      visitors: 2,
      conversion_rate: 1,
      order_value: 5_500,
      fission_rate: 0.5,
      ltv_multiple: 4 / 3,
    },
  })
  await decideMode(ctx, { ...UNDECIDED, mode: 'own_loop' })
  const own = await gmv(ctx, ask({}))
  expect(own.mode).toMatchObject({ mode: 'own_loop', is_decided: true })
  expect(own.total).toMatchObject({ visitors: 2, buyers: 1, orders: 2, net_fen: 16_000 })
  // What one counts and the other does not is said to be left out, as it was paid, before refunds.
  expect(own.uncounted.orders - first.uncounted.orders).toBe(2)
  expect(own.uncounted.paid_fen - first.uncounted.paid_fen).toBe(7_000)
  await decideMode(ctx, { ...UNDECIDED, window_days: 1, touch_platforms: ['wecom'] })
  expect((await gmv(ctx, ask({}))).total.net_fen).toBe(19_000)
})

test('a factor opens the customers it was counted from', async () => {
  const { ctx, a, b, d } = await shop()
  const who = async (question: object, cell: object) => {
    const { customers } = await behind(ctx, {
      ...{ analysis: 'gmv' as const, question: ask(question) },
      cell: cell as never,
    })
    const [row] = await ctx.ch.rows<{ ids: number[] }>(
      ctx.tenantId,
      sql`select bitmapToArray(${customers}) as ids`,
    )
    return (row?.ids ?? []).map(Number).sort((one, other) => one - other)
  }
  expect(await who({}, { of: 'visitors' })).toEqual([a, b, d])
  expect(await who({}, { of: 'themselves' })).toEqual([a, d])
  expect(await who({}, { of: 'recruited' })).toEqual([b])
  expect(await who({}, { of: 'buyers_again' })).toEqual([a])
  expect(await who({ by: 'channel' }, { of: 'buyers', value: 'CH-1' })).toEqual([a])
  expect(await who({ by: 'month' }, { of: 'buyers', value: '2026-03-01' })).toEqual([a, b, d])
  await expect(who({}, { of: 'buyers', value: 'x' })).rejects.toMatchObject({ status: 404 })
})

test('two segments of one range explain each other', async () => {
  const { ctx } = await shop()
  const answer = await gmv(
    ctx,
    ask({ by: 'channel', compare: { with: 'segments', before: 'CH-2', after: 'CH-1' } }),
  )
  expect(answer.change).toMatchObject({ before: 3_000, after: 16_000 })
  const sum = answer.change?.factors.reduce((all, one) => all + one.shapley, 0) ?? 0
  expect(round(sum)).toBe(13_000)
  await expect(
    gmv(
      ctx,
      ask({ by: 'channel', compare: { with: 'segments', before: 'nobody', after: 'CH-1' } }),
    ),
  ).rejects.toMatchObject({ code: 'segment_not_found' })
})
