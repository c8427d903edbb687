// Who gives a service that a first order has started: of many orders at once.
import { sql } from 'kysely'
import type { FirstOrder } from '../../commerce/index.ts'
import { staffOfStore, whereStaffWork } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { assignmentsOf } from '../../profile/index.ts'
import type { Rule } from './shapes.ts'

export interface Owner {
  staff: string | null
  store: string | null
}
interface Asked {
  order: FirstOrder
  rule: Rule
}

/**
 * Whose guide she is; else who sold it to her; else whom the rule names; else whoever has the fewest open in the
 * rule's store or where she bought. By order id.
 */
export async function ownersFor(ctx: Ctx, asked: readonly Asked[]): Promise<Map<string, Owner>> {
  const guides = new Map(
    (
      await assignmentsOf(
        ctx,
        asked.map(({ order }) => order.person),
      )
    )
      .filter(({ kind }) => kind === 'guide')
      .map(({ customer_id, code }) => [customer_id, code]),
  )
  const namedFor = ({ order, rule }: Asked) =>
    [guides.get(order.person), order.staffId, rule.staff_id].filter((code) => code != null)
  const staff = await whereStaffWork(ctx, asked.flatMap(namedFor))
  const inTurn = await turns(
    ctx,
    asked.flatMap(({ order, rule }) => rule.store_id ?? order.storeId ?? []),
  )
  return new Map(
    asked.map((one): [string, Owner] => {
      const here = namedFor(one).find((code) => staff.get(code)?.hasLeft === false)
      const store = one.rule.store_id ?? one.order.storeId
      if (here !== undefined)
        return [one.order.orderId, { staff: here, store: staff.get(here)?.store ?? store }]
      return [one.order.orderId, { staff: store === null ? null : inTurn(store), store }]
    }),
  )
}

/** Deals out by how many each has open; what is dealt out here counts at once. */
async function turns(
  ctx: Ctx,
  stores: readonly string[],
): Promise<(store: string) => string | null> {
  const people = new Map<string, string[]>()
  for (const store of new Set(stores)) people.set(store, await staffOfStore(ctx, store))
  const codes = [...new Set([...people.values()].flat())]
  const { rows } =
    codes.length === 0
      ? { rows: [] }
      : await sql<{ code: string; open: number }>`
        select staff_code as code, count(*)::int as open from first_order
        where tenant_id = ${ctx.tenantId} and state = 'open' and staff_code = any(${codes}::text[])
        group by staff_code`.execute(ctx.pg)
  const open = new Map(rows.map((row) => [row.code, row.open]))
  const has = (code: string) => open.get(code) ?? 0
  return (store) => {
    const [least] = (people.get(store) ?? []).toSorted((a, b) => has(a) - has(b))
    if (least === undefined) return null
    open.set(least, has(least) + 1)
    return least
  }
}
