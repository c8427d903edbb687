// What part of the money of orders belongs to the points they gave: IFRS 15 B39–B43 and 企业会计准则第 14 号 第三十五条.
// A price is shared by what goods and points would cost alone; what falls on points is turnover as they are used.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { FIRST_POLICY, zoneOf } from './policy.ts'

export interface Deferral {
  /** What was paid for orders that gave points, less what went back. */
  paid_fen: number
  /** Of it, what belongs to the points, by the policy of the day they were given on. */
  deferred_fen: number
  /** Of all points: given and not taken back, used, lapsed, and how many are expected to be used in all. */
  given: number
  redeemed: number
  expired: number
  expected: number
  /** Turnover already, and what is owed still. */
  recognised_fen: number
  liability_fen: number
}
export interface DeferralBetween {
  /** Before the first day, and when the last one has ended. */
  before: Deferral
  after: Deferral
  /** Turnover of the points in between. */
  revenue_fen: number
}

/**
 * Pure: never more used than expected, and no more expected than can still be used, by the estimate of the day. When
 * nothing is left that could be used, all of it is turnover.
 */
export function recognised(d: {
  deferredFen: number
  given: number
  redeemed: number
  expired: number
  breakageBp: number
}): Pick<Deferral, 'expected' | 'recognised_fen' | 'liability_fen'> {
  const estimate = Number((BigInt(d.given) * BigInt(10_000 - d.breakageBp)) / 10_000n)
  const expected = Math.max(d.redeemed, Math.min(estimate, d.given - d.expired))
  const fen =
    expected <= 0
      ? d.deferredFen
      : Number((BigInt(d.deferredFen) * BigInt(Math.max(0, d.redeemed))) / BigInt(expected))
  return { expected, recognised_fen: fen, liability_fen: d.deferredFen - fen }
}

/** Days as the brand's clocks show them, both ends included. */
export async function deferralBetween(
  ctx: Ctx,
  from: string,
  to: string,
): Promise<DeferralBetween> {
  const zone = await zoneOf(ctx)
  const before = await deferralBefore(ctx, sql`${from}::date::timestamp at time zone ${zone}`)
  const after = await deferralBefore(ctx, sql`(${to}::date + 1)::timestamp at time zone ${zone}`)
  return { before, after, revenue_fen: after.recognised_fen - before.recognised_fen }
}

async function deferralBefore(ctx: Ctx, end: ReturnType<typeof sql>): Promise<Deferral> {
  const { worth, breakage_bp } = FIRST_POLICY
  const first = JSON.stringify({ worth, breakage_bp })
  const inForce = (at: ReturnType<typeof sql>) => sql`coalesce((
    select p.policy from points_policy p where p.tenant_id = ${ctx.tenantId} and p.at <= ${at}
    order by p.version desc limit 1), ${first}::jsonb)`
  const { rows } = await sql<Deferral & { breakage_bp: number }>`
    with moved as materialized (
      select t.order_id, t.kind, e.code, e.at, e.amount from ledger_entry e
      join ledger_transaction t on t.tenant_id = e.tenant_id and t.id = e.transaction_id
      where e.tenant_id = ${ctx.tenantId} and e.book = 'points' and e.at < ${end}
        and e.code in ('issued', 'redeemed', 'expired', 'adjustment')),
    earned as (
      select order_id, min(at) filter (where kind = 'earn') as at, -sum(amount) as points from moved
      where code = 'issued' and order_id is not null group by 1 having min(at) filter (where kind = 'earn') is not null),
    sold as (
      select e.points, ${inForce(sql`e.at`)} as policy, greatest(0, o.total_fen - o.prepaid_fen - coalesce((
        select sum(r.amount_fen - r.prepaid_fen) from refund r
        where r.tenant_id = o.tenant_id and r.order_id = o.id and r.evidence = 'verified' and r.at < ${end}), 0)) as paid
      from earned e join sales_order o on o.tenant_id = ${ctx.tenantId} and o.id = e.order_id),
    alone as (
      select paid, points * (policy #>> '{worth,fen}')::numeric / (policy #>> '{worth,points}')::numeric
        * (10000 - (policy ->> 'breakage_bp')::numeric) / 10000 as worth from sold)
    select coalesce(sum(paid), 0)::bigint as paid_fen,
      coalesce(sum(round(paid * worth / (paid + worth))) filter (where paid > 0 and worth > 0), 0)::bigint as deferred_fen,
      (select -coalesce(sum(amount) filter (where code in ('issued', 'adjustment')), 0) from moved)::bigint as given,
      (select coalesce(sum(amount) filter (where code = 'redeemed'), 0) from moved)::bigint as redeemed,
      (select coalesce(sum(amount) filter (where code = 'expired'), 0) from moved)::bigint as expired,
      (${inForce(end)} ->> 'breakage_bp')::int as breakage_bp
    from alone`.execute(ctx.pg)
  const [row] = rows
  if (!row) throw new Error('a sum has a row')
  const { breakage_bp: breakageBp, ...sums } = row
  return { ...sums, ...recognised({ ...sums, deferredFen: sums.deferred_fen, breakageBp }) }
}
