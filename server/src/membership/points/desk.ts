// What people at the desk do with a customer's points; only with customers they see.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { canonicalInScope } from '../../profile/index.ts'
import { accountNodes } from '../ledger/accounts.ts'
import { releaseLots } from '../ledger/credit.ts'
import { type Adjustment, adjustPoints, type Transfer, transferPoints } from './points.ts'
import { type Balance, pointsOf } from './queries.ts'

export async function correctPoints(ctx: Ctx, given: Adjustment): Promise<Balance> {
  const customer = await canonicalInScope(ctx, given.customer)
  await adjustPoints(ctx, { ...given, customer })
  return pointsOf(ctx, customer)
}

/** @returns what the giver has left */
export async function handOn(ctx: Ctx, given: Transfer): Promise<Balance> {
  const from = await canonicalInScope(ctx, given.from)
  await transferPoints(ctx, { ...given, from, to: await canonicalInScope(ctx, given.to) })
  return pointsOf(ctx, from)
}

/** @throws 404 when one of the lots is not hers or does not wait */
export async function approvePending(
  ctx: Ctx,
  customer: number,
  lots: readonly string[],
): Promise<Balance> {
  const canonical = await canonicalInScope(ctx, customer)
  await inTx(ctx, async (ctx) => {
    const nodes = await accountNodes(ctx, canonical)
    const ids = [...new Set(lots)]
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ledger_lot l
      join ledger_account a on a.tenant_id = l.tenant_id and a.id = l.account_id
      where l.tenant_id = ${ctx.tenantId} and l.id = any(${ids}::uuid[]) and a.node_id = any(${nodes}::bigint[])
        and l.active_from is null and l.remaining > 0`.execute(ctx.pg)
    if (rows[0]?.n !== ids.length) throw notFound('pending_lot')
    await releaseLots(ctx, ids, 'approve')
    const object = { kind: 'customer', id: String(canonical) }
    await audit(ctx, 'points.approved', object, { lots: ids })
  })
  return pointsOf(ctx, canonical)
}
