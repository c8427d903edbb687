// Groups as operators see them, with their people and figures.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { getGroupBuy } from './group-buys.ts'

export const GROUP_STATES = [
  'opening',
  'open',
  'completed',
  'failed',
  'merged',
  'dissolved',
] as const
export type GroupState = (typeof GROUP_STATES)[number]

/** Why goods of an order stay where they are: the state of its group; undefined: they may go. */
export async function groupOpenOf(ctx: Ctx, orderId: string): Promise<GroupState | undefined> {
  const { rows } = await sql<{ state: GroupState }>`
    select g.state from group_seat s join buying_group g on g.tenant_id = s.tenant_id and g.id = s.group_id
    where s.tenant_id = ${ctx.tenantId} and s.order_id = ${orderId}
      and not (s.state = 'joined' and g.state = 'completed') and s.state <> 'left'`.execute(ctx.pg)
  return rows[0]?.state
}

/** @throws 404 */
export async function demandGroupBuys(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { rows } = await sql`select 1 from unnest(${[...ids]}::uuid[]) as w (id)
    where not exists (select 1 from group_buy b where b.tenant_id = ${ctx.tenantId} and b.id = w.id)`.execute(
    ctx.pg,
  )
  if (rows.length > 0) throw notFound('group_buy')
}

export interface GroupFilter {
  state?: GroupState | undefined
  limit: number
  cursor?: string | undefined
}
interface Row {
  id: string
  state: GroupState
  size: number
  held: number
  joined: number
  gone: number
  completed_by: string | null
  merged_into: string | null
  created_at: Date
  opened_at: Date | null
  expires_at: Date | null
  decided_at: Date | null
}
const iso = (at: Date | null) => at?.toISOString() ?? null

/** Newest first. @throws 404 */
export async function listBuyingGroups(ctx: Ctx, groupBuy: string, filter: GroupFilter) {
  await getGroupBuy(ctx, groupBuy)
  const after = readCursor(filter.cursor, z.tuple([z.iso.datetime(), z.guid()]))
  const { rows } = await sql<Row>`
    select id, state, size, held, joined, gone, completed_by, merged_into, created_at, opened_at, expires_at, decided_at
    from buying_group where tenant_id = ${ctx.tenantId} and group_buy_id = ${groupBuy}
      and ${filter.state ? sql`state = ${filter.state}` : sql`true`}
      and ${after ? sql`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by created_at desc, id desc limit ${filter.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    filter.limit,
    (row) => ({
      ...row,
      ...{ created_at: row.created_at.toISOString(), opened_at: iso(row.opened_at) },
      ...{ expires_at: iso(row.expires_at), decided_at: iso(row.decided_at) },
    }),
    (row) => [row.created_at, row.id],
  )
}

/** In the order they came. @throws 404 */
export async function seatsOfGroup(ctx: Ctx, group: string) {
  const { rows: found } = await sql`select 1 from buying_group
    where tenant_id = ${ctx.tenantId} and id = ${group}`.execute(ctx.pg)
  if (found.length === 0) throw notFound('group')
  const { rows } = await sql<{
    order_id: string
    number: string
    customer_id: number | null
    sku: string
    quantity: number
    fen: number
    total_fen: number
    state: string
    is_leader: boolean
    held_at: Date
    joined_at: Date | null
    refunded_at: Date | null
  }>`
    select s.order_id, w.number, c.canonical_id as customer_id, s.sku, s.quantity, s.fen, w.total_fen, s.state,
      coalesce(s.order_id = g.leader_order_id, false) as is_leader, s.held_at, s.joined_at, s.refunded_at
    from group_seat s join buying_group g on g.tenant_id = s.tenant_id and g.id = s.group_id
    join own_order w on w.tenant_id = s.tenant_id and w.id = s.order_id
    left join customer c on c.tenant_id = s.tenant_id and c.id = s.node_id
    where s.tenant_id = ${ctx.tenantId} and s.group_id = ${group} order by s.held_at, s.order_id`.execute(
    ctx.pg,
  )
  return rows.map((row) => ({
    ...row,
    ...{ held_at: row.held_at.toISOString(), joined_at: iso(row.joined_at) },
    refunded_at: iso(row.refunded_at),
  }))
}

/** Of groups and their seats as they are now. @throws 404 */
export async function groupBuyFigures(ctx: Ctx, id: string) {
  await getGroupBuy(ctx, id)
  const { rows: groups } = await sql<{
    opened: number
    open: number
    completed: number
    by_members: number
    by_merge: number
    by_platform: number
    failed: number
    seats_made_up: number
  }>`select count(*) filter (where opened_at is not null)::int as opened, count(*) filter (where state = 'open')::int as open,
      count(*) filter (where completed_by is not null)::int as completed,
      count(*) filter (where completed_by = 'members')::int as by_members,
      count(*) filter (where completed_by = 'merge')::int as by_merge,
      count(*) filter (where completed_by = 'platform')::int as by_platform,
      count(*) filter (where state = 'failed')::int as failed,
      coalesce(sum(size - joined - gone) filter (where completed_by = 'platform'), 0)::int as seats_made_up
    from buying_group where tenant_id = ${ctx.tenantId} and group_buy_id = ${id}`.execute(ctx.pg)
  const { rows: seats } = await sql<{
    held: number
    joined: number
    left: number
    failed: number
    to_refund: number
    pieces: number
    sales_fen: number
    refunded_fen: number
    subsidy_fen: number
  }>`select count(*) filter (where s.state = 'held')::int as held, count(*) filter (where s.state = 'joined')::int as joined,
      count(*) filter (where s.state = 'left')::int as left, count(*) filter (where s.state = 'failed')::int as failed,
      count(*) filter (where s.state = 'failed' and s.refunded_at is null)::int as to_refund,
      coalesce(sum(s.quantity) filter (where s.state = 'joined'), 0)::int as pieces,
      coalesce(sum(o.total_fen) filter (where s.joined_at is not null), 0)::bigint as sales_fen,
      coalesce(sum(o.refunded_fen) filter (where s.joined_at is not null), 0)::bigint as refunded_fen,
      coalesce(sum(s.fen) filter (where s.state = 'joined'), 0)::bigint as subsidy_fen
    from group_seat s join sales_order o on o.tenant_id = s.tenant_id and o.id = s.order_id
    where s.tenant_id = ${ctx.tenantId} and s.group_buy_id = ${id}`.execute(ctx.pg)
  const [g, s] = [groups[0], seats[0]]
  if (!g || !s) throw new Error('counting answered nothing')
  const decided = g.completed + g.failed
  return {
    groups: g,
    seats: s,
    /** Of the groups that were decided. */
    completion_bp: decided === 0 ? null : Math.floor((g.completed * 10_000) / decided),
  }
}
