// Rows of files that were not imported, and what an import would put back when undone.
import { sql } from 'kysely'
import { type PersonalData, textsOf } from '../profile/index.ts'

const rows: PersonalData = {
  name: 'import_rows',
  tables: ['import_row', 'import_relation_before'],
  async erase(ctx, person) {
    const texts = textsOf(person.identifiers).map((t) => JSON.stringify(t).slice(1, -1))
    await sql`delete from import_relation_before where tenant_id = ${ctx.tenantId}
      and node_id = any(${[...person.nodes]}::bigint[])`.execute(ctx.pg)
    // The row's place and reason stay: the report goes on adding up.
    const { numAffectedRows } = await sql`update import_row i set cells = '[]', reason = i.code
      where i.tenant_id = ${ctx.tenantId} and i.cells <> '[]' and exists (
        select 1 from unnest(${texts}::text[]) as t
        where position(lower(t) in lower(i.cells)) > 0 or position(lower(t) in lower(i.reason)) > 0)`.execute(
      ctx.pg,
    )
    return Number(numAffectedRows ?? 0)
  },
}

export const importsData: readonly PersonalData[] = [rows]
