import { inflateRawSync } from 'node:zlib'
import { readSheet } from 'read-excel-file/node'
import { beforeAll, expect, test } from 'vitest'
import { figureWorkbook } from './workbook.ts'

let file: Buffer
beforeAll(async () => {
  file = await figureWorkbook(
    [
      {
        name: '趋势: [net] revenue of a very long name indeed',
        columns: [
          { title: '日期', kind: 'words' },
          { title: '净收入', kind: 'money' },
          { title: '转化', kind: 'share' },
          { title: '=HYPERLINK("http://x")', kind: 'count' },
          { title: '用时', kind: 'seconds' },
        ],
        rows: [
          ['2026-05-01', 123_456, 0.125, 7, 90_061],
          ['2026-05-02', null, null, null, null],
          ['=1+1', -50, 0, 0, 0],
        ],
      },
      { name: '说明', columns: [{ title: '问题', kind: 'words' }], rows: [['支付 <订单> & more']] },
    ],
    'CNY',
  )
})

/** A file of the zip, by its entry in the directory. */
function entry(name: string): string {
  for (let at = file.indexOf('PK\x01\x02'); at >= 0; at = file.indexOf('PK\x01\x02', at + 4)) {
    const length = file.readUInt16LE(at + 28)
    if (file.toString('utf8', at + 46, at + 46 + length) !== name) continue
    const start = file.readUInt32LE(at + 42)
    const body = start + 30 + file.readUInt16LE(start + 26) + file.readUInt16LE(start + 28)
    return inflateRawSync(file.subarray(body, body + file.readUInt32LE(at + 20))).toString('utf8')
  }
  throw new Error(`${name} is not in it`)
}

test('numbers are numbers, money is in yuan and days are days', async () => {
  const rows = await readSheet(file)
  expect(rows[0]?.slice(0, 3)).toEqual(['日期', '净收入', '转化'])
  const [day, money, share, count] = rows[1] ?? []
  expect(day).toEqual(new Date('2026-05-01T00:00:00Z'))
  expect([money, share, count]).toEqual([1234.56, 0.125, 7])
  expect(rows[2]?.slice(1)).toEqual([null, null, null, null])
  expect(entry('xl/styles.xml')).toContain('formatCode="&quot;¥&quot;#,##0.00')
})

test('no text is a formula, in a heading or a cell', async () => {
  const sheet = entry('xl/worksheets/sheet1.xml')
  expect(sheet).not.toContain('<f>')
  expect(sheet).toContain('t="inlineStr"><is><t xml:space="preserve">=1+1</t>')
  expect((await readSheet(file))[0]?.[3]).toBe('=HYPERLINK("http://x")')
})

test('the second sheet says what was asked, and names of sheets are such that Excel takes', async () => {
  expect(await readSheet(file, 2)).toEqual([['问题'], ['支付 <订单> & more']])
  const names = [...entry('xl/workbook.xml').matchAll(/<sheet name="([^"]*)"/g)].map(([, n]) => n)
  expect(names).toHaveLength(2)
  for (const name of names) expect(name).toMatch(/^[^\\/?*[\]:']{1,31}$/)
})
