// Many rows in one statement: a list of records as columns that PostgreSQL unnests.
import { type RawBuilder, sql } from 'kysely'

export type PgType =
  | 'text'
  | 'uuid'
  | 'bigint'
  | 'integer'
  | 'smallint'
  | 'numeric'
  | 'boolean'
  | 'date'
  | 'timestamptz'
  | 'jsonb'
/** A column's type and what it takes from a record; `jsonb` values are given as JSON text. */
export type Column<Row> = readonly [type: PgType, of: (row: Row) => unknown]

export interface Unnested {
  /** `"a", "b"`: for the list of an insert. */
  names: RawBuilder<unknown>
  /** `unnest(…) as r ("a", "b")`: for a from clause. */
  rows: RawBuilder<unknown>
}

/** @example const r = unnest(lines, { sku: ['text', (l) => l.sku] }) */
export function unnest<Row>(
  records: readonly Row[],
  columns: Readonly<Record<string, Column<Row>>>,
): Unnested {
  const entries = Object.entries(columns)
  const names = sql.join(entries.map(([name]) => sql.ref(name)))
  const arrays = entries.map(([, [type, of]]) => arrayOf(type, records.map(of)))
  return { names, rows: sql`unnest(${sql.join(arrays)}) as r (${names})` }
}

const SEPARATOR = '\x1f'
const NULL = '\x1d'

/**
 * One column as one text: the driver's own quoting of a long list costs more than the insert. Texts
 * are joined by a control character where none of them holds it; everything else needs no quotes.
 */
function arrayOf(type: PgType, values: unknown[]): RawBuilder<unknown> {
  const cast = sql.raw(`${type}[]`)
  if (type !== 'text' && type !== 'jsonb') {
    const literal = `{${values.map((v) => (v === null || v === undefined ? 'null' : v instanceof Date ? v.toISOString() : String(v))).join(',')}}`
    return sql`${literal}::${cast}`
  }
  const joined = values
    .map((v) => (v === null || v === undefined ? NULL : String(v)))
    .join(SEPARATOR)
  const held = joined.split(SEPARATOR).length === values.length && !values.includes(NULL)
  if (!held || joined === '') return sql`${values}::${cast}`
  return sql`string_to_array(${joined}::text, ${SEPARATOR}, ${NULL})::${cast}`
}
