// Who pays, as far as the provider says: kept as a hash, to know the account again.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { payerHash } from '../checkout/known-buyer.ts'
import { orderParties } from '../checkout/parties.ts'
import type { Payment } from './payments.ts'

export async function notePayer(
  ctx: Ctx,
  id: string,
  provider: string,
  payer: string,
): Promise<void> {
  await sql`update payment set payer_hash = ${payerHash(provider, payer)}
    where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
}

/** Who says before the payment who will pay is told before the money moves. @throws 409 what a party says */
export function demandMayPay(
  ctx: Ctx,
  { id, order_id, provider }: Pick<Payment, 'id' | 'order_id' | 'provider'>,
  payer: string,
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await notePayer(ctx, id, provider, payer)
    for (const party of orderParties()) {
      const no = await party.mayBePaid?.(ctx, order_id)
      if (no) throw conflict(no.code, no.message, { party: party.code, ...no.details })
    }
  })
}
