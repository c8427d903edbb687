// Which mapping reads somebody's files, and that it can tell whose rows they are.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { invalid } from '../platform/errors.ts'
import { openFile } from '../platform/records.ts'
import { type Kind, type Mapping, plainMapping } from './mapping.ts'
import { getMapping } from './saved-mappings.ts'

const ABOUT_CUSTOMERS: readonly string[] = ['customers', 'relations', 'tags', 'events', 'orders']

/**
 * A file from which nobody could be told: its rows would be of no use, or of nobody.
 * @throws 400 naming the columns there are
 */
export function demandIdentifiers(mapping: Mapping, columns: readonly string[]): void {
  const isAboutNobody = mapping.parts.some(
    (part) =>
      ABOUT_CUSTOMERS.includes(part.kind) &&
      !Object.keys(part.fields).some((field) => field.startsWith('identifiers.')),
  )
  if (isAboutNobody)
    throw invalid(
      'no_identifier_column',
      `No column identifies a customer: name one, such as identifiers.phone; the file has ${columns.join(', ')}`,
      { columns },
    )
}

/** Times without a zone are the brand's, as whoever exported the file read them on the wall. */
async function zoneOf(ctx: Ctx): Promise<string | undefined> {
  const { rows } = await sql<{ timezone: string }>`
    select timezone from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.timezone
}

/** A mapping by its name, or none: then the columns are named as our fields, and the kind is said. */
export async function mappingFor(
  ctx: Ctx,
  given: { mapping?: string | undefined; kind?: Kind | undefined; source?: string | undefined },
  files: readonly { path: string }[],
) {
  if (given.mapping) {
    const mapping = await getMapping(ctx, given.mapping)
    return given.source ? { ...mapping, source: given.source } : mapping
  }
  const [file] = files
  if (!given.kind || !file)
    throw invalid(
      'mapping_missing',
      'Name a mapping, or the kind of a file whose columns are named as our fields',
    )
  const opened = await openFile(file.path)
  if (opened.format === 'ndjson') await opened.batches.next()
  await opened.close()
  const mapping = plainMapping(
    given.kind,
    given.source ?? 'import',
    opened.columns,
    await zoneOf(ctx),
  )
  demandIdentifiers(mapping, opened.columns)
  return mapping
}
