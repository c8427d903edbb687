// XLSX: read whole, so its size is bounded before a byte is unpacked.
import { type FileHandle, open } from 'node:fs/promises'
import { inflateRawSync } from 'node:zlib'
import { readSheet } from 'read-excel-file/node'
import { invalid } from './errors.ts'

const MAX_BYTES = 30 * 1024 * 1024
/** The list of its sheets, which no workbook fills with more. */
const MAX_BOOK = 1024 * 1024
const MAX_UNPACKED = 300 * 1024 * 1024

export async function readWorkbook(
  path: string,
  bytes: number,
  options: { sheet?: number | undefined; skipLines?: number | undefined },
): Promise<{ columns: string[]; rows: string[][]; sheets: string[] }> {
  if (bytes > MAX_BYTES)
    throw invalid(
      'workbook_too_large',
      `A workbook may have ${MAX_BYTES / 1024 / 1024} MB; save it as CSV, which has no limit`,
    )
  const { unpacked, sheets } = await look(path, bytes)
  if (unpacked > MAX_UNPACKED)
    throw invalid(
      'workbook_too_large',
      `Unpacked, the workbook has ${Math.round(unpacked / 1024 / 1024)} MB; save it as CSV, which has no limit`,
    )
  let sheet: unknown[][]
  try {
    sheet = (await readSheet(path, options.sheet ?? 1)) as unknown[][]
  } catch (error) {
    throw invalid(
      'file_damaged',
      `The workbook cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  const [names, ...rows] = sheet.slice(options.skipLines ?? 0)
  if (!names) throw invalid('file_empty', 'The sheet has no line with column names')
  return {
    columns: names.map((n) => cellText(n).trim()),
    rows: rows.map((row) => row.map(cellText)).filter((row) => row.some((cell) => cell !== '')),
    sheets,
  }
}

/** A date cell is a wall clock without a zone, which the library hands over as if it were UTC. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date)
    return cell.toISOString().slice(0, 19).replace('T', ' ').replace(' 00:00:00', '')
  return String(cell)
}

/** What the zip's own directory says: how much its files unpack to, and what the sheets are called. */
async function look(path: string, bytes: number): Promise<{ unpacked: number; sheets: string[] }> {
  const file = await open(path)
  try {
    const tail = Buffer.alloc(Math.min(bytes, 65_557))
    await file.read(tail, 0, tail.length, bytes - tail.length)
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
    if (end < 0) throw invalid('file_damaged', 'The workbook is cut off')
    const size = tail.readUInt32LE(end + 12)
    const directory = Buffer.alloc(Math.min(size, bytes))
    await file.read(directory, 0, directory.length, tail.readUInt32LE(end + 16))
    let unpacked = 0
    let sheets: string[] = []
    for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
      const length = directory.readUInt16LE(at + 28)
      const size = directory.readUInt32LE(at + 24)
      unpacked += size
      if (
        directory.toString('utf8', at + 46, at + 46 + length) === 'xl/workbook.xml' &&
        size <= MAX_BOOK
      )
        sheets = namesIn(await entryText(file, directory.subarray(at, at + 46)))
      at += 46 + length + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
    }
    return { unpacked, sheets }
  } finally {
    await file.close()
  }
}

async function entryText(file: FileHandle, entry: Buffer): Promise<string> {
  const start = entry.readUInt32LE(42)
  const head = Buffer.alloc(30)
  await file.read(head, 0, 30, start)
  const packed = Buffer.alloc(Math.min(entry.readUInt32LE(20), MAX_BOOK))
  await file.read(
    packed,
    0,
    packed.length,
    start + 30 + head.readUInt16LE(26) + head.readUInt16LE(28),
  )
  if (entry.readUInt16LE(10) === 0) return packed.toString('utf8')
  try {
    return inflateRawSync(packed, { maxOutputLength: MAX_BOOK }).toString('utf8')
  } catch (error) {
    throw invalid(
      'file_damaged',
      `The workbook cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const namesIn = (book: string) =>
  [...book.matchAll(/<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"/g)].map(([, name = '']) =>
    name.replace(/&(lt|gt|amp|quot|apos);/g, (_, entity: string) => ENTITIES[entity] ?? ''),
  )
