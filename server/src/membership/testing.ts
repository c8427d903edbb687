// What tests of the ledger share.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { accountNodes } from './ledger/accounts.ts'
import { ledgerChecks } from './ledger/checks.ts'
import { earnPoints } from './points/points.ts'

/** Differences of this tenant that `homefield check` would show. */
export async function ledgerFaults(ctx: Ctx) {
  const all = await Promise.all(ledgerChecks.map((check) => check.compare(ctx)))
  return all.flatMap((c) => c.differences).filter((d) => d.tenant === ctx.tenantId)
}

/** What a customer holds of points, all her accounts together. */
export async function held(ctx: Ctx, customer: number) {
  const nodes = await accountNodes(ctx, customer)
  const { rows } = await sql<{ pending: number; active: number; owed: number }>`
    select coalesce(sum(pending), 0)::bigint as pending, coalesce(sum(active), 0)::bigint as active,
      coalesce(sum(owed), 0)::bigint as owed from ledger_account
    where tenant_id = ${ctx.tenantId} and node_id = any(${nodes}::bigint[]) and book = 'points'`.execute(
    ctx.pg,
  )
  return rows[0] ?? { pending: 0, active: 0, owed: 0 }
}

export const given = (
  ctx: Ctx,
  node: number,
  amount: number,
  more: { key?: string; expiresAt?: Date | null; releasesAt?: Date | null; orderId?: string } = {},
) =>
  earnPoints(ctx, [
    {
      ...{ key: more.key ?? `given:${crypto.randomUUID()}`, node, amount, source: 'test' },
      ...{ earnedAt: ctx.now(), expiresAt: more.expiresAt ?? null },
      ...('releasesAt' in more && { releasesAt: more.releasesAt ?? null }),
      orderId: more.orderId ?? null,
    },
  ])
