// What an import reads its files with: how each is opened, and the tables that cells are looked up in.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import { openFile } from '../platform/records.ts'
import type { DataImport } from './import.ts'
import type { Part } from './mapping.ts'
import type { Lookups } from './transforms.ts'

const MAX_LOOKUP = 200_000

export async function tenantCurrency(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{
    currency: string
  }>`select currency from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.currency ?? 'CNY'
}

export const readingOf = (part: Part) => ({
  encoding: part.encoding,
  delimiter: part.delimiter,
  skipLines: part.skip_lines,
  sheet: part.sheet,
})

/** Files that others look values up in, read once. @throws 400 when one is missing, or larger than memory should hold */
export async function loadLookups(job: Pick<DataImport, 'mapping' | 'files'>): Promise<Lookups> {
  const tables = new Map<string, Map<string, string>>()
  for (const part of job.mapping.parts) {
    for (const rule of Object.values(part.fields)) {
      const lookup = typeof rule === 'string' ? undefined : rule.lookup
      if (!lookup?.file) continue
      const { file: wanted, key = '', value = '' } = lookup
      const name = `${wanted}\x1f${key}\x1f${value}`
      if (tables.has(name)) continue
      const place = job.mapping.parts.findIndex((p) => p.file === wanted)
      const found = job.files.find((f) => f.part === place)
      const source = job.mapping.parts[place]
      if (!found || !source)
        throw invalid('lookup_missing', `A lookup needs the file ${wanted}, which is not there`)
      const table = new Map<string, string>()
      const file = await openFile(found.path, readingOf(source))
      for await (const batch of file.batches) {
        const [k, v] = [file.columns.indexOf(key), file.columns.indexOf(value)]
        if (k < 0 || v < 0)
          throw invalid('column_missing', `${found.name} has no column ${k < 0 ? key : value}`)
        for (const { cells } of batch.rows)
          table.set(cells[k]?.trim() ?? '', cells[v]?.trim() ?? '')
        if (table.size > MAX_LOOKUP)
          throw invalid(
            'lookup_too_large',
            `${found.name} has more than ${MAX_LOOKUP} rows to look up in`,
          )
      }
      tables.set(name, table)
    }
  }
  return (file, key, value) => tables.get(`${file}\x1f${key}\x1f${value}`) ?? new Map()
}
