// How deep whom may discount alone, and how long an accepted quotation waits for its payment.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx, type Role } from '../../platform/ctx.ts'

export interface QuotationSetting {
  /** The most off a line's list price, basis points, that a role may send without asking. */
  guide_bp: number
  operator_bp: number
  admin_bp: number
  owner_bp: number
  /** A price below the cost price needs a second person, whoever makes it. */
  below_cost_asks: boolean
  hours_to_pay: number
}
const USUAL: QuotationSetting = {
  ...{ guide_bp: 1_000, operator_bp: 2_000, admin_bp: 10_000, owner_bp: 10_000 },
  ...{ below_cost_asks: false, hours_to_pay: 24 },
}

export async function quotationSetting(ctx: Ctx): Promise<QuotationSetting> {
  const { rows } = await sql<QuotationSetting>`
    select guide_bp, operator_bp, admin_bp, owner_bp, below_cost_asks, hours_to_pay from quotation_setting
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0] ?? USUAL
}

export function setQuotationSetting(ctx: Ctx, given: QuotationSetting): Promise<QuotationSetting> {
  return inTx(ctx, async (ctx) => {
    const before = await quotationSetting(ctx)
    const { guide_bp, operator_bp, admin_bp, owner_bp, below_cost_asks, hours_to_pay } = given
    await sql`insert into quotation_setting (tenant_id, guide_bp, operator_bp, admin_bp, owner_bp, below_cost_asks, hours_to_pay)
      values (${ctx.tenantId}, ${guide_bp}, ${operator_bp}, ${admin_bp}, ${owner_bp}, ${below_cost_asks}, ${hours_to_pay})
      on conflict (tenant_id) do update set guide_bp = excluded.guide_bp, operator_bp = excluded.operator_bp,
        admin_bp = excluded.admin_bp, owner_bp = excluded.owner_bp, below_cost_asks = excluded.below_cost_asks,
        hours_to_pay = excluded.hours_to_pay`.execute(ctx.pg)
    await audit(ctx, 'quotation_setting.changed', undefined, { before, after: given })
    return given
  })
}

/** Roles that make no quotations may give nothing away. */
export function limitOf(setting: QuotationSetting, role: Role): number {
  const limits: Partial<Record<Role, number>> = {
    ...{ guide: setting.guide_bp, operator: setting.operator_bp },
    ...{ admin: setting.admin_bp, owner: setting.owner_bp },
  }
  return limits[role] ?? 0
}
