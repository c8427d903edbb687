// People meeting experiments: noted once a person, and told.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { unnest } from '../../platform/unnest.ts'

export const EXPOSED = 'experiment_exposed'

export interface Met {
  experiment: string
  /** Canonical. */
  customer: number
  arm: string
}

/** @returns those who meet it for the first time, of what still runs; of all her nodes none has met it before */
export function noteMet(ctx: Ctx, met: readonly Met[]): Promise<Met[]> {
  return inTx(ctx, async (ctx) => {
    const u = unnest(met, {
      experiment: ['uuid', (m) => m.experiment],
      customer: ['bigint', (m) => m.customer],
      arm: ['text', (m) => m.arm],
    })
    // In one order, so that no two who note the same people wait for each other.
    const { rows } = await sql<Met & { name: string }>`
      with noted as (
        insert into offer_exposure (tenant_id, experiment_id, node_id, arm, at)
        select e.tenant_id, e.id, r.customer, r.arm, ${ctx.now()}::timestamptz from ${u.rows}
        join offer_experiment e on e.tenant_id = ${ctx.tenantId} and e.id = r.experiment and e.state = 'running'
        where not exists (select 1 from customer o
          join offer_exposure x on x.tenant_id = o.tenant_id and x.node_id = o.id and x.experiment_id = e.id
          where o.tenant_id = e.tenant_id and o.canonical_id = r.customer)
        order by r.experiment, r.customer
        on conflict (tenant_id, experiment_id, node_id) do nothing
        returning tenant_id, experiment_id, node_id, arm)
      select n.experiment_id as experiment, n.node_id as customer, n.arm, e.name
      from noted n join offer_experiment e on e.tenant_id = n.tenant_id and e.id = n.experiment_id`.execute(
      ctx.pg,
    )
    await recordEvents(
      ctx,
      rows.map(({ experiment, customer, arm, name }) => ({
        ...{ name: EXPOSED, customerId: customer, at: ctx.now(), source: 'promotion' },
        props: { experiment: name, experiment_id: experiment, arm },
      })),
    )
    return rows
  })
}
