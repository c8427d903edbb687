// What counts for whom over a stretch of days.
import { sql } from 'kysely'
import { storesByCode, whereStaffWork } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { CreditKind } from './rule.ts'

export interface Credited {
  subject: string
  name: string | null
  orders: number
  fen: number
  reversed_fen: number
  net_fen: number
}

/** By what was credited in the stretch, refunds of any later day taken off; most first. */
export async function creditedTo(
  ctx: Ctx,
  kind: CreditKind,
  from: Date,
  to: Date,
): Promise<Credited[]> {
  const { rows } = await sql<Omit<Credited, 'name'>>`
    select subject, count(distinct order_id) as orders, sum(fen)::bigint as fen,
      sum(reversed_fen)::bigint as reversed_fen, sum(fen - reversed_fen)::bigint as net_fen
    from order_credit where tenant_id = ${ctx.tenantId} and kind = ${kind}
      and fixed_at >= ${from} and fixed_at < ${to}
    group by subject order by net_fen desc, subject collate "C"`.execute(ctx.pg)
  const names = await namesOf(
    ctx,
    kind,
    rows.map((row) => row.subject),
  )
  return rows.map((row) => ({ ...row, name: names.get(row.subject)?.name ?? null }))
}

/** Of stores and staff; what other domains name is theirs to tell. */
export function namesOf(
  ctx: Ctx,
  kind: CreditKind,
  codes: readonly string[],
): Promise<ReadonlyMap<string, { name: string }>> {
  if (codes.length === 0) return Promise.resolve(new Map())
  if (kind === 'store') return storesByCode(ctx, codes)
  if (kind === 'staff') return whereStaffWork(ctx, codes)
  return Promise.resolve(new Map())
}
