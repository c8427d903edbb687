// Whose customers somebody sees, as a condition on `customer c`.
import { type RawBuilder, sql } from 'kysely'
import { scopeOf } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'

/**
 * Until organisation stands, a store's customers are those with a relation in it, and a guide's own
 * those who are her friends. Regions have no stores yet, so a region's reader sees what its ids name
 * as stores.
 */
export function inScope(ctx: Ctx): RawBuilder<unknown> {
  const scope = scopeOf(ctx.actor)
  if (scope.kind === 'all') return sql``
  const column = scope.kind === 'own' ? sql`r.staff_id` : sql`r.store_id`
  return sql`and exists (select 1 from relation r join customer n on n.tenant_id = r.tenant_id and n.id = r.node_id
    where r.tenant_id = c.tenant_id and n.canonical_id = c.canonical_id and r.state = 'friend' and ${column} = any(${[...scope.ids]}::text[]))`
}
