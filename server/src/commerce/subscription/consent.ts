// What she agreed to in the ledger of consents, beside the words that the subscription keeps.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { recordConsents } from '../../profile/index.ts'

const PURPOSE = 'auto_renewal'
const said = (ctx: Ctx, node: number, state: 'given' | 'withdrawn', version: string | null) =>
  ({
    ...({ node, purpose: PURPOSE, channel: 'all', state, textVersion: version } as const),
    ...{ source: 'shop', isClaimed: false, at: ctx.now() },
  }) as const

/** Call in a transaction. */
export const giveConsent = (
  ctx: Ctx,
  given: { node: number; version: string; subscription: string },
) =>
  recordConsents(ctx, [
    {
      ...said(ctx, given.node, 'given', given.version),
      evidence: { form: `subscription ${given.subscription}` },
    },
  ])

/** Unless another of hers goes on under it. Call in a transaction, after the subscription has ended. */
export async function withdrawConsent(
  ctx: Ctx,
  ended: { node: number; version: string; subscription: string },
): Promise<void> {
  const { rows } = await sql`select 1 from product_subscription s
    join customer c on c.tenant_id = s.tenant_id and c.id = s.node_id
    where s.tenant_id = ${ctx.tenantId} and s.state in ('starting', 'active', 'paused') and c.canonical_id = (
      select canonical_id from customer where tenant_id = ${ctx.tenantId} and id = ${ended.node}) limit 1`.execute(
    ctx.pg,
  )
  if (rows.length > 0) return
  await recordConsents(ctx, [
    {
      ...said(ctx, ended.node, 'withdrawn', ended.version),
      evidence: { form: `subscription ${ended.subscription}` },
    },
  ])
}
