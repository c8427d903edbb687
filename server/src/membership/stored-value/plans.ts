// Plans of stored value. Their terms never change: another plan is another row.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { type Fit, fitOf, type Preset } from './fit.ts'
import { demandWithinNamedLimit } from './law.ts'

export interface Plan {
  id: string
  name: string
  pay_fen: number
  bonus_fen: number
  bonus_days: number | null
  state: 'live' | 'stopped'
  topups: number
  fit: Fit & { preset: Preset; accepted: boolean }
  created_at: string
}
export interface NewPlan {
  name: string
  pay_fen: number
  bonus_fen: number
  bonus_days: number | null
  preset: Preset
  /** Made in spite of what its fit warns of. */
  accepted: boolean
}

export async function listPlans(ctx: Ctx, id?: string): Promise<Plan[]> {
  const { rows } = await sql<Omit<Plan, 'created_at'> & { created_at: Date }>`
    select p.id, p.name, p.pay_fen, p.bonus_fen, p.bonus_days, p.state, p.fit, p.created_at,
      (select count(*)::int from stored_value_topup t where t.tenant_id = p.tenant_id and t.plan_id = p.id) as topups
    from stored_value_plan p where p.tenant_id = ${ctx.tenantId} and ${id ? sql`p.id = ${id}` : sql`true`}
    order by p.id desc`.execute(ctx.pg)
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }))
}

/** @throws 404 */
export async function getPlan(ctx: Ctx, id: string): Promise<Plan> {
  const [plan] = await listPlans(ctx, id)
  if (!plan) throw notFound('stored_value_plan')
  return plan
}

/** @throws 409 when it does not fit the brand and nobody has accepted that, or the name is taken */
export function createPlan(ctx: Ctx, given: NewPlan): Promise<Plan> {
  return inTx(ctx, async (ctx) => {
    demandWithinNamedLimit(given.pay_fen)
    const fit = await fitOf(ctx, given)
    if (fit.warnings.length > 0 && !given.accepted)
      throw conflict('plan_does_not_fit', 'How often customers buy speaks against this plan', {
        warnings: fit.warnings,
      })
    const id = randomUUIDv7()
    const kept = JSON.stringify({ ...fit, preset: given.preset, accepted: given.accepted })
    const { numAffectedRows } = await sql`insert into stored_value_plan
        (tenant_id, id, name, pay_fen, bonus_fen, bonus_days, state, fit, created_at, actor)
      values (${ctx.tenantId}, ${id}, ${given.name}, ${given.pay_fen}, ${given.bonus_fen}, ${given.bonus_days}, 'live',
        ${kept}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})
      on conflict (tenant_id, name) do nothing`.execute(ctx.pg)
    if (Number(numAffectedRows) === 0)
      throw conflict('plan_name_taken', 'Another plan has this name')
    await audit(ctx, 'stored_value_plan.created', { kind: 'stored_value_plan', id }, { ...given })
    return getPlan(ctx, id)
  })
}

/** Nobody tops up by it any more; what was topped up stays. */
export function setPlanState(ctx: Ctx, id: string, state: Plan['state']): Promise<Plan> {
  return inTx(ctx, async (ctx) => {
    const { state: before } = await getPlan(ctx, id)
    await sql`update stored_value_plan set state = ${state} where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    )
    if (before !== state)
      await audit(
        ctx,
        'stored_value_plan.state_changed',
        { kind: 'stored_value_plan', id },
        {
          before,
          after: state,
        },
      )
    return getPlan(ctx, id)
  })
}
