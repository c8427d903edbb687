// Plans of benefit cards: what they cost, how long they run, what may be tried for nothing.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'

export interface CardPlan {
  code: string
  name: string
  name_en: string
  price_fen: number
  days: number
  trial_days: number
  sku: string | null
  is_retired: boolean
  revision: number
}

export async function listPlans(ctx: Ctx): Promise<CardPlan[]> {
  const { rows } = await sql<CardPlan>`
    select code, name, name_en, price_fen, days, trial_days, sku, is_retired, revision from card_plan
    where tenant_id = ${ctx.tenantId} order by is_retired, code`.execute(ctx.pg)
  return rows
}

/** @throws 404 */
export async function getPlan(ctx: Ctx, code: string): Promise<CardPlan> {
  const found = (await listPlans(ctx)).find((plan) => plan.code === code)
  if (!found) throw notFound('card_plan')
  return found
}

/** Cards that run keep what they were bought for. @throws 409 */
export function setPlan(
  ctx: Ctx,
  plan: Omit<CardPlan, 'revision'>,
  revision: number,
): Promise<CardPlan> {
  return inTx(ctx, async (ctx) => {
    const all = await listPlans(ctx)
    const before = all.find((one) => one.code === plan.code) ?? null
    if (
      plan.sku !== null &&
      all.some((one) => one.sku === plan.sku && one.code !== plan.code && !one.is_retired)
    )
      throw conflict('card_sku_taken', 'Another plan is bought by this product', { sku: plan.sku })
    const { rows } = await sql`
      insert into card_plan as p (tenant_id, code, name, name_en, price_fen, days, trial_days, sku, is_retired, revision, updated_at)
      select ${ctx.tenantId}::uuid, ${plan.code}, ${plan.name}, ${plan.name_en}, ${plan.price_fen}::bigint, ${plan.days}::int,
        ${plan.trial_days}::int, ${plan.sku}::text, ${plan.is_retired}::boolean, 1, ${ctx.now()}::timestamptz
      where ${revision}::int = 0 or exists (select 1 from card_plan where tenant_id = ${ctx.tenantId} and code = ${plan.code})
      on conflict (tenant_id, code) do update set name = excluded.name, name_en = excluded.name_en,
        price_fen = excluded.price_fen, days = excluded.days, trial_days = excluded.trial_days, sku = excluded.sku,
        is_retired = excluded.is_retired, revision = p.revision + 1, updated_at = excluded.updated_at
      where p.revision = ${revision} returning code`.execute(ctx.pg)
    if (rows.length === 0)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present: before })
    const after = await getPlan(ctx, plan.code)
    await audit(ctx, 'card_plan.changed', { kind: 'card_plan', id: plan.code }, { before, after })
    return after
  })
}
