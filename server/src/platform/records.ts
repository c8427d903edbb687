// Reading files as rows of text, whatever they are: CSV of any delimiter, NDJSON or XLSX, UTF-8 or
// GB18030, gzipped or not. Streams, but for workbooks.
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { AppError, invalid } from './errors.ts'
import { readWorkbook } from './workbook.ts'

export interface Reading {
  encoding?: string | undefined
  delimiter?: string | undefined
  skipLines?: number | undefined
  sheet?: number | undefined
}
export interface Batch {
  rows: { row: number; cells: string[] }[]
  /** Rows that could not be read as such. */
  bad: { row: number; code: string; reason: string; raw: string[] }[]
  /** Bytes of the file (as stored) read so far. */
  bytesRead: number
}
export interface OpenFile {
  format: 'csv' | 'ndjson' | 'xlsx'
  encoding: string
  /** Of a CSV, what stands between its values. */
  delimiter: string | null
  /** Of a workbook. */
  sheets: string[]
  bytes: number
  /** Names of the columns; with NDJSON the list grows while rows are read. */
  columns: string[]
  batches: AsyncGenerator<Batch>
  /** For who stops before the end. */
  close(): Promise<unknown>
}

/** Rows handed over at once: enough to be quick, little enough to be held. */
const BATCH = 4_000
/** One record; a quote that is never closed would otherwise eat the rest of the file. */
const MAX_RECORD = 4 * 1024 * 1024
const SAMPLE = 1024 * 1024

/** @throws 400 with a code when the file is empty, of a kind or encoding that cannot be read, or damaged */
export async function openFile(path: string, reading: Reading = {}): Promise<OpenFile> {
  const bytes = (await stat(path)).size
  const sample = await readSample(path)
  if (sample.length === 0) throw invalid('file_empty', 'The file is empty')
  if (sample[0] === 0x50 && sample[1] === 0x4b) {
    const { columns, rows, sheets } = await readWorkbook(path, bytes, reading)
    const batches = fromMemory(rows, bytes, columns.length)
    return {
      format: 'xlsx',
      encoding: 'utf-8',
      delimiter: null,
      sheets,
      bytes,
      columns,
      batches,
      close: () => batches.return(undefined),
    }
  }
  const encoding = reading.encoding ?? encodingOf(sample)
  const text = new TextDecoder(encoding).decode(sample).replace(/^\uFEFF/, '')
  const source = { path, bytes, encoding }
  if (/^\s*\{/.test(text)) {
    const columns: string[] = []
    const batches = jsonLines(source, columns)
    return {
      format: 'ndjson',
      encoding,
      delimiter: null,
      sheets: [],
      bytes,
      columns,
      batches,
      close: () => batches.return(undefined),
    }
  }
  const delimiter = reading.delimiter ?? delimiterOf(text, reading.skipLines ?? 0)
  return csvFile(source, delimiter, reading.skipLines ?? 0)
}

async function readSample(path: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of await plainBytes(path)) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= SAMPLE) break
    }
  } catch (error) {
    throw damaged(error)
  }
  return Buffer.concat(chunks).subarray(0, SAMPLE)
}

const damaged = (error: unknown) =>
  error instanceof AppError
    ? error
    : invalid(
        'file_damaged',
        `The file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      )

/** Bytes with gzip undone, by what the file is and not by its name; `onRead` hears of stored bytes. */
async function plainBytes(
  path: string,
  onRead: (bytes: number) => void = () => {},
): Promise<AsyncIterable<Buffer>> {
  const file = await open(path)
  const magic = Buffer.alloc(2)
  try {
    await file.read(magic, 0, 2, 0)
  } finally {
    await file.close()
  }
  const stream = createReadStream(path, { highWaterMark: 256 * 1024 })
  let read = 0
  stream.on('data', (chunk) => {
    read += chunk.length
    onRead(read)
  })
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) return stream
  const gunzip = createGunzip({ chunkSize: 256 * 1024 })
  stream.on('error', (error) => gunzip.destroy(error))
  return stream.pipe(gunzip)
}

function encodingOf(sample: Buffer): string {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le'
  // The sample may end inside a character: `stream` leaves that to the next piece.
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
    return 'utf-8'
  } catch {
    return 'gb18030'
  }
}

interface Source {
  path: string
  bytes: number
  encoding: string
}

async function* decoded(source: Source, onRead: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder(source.encoding, { fatal: true })
  try {
    for await (const chunk of await plainBytes(source.path, onRead)) {
      const text = decoder.decode(chunk, { stream: true })
      if (text !== '') yield text
    }
    const rest = decoder.decode()
    if (rest !== '') yield rest
  } catch (error) {
    if (error instanceof TypeError)
      throw invalid(
        'bad_encoding',
        `The file is not ${source.encoding} all through; name its encoding in the mapping`,
      )
    throw damaged(error)
  }
}

/** Candidates tried on the first records; the one that cuts them into the most equal columns wins. */
function delimiterOf(text: string, skip: number): string {
  const lines = text.split(/\r?\n/).slice(skip, skip + 20)
  let best = ','
  let most = 1
  for (const candidate of [',', '\t', ';', '|']) {
    const counts = lines.filter((l) => l !== '').map((l) => columnsIn(l, candidate))
    const first = counts[0] ?? 1
    const alike = counts.filter((c) => c === first).length
    if (first > most && alike >= counts.length / 2) {
      most = first
      best = candidate
    }
  }
  return best
}
function columnsIn(line: string, delimiter: string): number {
  let quoted = false
  let count = 1
  for (const char of line) {
    if (char === '"') quoted = !quoted
    else if (char === delimiter && !quoted) count++
  }
  return count
}

async function csvFile(source: Source, delimiter: string, skipLines: number): Promise<OpenFile> {
  const columns: string[] = []
  const batches = csvRows(source, delimiter, skipLines, columns)
  // The names are known once the first batch is there.
  const first = await batches.next()
  if (columns.length === 0) throw invalid('file_empty', 'The file has no line with column names')
  return {
    format: 'csv',
    encoding: source.encoding,
    delimiter,
    sheets: [],
    bytes: source.bytes,
    columns,
    batches: resumed(first, batches),
    close: () => batches.return(undefined),
  }
}

async function* resumed(
  first: IteratorResult<Batch>,
  rest: AsyncGenerator<Batch>,
): AsyncGenerator<Batch> {
  if (!first.done) yield first.value
  yield* rest
}

async function* csvRows(
  source: Source,
  delimiter: string,
  skipLines: number,
  columns: string[],
): AsyncGenerator<Batch> {
  let bytesRead = 0
  const parser = parse({
    delimiter,
    bom: true,
    from_line: skipLines + 1,
    relax_column_count: true,
    // Excel's ="123" and stray quotes inside a value are values, not faults.
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD,
  })
  const closed = new Promise<void>((resolve) => parser.once('close', resolve))
  const feed = (async () => {
    for await (const text of decoded(source, (n) => {
      bytesRead = n
    })) {
      if (parser.destroyed) return
      if (parser.write(text)) continue
      await Promise.race([closed, new Promise<void>((resolve) => parser.once('drain', resolve))])
    }
    parser.end()
  })().catch((error: unknown) => parser.destroy(error as Error))
  let batch: Batch = { rows: [], bad: [], bytesRead: 0 }
  let row = 0
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (columns.length === 0) {
        columns.push(...uniqueNames(cells))
        continue
      }
      row += 1
      if (cells.length === columns.length) batch.rows.push({ row, cells })
      else
        batch.bad.push({
          row,
          code: 'wrong_column_count',
          reason: `${cells.length} values where the header names ${columns.length} columns`,
          raw: cells,
        })
      if (batch.rows.length + batch.bad.length >= BATCH) {
        batch.bytesRead = bytesRead
        yield batch
        batch = { rows: [], bad: [], bytesRead: 0 }
      }
    }
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (code.startsWith('CSV_'))
      throw invalid('file_malformed', `After row ${row}: ${(error as Error).message}`)
    throw damaged(error)
  }
  await feed
  batch.bytesRead = source.bytes
  yield batch
}

function uniqueNames(cells: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return cells.map((cell) => {
    const name = cell.trim()
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}

async function* jsonLines(source: Source, columns: string[]): AsyncGenerator<Batch> {
  const places = new Map<string, number>()
  const place = (name: string) => {
    let at = places.get(name)
    if (at === undefined) {
      at = columns.push(name) - 1
      places.set(name, at)
    }
    return at
  }
  let bytesRead = 0
  let rest = ''
  let row = 0
  let batch: Batch = { rows: [], bad: [], bytesRead: 0 }
  const take = (line: string) => {
    const text = line.trim()
    if (text === '') return
    row += 1
    const cells = jsonCells(text, place)
    if (cells) batch.rows.push({ row, cells })
    else
      batch.bad.push({
        row,
        code: 'malformed_json',
        reason: 'the line is no JSON object',
        raw: [text],
      })
  }
  for await (const text of decoded(source, (n) => {
    bytesRead = n
  })) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > MAX_RECORD)
      throw invalid(
        'file_malformed',
        `After row ${row}: a line is longer than ${MAX_RECORD} characters`,
      )
    for (const line of lines) {
      take(row === 0 ? line.replace(/^\uFEFF/, '') : line)
      if (batch.rows.length + batch.bad.length >= BATCH) {
        batch.bytesRead = bytesRead
        yield batch
        batch = { rows: [], bad: [], bytesRead: 0 }
      }
    }
  }
  take(rest)
  batch.bytesRead = source.bytes
  yield batch
}

/** Objects are flattened, `{"a":{"b":1}}` to a.b; lists stay JSON. */
function jsonCells(text: string, place: (name: string) => number): string[] | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const cells: string[] = []
  const put = (object: object, prefix: string) => {
    for (const [name, item] of Object.entries(object)) {
      if (item === null || item === undefined) continue
      if (typeof item === 'object' && !Array.isArray(item)) put(item, `${prefix}${name}.`)
      else cells[place(prefix + name)] = typeof item === 'string' ? item : JSON.stringify(item)
    }
  }
  put(value, '')
  return Array.from(cells, (cell) => cell ?? '')
}

async function* fromMemory(rows: string[][], bytes: number, width: number): AsyncGenerator<Batch> {
  for (let start = 0; start < rows.length || start === 0; start += BATCH) {
    const part = rows.slice(start, start + BATCH)
    yield {
      rows: part.map((cells, i) => ({
        row: start + i + 1,
        cells:
          cells.length < width
            ? [...cells, ...Array<string>(width - cells.length).fill('')]
            : cells,
      })),
      bad: [],
      bytesRead: Math.round(
        (bytes * Math.min(start + BATCH, rows.length)) / Math.max(rows.length, 1),
      ),
    }
  }
}
