// What a product gives beside goods, or instead of them.
import { sql } from 'kysely'
import { z } from 'zod'
import { getProduct, type Json, type Product } from '../../commerce/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { getPlan as getCardPlan, listPlans as listCardPlans } from '../cards/plans.ts'
import { getPlan } from '../stored-value/plans.ts'
import { KINDS, type KindCode } from './kinds/index.ts'
import type { BenefitKind } from './kinds/kind.ts'

export const GivenBenefit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('session_card'), args: KINDS.session_card.args }),
  z.object({ kind: z.literal('stored_value'), args: KINDS.stored_value.args }),
  z.object({ kind: z.literal('points'), args: KINDS.points.args }),
  z.object({ kind: z.literal('gift_card'), args: KINDS.gift_card.args }),
])
export type GivenBenefit = z.infer<typeof GivenBenefit>

export interface BenefitProduct {
  /** null: nothing, or what a plan of benefit cards says. */
  benefit: GivenBenefit | null
  /** 0: nobody has said yet. */
  revision: number
  /** The plan of benefit cards that this product buys. */
  card_plan: string | null
}

/** As one kind, for who does not know which. */
export const kindOf = (code: KindCode) =>
  KINDS[code] as unknown as BenefitKind<{ [name: string]: Json }>

export interface Defined {
  sku: string
  kind: KindCode
  args: { [name: string]: Json }
  revision: number
}
export async function definedFor(ctx: Ctx, skus: readonly string[]): Promise<Defined[]> {
  const { rows } = await sql<Defined>`select sku, kind, args, revision from benefit_product
    where tenant_id = ${ctx.tenantId} and sku = any(${[...skus]}::text[]) order by sku collate "C"`.execute(
    ctx.pg,
  )
  return rows
}

async function cardPlanOf(ctx: Ctx, sku: string): Promise<string | null> {
  const found = (await listCardPlans(ctx)).find((plan) => plan.sku === sku && !plan.is_retired)
  return found?.code ?? null
}

/** @throws 404 */
export async function getBenefit(ctx: Ctx, sku: string): Promise<BenefitProduct> {
  await getProduct(ctx, sku)
  const [found] = await definedFor(ctx, [sku])
  return {
    benefit: found ? GivenBenefit.parse({ kind: found.kind, args: found.args }) : null,
    ...{ revision: found?.revision ?? 0, card_plan: await cardPlanOf(ctx, sku) },
  }
}

/**
 * What was ordered before gives what it promised then. null: it gives nothing any more.
 * @throws 404, 400 for goods, 409 for what gives a benefit card, or when somebody else changed it meanwhile
 */
export function setBenefit(
  ctx: Ctx,
  sku: string,
  benefit: GivenBenefit | null,
  revision: number,
): Promise<BenefitProduct> {
  return inTx(ctx, async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`benefit of ${ctx.tenantId} ${sku}`}, 0))`.execute(
      ctx.pg,
    )
    const product = await getProduct(ctx, sku)
    const before = await getBenefit(ctx, sku)
    if (before.revision !== revision)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present: before })
    if (benefit) await demandSound(ctx, product, benefit, before.card_plan)
    if (benefit)
      await sql`insert into benefit_product as b (tenant_id, sku, kind, args, revision, updated_at)
        values (${ctx.tenantId}, ${sku}, ${benefit.kind}, ${JSON.stringify(benefit.args)}::jsonb, 1, ${ctx.now()})
        on conflict (tenant_id, sku) do update set kind = excluded.kind, args = excluded.args,
          revision = b.revision + 1, updated_at = excluded.updated_at`.execute(ctx.pg)
    else
      await sql`delete from benefit_product where tenant_id = ${ctx.tenantId} and sku = ${sku}`.execute(
        ctx.pg,
      )
    const after = await getBenefit(ctx, sku)
    const object = { kind: 'product', id: sku }
    await audit(ctx, 'product.benefit_changed', object, {
      ...{ before: before.benefit, after: after.benefit },
    })
    return after
  })
}

async function demandSound(
  ctx: Ctx,
  product: Product,
  benefit: GivenBenefit,
  cardPlan: string | null,
): Promise<void> {
  if (product.kind === 'goods')
    throw invalid('goods_give_nothing', 'What is sent from a store gives nothing else')
  if (cardPlan !== null)
    throw conflict('gives_a_card', 'This product buys a benefit card', { card_plan: cardPlan })
  await kindOf(benefit.kind).demandSound(ctx, benefit.args, product)
}

/** What a top-up costs is what its plan says, and a gift card what it is worth. */
export async function planPrices(
  ctx: Ctx,
  skus: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ sku: string; pay_fen: number }>`
    select b.sku, p.pay_fen from benefit_product b
    join stored_value_plan p on p.tenant_id = b.tenant_id and p.id = (b.args ->> 'plan')::uuid
    where b.tenant_id = ${ctx.tenantId} and b.kind = 'stored_value' and b.sku = any(${[...skus]}::text[])
    union all
    select sku, (args ->> 'fen')::bigint from benefit_product
    where tenant_id = ${ctx.tenantId} and kind = 'gift_card' and sku = any(${[...skus]}::text[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map((row) => [row.sku, row.pay_fen]))
}

/** As customers are shown it. */
export type ShownBenefit =
  | { kind: 'session_card'; services: string[]; sessions: number; days: number | null }
  | {
      kind: 'stored_value'
      pay_fen: number
      bonus_fen: number
      bonus_days: number | null
    }
  | { kind: 'points'; points: number }
  | { kind: 'gift_card'; fen: number }
  | { kind: 'card'; name: string; name_en: string; days: number }

/** @returns undefined for what gives nothing */
export async function shownBenefit(ctx: Ctx, sku: string): Promise<ShownBenefit | undefined> {
  const { benefit, card_plan } = await getBenefit(ctx, sku)
  if (card_plan !== null) {
    const { name, name_en, days } = await getCardPlan(ctx, card_plan)
    return { kind: 'card', name, name_en, days }
  }
  if (!benefit) return undefined
  if (benefit.kind !== 'stored_value')
    return { kind: benefit.kind, ...benefit.args } as ShownBenefit
  const { pay_fen, bonus_fen, bonus_days } = await getPlan(ctx, benefit.args.plan)
  return { kind: 'stored_value', pay_fen, bonus_fen, bonus_days }
}

/** Products that top up, by the newest plan first; what of them is sold is the shop's business. */
export async function topUpSkus(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ sku: string }>`
    select b.sku from benefit_product b
    join stored_value_plan p on p.tenant_id = b.tenant_id and p.id = (b.args ->> 'plan')::uuid and p.state = 'live'
    where b.tenant_id = ${ctx.tenantId} and b.kind = 'stored_value' order by p.pay_fen, b.sku limit 50`.execute(
    ctx.pg,
  )
  return rows.map((row) => row.sku)
}
