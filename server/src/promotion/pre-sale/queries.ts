// Pre-sales as operators see them: what was ordered, what is held, and what became of it.
import { sql } from 'kysely'
import { z } from 'zod'
import type { DepositKind, DepositState } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { getPreSale, type PreSaleState } from './pre-sales.ts'
import type { PurchaseState } from './purchases.ts'

export interface PreSaleFilter {
  q?: string | undefined
  state?: PreSaleState | undefined
  activity_id?: string | undefined
  limit: number
  cursor?: string | undefined
}
export interface PreSaleRow {
  id: string
  activity_id: string
  activity_name: string
  name: string
  state: PreSaleState
  deposit_kind: DepositKind
  articles: number
  deposit_from: string
  deposit_until: string
  balance_from: string
  balance_until: string
  /** Pieces of all its articles. */
  quota: number
  held: number
  taken: number
}
type Stored = Omit<
  PreSaleRow,
  'deposit_from' | 'deposit_until' | 'balance_from' | 'balance_until'
> & {
  deposit_from: Date
  deposit_until: Date
  balance_from: Date
  balance_until: Date
  created_at: Date
}
const containing = (q: string) => `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
const Position = z.tuple([z.iso.datetime(), z.guid()])

/** Newest first. */
export async function listPreSales(ctx: Ctx, filter: PreSaleFilter) {
  const { q, state, activity_id, limit } = filter
  const after = readCursor(filter.cursor, Position)
  const any = sql`true`
  const { rows } = await sql<Stored>`
    select p.id, p.activity_id, a.name as activity_name, p.name, p.state, p.deposit_kind, i.articles, p.deposit_from,
      p.deposit_until, p.balance_from, p.balance_until, i.quota, i.held, i.taken,
      date_trunc('milliseconds', p.created_at) as created_at
    from pre_sale p join activity a on a.tenant_id = p.tenant_id and a.id = p.activity_id
    cross join lateral (select count(*)::int as articles, coalesce(sum(quota), 0)::int as quota,
        coalesce(sum(held), 0)::int as held, coalesce(sum(taken), 0)::int as taken
      from pre_sale_item i where i.tenant_id = p.tenant_id and i.pre_sale_id = p.id) i
    where p.tenant_id = ${ctx.tenantId} and ${q ? sql`(p.name ilike ${containing(q)} or a.name ilike ${containing(q)})` : any}
      and ${state ? sql`p.state = ${state}` : any} and ${activity_id ? sql`p.activity_id = ${activity_id}` : any}
      and ${after ? sql`(date_trunc('milliseconds', p.created_at), p.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : any}
    order by date_trunc('milliseconds', p.created_at) desc, p.id desc limit ${limit + 1}`.execute(
    ctx.pg,
  )
  return toPage(
    rows,
    limit,
    ({ created_at: _, ...row }): PreSaleRow => ({
      ...row,
      ...{ deposit_from: row.deposit_from.toISOString() },
      ...{ deposit_until: row.deposit_until.toISOString() },
      ...{ balance_from: row.balance_from.toISOString() },
      balance_until: row.balance_until.toISOString(),
    }),
    (row) => [row.created_at.toISOString(), row.id],
  )
}

interface Counted {
  orders: number
  deposits_fen: number
  waiting: number
  held_fen: number
  to_come_fen: number
  paid: number
  balances_fen: number
  refunded_fen: number
  forfeited: number
  forfeited_fen: number
  returned: number
  returned_fen: number
  doubled: number
  penalty_fen: number
  penalty_owed_fen: number
}

/** Of its orders as they are now. @throws 404 */
export async function preSaleFigures(ctx: Ctx, id: string) {
  await getPreSale(ctx, id)
  const { rows } = await sql<Counted>`
    select count(*) filter (where d.paid_at is not null)::int as orders,
      coalesce(sum(d.fen) filter (where d.paid_at is not null), 0)::bigint as deposits_fen,
      count(*) filter (where d.state = 'held')::int as waiting,
      coalesce(sum(d.fen) filter (where d.state = 'held'), 0)::bigint as held_fen,
      coalesce(sum(w.due_fen - d.fen) filter (where d.state = 'held'), 0)::bigint as to_come_fen,
      count(*) filter (where w.paid_at is not null)::int as paid,
      coalesce(sum(w.due_fen - d.fen) filter (where w.paid_at is not null), 0)::bigint as balances_fen,
      coalesce(sum(s.refunded_fen) filter (where w.paid_at is not null), 0)::bigint as refunded_fen,
      count(*) filter (where d.state = 'forfeited')::int as forfeited, coalesce(sum(d.kept_fen), 0)::bigint as forfeited_fen,
      count(*) filter (where d.state = 'returned')::int as returned, coalesce(sum(d.returned_fen), 0)::bigint as returned_fen,
      count(*) filter (where d.state = 'doubled')::int as doubled, coalesce(sum(y.fen), 0)::bigint as penalty_fen,
      coalesce(sum(y.fen) filter (where y.state = 'owed'), 0)::bigint as penalty_owed_fen
    from pre_sale_purchase p join own_order w on w.tenant_id = p.tenant_id and w.id = p.order_id
    join sales_order s on s.tenant_id = p.tenant_id and s.id = p.order_id
    join order_deposit d on d.tenant_id = p.tenant_id and d.order_id = p.order_id
    left join deposit_penalty y on y.tenant_id = p.tenant_id and y.order_id = p.order_id
    where p.tenant_id = ${ctx.tenantId} and p.pre_sale_id = ${id}`.execute(ctx.pg)
  const [counted] = rows
  if (!counted) throw new Error('counting answered nothing')
  const decided = counted.orders - counted.waiting
  return {
    ...counted,
    balance_bp: decided === 0 ? null : Math.floor((counted.paid * 10_000) / decided),
  }
}

export interface PurchaseFilter {
  state?: PurchaseState | undefined
  limit: number
  cursor?: string | undefined
}

/** Orders of it, newest first. @throws 404 */
export async function listPurchases(ctx: Ctx, id: string, filter: PurchaseFilter) {
  await getPreSale(ctx, id)
  const { state, limit } = filter
  const after = readCursor(filter.cursor, Position)
  const { rows } = await sql<{
    order_id: string
    number: string
    customer_id: number | null
    sku: string
    quantity: number
    total_fen: number
    deposit_fen: number
    state: PurchaseState
    deposit_state: DepositState
    held_at: Date
    locked_at: Date | null
    bought_at: Date | null
  }>`
    select p.order_id, w.number, c.canonical_id as customer_id, p.sku, p.quantity, w.total_fen, d.fen as deposit_fen,
      p.state, d.state as deposit_state, date_trunc('milliseconds', p.held_at) as held_at, p.locked_at, p.bought_at
    from pre_sale_purchase p join own_order w on w.tenant_id = p.tenant_id and w.id = p.order_id
    join order_deposit d on d.tenant_id = p.tenant_id and d.order_id = p.order_id
    left join customer c on c.tenant_id = p.tenant_id and c.id = p.node_id
    where p.tenant_id = ${ctx.tenantId} and p.pre_sale_id = ${id}
      and ${state ? sql`p.state = ${state}` : sql`true`}
      and ${after ? sql`(date_trunc('milliseconds', p.held_at), p.order_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by date_trunc('milliseconds', p.held_at) desc, p.order_id desc limit ${limit + 1}`.execute(
    ctx.pg,
  )
  const iso = (at: Date | null) => at?.toISOString() ?? null
  return toPage(
    rows,
    limit,
    (row) => ({
      ...row,
      ...{ held_at: row.held_at.toISOString(), locked_at: iso(row.locked_at) },
      bought_at: iso(row.bought_at),
    }),
    (row) => [row.held_at.toISOString(), row.order_id],
  )
}
