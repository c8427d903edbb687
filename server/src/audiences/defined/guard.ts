// Who names a definition: nothing that is named is put away unseen.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'

export type UseKind =
  | 'audience'
  | 'computed_attribute'
  | 'virtual_event'
  | 'derived_property'
  | 'pool'
export interface Use {
  kind: UseKind
  id: string
  name: string
}

/** Rules and definitions are written one after the other: what one names, the other cannot put away meanwhile. */
export const lockDefinitions = (ctx: Ctx) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`audience_rules:${ctx.tenantId}`}, 0))`.execute(
    ctx.pg,
  )

/** What of rules and definitions names it. @param name `virtual:<id>` or `derived:<id>` */
export async function namedBy(ctx: Ctx, name: string): Promise<Use[]> {
  const like = `%"${name}"%`
  const { rows } = await sql<Use>`
    select 'audience' as kind, a.id, a.name from audience a
      join audience_rule r on r.tenant_id = a.tenant_id and r.audience_id = a.id and r.version = a.rule_version
      where a.tenant_id = ${ctx.tenantId} and a.state <> 'archived' and r.rule::text like ${like}
    union all
    select 'computed_attribute', a.id, a.name from computed_attribute a
      join computed_definition d on d.tenant_id = a.tenant_id and d.attribute_id = a.id and d.version = a.definition_version
      where a.tenant_id = ${ctx.tenantId} and a.state <> 'deleted' and d.definition::text like ${like}
    union all
    select 'virtual_event', id, name from virtual_event
      where tenant_id = ${ctx.tenantId} and archived_at is null and pattern::text like ${like}
    union all
    select 'derived_property', id, name from derived_property
      where tenant_id = ${ctx.tenantId} and archived_at is null and expression::text like ${like}
    union all
    select 'pool', id, name from pool
      where tenant_id = ${ctx.tenantId} and state <> 'archived' and behaviour::text like ${like}
    order by 1, 3, 2`.execute(ctx.pg)
  return rows
}

/** @throws 409 definition_in_use with what names it */
export async function demandUnused(ctx: Ctx, name: string): Promise<void> {
  const uses = await namedBy(ctx, name)
  if (uses.length > 0)
    throw conflict('definition_in_use', 'Rules or other definitions name it', { uses })
}
