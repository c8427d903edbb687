// What an affiliate sees of herself in the shop: her codes, what they earned, and what she was paid.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import type { PayeeState } from './payout-queries.ts'
import { codesOf, listCommissions } from './queries.ts'
import { commissionRule } from './rules.ts'

/** Of all her codes together; none: she is no affiliate. */
export async function ownAffiliate(ctx: Ctx, nodes: readonly number[]) {
  const codes = await codesOf(ctx, nodes)
  const sum = (of: 'pending_fen' | 'due_fen' | 'paying_fen' | 'paid_fen') =>
    codes.reduce((total, code) => total + code[of], 0)
  const rule = await commissionRule(ctx)
  return {
    codes: codes.map(({ code, state }) => ({ code, state })),
    ...{ pending_fen: sum('pending_fen'), due_fen: sum('due_fen') },
    ...{ paying_fen: sum('paying_fen'), paid_fen: sum('paid_fen') },
    ...{ due_when: rule.due_when, least_payout_fen: rule.least_payout_fen },
  }
}

/** Newest first; whose orders they are she is not told. @throws 404 who is no affiliate */
export async function ownCommissions(
  ctx: Ctx,
  nodes: readonly number[],
  page: { limit: number; cursor?: string | undefined },
) {
  const codes = (await codesOf(ctx, nodes)).map(({ code }) => code)
  if (codes.length === 0) throw notFound('affiliate')
  const { items, next_cursor } = await listCommissions(ctx, { ...page, codes })
  return {
    items: items.map(({ order_id: _, number: __, rule_version: ___, ...own }) => own),
    next_cursor,
  }
}

export interface OwnPayout {
  fen: number
  state: PayeeState
  made_at: string
  decided_at: string | null
}
/** Newest first. */
export async function ownPayouts(ctx: Ctx, nodes: readonly number[]): Promise<OwnPayout[]> {
  const { rows } = await sql<
    Omit<OwnPayout, 'made_at' | 'decided_at'> & { made_at: Date; decided_at: Date | null }
  >`
    select p.fen, p.state, o.made_at, p.decided_at
    from commission_payee p join commission_payout o on o.tenant_id = p.tenant_id and o.id = p.payout_id
    where p.tenant_id = ${ctx.tenantId} and p.node_id = any(${[...nodes]}::bigint[])
    order by o.made_at desc, o.id desc limit 100`.execute(ctx.pg)
  return rows.map(({ made_at, decided_at, ...plain }) => ({
    ...plain,
    ...{ made_at: made_at.toISOString(), decided_at: decided_at?.toISOString() ?? null },
  }))
}
