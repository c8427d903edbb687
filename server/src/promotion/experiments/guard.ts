// An offer of an experiment stays as it is for as long as it is tried, or nothing would be learnt of it.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'

/** @throws 409 offer_in_experiment */
export async function demandFree(ctx: Ctx, offerId: string): Promise<void> {
  const { rows } = await sql<{ id: string; name: string }>`
    select e.id, e.name from offer_experiment_arm a
    join offer_experiment e on e.tenant_id = a.tenant_id and e.id = a.experiment_id
    where a.tenant_id = ${ctx.tenantId} and a.offer_id = ${offerId} and a.is_open`.execute(ctx.pg)
  const [held] = rows
  if (held)
    throw conflict('offer_in_experiment', 'An experiment tries this offer: stop it first', {
      ...{ experiment: held.id, name: held.name },
    })
}
