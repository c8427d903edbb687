// Work that tells of the past: what it changes of customers is nobody's news.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'

/**
 * In a transaction: changes of customers made by `work` are noted as history, and reach audiences
 * without a word. @param isHistory false leaves everything as it is
 */
export async function asHistory<Result>(
  ctx: Ctx,
  work: () => Promise<Result>,
  isHistory = true,
): Promise<Result> {
  if (!isHistory) return work()
  await sql`select set_config('homefield.history', 'on', true)`.execute(ctx.pg)
  const result = await work()
  // After a failure the transaction is over, and this with it.
  await sql`select set_config('homefield.history', 'off', true)`.execute(ctx.pg)
  return result
}
