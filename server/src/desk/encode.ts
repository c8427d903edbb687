// Rows as the bytes of a file, streamed: CSV, NDJSON or XLSX.
import { type Cell, cellText, defused } from '../platform/cells.ts'
import type { Column, Row } from './export-kinds.ts'
import type { DataExport } from './exports.ts'
import { workbook } from './workbook.ts'

const PIECE = 64 * 1024

/** Bytes of the whole file, in pieces. */
export function encode(
  how: Pick<DataExport, 'format' | 'bom' | 'header'>,
  columns: readonly Column[],
  rows: AsyncIterable<Row>,
): AsyncIterable<Buffer | string> {
  const names = columns.map((c) => (how.header === 'keys' ? c.key : c.title[how.header]))
  if (how.format === 'xlsx') return workbook(names, inWords(how, columns, rows))
  if (how.format === 'ndjson')
    return pieces('', rows, (row) => {
      const values = columns.map((c, i) => [c.key, jsonValue(row[i])])
      return `${JSON.stringify(Object.fromEntries(values))}\n`
    })
  const head = `${how.bom ? '\uFEFF' : ''}${csvLine(names)}`
  return pieces(head, inWords(how, columns, rows), csvLine)
}

/** Codes by their names, where columns have names too. */
function inWords(
  { header }: Pick<DataExport, 'header'>,
  columns: readonly Column[],
  rows: AsyncIterable<Row>,
): AsyncIterable<Row> {
  if (header === 'keys' || columns.every(({ called }) => called === undefined)) return rows
  return (async function* () {
    for await (const row of rows)
      yield row.map((cell, i) => columns[i]?.called?.(cell, header) ?? cell)
  })()
}

async function* pieces(
  head: string,
  rows: AsyncIterable<Row>,
  line: (row: Row) => string,
): AsyncGenerator<string> {
  let text = head
  for await (const row of rows) {
    text += line(row)
    if (text.length < PIECE) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

const jsonValue = (value: Cell) => {
  if (value === undefined) return null
  return typeof value === 'bigint' ? Number(value) : value
}

/** RFC 4180: CRLF, quotes where they are needed. Numbers are numbers, and no text is a formula. */
export const csvLine = (cells: Row): string =>
  `${cells
    .map((cell) => {
      const text = cellText(cell)
      const safe = typeof cell === 'number' || typeof cell === 'bigint' ? text : defused(text)
      return /[",\r\n]/.test(safe) || /^\s|\s$/.test(safe)
        ? `"${safe.replaceAll('"', '""')}"`
        : safe
    })
    .join(',')}\r\n`
