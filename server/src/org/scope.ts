// Whose customers somebody may see, as a condition for the SQL of those who list customers.
import { type RawBuilder, sql } from 'kysely'
import { scopeOf } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { forbidden, notFound } from '../platform/errors.ts'

/**
 * A condition on a column that holds canonical customer ids (e.g. `c.canonical_id`); undefined when
 * the actor sees everybody. A customer is somebody's when any of its nodes is: a guide who befriended
 * the anonymous visitor sees the member that the visitor turned out to be.
 * @throws 403 for regions, until stores have any
 */
export function customerScope(ctx: Ctx, column: string): RawBuilder<boolean> | undefined {
  const scope = scopeOf(ctx.actor)
  if (scope.kind === 'all') return undefined
  if (scope.kind === 'region')
    throw forbidden('outside_scope', 'Your access is by region, and no store has a region yet')
  const theirs =
    scope.kind === 'own'
      ? sql`r.staff_id = any(${[...scope.ids]}::text[])`
      : sql`r.store_id = any(${[...scope.ids]}::text[])`
  return sql<boolean>`exists (
    select 1 from customer scope_node
    join relation r on r.tenant_id = scope_node.tenant_id and r.node_id = scope_node.id
    where scope_node.tenant_id = ${ctx.tenantId}
      and scope_node.canonical_id = ${sql.ref(column)}
      and r.state = 'friend' and ${theirs})`
}

/** @throws 404, as for another tenant's customer */
export async function demandCustomerInScope(ctx: Ctx, canonicalId: number): Promise<void> {
  const condition = customerScope(ctx, 'c.id')
  if (!condition) return
  const { rows } = await sql`
    select 1 from (values (${canonicalId}::bigint)) as c (id) where ${condition}`.execute(ctx.pg)
  if (rows.length === 0) throw notFound('customer')
}
