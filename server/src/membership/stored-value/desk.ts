// What people at the desk see and do of a customer's stored value; only with customers they see.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { canonicalInScope } from '../../profile/index.ts'
import { accountNodes } from '../ledger/accounts.ts'
import { refundTopUp, type TopUp, type TopUpAsked, topUp, topUpsOf } from './topups.ts'

export interface StoredValue {
  principal_fen: number
  bonus_fen: number
  topups: TopUp[]
}

/** @throws 404 */
export async function storedValueOf(ctx: Ctx, customer: number): Promise<StoredValue> {
  const nodes = await accountNodes(ctx, await canonicalInScope(ctx, customer))
  const { rows } = await sql<{ book: string; fen: number }>`
    select a.book, sum(l.remaining)::bigint as fen from ledger_account a
    join ledger_lot l on l.tenant_id = a.tenant_id and l.account_id = a.id and l.remaining > 0
    where a.tenant_id = ${ctx.tenantId} and a.node_id = any(${nodes}::bigint[]) and a.book in ('principal', 'bonus')
      and (l.expires_at is null or l.expires_at > ${ctx.now()}) group by a.book`.execute(ctx.pg)
  const of = (book: string) => rows.find((r) => r.book === book)?.fen ?? 0
  return {
    principal_fen: of('principal'),
    bonus_fen: of('bonus'),
    topups: await topUpsOf(ctx, { nodes }),
  }
}

/** Paid at the till. */
export async function topUpAtDesk(ctx: Ctx, asked: TopUpAsked): Promise<StoredValue> {
  const customer = await canonicalInScope(ctx, asked.customer)
  await topUp(ctx, { ...asked, customer })
  return storedValueOf(ctx, customer)
}

/** @throws 404 when the top-up is not hers */
export async function refundAtDesk(
  ctx: Ctx,
  customer: number,
  id: string,
  reason: string,
): Promise<StoredValue> {
  const { topups } = await storedValueOf(ctx, customer)
  if (!topups.some((t) => t.id === id)) throw notFound('topup')
  await refundTopUp(ctx, id, reason)
  return storedValueOf(ctx, customer)
}
