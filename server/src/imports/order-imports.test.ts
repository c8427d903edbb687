import { describe, expect, test } from 'vitest'
import { revenue } from '../commerce/testing.ts'
import { testCtx } from '../platform/testing.ts'
import { rejectedRows } from './rejected.ts'
import { bringIn, csv, fates, fileOf, one, shopOrders } from './testing.ts'

const read = async (file: { body: AsyncIterable<unknown> }) => {
  let text = ''
  for await (const chunk of file.body) text += String(chunk)
  return text
}

describe('orders', () => {
  test('keep their lines, discounts and refunds to the fen, and their customer is one person', async () => {
    const ctx = await testCtx()
    const job = await bringIn(ctx, shopOrders(), [
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

  test('name the coupons of all their rows, each once', async () => {
    const ctx = await testCtx()
    await bringIn(ctx, shopOrders({}, { coupon: { column: 'coupon', optional: true } }), [
      fileOf(
        'a.csv',
        csv(
          'type,order,phone,at,sku,qty,price,coupon',
          'line,1,13800000001,2026-03-01 10:00:00,a,1,1.00,SPRING; 满减券',
          'line,1,13800000001,2026-03-01 10:00:00,b,1,1.00,SPRING',
          'line,2,13800000001,2026-03-01 10:00:00,b,1,1.00,',
        ),
      ),
    ])
    const rows = await one<{ offers: { coupon: string }[] }>(
      ctx,
      'select offers from sales_order where tenant_id = $1 order by external_id',
    )
    expect(rows.map(({ offers }) => offers.map(({ coupon }) => coupon))).toEqual([
      ['SPRING', '满减券'],
      [],
    ])
  })

  test('with one bad row are refused whole, and come in when the file of rejected rows is mended', async () => {
    const ctx = await testCtx()
    const header = 'type,order,phone,at,sku,qty,price'
    const job = await bringIn(ctx, shopOrders(), [
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
    const again = await bringIn(ctx, shopOrders(), [fileOf('mended.csv', mended)])
    expect(await fates(ctx, again)).toEqual({ order_line: 2 })
  })

  test('that name two customers are refused rather than joining the two', async () => {
    const ctx = await testCtx()
    const job = await bringIn(ctx, shopOrders(), [
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
    await bringIn(ctx, shopOrders(), [
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
    const second = await bringIn(ctx, shopOrders(), [fileOf('b.csv', changed)])
    expect(await fates(ctx, second)).toEqual({
      order_line_known_before: 1,
      'order_line_known_before/without_customer': 1,
      'rejected:order_differs': 1,
      'rejected:order_differs/without_customer': 1,
    })
    const third = await bringIn(ctx, shopOrders(), [fileOf('b.csv', changed)], { mode: 'correct' })
    expect(await fates(ctx, third)).toMatchObject({ order_line: 2 })
    expect(await revenue(ctx)).toBe(300)
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
