// XLSX written as a stream: a zip whose sheets are packed piece by piece, so that a million rows need
// no more memory than one piece. Texts are texts in it: nothing a cell says is ever a formula.
import { type Cell, cellText } from '../platform/cells.ts'
import { invalid } from '../platform/errors.ts'
import type { Row } from './export-kinds.ts'
import { Zip } from './zip.ts'

/** What a sheet holds in Excel; further rows go to the next one. */
const SHEET_ROWS = 1_048_576
const CELL_CHARACTERS = 32_767
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
  yield* close(zip, around(Array.from({ length: sheets }, (_, i) => `${i + 1}`)))
}

/** What a figure of an answer means, which decides how its column is written. */
export type FigureKind = 'words' | 'count' | 'share' | 'seconds' | 'money' | 'number'
export interface FigureSheet {
  name: string
  columns: readonly { title: string; kind: FigureKind }[]
  /** Money in fen, shares as parts of one, days as `2026-05-01`. */
  rows: readonly (readonly (string | number | null)[])[]
}

/** Figures as people read them: numbers are numbers, each with the format of its kind. */
export async function figureWorkbook(
  sheets: readonly FigureSheet[],
  currency: string,
): Promise<Buffer> {
  const zip = new Zip()
  const written: Buffer[] = []
  for (const [at, sheet] of sheets.entries()) {
    written.push(zip.begin(`xl/worksheets/sheet${at + 1}.xml`))
    written.push(await zip.piece(sheetXml(sheet)), await zip.end())
  }
  const names = sheets.map(({ name }, at) => sheetName(name, at))
  const more = { 'xl/styles.xml': stylesXml(currency) }
  for await (const bytes of close(zip, { ...around(names, true), ...more })) written.push(bytes)
  return Buffer.concat(written)
}

async function* close(zip: Zip, files: Record<string, string>): AsyncGenerator<Buffer> {
  for (const [name, text] of Object.entries(files)) {
    yield zip.begin(name)
    yield await zip.piece(text)
    yield await zip.end()
  }
  yield zip.directory()
}

/** Excel takes 31 characters, and some not at all. */
const sheetName = (name: string, at: number): string =>
  `${name
    .replace(/[\\/?*[\]:']/g, ' ')
    .trim()
    .slice(0, 28)}${at === 0 ? '' : ` ${at + 1}`}`.trim() || `${at + 1}`

/** Places in the styles: the order of `FORMATS` after what is plain and what heads a column. */
const FORMATS = ['count', 'number', 'share', 'money', 'seconds', 'day', 'moment'] as const
type Format = (typeof FORMATS)[number]
const HEAD = 1
const styleOf = (format: Format) => FORMATS.indexOf(format) + 2
const SYMBOLS: Record<string, string> = { CNY: '¥', USD: '$', EUR: '€', GBP: '£', JPY: '¥' }

function stylesXml(currency: string): string {
  const sign = `"${SYMBOLS[currency] ?? `${currency.replace(/[^A-Z]/g, '')} `}"`
  const codes: Record<Format, string> = {
    count: '#,##0',
    number: '#,##0.00',
    share: '0.0%',
    money: `${sign}#,##0.00;-${sign}#,##0.00`,
    seconds: '[h]:mm:ss',
    day: 'yyyy-mm-dd',
    moment: 'yyyy-mm-dd hh:mm',
  }
  const formats = FORMATS.map(
    (format, at) =>
      `<numFmt numFmtId="${164 + at}" formatCode="${escaped(codes[format]).replaceAll('"', '&quot;')}"/>`,
  )
  const cells = FORMATS.map(
    (_, at) =>
      `<xf numFmtId="${164 + at}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  )
  return `${xml}<styleSheet xmlns="${main}"><numFmts count="${formats.length}">${formats.join('')}</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${cells.length + 2}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>${cells.join('')}</cellXfs></styleSheet>`
}

function sheetXml({ columns, rows }: FigureSheet): string {
  const widths = columns.map(({ title }, x) =>
    Math.min(
      60,
      Math.max(10, ...[title, ...rows.map((row) => row[x])].map((cell) => wide(cell) + 2)),
    ),
  )
  const cols = widths.map(
    (width, x) => `<col min="${x + 1}" max="${x + 1}" width="${width}" customWidth="1"/>`,
  )
  const head = columns.map(({ title }, x) => textXml(title, `${letters(x)}1`, HEAD)).join('')
  const body = rows.map((row, y) => {
    const number = y + 2
    const cells = columns.map(({ kind }, x) =>
      figureXml(row[x] ?? null, kind, `${letters(x)}${number}`),
    )
    return `<row r="${number}">${cells.join('')}</row>`
  })
  return `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData><row r="1">${head}</row>${body.join('')}</sheetData></worksheet>`
}

/** A Chinese sign takes two places. */
const wide = (cell: string | number | null | undefined): number =>
  [...String(cell ?? '')].reduce((sum, sign) => sum + (sign > '\u2e7f' ? 2 : 1), 0)

const DAY_MS = 86_400_000
/** Days are counted from the end of 1899. */
const EPOCH = Date.UTC(1899, 11, 30)
const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?)?$/

function figureXml(value: string | number | null, kind: FigureKind, place: string): string {
  if (value === null || value === '') return ''
  if (typeof value === 'string') {
    const at = MOMENT.test(value)
      ? Date.parse(value.length === 10 ? value : `${value}Z`)
      : Number.NaN
    if (Number.isNaN(at)) return textXml(value, place)
    return numberXml((at - EPOCH) / DAY_MS, place, value.length === 10 ? 'day' : 'moment')
  }
  if (kind === 'words') return textXml(String(value), place)
  if (kind === 'money') return numberXml(value / 100, place, kind)
  if (kind === 'seconds') return numberXml(value / 86_400, place, kind)
  return numberXml(value, place, kind === 'number' && Number.isInteger(value) ? 'count' : kind)
}

const numberXml = (value: number, place: string, format: Format) =>
  `<c r="${place}" s="${styleOf(format)}"><v>${value}</v></c>`

function rowXml(cells: Row, number: number): string {
  return `<row r="${number}">${cells.map((cell, x) => cellXml(cell, `${letters(x)}${number}`)).join('')}</row>`
}

function cellXml(value: Cell, place: string): string {
  if (value === null || value === undefined || value === '') return ''
  if (typeof value === 'number' && Number.isFinite(value))
    return `<c r="${place}"><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c r="${place}" t="b"><v>${value ? 1 : 0}</v></c>`
  return textXml(cellText(value), place)
}

function textXml(text: string, place: string, style = 0): string {
  if (text.length > CELL_CHARACTERS)
    throw invalid(
      'cell_too_long',
      `Cell ${place} has ${text.length} characters and a workbook's cell may have ${CELL_CHARACTERS}; export as CSV or NDJSON`,
    )
  return `<c r="${place}"${style === 0 ? '' : ` s="${style}"`} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`
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
function around(names: readonly string[], hasStyles = false): Record<string, string> {
  const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml'
  const bookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'
  const styleType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml'
  const each = (write: (n: number, name: string) => string) =>
    names.map((name, at) => write(at + 1, escaped(name))).join('')
  return {
    'xl/workbook.xml': `${xml}<workbook xmlns="${main}" xmlns:r="${rel}"><sheets>${each((n, name) => `<sheet name="${name.replaceAll('"', '&quot;')}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${xml}<Relationships xmlns="${types}/relationships">${each((n) => `<Relationship Id="rId${n}" Type="${rel}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}${hasStyles ? `<Relationship Id="styles" Type="${rel}/styles" Target="styles.xml"/>` : ''}</Relationships>`,
    '_rels/.rels': `${xml}<Relationships xmlns="${types}/relationships"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    '[Content_Types].xml': `${xml}<Types xmlns="${types}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${bookType}"/>${each((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${sheetType}"/>`)}${hasStyles ? `<Override PartName="/xl/styles.xml" ContentType="${styleType}"/>` : ''}</Types>`,
  }
}
