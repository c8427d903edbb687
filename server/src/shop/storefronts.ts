// The storefronts of one shop, as whoever stands before it may go to them.
import { sql } from 'kysely'
import { isForAll, maySee, type VisibleTo } from '../commerce/index.ts'
import { verifiedNodesOf } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'

export interface ShopStorefront {
  code: string
  name: string
  kind: string
  /** The shop's own, at its plain address. */
  is_own: boolean
}
interface Row extends ShopStorefront {
  visible_to: VisibleTo
}

/**
 * The shop's own first, then those beside it by name. One whose levels open it is named to all: they may get there.
 * One by invitation is named to the invited, one for newcomers to who has not bought.
 */
export async function shopStorefronts(
  ctx: Ctx,
  customer: number | null,
): Promise<ShopStorefront[]> {
  const nodes = customer === null ? [] : await verifiedNodesOf(ctx, customer)
  const { rows } = await sql<Row>`
    select f.code, f.name, f.kind, f.code = s.storefront as is_own, f.visible_to
    from shop s join storefront f on f.tenant_id = s.tenant_id and f.state = 'open'
      and (f.code = s.storefront or f.in_shop)
    where s.tenant_id = ${ctx.tenantId}
      and (f.code = s.storefront or f.kind <> 'newcomers' or not exists (select 1 from sales_order o
        where o.tenant_id = f.tenant_id and o.node_id = any(${nodes}::bigint[]) and o.evidence = 'verified'
          and o.paid_at is not null))
    order by f.code <> s.storefront, f.name, f.code`.execute(ctx.pg)
  const shown: ShopStorefront[] = []
  for (const { visible_to, ...one } of rows) {
    const isNamed =
      one.is_own ||
      isForAll(visible_to) ||
      visible_to.levels.length > 0 ||
      (customer !== null && (await maySee(ctx, visible_to, customer)))
    if (isNamed) shown.push(one)
  }
  return shown
}
