import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { brandVersion } from '../../platform/brand-cache.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { testCtx } from '../../platform/testing.ts'
import { storefront, testShop } from '../checkout/testing.ts'
import { shelfFor } from './shelf.ts'
import { setStorefront } from './storefronts.ts'

/** As a request that begins now. */
const begun = async (ctx: Ctx): Promise<Ctx> => {
  const { rows } = await sql<{ version: string }>`
    select ${brandVersion(sql`${ctx.tenantId}`)} as version`.execute(ctx.pg)
  return { ...ctx, brandVersion: rows[0]?.version ?? '' }
}

test('what a storefront asks, sells and whether it is open is told by the very next request', async () => {
  const ctx = await testCtx()
  const shop = await testShop(ctx, { tea: 5, pot: 5 })
  const look = async (skus = ['tea', 'pot']) =>
    shelfFor(await begun(ctx), 'home', {
      ...{ skus, customerId: shop.buyer, levels: [], nodes: [shop.buyer] },
    })
  expect([...(await look()).ownFen]).toEqual([])
  await setStorefront(ctx, storefront({ revision: 1, prices: [{ sku: 'tea', fen: 700 }] }))
  expect([...(await look()).ownFen]).toEqual([['tea', 700]])
  expect([...(await look()).ownFen]).toEqual([['tea', 700]])
  await setStorefront(ctx, storefront({ revision: 2, sells_all: false, skus: ['tea'] }))
  await expect(look()).rejects.toMatchObject({
    ...{ code: 'not_in_storefront', details: { skus: ['pot'] } },
  })
  expect([...(await look(['tea', 'unknown'])).ownFen]).toEqual([])
  await sql`update product set category = '{cups}' where tenant_id = ${ctx.tenantId} and sku = 'pot'`.execute(
    ctx.pg,
  )
  await setStorefront(
    ctx,
    storefront({ revision: 3, sells_all: false, skus: ['tea'], categories: [['cups']] }),
  )
  expect((await look()).store).toBe('s1')
  await setStorefront(ctx, storefront({ revision: 4, state: 'closed' }))
  await expect(look()).rejects.toMatchObject({ code: 'storefront_closed' })
})

test('who has paid before is found to have bought, also by a request that reads nothing else anew', async () => {
  const ctx = await testCtx()
  const shop = await testShop(ctx, { tea: 5 })
  await setStorefront(ctx, storefront({ revision: 1, kind: 'newcomers' }))
  const now = await begun(ctx)
  const look = () =>
    shelfFor(now, 'home', {
      ...{ skus: ['tea'], customerId: shop.buyer, levels: [], nodes: [shop.buyer] },
    })
  expect((await look()).code).toBe('home')
  const id = await shop.place({ tea: 1 })
  expect((await look()).code).toBe('home')
  await sql`update sales_order set state = 'paid', paid_at = now() where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.pg,
  )
  await expect(look()).rejects.toMatchObject({ code: 'storefront_for_newcomers' })
})
