// Stores, people and the codes that a brand names, for columns of exports that hold them.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Column } from './export-kinds.ts'
import { namedBy } from './value-names.ts'

const KIND_OF: Readonly<Record<string, string>> = {
  store_id: 'store',
  staff_id: 'staff',
  channel_id: 'channel',
  activity_id: 'activity',
  content_id: 'content',
}

/** The columns of links among these say what the brand calls them. */
export async function withLinkNames(ctx: Ctx, columns: readonly Column[]): Promise<Column[]> {
  const { rows } = await sql<{ kind: string; code: string; name: string }>`
    select 'store' as kind, code, name from store where tenant_id = ${ctx.tenantId}
    union all select 'staff', code, name from staff where tenant_id = ${ctx.tenantId}
    union all select 'activity', id::text, name from activity where tenant_id = ${ctx.tenantId}
    union all select kind, code, name from code_name where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  const byKind = Map.groupBy(rows, ({ kind }) => kind)
  return columns.map((column) => {
    const named = byKind.get(KIND_OF[column.key] ?? '')
    if (!named) return column
    return { ...column, called: namedBy(new Map(named.map(({ code, name }) => [code, name]))) }
  })
}
