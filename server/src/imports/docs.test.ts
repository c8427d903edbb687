import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { testCtx } from '../platform/testing.ts'
import { FIELDS } from './mapping.ts'
import { soundMapping } from './saved-mappings.ts'
import { bringIn, csv, fates, fileOf, one } from './testing.ts'

const page = (name: string) =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')
const blocks = (text: string) =>
  [...text.matchAll(/```json\n([\s\S]*?)```/g)].map(([, json]) => JSON.parse(json ?? '') as unknown)
const pages = ['imports.md', 'imports.zh-CN.md']
const example = (name: string) =>
  blocks(page('imports.md'))
    .map(soundMapping)
    .find((m) => m.name === name)

test('every mapping in the documentation is a sound one, the same in both languages', () => {
  for (const name of pages) {
    const mappings = blocks(page(name)).map(soundMapping)
    expect(mappings.map((m) => m.name)).toEqual(['till', 'taobao', 'jd', 'youzan', 'douyin'])
  }
  expect(blocks(page('imports.zh-CN.md')).slice(1)).toEqual(blocks(page('imports.md')).slice(1))
})

test('every field of every kind is on the page', () => {
  for (const name of pages) {
    for (const [kind, { fields }] of Object.entries(FIELDS)) {
      const line =
        page(name)
          .split('\n')
          .find((l) => l.startsWith(`| ${kind} |`)) ?? ''
      expect(
        Object.keys(fields).filter((f) => !line.includes(f)),
        `${name} ${kind}`,
      ).toEqual([])
    }
  }
})

test('exports of the marketplaces come in through the examples', async () => {
  const orders = async (mapping: string, ...files: [name: string, text: string][]) => {
    const ctx = await testCtx()
    const job = await bringIn(
      ctx,
      example(mapping),
      files.map(([name, text]) => ({ ...fileOf(name, text), name })),
    )
    expect([mapping, job.error]).toEqual([mapping, null])
    const stored = await one(
      ctx,
      `select external_id as id, state, total_fen as paid, discount_fen as off, refunded_fen as back, node_id is not null as known
      from sales_order where tenant_id = $1 order by 1`,
    )
    return { fates: await fates(ctx, job), stored }
  }
  expect(
    await orders(
      'taobao',
      [
        'ExportOrderList202603.csv',
        csv(
          '订单编号,买家会员名,买家应付邮费,买家实际支付金额,订单状态,订单创建时间,订单付款时间,联系手机,退款金额',
          '"=""3320000000000000001""",小王,0.00,180.00,交易成功,2026-03-01 10:00:00,2026-03-01 10:00:30,\'138****0001,0',
          '"=""3320000000000000002""",小李,0.00,50.00,交易关闭,2026-03-01 11:00:00,2026-03-01 11:01:00,null,50.00',
        ),
      ],
      [
        'ExportOrderDetailList202603.csv',
        csv(
          '订单编号,标题,价格,购买数量,外部系统编号,商品属性,商家编码',
          '"=""3320000000000000001""",连衣裙,199.00,1,null,颜色:红,D1',
          '"=""3320000000000000002""",袜子,25.00,2,S1,,',
        ),
      ],
    ),
  ).toEqual({
    fates: { order_header: 2, order_line: 2 },
    stored: [
      { id: '3320000000000000001', state: 'paid', paid: 18_000, off: 1900, back: 0, known: true },
      {
        id: '3320000000000000002',
        state: 'cancelled',
        paid: 5000,
        off: 0,
        back: 5000,
        known: true,
      },
    ],
  })
  expect(
    await orders('jd', [
      'jd.csv',
      csv(
        '订单号,商品ID,商品名称,订购数量,下单时间,京东价,应付金额,订单状态,下单帐号,商家SKUID',
        '291,1001,杯子,2,2026-03-01 10:00:00,30.00,85.00,完成,jd_a,C1',
        '291,1002,盘子,1,2026-03-01 10:00:00,30.00,85.00,完成,jd_a,',
      ),
    ]),
  ).toMatchObject({ stored: [{ id: '291', paid: 8500, off: 500, known: true }] })
  expect(
    await orders('youzan', [
      'yz.csv',
      csv(
        '订单号,订单状态,买家手机号,收货人手机号/提货人手机号,商品名称,规格编码,商品编码,商品单价,商品数量,运费,订单实付金额,订单创建时间,买家付款时间,订单已退款金额',
        'E1,交易完成,13800000001,,茶,T1,,50,1,8,58,2026-03-01 10:00:00,2026-03-01 10:00:05,20',
      ),
    ]),
  ).toMatchObject({
    stored: [{ id: 'E1', state: 'partly_refunded', paid: 5800, off: 0, back: 2000, known: true }],
  })
  expect(
    await orders('douyin', [
      'dy.csv',
      csv(
        '主订单编号,子订单编号,选购商品,商品数量,商品ID,商家编码,订单应付金额,优惠总金额,收件人手机号,订单提交时间,支付完成时间,订单状态,流量来源',
        '691,6911,面膜,2,900,M1,79.80,20.00,138****0001,2026-03-01 10:00:00,2026-03-01 10:00:05,已完成,直播',
        '691,6912,面霜,1,901,M2,99.00,-,138****0001,2026-03-01 10:00:00,2026-03-01 10:00:05,已完成,直播',
      ),
    ]),
  ).toMatchObject({
    fates: { order_line: 2 },
    stored: [{ id: '691', paid: 17_880, off: 2000, known: false }],
  })
})
