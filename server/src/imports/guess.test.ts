import { expect, test } from 'vitest'
import { guess } from './guess.ts'

const columnsOf = (g: ReturnType<typeof guess>) =>
  Object.fromEntries(g.fields.map((f) => [f.field, f.column]))

test('a Chinese export of orders is recognised, with its amounts and times', () => {
  const g = guess(
    [
      '订单编号',
      '买家手机',
      '下单时间',
      '订单状态',
      '商品名称',
      '商家编码',
      '数量',
      '单价（元）',
      '实付金额',
    ],
    [
      [
        '="1001"',
        '13800138000',
        '2026-03-01 10:00:00',
        '交易成功',
        '连衣裙',
        'A-1',
        '1',
        '¥1,299.00',
        '¥1,299.00',
      ],
      [
        '="1002"',
        '13900139000',
        '2026-03-02 11:30:00',
        '已取消',
        '短袖',
        'A-2',
        '2',
        '¥99.00',
        '¥198.00',
      ],
    ],
  )
  expect(g.kind).toBe('orders')
  expect(g.confidence).toBeGreaterThan(0.9)
  expect(columnsOf(g)).toEqual({
    order_id: '订单编号',
    'identifiers.phone': '买家手机',
    placed_at: '下单时间',
    state: '订单状态',
    name: '商品名称',
    sku: '商家编码',
    quantity: '数量',
    unit_price: '单价（元）',
    total: '实付金额',
  })
  expect(g.part.excel_text).toBe(true)
  expect(g.part.fields.unit_price).toMatchObject({ decimal: { strip: '¥', group: ',' } })
  expect(g.part.fields.state).toMatchObject({ lookup: { values: { 交易成功: 'paid' } } })
})

test('customers are recognised in Chinese and in English, and what is left becomes attributes', () => {
  const chinese = guess(
    ['会员编号', '姓名', '手机', '生日', '会员等级', '常购品类'],
    [['M1', '王小雪', '138 0013 8000', '1990-05-01', '金卡', '女装']],
  )
  expect(chinese.kind).toBe('customers')
  expect(columnsOf(chinese)).toMatchObject({
    'identifiers.member_id': '会员编号',
    'identifiers.phone': '手机',
    'attributes.name': '姓名',
    'attributes.常购品类': '常购品类',
  })
  const english = guess(
    ['Customer ID', 'E-mail', 'Full Name', 'Registered At'],
    [['7', 'a@example.com', 'Ann', '2026-01-01T00:00:00Z']],
  )
  expect([english.kind, columnsOf(english)]).toMatchObject([
    'customers',
    { 'identifiers.member_id': 'Customer ID', 'identifiers.email': 'E-mail', at: 'Registered At' },
  ])
})

test('a column of phone numbers is one whatever it is called; masked ones identify nobody', () => {
  const rows = [['13800138000'], ['13900139000']].map(([v]) => [v ?? '', '张三'])
  expect(columnsOf(guess(['字段一', '姓名'], rows))).toMatchObject({
    'identifiers.phone': '字段一',
  })
  const masked = [['138****8000', '张三']]
  expect(Object.keys(columnsOf(guess(['手机号', '姓名'], masked)))).not.toContain(
    'identifiers.phone',
  )
})

test('columns named as our fields need no guessing', () => {
  const g = guess(
    ['identifiers.phone', 'name', 'at', 'properties.page'],
    [['13800138000', 'page_viewed', '2026-03-01', 'home']],
  )
  expect([g.kind, g.fields.every((f) => f.by === 'name')]).toEqual(['events', true])
})

test('days written as day/month/year are read as such where months alone would not do', () => {
  const g = guess(
    ['invoice', 'invoice date', 'price', 'customer id'],
    [
      ['1', '13/1/2011 8:26', '2.55', 'c1'],
      ['2', '1/12/2010 8:26', '2.55', 'c1'],
    ],
    'orders',
  )
  expect(g.part.fields.placed_at).toMatchObject({ format: 'd/M/yyyy H:mm' })
})

test('every kind of ours is told from its own columns', () => {
  const of = (columns: string[], row: string[]) => guess(columns, [row]).kind
  expect(of(['手机号', '标签'], ['13800138000', '高价值'])).toBe('tags')
  expect(of(['商品编码', '商品名称', '品牌', '吊牌价'], ['A1', '裙', 'X', '99'])).toBe('products')
  expect(of(['日期', '费用类型', '费用', '渠道'], ['2026-03-01', 'media', '100', 'dy'])).toBe(
    'costs',
  )
  expect(of(['手机号', '添加人', '添加时间'], ['13800138000', 'li', '2026-03-01'])).toBe(
    'relations',
  )
  expect(of(['货号', '成本价', '生效日期'], ['A1', '30', '2026-01-01'])).toBe('cost_prices')
  expect(of(['会员号', '事件名', '发生时间'], ['m1', '到店', '2026-01-01'])).toBe('events')
})
