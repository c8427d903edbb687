// Seats of groups. A seat is held with the order, in its transaction, and joined when it is paid; both are
// conditional writes on the group's row, so the last seat has one taker. Everybody here shares the group
// buy's lock; who puts groups together holds it alone, so a seat stays in its group meanwhile.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { HeldOrder, NotHeld } from '../../commerce/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { mayAsNewcomer } from '../newcomer.ts'
import { type Buyer, buyerOf, lockBuyer } from '../person.ts'
import { type GroupTerms, getRunning, groupTermsOf, type Running } from './terms.ts'
import { tellCompleted, tellSeat } from './told.ts'

export type SeatState = 'held' | 'joined' | 'released' | 'left' | 'failed'
export interface Seat {
  order_id: string
  group_buy_id: string
  group_id: string
  node_id: number | null
  sku: string
  state: SeatState
}

const key = (ctx: Ctx, groupBuy: string) =>
  sql`hashtextextended('group buy ' || ${ctx.tenantId} || ' ' || ${groupBuy}, 0)`
const shareLock = (ctx: Ctx, groupBuy: string) =>
  sql`select pg_advisory_xact_lock_shared(${key(ctx, groupBuy)})`.execute(ctx.pg)
/** Nobody takes, pays or leaves a seat of it until the transaction ends. */
export const lockAlone = (ctx: Ctx, groupBuy: string) =>
  sql`select pg_advisory_xact_lock(${key(ctx, groupBuy)})`.execute(ctx.pg)

const findSeat = async (ctx: Ctx, orderId: string) =>
  (
    await sql<Seat>`select order_id, group_buy_id, group_id, node_id, sku, state from group_seat
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId}`.execute(ctx.pg)
  ).rows[0]

/** Of an order that has one, under the lock that keeps it where it is. */
async function seatOf(ctx: Ctx, orderId: string): Promise<Seat | undefined> {
  const seat = await findSeat(ctx, orderId)
  if (!seat) return undefined
  await shareLock(ctx, seat.group_buy_id)
  return findSeat(ctx, orderId)
}

const notHeld = (code: string, message: string, details?: Record<string, unknown>): NotHeld => ({
  ...{ code, message },
  ...(details && { details }),
})

/** A repeat holds what it holds. */
export function holdSeat(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  const terms = groupTermsOf(order.input)
  if (!terms) return Promise.resolve(undefined)
  return inTx(ctx, async (ctx) => {
    await shareLock(ctx, terms.group_buy)
    const seat = await findSeat(ctx, order.orderId)
    if (seat?.state === 'held' || seat?.state === 'joined') return undefined
    return takeSeat(ctx, order, terms, seat)
  })
}

async function takeSeat(
  ctx: Ctx,
  order: HeldOrder,
  terms: GroupTerms,
  before: Seat | undefined,
): Promise<NotHeld | undefined> {
  const running = await getRunning(ctx, terms.group_buy)
  // Who pays late joins what is still there to be joined.
  if (!running.is_open) return notHeld('group_buy_closed', 'This group buy is not open now')
  const buyer = await buyerOf(ctx, order.customerId)
  await lockBuyer(ctx, buyer)
  const no = await demandMay(ctx, running, buyer, order.orderId, terms.group === null)
  if (no) return no
  const wanted = before?.group_id ?? terms.group
  const taken =
    wanted === null
      ? { id: await openGroup(ctx, running) }
      : ((await takeOf(ctx, running.id, wanted)) ??
        (before && ((await reopen(ctx, running, before)) ?? (await takeOfAny(ctx, running)))))
  if (!taken) return whyNot(ctx, running.id, wanted ?? '')
  const [line] = order.quoted.lines
  if (!line) throw new Error('a seat is held for an order of nothing')
  const fen = order.quoted.trace
    .filter((note) => note.applied && note.id === running.id)
    .reduce((sum, note) => sum + note.fen, 0)
  await sql`insert into group_seat (tenant_id, order_id, group_buy_id, group_id, node_id, sku, quantity, fen, state, held_at)
    values (${ctx.tenantId}, ${order.orderId}, ${running.id}, ${taken.id}, ${order.node}, ${line.sku},
      ${line.quantity}, ${fen}, 'held', ${ctx.now()})
    on conflict (tenant_id, order_id) do update set group_id = excluded.group_id, state = 'held', held_at = excluded.held_at`.execute(
    ctx.pg,
  )
  return undefined
}

/** One group of hers at a time, so many orders in all, and new people where they are asked for. */
async function demandMay(
  ctx: Ctx,
  running: Running,
  buyer: Buyer,
  orderId: string,
  opens: boolean,
): Promise<NotHeld | undefined> {
  const { rows } = await sql<{ all: number; waiting: number; elsewhere: number }>`
    select count(*) filter (where s.group_buy_id = ${running.id})::int as all,
      count(*) filter (where s.group_buy_id = ${running.id} and g.state in ('opening', 'open'))::int as waiting,
      count(*) filter (where s.group_buy_id <> ${running.id} and b.who <> 'anyone' and s.state = 'held')::int as elsewhere
    from group_seat s join buying_group g on g.tenant_id = s.tenant_id and g.id = s.group_id
    join group_buy b on b.tenant_id = s.tenant_id and b.id = s.group_buy_id
    where s.tenant_id = ${ctx.tenantId} and s.node_id = any(${[...buyer.nodes]}::bigint[])
      and s.state in ('held', 'joined')`.execute(ctx.pg)
  const { all = 0, waiting = 0, elsewhere = 0 } = rows[0] ?? {}
  if (waiting > 0) return notHeld('group_in_progress', 'A group of hers is not complete yet')
  if (running.per_customer !== null && all >= running.per_customer)
    return notHeld('group_buy_limit', 'She has bought in it as often as she may', {
      most: running.per_customer,
    })
  const asksNew = running.who === 'new_only' || (running.who === 'new_joiners' && !opens)
  if (asksNew && (elsewhere > 0 || all > 0 || !(await mayAsNewcomer(ctx, buyer, orderId))))
    return notHeld('group_new_only', 'This is for people who have not bought here before')
  return undefined
}

async function openGroup(ctx: Ctx, running: Running): Promise<string> {
  const id = randomUUIDv7()
  await sql`insert into buying_group (tenant_id, id, group_buy_id, state, size, live_hours, merges, complete_from, held,
      joined, created_at)
    values (${ctx.tenantId}, ${id}, ${running.id}, 'opening', ${running.size}, ${running.live_hours}, ${running.merges},
      ${running.complete_from}, 1, 0, ${ctx.now()})`.execute(ctx.pg)
  return id
}

const free = (ctx: Ctx) => sql`g.tenant_id = ${ctx.tenantId} and g.state = 'open'
  and g.expires_at > ${ctx.now()} and g.held + g.joined < g.size`

async function takeOf(ctx: Ctx, groupBuy: string, group: string) {
  const { rows } = await sql<{ id: string }>`update buying_group g set held = g.held + 1
    where ${free(ctx)} and g.group_buy_id = ${groupBuy} and g.id = ${group} returning g.id`.execute(
    ctx.pg,
  )
  return rows[0]
}

/** For one whose own group has no seat any more; groups that somebody decides about are passed over. */
async function takeOfAny(ctx: Ctx, running: Running) {
  if (!running.merges) return undefined
  const { rows } = await sql<{ id: string }>`update buying_group u set held = u.held + 1
    from (select g.tenant_id, g.id from buying_group g where ${free(ctx)} and g.group_buy_id = ${running.id}
      order by g.expires_at, g.id limit 1 for update skip locked) g
    where u.tenant_id = g.tenant_id and u.id = g.id returning u.id`.execute(ctx.pg)
  return rows[0]
}

/** The group she opened is there again when she pays after all. */
async function reopen(ctx: Ctx, _running: Running, before: Seat) {
  const { rows } = await sql<{ id: string }>`update buying_group g set held = 1, decided_at = null,
      state = case when g.expires_at is null then 'opening' else 'open' end
    where g.tenant_id = ${ctx.tenantId} and g.id = ${before.group_id} and g.state = 'dissolved'
      and g.completed_by is null and g.held + g.joined = 0 and (g.expires_at is null or g.expires_at > ${ctx.now()})
    returning g.id`.execute(ctx.pg)
  return rows[0]
}

async function whyNot(ctx: Ctx, groupBuy: string, group: string): Promise<NotHeld> {
  const { rows } = await sql<{ state: string; is_over: boolean | null }>`
    select state, expires_at <= ${ctx.now()} as is_over from buying_group
    where tenant_id = ${ctx.tenantId} and id = ${group} and group_buy_id = ${groupBuy}`.execute(
    ctx.pg,
  )
  const [found] = rows
  if (!found) return notHeld('group_not_found', 'There is no such group')
  if (found.state === 'opening')
    return notHeld('group_not_open', 'Whoever opens this group has not paid yet')
  if (found.state === 'open' && !found.is_over)
    return notHeld('group_full', 'All seats of this group are taken', { group })
  return notHeld('group_over', 'This group takes nobody in any more', { group })
}

/** Paid: the seat is hers, and the last one completes the group. */
export function commitSeat(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  if (!groupTermsOf(order.input)) return Promise.resolve(undefined)
  return inTx(ctx, async (ctx) => {
    const no = await holdSeat(ctx, order)
    if (no) return no
    const seat = await seatOf(ctx, order.orderId)
    if (!seat) throw new Error('a seat that was held a moment ago is not there')
    if (seat.state === 'joined') return undefined
    await sql`update group_seat set state = 'joined', joined_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and order_id = ${order.orderId}`.execute(ctx.pg)
    const { rows } = await sql<{ state: string; opened: boolean }>`
      update buying_group g set held = g.held - 1, joined = g.joined + 1,
        state = case when g.joined + 1 = g.size then 'completed' else 'open' end,
        completed_by = case when g.joined + 1 = g.size then 'members' end,
        decided_at = case when g.joined + 1 = g.size then ${ctx.now()}::timestamptz end,
        leader_order_id = coalesce(g.leader_order_id, ${order.orderId}::uuid),
        opened_at = coalesce(g.opened_at, ${ctx.now()}::timestamptz),
        expires_at = coalesce(g.expires_at,
          least(${ctx.now()}::timestamptz + make_interval(hours => g.live_hours), a.ends_at))
      from group_buy b join activity a on a.tenant_id = b.tenant_id and a.id = b.activity_id
      where g.tenant_id = ${ctx.tenantId} and g.id = ${seat.group_id} and g.state in ('opening', 'open')
        and b.tenant_id = g.tenant_id and b.id = g.group_buy_id
      returning g.state, g.opened_at = ${ctx.now()}::timestamptz and g.joined = 1 as opened`.execute(
      ctx.pg,
    )
    const [group] = rows
    if (!group) throw new Error('a group with a held seat was decided')
    await tellSeat(ctx, order.orderId, group.opened ? 'group_buy_opened' : 'group_buy_joined')
    if (group.state === 'completed') await tellCompleted(ctx, seat.group_id)
    return undefined
  })
}

/** Not paid in time, or called off: the seat is free for others. */
export function releaseSeat(ctx: Ctx, orderId: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const seat = await seatOf(ctx, orderId)
    if (seat?.state !== 'held') return
    await sql`update group_seat set state = 'released'
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId}`.execute(ctx.pg)
    await sql`update buying_group g set held = g.held - 1,
        state = case when g.held + g.joined = 1 then 'dissolved' else g.state end,
        decided_at = case when g.held + g.joined = 1 then ${ctx.now()}::timestamptz end
      where g.tenant_id = ${ctx.tenantId} and g.id = ${seat.group_id}`.execute(ctx.pg)
  })
}

/** All of her order went back: her seat is free, and if she led the group, who joined next leads it. */
export function leaveSeat(ctx: Ctx, orderId: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const seat = await seatOf(ctx, orderId)
    if (seat?.state === 'failed')
      await sql`update group_seat set refunded_at = coalesce(refunded_at, ${ctx.now()}::timestamptz)
        where tenant_id = ${ctx.tenantId} and order_id = ${orderId}`.execute(ctx.pg)
    if (seat?.state !== 'joined') return
    await sql`select 1 from buying_group where tenant_id = ${ctx.tenantId} and id = ${seat.group_id} for update`.execute(
      ctx.pg,
    )
    await sql`update group_seat set state = 'left' where tenant_id = ${ctx.tenantId} and order_id = ${orderId}`.execute(
      ctx.pg,
    )
    await sql`update buying_group g set joined = g.joined - 1,
        gone = g.gone + (g.state = 'completed')::int,
        state = case when g.held + g.joined = 1 then 'dissolved' else g.state end,
        decided_at = case when g.held + g.joined = 1 then ${ctx.now()}::timestamptz else g.decided_at end,
        leader_order_id = ${firstOf(ctx, seat.group_id)}
      where g.tenant_id = ${ctx.tenantId} and g.id = ${seat.group_id}`.execute(ctx.pg)
    await tellSeat(ctx, orderId, 'group_buy_left')
  })
}

/** Who leads: she who leads it, as long as she is in it; else who joined first of those who are. */
export const firstOf = (ctx: Ctx, group: string) => sql`(
  select s.order_id from group_seat s
  where s.tenant_id = ${ctx.tenantId} and s.group_id = ${group} and s.state = 'joined'
  order by s.order_id = g.leader_order_id desc nulls last, s.joined_at, s.order_id limit 1)`
