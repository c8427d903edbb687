// What codes of stores, people, channels and the like are called: columns of exports hold them.
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

/** A code that events and costs carry, of a thing that has its name here: an activity, a form's place. */
export interface OwnName {
  kind: 'channel' | 'activity'
  code: string
  name: string
}
type OwnNames = (ctx: Ctx) => Promise<OwnName[]>
let sources: readonly OwnNames[] = []

/** Domains above tell through here what their things are called. */
export function useOwnNames(given: readonly OwnNames[]): void {
  sources = given
}
/** Without those that the brand named by hand. */
export const ownNames = async (ctx: Ctx): Promise<OwnName[]> =>
  (await Promise.all(sources.map((read) => read(ctx)))).flat()

/** The columns of links among these say what the brand calls them. */
export async function withLinkNames(ctx: Ctx, columns: readonly Column[]): Promise<Column[]> {
  const { rows } = await sql<{ kind: string; code: string; name: string }>`
    select 'store' as kind, code, name from store where tenant_id = ${ctx.tenantId}
    union all select 'staff', code, name from staff where tenant_id = ${ctx.tenantId}
    union all select kind, code, name from code_name where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  // A name given by hand comes later, and stands.
  const byKind = Map.groupBy([...(await ownNames(ctx)), ...rows], ({ kind }) => kind)
  return columns.map((column) => {
    const named = byKind.get(KIND_OF[column.key] ?? '')
    if (!named) return column
    return { ...column, called: namedBy(new Map(named.map(({ code, name }) => [code, name]))) }
  })
}
