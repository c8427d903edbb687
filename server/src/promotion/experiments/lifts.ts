// What a benefit brings, measured: against people who would have had it and did not.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { readoutOf } from './look.ts'
import type { BenefitLift, Readout } from './shapes.ts'

/**
 * Of each benefit that was ever tried the newest experiment, by what it is to encourage, or by the metric that was
 * chosen where it names nothing. Of control nothing is said: it is what others are set against.
 */
export async function benefitLifts(ctx: Ctx): Promise<BenefitLift[]> {
  const { rows } = await sql<{ benefit: string; arm: string; experiment_id: string }>`
    select distinct on (a.benefit_code) a.benefit_code as benefit, a.code as arm, a.experiment_id
    from offer_experiment_arm a join offer_experiment e on e.tenant_id = a.tenant_id and e.id = a.experiment_id
    where a.tenant_id = ${ctx.tenantId} and a.benefit_code is not null and a.position > 0
      and e.started_at is not null
    order by a.benefit_code, e.started_at desc, e.id desc`.execute(ctx.pg)
  const readouts = new Map<string, Readout>()
  for (const id of new Set(rows.map((row) => row.experiment_id)))
    readouts.set(id, await readoutOf(ctx, id))
  return rows.flatMap(({ benefit, arm, experiment_id }) => {
    const found = readouts.get(experiment_id)
    return found ? [liftOf(benefit, arm, found)] : []
  })
}

/** Pure. */
export function liftOf(benefit: string, arm: string, found: Readout): BenefitLift {
  const { id, name, state, behaviour, metric: decisive } = found.experiment
  const metric = behaviour === null ? decisive : 'behaviour'
  const comparison = found.comparisons.find((c) => c.arm === arm && c.metric === metric)
  return {
    ...{ benefit, behaviour, metric, experiment: { id, name, state } },
    estimate: comparison?.estimate ?? null,
    interval: comparison ? { low: comparison.low, high: comparison.high } : null,
    verdict:
      found.sample_ratio?.ok === false
        ? 'not_trusted'
        : !comparison
          ? 'waiting'
          : comparison.low > 0
            ? 'raises'
            : comparison.high < 0
              ? 'lowers'
              : 'undecided',
  }
}
