// Refused rows sent again: the mapping of the first import, for a file that we have written ourselves.
import type { Ctx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import { openFile } from '../platform/records.ts'
import { type DataImport, loadImport, type NewFile } from './import.ts'
import type { Mapping } from './mapping.ts'
import { ADDED_COLUMNS } from './transforms.ts'

export interface Mended {
  mapping: Mapping
  files: NewFile[]
  mode: DataImport['mode']
}

/**
 * The mended rows are read by the part that refused them, whatever the file was: they are a CSV in
 * UTF-8 now. Files in which values are looked up come along from the first import.
 * @throws 400 when the file is not one of the rows that this import gave back, 404
 */
export async function mendedImport(
  ctx: Ctx,
  importId: string,
  files: readonly { name: string; path: string }[],
): Promise<Mended> {
  const first = await loadImport(ctx, importId)
  const [mended] = files
  if (!mended || files.length > 1)
    throw invalid('one_file_needed', 'Send one file of mended rows at a time')
  const columns = await columnsOf(mended.path)
  const isOurs = ADDED_COLUMNS.every((name) => columns.includes(name))
  const index = first.files.findIndex(({ part }, i) => {
    const kind = first.mapping.parts[part]?.kind
    const theirs = first.progress[i]?.columns ?? []
    return kind !== 'lookup' && theirs.length > 0 && theirs.every((c) => columns.includes(c))
  })
  const source = first.files[index]
  if (!isOurs || !source)
    throw invalid(
      'not_rows_of_import',
      `This is not a file of rows that the import gave back: it needs all their columns, and ${ADDED_COLUMNS.join(', ')}`,
    )
  const parts = first.mapping.parts.map((part, i) =>
    i === source.part
      ? {
          ...part,
          required: true,
          encoding: undefined,
          delimiter: ',',
          skip_lines: 0,
          sheet: 1,
        }
      : { ...part, required: false },
  )
  const lookups = first.files.filter((f) => {
    const part = first.mapping.parts[f.part]
    const isLookedUp = first.mapping.parts.some((p) =>
      Object.values(p.fields).some(
        (rule) => typeof rule !== 'string' && rule.lookup?.file === part?.file,
      ),
    )
    return part?.kind === 'lookup' || (isLookedUp && f.part !== source.part)
  })
  return {
    mode: first.mode,
    // A file that is looked up in was imported by the first import: here it is only looked up in.
    mapping: {
      ...first.mapping,
      parts: parts.map((part, i) =>
        i !== source.part && lookups.some((f) => f.part === i)
          ? { ...part, kind: 'lookup' as const, rows: [], fields: {} }
          : part,
      ),
    },
    files: [
      { name: mended.name, path: mended.path, part: source.part },
      ...lookups.map(({ name, path, part }) => ({ name, path, part })),
    ],
  }
}

async function columnsOf(path: string): Promise<string[]> {
  const opened = await openFile(path)
  try {
    return [...opened.columns]
  } finally {
    await opened.close()
  }
}
