import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { resumeImport } from './import.ts'
import { rejectedRows } from './rejected.ts'
import { runImport } from './run.ts'
import { bringIn, collectorOf, fates, fileOf } from './testing.ts'

const orders = (given: object = {}, fields: object = {}) => ({
  name: 'shop',
  source: 'shop',
  zone: 'Asia/Shanghai',
  ...given,
  parts: [
    {
      kind: 'orders',
      rows: [{ when: { column: 'type', equals: 'refund' }, as: 'refund' }],
      fields: {
        order_id: 'order',
        refund_id: { column: 'refund', optional: true },
        'identifiers.phone': 'phone',
        placed_at: 'at',
        sku: 'sku',
        quantity: 'qty',
        unit_price: 'price',
        line_discount: { column: 'off', optional: true },
        total: { column: 'paid', optional: true },
        ...fields,
      },
    },
  ],
})
const csv = (header: string, ...rows: string[]) => `${[header, ...rows].join('\n')}\n`
const one = async <T>(ctx: TestCtx, text: string): Promise<T[]> =>
  (await ctx.stores.pg.pool.query(text, [ctx.tenantId])).rows as T[]
const read = async (file: { body: AsyncIterable<unknown> }) => {
  let text = ''
  for await (const chunk of file.body) text += String(chunk)
  return text
}

describe('orders', () => {
  test('keep their lines, discounts and refunds to the fen, and their customer is one person', async () => {
    const ctx = await testCtx()
    const job = await bringIn(ctx, orders(), [
      fileOf(
        'a.csv',
        csv(
          'type,order,refund,phone,at,sku,qty,price,off,paid',
          'line,1,,13800000001,2026-03-01 10:00:00,a,2,10.00,1.00,25.00',
          'line,1,,13800000001,2026-03-01 10:00:00,b,1,9.99,,25.00',
          'refund,1,r1,13800000001,2026-03-02 10:00:00,a,-1,5.00,,',
          'line,2,,+86 138 0000 0001,2026-03-03 10:00:00,a,1,3,,',
        ),
      ),
    ])
    expect(await fates(ctx, job)).toEqual({ order_line: 3, refund_line: 1 })
    expect(
      await one(
        ctx,
        `select external_id, state, total_fen, discount_fen, refunded_fen from sales_order where tenant_id = $1 order by 1`,
      ),
    ).toEqual([
      {
        external_id: '1',
        state: 'partly_refunded',
        total_fen: 2500,
        discount_fen: 499,
        refunded_fen: 500,
      },
      { external_id: '2', state: 'paid', total_fen: 300, discount_fen: 0, refunded_fen: 0 },
    ])
    expect(
      (await one(ctx, `select distinct node_id from sales_order where tenant_id = $1`)).length,
    ).toBe(1)
  })

  test('with one bad row are refused whole, and come in when the file of rejected rows is mended', async () => {
    const ctx = await testCtx()
    const header = 'type,order,phone,at,sku,qty,price'
    const job = await bringIn(ctx, orders(), [
      fileOf(
        'a.csv',
        csv(
          header,
          'line,1,13800000001,2026-03-01 10:00:00,a,1,1.00',
          'line,2,13800000002,2026-03-01 10:00:00,"b ""B"", c",1,2.00',
          'line,2,13800000002,2026-03-01 10:00:00,c,one,2.00',
          'line,,13800000002,2026-03-01 10:00:00,c,1,2.00',
          'line,3,13800000002,yesterday,c,1,2.00',
          'line,4,13800000002,2026-03-01 10:00:00,c,1',
          'line,5,13800000002,2026-03-01 10:00:00,c,-1,2.00',
          'line,6,13800000002,1997-03-01 10:00:00,c,1,2.00',
        ),
      ),
    ])
    expect(job.state).toBe('done')
    expect(await fates(ctx, job)).toEqual({
      order_line: 1,
      'rejected:bad_number': 1,
      'rejected:order_has_bad_rows': 1,
      'rejected:order_id_missing': 1,
      'rejected:bad_time': 1,
      'rejected:wrong_column_count': 1,
      'rejected:negative_quantity': 1,
      'rejected:at_too_early': 1,
    })
    const rejected = await read(await rejectedRows(ctx, job.id, 'rejected'))
    expect(rejected.split('\n').slice(0, 3)).toEqual([
      `\uFEFF${header},homefield_row,homefield_code,homefield_reason`,
      'line,2,13800000002,2026-03-01 10:00:00,"b ""B"", c",1,2.00,2,order_has_bad_rows,"Another row of the same order is refused, and half an order is none"',
      'line,2,13800000002,2026-03-01 10:00:00,c,one,2.00,3,bad_number,"quantity: ""one"" is no number"',
    ])
    const mended = rejected.split('\n').slice(0, 3).join('\n').replace(',one,', ',1,')
    const again = await bringIn(ctx, orders(), [fileOf('mended.csv', mended)])
    expect(await fates(ctx, again)).toEqual({ order_line: 2 })
  })

  test('that name two customers are refused rather than joining the two', async () => {
    const ctx = await testCtx()
    const job = await bringIn(ctx, orders(), [
      fileOf(
        'a.csv',
        csv(
          'type,order,phone,at,sku,qty,price',
          'line,1,13800000001,2026-03-01 10:00:00,a,1,1',
          'line,1,13800000002,2026-03-01 10:00:00,b,1,1',
        ),
      ),
    ])
    expect(await fates(ctx, job)).toEqual({ 'rejected:order_differs_within': 2 })
    expect(await one(ctx, 'select 1 from customer where tenant_id = $1')).toEqual([])
  })

  test('are noticed when they come again, with the same or another total', async () => {
    const ctx = await testCtx()
    const header = 'type,order,phone,at,sku,qty,price'
    await bringIn(ctx, orders(), [
      fileOf(
        'a.csv',
        csv(header, 'line,1,,2026-03-01 10:00:00,a,1,1', 'line,2,,2026-03-01 10:00:00,a,1,1'),
      ),
    ])
    const changed = csv(
      header,
      'line,1,,2026-03-01 10:00:00,a,1,1',
      'line,2,,2026-03-01 10:00:00,a,1,2',
    )
    const second = await bringIn(ctx, orders(), [fileOf('b.csv', changed)])
    expect(await fates(ctx, second)).toEqual({
      order_line_known_before: 1,
      'order_line_known_before/without_customer': 1,
      'rejected:order_differs': 1,
      'rejected:order_differs/without_customer': 1,
    })
    const third = await bringIn(ctx, orders(), [fileOf('b.csv', changed)], { mode: 'correct' })
    expect(await fates(ctx, third)).toMatchObject({ order_line: 2 })
    expect(
      await one(
        ctx,
        `select sum((event ->> 'revenueFen')::bigint)::int as fen from event_outbox where tenant_id = $1`,
      ),
    ).toEqual([{ fen: 300 }])
  })

  test('may stand in two files, their heads in one and their lines in the other', async () => {
    const ctx = await testCtx()
    const mapping = {
      name: 'two',
      source: 'mall',
      zone: 'Asia/Shanghai',
      parts: [
        {
          kind: 'orders',
          file: 'orders',
          excel_text: true,
          rows: [{ when: { column: '订单编号', is: 'filled' }, as: 'order' }],
          fields: {
            order_id: '订单编号',
            'identifiers.phone': '联系手机',
            placed_at: '订单创建时间',
            paid_at: '订单付款时间',
            total: '买家实际支付金额',
            shipping: '买家应付邮费',
            state: {
              column: '订单状态',
              lookup: {
                values: { 交易成功: 'paid', 交易关闭: 'cancelled', 等待买家付款: 'placed' },
              },
            },
            refunded_total: '退款金额',
          },
        },
        {
          kind: 'orders',
          file: 'items',
          excel_text: true,
          fields: {
            order_id: '订单编号',
            sku: '商家编码',
            name: '标题',
            unit_price: '价格',
            quantity: '购买数量',
          },
        },
      ],
    }
    const job = await bringIn(ctx, mapping, [
      fileOf(
        'items.csv',
        csv(
          '订单编号,标题,价格,购买数量,商家编码',
          '"=""2034000000000000001""",连衣裙,199.00,1,D1',
          '"=""2034000000000000001""",袜子,9.90,3,S1',
          '"=""2034000000000000002""",袜子,9.90,1,S1',
        ),
      ),
      fileOf(
        'orders.csv',
        csv(
          '订单编号,买家实际支付金额,买家应付邮费,订单状态,订单创建时间,订单付款时间,联系手机,退款金额',
          '"=""2034000000000000001""",200.00,10.00,交易成功,2026-03-01 10:00:00,2026-03-01 10:01:00,\'13800000001,29.70',
          '"=""2034000000000000002""",0.00,0.00,交易关闭,2026-03-01 11:00:00,,\'13800000002,0',
        ),
      ),
    ])
    expect(await fates(ctx, job)).toEqual({ order_header: 2, order_line: 3 })
    expect(
      await one(
        ctx,
        `select external_id, state, total_fen, discount_fen, refunded_fen from sales_order where tenant_id = $1 order by 1`,
      ),
    ).toEqual([
      {
        external_id: '2034000000000000001',
        state: 'partly_refunded',
        total_fen: 20_000,
        discount_fen: 3870,
        refunded_fen: 2970,
      },
      {
        external_id: '2034000000000000002',
        state: 'cancelled',
        total_fen: 0,
        discount_fen: 990,
        refunded_fen: 0,
      },
    ])
  })
})

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

  test('products, relations, tags, costs and cost prices need no mapping when columns are named as fields', async () => {
    const ctx = await testCtx()
    const plain = async (kind: string, text: string) => {
      const { plainMapping } = await import('./mapping.ts')
      const columns = (text.split('\n')[0] ?? '').split(',')
      return fates(
        ctx,
        await bringIn(ctx, plainMapping(kind as 'products', 'erp', columns), [
          fileOf(`${kind}.csv`, text),
        ]),
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

describe('an import', () => {
  test('of the same files with the same mapping is refused, unless it is asked for', async () => {
    const ctx = await testCtx()
    const text = csv('type,order,phone,at,sku,qty,price', 'line,1,,2026-03-01 10:00:00,a,1,1')
    await bringIn(ctx, orders(), [fileOf('a.csv', text)])
    await expect(bringIn(ctx, orders(), [fileOf('b.csv', text)])).rejects.toMatchObject({
      code: 'already_imported',
    })
    const again = await bringIn(ctx, orders(), [fileOf('b.csv', text)], { again: true })
    expect(await fates(ctx, again)).toMatchObject({ order_line_known_before: 1 })
  })

  test('of a file that the mapping does not fit fails and says which column is missing', async () => {
    const ctx = await testCtx()
    const job = await bringIn(ctx, orders(), [
      fileOf('a.csv', csv('order,at,sku', '1,2026-03-01,a')),
    ])
    expect(job).toMatchObject({ state: 'failed', error: { code: 'mapping_does_not_fit' } })
    expect(job.error?.message).toContain('no column')
  })

  test('goes on where it stopped, and nothing is doubled', async () => {
    const ctx = await testCtx()
    const rows = Array.from(
      { length: 9000 },
      (_, i) =>
        `line,${i % 3000},1380000${String(i % 3000).padStart(4, '0')},2026-03-01 10:00:00,s${i},1,1.00`,
    )
    const file = fileOf('big.csv', csv('type,order,phone,at,sku,qty,price', ...rows))
    const stops = [1, 3, 2, 4, 3]
    const stopped = async (job: { id: string } | undefined, after: number) => {
      const abort = new AbortController()
      let told = 0
      const onProgress = () => {
        told += 1
        if (told === after) abort.abort()
      }
      if (job)
        return runImport(
          ctx,
          { collector: collectorOf(ctx), onProgress, signal: abort.signal },
          job.id,
        )
      return bringIn(ctx, orders(), [file], { onProgress, signal: abort.signal })
    }
    await expect(stopped(undefined, stops.shift() ?? 1)).rejects.toMatchObject({ code: 'stopping' })
    const [job] = await one<{ id: string }>(ctx, 'select id from data_import where tenant_id = $1')
    for (const after of stops)
      await expect(stopped(job, after)).rejects.toMatchObject({ code: 'stopping' })
    // A crash of the database empties what was staged; it is read again.
    await ctx.stores.pg.pool.query(`truncate import_stage.r${job?.id.replaceAll('-', '')}`)
    const done = await runImport(ctx, { collector: collectorOf(ctx) }, job?.id ?? '')
    expect(done.state).toBe('done')
    expect(await fates(ctx, done)).toEqual({ order_line: 9000 })
    expect(
      await one(
        ctx,
        `select count(*)::int as orders, sum(total_fen)::int as fen from sales_order where tenant_id = $1`,
      ),
    ).toEqual([{ orders: 3000, fen: 900_000 }])
    expect(
      await one(
        ctx,
        `select count(*)::int as events, sum((event ->> 'revenueFen')::bigint)::int as fen from event_outbox where tenant_id = $1`,
      ),
    ).toEqual([{ events: 3000, fen: 900_000 }])
    const left = await ctx.stores.pg.pool.query(
      `select to_regclass('import_stage.r${job?.id.replaceAll('-', '')}') as stage`,
    )
    expect(left.rows).toEqual([{ stage: null }])
  })

  test('runs with one worker only, and another takes over when that one is silent', async () => {
    const ctx = await testCtx()
    const rows = Array.from({ length: 4500 }, (_, i) => `line,${i},,2026-03-01 10:00:00,a,1,1`)
    const abort = new AbortController()
    const running = bringIn(
      ctx,
      orders(),
      [fileOf('a.csv', csv('type,order,phone,at,sku,qty,price', ...rows))],
      { onProgress: () => abort.abort(), signal: abort.signal },
    )
    await expect(running).rejects.toMatchObject({ code: 'stopping' })
    const [job] = await one<{ id: string }>(ctx, 'select id from data_import where tenant_id = $1')
    await sql`update data_import set lease_until = now() + interval '1 minute' where id = ${job?.id}`.execute(
      ctx.pg,
    )
    expect((await runImport(ctx, { collector: collectorOf(ctx) }, job?.id ?? '')).state).toBe(
      'running',
    )
    await expect(resumeImport(ctx, job?.id ?? '')).rejects.toMatchObject({
      code: 'import_not_resumable',
    })
    await sql`update data_import set lease_until = now() - interval '1 second' where id = ${job?.id}`.execute(
      ctx.pg,
    )
    const both = await Promise.all(
      [1, 2].map(() => runImport(ctx, { collector: collectorOf(ctx) }, job?.id ?? '')),
    )
    expect(both.map((b) => b.state).sort()).toEqual(['done', 'running'])
    expect(
      await one(ctx, 'select count(*)::int as n from sales_order where tenant_id = $1'),
    ).toEqual([{ n: 4500 }])
  })

  test('does not go on with a file that is another one now', async () => {
    const ctx = await testCtx()
    const file = fileOf('a.csv', csv('order,at', '1,2026-03-01'))
    const job = await bringIn(ctx, orders(), [file])
    expect(job.state).toBe('failed')
    fileOf('x', '')
    const { writeFileSync } = await import('node:fs')
    writeFileSync(file.path, gzipSync('type,order\n'))
    await resumeImport(ctx, job.id)
    expect(await runImport(ctx, { collector: collectorOf(ctx) }, job.id)).toMatchObject({
      state: 'failed',
      error: { code: 'file_changed' },
    })
  })
})
