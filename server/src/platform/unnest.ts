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
  const arrays = entries.map(([, [type, of]]) => sql`${records.map(of)}::${sql.raw(type)}[]`)
  return { names, rows: sql`unnest(${sql.join(arrays)}) as r (${names})` }
}
