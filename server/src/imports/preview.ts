// The beginning of a file as it would be read: what it is, its columns, its first rows.
import { notFound } from '../platform/errors.ts'
import { openFile, type Reading } from '../platform/records.ts'
import type { UploadedFile } from './uploads.ts'

export interface Preview {
  name: string
  bytes: number
  format: 'csv' | 'ndjson' | 'xlsx'
  encoding: string
  delimiter: string | null
  sheets: string[]
  columns: string[]
  /** From the top; `sample` is what guessing looks at. */
  sample: string[][]
  /** Rows among them of another shape than the file. */
  bad: { row: number; code: string; reason: string }[]
  /** True when the sample is the whole file. */
  isWhole: boolean
}

/** @throws 400 for a file that cannot be read so */
export async function previewFile(
  file: UploadedFile | undefined,
  reading: Reading,
): Promise<Preview> {
  if (!file) throw notFound('file')
  const opened = await openFile(file.path, reading)
  try {
    const first = await opened.batches.next()
    const batch = first.done ? { rows: [], bad: [], bytesRead: file.bytes } : first.value
    return {
      name: file.name,
      bytes: file.bytes,
      format: opened.format,
      encoding: opened.encoding,
      delimiter: opened.delimiter,
      sheets: opened.sheets,
      columns: [...opened.columns],
      sample: batch.rows.map((r) => r.cells),
      bad: batch.bad.map(({ row, code, reason }) => ({ row, code, reason })),
      isWhole: batch.bytesRead >= file.bytes,
    }
  } finally {
    await opened.close()
  }
}
