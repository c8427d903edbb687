// Whom a paid order counts for: fixed in the transaction that pays it, reversed with what goes back.
import { sql } from 'kysely'
import { whereStaffWork } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { later } from '../../platform/prepared.ts'
import { unnest } from '../../platform/unnest.ts'
import { type AssignmentRow, assignmentsByNode } from '../../profile/index.ts'
import { isPrepaid, type OwnOrder } from '../checkout/own-order.ts'
import { accrueCommission } from '../commission/accrue.ts'
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

type Assigned = Pick<AssignmentRow, 'kind' | 'code'>

/** Which guides could have a part in it, by how. */
function guidesOf(
  { came_by: came, staff_id: placedBy }: OwnOrder,
  assigned: readonly Assigned[],
): Record<string, string> {
  const named: Partial<Record<GuideWay, string | null>> = {
    placed_by: placedBy,
    ...(came?.way && { [came.way]: came.staff_id }),
    assigned: codeOf(assigned, 'guide'),
  }
  const guides: Record<string, string> = {}
  for (const [way, code] of Object.entries(named)) if (code) guides[way] = code
  return guides
}
const codeOf = (assigned: readonly Assigned[], kind: 'store' | 'guide') =>
  assigned.find((a) => a.kind === kind)?.code ?? null

async function factsOf(ctx: Ctx, orders: readonly OwnOrder[]): Promise<CreditFacts[]> {
  const nodes = new Set(orders.flatMap(({ node_id }) => node_id ?? []))
  const byNode = await assignmentsByNode(ctx, [...nodes])
  const known = orders.map((order) => {
    const assigned = byNode.get(order.node_id ?? 0) ?? []
    return { order, assigned, guides: guidesOf(order, assigned) }
  })
  const staff = new Set(known.flatMap(({ guides }) => Object.values(guides)))
  const work = staff.size > 0 ? [...(await whereStaffWork(ctx, [...staff]))] : []
  const storeOfStaff = new Map(
    work.flatMap(([code, { hasLeft, store }]) => (hasLeft ? [] : [[code, store] as const])),
  )
  const facts: CreditFacts[] = []
  for (const { order, assigned, guides } of known) {
    const came = order.came_by
    facts.push({
      ...{ guides, storeOfStaff, assignedStore: codeOf(assigned, 'store') },
      ...{ sellingStore: order.store, channel: came?.channel_id ?? null, room: came?.room ?? null },
      affiliate: await affiliateFor(ctx, came?.affiliate ?? null, order.node_id),
      activities: activitiesOf(order),
    })
  }
  return facts
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

/** Of orders that are being paid and whose rows are held. */
export async function fixCredits(ctx: Ctx, orders: readonly OwnOrder[]): Promise<void> {
  const rule = await creditRule(ctx)
  const facts = await factsOf(ctx, orders)
  const fixed = orders.flatMap((order, i) => {
    const of = facts[i]
    return of ? [{ order, shares: sharesOf(of, rule) }] : []
  })
  const credits = fixed.flatMap(({ order, shares }) => {
    // What was paid ahead sells nothing yet.
    const sold = order.quoted.lines.filter(({ sku }) => !isPrepaid(order.input, sku))
    return creditsOf(sold, shares).map((credit) => ({ ...credit, order_id: order.id }))
  })
  await insertCredits(ctx, credits, rule.version)
  for (const { order, shares } of fixed)
    if (shares.some((share) => share.kind === 'affiliate'))
      await accrueCommission(ctx, order.id, 'earned')
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
  credits: readonly (NewCredit & { order_id: string })[],
  ruleVersion: number,
): Promise<void> {
  if (credits.length === 0) return
  const u = unnest(credits, {
    order_id: ['uuid', (c) => c.order_id],
    sku: ['text', (c) => c.sku],
    kind: ['text', (c) => c.kind],
    subject: ['text', (c) => c.subject],
    share_bp: ['integer', (c) => c.share_bp],
    fen: ['bigint', (c) => c.fen],
    reversed_fen: ['bigint', (c) => c.reversed_fen],
    because: ['text', (c) => c.because],
  })
  await later(
    ctx,
    sql`insert into order_credit (tenant_id, ${u.names}, rule_version, fixed_at)
      select ${ctx.tenantId}::uuid, ${u.names}, ${ruleVersion}::int, ${ctx.now()}::timestamptz
      from ${u.rows}`,
  )
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
  if (taken.some(({ kind }) => kind === 'affiliate'))
    await accrueCommission(ctx, orderId, 'reversed')
}

/** By line and kind, the largest share first. */
export async function creditOf(ctx: Ctx, orderId: string): Promise<Credit[]> {
  const { rows } = await sql<Credit>`
    select sku, kind, subject, share_bp, fen, reversed_fen, because, rule_version, fixed_at from order_credit
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId}
    order by sku collate "C", kind, share_bp desc, subject collate "C"`.execute(ctx.pg)
  return rows
}
