// The brand that an empty data folder starts with.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { apiOf } from './harness/api.ts'
import { demoOf, memberSeenEverywhere, toldOf } from './harness/brand.ts'
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
  }
  const countOf = async (path: string, counts: (item: Item) => boolean = () => true) => {
    let count = 0
    for (let cursor = ''; ; ) {
      const page = await ours.need<{ items: Item[]; next_cursor: string | null }>(
        'GET',
        `${path}?limit=200${cursor}`,
      )
      count += page.items.filter(counts).length
      if (!page.next_cursor) return count
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`
    }
  }
  expect(
    await eventually(
      // Beside what members ordered in the brand's own shop.
      () => countOf('/orders', ({ source }) => source !== 'homefield'),
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

  // A third start goes on with the same brand, and makes no second one.
  expect(await again.stop()).toBe(0)
  const third = await start()
  expect(kept()?.tenant_id).toBe(demo.tenant_id)
  expect((await apiOf(() => third.url, KEYS.api).ask('GET', '/tenants')).status).toBe(200)
  expect(await third.stop()).toBe(0)
})
