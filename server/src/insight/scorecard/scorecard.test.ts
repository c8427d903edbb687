import fc from 'fast-check'
import { expect, test } from 'vitest'
import { know, newCustomers } from '../../audiences/testing.ts'
import { sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { behind } from '../cells/customers.ts'
import { ChainQuestion, chain } from '../chain/chain.ts'
import { record, type TestRow } from '../gmv/testing-rows.ts'
import { decideMode, UNDECIDED } from '../mode/mode.ts'
import { scorecard, scoreOf } from './scorecard.ts'
import { ScorecardQuestion } from './shape.ts'

const DAY = 86_400_000
const START = Date.parse('2026-03-01T00:00:00+08:00')
const NOW = new Date(START + 31 * DAY)
const MARCH = { date_from: '2026-03-01', date_to: '2026-03-31' }
const of = (event: string) => ({ any_of: [{ event }] })
const question = ScorecardQuestion.parse({
  ...MARCH,
  ...{ receive: of('page_viewed'), want: of('product_viewed'), choose: of('cart_added') },
})

const NAMES = ['page_viewed', 'product_viewed', 'cart_added', 'page_shared', 'order_paid'] as const
const history = fc.array(
  fc.record({
    who: fc.nat(3),
    // An hour apart from each other, so that nothing happens at one moment.
    slot: fc.integer({ min: -40, max: 30 }),
    what: fc.constantFrom(...NAMES),
    fen: fc.integer({ min: 1, max: 50 }),
    category: fc.constantFrom('tea', 'pot'),
  }),
  { maxLength: 30 },
)

test('stages, new and existing value, wider and dearer orders are what going through each life gives', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (given) => {
      const ctx: Ctx = { ...(await testCtx()), now: () => NOW }
      const people = await newCustomers(ctx, 4)
      const done = given.map((row, i) => ({
        ...row,
        at: START + row.slot * DAY + i * 60_000 + 3_600_000,
        order: `o${i}`,
      }))
      await record(
        ctx,
        done.map(
          (row): TestRow => ({
            ...{ customer: people[row.who] as number, name: row.what, at: row.at },
            ...(row.what === 'order_paid' && {
              ...{
                fen: row.fen,
                order: row.order,
                props: { lines: [{ sku: 'x', category: row.category }] },
              },
            }),
          }),
        ),
      )
      const answer = await scorecard(ctx, question)
      const within = done.filter(({ at }) => at >= START && at < START + 31 * DAY)
      const lives = people.map((_, who) => {
        const mine = within.filter((row) => row.who === who)
        const times = (what: string) => mine.filter((row) => row.what === what).map(({ at }) => at)
        const first = (what: string) => Math.min(...times(what))
        const last = (what: string) => Math.max(...times(what))
        const orders = done
          .filter(
            (row) => row.who === who && row.what === 'order_paid' && row.at < START + 31 * DAY,
          )
          .sort((a, b) => a.at - b.at)
          .map((row, nth, all) => ({
            ...{ ...row, nth: nth + 1 },
            fresh: nth > 0 && !all.slice(0, nth).some(({ category }) => category === row.category),
            dearer: nth > 0 && all.slice(0, nth).every(({ fen }) => fen < row.fen),
          }))
        return { mine, first, last, times, orders, now: orders.filter(({ at }) => at >= START) }
      })
      const count = (is: (life: (typeof lives)[number]) => boolean) => lives.filter(is).length
      const stage = (name: string) => {
        const found = answer.stages.find((one) => one.stage === name)
        return found && [found.entry, found.exit]
      }
      const has = (what: string) => (life: (typeof lives)[number]) => life.times(what).length > 0
      const wants = (l: (typeof lives)[number]) =>
        has('page_viewed')(l) &&
        l.first('product_viewed') >= l.first('page_viewed') &&
        has('product_viewed')(l)
      const chooses = (l: (typeof lives)[number]) =>
        wants(l) && has('cart_added')(l) && l.first('cart_added') >= l.first('product_viewed')
      expect(stage('decide')).toEqual([
        count(has('product_viewed')),
        count((l) => has('product_viewed')(l) && l.last('order_paid') >= l.first('product_viewed')),
      ])
      expect(stage('share')).toEqual([
        count(has('order_paid')),
        count((l) => has('order_paid')(l) && l.last('page_shared') >= l.first('order_paid')),
      ])
      expect(stage('repurchase')?.[1]).toBe(count((l) => l.now.some(({ nth }) => nth > 1)))
      expect(stage('want')).toEqual([count(has('page_viewed')), count(wants)])
      expect(stage('choose')?.[1]).toBe(count(chooses))
      expect(stage('pay')?.[1]).toBe(
        count((l) => chooses(l) && l.last('order_paid') >= l.first('cart_added')),
      )
      const net = (is: (order: { nth: number }) => boolean) =>
        lives.flatMap((l) => l.now.filter(is)).reduce((sum, { fen }) => sum + fen, 0)
      expect(answer.growth.first_net_fen.now).toBe(net(({ nth }) => nth === 1))
      expect(answer.growth.existing_net_fen.now).toBe(net(({ nth }) => nth > 1))
      const existing = count((l) => l.now.some(({ nth }) => nth > 1))
      const share = (n: number) => (existing > 0 ? n / existing : null)
      expect(answer.growth.fresh_rate.now).toBe(
        share(count((l) => l.now.some(({ fresh }) => fresh))),
      )
      expect(answer.growth.dearer_rate.now).toBe(
        share(count((l) => l.now.some(({ dearer }) => dearer))),
      )
      answer.steps.forEach(({ order, customers, next }) => {
        expect(customers).toBe(count((l) => l.orders.length >= order))
        expect(next).toBe(count((l) => l.orders.length > order))
      })
    }),
    { numRuns: 8 },
  )
})

async function brand() {
  const ctx: Ctx = { ...(await testCtx()), now: () => NOW }
  const [a = 0, b = 0, c = 0] = await newCustomers(ctx, 3)
  const at = (day: number) => START + day * DAY
  await know(ctx, [
    ...[a, b, c].map((customer) => ({ customer, kind: 'known', key: '' })),
    { customer: a, kind: 'tag', key: 'vip' },
    { customer: b, kind: 'attribute', key: 'member_level', value: 'gold' },
  ])
  await record(ctx, [
    { customer: a, name: 'page_viewed', at: at(1), channel: 'CH-1' },
    { customer: b, name: 'page_viewed', at: at(1), utm: 'douyin' },
    { customer: c, name: 'page_viewed', at: at(1) },
    { customer: a, name: 'wecom_friend_added', at: at(2), platform: 'wecom' },
    { customer: b, name: 'wecom_friend_added', at: at(2), platform: 'wecom' },
    { customer: a, name: 'wecom_message_received', at: at(2) + 60_000, platform: 'wecom' },
    { customer: a, name: 'wecom_message_sent', at: at(2) + 120_000, platform: 'wecom' },
    { customer: a, name: 'page_shared', at: at(3), share: 's', method: 'wechat' },
    {
      customer: a,
      name: 'order_paid',
      at: at(4),
      fen: 500,
      order: 'x',
      platform: 'taobao',
      source: 'taobao',
    },
    { customer: a, name: 'order_delivered', at: at(6), platform: 'server' },
    { customer: b, name: 'wecom_friend_deleted', at: at(8), platform: 'wecom' },
  ])
  return { ctx, a, b, c }
}

test('each link of the private chain has who could and who did; one that nobody told of says what is missing', async () => {
  const { ctx, a, b, c } = await brand()
  const asked = ChainQuestion.parse(MARCH)
  const { links } = await chain(ctx, asked)
  expect(
    Object.fromEntries(links.map(({ link, base, came }) => [link, [base, came]])),
  ).toMatchObject({
    ...{ public_fans: [3, 2], hook_adds: [2, 2], moments_trust: [2, 1], activity_fission: [3, 1] },
    ...{ copy_close: [1, 1], tagging: [2, 1], layering: [3, 1] },
  })
  expect(links.every(({ missing }) => missing === null)).toBe(true)
  const who = async (cell: object) => {
    const { customers } = await behind(ctx, {
      analysis: 'chain',
      question: asked,
      cell: cell as never,
    })
    const [row] = await ctx.ch.rows<{ ids: number[] }>(
      ctx.tenantId,
      sql`select bitmapToArray(${customers}) as ids`,
    )
    return (row?.ids ?? []).map(Number).sort((one, other) => one - other)
  }
  expect(await who({ link: 'public_fans', of: 'base' })).toEqual([a, b, c])
  expect(await who({ link: 'tagging', of: 'not' })).toEqual([b])
  await decideMode(ctx, { ...UNDECIDED, mode: 'own_loop' })
  const own = (await chain(ctx, asked)).links.find(({ link }) => link === 'copy_close')
  expect([own?.base, own?.came]).toEqual([1, 0])

  const empty: Ctx = { ...(await testCtx()), now: () => NOW }
  const untold = (await chain(empty, asked)).links.find(({ link }) => link === 'moments_trust')
  expect(untold).toMatchObject({ rate: null, missing: expect.arrayContaining(['moment_viewed']) })
})

test('the way from being added to the first delivered order, replies and who stays, under the mode that counts', async () => {
  const { ctx } = await brand()
  const answer = await scorecard(ctx, question)
  expect(answer.aha).toEqual({
    ...{ added: 2, ordered: 1, delivered: 1, has_deliveries: true },
    ...{ to_order_seconds: 2 * 86_400, to_delivery_seconds: 2 * 86_400 },
  })
  expect(answer.service).toEqual({ asked: 1, replied: 1, friends: 2, kept: 1 })
  expect(answer.growth.first_net_fen.now).toBe(500)
  expect(answer.score.operating_weight).toBe(70)
  await decideMode(ctx, { ...UNDECIDED, mode: 'own_loop' })
  const own = await scorecard(ctx, question)
  expect(own.mode.mode).toBe('own_loop')
  expect(own.growth.first_net_fen.now).toBe(0)
})

test('who first came with an imported order is new, and products without categories leave open who bought of another', async () => {
  const ctx: Ctx = { ...(await testCtx()), now: () => NOW }
  await decideMode(ctx, { ...UNDECIDED, mode: 'own_loop', own_platforms: ['web'] })
  const order = (day: number): TestRow => ({
    ...{ customer: 1, name: 'order_paid', at: START + day * DAY, platform: 'web' },
    ...{ order: `O-${day}`, fen: 100 },
  })
  await record(ctx, [order(1), order(2)])
  const { growth } = await scorecard(ctx, question)
  expect([growth.new_customers.now, growth.existing_buyers.now]).toEqual([1, 1])
  expect(growth.fresh_rate.now).toBeNull()
})

test('the score weighs operating over acquiring as the brand set it', () => {
  const even = { now: 2, before: 2 }
  const growth = {
    ...{
      new_customers: { now: 4, before: 2 },
      first_buyers: { now: 4, before: 2 },
      first_net_fen: { now: 4, before: 2 },
    },
    ...{ existing_buyers: even, existing_net_fen: even, existing_share: even, repeat_rate: even },
    ...{ fresh_rate: { now: null, before: 1 }, dearer_rate: { now: 0, before: 0 } },
  }
  expect(scoreOf(growth, 70).total).toBeCloseTo(0.7 * 1 + 0.3 * 2, 9)
  expect(scoreOf(growth, 0).total).toBeCloseTo(2, 9)
})
