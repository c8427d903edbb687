import { describe, expect, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import { type Kind, plainMapping } from './mapping.ts'
import { bringIn, csv, fates, fileOf, one } from './testing.ts'

describe('other kinds', () => {
  test('customers bring identifiers, typed attributes and tags', async () => {
    const ctx = await testCtx()
    const mapping = {
      name: 'people',
      source: 'crm',
      parts: [
        {
          kind: 'customers',
          empty: ['NA'],
          fields: {
            'identifiers.phone': 'mobile',
            'identifiers.member_id': 'id',
            'attributes.name': 'name',
            'attributes.age': { column: 'age', type: 'number' },
            'attributes.vip': { column: 'vip', type: 'boolean' },
            tags: { column: 'tags', split: ';' },
          },
        },
      ],
    }
    const job = await bringIn(ctx, mapping, [
      fileOf(
        'p.csv',
        csv(
          'id,mobile,name,age,vip,tags',
          '1,13800000001,王芳,31,是,new;vip',
          '2,NA,"Li, Lei",NA,0,',
          'NA,NA,Nobody,1,1,',
          '4,13800000004,X,old,1,',
        ),
      ),
    ])
    expect(await fates(ctx, job)).toEqual({
      customer: 2,
      'rejected:customer_missing': 1,
      'rejected:bad_number': 1,
    })
    const values = await one<{ name: string; value: unknown }>(
      ctx,
      `select name, value from attribute where tenant_id = $1 order by node_id, name`,
    )
    expect(values.map((v) => [v.name, v.value])).toEqual([
      ['age', 31],
      ['name', '王芳'],
      ['vip', true],
      ['name', 'Li, Lei'],
      ['vip', false],
    ])
    expect(
      (
        await one<{ tag: string }>(
          ctx,
          `select tag from customer_tag where tenant_id = $1 order by 1`,
        )
      ).map((t) => t.tag),
    ).toEqual(['new', 'vip'])
  })

  test('products come with their group, which is made where it is not there, and with what is only in the private domain', async () => {
    const ctx = await testCtx()
    const columns = 'sku,name,group,group_name,specs.size,exclusive'
    const take = async (...lines: string[]) =>
      fates(
        ctx,
        await bringIn(ctx, plainMapping('products', 'erp', columns.split(',')), [
          fileOf(`${lines.length}.csv`, csv(columns, ...lines)),
        ]),
      )
    const products = () =>
      one<{ sku: string; group_code: string | null; is_exclusive: boolean }>(
        ctx,
        'select sku, group_code, is_exclusive from product where tenant_id = $1 order by sku',
      )
    expect(
      await take(
        's,Shirt S,shirt,Linen shirt,S,是',
        'm,Shirt M,shirt,,M,no',
        't,Tea,,,,',
        'x,X,,,,maybe',
      ),
    ).toEqual({ product: 3, 'rejected:bad_flag': 1 })
    expect(await products()).toEqual([
      { sku: 'm', group_code: 'shirt', is_exclusive: false },
      { sku: 's', group_code: 'shirt', is_exclusive: true },
      { sku: 't', group_code: null, is_exclusive: false },
    ])
    expect(
      await one(ctx, 'select code, name, spec_names from product_group where tenant_id = $1'),
    ).toEqual([{ code: 'shirt', name: 'Linen shirt', spec_names: ['size'] }])
    // What a later file does not say stays.
    await take('s,Shirt S,,,,')
    expect((await products())[1]).toEqual({ sku: 's', group_code: 'shirt', is_exclusive: true })
  })

  test('products, relations, tags, costs and cost prices need no mapping when columns are named as fields', async () => {
    const ctx = await testCtx()
    const plain = async (kind: Kind, text: string) => {
      const columns = (text.split('\n')[0] ?? '').split(',')
      return fates(
        ctx,
        await bringIn(ctx, plainMapping(kind, 'erp', columns), [fileOf(`${kind}.csv`, text)]),
      )
    }
    expect(
      await plain(
        'products',
        csv(
          'sku,name,category.1,category.2,price,brand',
          'a,Tea,Food,Drinks,9.90,Own',
          'b,,Food,,,',
          ',x,,,,',
          'c,x,,,-1,',
        ),
      ),
    ).toEqual({ product: 2, 'rejected:value_missing': 1, 'rejected:negative_amount': 1 })
    expect(
      await plain(
        'relations',
        csv(
          'identifiers.phone,staff_id,added_at,state',
          '13800000001,g1,2026-01-01,',
          '13800000002,g1,2026-01-01,enemy',
        ),
      ),
    ).toEqual({ relation: 1, 'rejected:unknown_value': 1 })
    expect(
      await plain('tags', csv('identifiers.phone,tags', '13800000001,gold', '13800000001,')),
    ).toEqual({ tagged: 1, 'rejected:value_missing': 1 })
    expect(
      await plain(
        'costs',
        csv(
          'date,kind,amount,channel_id',
          '2026-01-31,media,1234.56,douyin',
          '2026-01-31,rent,1,',
          '2026-01-31,tool,,',
        ),
      ),
    ).toEqual({ cost: 1, 'rejected:unknown_value': 1, 'rejected:amount_missing': 1 })
    expect(
      await plain('cost_prices', csv('sku,from,price', 'a,2026-01-01,3.335', 'a,2026-02-30,3')),
    ).toEqual({ cost_price: 1, 'rejected:bad_date': 1 })
    expect(
      await one(ctx, `select category, price_fen from product where tenant_id = $1 and sku = 'a'`),
    ).toEqual([{ category: ['Food', 'Drinks'], price_fen: 990 }])
    expect(await one(ctx, `select fen, channel_id from cost where tenant_id = $1`)).toEqual([
      { fen: 123_456, channel_id: 'douyin' },
    ])
    expect(await one(ctx, `select fen from cost_price where tenant_id = $1`)).toEqual([
      { fen: 334 },
    ])
  })

  test('events go through the collector: each row once, those with ids once for ever', async () => {
    const ctx = await testCtx()
    const mapping = {
      name: 'ev',
      source: 'app',
      parts: [
        {
          kind: 'events',
          fields: {
            id: 'id',
            name: 'event',
            at: 'at',
            'identifiers.phone': 'phone',
            'properties.page': 'page',
            'properties.seconds': { column: 'sec', type: 'number' },
            store_id: 'store',
          },
        },
      ],
    }
    const header = 'id,event,at,phone,page,sec,store'
    const job = await bringIn(ctx, mapping, [
      fileOf(
        'e.csv',
        csv(
          header,
          'e1,Viewed,2026-01-01 10:00:00,13800000001,/a,3.5,s1',
          ',Viewed,2026-01-01 10:00:00,13800000001,/a,3.5,s1',
          ',Viewed,2026-01-01 10:00:00,13800000001,/a,3.5,s1',
          ',,2026-01-01 10:00:00,,,,',
          ',Viewed,1999-01-01 10:00:00,,,,',
          ',Left,2026-01-01 10:00:00,,,,',
        ),
      ),
    ])
    expect(await fates(ctx, job)).toEqual({
      event: 4,
      'event/without_customer': 1,
      'rejected:value_missing': 1,
      'rejected:at_too_early': 1,
      'rejected:at_too_early/without_customer': 1,
    })
    const again = await bringIn(ctx, mapping, [
      fileOf('e2.csv', csv(header, 'e1,Viewed,2026-01-01 10:00:00,13800000001,/a,3.5,s1')),
    ])
    expect(await fates(ctx, again)).toEqual({ event_known_before: 1 })
  })
})
