// A file that people fill in and send as it is: whatever its headings are called, read as rows of one shape.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { undefused } from './cells.ts'
import { invalid } from './errors.ts'
import { openFile } from './records.ts'

export interface SheetShape<Field extends string> {
  /** What each column may be called; the first is what it is asked for by. */
  headings: Readonly<Record<Field, readonly string[]>>
  needed: readonly NoInfer<Field>[]
  mostRows: number
}
export interface SheetRow<Field extends string> {
  /** As a spreadsheet counts it: the headings are row 1. */
  row: number
  cells: readonly string[]
  /** It has as many cells as there are headings. */
  isWhole: boolean
  /** Without what spreadsheets wrap around a text; '' where there is no such column. */
  of: (field: Field) => string
}
export interface Sheet<Field extends string> {
  columns: readonly string[]
  rows: readonly SheetRow<Field>[]
}

/** @throws 400 for a file that cannot be read, lacks a column or is too long */
export async function readSheet<Field extends string>(
  content: Buffer,
  shape: SheetShape<Field>,
): Promise<Sheet<Field>> {
  // The reader streams from disk; what the file says of people is gone with it.
  const folder = await mkdtemp(join(tmpdir(), 'homefield-sheet-'))
  try {
    const path = join(folder, 'file')
    await writeFile(path, content, { mode: 0o600 })
    return await readAt(path, shape)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readAt<Field extends string>(
  path: string,
  shape: SheetShape<Field>,
): Promise<Sheet<Field>> {
  const file = await openFile(path)
  try {
    const places = placesOf(file.columns, shape)
    const rows: SheetRow<Field>[] = []
    const add = (row: number, cells: readonly string[], isWhole: boolean) =>
      rows.push({
        ...{ row: row + 1, cells, isWhole },
        of: (field) => {
          const place = places.get(field)
          return place === undefined ? '' : plain(cells[place] ?? '')
        },
      })
    for await (const batch of file.batches) {
      for (const { row, cells } of batch.rows) add(row, cells, true)
      for (const { row, raw } of batch.bad) add(row, raw, false)
      if (rows.length > shape.mostRows)
        throw invalid('too_many_rows', `Such a file may have ${shape.mostRows} rows`, {
          most: shape.mostRows,
        })
    }
    rows.sort((a, b) => a.row - b.row)
    return { columns: file.columns, rows }
  } finally {
    await file.close()
  }
}

const folded = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-*（）():：.]/gu, '')

function placesOf<Field extends string>(
  columns: readonly string[],
  { headings, needed }: SheetShape<Field>,
): Map<Field, number> {
  const entries = Object.entries(headings) as [Field, readonly string[]][]
  const fieldOf = new Map(
    entries.flatMap(([field, names]) =>
      names.map((name): [string, Field] => [folded(name), field]),
    ),
  )
  const places = new Map<Field, number>()
  columns.forEach((column, i) => {
    const field = fieldOf.get(folded(column))
    if (field !== undefined && !places.has(field)) places.set(field, i)
  })
  const missing = needed.filter((field) => !places.has(field))
  if (missing.length > 0)
    throw invalid(
      'columns_missing',
      `The file has no column for ${missing.join(', ')}: ${needed.map((f) => headings[f][0]).join(', ')} are needed`,
      { missing },
    )
  return places
}

const plain = (cell: string) =>
  undefused(cell.trim())
    .replace(/^="(.*)"$/, '$1')
    .replace(/^['`\t]+/, '')
    .trim()
