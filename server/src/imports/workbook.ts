// XLSX: read whole, so its size is bounded before a byte is unpacked.
import { open } from 'node:fs/promises'
import { readSheet } from 'read-excel-file/node'
import { invalid } from '../platform/errors.ts'

const MAX_BYTES = 30 * 1024 * 1024
const MAX_UNPACKED = 300 * 1024 * 1024

export async function readWorkbook(
  path: string,
  bytes: number,
  options: { sheet?: number | undefined; skipLines?: number | undefined },
): Promise<{ columns: string[]; rows: string[][] }> {
  if (bytes > MAX_BYTES)
    throw invalid(
      'workbook_too_large',
      `A workbook may have ${MAX_BYTES / 1024 / 1024} MB; save it as CSV, which has no limit`,
    )
  const unpacked = await unpackedSize(path, bytes)
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
  }
}

/** A date cell is a wall clock without a zone, which the library hands over as if it were UTC. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date)
    return cell.toISOString().slice(0, 19).replace('T', ' ').replace(' 00:00:00', '')
  return String(cell)
}

/** What the zip's own directory says its files unpack to. */
async function unpackedSize(path: string, bytes: number): Promise<number> {
  const file = await open(path)
  try {
    const tail = Buffer.alloc(Math.min(bytes, 65_557))
    await file.read(tail, 0, tail.length, bytes - tail.length)
    const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
    if (end < 0) throw invalid('file_damaged', 'The workbook is cut off')
    const size = tail.readUInt32LE(end + 12)
    const directory = Buffer.alloc(Math.min(size, bytes))
    await file.read(directory, 0, directory.length, tail.readUInt32LE(end + 16))
    let total = 0
    for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
      total += directory.readUInt32LE(at + 24)
      at +=
        46 +
        directory.readUInt16LE(at + 28) +
        directory.readUInt16LE(at + 30) +
        directory.readUInt16LE(at + 32)
    }
    return total
  } finally {
    await file.close()
  }
}
