// Looking at an experiment: what it has shown so far, and stopping it when a rule says so.
import { sql } from 'kysely'
import { notify } from '../../desk/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { stopExperiment } from './experiments.ts'
import { figuresOf } from './figures.ts'
import { outcomesOf } from './outcomes.ts'
import { getExperiment } from './queries.ts'
import type { Readout } from './shapes.ts'
import { stopOf } from './stops.ts'

/** @throws 404 */
export async function readoutOf(ctx: Ctx, id: string): Promise<Readout> {
  const experiment = await getExperiment(ctx, id)
  const now = ctx.now()
  const { arms: outcomes, crossed } = await outcomesOf(ctx, experiment)
  const figured = figuresOf(experiment, outcomes)
  return {
    ...{ experiment, crossed, ...figured, as_of: now.toISOString() },
    stop:
      experiment.state === 'running' ? stopOf({ terms: experiment, figured, outcomes, now }) : null,
  }
}

/** Running experiments of every brand. @returns how many were stopped */
export async function lookAtExperiments(
  system: Ctx,
  make: (tenantId: string) => Ctx,
): Promise<number> {
  const { rows } = await sql<{ tenant_id: string; id: string }>`
    select tenant_id, id from offer_experiment where state = 'running' order by tenant_id, id`.execute(
    system.pg,
  )
  let stopped = 0
  const failed: unknown[] = []
  for (const { tenant_id, id } of rows) {
    const ctx = { ...make(tenant_id), now: system.now }
    try {
      if (await lookAt(ctx, id)) stopped++
    } catch (error) {
      // One that cannot be read keeps no other from being stopped; the job fails after all were looked at.
      ctx.log.error({ err: error, experiment: id }, 'an offer experiment could not be looked at')
      failed.push(error)
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, 'experiments could not be looked at')
  return stopped
}

/** @returns whether it was stopped by this look */
export async function lookAt(ctx: Ctx, id: string): Promise<boolean> {
  const { experiment, stop } = await readoutOf(ctx, id)
  return inTx(ctx, async (ctx) => {
    await sql`update offer_experiment set looked_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id} and state = 'running'`.execute(ctx.pg)
    if (!stop || !(await stopExperiment(ctx, id, { ...stop, words: null }))) return false
    await notify(ctx, {
      ...{ kind: 'offer_experiment_stopped', to: { permission: 'promotion:write' } },
      subject: { kind: 'offer_experiment', id },
      params: { name: experiment.name, rule: stop.rule },
      ...{ link: `/offer-experiments?experiment=${id}`, key: `offer_experiment:${id}` },
    })
    return true
  })
}
