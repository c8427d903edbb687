// A brand's rules of commission, a version each; what was earned keeps the number of its own.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { actorOf } from '../checkout/own-order.ts'
import { type CommissionRule, NO_RULE } from './rule.ts'

const COLUMNS = sql`version, default_bp, categories, products, cap_fen, due_when, own_purchases, least_payout_fen`

/** The newest; where the brand has made none, nobody earns. */
export async function commissionRule(ctx: Ctx): Promise<CommissionRule> {
  const { rows } = await sql<CommissionRule>`select ${COLUMNS} from commission_rule
    where tenant_id = ${ctx.tenantId} order by version desc limit 1`.execute(ctx.pg)
  return rows[0] ?? NO_RULE
}

export async function commissionRuleOf(ctx: Ctx, version: number): Promise<CommissionRule> {
  const { rows } = await sql<CommissionRule>`select ${COLUMNS} from commission_rule
    where tenant_id = ${ctx.tenantId} and version = ${version}`.execute(ctx.pg)
  return rows[0] ?? NO_RULE
}

/** What held when an order was paid. */
export async function commissionRuleAt(ctx: Ctx, at: Date): Promise<CommissionRule> {
  const { rows } = await sql<CommissionRule>`select ${COLUMNS} from commission_rule
    where tenant_id = ${ctx.tenantId} and made_at <= ${at} order by version desc limit 1`.execute(
    ctx.pg,
  )
  return rows[0] ?? NO_RULE
}

export interface RuleVersion extends CommissionRule {
  made_by: string
  made_at: Date
}
/** Newest first. */
export async function commissionRules(ctx: Ctx): Promise<RuleVersion[]> {
  const { rows } = await sql<RuleVersion>`select ${COLUMNS}, made_by, made_at from commission_rule
    where tenant_id = ${ctx.tenantId} order by version desc limit 200`.execute(ctx.pg)
  return rows
}

/** Holds for what is paid from now on. @param given with the version it changes @throws 400, 409 */
export function changeCommissionRule(ctx: Ctx, given: CommissionRule): Promise<CommissionRule> {
  return inTx(ctx, async (ctx) => {
    await demandProducts(ctx, given)
    const before = await commissionRule(ctx)
    const after = { ...given, version: given.version + 1 }
    const { rows } = await sql`
      insert into commission_rule (tenant_id, ${COLUMNS}, made_by, made_at)
      select ${ctx.tenantId}::uuid, ${after.version}::int, ${after.default_bp}::int,
        ${JSON.stringify(after.categories)}::jsonb, ${JSON.stringify(after.products)}::jsonb, ${after.cap_fen}::bigint,
        ${after.due_when}, ${after.own_purchases}::boolean, ${after.least_payout_fen}::bigint, ${actorOf(ctx)},
        ${ctx.now()}::timestamptz
      where ${before.version === given.version}
      on conflict do nothing returning 1`.execute(ctx.pg)
    if (rows.length === 0)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present: before })
    await audit(ctx, 'commission_rule.changed', undefined, { before, after })
    return after
  })
}

async function demandProducts(ctx: Ctx, { products, categories }: CommissionRule): Promise<void> {
  const skus = products.map(({ sku }) => sku)
  const paths = categories.map(({ path }) => path.join('\x1f'))
  if (new Set(skus).size < skus.length || new Set(paths).size < paths.length)
    throw invalid('rate_twice', 'A product or category has two rates')
  const { rows } = await sql<{ sku: string }>`select sku from unnest(${skus}::text[]) as sku
    except select sku from product where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  if (rows.length > 0)
    throw invalid('unknown_product', 'No such product', { unknown: rows.map((row) => row.sku) })
}
