// Who is in which arm, and who has met it. An arm once met stays: neither a merge nor other shares move it.
import { sql } from 'kysely'
import { compile, type Rule, readingNow } from '../../audiences/index.ts'
import { nodesOf } from '../../identity/index.ts'
import { armAt, type Experiments, placeOf } from '../../platform/arms.ts'
import { audit } from '../../platform/audit.ts'
import { as, sql as ch } from '../../platform/ch.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { unnest } from '../../platform/unnest.ts'
import {
  type Experiment,
  experimentCalled,
  experimentOf,
  notRunning,
  runningHoldouts,
} from './register.ts'

export const EXPOSED = 'experiment_exposed'
const AT_ONCE = 5_000

export const experimentsPort: Experiments = {
  async armsOf(ctx, code, customers) {
    const experiment = await experimentCalled(ctx, code)
    return experiment.state === 'running' ? armsOf(ctx, experiment, customers) : new Map()
  },
  expose: async (ctx, code, customers) =>
    exposeTo(ctx, await experimentCalled(ctx, code), customers),
  async heldOut(ctx, customers) {
    const holdouts = await runningHoldouts(ctx)
    return new Set(customers.filter((customer) => isHeld(holdouts, customer)))
  },
}
const isHeld = (holdouts: readonly Experiment[], customer: number) =>
  holdouts.some((h) => armAt(h.arms, placeOf(h.salt, customer)) === h.arms[0]?.code)

export async function armsOf(
  ctx: Ctx,
  experiment: Experiment,
  customers: readonly number[],
): Promise<Map<number, string>> {
  const nodes = await nodesOf(ctx, customers)
  const met = await metOf(ctx, experiment.id, [...nodes.values()].flat())
  const holdouts = experiment.kind === 'holdout' ? [] : await runningHoldouts(ctx)
  const arms = new Map<number, string>()
  for (const [customer, group] of nodes) {
    const [before] = group.flatMap((node) => met.get(node) ?? []).sort((a, b) => a.place - b.place)
    const arm =
      before?.arm ??
      (isHeld(holdouts, customer)
        ? null
        : armAt(experiment.arms, placeOf(experiment.salt, customer)))
    if (arm !== null) arms.set(customer, arm)
  }
  return arms
}

/** By node: the arm, and the place among all meetings by their time. */
async function metOf(
  ctx: Ctx,
  experimentId: string,
  nodes: readonly number[],
): Promise<Map<number, { arm: string; place: number }>> {
  const { rows } = await sql<{ node_id: number; arm: string }>`
    select node_id, arm from experiment_exposure where tenant_id = ${ctx.tenantId}
      and experiment_id = ${experimentId} and node_id = any(${[...nodes]}::bigint[]) order by at, node_id`.execute(
    ctx.pg,
  )
  return new Map(rows.map(({ node_id, arm }, place) => [node_id, { arm, place }]))
}

/** @throws 409 experiment_not_running */
export function exposeTo(
  ctx: Ctx,
  experiment: Experiment,
  customers: readonly number[],
): Promise<Map<number, string>> {
  if (experiment.state !== 'running') throw notRunning()
  return inTx(ctx, async (ctx) => {
    const arms = await armsOf(ctx, experiment, customers)
    const u = unnest([...arms], {
      node_id: ['bigint', ([customer]) => customer],
      arm: ['text', ([, arm]) => arm],
    })
    const at = ctx.now()
    // Who has met it before, under any of her numbers, meets it not for the first time.
    const { rows } = await sql<{ node_id: number; arm: string }>`
      insert into experiment_exposure (tenant_id, experiment_id, at, node_id, arm)
      select ${ctx.tenantId}::uuid, ${experiment.id}::uuid, ${at}::timestamptz, r.node_id, r.arm from ${u.rows}
      where not exists (select 1 from customer c join customer o on o.tenant_id = c.tenant_id and o.canonical_id = c.canonical_id
        join experiment_exposure x on x.tenant_id = o.tenant_id and x.experiment_id = ${experiment.id} and x.node_id = o.id
        where c.tenant_id = ${ctx.tenantId} and c.id = r.node_id)
      on conflict (tenant_id, experiment_id, node_id) do nothing returning node_id, arm`.execute(
      ctx.pg,
    )
    await recordEvents(
      ctx,
      rows.map(({ node_id, arm }) => ({
        ...{ name: EXPOSED, customerId: node_id, at, source: 'insight' },
        props: { experiment: experiment.code, experiment_id: experiment.id, arm },
      })),
    )
    return arms
  })
}

/** Sets of customers one after the other; what was done of them stays when a later one fails, and is found done. */
export async function exposeAll(
  ctx: Ctx,
  id: string,
  whom: { customers: readonly number[] } | { who: Rule },
): Promise<{ asked: number; outside: number; arms: { arm: string; customers: number }[] }> {
  const experiment = await experimentOf(ctx, id)
  if (experiment.state !== 'running') throw notRunning()
  const counts = new Map(experiment.arms.map((a) => [a.code, 0]))
  let [asked, inside] = [0, 0]
  for await (const customers of setsOf(ctx, whom)) {
    const arms = await exposeTo(ctx, experiment, customers)
    asked += customers.length
    inside += arms.size
    for (const arm of arms.values()) counts.set(arm, (counts.get(arm) ?? 0) + 1)
  }
  const done = {
    asked,
    outside: asked - inside,
    arms: [...counts].map(([arm, customers]) => ({ arm, customers })),
  }
  await audit(ctx, 'experiment.exposed', { kind: 'experiment', id }, { ...done })
  return done
}

async function* setsOf(
  ctx: Ctx,
  whom: { customers: readonly number[] } | { who: Rule },
): AsyncGenerator<number[]> {
  if ('customers' in whom) {
    yield [...new Set(whom.customers)]
    return
  }
  const { bitmap } = compile(whom.who, await readingNow(ctx))
  for (let after = 0; ; ) {
    const [row] = await ctx.ch.rows<{ ids: number[] }>(
      ctx.tenantId,
      ch`select bitmapToArray(bitmapSubsetLimit(${bitmap}, ${as('UInt32', after + 1)}, ${as('UInt32', AT_ONCE)})) as ids`,
    )
    const ids = (row?.ids ?? []).map(Number)
    if (ids.length === 0) return
    yield ids
    after = ids.at(-1) ?? after
  }
}
