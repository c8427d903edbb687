import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { keyOf, testApi } from '../../org/testing.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { changeProduct } from '../goods/products.ts'
import { routes } from '../routes.ts'
import { goods } from '../testing.ts'
import { checkListings, faultyListings, removeExternalStore, takeListings } from './listings.ts'
import { listExternalStores } from './queries.ts'

let ctx: TestCtx
beforeEach(async () => {
  ctx = await testCtx()
  await goods(ctx, 'tea', 'cup', 'pot')
})
const HEAD = '平台,店铺名称,商家编码,商品名称,一口价,活动名称,活动价,开始时间,结束时间'
const file = (...lines: string[]) => Buffer.from([HEAD, ...lines].join('\n'))
const take = (content: Buffer, replaces = true) =>
  takeListings(ctx, 'listings.csv', content, { replaces })
const stores = async () =>
  (await listExternalStores(ctx)).map((s) => [s.platform, s.name, s.listings, s.promotions])
const listed = async () => {
  const { rows } = await sql<{ sku: string; price_fen: number | null; promotions: unknown }>`
    select l.sku, l.price_fen, (select jsonb_agg(jsonb_build_object('name', p.name, 'fen', p.price_fen,
        'from', p.starts_at at time zone 'Asia/Shanghai', 'to', p.ends_at at time zone 'Asia/Shanghai') order by p.starts_at)
      from external_promotion p where p.tenant_id = l.tenant_id and p.store_id = l.store_id and p.sku = l.sku) as promotions
    from external_listing l where l.tenant_id = ${ctx.tenantId} order by l.sku`.execute(ctx.pg)
  return rows
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code ?? String(error),
  )

describe('a file of what other stores list', () => {
  test('is read with its platforms, prices and promotions, whatever its columns are called', async () => {
    const report = await take(
      file(
        '天猫,主场旗舰店,tea,乌龙茶,"¥1,088.50",双十一,799,2099-11-01,2099/11/11',
        '天猫,主场旗舰店,tea,,,双十二,880.5,2099-12-01 10:00,2099-12-12 23:59:59',
        '抖店,主场抖音店,cup,杯,58,,,,',
      ),
    )
    expect(report).toMatchObject({
      ...{ rows: 3, faulty: 0, gone: 0 },
      stores: [
        { platform: 'tmall', name: '主场旗舰店', listings: 1, promotions: 2 },
        { platform: 'douyin', name: '主场抖音店', listings: 1, promotions: 0 },
      ],
    })
    expect(await listed()).toEqual([
      { sku: 'cup', price_fen: 5800, promotions: null },
      {
        ...{ sku: 'tea', price_fen: 108_850 },
        promotions: [
          // A day as an end has all of it.
          { name: '双十一', fen: 79_900, from: '2099-11-01T00:00:00', to: '2099-11-12T00:00:00' },
          { name: '双十二', fen: 88_050, from: '2099-12-01T10:00:00', to: '2099-12-12T23:59:59' },
        ],
      },
    ])
    expect(await stores()).toEqual([
      ['douyin', '主场抖音店', 1, 0],
      ['tmall', '主场旗舰店', 1, 2],
    ])
  })

  test('without columns for them, platform and store are those that whoever sends it names', async () => {
    const content = Buffer.from('seller sku,price\ntea,10\ncup,20')
    expect(await checkListings(ctx, content, { replaces: true })).toMatchObject({
      ...{ faulty: 2, stores: [] },
      faults: [{ row: 2, code: 'tea', fault: 'store_missing' }, { row: 3 }],
    })
    await takeListings(ctx, 'jd.csv', content, { replaces: true, platform: 'jd', store: '京东店' })
    expect(await stores()).toEqual([['jd', '京东店', 2, 0]])
  })

  test('a product is known by its barcode too', async () => {
    await changeProduct(ctx, 'pot', { barcode: '6901234567892' }, 0)
    await take(file('京东,店,6901234567892,壶,99,,,,'))
    expect((await listed()).map((l) => l.sku)).toEqual(['pot'])
  })

  test('says of each row that is not taken why, and gives these back to be mended', async () => {
    const content = file(
      '天猫,店,,无编码,1,,,,',
      '小卖部,店,tea,,1,,,,',
      '天猫,店,nothing,,1,,,,',
      '天猫,店,tea,,十元,,,,',
      '天猫,店,tea,,10.005,,,,',
      '天猫,店,tea,,-1,,,,',
      '天猫,店,cup,,10,活动,9,,',
      '天猫,店,cup,,10,活动,9,明天,后天',
      '天猫,店,cup,,10,活动,9,2099-02-30,2099-03-01',
      '天猫,店,cup,,10,活动,9,2099-01-02,2099-01-01',
      '天猫,店,pot,,10,,,,',
      '天猫,店,pot,,11,,,,',
      '天猫,店,pot,,10,活动,9,2099-01-01,2099-01-02',
      '天猫,店,pot,,10,活动,8,2099-01-01,2099-01-02',
      ',,pot,,10,,,,',
    )
    const report = await checkListings(ctx, content, { replaces: true })
    expect(report.faults.map(({ row, fault }) => [row, fault])).toEqual([
      [2, 'row_incomplete'],
      [3, 'platform_unknown'],
      [4, 'sku_unknown'],
      [5, 'price_malformed'],
      [6, 'price_malformed'],
      [7, 'price_malformed'],
      [8, 'promotion_incomplete'],
      [9, 'time_malformed'],
      [10, 'time_malformed'],
      [11, 'period_backwards'],
      [13, 'price_twice'],
      [15, 'promotion_twice'],
      [16, 'store_missing'],
    ])
    const back = await faultyListings(ctx, content, {})
    expect(back.split('\n')[0]).toBe(`\uFEFF未导入原因,${HEAD}`)
    expect(back).toContain('商品库里没有这个商品编码或条形码,天猫,店,nothing')
    // Mended and sent again it is read, with the column of reasons in it; what stood twice stands once now.
    const mended = Buffer.from(back.replaceAll('nothing', 'tea'))
    const again = await checkListings(ctx, mended, { replaces: false })
    expect(again.faults.map(({ fault }) => fault)).not.toContain('sku_unknown')
    expect(again.faulty).toBe(11)
  })

  test('a store lists what its newest file names; a product whose row is refused stays as it was', async () => {
    await take(file('天猫,店,tea,,10,,,,', '天猫,店,cup,,20,,,,', '天猫,店,pot,,30,,,,'))
    await take(file('抖店,店,tea,,9,,,,'))
    const next = file('天猫,店,tea,,12,,,,', '天猫,店,cup,,二十,,,,')
    expect(await checkListings(ctx, next, { replaces: true })).toMatchObject({ gone: 1, faulty: 1 })
    expect(await take(next)).toMatchObject({ gone: 1 })
    const fen = async () => (await listed()).map(({ sku, price_fen }) => [sku, price_fen])
    expect(await fen()).toEqual(
      [
        ['cup', 2000],
        ['tea', 900],
        ['tea', 1200],
      ].sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    )
    // The same file again changes nothing; one that adds takes nothing away.
    expect(await take(next)).toMatchObject({ gone: 0 })
    await take(file('天猫,店,pot,,31,,,,'), false)
    expect(await stores()).toEqual([
      ['douyin', '店', 1, 0],
      ['tmall', '店', 3, 0],
    ])
  })

  test('sent 16 times at once, two ways round, is there once', async () => {
    const lines = ['天猫,甲,tea,,10,,,,', '天猫,乙,cup,,10,活动,9,2099-01-01,2099-01-02']
    await Promise.all(
      Array.from({ length: 16 }, (_, i) => take(file(...(i % 2 ? lines : lines.toReversed())))),
    )
    expect(await stores()).toEqual([
      ['tmall', '乙', 1, 1],
      ['tmall', '甲', 1, 0],
    ])
  })

  test('a store that is forgotten is gone with what it lists; another brand has none of it', async () => {
    await take(file('天猫,店,tea,,10,活动,9,2099-01-01,2099-01-02'))
    const [store] = await listExternalStores(ctx)
    const other = await testCtx()
    expect(await listExternalStores(other)).toEqual([])
    expect(await code(removeExternalStore(other, store?.id ?? ''))).toBe('external_store_not_found')
    await removeExternalStore(ctx, store?.id ?? '')
    expect([await stores(), await listed()]).toEqual([[], []])
    expect(await code(removeExternalStore(ctx, store?.id ?? ''))).toBe('external_store_not_found')
  })
})

test('over the API a file is checked, taken, its faulty rows come back, and a store is forgotten', async () => {
  const { app } = await testApi(ctx, { domains: [routes] })
  const key = await keyOf(ctx, 'owner')
  const send = (url: string, body: string | Buffer, by = key) =>
    app.inject({
      ...{ method: 'POST', url: `/api/v1${url}`, payload: body },
      headers: { authorization: `Bearer ${by}`, 'content-type': 'text/csv' },
    })
  const content = '商品编码,售价\ntea,10\nnone,1'
  const query = `?platform=tmall&store=${encodeURIComponent('店')}&name=a.csv`
  expect((await send(`/external-listings/check${query}`, content)).json()).toMatchObject({
    ...{ rows: 2, faulty: 1, stores: [{ platform: 'tmall', name: '店', listings: 1 }] },
  })
  expect((await send(`/external-listings/run${query}`, content)).json().faulty).toBe(1)
  expect((await send(`/external-listings/faults${query}`, content)).body).toContain('none')
  expect((await send('/external-listings/check', Buffer.from(''))).json().error.code).toBe(
    'file_empty',
  )
  expect((await send('/external-listings/check', 'a,b\n1,2')).json().error.code).toBe(
    'columns_missing',
  )
  expect((await send('/external-listings/check?platform=valueOf', content)).statusCode).toBe(400)
  const analyst = await keyOf(ctx, 'analyst')
  expect((await send(`/external-listings/run${query}`, content, analyst)).statusCode).toBe(403)
  const list = await app.inject({
    ...{ method: 'GET', url: '/api/v1/external-stores' },
    headers: { authorization: `Bearer ${key}` },
  })
  const [store] = list.json().items
  expect(store).toMatchObject({ platform: 'tmall', name: '店', listings: 1, promotions: 0 })
  const gone = await app.inject({
    ...{ method: 'DELETE', url: `/api/v1/external-stores/${store.id}` },
    headers: { authorization: `Bearer ${key}` },
  })
  expect(gone.statusCode).toBe(204)
  expect(await stores()).toEqual([])
})
