// Whom a paid order counts for: fixed in the transaction that pays it, reversed with what goes back.
import { sql } from 'kysely'
import { canonicalOf } from '../../identity/index.ts'
import { whereStaffWork } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { assignmentsOf } from '../../profile/index.ts'
import type { OwnOrder } from '../checkout/own-order.ts'
import { activitiesOf } from './activities.ts'
import { affiliateFor } from './affiliates.ts'
import {
  type CreditFacts,
  type CreditKind,
  fenOf,
  type GuideWay,
  reversalOf,
  type Share,
  sharesOf,
} from './rule.ts'
import { creditRule } from './rules.ts'

async function factsOf(ctx: Ctx, order: OwnOrder): Promise<CreditFacts> {
  const canonical = order.node_id === null ? undefined : await canonicalOf(ctx, [order.node_id])
  const assigned = canonical ? await assignmentsOf(ctx, [...canonical.values()]) : []
  const codeOf = (kind: 'store' | 'guide') => assigned.find((a) => a.kind === kind)?.code ?? null
  const { came_by: came, staff_id: placedBy } = order
  const named: Partial<Record<GuideWay, string | null>> = {
    placed_by: placedBy,
    ...(came?.way && { [came.way]: came.staff_id }),
    assigned: codeOf('guide'),
  }
  const guides: Record<string, string> = {}
  for (const [way, code] of Object.entries(named)) if (code) guides[way] = code
  const staff = Object.values(guides)
  const work = staff.length > 0 ? [...(await whereStaffWork(ctx, staff))] : []
  const storeOfStaff = new Map(
    work.flatMap(([code, { hasLeft, store }]) => (hasLeft ? [] : [[code, store] as const])),
  )
  return {
    ...{ guides, storeOfStaff, assignedStore: codeOf('store'), sellingStore: order.store },
    ...{ channel: came?.channel_id ?? null, room: came?.room ?? null },
    affiliate: await affiliateFor(ctx, came?.affiliate ?? null, order.node_id),
    activities: activitiesOf(order),
  }
}

export interface Credit {
  sku: string
  kind: CreditKind
  subject: string
  share_bp: number
  fen: number
  reversed_fen: number
  because: Share['because']
  rule_version: number
  fixed_at: Date
}

/** Of an order that is being paid and whose row is held. */
export async function fixCredit(ctx: Ctx, order: OwnOrder): Promise<void> {
  const rule = await creditRule(ctx)
  const shares = sharesOf(await factsOf(ctx, order), rule)
  await insertCredits(ctx, order.id, creditsOf(order.quoted.lines, shares), rule.version)
}

type NewCredit = Pick<
  Credit,
  'sku' | 'kind' | 'subject' | 'share_bp' | 'fen' | 'reversed_fen' | 'because'
>
/** Each line by each kind of shares; what went back of a line before is taken from them again. */
export function creditsOf(
  lines: readonly { sku: string; totalFen: number; reversedFen?: number }[],
  shares: readonly Share[],
): NewCredit[] {
  const kinds = Map.groupBy(shares, (share) => share.kind)
  return lines.flatMap(({ sku, totalFen, reversedFen = 0 }) =>
    [...kinds.values()].flatMap((of) => {
      const fen = fenOf(
        totalFen,
        of.map((share) => share.shareBp),
      )
      const reversed = reversalOf(reversedFen, fen)
      return of.map(({ kind, subject, shareBp, because }, i) => ({
        ...{ sku, kind, subject, share_bp: shareBp, because },
        ...{ fen: fen[i] ?? 0, reversed_fen: reversed[i] ?? 0 },
      }))
    }),
  )
}

export async function insertCredits(
  ctx: Ctx,
  orderId: string,
  credits: readonly NewCredit[],
  ruleVersion: number,
): Promise<void> {
  if (credits.length === 0) return
  const u = unnest(credits, {
    sku: ['text', (c) => c.sku],
    kind: ['text', (c) => c.kind],
    subject: ['text', (c) => c.subject],
    share_bp: ['integer', (c) => c.share_bp],
    fen: ['bigint', (c) => c.fen],
    reversed_fen: ['bigint', (c) => c.reversed_fen],
    because: ['text', (c) => c.because],
  })
  await sql`insert into order_credit (tenant_id, order_id, ${u.names}, rule_version, fixed_at)
    select ${ctx.tenantId}::uuid, ${orderId}::uuid, ${u.names}, ${ruleVersion}::int, ${ctx.now()}::timestamptz
    from ${u.rows}`.execute(ctx.pg)
}

/** What goes back of an order counts for nobody any more. Call while its row is held. */
export async function reverseCredit(
  ctx: Ctx,
  orderId: string,
  lines: readonly { sku: string; fen: number }[],
): Promise<void> {
  const credits = await creditOf(ctx, orderId)
  const taken = lines.flatMap(({ sku, fen }) =>
    [...Map.groupBy(credits, (c) => (c.sku === sku ? c.kind : '')).entries()].flatMap(
      ([kind, of]) => {
        if (kind === '' || fen === 0) return []
        const parts = reversalOf(
          fen,
          of.map((c) => c.fen - c.reversed_fen),
        )
        return of.map((c, i) => ({ sku, kind, subject: c.subject, fen: parts[i] ?? 0 }))
      },
    ),
  )
  if (taken.length === 0) return
  const u = unnest(taken, {
    sku: ['text', (t) => t.sku],
    kind: ['text', (t) => t.kind],
    subject: ['text', (t) => t.subject],
    fen: ['bigint', (t) => t.fen],
  })
  await sql`update order_credit c set reversed_fen = c.reversed_fen + r.fen from ${u.rows}
    where c.tenant_id = ${ctx.tenantId} and c.order_id = ${orderId}
      and c.sku = r.sku and c.kind = r.kind and c.subject = r.subject`.execute(ctx.pg)
}

/** By line and kind, the largest share first. */
export async function creditOf(ctx: Ctx, orderId: string): Promise<Credit[]> {
  const { rows } = await sql<Credit>`
    select sku, kind, subject, share_bp, fen, reversed_fen, because, rule_version, fixed_at from order_credit
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId}
    order by sku collate "C", kind, share_bp desc, subject collate "C"`.execute(ctx.pg)
  return rows
}
