// What deposits do by themselves when nobody does anything.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { closePayments } from '../payment/payments.ts'
import { lapseBalance } from './settle.ts'

const AT_ONCE = 500

const NIL = '00000000-0000-0000-0000-000000000000'

/**
 * The balance did not come in time: nobody can pay it any more, then the deposit is decided. Each order on its own:
 * one that cannot be decided keeps no other. @returns how many
 */
export async function lapseBalances(system: Ctx, make: (tenantId: string) => Ctx): Promise<number> {
  let lapsed = 0
  let after = [NIL, NIL]
  for (;;) {
    const { rows } = await sql<{ tenant_id: string; id: string }>`
      select tenant_id, id from own_order where state = 'to_pay_balance' and expires_at <= ${system.now()}
        and (tenant_id, id) > (${after[0]}::uuid, ${after[1]}::uuid)
      order by tenant_id, id limit ${AT_ONCE}`.execute(system.pg)
    for (const { tenant_id, id } of rows) {
      after = [tenant_id, id]
      const ctx = { ...make(tenant_id), now: system.now }
      try {
        await closePayments(ctx, id)
        if (await lapseBalance(ctx, id)) lapsed++
      } catch (error) {
        // It stays as it is and is tried again a minute later; the log says so.
        ctx.log.error({ err: error, order: id }, 'a balance that did not come was not decided')
      }
    }
    if (rows.length < AT_ONCE) return lapsed
  }
}
