// The brand that an empty data folder starts with.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { apiOf } from './harness/api.ts'
import { demoOf, memberSeenEverywhere, toldOf } from './harness/brand.ts'
import { homefield } from './harness/cli.ts'
import { KEYS, startServer } from './harness/server.ts'
import { eventually } from './story/chapter.ts'

const data = mkdtempSync(join(tmpdir(), 'homefield-demo-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

const start = () => startServer({ data, env: { HOMEFIELD_DEMO: 'true' } })
const kept = () => demoOf(data)
const waitFor = (isSo: () => boolean) =>
  eventually(
    async () => isSo(),
    (yes) => yes,
    // Its whole past is told, and each way of selling lived through.
    900_000,
  )

test('a living brand is there soon after the first start, once, also when that start was killed', async () => {
  const first = await start()
  const api = apiOf(() => first.url, kept()?.api_key)
  // In the middle of telling the past.
  await eventually(
    async () => (await api.need<{ items: unknown[] }>('GET', '/customers?limit=200')).items.length,
    (count) => count === 200,
  )
  expect(kept()?.told).toBe(0)
  await first.kill()

  const again = await start()
  expect(await waitFor(() => (kept()?.told ?? 0) > 0)).toBe(true)
  const demo = kept()
  if (!demo) throw new Error('the demo brand is not remembered')
  const ours = apiOf(() => again.url, demo.api_key)
  const lived = toldOf(demo)
  const ordersTold = new Set(
    lived.flatMap((t) =>
      'row' in t && t.row.file === 'orders'
        ? [t.row.cells.order_id]
        : 'event' in t && t.event.name === 'Order Completed' && Date.parse(t.event.at) === t.at
          ? [t.event.order_id]
          : [],
    ),
  )
  interface Item {
    source?: string
    platform?: string
    external_id?: string
    paid_at?: string | null
  }
  const countOf = async (path: string, counts: (item: Item) => boolean = () => true) => {
    let count = 0
    for (let cursor = ''; ; ) {
      const page = await ours.need<{ items: Item[]; next_cursor: string | null }>(
        'GET',
        `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor}`,
      )
      count += page.items.filter(counts).length
      if (!page.next_cursor) return count
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`
    }
  }
  expect(
    await eventually(
      // Beside what members ordered in the brand's own shop, and what has happened since: it lives on.
      () =>
        countOf(
          '/orders',
          ({ source, external_id, paid_at }) =>
            source !== 'homefield' &&
            (ordersTold.has(external_id ?? '') || Date.parse(paid_at ?? '') < demo.told - 1000),
        ),
      (count) => count >= ordersTold.size,
    ),
  ).toBe(ordersTold.size)
  const customers = await countOf('/customers')
  expect(customers).toBeGreaterThan(2500)
  expect(customers).toBeLessThan(3500)

  const customer = await ours.customerBy('member_id', memberSeenEverywhere(lived))
  expect(customer?.platforms).toEqual(
    expect.arrayContaining(['mini_program', 'pos', 'taobao', 'wecom']),
  )

  const live = async (path: string) =>
    (await ours.need<{ items: { state: string }[] }>('GET', path)).items.filter(
      ({ state }) => state === 'live',
    ).length
  expect(
    await eventually(
      () => live('/audiences?limit=200'),
      (n) => n === 6,
    ),
  ).toBe(6)
  expect(
    await eventually(
      () => live('/pools'),
      (n) => n === 1,
    ),
  ).toBe(1)

  // It sells: a shop that anybody may open, members on levels, orders of theirs.
  expect((await ours.ask('GET', '/shop/qinghe')).status).toBe(200)
  const { levels } = await ours.need<{ levels: { customers: number }[] }>(
    'GET',
    '/membership/report',
  )
  expect(levels.reduce((sum, level) => sum + level.customers, 0)).toBeGreaterThan(100)
  expect(await countOf('/own-orders')).toBeGreaterThan(15)
  expect(await live('/activities?limit=200')).toBe(2)
  // In every way there is, and what each of them says ties out with the others.
  for (const [path, least] of [
    ...([
      ['/session-cards', 3],
      ['/gift-cards', 4],
      ['/product-subscriptions', 4],
    ] as const),
    ...([
      ['/quotations', 4],
      ['/appointments', 10],
      ['/affiliates', 2],
    ] as const),
    ...([
      ['/pre-sales', 2],
      ['/offer-experiments', 2],
      ['/flash-sales', 1],
    ] as const),
    ...([
      ['/commissions', 5],
      ['/storefronts', 4],
      ['/shop-pages', 3],
    ] as const),
    ...(['transfer', 'count', 'loss', 'purchase_return'] as const).map(
      (kind) => [`/stock/documents?kind=${kind}`, 1] as const,
    ),
  ] as const)
    expect(await countOf(path), path).toBeGreaterThanOrEqual(least)
  expect(
    await countOf(
      '/orders',
      ({ platform, source }) => platform === 'pos' && source === 'homefield',
    ),
  ).toBeGreaterThan(5)
  const { items: shared } = await ours.need<{ items: { subject: string }[] }>(
    'GET',
    '/order-credits/by-month?kind=affiliate&limit=50',
  )
  expect([...new Set(shared.map(({ subject }) => subject))].sort()).toEqual(['xiaoman', 'zhixia'])
  const redeemed = await ours.need<{ items: { kind: string; state: string }[] }>(
    'GET',
    '/reward-redemptions?limit=200',
  )
  expect([...new Set(redeemed.items.map(({ kind }) => kind))]).toEqual(
    expect.arrayContaining(['card', 'content', 'coupon', 'product', 'stored_value']),
  )
  // One affiliate has her money, the other's is on its way; who gave bestie cards is thanked for friends who bought.
  const { items: payouts } = await ours.need<{ items: { paid_fen: number; paying_fen: number }[] }>(
    'GET',
    '/commission-payouts?limit=50',
  )
  expect(payouts.map((one) => [one.paid_fen > 0, one.paying_fen > 0])).toEqual([[true, true]])
  const { items: activities } = await ours.need<{ items: { id: string; name: string }[] }>(
    'GET',
    '/activities?limit=200',
  )
  const welcome = activities.find(({ name }) => name === '新客见面礼')?.id
  const { items: plans } = await ours.need<{ items: { id: string }[] }>(
    'GET',
    `/activities/${welcome}/bestie-plans`,
  )
  const cards = await Promise.all(
    plans.map(({ id }) => ours.need<Record<string, number>>('GET', `/bestie-plans/${id}/figures`)),
  )
  const all = (name: string) => cards.reduce((sum, one) => sum + (one[name] ?? 0), 0)
  expect(all('friends_bought')).toBeGreaterThan(0)
  expect(all('holders_given')).toBe(all('friends_bought'))
  expect(await homefield({ DATA: data }, ['check'])).toMatchObject({ code: 0 })

  // A third start goes on with the same brand, and makes no second one.
  expect(await again.stop()).toBe(0)
  const third = await start()
  expect(kept()?.tenant_id).toBe(demo.tenant_id)
  expect((await apiOf(() => third.url, KEYS.api).ask('GET', '/tenants')).status).toBe(200)
  expect(await third.stop()).toBe(0)
}, 1_200_000)
