// A brand's rules of credit, a version each; orders keep the number of the one they were fixed by.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { brandCached } from '../../platform/brand-cache.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { actorOf } from '../checkout/own-order.ts'
import { type CreditRule, USUAL_RULE } from './rule.ts'

/** The newest, or the usual one where the brand has made none. */
export const creditRule = (ctx: Ctx): Promise<CreditRule> =>
  brandCached(ctx, 'commerce.credit_rule', async () => {
    const { rows } =
      await sql<CreditRule>`select version, guides, stores, affiliates from credit_rule
      where tenant_id = ${ctx.tenantId} order by version desc limit 1`.execute(ctx.pg)
    return rows[0] ?? USUAL_RULE
  })

/** Holds for what is paid from now on. @param given with the version it changes @throws 409 */
export function changeCreditRule(ctx: Ctx, given: CreditRule): Promise<CreditRule> {
  return inTx(ctx, async (ctx) => {
    const before = await creditRule(ctx)
    const after = { ...given, version: given.version + 1 }
    const { rows } = await sql`
      insert into credit_rule (tenant_id, version, guides, stores, affiliates, made_by, made_at)
      select ${ctx.tenantId}::uuid, ${after.version}::int, ${after.guides}::text[], ${after.stores}::text[],
        ${after.affiliates}, ${actorOf(ctx)}, ${ctx.now()}::timestamptz
      where ${before.version === given.version}
      on conflict do nothing returning 1`.execute(ctx.pg)
    if (rows.length === 0)
      throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', { present: before })
    await audit(ctx, 'credit_rule.changed', undefined, { before, after })
    return after
  })
}
