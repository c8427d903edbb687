// How much an order may combine, and from where on activities are warned about.
import { sql } from 'kysely'
import { MARKS, type Mark } from '../commerce/index.ts'
import { audit } from '../platform/audit.ts'
import { brandCached } from '../platform/brand-cache.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'

export interface PromotionSetting {
  /** Null: as many as there are. */
  most_offers: number | null
  most_coupons: number | null
  most_activities: number | null
  deepest_bp: number | null
  /** An activity with such a budget needs a second person; null: none does. */
  approval_from_fen: number | null
  /** What counts beside identifiers when an offer asks for new customers. */
  new_by: Mark[]
  /** So many days before a coupon ends its holder is told; null: nobody is. */
  coupon_notice_days: number | null
  /** So many hours before her own time as a new customer ends she is told; null: nobody is. */
  newcomer_notice_hours: number | null
}
/** One coupon an order, as buyers are used to. */
const USUAL: PromotionSetting = {
  most_offers: null,
  most_coupons: 1,
  most_activities: null,
  deepest_bp: null,
  approval_from_fen: null,
  new_by: [...MARKS],
  coupon_notice_days: 3,
  newcomer_notice_hours: 24,
}

export const promotionSetting = (ctx: Ctx): Promise<PromotionSetting> =>
  brandCached(ctx, 'promotion.setting', async () => {
    const { rows } = await sql<PromotionSetting>`
      select most_offers, most_coupons, most_activities, deepest_bp, approval_from_fen, new_by, coupon_notice_days,
        newcomer_notice_hours from promotion_setting
      where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    return rows[0] ?? USUAL
  })

export function setPromotionSetting(ctx: Ctx, given: PromotionSetting): Promise<PromotionSetting> {
  return inTx(ctx, async (ctx) => {
    const before = await promotionSetting(ctx)
    const {
      most_offers,
      most_coupons,
      most_activities,
      deepest_bp,
      approval_from_fen,
      new_by,
      coupon_notice_days,
      newcomer_notice_hours,
    } = given
    await sql`insert into promotion_setting (tenant_id, most_offers, most_coupons, most_activities, deepest_bp, approval_from_fen,
        new_by, coupon_notice_days, newcomer_notice_hours)
      values (${ctx.tenantId}, ${most_offers}, ${most_coupons}, ${most_activities}, ${deepest_bp}, ${approval_from_fen},
        ${new_by}::text[], ${coupon_notice_days}, ${newcomer_notice_hours})
      on conflict (tenant_id) do update set most_offers = excluded.most_offers, most_coupons = excluded.most_coupons,
        most_activities = excluded.most_activities, deepest_bp = excluded.deepest_bp, approval_from_fen = excluded.approval_from_fen,
        new_by = excluded.new_by, coupon_notice_days = excluded.coupon_notice_days,
        newcomer_notice_hours = excluded.newcomer_notice_hours`.execute(ctx.pg)
    await audit(ctx, 'promotion_setting.changed', undefined, { before, after: given })
    return given
  })
}
