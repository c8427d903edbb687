// The books of commission: cost (the brand's own), pending, due, paying (in a batch) and paid. An entry takes from one
// what it gives to another, so that all of them together are nothing.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'

export type Book = 'cost' | 'pending' | 'due' | 'paying' | 'paid'
export interface Entry {
  subject: string
  cause: 'earned' | 'reversed' | 'corrected'
  from: Book
  to: Book
  fen: number
  orderId: string
  sku: string
}

export async function writeEntries(ctx: Ctx, entries: readonly Entry[]): Promise<void> {
  if (entries.length === 0) return
  const u = unnest(entries, {
    subject: ['text', (e) => e.subject],
    cause: ['text', (e) => e.cause],
    from_book: ['text', (e) => e.from],
    to_book: ['text', (e) => e.to],
    fen: ['bigint', (e) => e.fen],
    order_id: ['uuid', (e) => e.orderId],
    sku: ['text', (e) => e.sku],
  })
  await sql`insert into commission_entry (tenant_id, kind, ${u.names}, at)
    select ${ctx.tenantId}::uuid, 'affiliate', ${u.names}, ${ctx.now()}::timestamptz from ${u.rows}`.execute(
    ctx.pg,
  )
}

/** What is due changes; always in one order of codes, so that no two wait for each other. */
export async function addToDue(
  ctx: Ctx,
  changes: readonly { subject: string; fen: number }[],
): Promise<void> {
  if (changes.length === 0) return
  const u = unnest(changes, {
    subject: ['text', (c) => c.subject],
    fen: ['bigint', (c) => c.fen],
  })
  await sql`insert into commission_balance as b (tenant_id, kind, subject, due_fen)
    select ${ctx.tenantId}::uuid, 'affiliate', subject, sum(fen)::bigint from ${u.rows}
    group by subject order by subject collate "C"
    on conflict (tenant_id, kind, subject) do update set due_fen = b.due_fen + excluded.due_fen`.execute(
    ctx.pg,
  )
}
