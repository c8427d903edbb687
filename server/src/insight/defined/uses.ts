// What names a definition: rules and other definitions, questions, boards, metrics, alerts, reports.
import { sql } from 'kysely'
import { namedBy, type UseKind } from '../../audiences/index.ts'
import type { Ctx } from '../../platform/ctx.ts'

export const USE_KINDS = [
  ...(['audience', 'computed_attribute', 'pool', 'virtual_event', 'derived_property'] as const),
  ...(['question', 'board', 'own_metric', 'alert', 'report'] as const),
] as const satisfies readonly (UseKind | string)[]
export interface Use {
  kind: (typeof USE_KINDS)[number]
  id: string
  /** null: somebody's own, which the asker does not see. */
  name: string | null
}

/** @param name `virtual:<id>`, `derived:<id>` or `own:<id>` */
export async function usesOf(ctx: Ctx, name: string): Promise<Use[]> {
  const like = `%"${name}"%`
  const user = ctx.actor.kind === 'user' ? ctx.actor.id : null
  const { rows } = await sql<Use>`
    select kind, id, case when owner_id = ${user}::uuid or sharing = 'everyone'
        or (sharing = 'role' and role = ${ctx.actor.role}) then name end as name
      from insight_saved where tenant_id = ${ctx.tenantId} and deleted_at is null and content::text like ${like}
    union all
    select 'own_metric', id, content ->> 'name' from own_metric
      where tenant_id = ${ctx.tenantId} and archived_at is null and content::text like ${like}
    union all
    select 'alert', id, name from metric_alert where tenant_id = ${ctx.tenantId} and metric = ${name}
    union all
    select 'report', id, name from metric_report where tenant_id = ${ctx.tenantId} and ${name} = any(metrics)
    order by 1, 3 nulls last, 2`.execute(ctx.pg)
  return [...(await namedBy(ctx, name)), ...rows]
}
