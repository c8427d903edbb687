// Whose benefits are that are tried: asked wherever benefits are, for whole sets of people.
import { sql } from 'kysely'
import type { TrialMet } from '../../membership/index.ts'
import { experiments } from '../../platform/arms.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { armFor, othersThan, TRIED, type Tried } from './assign.ts'
import { type Met, noteMet } from './met.ts'

/**
 * Benefits of other arms, by canonical customer; those asked about meet their arms now. The rule is that of
 * offers: the earliest exposure among all her nodes, else the hash of her canonical number; who is kept by a
 * holdout or lies outside the shares has control and is not counted, and so has everybody once it is stopped.
 */
export async function meetBenefitTrials(
  ctx: Ctx,
  asked: readonly TrialMet[],
): Promise<Map<number, ReadonlySet<string>>> {
  const customers = [...new Set(asked.map(({ customer }) => customer))]
  const tried = await triedNow(ctx, [...new Set(asked.map(({ experiment }) => experiment))])
  const arms = await armsMet(ctx, [...tried.keys()], customers)
  const held = await experiments().heldOut(ctx, customers)
  const closed = new Map<number, Set<string>>()
  const first: Met[] = []
  for (const { customer, experiment } of asked) {
    const of = tried.get(experiment)
    if (!of) continue
    const met = arms.get(`${experiment} ${customer}`) ?? null
    const arm = armFor(of, { customer, met, isHeld: held.has(customer) })
    if (arm !== null && met === null) first.push({ experiment, customer, arm })
    const hers = closed.get(customer) ?? new Set()
    closed.set(customer, hers)
    for (const { benefit_code } of othersThan(of, arm))
      if (benefit_code !== null) hers.add(benefit_code)
  }
  if (first.length > 0) await noteMet(ctx, first)
  return closed
}

async function triedNow(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Tried>> {
  const { rows } = await sql<Tried>`
    select ${TRIED} from offer_experiment e
    where e.tenant_id = ${ctx.tenantId} and e.id = any(${[...ids]}::uuid[]) and e.state in ('running', 'stopped')`.execute(
    ctx.pg,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** By experiment and customer, the arm of the earliest exposure of any of her nodes. */
async function armsMet(
  ctx: Ctx,
  ids: readonly string[],
  customers: readonly number[],
): Promise<Map<string, string>> {
  const { rows } = await sql<Met>`
    select distinct on (x.experiment_id, c.canonical_id) x.experiment_id as experiment, c.canonical_id as customer, x.arm
    from customer c join offer_exposure x on x.tenant_id = c.tenant_id and x.node_id = c.id
    where c.tenant_id = ${ctx.tenantId} and c.canonical_id = any(${[...customers]}::bigint[])
      and x.experiment_id = any(${[...ids]}::uuid[])
    order by x.experiment_id, c.canonical_id, x.at, x.node_id`.execute(ctx.pg)
  return new Map(rows.map(({ experiment, customer, arm }) => [`${experiment} ${customer}`, arm]))
}
