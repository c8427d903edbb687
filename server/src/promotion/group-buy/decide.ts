// What becomes of groups that ran out of time: put together, completed by the brand where it said so, or
// dissolved and paid back. Who holds a seat has her time to pay; only then a group is decided.
import { sql } from 'kysely'
import { refundWhole } from '../../commerce/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { type OpenGroup, type Part, planMerge } from './plan.ts'
import { firstOf, lockAlone } from './seats.ts'
import { tellCompleted, tellFailed } from './told.ts'

const AT_A_TIME = 500
const NIL = '00000000-0000-0000-0000-000000000000'
const REASON = { 'zh-CN': '拼团未成，自动退款', en: 'The group did not come together' }

interface Group {
  id: string
  group_buy_id: string
  size: number
  merges: boolean
  complete_from: number | null
  joined: number
}

/** Groups of every brand. @returns how many were decided */
export async function decideGroups(system: Ctx, make: (tenantId: string) => Ctx): Promise<number> {
  const { rows } = await sql<{
    tenant_id: string
    id: string
  }>`select tenant_id, id from buying_group
    where state = 'open' and expires_at <= ${system.now()} and held = 0
    order by expires_at, id limit ${AT_A_TIME}`.execute(system.pg)
  let decided = 0
  for (const { tenant_id, id } of rows)
    if (await decideGroup({ ...make(tenant_id), now: system.now }, id)) decided++
  return decided
}

/** @returns false when there is nothing to decide yet, or any more */
export function decideGroup(ctx: Ctx, id: string): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    const { rows: known } = await sql<{
      group_buy_id: string
    }>`select group_buy_id from buying_group
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    if (!known[0]) return false
    await lockAlone(ctx, known[0].group_buy_id)
    const { rows } =
      await sql<Group>`select id, group_buy_id, size, merges, complete_from, joined from buying_group
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'open' and expires_at <= ${ctx.now()} and held = 0
      for update`.execute(ctx.pg)
    const [group] = rows
    if (!group) return false
    const parts = group.merges ? await mergeOf(ctx, group) : undefined
    if (parts) await merge(ctx, group, parts)
    else if (group.complete_from !== null && group.joined >= group.complete_from)
      await complete(ctx, id, 'platform')
    else await fail(ctx, id)
    return true
  })
}

async function mergeOf(ctx: Ctx, group: Group): Promise<Part[] | undefined> {
  const { rows } = await sql<{ id: string; joined: number; expires_at: Date }>`
    select id, joined, expires_at from buying_group
    where tenant_id = ${ctx.tenantId} and group_buy_id = ${group.group_buy_id} and state = 'open' and merges
      and size = ${group.size} and id <> ${group.id} order by id for update`.execute(ctx.pg)
  const others = rows.map(
    ({ id, joined, expires_at }): OpenGroup => ({ id, joined, expiresAt: expires_at }),
  )
  return planMerge(group.size - group.joined, others)
}

async function merge(ctx: Ctx, group: Group, parts: readonly Part[]): Promise<void> {
  for (const { id, seats } of parts) {
    // Of a group that is parted, those move who came last; who leads it stays.
    await sql`update group_seat set group_id = ${group.id} where tenant_id = ${ctx.tenantId} and order_id in (
      select s.order_id from group_seat s join buying_group g on g.tenant_id = s.tenant_id and g.id = s.group_id
      where s.tenant_id = ${ctx.tenantId} and s.group_id = ${id} and s.state = 'joined'
      order by s.order_id = g.leader_order_id, s.joined_at desc, s.order_id desc limit ${seats})`.execute(
      ctx.pg,
    )
    await sql`update buying_group g set joined = g.joined - ${seats},
        state = case when g.held + g.joined = ${seats} then 'merged' else g.state end,
        decided_at = case when g.held + g.joined = ${seats} then ${ctx.now()}::timestamptz end,
        merged_into = case when g.joined = ${seats} then ${group.id}::uuid end,
        leader_order_id = ${firstOf(ctx, id)}
      where g.tenant_id = ${ctx.tenantId} and g.id = ${id}`.execute(ctx.pg)
  }
  const moved = parts.reduce((sum, part) => sum + part.seats, 0)
  await sql`update buying_group g set joined = g.joined + ${moved} where g.tenant_id = ${ctx.tenantId}
    and g.id = ${group.id}`.execute(ctx.pg)
  await complete(ctx, group.id, 'merge')
}

async function complete(ctx: Ctx, id: string, by: 'merge' | 'platform'): Promise<void> {
  await sql`update buying_group g set state = 'completed', completed_by = ${by}, decided_at = ${ctx.now()}
    where g.tenant_id = ${ctx.tenantId} and g.id = ${id}`.execute(ctx.pg)
  await tellCompleted(ctx, id)
}

async function fail(ctx: Ctx, id: string): Promise<void> {
  await sql`update buying_group g set state = 'failed', decided_at = ${ctx.now()}, joined = 0, leader_order_id = null
    where g.tenant_id = ${ctx.tenantId} and g.id = ${id}`.execute(ctx.pg)
  await sql`update group_seat set state = 'failed'
    where tenant_id = ${ctx.tenantId} and group_id = ${id} and state = 'joined'`.execute(ctx.pg)
  await tellFailed(ctx, id)
}

/** Seats of every brand whose group failed. Each order on its own: one that cannot go back keeps no other. */
export async function refundFailed(
  system: Ctx,
  make: (tenantId: string) => Ctx,
): Promise<{ refunded: number; failed: number }> {
  const result = { refunded: 0, failed: 0 }
  let after = [NIL, NIL]
  for (;;) {
    const { rows } = await sql<{ tenant_id: string; order_id: string; group_id: string }>`
      select tenant_id, order_id, group_id from group_seat where state = 'failed' and refunded_at is null
        and (tenant_id, order_id) > (${after[0]}::uuid, ${after[1]}::uuid)
      order by tenant_id, order_id limit ${AT_A_TIME}`.execute(system.pg)
    for (const { tenant_id, order_id, group_id } of rows) {
      after = [tenant_id, order_id]
      const ctx = { ...make(tenant_id), now: system.now }
      try {
        await refundSeat(ctx, order_id, group_id)
        result.refunded++
      } catch (error) {
        // It stays to be refunded and is tried again a minute later; the log and the check say so.
        result.failed++
        ctx.log.error({ err: error, order: order_id }, 'a failed group was not paid back')
      }
    }
    if (rows.length < AT_A_TIME) return result
  }
}

/** All that is left of the order goes back the way it was paid; the same one twice changes nothing. */
export function refundSeat(ctx: Ctx, orderId: string, group: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ language: keyof typeof REASON }>`
      select language from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
    const reason = REASON[rows[0]?.language ?? 'zh-CN']
    await refundWhole(ctx, orderId, { key: `group:${group}`, reason })
    await sql`update group_seat set refunded_at = coalesce(refunded_at, ${ctx.now()}::timestamptz)
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and state = 'failed'`.execute(
      ctx.pg,
    )
  })
}
