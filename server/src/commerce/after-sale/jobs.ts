// What exchanges do by themselves when nobody does anything.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { closePayments } from '../payment/payments.ts'
import { getAfterSale } from './after-sale.ts'
import { lapseExchange } from './exchanges.ts'

const AT_ONCE = 500
const NIL = '00000000-0000-0000-0000-000000000000'

/**
 * A difference or goods that did not come in time: what was held for them is free again. Each on its own: one that cannot lapse
 * keeps no other. @returns how many
 */
export async function lapseExchanges(
  system: Ctx,
  make: (tenantId: string) => Ctx,
): Promise<number> {
  let lapsed = 0
  let after = [NIL, NIL]
  for (;;) {
    const { rows } = await sql<{ tenant_id: string; id: string }>`
      select tenant_id, id from after_sale where kind = 'exchange'
        and (state = 'to_return' and return_by <= ${system.now()} or state = 'to_pay' and pay_by <= ${system.now()}) and (tenant_id, id) > (${after[0]}::uuid, ${after[1]}::uuid)
      order by tenant_id, id limit ${AT_ONCE}`.execute(system.pg)
    for (const { tenant_id, id } of rows) {
      after = [tenant_id, id]
      const ctx = { ...make(tenant_id), now: system.now }
      try {
        const { supplement_id } = await getAfterSale(ctx, id)
        // Nobody shall pay any more; who was quicker has paid.
        if (supplement_id !== null) await closePayments(ctx, supplement_id)
        if (await lapseExchange(ctx, id)) lapsed++
      } catch (error) {
        // It stays as it is and is tried again an hour later; the log says so.
        ctx.log.error(
          { err: error, after_sale: id },
          'an exchange whose time is over did not lapse',
        )
      }
    }
    if (rows.length < AT_ONCE) return lapsed
  }
}
