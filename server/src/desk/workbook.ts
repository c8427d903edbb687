// XLSX written as a stream: a zip whose sheets are packed piece by piece, so that a million rows need
// no more memory than one piece. Texts are texts in it: nothing a cell says is ever a formula.
import { promisify } from 'node:util'
import { constants, crc32, deflateRaw } from 'node:zlib'
import { type Cell, cellText } from '../platform/cells.ts'
import { invalid } from '../platform/errors.ts'
import type { Row } from './export-kinds.ts'

const pack = promisify(deflateRaw)
/** What a sheet holds in Excel; further rows go to the next one. */
const SHEET_ROWS = 1_048_576
const CELL_CHARACTERS = 32_767
/** Without the zip64 extension sizes have 32 bits. */
const MAX_BYTES = 0xffff_0000
const PIECE = 256 * 1024

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const types = 'http://schemas.openxmlformats.org/package/2006'

/** @throws 400 for what a workbook cannot hold */
export async function* workbook(
  header: readonly string[],
  rows: AsyncIterable<Row>,
  rowsASheet = SHEET_ROWS,
): AsyncGenerator<Buffer> {
  const zip = new Zip()
  const source = rows[Symbol.asyncIterator]()
  let sheets = 0
  let next = await source.next()
  try {
    do {
      sheets += 1
      yield zip.begin(`xl/worksheets/sheet${sheets}.xml`)
      let text = `${xml}<worksheet xmlns="${main}"><sheetData>${rowXml(header, 1)}`
      let number = 1
      while (!next.done && number < rowsASheet) {
        number += 1
        text += rowXml(next.value, number)
        if (text.length >= PIECE) {
          yield await zip.piece(text)
          text = ''
        }
        next = await source.next()
      }
      yield await zip.piece(`${text}</sheetData></worksheet>`)
      yield await zip.end()
    } while (!next.done)
  } finally {
    await source.return?.()
  }
  for (const [name, text] of Object.entries(around(sheets))) {
    yield zip.begin(name)
    yield await zip.piece(text)
    yield await zip.end()
  }
  yield zip.directory()
}

function rowXml(cells: Row, number: number): string {
  return `<row r="${number}">${cells.map((cell, x) => cellXml(cell, `${letters(x)}${number}`)).join('')}</row>`
}

function cellXml(value: Cell, place: string): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'number' && Number.isFinite(value))
    return `<c r="${place}"><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`
  const text = cellText(value)
  if (text.length > CELL_CHARACTERS)
    throw invalid(
      'cell_too_long',
      `Cell ${place} has ${text.length} characters and a workbook's cell may have ${CELL_CHARACTERS}; export as CSV or NDJSON`,
    )
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
}

/** Control characters have a form of their own in workbooks, since XML has none for them. */
const escaped = (text: string) =>
  text
    .toWellFormed()
    // A text that looks like such a form already is marked as none.
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g,
      (c) => `_x${c.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}_`,
    )

function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}

/** What a workbook has around its sheets. */
function around(sheets: number): Record<string, string> {
  const numbers = Array.from({ length: sheets }, (_, i) => i + 1)
  const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml'
  const bookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'
  return {
    'xl/workbook.xml': `${xml}<workbook xmlns="${main}" xmlns:r="${rel}"><sheets>${numbers.map((n) => `<sheet name="${n}" sheetId="${n}" r:id="rId${n}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${types}/relationships">${numbers.map((n) => `<Relationship Id="rId${n}" Type="${rel}/worksheet" Target="worksheets/sheet${n}.xml"/>`).join('')}</Relationships>`,
    '_rels/.rels': `${xml}<Relationships xmlns="${types}/relationships"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `${xml}<Types xmlns="${types}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${bookType}"/>${numbers.map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${sheetType}"/>`).join('')}</Types>`,
  }
}

/** Entries whose size is known only at their end: it is told behind them and in the directory. */
class Zip {
  private offset = 0
  private entry = { name: '', start: 0, crc: 0, packed: 0, size: 0 }
  private readonly entries: Zip['entry'][] = []

  private written(bytes: Buffer): Buffer {
    this.offset += bytes.length
    if (this.offset > MAX_BYTES)
      throw invalid('workbook_too_large', 'A workbook ends at 4 GB; export as CSV or NDJSON')
    return bytes
  }

  begin(name: string): Buffer {
    this.entry = { name, start: this.offset, crc: 0, packed: 0, size: 0 }
    const path = Buffer.from(name)
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50, 0)
    head.writeUInt16LE(20, 4)
    head.writeUInt16LE(0x0808, 6)
    head.writeUInt16LE(8, 8)
    head.writeUInt16LE(path.length, 26)
    return this.written(Buffer.concat([head, path]))
  }

  /** Each piece is flushed whole, so that pieces laid end to end are one stream. */
  async piece(text: string): Promise<Buffer> {
    const bytes = Buffer.from(text)
    const { entry } = this
    entry.crc = crc32(bytes, entry.crc)
    entry.size += bytes.length
    if (entry.size > MAX_BYTES)
      throw invalid('workbook_too_large', 'A workbook ends at 4 GB; export as CSV or NDJSON')
    const packed = await pack(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
    entry.packed += packed.length
    return this.written(packed)
  }

  async end(): Promise<Buffer> {
    const { entry } = this
    const last = await pack(Buffer.alloc(0))
    entry.packed += last.length
    const sizes = Buffer.alloc(16)
    sizes.writeUInt32LE(0x08074b50, 0)
    sizes.writeUInt32LE(entry.crc, 4)
    sizes.writeUInt32LE(entry.packed, 8)
    sizes.writeUInt32LE(entry.size, 12)
    this.entries.push(entry)
    return this.written(Buffer.concat([last, sizes]))
  }

  directory(): Buffer {
    const start = this.offset
    const listed = this.entries.map((entry) => {
      const path = Buffer.from(entry.name)
      const head = Buffer.alloc(46)
      head.writeUInt32LE(0x02014b50, 0)
      head.writeUInt16LE(20, 4)
      head.writeUInt16LE(20, 6)
      head.writeUInt16LE(0x0808, 8)
      head.writeUInt16LE(8, 10)
      head.writeUInt32LE(entry.crc, 16)
      head.writeUInt32LE(entry.packed, 20)
      head.writeUInt32LE(entry.size, 24)
      head.writeUInt16LE(path.length, 28)
      head.writeUInt32LE(entry.start, 42)
      return Buffer.concat([head, path])
    })
    const all = Buffer.concat(listed)
    const tail = Buffer.alloc(22)
    tail.writeUInt32LE(0x06054b50, 0)
    tail.writeUInt16LE(this.entries.length, 8)
    tail.writeUInt16LE(this.entries.length, 10)
    tail.writeUInt32LE(all.length, 12)
    tail.writeUInt32LE(start, 16)
    return this.written(Buffer.concat([all, tail]))
  }
}
