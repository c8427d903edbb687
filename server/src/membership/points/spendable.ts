import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { accountNodes } from '../ledger/accounts.ts'
import type { Book } from '../ledger/book.ts'

/** What could be spent now; nothing is locked by it. */
export async function spendableNow(ctx: Ctx, customer: number, books: readonly Book[]) {
  const nodes = await accountNodes(ctx, customer)
  const { rows } = await sql<{ book: Book; amount: number }>`
    select a.book, greatest(0, coalesce(sum(l.left), 0) - sum(a.owed))::bigint as amount from ledger_account a
    left join lateral (
      select sum(remaining) as left from ledger_lot l
      where l.tenant_id = a.tenant_id and l.account_id = a.id and l.remaining > 0 and l.active_from is not null
        and (l.expires_at is null or l.expires_at > ${ctx.now()})) l on true
    where a.tenant_id = ${ctx.tenantId} and a.node_id = any(${nodes}::bigint[]) and a.book = any(${[...books]}::text[])
    group by a.book`.execute(ctx.pg)
  return new Map(rows.map((r) => [r.book, r.amount]))
}
