// Plans by which a product is delivered again and again. Subscriptions keep what they were agreed to by.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import type { Cadence } from './cadence.ts'

export interface PlanFields extends Cadence {
  sku: string
  name: string
  /** What one costs; null: `off_bp` off the price for everybody. */
  price_fen: number | null
  off_bp: number | null
  swaps: string[]
  most_quantity: number
  terms: string
  is_retired: boolean
}
export interface Plan extends PlanFields {
  id: string
  revision: number
}
const COLUMNS = sql`p.id, p.sku, p.name, p.unit, p.every, p.price_fen, p.off_bp, p.swaps, p.most_quantity, p.terms,
  p.is_retired, p.revision`

/** @throws 404 */
export async function getPlan(ctx: Ctx, id: string): Promise<Plan> {
  const { rows } = await sql<Plan>`select ${COLUMNS} from subscription_plan p
    where p.tenant_id = ${ctx.tenantId} and p.id = ${id}::uuid`.execute(ctx.pg)
  if (!rows[0]) throw notFound('subscription_plan')
  return rows[0]
}

/** Of a product, or of all; those that are offered first. */
export async function listPlans(
  ctx: Ctx,
  filter: { sku?: string | undefined } = {},
): Promise<Plan[]> {
  const { rows } = await sql<Plan>`select ${COLUMNS} from subscription_plan p
    where p.tenant_id = ${ctx.tenantId} and ${filter.sku === undefined ? sql`true` : sql`p.sku = ${filter.sku}`}
    order by p.is_retired, p.sku, p.unit desc, p.every, p.id`.execute(ctx.pg)
  return rows
}

/** Those by which an article can be subscribed to now. */
export async function plansFor(ctx: Ctx, sku: string): Promise<Plan[]> {
  const { rows } = await sql<Plan>`select ${COLUMNS} from subscription_plan p
    join product main on main.tenant_id = p.tenant_id and main.sku = p.sku
    join product a on a.tenant_id = p.tenant_id and a.sku = ${sku} and a.kind = 'goods' and not a.is_retired
    where p.tenant_id = ${ctx.tenantId} and not p.is_retired and (p.sku = a.sku or a.sku = any(p.swaps)
      or (p.price_fen is null and a.group_code is not null and a.group_code = main.group_code))
    order by p.unit desc, p.every, p.id`.execute(ctx.pg)
  return rows
}

/** @throws 400, 404 for what is no product */
export function createPlan(ctx: Ctx, fields: PlanFields): Promise<Plan> {
  return inTx(ctx, async (ctx) => {
    await demandSellable(ctx, fields)
    const id = randomUUIDv7()
    await sql`insert into subscription_plan (tenant_id, id, sku, name, unit, every, price_fen, off_bp, swaps,
        most_quantity, terms, is_retired, revision, updated_at)
      values (${ctx.tenantId}, ${id}, ${fields.sku}, ${fields.name}, ${fields.unit}, ${fields.every}, ${fields.price_fen},
        ${fields.off_bp}, ${fields.swaps}::text[], ${fields.most_quantity}, ${fields.terms}, ${fields.is_retired}, 1,
        ${ctx.now()})`.execute(ctx.pg)
    const after = await getPlan(ctx, id)
    await audit(ctx, 'subscription_plan.created', { kind: 'subscription_plan', id }, { after })
    return after
  })
}

/** Who has subscribed keeps the terms she agreed to. @throws 400, 404, 409 edited_meanwhile, subscription_plan_product */
export function changePlan(
  ctx: Ctx,
  id: string,
  fields: PlanFields,
  revision: number,
): Promise<Plan> {
  return inTx(ctx, async (ctx) => {
    const before = await getPlan(ctx, id)
    if (before.sku !== fields.sku)
      throw conflict('subscription_plan_product', 'A plan stays with its product', {
        sku: before.sku,
      })
    await demandSellable(ctx, fields)
    const { rows } =
      await sql`update subscription_plan set name = ${fields.name}, unit = ${fields.unit},
        every = ${fields.every}, price_fen = ${fields.price_fen}, off_bp = ${fields.off_bp},
        swaps = ${fields.swaps}::text[], most_quantity = ${fields.most_quantity}, terms = ${fields.terms},
        is_retired = ${fields.is_retired}, revision = revision + 1, updated_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}::uuid and revision = ${revision} returning id`.execute(
        ctx.pg,
      )
    if (rows.length === 0) throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile')
    const after = await getPlan(ctx, id)
    await audit(
      ctx,
      'subscription_plan.changed',
      { kind: 'subscription_plan', id },
      { before, after },
    )
    return after
  })
}

/** It and what may come in its place are goods. */
async function demandSellable(ctx: Ctx, fields: PlanFields): Promise<void> {
  if ((fields.price_fen === null) === (fields.off_bp === null))
    throw invalid(
      'subscription_plan_price',
      'Say either what one costs or what is taken off, not both',
    )
  const skus = [...new Set([fields.sku, ...fields.swaps])]
  const { rows } = await sql<{ sku: string; kind: string }>`select sku, kind from product
    where tenant_id = ${ctx.tenantId} and sku = any(${skus}::text[])`.execute(ctx.pg)
  const missing = skus.filter((sku) => !rows.some((row) => row.sku === sku))
  if (missing.length > 0)
    throw invalid('unknown_sku', `There is no product ${missing.join(', ')}`, { skus: missing })
  const foreign = rows.filter(({ kind }) => kind !== 'goods').map(({ sku }) => sku)
  if (foreign.length > 0)
    throw invalid('subscription_plan_needs_goods', 'Only goods are delivered again and again', {
      skus: foreign,
    })
}

/** What a subscription may be changed to: what the plan names, and by a discount the same article in other sizes. */
export async function swapsOf(
  ctx: Ctx,
  plan: Pick<Plan, 'sku' | 'swaps' | 'price_fen'>,
): Promise<string[]> {
  const { rows } = await sql<{ sku: string }>`
    select p.sku from product p left join product main on main.tenant_id = p.tenant_id and main.sku = ${plan.sku}
    where p.tenant_id = ${ctx.tenantId} and p.kind = 'goods' and not p.is_retired
      and (p.sku = any(${[plan.sku, ...plan.swaps]}::text[])
        or (${plan.price_fen === null} and p.group_code is not null and p.group_code = main.group_code))
    order by p.sku`.execute(ctx.pg)
  return rows.map(({ sku }) => sku)
}
