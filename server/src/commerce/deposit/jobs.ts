// What deposits do by themselves when nobody does anything.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { closePayments } from '../payment/payments.ts'
import { lapseBalance } from './settle.ts'

const AT_ONCE = 500

/** The balance did not come in time: nobody can pay it any more, then the deposit is decided. @returns how many */
export async function lapseBalances(system: Ctx, make: (tenantId: string) => Ctx): Promise<number> {
  const { rows } = await sql<{ tenant_id: string; id: string }>`
    select tenant_id, id from own_order where state = 'to_pay_balance' and expires_at <= ${system.now()}
    order by expires_at limit ${AT_ONCE}`.execute(system.pg)
  let lapsed = 0
  for (const { tenant_id, id } of rows) {
    const ctx = { ...make(tenant_id), now: system.now }
    await closePayments(ctx, id)
    if (await lapseBalance(ctx, id)) lapsed++
  }
  return lapsed
}
