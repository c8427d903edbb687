import { describe, expect, test } from 'vitest'
import { workbook } from '../../platform/workbook-for-tests.ts'
import { carrierKey, carrierName, carrierOf } from './carriers.ts'
import { readShippingFile } from './file.ts'
import { type KnownOrder, planShipping } from './plan.ts'

const order = (number: string, given: Partial<KnownOrder> = {}): KnownOrder => ({
  ...{ id: `id of ${number}`, number, state: 'to_ship', keptBack: null, gifts: [], parcels: [] },
  lines: [
    { sku: 'tea', left: 3 },
    { sku: 'cup', left: 1 },
  ],
  ...given,
})
const known = (...orders: KnownOrder[]) => new Map(orders.map((one) => [one.number, one]))
const read = (...lines: string[]) =>
  readShippingFile(Buffer.from(['订单号,快递公司,快递单号,商品编码,数量', ...lines].join('\n')))
async function plan(orders: KnownOrder[], ...lines: string[]) {
  const { rows } = await read(...lines)
  const { parcels, already, faults, unknownCarriers } = planShipping(rows, known(...orders))
  return {
    parcels: parcels.map((p) => [p.order, p.number, p.lines ?? 'all']),
    ...{ already, unknownCarriers },
    faults: faults.map(({ row, code }) => [row.row, code]),
  }
}

describe('a carrier', () => {
  test('is known by its code, its name and what people write for short', () => {
    for (const text of ['shunfeng', '顺丰', ' 顺丰速运 ', 'SF', 'ＳＦ express', '顺丰速运有限公司'])
      expect([text, carrierOf(text)?.code]).toEqual([text, 'shunfeng'])
    expect(carrierName('zto', 'zh-CN')).toBe('中通快递')
    expect(carrierName('zto', 'en')).toBe('ZTO Express')
    expect(carrierName('闪送', 'zh-CN')).toBe('闪送')
    expect(carrierKey('同城 骑士')).toBe(carrierKey('同城骑士'))
  })
})

describe('a shipping file', () => {
  test('is read by headings in Chinese, in English and as the export calls them', async () => {
    for (const head of [
      '订单编号,物流公司,运单号',
      'Order number,Carrier,Tracking number',
      'order_number,carrier,tracking_number',
      '收件人,订单号,快递公司编码,快递单号',
    ]) {
      const cells = head.startsWith('收') ? '李,A1,sf,SF1' : 'A1,sf,SF1'
      const { rows } = await readShippingFile(Buffer.from(`${head}\n${cells}\n`))
      expect(rows).toMatchObject([{ row: 2, order: 'A1', carrier: 'sf', number: 'SF1' }])
    }
    await expect(readShippingFile(Buffer.from('订单号,单号\nA1,1\n'))).rejects.toMatchObject({
      ...{ status: 400, code: 'columns_missing', details: { missing: ['carrier', 'number'] } },
    })
  })

  test('is read in GB18030, and as a workbook whose numbers stay whole', async () => {
    const gbk = Buffer.concat([
      Buffer.from('b6a9b5a5bac52cbfecb5ddb9abcbbe2cbfecb5ddb5a5bac50a', 'hex'),
      Buffer.from('A1,', 'latin1'),
      Buffer.from('cbb3b7e1', 'hex'),
      Buffer.from(',SF1\n', 'latin1'),
    ])
    expect((await readShippingFile(gbk)).rows).toMatchObject([{ carrier: '顺丰', number: 'SF1' }])
    const book = workbook([
      ['订单号', '快递公司', '快递单号', '数量'],
      ['A1', '圆通', 880123456789, null],
    ])
    expect((await readShippingFile(book)).rows).toMatchObject([
      { order: 'A1', carrier: '圆通', number: '880123456789', quantity: null },
    ])
  })

  test('says of a row what is wrong with it, and leaves out what is not filled in', async () => {
    const { rows, leftOut } = await read(
      ...['A1,,,tea,2', 'A1,顺丰,,,', ',顺丰,SF1,,', 'A1,顺丰,7.73E+14,,', 'A1,顺丰,SF 1,tea,0'],
      ...[
        'A1,顺丰,单号,,',
        'A1,顺丰,SF1,,2',
        'A1,"顺丰","=""0012""",tea,2',
        'A1,顺丰',
        "a1,顺丰,'007,,",
      ],
    )
    expect(leftOut).toBe(1)
    expect(rows.map(({ fault, number }) => fault ?? number)).toEqual([
      ...['row_incomplete', 'row_incomplete', 'number_rounded', 'quantity_malformed'],
      ...['number_malformed', 'sku_needed', '0012', 'wrong_column_count', '007'],
    ])
  })
})

describe('the plan of a file', () => {
  test('sends all that is left where no SKU is named, though the parcel stands in several rows', async () => {
    expect(await plan([order('A1')], 'A1,顺丰,SF1,,', 'A1,SF,SF1,,')).toEqual({
      ...{ parcels: [['A1', 'SF1', 'all']], already: 0, unknownCarriers: [], faults: [] },
    })
  })

  test('spreads an order over parcels, and a line over two of them', async () => {
    const { parcels, faults } = await plan(
      [order('A1')],
      ...['A1,顺丰,SF1,tea,2', 'A1,顺丰,SF2,tea,1', 'A1,顺丰,SF2,cup,1'],
    )
    expect(faults).toEqual([])
    expect(parcels).toEqual([
      ['A1', 'SF1', [{ sku: 'tea', quantity: 2 }]],
      [
        ...['A1', 'SF2'],
        [
          { sku: 'tea', quantity: 1 },
          { sku: 'cup', quantity: 1 },
        ],
      ],
    ])
  })

  test('takes the whole file into account: what two rows take together must be there', async () => {
    const { parcels, faults } = await plan(
      [order('A1'), order('B1')],
      ...['A1,顺丰,SF1,tea,2', 'B1,顺丰,SF9,tea,3', 'A1,顺丰,SF2,tea,2', 'A1,顺丰,SF2,cup,1'],
    )
    expect(parcels.map(([number]) => number)).toEqual(['B1'])
    expect(faults).toEqual([
      [2, 'too_many_to_ship'],
      [4, 'too_many_to_ship'],
      [5, 'order_has_faults'],
    ])
  })

  test('needs to know what is in which parcel when there are several', async () => {
    expect((await plan([order('A1')], 'A1,顺丰,SF1,,', 'A1,顺丰,SF2,,')).faults).toEqual([
      [2, 'lines_needed'],
      [3, 'lines_needed'],
    ])
    expect((await plan([order('A1')], 'A1,顺丰,SF1,tea,', 'A1,顺丰,SF2,tea,1')).faults).toEqual([
      [2, 'quantity_needed'],
      [3, 'quantity_needed'],
    ])
    expect((await plan([order('A1')], 'A1,顺丰,SF1,tea,')).parcels).toEqual([
      ['A1', 'SF1', [{ sku: 'tea', quantity: 3 }]],
    ])
  })

  test('lets gifts go along, and refuses what the order does not have', async () => {
    const given = order('A1', {
      gifts: [
        { sku: 'tea', quantity: 1 },
        { sku: 'spoon', quantity: 1 },
      ],
    })
    const { parcels, faults } = await plan(
      [given],
      ...['A1,顺丰,SF1,tea,3', 'A1,顺丰,SF1,cup,1', 'A1,顺丰,SF1,tea,1', 'A1,顺丰,SF1,spoon,1'],
    )
    expect([parcels, faults]).toEqual([
      [
        [
          ...['A1', 'SF1'],
          [
            { sku: 'tea', quantity: 3 },
            { sku: 'cup', quantity: 1 },
          ],
        ],
      ],
      [],
    ])
    expect((await plan([given], 'A1,顺丰,SF1,spoon,1')).faults).toEqual([[2, 'only_gifts']])
    expect((await plan([given], 'A1,顺丰,SF1,fork,1')).faults).toEqual([[2, 'not_in_order']])
  })

  test('knows parcels that were noted before, however their carrier is written', async () => {
    const sent = order('A1', {
      state: 'shipped',
      lines: [{ sku: 'tea', left: 0 }],
      gifts: [{ sku: 'tea', quantity: 1 }],
      parcels: [{ carrier: '顺丰速运', number: 'SF1', lines: [{ sku: 'tea', quantity: 3 }] }],
    })
    for (const row of ['A1,SF,SF1,,', 'A1,顺丰,SF1,tea,3', 'A1,顺丰,SF1,tea,4', 'A1,sf,SF1,tea,'])
      expect([row, await plan([sent], row)]).toMatchObject([row, { already: 1, faults: [] }])
    for (const [row, code] of [
      ['A1,顺丰,SF1,tea,2', 'parcel_differs'],
      ['A1,顺丰,SF1,cup,1', 'parcel_differs'],
      ['A1,顺丰,SF2,,', 'order_state'],
      ['A1,中通,SF1,tea,3', 'order_state'],
    ])
      expect([row, (await plan([sent], row ?? '')).faults]).toEqual([row, [[2, code]]])
  })

  test('tells orders that are not there or wait for others, and carriers nobody knows', async () => {
    const kept = order('B1', { keptBack: 'group_incomplete' })
    const done = order('C1', { lines: [{ sku: 'tea', left: 0 }] })
    expect(
      await plan(
        [order('A1'), kept, done],
        ...['A1,闪送,1,,', 'B1,顺丰,2,,', 'C1,顺丰,3,,', 'X1,顺丰,4,,'],
      ),
    ).toEqual({
      ...{ parcels: [['A1', '1', 'all']], already: 0, unknownCarriers: ['闪送'] },
      faults: [
        [3, 'group_incomplete'],
        [4, 'nothing_to_ship'],
        [5, 'order_not_found'],
      ],
    })
  })
})
