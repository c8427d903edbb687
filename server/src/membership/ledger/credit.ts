// Giving: a lot each, for many customers in a few statements.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { openAccounts } from './accounts.ts'
import type { Answer, Book, BrandCode, Posting } from './book.ts'
import { lockAccounts, post } from './journal.ts'

export interface Credit {
  /** The same one again changes nothing. */
  key: string
  node: number
  amount: number
  /** What it was given for; shown with the lot. */
  source: string
  kind: string
  earnedAt: Date
  expiresAt: Date | null
  /** Absent: it can be spent at once. A date: from then on. Null: after somebody approves it. */
  releasesAt?: Date | null
  orderId?: string | null
  rule?: { id: string; version: number } | null
  note?: string
  /** Beside the amount, for whoever asks again. */
  more?: Answer
}

/** @returns the keys that were new */
export function credit(
  ctx: Ctx,
  book: Book,
  from: BrandCode,
  credits: readonly Credit[],
): Promise<string[]> {
  return inTx(ctx, async (ctx) => {
    const unique = [...new Map(credits.map((c) => [c.key, c])).values()]
    const accounts = await openAccounts(
      ctx,
      unique.map((c) => c.node),
      book,
    )
    const postings = unique.map((c): Posting => {
      const accountId = accounts.get(c.node)
      if (accountId === undefined) throw new Error(`no account was opened for ${c.node}`)
      const lotId = randomUUIDv7()
      const code = c.releasesAt === undefined ? 'active' : 'pending'
      return {
        ...{ id: randomUUIDv7(), key: c.key, kind: c.kind, note: c.note ?? '' },
        ...{ orderId: c.orderId ?? null, rule: c.rule ?? null },
        answer: { amount: c.amount, lot: lotId, ...c.more },
        entries: [
          { book, code, accountId, amount: c.amount },
          { book, code: from, amount: -c.amount },
        ],
        lots: [
          {
            ...{ id: lotId, accountId, book, source: c.source, amount: c.amount },
            ...{ earnedAt: c.earnedAt, expiresAt: c.expiresAt },
            activeFrom: code === 'active' ? ctx.now() : null,
            releasesAt: c.releasesAt ?? null,
          },
        ],
      }
    })
    const written = await post(ctx, postings)
    const lots = written.flatMap((p) => p.lots ?? []).filter((l) => l.activeFrom !== null)
    await settle(ctx, book, [...new Set(lots.map((l) => l.accountId))])
    return written.map((p) => p.key)
  })
}

/** Who owes pays it from what she holds, first expiring first: nothing moves but the lots. */
export async function settle(ctx: Ctx, book: Book, accountIds: readonly string[]): Promise<void> {
  if (book !== 'points' || accountIds.length === 0) return
  const { rows: owing } = await sql<{ id: string }>`select id from ledger_account
    where tenant_id = ${ctx.tenantId} and id = any(${[...accountIds]}::uuid[]) and owed > 0`.execute(
    ctx.pg,
  )
  if (owing.length === 0) return
  await lockAccounts(
    ctx,
    owing.map((a) => a.id),
  )
  const { rows } = await sql<{ account_id: string; lot_id: string; amount: number }>`
    select account_id, lot_id, amount::bigint as amount from (
      select l.account_id, l.id as lot_id,
        least(l.remaining, greatest(0, a.owed - coalesce(sum(l.remaining) over before, 0))) as amount
      from ledger_account a join ledger_lot l on l.tenant_id = a.tenant_id and l.account_id = a.id
      where a.tenant_id = ${ctx.tenantId} and a.id = any(${owing.map((a) => a.id)}::uuid[])
        and l.remaining > 0 and l.active_from is not null and (l.expires_at is null or l.expires_at > ${ctx.now()})
      window before as (partition by l.account_id order by l.expires_at nulls last, l.id rows between unbounded preceding and 1 preceding)
    ) paid where amount > 0`.execute(ctx.pg)
  const paid = Map.groupBy(rows, (row) => row.account_id)
  await post(
    ctx,
    [...paid].map(([accountId, lots]): Posting => {
      const amount = lots.reduce((sum, l) => sum + l.amount, 0)
      const id = randomUUIDv7()
      return {
        ...{ id, key: `settle:${id}`, kind: 'settle', answer: { amount }, entries: [] },
        allocations: lots.map((l) => ({ lotId: l.lot_id, amount: l.amount })),
        owed: [{ accountId, change: -amount }],
      }
    }),
  )
}

const AT_ONCE = 5_000

/** Pending that is due can be spent. Goes on where it stopped. @returns how many lots */
export async function releaseDue(ctx: Ctx): Promise<number> {
  let released = 0
  for (;;) {
    const { rows } = await sql<{ id: string }>`select id from ledger_lot
      where tenant_id = ${ctx.tenantId} and remaining > 0 and active_from is null and releases_at <= ${ctx.now()}
      order by releases_at limit ${AT_ONCE}`.execute(ctx.pg)
    if (rows.length === 0) return released
    released += await releaseLots(
      ctx,
      rows.map((r) => r.id),
      'release',
    )
  }
}

/** @returns how many of them were pending */
export function releaseLots(ctx: Ctx, ids: readonly string[], kind: string): Promise<number> {
  return inTx(ctx, async (ctx) => {
    const { rows: accounts } = await sql<{
      account_id: string
    }>`select distinct account_id from ledger_lot
      where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[])`.execute(ctx.pg)
    await lockAccounts(
      ctx,
      accounts.map((a) => a.account_id),
    )
    const { rows } = await sql<{ id: string; account_id: string; book: Book; remaining: number }>`
      update ledger_lot set active_from = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = any(${[...ids]}::uuid[]) and active_from is null and remaining > 0
      returning id, account_id, book, remaining`.execute(ctx.pg)
    await post(
      ctx,
      rows.map((lot): Posting => {
        const { book, account_id: accountId, remaining } = lot
        return {
          // A lot is released once.
          ...{ id: randomUUIDv7(), key: `release:${lot.id}`, kind },
          answer: { amount: remaining, lot: lot.id },
          entries: [
            { book, code: 'pending', accountId, amount: -remaining },
            { book, code: 'active', accountId, amount: remaining },
          ],
        }
      }),
    )
    for (const [book, lots] of Map.groupBy(rows, (r) => r.book))
      await settle(ctx, book, [...new Set(lots.map((l) => l.account_id))])
    return rows.length
  })
}
