// Taking out of lots, first expiring first, and putting back where it was taken.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { Account, Allocation, Book, Lot } from './book.ts'

/** Of accounts whose lock the caller holds: what can be spent now, in the order in which it is. */
export async function spendableLots(ctx: Ctx, accounts: readonly Account[]): Promise<Lot[]> {
  const { rows } = await sql<Lot>`
    select id, account_id, book, source, amount, remaining, earned_at, active_from, releases_at, expires_at
    from ledger_lot where tenant_id = ${ctx.tenantId} and account_id = any(${accounts.map((a) => a.id)}::uuid[])
      and remaining > 0 and active_from is not null and (expires_at is null or expires_at > ${ctx.now()})
    order by expires_at nulls last, id`.execute(ctx.pg)
  return rows
}

export const owedBy = (accounts: readonly Account[], book: Book): number =>
  accounts.filter((a) => a.book === book).reduce((sum, a) => sum + a.owed, 0)

/** Pure: so much out of lots that stand in their order; undefined when they do not hold it. */
export function take(
  lots: readonly Pick<Lot, 'id' | 'account_id' | 'remaining'>[],
  amount: number,
): { lotId: string; accountId: string; amount: number }[] | undefined {
  const taken = []
  let left = amount
  for (const lot of lots) {
    if (left === 0) break
    const n = Math.min(left, lot.remaining)
    if (n <= 0) continue
    taken.push({ lotId: lot.id, accountId: lot.account_id, amount: n })
    left -= n
  }
  return left === 0 ? taken : undefined
}

/** What each account gives of it, as entries need it: one a pair of account and book. */
export function byAccount(
  taken: readonly { accountId: string; amount: number }[],
): { accountId: string; amount: number }[] {
  const sums = new Map<string, number>()
  for (const { accountId, amount } of taken)
    sums.set(accountId, (sums.get(accountId) ?? 0) + amount)
  return [...sums].map(([accountId, amount]) => ({ accountId, amount }))
}

export interface Taken {
  lotId: string
  accountId: string
  book: Book
  expiresAt: Date | null
  /** Taken by that spending and not yet given back. */
  amount: number
}
/** What a spending took, in the order it was taken, less what has gone back since. */
export async function takenBy(ctx: Ctx, transactionId: string): Promise<Taken[]> {
  const { rows } = await sql<Taken>`
    select l.id as "lotId", l.account_id as "accountId", l.book, l.expires_at as "expiresAt",
      (a.amount + coalesce((select sum(b.amount) from ledger_allocation b
        where b.tenant_id = a.tenant_id and b.of_transaction = a.transaction_id and b.lot_id = a.lot_id), 0))::bigint as amount
    from ledger_allocation a join ledger_lot l on l.tenant_id = a.tenant_id and l.id = a.lot_id
    where a.tenant_id = ${ctx.tenantId} and a.transaction_id = ${transactionId} and a.amount > 0
    order by l.expires_at nulls last, l.id`.execute(ctx.pg)
  return rows
}

/** Pure: so much of what was taken goes back, what was taken last first. */
export function putBack(taken: readonly Taken[], amount: number): (Taken & { amount: number })[] {
  const back = []
  let left = amount
  for (const one of [...taken].reverse()) {
    const n = Math.min(left, one.amount)
    if (n <= 0) continue
    back.push({ ...one, amount: n })
    left -= n
  }
  if (left > 0) throw new RangeError('more goes back than was taken')
  return back
}

export const backTo = (
  back: readonly { lotId: string; amount: number }[],
  ofTransaction: string,
): Allocation[] => back.map(({ lotId, amount }) => ({ lotId, amount: -amount, ofTransaction }))
