// Taking back what an order earned when it is refunded: by its share, once.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { lockAccountsOf, lockNodes } from '../ledger/accounts.ts'
import type { Allocation, Entry } from '../ledger/book.ts'
import { answered, post } from '../ledger/journal.ts'
import { byAccount, spendableLots, take } from '../ledger/lots.ts'
import { pointsPolicy } from './policy.ts'

export interface Reclaim {
  refundId: string
  orderId: string
  /** All that has been given back of the order by now, and what it was. */
  refundedFen: number
  paidFen: number
}
export interface Reclaimed {
  wanted: number
  taken: number
  owed: number
  /** Spent already, and the brand lets nobody go below nothing. */
  short: number
}
export interface EarnedLot {
  id: string
  account_id: string
  node_id: number | null
  amount: number
  remaining: number
  active_from: Date | null
}

/** @returns undefined when the order earned nothing, or this much is taken back already */
export function reclaimEarned(ctx: Ctx, given: Reclaim): Promise<Reclaimed | undefined> {
  return inTx(ctx, async (ctx) => {
    const key = `reclaim:${given.orderId}:${given.refundId}`
    const before = await answered(ctx, key)
    if (before) return before as unknown as Reclaimed
    await answered(ctx, `earned by ${given.orderId}`)
    const { rows: own } = await sql<EarnedLot>`
      select l.id, l.account_id, a.node_id, l.amount, l.remaining, l.active_from
      from ledger_transaction t join ledger_lot l on l.tenant_id = t.tenant_id and l.transaction_id = t.id
      join ledger_account a on a.tenant_id = l.tenant_id and a.id = l.account_id
      where t.tenant_id = ${ctx.tenantId} and t.order_id = ${given.orderId} and t.kind = 'earn'`.execute(
      ctx.pg,
    )
    const node = own[0]?.node_id
    if (node == null || given.paidFen <= 0) return undefined
    const earned = own.reduce((sum, l) => sum + l.amount, 0)
    const { rows } = await sql<{ wanted: number }>`
      select coalesce(sum((answer ->> 'wanted')::bigint), 0)::bigint as wanted from ledger_transaction
      where tenant_id = ${ctx.tenantId} and order_id = ${given.orderId} and kind = 'reclaim'`.execute(
      ctx.pg,
    )
    // What has expired is gone already; nobody pays for it with other points.
    const { rows: gone } = await sql<{ expired: number }>`
      select coalesce(sum(a.amount), 0)::bigint as expired from ledger_allocation a
      join ledger_transaction t on t.tenant_id = a.tenant_id and t.id = a.transaction_id and t.kind = 'expire'
      where a.tenant_id = ${ctx.tenantId} and a.lot_id = any(${own.map((l) => l.id)}::uuid[])`.execute(
      ctx.pg,
    )
    const target = Math.min(due(earned, given), earned - (gone[0]?.expired ?? 0))
    const wanted = target - (rows[0]?.wanted ?? 0)
    if (wanted <= 0) return undefined
    return takeBack(ctx, key, given.orderId, node, own, wanted)
  })
}

/** Pure: what of the earned points goes with so much of the money; all of it with all. */
export const due = (
  earned: number,
  { refundedFen, paidFen }: Pick<Reclaim, 'refundedFen' | 'paidFen'>,
): number =>
  refundedFen >= paidFen
    ? earned
    : Number((BigInt(earned) * BigInt(Math.max(0, refundedFen))) / BigInt(paidFen))

/** From its own lots first, pending ones before others; then from what else there is; then it is owed. */
export async function takeBack(
  ctx: Ctx,
  key: string,
  orderId: string | null,
  node: number,
  own: readonly EarnedLot[],
  wanted: number,
): Promise<Reclaimed> {
  const { policy } = await pointsPolicy(ctx)
  const nodes = await lockNodes(ctx, node)
  const accounts = await lockAccountsOf(ctx, nodes, ['points'])
  const { rows: now } = await sql<EarnedLot>`
    select l.id, l.account_id, a.node_id, l.amount, l.remaining, l.active_from from ledger_lot l
    join ledger_account a on a.tenant_id = l.tenant_id and a.id = l.account_id
    where l.tenant_id = ${ctx.tenantId} and l.id = any(${own.map((l) => l.id)}::uuid[]) and l.remaining > 0`.execute(
    ctx.pg,
  )
  const pendingLots = now.filter((l) => l.active_from === null)
  const ids = new Set(own.map((l) => l.id))
  const others = await spendableLots(ctx, accounts)
  const activeLots = [
    ...others.filter((l) => ids.has(l.id)),
    ...others.filter((l) => !ids.has(l.id)),
  ]
  const sum = (lots: readonly { remaining: number }[]) => lots.reduce((n, l) => n + l.remaining, 0)
  const fromPending = Math.min(wanted, sum(pendingLots))
  const fromActive = Math.min(wanted - fromPending, sum(activeLots))
  const left = wanted - fromPending - fromActive
  const owed = policy.may_owe ? left : 0
  const entries: Entry[] = []
  const allocations: Allocation[] = []
  const put = (
    lots: typeof activeLots | EarnedLot[],
    amount: number,
    code: 'pending' | 'active',
  ) => {
    if (amount === 0) return
    const taken = take(lots, amount) ?? []
    allocations.push(...taken)
    for (const { accountId, amount: n } of byAccount(taken))
      entries.push({ book: 'points', code, accountId, amount: -n })
  }
  put(pendingLots, fromPending, 'pending')
  put(activeLots, fromActive, 'active')
  const debtor = accounts.find((a) => a.node_id === node)
  if (owed > 0 && debtor)
    entries.push({ book: 'points', code: 'active', accountId: debtor.id, amount: -owed })
  const taken = fromPending + fromActive
  if (taken + owed > 0) entries.push({ book: 'points', code: 'issued', amount: taken + owed })
  const answer = { wanted, taken, owed, short: left - owed }
  await post(ctx, [
    {
      ...{ id: randomUUIDv7(), key, kind: 'reclaim', orderId, answer, entries, allocations },
      owed: owed > 0 && debtor ? [{ accountId: debtor.id, change: owed }] : [],
    },
  ])
  return answer
}
