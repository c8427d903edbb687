// The brand that an empty data folder starts with.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { live } from '../../simulator/world.ts'
import { apiOf } from './harness/api.ts'
import { KEYS, startServer } from './harness/server.ts'
import { eventually } from './story/chapter.ts'

const data = mkdtempSync(join(tmpdir(), 'homefield-demo-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))

const start = () => startServer({ data, env: { HOMEFIELD_DEMO: 'true' } })
interface Kept {
  tenant_id: string
  api_key: string
  start: string
  told: number
}
const kept = (): Kept | undefined => {
  try {
    return JSON.parse(readFileSync(join(data, 'demo.json'), 'utf8'))
  } catch {
    return undefined
  }
}
const waitFor = (isSo: () => boolean) =>
  eventually(
    async () => isSo(),
    (yes) => yes,
    120_000,
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
  const world = live({
    seed: 1,
    start: Date.parse(`${demo.start}T00:00:00+08:00`),
    customers: 3000,
    days: 90,
  })
  const lived = Array.from({ length: 91 }, () => world.next().value)
    .flat()
    .filter((t) => t.at <= demo.told)
  const ordersTold = new Set(
    lived.flatMap((t) =>
      'row' in t && t.row.file === 'orders'
        ? [t.row.cells.order_id]
        : 'event' in t && t.event.name === 'Order Completed' && Date.parse(t.event.at) === t.at
          ? [t.event.order_id]
          : [],
    ),
  )
  const countOf = async (path: string) => {
    let count = 0
    for (let cursor = ''; ; ) {
      const page = await ours.need<{ items: unknown[]; next_cursor: string | null }>(
        'GET',
        `${path}?limit=200${cursor}`,
      )
      count += page.items.length
      if (!page.next_cursor) return count
      cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`
    }
  }
  expect(
    await eventually(
      () => countOf('/orders'),
      (count) => count >= ordersTold.size,
    ),
  ).toBe(ordersTold.size)
  const customers = await countOf('/customers')
  expect(customers).toBeGreaterThan(2500)
  expect(customers).toBeLessThan(3500)

  // Somebody who came by mini-program, was added on WeCom, bought on a marketplace and in a store.
  const places = new Map<number, { seen: Set<string>; member: string }>()
  for (const t of lived) {
    const where =
      'record' in t
        ? 'mini_program'
        : 'row' in t
          ? t.row.file === 'orders' && t.row.cells['identifiers.phone']
            ? 'taobao'
            : ''
          : !('event' in t) ||
              (t.event.name === 'Order Completed' && t.event.platform === 'mini_program')
            ? ''
            : (t.event.platform ?? '')
    const found = places.get(t.person) ?? { seen: new Set(), member: '' }
    if (where) found.seen.add(where)
    if ('event' in t && t.event.name === 'member_joined')
      found.member = t.event.identifiers.find((i) => i.namespace === 'member_id')?.value ?? ''
    places.set(t.person, found)
  }
  const everywhere = [...places.values()].find(
    (p) => p.member && ['mini_program', 'wecom', 'taobao', 'pos'].every((one) => p.seen.has(one)),
  )
  const customer = await ours.customerBy('member_id', everywhere?.member ?? '')
  expect(customer?.platforms).toEqual(
    expect.arrayContaining(['mini_program', 'pos', 'taobao', 'wecom']),
  )

  // A third start goes on with the same brand, and makes no second one.
  expect(await again.stop()).toBe(0)
  const third = await start()
  expect(kept()?.tenant_id).toBe(demo.tenant_id)
  expect((await apiOf(() => third.url, KEYS.api).ask('GET', '/tenants')).status).toBe(200)
  expect(await third.stop()).toBe(0)
}, 240_000)
