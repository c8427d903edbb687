// Balances, ledgers and lots to look at.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { canonicalInScope } from '../../profile/index.ts'
import { accountNodes } from '../ledger/accounts.ts'
import type { SpendableBook } from '../ledger/book.ts'
import { pointsPolicy } from './policy.ts'

export interface Balance {
  active: number
  /** Of the active: what can be spent now, less what is owed. */
  spendable: number
  pending: number
  owed: number
  /** What they would pay, fen. */
  worth_fen: number
  /** Every lot that will expire, the first first. */
  expiring: { expires_at: string; amount: number }[]
}

/** @throws 404, also for a customer out of sight */
export async function pointsOf(ctx: Ctx, customer: number): Promise<Balance> {
  return balanceOf(ctx, await accountNodes(ctx, await canonicalInScope(ctx, customer)))
}

/** What these nodes' accounts hold together. */
export async function balanceOf(ctx: Ctx, nodes: readonly number[]): Promise<Balance> {
  const { rows } = await sql<{ active: number; pending: number; owed: number }>`
    select coalesce(sum(active), 0)::bigint as active, coalesce(sum(pending), 0)::bigint as pending,
      coalesce(sum(owed), 0)::bigint as owed from ledger_account
    where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[]) and book = 'points'`.execute(
    ctx.pg,
  )
  const { rows: lots } = await sql<{ expires_at: Date | null; amount: number }>`
    select l.expires_at, sum(l.remaining)::bigint as amount from ledger_account a
    join ledger_lot l on l.tenant_id = a.tenant_id and l.account_id = a.id and l.remaining > 0 and l.active_from is not null
    where a.tenant_id = ${ctx.tenantId} and a.node_id = any(${[...nodes]}::bigint[]) and a.book = 'points'
      and (l.expires_at is null or l.expires_at > ${ctx.now()})
    group by l.expires_at order by l.expires_at nulls last`.execute(ctx.pg)
  const { active = 0, pending = 0, owed = 0 } = rows[0] ?? {}
  const spendable = Math.max(0, lots.reduce((sum, l) => sum + l.amount, 0) - owed)
  const { worth } = (await pointsPolicy(ctx)).policy
  return {
    ...{ active, pending, owed, spendable },
    worth_fen: Number((BigInt(spendable) * BigInt(worth.fen)) / BigInt(worth.points)),
    expiring: lots.flatMap(({ expires_at, amount }) =>
      expires_at === null ? [] : [{ expires_at: expires_at.toISOString(), amount }],
    ),
  }
}

/** What was multiplied of it, how many times and by what. */
const TIMES = sql`(t.answer ->> 'base')::bigint as base, (t.answer ->> 'times_bp')::int as times_bp,
  t.answer ->> 'times_by' as times_by`

export interface LedgerLine {
  id: number
  at: string
  kind: string
  book: SpendableBook
  code: 'pending' | 'active'
  amount: number
  order_id: string | null
  rule: string | null
  /** What was multiplied, how many times and by what; null: nothing was. */
  base: number | null
  times_bp: number | null
  times_by: string | null
  note: string
  actor: string
}

/** What moved a customer's accounts, newest first. @throws 404 */
export async function ledgerOf(
  ctx: Ctx,
  customer: number,
  books: readonly SpendableBook[],
  page: { limit: number; cursor?: string | undefined },
) {
  return movesOf(ctx, await accountNodes(ctx, await canonicalInScope(ctx, customer)), books, page)
}

/** What moved these nodes' accounts, newest first. */
export async function movesOf(
  ctx: Ctx,
  nodes: readonly number[],
  books: readonly SpendableBook[],
  page: { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(page.cursor, z.number().int())
  const { rows } = await sql<Omit<LedgerLine, 'at'> & { at: Date }>`
    select e.id, e.at, t.kind, e.book, e.code, e.amount, t.order_id, r.name as rule, t.note, t.actor, ${TIMES}
    from ledger_account a join ledger_entry e on e.tenant_id = a.tenant_id and e.account_id = a.id
    join ledger_transaction t on t.tenant_id = e.tenant_id and t.id = e.transaction_id
    left join points_rule r on r.tenant_id = t.tenant_id and r.id = t.rule_id
    where a.tenant_id = ${ctx.tenantId} and a.node_id = any(${[...nodes]}::bigint[]) and a.book = any(${[...books]}::text[])
      and ${after === undefined ? sql`true` : sql`e.id < ${after}`}
    order by e.id desc limit ${page.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    page.limit,
    (row): LedgerLine => ({ ...row, at: row.at.toISOString() }),
    (row) => row.id,
  )
}

/** A customer's lots with where each went, newest first. @throws 404 */
export async function lotsOf(
  ctx: Ctx,
  customer: number,
  books: readonly SpendableBook[],
  page: { limit: number; cursor?: string | undefined },
) {
  const nodes = await accountNodes(ctx, await canonicalInScope(ctx, customer))
  const after = readCursor(page.cursor, z.uuid())
  const { rows } = await sql<{
    id: string
    book: SpendableBook
    source: string
    amount: number
    remaining: number
    earned_at: Date
    active_from: Date | null
    releases_at: Date | null
    expires_at: Date | null
    base: number | null
    times_bp: number | null
    times_by: string | null
  }>`
    select l.id, l.book, l.source, l.amount, l.remaining, l.earned_at, l.active_from, l.releases_at, l.expires_at, ${TIMES}
    from ledger_account a join ledger_lot l on l.tenant_id = a.tenant_id and l.account_id = a.id
    join ledger_transaction t on t.tenant_id = l.tenant_id and t.id = l.transaction_id
    where a.tenant_id = ${ctx.tenantId} and a.node_id = any(${nodes}::bigint[]) and a.book = any(${[...books]}::text[])
      and ${after === undefined ? sql`true` : sql`l.id < ${after}::uuid`}
    order by l.id desc limit ${page.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    page.limit,
    (row) => ({
      ...row,
      earned_at: row.earned_at.toISOString(),
      active_from: row.active_from?.toISOString() ?? null,
      releases_at: row.releases_at?.toISOString() ?? null,
      expires_at: row.expires_at?.toISOString() ?? null,
    }),
    (row) => row.id,
  )
}
