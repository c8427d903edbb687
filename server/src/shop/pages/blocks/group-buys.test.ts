import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { storefront, testShop } from '../../../commerce/checkout/testing.ts'
import { setStorefront } from '../../../commerce/storefront/storefronts.ts'
import { payOrder } from '../../../commerce/testing.ts'
import { testCtx } from '../../../platform/testing.ts'
import { liveGroupBuy } from '../../../promotion/group-buy/testing.ts'
import { groupBuys } from './group-buys.ts'

test('a group’s price is compared with what the goods were sold for where the reader stands', async () => {
  const ctx = await testCtx()
  const shop = await testShop(ctx, { tea: 10 })
  await setStorefront(ctx, storefront({ code: 'other', name: 'Other' }))
  for (const [code, fen] of [
    ['home', 900],
    ['other', 700],
  ] as const) {
    const id = await shop.place({ tea: 1 }, { storefront: code })
    await payOrder(ctx, id)
    await sql`update own_order_line set total_fen = ${fen} where tenant_id = ${ctx.tenantId} and order_id = ${id}`.execute(
      ctx.pg,
    )
    await sql`update own_order set placed_at = placed_at - interval '2 days'
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
  }
  await liveGroupBuy(ctx)
  const baseAt = async (code: string) => {
    const reader = {
      ctx: { ...ctx, storefront: code },
      customer: null,
      nodes: [],
      storefront: code,
    }
    const [block] = await groupBuys.load(reader, [{ title: '', group_buys: [], most: 6 }])
    return block?.items.map(({ price_fen, base_fen }) => [price_fen, base_fen])
  }
  expect(await baseAt('home')).toEqual([[600, 900]])
  expect(await baseAt('other')).toEqual([[600, 700]])
})
