import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { fileOf } from '../imports/testing.ts'
import { openFile, type Reading } from './records.ts'
import { workbook } from './workbook-for-tests.ts'

async function readAll(content: string | Buffer, name = 'a.csv', reading: Reading = {}) {
  const file = await openFile(fileOf(name, content).path, reading)
  const rows: string[][] = []
  const bad: { row: number; code: string }[] = []
  for await (const batch of file.batches) {
    rows.push(...batch.rows.map((r) => r.cells))
    bad.push(...batch.bad.map((b) => ({ row: b.row, code: b.code })))
  }
  return { columns: file.columns, rows, bad, encoding: file.encoding, format: file.format }
}
// 姓名,城市 / 王芳,北京 in GB18030
const GB = Buffer.from('d0d5c3fb2cb3c7cad00acdf5b7bc2cb1b1bea90a', 'hex')

describe('a file', () => {
  test('is read whatever its delimiter, encoding or packing', async () => {
    const people = {
      columns: ['name', 'city'],
      rows: [
        ['Li, "Lei"', 'a\nb'],
        ['王芳', ''],
      ],
    }
    for (const [d, text] of [
      [',', 'name,city\n"Li, ""Lei""","a\nb"\n王芳,\n'],
      [';', 'name;city\r\n"Li, ""Lei""";"a\nb"\r\n王芳;\r\n'],
      ['\t', 'name\tcity\n"Li, ""Lei"""\t"a\nb"\n王芳\t\n'],
      ['|', 'name|city\n"Li, ""Lei"""|"a\nb"\n王芳|\n'],
    ] as const) {
      expect(await readAll(text), d).toMatchObject(people)
      expect(await readAll(gzipSync(text), 'a.csv.gz'), d).toMatchObject(people)
      expect(await readAll(`\uFEFF${text}`), d).toMatchObject(people)
      expect(await readAll(Buffer.from(`\uFEFF${text}`, 'utf16le')), d).toMatchObject({
        ...people,
        encoding: 'utf-16le',
      })
    }
    expect(await readAll(GB)).toMatchObject({
      encoding: 'gb18030',
      columns: ['姓名', '城市'],
      rows: [['王芳', '北京']],
    })
  })
  test('of JSON lines has the columns of all its objects', async () => {
    const text =
      '{"id":1,"who":{"phone":"138"}}\n\nnot json\n[1]\n{"id":"x","tags":["a"],"none":null}\n'
    expect(await readAll(text, 'a.ndjson')).toEqual({
      format: 'ndjson',
      encoding: 'utf-8',
      columns: ['id', 'who.phone', 'tags'],
      rows: [
        ['1', '138'],
        ['x', '', '["a"]'],
      ],
      bad: [
        { row: 2, code: 'malformed_json' },
        { row: 3, code: 'malformed_json' },
      ],
    })
  })
  test('of a spreadsheet gives its cells as text, dates as they look', async () => {
    const file = workbook([
      ['id', 'at', 'sum', 'note'],
      [12345678901, new Date('2026-03-01T10:30:00Z'), 9.9, 'x'],
      [2, new Date('2026-03-01T00:00:00Z'), 0.1, null],
    ])
    expect(await readAll(file, 'a.xlsx')).toMatchObject({
      format: 'xlsx',
      columns: ['id', 'at', 'sum', 'note'],
      rows: [
        ['12345678901', '2026-03-01 10:30:00', '9.9', 'x'],
        ['2', '2026-03-01', '0.1', ''],
      ],
    })
  })
  test('keeps long numbers that a spreadsheet export wraps, and stray quotes', async () => {
    expect(await readAll('id,note\n="0012",5" screen\n')).toMatchObject({
      rows: [['="0012"', '5" screen']],
    })
  })
  test('says which rows have another number of values than the header', async () => {
    expect(await readAll('a,b\n1,2\n1\n1,2,3\n')).toMatchObject({
      rows: [['1', '2']],
      bad: [
        { row: 2, code: 'wrong_column_count' },
        { row: 3, code: 'wrong_column_count' },
      ],
    })
  })
  test('may have lines above its header, and two columns of one name', async () => {
    expect(
      await readAll('Orders of March\n\nid,id\n1,2\n', 'a.csv', { skipLines: 2 }),
    ).toMatchObject({ columns: ['id', 'id (2)'], rows: [['1', '2']] })
  })
  test('that is empty, damaged, wrongly encoded or never ends its quote is refused with the reason', async () => {
    const code = async (content: string | Buffer, reading: Reading = {}) => {
      try {
        await readAll(content, 'a', reading)
        return 'read'
      } catch (error) {
        return (error as { code: string }).code
      }
    }
    const big = gzipSync('a,b\n1,2\n'.repeat(300_000))
    expect(await code('')).toBe('file_empty')
    expect(await code('\n\n')).toBe('file_empty')
    expect(await code(big.subarray(0, big.length - 500))).toBe('file_damaged')
    expect(await code(Buffer.from('504b0304deadbeef', 'hex'))).toBe('file_damaged')
    expect(await code(GB, { encoding: 'utf-8' })).toBe('bad_encoding')
    expect(await code(`a,b\n1,"${'x'.repeat(5_000_000)}`)).toBe('file_malformed')
    expect(await code(`{"a":"${'x'.repeat(5_000_000)}`)).toBe('file_malformed')
  })
  test('that unpacks to more than a workbook may have is refused before it is unpacked', async () => {
    const bomb = workbook([['a'], ['b']])
    const directory = bomb.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
    bomb.writeUInt32LE(400 * 1024 * 1024, directory + 24)
    await expect(readAll(bomb, 'a.xlsx')).rejects.toMatchObject({ code: 'workbook_too_large' })
  })
  test('can be left before its end', async () => {
    const file = await openFile(fileOf('a.csv', `a,b\n${'1,2\n'.repeat(500_000)}`).path)
    for await (const batch of file.batches) {
      expect(batch.rows.length).toBe(4000)
      break
    }
    await file.close()
  })
})
