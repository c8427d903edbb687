// Where a text stands, for tests of what must be gone.
import { sql } from 'kysely'
import { as, sql as ch } from './ch.ts'
import type { Ctx } from './ctx.ts'

/** Places in both stores where a text still stands: every text, JSON and byte column of every table. */
export async function placesOf(ctx: Ctx, values: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const { rows: columns } = await sql<{ place: string; column: string; type: string }>`
    select quote_ident(table_schema) || '.' || quote_ident(table_name) as place, column_name as column, data_type as type
    from information_schema.columns where table_schema in ('public', 'job')
      and data_type in ('text', 'jsonb', 'json', 'bytea', 'ARRAY', 'character varying')`.execute(
    ctx.pg,
  )
  const tables = Map.groupBy(columns, (c) => c.place)
  for (const [place, held] of tables) {
    if (place.endsWith('.told_event')) continue
    const texts = held.map(({ column, type }) =>
      type === 'bytea' ? sql`encode(${sql.ref(column)}, 'escape')` : sql`${sql.ref(column)}::text`,
    )
    const { rows } = await sql<{ value: string }>`
      select v as value from unnest(${[...values]}::text[]) as v where exists (
        select 1 from ${sql.raw(place)} where position(lower(v) in lower(concat_ws(' ', ${sql.join(texts)}))) > 0)`.execute(
      ctx.pg,
    )
    for (const { value } of rows) found.push(`${place}: ${value}`)
  }
  const wide = await ctx.ch.allRows<{ table: string; column: string }>(
    ch`select table, name as column from system.columns
       where database = 'homefield' and (type like '%String%') order by table, name`,
  )
  for (const [table, held] of Map.groupBy(wide, (c) => c.table)) {
    if (table === 'migration') continue
    const text = `concat(${held.map((c) => `ifNull(toString(${c.column}), '')`).join(", ' ', ")}, '')`
    for (const value of values) {
      const rows = await ctx.ch.allRows({
        text: [
          `select 1 from homefield.${table} where positionCaseInsensitive(${text}, `,
          ') > 0 limit 1',
        ],
        slots: [as('String', value)],
      })
      if (rows.length > 0) found.push(`${table}: ${value}`)
    }
  }
  return found
}
