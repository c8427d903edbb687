// Somebody puts right whom an order counts for: with a reason, kept beside what it was before.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { actorOf, isPrepaid, lockOwnOrder } from '../checkout/own-order.ts'
import { accrueCommission } from '../commission/accrue.ts'
import { demandAffiliates } from './affiliates.ts'
import { creditOf, creditsOf, insertCredits } from './credit.ts'
import { namesOf } from './report.ts'
import type { CreditKind } from './rule.ts'
import { creditRule } from './rules.ts'

export interface Correction {
  kind: CreditKind
  /** None: it counts for nobody of this kind. */
  shares: readonly { subject: string; shareBp: number }[]
  reason: string
}

/** For all lines of the order; what went back before stays reversed. @throws 400, 404, 409 order_unpaid */
export function correctCredit(ctx: Ctx, orderId: string, given: Correction): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, orderId)
    if (order.paid_at === null)
      throw conflict('order_unpaid', 'What is not paid counts for nobody yet')
    await demandShares(ctx, given)
    const credits = await creditOf(ctx, orderId)
    const before = credits.filter((credit) => credit.kind === given.kind)
    const { rows: lines } = await sql<{ sku: string; totalFen: number; reversedFen: number }>`
      select l.sku, l.total_fen as "totalFen", coalesce(sum(a.fen), 0)::bigint as "reversedFen"
      from own_order_line l
      left join lateral (
        select r.fen from after_sale_line r join after_sale s on s.tenant_id = r.tenant_id and s.id = r.after_sale_id
        where s.tenant_id = l.tenant_id and s.order_id = l.order_id and s.state = 'refunded' and r.sku = l.sku) a on true
      where l.tenant_id = ${ctx.tenantId} and l.order_id = ${orderId} group by l.sku, l.total_fen`.execute(
      ctx.pg,
    )
    const shares = given.shares.map((share) => ({
      ...{ kind: given.kind, because: 'corrected' as const, ...share },
    }))
    await sql`delete from order_credit
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and kind = ${given.kind}`.execute(
      ctx.pg,
    )
    const rule = before[0]?.rule_version ?? (await creditRule(ctx)).version
    const sold = lines.filter(({ sku }) => !isPrepaid(order.input, sku))
    const fixed = creditsOf(sold, shares).map((credit) => ({ ...credit, order_id: orderId }))
    await insertCredits(ctx, fixed, rule)
    if (given.kind === 'affiliate') await accrueCommission(ctx, orderId, 'corrected')
    const told = {
      before: sharesTold(before.map((c) => ({ subject: c.subject, shareBp: c.share_bp }))),
      after: sharesTold(given.shares),
    }
    await sql`insert into order_credit_correction (tenant_id, order_id, kind, before, after, reason, actor, at)
      values (${ctx.tenantId}, ${orderId}, ${given.kind}, ${JSON.stringify(told.before)}::jsonb,
        ${JSON.stringify(told.after)}::jsonb, ${given.reason}, ${actorOf(ctx)}, ${ctx.now()})`.execute(
      ctx.pg,
    )
    await audit(
      ctx,
      'order_credit.corrected',
      { kind: 'order', id: orderId },
      { kind: given.kind, reason: given.reason, ...told },
    )
  })
}

/** Each subject once: all lines are shared alike. */
const sharesTold = (shares: Correction['shares']) =>
  Object.fromEntries(shares.map(({ subject, shareBp }) => [subject, shareBp]))

async function demandShares(ctx: Ctx, { kind, shares }: Correction): Promise<void> {
  const subjects = shares.map((share) => share.subject)
  if (new Set(subjects).size < subjects.length)
    throw invalid('subject_twice', 'Somebody stands in two shares')
  const sum = shares.reduce((sum, share) => sum + share.shareBp, 0)
  const mayBeNone = kind !== 'store' && shares.length === 0
  if (sum !== 10_000 && !mayBeNone)
    throw invalid('shares_not_whole', 'The shares are 100 % together', { sum_bp: sum })
  if (kind === 'affiliate') return demandAffiliates(ctx, subjects)
  if (kind !== 'store' && kind !== 'staff') return
  const known = await namesOf(ctx, kind, subjects)
  const unknown = subjects.filter((subject) => !known.has(subject))
  if (unknown.length > 0)
    throw invalid(kind === 'store' ? 'unknown_store' : 'unknown_staff', 'No such code', { unknown })
}

export interface CorrectionShown {
  kind: CreditKind
  before: Record<string, number>
  after: Record<string, number>
  reason: string
  actor: string
  at: Date
}
export async function correctionsOf(ctx: Ctx, orderId: string): Promise<CorrectionShown[]> {
  const { rows } = await sql<CorrectionShown>`
    select kind, before, after, reason, actor, at from order_credit_correction
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId} order by id desc`.execute(ctx.pg)
  return rows
}
