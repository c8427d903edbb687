import { expect, test } from 'vitest'
import { toCsv } from './table.ts'

test('a chart saved as CSV opens in a spreadsheet as what it shows', () => {
  const text = toCsv({
    columns: ['日期', '新客户, 含匿名'],
    rows: [
      ['2026-05-01', 12],
      ['2026-05-02', null],
    ],
  })
  expect(text).toBe('\ufeff日期,"新客户, 含匿名"\r\n2026-05-01,12\r\n2026-05-02,\r\n')
})

test('a name that is a formula stays a text', () => {
  const text = toCsv({ columns: ['来源'], rows: [['=HYPERLINK("x")'], ['+86'], ['@cmd']] })
  expect(text).toContain(`"'=HYPERLINK(""x"")"`)
  expect(text).toContain("'+86")
  expect(text).toContain("'@cmd")
})
