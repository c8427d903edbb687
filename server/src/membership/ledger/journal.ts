// The one place that writes the journal. Balances and what is left of lots change by exactly what is written
// in the same statement's transaction, so they are its sums.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import type { Answer, Posting } from './book.ts'

/**
 * In the caller's transaction: whoever comes second with a key waits and is given what the first was told.
 */
export async function answered(ctx: Ctx, key: string): Promise<Answer | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ledger of ${ctx.tenantId} ${key}`}, 0))`.execute(
    ctx.pg,
  )
  const { rows } = await sql<{ answer: Answer }>`select answer from ledger_transaction
    where tenant_id = ${ctx.tenantId} and key = ${key}`.execute(ctx.pg)
  return rows[0]?.answer
}

/** Writes many at once. @returns those whose keys were new; what stood already changes nothing. */
export async function post(ctx: Ctx, postings: readonly Posting[]): Promise<Posting[]> {
  if (postings.length === 0) return []
  const fresh = await writeTransactions(ctx, postings)
  const lots = fresh.flatMap((p) => (p.lots ?? []).map((lot) => ({ ...lot, transaction: p.id })))
  const allocations = fresh.flatMap((p) =>
    (p.allocations ?? []).map((a) => ({ ...a, transaction: p.id })),
  )
  const entries = fresh.flatMap((p) => p.entries.map((entry) => ({ ...entry, transaction: p.id })))
  await changeAccounts(ctx, fresh)
  if (entries.length > 0) {
    const u = unnest(entries, {
      transaction_id: ['uuid', (e) => e.transaction],
      book: ['text', (e) => e.book],
      code: ['text', (e) => e.code],
      account_id: ['uuid', (e) => ('accountId' in e ? e.accountId : null)],
      amount: ['bigint', (e) => e.amount],
    })
    await sql`insert into ledger_entry (tenant_id, at, ${u.names})
      select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, ${u.names} from ${u.rows}`.execute(
      ctx.pg,
    )
  }
  if (lots.length > 0) {
    const u = unnest(lots, {
      id: ['uuid', (l) => l.id],
      account_id: ['uuid', (l) => l.accountId],
      book: ['text', (l) => l.book],
      transaction_id: ['uuid', (l) => l.transaction],
      source: ['text', (l) => l.source],
      amount: ['bigint', (l) => l.amount],
      remaining: ['bigint', (l) => l.amount],
      earned_at: ['timestamptz', (l) => l.earnedAt],
      active_from: ['timestamptz', (l) => l.activeFrom],
      releases_at: ['timestamptz', (l) => l.releasesAt],
      expires_at: ['timestamptz', (l) => l.expiresAt],
      replaces: ['uuid', (l) => l.replaces ?? null],
    })
    await sql`insert into ledger_lot (tenant_id, ${u.names})
      select ${ctx.tenantId}::uuid, ${u.names} from ${u.rows}`.execute(ctx.pg)
  }
  if (allocations.length > 0) {
    const u = unnest(allocations, {
      transaction_id: ['uuid', (a) => a.transaction],
      lot_id: ['uuid', (a) => a.lotId],
      amount: ['bigint', (a) => a.amount],
      of_transaction: ['uuid', (a) => a.ofTransaction ?? null],
    })
    await sql`insert into ledger_allocation (tenant_id, ${u.names})
      select ${ctx.tenantId}::uuid, ${u.names} from ${u.rows}`.execute(ctx.pg)
    await sql`update ledger_lot l set remaining = l.remaining - a.amount
      from (select lot_id, sum(amount)::bigint as amount from ${u.rows} group by lot_id) a
      where l.tenant_id = ${ctx.tenantId} and l.id = a.lot_id`.execute(ctx.pg)
  }
  return fresh
}

async function writeTransactions(ctx: Ctx, postings: readonly Posting[]): Promise<Posting[]> {
  // In the order of keys: two sets with some of the same wait for each other in one direction only.
  const sorted = [...postings].sort((a, b) => (a.key < b.key ? -1 : 1))
  const u = unnest(sorted, {
    id: ['uuid', (p) => p.id],
    key: ['text', (p) => p.key],
    kind: ['text', (p) => p.kind],
    note: ['text', (p) => p.note ?? ''],
    order_id: ['uuid', (p) => p.orderId ?? null],
    rule_id: ['uuid', (p) => p.rule?.id ?? null],
    rule_version: ['integer', (p) => p.rule?.version ?? null],
    answer: ['jsonb', (p) => JSON.stringify(p.answer)],
  })
  const { rows } = await sql<{ id: string }>`
    insert into ledger_transaction (tenant_id, at, actor, ${u.names})
    select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${u.names} from ${u.rows}
    on conflict (tenant_id, key) do nothing returning id`.execute(ctx.pg)
  const written = new Set(rows.map((row) => row.id))
  return sorted.filter((p) => written.has(p.id))
}

async function changeAccounts(ctx: Ctx, postings: readonly Posting[]): Promise<void> {
  const changes = new Map<string, { pending: number; active: number; owed: number }>()
  const of = (id: string) => {
    const change = changes.get(id) ?? { pending: 0, active: 0, owed: 0 }
    changes.set(id, change)
    return change
  }
  for (const { entries, owed = [] } of postings) {
    for (const entry of entries)
      if ('accountId' in entry) of(entry.accountId)[entry.code] += entry.amount
    for (const { accountId, change } of owed) of(accountId).owed += change
  }
  if (changes.size === 0) return
  await lockAccounts(ctx, [...changes.keys()])
  const u = unnest([...changes], {
    id: ['uuid', ([id]) => id],
    pending: ['bigint', ([, c]) => c.pending],
    active: ['bigint', ([, c]) => c.active],
    owed: ['bigint', ([, c]) => c.owed],
  })
  const { rows } = await sql<{ book: string; node_id: number | null }>`update ledger_account a
    set pending = a.pending + r.pending, active = a.active + r.active, owed = a.owed + r.owed
    from ${u.rows} where a.tenant_id = ${ctx.tenantId} and a.id = r.id returning a.book, a.node_id`.execute(
    ctx.pg,
  )
  const touched = [...new Set(rows.flatMap(({ node_id }) => (node_id === null ? [] : [node_id])))]
  // Whoever keeps what is held beside the ledger looks at these again.
  await sql`insert into ledger_touched (tenant_id, node_id)
    select ${ctx.tenantId}::uuid, n from unnest(${touched}::bigint[]) as n`.execute(ctx.pg)
}

/** Always in the order of their ids. An account's lots belong to whoever holds its lock. */
export const lockAccounts = (ctx: Ctx, ids: readonly string[]) =>
  sql`select 1 from ledger_account where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[])
    order by id for update`.execute(ctx.pg)
