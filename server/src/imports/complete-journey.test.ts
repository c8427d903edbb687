import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { as, sql as ch } from '../platform/ch.ts'
import { testCtx } from '../platform/testing.ts'
import { shippedMappings } from './saved-mappings.ts'
import { bringIn, fates, fileOf } from './testing.ts'

const mapping = shippedMappings().get('complete_journey')
const folder = fileURLToPath(new URL('../../../../shared/data/complete_journey/', import.meta.url))

const SMALL = {
  'demographics.csv':
    'household_id,age,income,home_ownership,marital_status,household_size,household_comp,kids_count\n"1","65+","35-49K","Homeowner","Married","2","2 Adults No Kids","0"\n"1003","35-44","25-34K",,"Unmarried","1","1 Adult No Kids","0"\n',
  'products.csv':
    'product_id,manufacturer_id,department,brand,product_category,product_type,package_size\n"25671","2","GROCERY","National","FRZN ICE","ICE - CRUSHED/CUBED","22 LB"\n"26081","2","MISCELLANEOUS","National",,,\n',
  'campaign_descriptions.csv':
    'campaign_id,campaign_type,start_date,end_date\n"1","Type B",2017-03-03,2017-04-09\n',
  'campaigns.csv': 'campaign_id,household_id\n"1","1"\n"1","7"\n"2","7"\n',
  'coupons.csv':
    'coupon_upc,product_id,campaign_id\n"51","25671","1"\n"51","25671","1"\n"51","26081","1"\n',
  'coupon_redemptions.csv':
    'household_id,coupon_upc,campaign_id,redemption_date\n"1","51","1",2017-03-05\n',
  'transactions_sample.csv':
    'household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc,coupon_match_disc,week,transaction_timestamp\n' +
    '"1","309","9001","25671",2,3.86,0.43,0,0.1,5,2017-01-28 14:06:53\n"7","309","9002","26081",1,4.440892e-16,0,0,0,5,2017-01-28 14:10:00\n"1","309","9001","1",0,0,0,1.4,0,5,2017-01-28 14:06:53\n',
}

test('households, baskets, campaigns and coupons come in as one import, each household one customer', async () => {
  const ctx = await testCtx()
  const job = await bringIn(
    ctx,
    mapping,
    Object.entries(SMALL).map(([name, text]) => ({ ...fileOf(name, text), name })),
  )
  expect(job).toMatchObject({ state: 'done', error: null })
  expect(await fates(ctx, job)).toEqual({
    customer: 2,
    product: 2,
    event: 3,
    'rejected:not_in_lookup': 1,
    coupon_product: 2,
    coupon_product_repeated: 1,
    order_line: 3,
    'order_line/rounded': 1,
    'order_line/free_line': 2,
  })
  const { rows } = await sql<{
    external_id: string
    total_fen: number
    discount_fen: number
    store_id: string
    household: string
  }>`
    select o.external_id, total_fen, discount_fen, store_id, i.value as household from sales_order o
    join identifier i on i.tenant_id = o.tenant_id and i.node_id = o.node_id and i.namespace = 'household'
    where o.tenant_id = ${ctx.tenantId} order by 1`.execute(ctx.pg)
  expect(rows).toEqual([
    { external_id: '9001', total_fen: 386, discount_fen: 53, store_id: '309', household: '1' },
    { external_id: '9002', total_fen: 0, discount_fen: 0, store_id: '309', household: '7' },
  ])
  const received = await ctx.ch.rows<{ at: string; activity_id: string; props: string }>(
    ctx.tenantId,
    ch`select toString(at) as at, activity_id, props from event where name = ${as('String', 'campaign_received')} order by message_id limit 1`,
  )
  expect(received).toEqual([
    {
      at: '2017-03-03 05:00:00.000',
      activity_id: 'complete_journey:1',
      props: expect.stringContaining('Type B'),
    },
  ])
})

test('a file that belongs to no part, or a missing one, is said before anything is read', async () => {
  const ctx = await testCtx()
  const files = Object.entries(SMALL).map(([name, text]) => ({ ...fileOf(name, text), name }))
  await expect(bringIn(ctx, mapping, files.slice(1))).rejects.toMatchObject({
    code: 'file_missing',
  })
  await expect(
    bringIn(ctx, mapping, [...files, fileOf('weather.csv', 'a\n1\n')]),
  ).rejects.toMatchObject({ code: 'file_not_in_mapping' })
})

// The data sets lie beside the project or not at all; the tests above prove the same on small data.
if (existsSync(folder))
  test('the whole chain comes in, every row accounted for', async () => {
    const ctx = await testCtx()
    const job = await bringIn(
      ctx,
      mapping,
      readdirSync(folder).map((name) => ({ name, path: folder + name })),
    )
    expect(job).toMatchObject({ state: 'done', error: null })
    expect(await fates(ctx, job)).toEqual({
      customer: 801,
      product: 92_331,
      event: 6589 + 2102,
      coupon_product: 111_332,
      coupon_product_repeated: 116_204 - 111_332,
      order_line: 75_000,
      'order_line/rounded': 1,
      'order_line/free_line': expect.any(Number),
    })
    const { rows } = await sql`select
      (select count(*) from customer where tenant_id = ${ctx.tenantId}) as customers,
      (select count(*) from sales_order where tenant_id = ${ctx.tenantId}) as baskets,
      (select sum(total_fen)::bigint from sales_order where tenant_id = ${ctx.tenantId}) as paid`.execute(
      ctx.pg,
    )
    expect(rows).toEqual([{ customers: 2379, baskets: 47_243, paid: 23_393_524 }])
  })
