import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { listLevels } from '../stock/queries.ts'
import { newCustomer } from '../testing.ts'
import { checkoutChecks } from './checks.ts'
import { type OrderParty, orderParties, useOrderParties } from './parties.ts'
import { placeOrder } from './place.ts'
import { testShop } from './testing.ts'

async function expectWhole(ctx: TestCtx): Promise<void> {
  const compared = await Promise.all(checkoutChecks.map((check) => check.compare(ctx)))
  const mine = compared.flatMap(({ differences }) =>
    differences.filter(({ tenant }) => tenant === ctx.tenantId),
  )
  expect(mine).toEqual([])
}
const levelOf = async (ctx: TestCtx, sku: string) => {
  const level = (await listLevels(ctx, { limit: 50 })).items.find((item) => item.sku === sku)
  return [level?.on_hand, level?.reserved]
}
const reasonsOf = (tries: readonly PromiseSettledResult<unknown>[]) =>
  tries.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))

test('of many orders at the same moment the bad ones are told each its own reason, and all others are placed', async () => {
  const ctx = await testCtx()
  const before = orderParties()
  const shop = await testShop(ctx, { tea: 100, rare: 2 })
  const banned = await newCustomer(ctx)
  const party: OrderParty = {
    code: 'bouncer',
    hold: async (_ctx, order) =>
      order.customerId === banned ? { code: 'not_you', message: 'Not you' } : undefined,
    commit: async () => undefined,
    release: async () => undefined,
    giveBack: async () => undefined,
  }
  const placing = (lines: Record<string, number>, given = {}) => ({
    ...shop.basket(lines),
    ...{ key: randomUUID(), expectedDueFen: 1000, note: '', staffId: null },
    ...given,
  })
  const goods = Array.from({ length: 24 }, () => placing({ tea: 1 }))
  const twice = placing({ tea: 1 })
  const wanted = [
    ...goods.slice(0, 12),
    placing({ tea: 1 }, { customerId: banned }),
    placing({ tea: 1, rare: 3 }, { expectedDueFen: 4000 }),
    twice,
    twice,
    { ...twice, note: 'another order by the same key' },
    // Text that no column can hold.
    placing({ tea: 1 }, { note: 'a\0b' }),
    placing({ tea: 1 }, { expectedDueFen: 999 }),
    ...goods.slice(12),
  ]
  useOrderParties([...before, party])
  try {
    const first = await placeOrder(ctx, twice)
    const tries = await Promise.allSettled(wanted.map((one) => placeOrder(ctx, one)))
    expect(reasonsOf(tries).toSorted()).toEqual([
      ...['22021', 'idempotency_key_reused', 'not_you', 'price_changed', 'stock_short'],
    ])
    const ids = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(ids).toHaveLength(goods.length + 2)
    expect(new Set(ids).size).toBe(goods.length + 1)
    expect(ids.filter((id) => id === first)).toHaveLength(2)
    expect(await levelOf(ctx, 'tea')).toEqual([100, goods.length + 1])
    expect(await levelOf(ctx, 'rare')).toEqual([2, 0])
    await expectWhole(ctx)
  } finally {
    useOrderParties(before)
  }
})

test('each is in its own name, though they are written together', async () => {
  const ctx = await testCtx()
  const shop = await testShop(ctx, { tea: 100 })
  const buyers = await Promise.all(Array.from({ length: 12 }, () => newCustomer(ctx)))
  const ids = await Promise.all(
    buyers.map((id) => {
      const actor = { ...ctx.actor, kind: 'customer' as const, id: `${id}` }
      return placeOrder(
        { ...ctx, actor },
        {
          ...{ ...shop.basket({ tea: 1 }), customerId: id, key: randomUUID() },
          ...{ expectedDueFen: 1000, note: `for ${id}`, staffId: null },
        },
      )
    }),
  )
  const { rows } = await sql<{ id: string; actor: string; told: string; note: string }>`
    select w.id, h.actor, e.event ->> 'actor' as told, w.note from own_order w
    join own_order_change h on h.tenant_id = w.tenant_id and h.order_id = w.id
    join event_outbox e on e.tenant_id = w.tenant_id and e.event -> 'props' ->> 'commerce_order' = w.id::text
    where w.tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  const expected = buyers.map((buyer, i) => ({
    ...{ id: ids[i], actor: `customer:${buyer}`, told: `customer:${buyer}`, note: `for ${buyer}` },
  }))
  expect(rows.toSorted((a, b) => (a.note < b.note ? -1 : 1))).toEqual(
    expected.toSorted((a, b) => (a.note < b.note ? -1 : 1)),
  )
})

test('64 mixed carts at the same moment get what there is, to the last piece, and the brands apart', async () => {
  const skus = ['a', 'b', 'c']
  const brands = await Promise.all([testCtx(), testCtx()])
  const shops = []
  for (const ctx of brands)
    shops.push({ ctx, shop: await testShop(ctx, Object.fromEntries(skus.map((sku) => [sku, 12]))) })
  const carts = Array.from({ length: 64 }, (_, i) => {
    const [first = 'a', second = 'b'] = [skus[i % 3], skus[(i + 1 + (i % 2)) % 3]]
    return { [first]: 1, [second]: 1 + (i % 2) }
  })
  const race = await Promise.all(
    shops.map(async ({ ctx, shop }) => {
      const placed = carts.map(async (lines) => {
        const pieces = Object.values(lines).reduce((a, b) => a + b, 0)
        await placeOrder(ctx, {
          ...{ ...shop.basket(lines), key: randomUUID(), expectedDueFen: pieces * 1000 },
          ...{ note: '', staffId: null },
        })
        return lines
      })
      return { ctx, tries: await Promise.allSettled(placed) }
    }),
  )
  for (const { ctx, tries } of race) {
    for (const code of reasonsOf(tries)) expect(code).toBe('stock_short')
    const sold = new Map(skus.map((sku) => [sku, 0]))
    for (const one of tries)
      if (one.status === 'fulfilled')
        for (const [sku, n] of Object.entries(one.value)) sold.set(sku, (sold.get(sku) ?? 0) + n)
    for (const sku of skus) {
      expect(await levelOf(ctx, sku)).toEqual([12, sold.get(sku)])
      expect(sold.get(sku)).toBeLessThanOrEqual(12)
    }
    // Nobody is told short while what they want is there: of two SKUs one at most has pieces left.
    const left = skus.filter((sku) => 12 - (sold.get(sku) ?? 0) >= 2)
    expect(left.length).toBeLessThanOrEqual(1)
    await expectWhole(ctx)
  }
})
