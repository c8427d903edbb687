import { beforeEach, expect, test } from 'vitest'
import { storefront } from '../../commerce/checkout/testing.ts'
import { changeProduct, setGroup } from '../../commerce/goods/products.ts'
import { recordOrders } from '../../commerce/index.ts'
import { takeListings } from '../../commerce/listings/listings.ts'
import { setStorefront } from '../../commerce/storefront/storefronts.ts'
import { goods, line, order, stockStore } from '../../commerce/testing.ts'
import { keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { stopActivity } from '../activities/activities.ts'
import { createGroupBuy, setGroupBuyState } from '../group-buy/group-buys.ts'
import { liveActivity } from '../group-buy/testing.ts'
import { routes } from '../routes.ts'
import { liveOffer } from '../testing.ts'
import { overlapExport } from './exports.ts'
import { countConflicts, listOverlaps, type OverlapFilter } from './overlaps.ts'

let ctx: TestCtx
beforeEach(async () => {
  ctx = await testCtx()
  await stockStore(ctx, 's1')
  await goods(ctx, 'cup', 'pot', 'tea')
  await setStorefront(ctx, storefront())
})
const day = (days: number) =>
  new Date(ctx.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
/** sku, price, and of a promotion its price and its days from today. */
type Row = [sku: string, fen: number, promoted?: number, from?: number, to?: number]
async function outside(name: string, ...rows: Row[]) {
  const lines = rows.map(([sku, fen, promoted, from, to]) =>
    promoted === undefined
      ? `天猫,${name},${sku},${fen / 100},,,,`
      : `天猫,${name},${sku},${fen / 100},大促,${promoted / 100},${day(from ?? 0)},${day(to ?? 0)}`,
  )
  const content = ['平台,店铺,商品编码,售价,活动名称,活动价,开始时间,结束时间', ...lines].join('\n')
  const report = await takeListings(ctx, 'f', Buffer.from(content), { replaces: true })
  expect(report.faulty).toBe(0)
}
const found = async (filter: Partial<OverlapFilter> = {}) =>
  (await listOverlaps(ctx, { limit: 50, ...filter })).items
const conflicts = async () =>
  Object.fromEntries((await found()).map(({ sku, conflicts }) => [sku, conflicts]))
const exclusive = (sku: string) => changeProduct(ctx, sku, { is_exclusive: true }, 0)
const off: { kind: string; args: object } = { kind: 'percentage', args: { off_bp: 1000 } }

test('each product stands with what its storefronts and the stores elsewhere ask', async () => {
  await setStorefront(ctx, {
    ...storefront({ code: 'vip', name: 'VIP', kind: 'members', sells_all: false, skus: ['tea'] }),
    prices: [{ sku: 'tea', fen: 900 }],
  })
  await setStorefront(ctx, storefront({ code: 'shut', state: 'closed' }))
  await outside('旗舰店', ['tea', 1200])
  const [cup, , tea] = await found()
  expect(cup).toMatchObject({
    ...{ sku: 'cup', storefronts: [{ code: 'home', fen: 1000 }], external: [], conflicts: [] },
  })
  expect(tea).toMatchObject({
    storefronts: [
      { code: 'home', name: 'Home', fen: 1000 },
      { code: 'vip', name: 'VIP', fen: 900 },
    ],
    external: [{ name: '旗舰店', platform: 'tmall', fen: 1200 }],
    conflicts: ['prices_differ'],
  })
})

test('what is for the private domain only is not listed elsewhere, sold elsewhere or in two storefronts', async () => {
  await exclusive('tea')
  await exclusive('cup')
  await outside('旗舰店', ['tea', 1200], ['pot', 1500])
  await recordOrders(ctx, [
    order('o1', 1000, { placedAt: ctx.now(), paidAt: ctx.now(), lines: [line('cup', 1000)] }),
  ])
  expect(await conflicts()).toEqual({
    ...{ cup: ['sold_elsewhere'], pot: [], tea: ['exclusive_outside'] },
  })
  await setStorefront(ctx, storefront({ code: 'vip', sells_all: false, skus: ['tea'] }))
  expect((await conflicts()).tea).toEqual(['exclusive_outside', 'exclusive_in_several'])
})

test('cheaper elsewhere is what asks less than every storefront, by its price or by a promotion', async () => {
  await outside('旗舰店', ['cup', 999], ['pot', 1000], ['tea', 1200, 999, 3, 5])
  expect(await conflicts()).toMatchObject({
    ...{ cup: ['cheaper_outside'], pot: [], tea: ['cheaper_outside'] },
  })
})

test('a promotion elsewhere is no cheaper than the brand’s own that runs meanwhile', async () => {
  await outside('旗舰店', ['tea', 1200, 950, 3, 5])
  const when = { from: `${day(2)}T00:00:00Z`, to: `${day(9)}T00:00:00Z` }
  const fixed = { kind: 'fixed_price', args: { price_fen: 900 }, goods: { skus: ['tea'] } }
  await liveOffer(ctx, { ...fixed, when })
  expect((await conflicts()).tea).toEqual(['promotions_overlap'])
  const later = await testCtx()
  expect(await listOverlaps(later, { limit: 5 })).toMatchObject({ items: [] })
})

test('promotions of a product overlap where their times do, at two places or at one', async () => {
  const weeks = (from: number, to: number) => ({
    from: `${day(from)}T00:00:00Z`,
    to: `${day(to)}T00:00:00Z`,
  })
  await liveOffer(ctx, { ...off, goods: { skus: ['tea', 'cup'] }, when: weeks(1, 5) })
  await liveOffer(ctx, { ...off, goods: { skus: ['tea'] }, when: weeks(4, 9) })
  await liveOffer(ctx, { ...off, goods: { skus: ['cup'] }, when: weeks(5, 9) })
  await outside('旗舰店', ['pot', 1500, 1400, 2, 3], ['cup', 1500, 1400, 12, 13])
  expect(await conflicts()).toEqual({ cup: [], pot: [], tea: ['promotions_overlap'] })
  const tea = (await found()).find(({ sku }) => sku === 'tea')
  expect(tea?.promotions).toMatchObject([
    { kind: 'offer', is_own: true, places: ['home'], overlaps: true },
    { kind: 'offer', is_own: true, places: ['home'], overlaps: true },
  ])
  // One that never ends meets every other.
  await liveOffer(ctx, { ...off, goods: { skus: ['cup', 'pot'] } })
  expect(await conflicts()).toMatchObject({
    ...{ cup: ['promotions_overlap'], pot: ['promotions_overlap'] },
  })
})

test('an offer on everything says nothing of one product; one on categories or a group says it of what is in them', async () => {
  await setGroup(ctx, { code: 'set', name: 'Set', spec_names: [], description: '' })
  await changeProduct(ctx, 'tea', { category: ['Drinks', 'Tea'] }, 0)
  await changeProduct(ctx, 'pot', { group_code: 'set' }, 0)
  await outside('旗舰店', ...(['cup', 'pot', 'tea'].map((sku) => [sku, 1500, 1400, 0, 9]) as Row[]))
  await liveOffer(ctx, off)
  expect(await conflicts()).toEqual({ cup: [], pot: [], tea: [] })
  await liveOffer(ctx, { ...off, goods: { categories: ['Drinks'], products: ['set'] } })
  expect(await conflicts()).toMatchObject({
    ...{ cup: [], pot: ['promotions_overlap'], tea: ['promotions_overlap'] },
  })
  const [, pot] = await found()
  expect(pot?.promotions.map(({ kind, overlaps }) => [kind, overlaps])).toEqual(
    expect.arrayContaining([
      ['offer', true],
      ['external', true],
    ]),
  )
})

test('goods that an offer leaves out are not promoted by it, nor where its storefronts do not sell them', async () => {
  await outside('旗舰店', ['cup', 1500, 1400, 0, 9], ['tea', 1500, 1400, 0, 9])
  await liveOffer(ctx, { ...off, goods: { skus: ['tea', 'cup'], not: { skus: ['cup'] } } })
  expect(await conflicts()).toMatchObject({ cup: [], tea: ['promotions_overlap'] })
  await setStorefront(ctx, storefront({ code: 'vip', sells_all: false, skus: ['pot'] }))
  await liveOffer(ctx, { ...off, goods: { skus: ['cup'] }, where: { storefronts: ['vip'] } })
  expect((await conflicts()).cup).toEqual([])
})

test('parts of activities promote while the activity is live', async () => {
  const activity = await liveActivity(ctx)
  const { id } = await createGroupBuy(ctx, activity, {
    ...{ name: '三人团', size: 3, live_hours: 24, per_order: 1, per_customer: null, who: 'anyone' },
    ...{ merges: true, complete_from: null, items: [{ sku: 'tea', price_fen: 600 }] },
  })
  await outside('旗舰店', ['tea', 1500, 700, 2, 3])
  expect((await conflicts()).tea).toEqual(['cheaper_outside'])
  await setGroupBuyState(ctx, id, 'live')
  expect((await conflicts()).tea).toEqual(['promotions_overlap'])
  await stopActivity(ctx, activity, 'paused')
  expect((await conflicts()).tea).toEqual(['cheaper_outside'])
})

test('one asks for a kind of conflict, for any, or by name; the counts are those of the lists', async () => {
  await exclusive('tea')
  await outside('旗舰店', ['tea', 900], ['cup', 900])
  const skus = async (filter: Partial<OverlapFilter>) => (await found(filter)).map((o) => o.sku)
  expect(await skus({ conflict: 'exclusive_outside' })).toEqual(['tea'])
  expect(await skus({ conflict: 'cheaper_outside' })).toEqual(['cup', 'tea'])
  expect(await skus({ conflict: 'any' })).toEqual(['cup', 'tea'])
  expect(await skus({ q: 'po' })).toEqual(['pot'])
  expect(await countConflicts(ctx)).toMatchObject({
    products: 2,
    conflicts: { exclusive_outside: 1, cheaper_outside: 2, promotions_overlap: 0 },
  })
  const first = await listOverlaps(ctx, { limit: 2 })
  const next = await listOverlaps(ctx, { limit: 2, cursor: first.next_cursor ?? undefined })
  expect([...first.items, ...next.items].map((o) => o.sku)).toEqual(['cup', 'pot', 'tea'])
})

test('the page is a file too, and answers over the API', async () => {
  await exclusive('tea')
  await outside('旗舰店', ['tea', 900, 800, 0, 3])
  const opened = overlapExport.open(ctx, overlapExport.parse({ conflict: 'any' }))
  const columns = await opened.columns()
  const [row] = await Array.fromAsync(opened.stream())
  const told = Object.fromEntries(
    columns.map(({ key, called }, i) => [key, called?.(row?.[i], 'zh-CN') ?? row?.[i]]),
  )
  expect(told).toMatchObject({
    ...{ sku: 'tea', exclusive: true, conflicts: '专供商品在外部店铺上架；外部店铺更便宜' },
    ...{ storefronts: 'Home 10.00', external: '天猫 旗舰店 9.00' },
  })
  expect(told.promotions).toContain('大促 | 旗舰店 | 8.00')
  expect(await opened.count()).toBe(1)
  const api = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'analyst')
  const list = await api.call('GET', '/storefront-prices?conflict=exclusive_outside', { key })
  expect(list.body).toMatchObject({ items: [{ sku: 'tea' }], next_cursor: null })
  const counts = await api.call('GET', '/storefront-prices/conflicts', { key })
  expect(counts.body).toMatchObject({ products: 1 })
  expect((await api.call('GET', '/storefront-prices?conflict=constructor', { key })).status).toBe(
    400,
  )
})
