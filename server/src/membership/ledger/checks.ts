// What `homefield check` asks of the ledger: every transaction sums to nothing, balances are their entries,
// and what accounts hold is what is left in their lots.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

export const ledgerChecks: readonly Check[] = [
  { name: 'membership.journal', compare: compareJournal },
  { name: 'membership.balances', compare: compareBalances },
  { name: 'membership.lots', compare: compareLots },
  { name: 'membership.held', compare: compareHeld },
]

async function counted(ctx: Ctx, table: string): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from ${sql.table(table)}`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}

async function compareJournal(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{ tenant: string; transaction: string; book: string; sum: string }>`
    select tenant_id as tenant, transaction_id as transaction, book, sum(amount)::text as sum from ledger_entry
    group by 1, 2, 3 having sum(amount) <> 0`.execute(ctx.pg)
  const found = noteDifferences()
  for (const row of rows) found.add(row)
  return found.outOf(await counted(ctx, 'ledger_transaction'))
}

async function compareBalances(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Record<string, string | number>>`
    with told as (
      select tenant_id, account_id as id, coalesce(sum(amount) filter (where code = 'pending'), 0)::bigint as pending,
        coalesce(sum(amount) filter (where code = 'active'), 0)::bigint as active
      from ledger_entry where account_id is not null group by 1, 2),
    held as (
      select tenant_id, account_id as id, coalesce(sum(remaining) filter (where active_from is null), 0)::bigint as pending,
        coalesce(sum(remaining) filter (where active_from is not null), 0)::bigint as active
      from ledger_lot group by 1, 2)
    select a.tenant_id as tenant, a.id as account, a.pending, a.active, a.owed,
      coalesce(t.pending, 0)::bigint as pending_entries, coalesce(t.active, 0)::bigint as active_entries,
      coalesce(h.pending, 0)::bigint as pending_lots, coalesce(h.active, 0)::bigint as active_lots
    from ledger_account a left join told t using (tenant_id, id) left join held h using (tenant_id, id)
    where a.pending <> coalesce(t.pending, 0) or a.active <> coalesce(t.active, 0)
      or a.pending <> coalesce(h.pending, 0) or a.active + a.owed <> coalesce(h.active, 0)`.execute(
    ctx.pg,
  )
  const found = noteDifferences()
  for (const row of rows) found.add(row)
  return found.outOf(await counted(ctx, 'ledger_account'))
}

async function compareLots(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Record<string, string | number>>`
    select l.tenant_id as tenant, l.id as lot, l.remaining, (l.amount - coalesce(sum(a.amount), 0))::bigint as allocated
    from ledger_lot l left join ledger_allocation a on a.tenant_id = l.tenant_id and a.lot_id = l.id
    group by l.tenant_id, l.id having l.remaining <> l.amount - coalesce(sum(a.amount), 0)`.execute(
    ctx.pg,
  )
  const found = noteDifferences()
  for (const row of rows) found.add(row)
  return found.outOf(await counted(ctx, 'ledger_lot'))
}

/** What stands as held in the journal is what orders hold. */
async function compareHeld(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{ tenant: string; entries: number; holds: number }>`
    with told as (
      select tenant_id, sum(amount)::bigint as n from ledger_entry where code = 'held' group by 1),
    holds as (
      select h.tenant_id, sum(h.amount)::bigint as n from ledger_hold h where h.state = 'held' group by 1)
    select tenant_id as tenant, coalesce(told.n, 0)::bigint as entries, coalesce(holds.n, 0)::bigint as holds
    from told full join holds using (tenant_id)`.execute(ctx.pg)
  const found = noteDifferences()
  for (const row of rows) if (row.entries !== row.holds) found.add({ ...row })
  return found.outOf(rows.length)
}
