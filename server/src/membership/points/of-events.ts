// Points that single events earned, for whoever judges those events: kept with what is found good, taken back
// with what is not.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { releaseLots } from '../ledger/credit.ts'
import { answered } from '../ledger/journal.ts'
import { type EarnedLot, takeBack } from './reclaim.ts'

/** What these events earned under any rule. */
async function earnedBy(ctx: Ctx, events: readonly string[]) {
  if (events.length === 0) return []
  // As `candidatesOf` names what an event earns.
  const { rows } = await sql<EarnedLot & { event_id: string; awaits_approval: boolean }>`
    select e.id as event_id, l.id, l.account_id, a.node_id, l.amount, l.remaining, l.active_from,
      l.active_from is null and l.releases_at is null as awaits_approval
    from unnest(${[...events]}::uuid[]) as e (id) cross join points_rule r
    join ledger_transaction t on t.tenant_id = r.tenant_id and t.key = 'rule:' || r.id || ':event:' || e.id
    join ledger_lot l on l.tenant_id = t.tenant_id and l.transaction_id = t.id
    join ledger_account a on a.tenant_id = l.tenant_id and a.id = l.account_id
    where r.tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows
}

/** What of it waits for approval can be spent. @returns the events that earned something */
export function releaseEarnedBy(ctx: Ctx, events: readonly string[]): Promise<string[]> {
  return inTx(ctx, async (ctx) => {
    const lots = await earnedBy(ctx, events)
    const waiting = lots.filter((lot) => lot.awaits_approval && lot.remaining > 0)
    if (waiting.length > 0)
      await releaseLots(
        ctx,
        waiting.map((lot) => lot.id),
        'approve',
      )
    return [...new Set(lots.map((lot) => lot.event_id))]
  })
}

/** Once an event, as with points of an order that is refunded. @returns whether it earned anything */
export function reclaimEarnedBy(ctx: Ctx, event: string): Promise<boolean> {
  return inTx(ctx, async (ctx) => {
    const key = `reclaim:event:${event}`
    if (await answered(ctx, key)) return true
    const lots = await earnedBy(ctx, [event])
    const node = lots[0]?.node_id
    if (node == null) return lots.length > 0
    // What has expired is gone already; nobody pays for it with other points.
    const { rows } = await sql<{ expired: number }>`
      select coalesce(sum(a.amount), 0)::bigint as expired from ledger_allocation a
      join ledger_transaction t on t.tenant_id = a.tenant_id and t.id = a.transaction_id and t.kind = 'expire'
      where a.tenant_id = ${ctx.tenantId} and a.lot_id = any(${lots.map((l) => l.id)}::uuid[])`.execute(
      ctx.pg,
    )
    const wanted = lots.reduce((sum, l) => sum + l.amount, 0) - (rows[0]?.expired ?? 0)
    if (wanted > 0) await takeBack(ctx, key, null, node, lots, wanted)
    return true
  })
}
