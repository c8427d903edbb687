// What the brand decides about reviews.
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict } from '../platform/errors.ts'

export interface ReviewSetting {
  /** Whether a review waits until somebody has read it. */
  needs_approval: boolean
  within_days: number
  /** 0: as it is before anybody has decided. */
  revision: number
}
const USUAL: ReviewSetting = { needs_approval: true, within_days: 30, revision: 0 }

export async function reviewSetting(ctx: Ctx): Promise<ReviewSetting> {
  const { rows } = await sql<ReviewSetting>`
    select needs_approval, within_days, revision from review_setting where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  return rows[0] ?? USUAL
}

/** @throws 409 when somebody else changed it meanwhile */
export function setReviewSetting(ctx: Ctx, given: ReviewSetting): Promise<ReviewSetting> {
  return inTx(ctx, async (ctx) => {
    const before = await reviewSetting(ctx)
    const { needs_approval, within_days, revision } = given
    const { rows } = await sql<ReviewSetting>`
      insert into review_setting as s (tenant_id, needs_approval, within_days)
      select ${ctx.tenantId}::uuid, ${needs_approval}, ${within_days}::integer
      where ${revision} = coalesce((select revision from review_setting where tenant_id = ${ctx.tenantId}), 0)
      on conflict (tenant_id) do update set needs_approval = excluded.needs_approval,
        within_days = excluded.within_days, revision = s.revision + 1
      where s.revision = ${revision}
      returning needs_approval, within_days, revision`.execute(ctx.pg)
    const after = rows[0]
    if (!after)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present: before })
    await audit(ctx, 'review_setting.changed', undefined, { before, after })
    return after
  })
}
