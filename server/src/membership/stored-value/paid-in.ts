// Money that the brand owes a customer and she takes as stored value: principal without a top-up, to be spent and not
// paid out again.
import { sql } from 'kysely'
import type { PayIn } from '../../commerce/index.ts'
import { type Check, type Compared, noteDifferences } from '../../platform/check.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { lockNodes, openAccounts } from '../ledger/accounts.ts'
import { credit } from '../ledger/credit.ts'
import { demandRoomFor } from './lawful.ts'

const KIND = 'debt_paid_in'

/** @throws 409 above_named_card_limit */
export const payIntoStoredValue: PayIn = (ctx, { key, node, fen, orderId }) =>
  inTx(ctx, async (ctx) => {
    await openAccounts(ctx, [node], 'principal')
    await demandRoomFor(ctx, await lockNodes(ctx, node), fen)
    await credit(ctx, 'principal', 'adjustment', [
      {
        ...{ key, node, amount: fen, source: 'deposit_penalty', kind: KIND, orderId },
        ...{ earnedAt: ctx.now(), expiresAt: null },
      },
    ])
  })

export const storedValueChecks: readonly Check[] = [
  { name: 'membership.debts_paid_in', compare: comparePaidIn },
]

/** What was paid in is what the penalties say was taken as stored value, each once. */
async function comparePaidIn(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{ tenant: string; order: string; paid: number; entered: number }>`
    with told as (
      select x.tenant_id, x.order_id, sum(e.amount)::bigint as fen from ledger_transaction x
      join ledger_entry e on e.tenant_id = x.tenant_id and e.transaction_id = x.id and e.code = 'active'
      where x.kind = ${KIND} group by 1, 2),
    paid as (
      select tenant_id, order_id, fen from deposit_penalty where method = 'stored_value')
    select tenant_id as tenant, order_id as "order", coalesce(paid.fen, 0)::bigint as paid,
      coalesce(told.fen, 0)::bigint as entered
    from paid full join told using (tenant_id, order_id)`.execute(ctx.pg)
  const found = noteDifferences()
  for (const row of rows) if (row.paid !== row.entered) found.add({ ...row })
  return found.outOf(rows.length)
}
