import { expect, test } from 'vitest'
import { sourceOfFile } from './source-name.ts'

test('files of one shop have one source, whenever they were exported', () => {
  for (const name of [
    '天猫订单_202601.csv',
    '2026年第二季度天猫旗舰店订单明细导出（含退款）_20260701.xlsx',
  ])
    expect(sourceOfFile(name)).toBe('tmall')
  expect(sourceOfFile('orders-jd-2026-03.csv.gz')).toBe('jd')
  for (const name of [
    '会员表.csv',
    '会员表 2026-01-31.csv',
    '会员表_20260228(1).csv',
    '会员表3月份.xlsx',
  ])
    expect(sourceOfFile(name)).toBe('会员表')
  expect(sourceOfFile('online_retail.csv.gz')).toBe('online retail')
})

test('a name that is nothing but a date stays as it is', () => {
  expect(sourceOfFile('20260301.csv')).toBe('20260301')
})
