// First orders as those see them who give the services: their own, their store's, their region's.
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { customerScope, happenedInScope } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { catchUp, isMeant, withNames } from '../../profile/index.ts'
import type { FirstOrderState, SERVICE_KINDS, Service } from './shapes.ts'
import { pathOf } from './told.ts'

export interface FirstOrderRow {
  id: string
  state: FirstOrderState
  /** Null: she was erased. */
  customer_id: number | null
  order_id: string
  /** As its source names it; null: an import that was taken back. */
  order_number: string | null
  product: string | null
  service: Service | null
  staff: { code: string; name: string } | null
  store: { code: string; name: string } | null
  paid_at: Date
  due_at: Date | null
  done_at: Date | null
  note: string
  revision: number
  created_at: Date
}
export type ListedFirstOrder = FirstOrderRow & { name: string | null; phone: string | null }

export interface FirstOrderFilter {
  q?: string | undefined
  state?: FirstOrderState | undefined
  rule_id?: string | undefined
  staff_id?: string | undefined
  overdue?: boolean | undefined
  unowned?: boolean | undefined
}

/** Whoever answers for its guide or store, or may see the customer. */
export function firstOrderScope(ctx: Ctx): RawBuilder<boolean> {
  const owned = happenedInScope(ctx, { store: 'f.store_code', staff: 'f.staff_code' })
  const seen = customerScope(ctx, 'c.canonical_id')
  return owned && seen ? sql<boolean>`(coalesce(${owned}, false) or ${seen})` : sql<boolean>`true`
}

const COLUMNS = sql`f.id, f.state, c.canonical_id as customer_id, f.order_id, o.external_id as order_number, f.service,
  (select l.name from order_line l where l.tenant_id = f.tenant_id and l.order_id = f.order_id
    order by l.total_fen desc, l.position limit 1) as product,
  case when f.staff_code is not null then jsonb_build_object('code', f.staff_code, 'name', coalesce(st.name, f.staff_code)) end as staff,
  case when f.store_code is not null then jsonb_build_object('code', f.store_code, 'name', coalesce(s.name, f.store_code)) end as store,
  f.paid_at, f.due_at, f.done_at, f.note, f.revision, f.created_at`
const FROM = sql`from first_order f
  left join customer c on c.tenant_id = f.tenant_id and c.id = f.node_id
  left join sales_order o on o.tenant_id = f.tenant_id and o.id = f.order_id
  left join staff st on st.tenant_id = f.tenant_id and st.code = f.staff_code
  left join store s on s.tenant_id = f.tenant_id and s.code = f.store_code`

/** Newest first. */
export async function listFirstOrders(
  ctx: Ctx,
  { limit, cursor, ...filter }: FirstOrderFilter & { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const { rows } = await sql<FirstOrderRow>`select ${COLUMNS} ${FROM}
    where f.tenant_id = ${ctx.tenantId} and ${firstOrderScope(ctx)} and ${conditionOf(ctx, filter)}
      ${after ? sql`and (date_trunc('milliseconds', f.created_at), f.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by date_trunc('milliseconds', f.created_at) desc, f.id desc limit ${limit + 1}`.execute(
    ctx.pg,
  )
  const { items, next_cursor } = toPage(
    rows,
    limit,
    (row) => row,
    (row) => [row.created_at.toISOString(), row.id],
  )
  await catchUp(ctx)
  return { items: await withNames(ctx, items), next_cursor }
}

function conditionOf(ctx: Ctx, filter: FirstOrderFilter): RawBuilder<unknown> {
  const { q, state, rule_id, staff_id, overdue, unowned } = filter
  const all = [
    ...(q ? [isMeant(ctx, sql`c.canonical_id`, q)] : []),
    ...(state ? [sql`f.state = ${state}`] : []),
    ...(rule_id ? [sql`f.service ->> 'id' = ${rule_id}`] : []),
    ...(staff_id ? [sql`f.staff_code = ${staff_id}`] : []),
    ...(overdue ? [sql`f.due_at < ${ctx.now()} and f.state = 'open'`] : []),
    ...(unowned ? [sql`f.staff_code is null and f.state = 'open'`] : []),
  ]
  return all.length === 0 ? sql`true` : sql.join(all, sql` and `)
}

/** @throws 404, also out of scope */
export async function getFirstOrder(ctx: Ctx, id: string): Promise<ListedFirstOrder> {
  const { rows } = await sql<FirstOrderRow>`select ${COLUMNS} ${FROM}
    where f.tenant_id = ${ctx.tenantId} and f.id = ${id}::uuid and ${firstOrderScope(ctx)}`.execute(
    ctx.pg,
  )
  const [found] = await withNames(ctx, rows)
  if (!found) throw notFound('first_order')
  return found
}

/** What a rule has led to so far, by rule and state. */
export async function countByRule(
  ctx: Ctx,
): Promise<{ rule_id: string; state: FirstOrderState; count: number }[]> {
  const { rows } = await sql<{ rule_id: string; state: FirstOrderState; count: number }>`
    select service ->> 'id' as rule_id, state, count(*)::int as count from first_order
    where tenant_id = ${ctx.tenantId} and service is not null group by 1, 2 order by 1, 2`.execute(
    ctx.pg,
  )
  return rows
}

export interface ServiceForHer {
  kind: (typeof SERVICE_KINDS)[number]
  name: string
  words: string
  state: 'open' | 'done'
  /** Below the shop, where it is taken up; null: somebody comes to her. */
  path: string | null
  /** Who, where it is known. */
  staff_name: string | null
}
/** What this order of hers has started; nothing when it started nothing, or was called off. */
export async function serviceOfOrder(
  ctx: Ctx,
  orderId: string,
  nodes: readonly number[],
): Promise<ServiceForHer | null> {
  const { rows } = await sql<{
    service: Service
    state: 'open' | 'done'
    staff_name: string | null
  }>`select f.service, f.state, st.name as staff_name from first_order f
    left join staff st on st.tenant_id = f.tenant_id and st.code = f.staff_code
    where f.tenant_id = ${ctx.tenantId} and f.order_id = ${orderId}::uuid and f.service is not null
      and f.state in ('open', 'done') and f.node_id = any(${[...nodes]}::bigint[])`.execute(ctx.pg)
  const [row] = rows
  if (!row) return null
  const { kind, name, words } = row.service
  return {
    ...{ kind, name, words, state: row.state, path: pathOf(row.service) ?? null },
    staff_name: kind === 'guide' ? row.staff_name : null,
  }
}
