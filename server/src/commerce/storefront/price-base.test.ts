import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { storefront, type TestShop, testShop } from '../checkout/testing.ts'
import { payOrder } from '../testing.ts'
import { priceBases } from './price-base.ts'
import { setStorefront } from './storefronts.ts'

const DAY = 86_400_000
let ctx: TestCtx
let shop: TestShop
beforeAll(async () => {
  ctx = await testCtx()
  shop = await testShop(ctx, { tea: 100, cup: 100, bowl: 100, gift: 100, jar: 100 })
  await setStorefront(ctx, storefront({ code: 'other', name: 'Other' }))
})
const began = new Date(Date.now() - DAY)
const before = (days: number) => new Date(began.getTime() - days * DAY)
const base = async (sku: string, begins = began) =>
  (await priceBases(ctx, 'home', [{ sku, begins }]))[0]

/** A paid order of one line that came to so much, that day. */
async function sold(
  sku: string,
  at: Date,
  fen: number,
  given: { pieces?: number; pointsFen?: number; isPaid?: boolean; storefront?: string } = {},
) {
  const { pieces = 1, pointsFen = 0, isPaid = true } = given
  const id = await shop.place({ [sku]: pieces }, { storefront: given.storefront ?? 'home' })
  if (isPaid) await payOrder(ctx, id)
  await sql`update own_order_line set total_fen = ${fen}, points_fen = ${pointsFen}
    where tenant_id = ${ctx.tenantId} and order_id = ${id}`.execute(ctx.pg)
  await sql`update own_order set placed_at = ${at} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.pg,
  )
}

test('a cut is measured from the lowest price of the seven days before, not from the list', async () => {
  await sold('tea', before(1), 1000)
  await sold('tea', before(6), 1700, { pieces: 2 })
  await sold('tea', before(5), 800, { pointsFen: 150 })
  await sold('tea', before(7.1), 300)
  await sold('tea', new Date(began.getTime() + 1000), 600)
  await sold('tea', before(2), 500, { isPaid: false })
  await sold('tea', before(2), 500, { storefront: 'other' })
  expect(await base('tea')).toBe(850)
})

test('where nobody bought in those days it is the last sale before, and without one there is nothing to strike out', async () => {
  await sold('cup', before(30), 700)
  await sold('cup', before(20), 900)
  await sold('gift', before(3), 0)
  const [cup, bowl, gift] = await priceBases(
    ctx,
    'home',
    ['cup', 'bowl', 'gift'].map((sku) => ({ sku, begins: began })),
  )
  expect([cup, bowl, gift]).toEqual([900, null, null])
})

test('before a promotion begins it is measured from today', async () => {
  await sold('jar', new Date(Date.now() - 2 * DAY), 900)
  expect(await base('jar', new Date(Date.now() + 5 * DAY))).toBe(900)
  expect(await base('jar', new Date(Date.now() - 3 * DAY))).toBeNull()
})
