// Points for what happened: many events in a few statements, each once, under the version of the rule that was
// in force when it happened.
import { sql } from 'kysely'
import type { Signal } from '../../collect/index.ts'
import { getOrder } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { returnUses } from '../benefits/use.ts'
import { releaseLots } from '../ledger/credit.ts'
import { type Candidate, candidatesOf, orderOf } from './candidates.ts'
import { dayIn } from './expiry.ts'
import { type Earned, earnPoints } from './points.ts'
import { zoneOf } from './policy.ts'
import { reclaimEarned } from './reclaim.ts'
import { capped, type EarnRule, type Given } from './rule.ts'
import { rulesSince } from './rules.ts'

const DAY_MS = 86_400_000
const RECEIVED = ['order_received', 'order_picked_up']

/** In one transaction with what it writes. What only a public key has said gives nothing. */
export async function pointsFromSignals(ctx: Ctx, signals: readonly Signal[]): Promise<void> {
  const believed = signals.filter((s) => s.isVerified)
  if (believed.length === 0) return
  await lockGiving(ctx)
  const first = Math.min(...believed.map((s) => s.at.getTime()))
  const rules = await rulesSince(ctx, new Date(first))
  await give(ctx, await candidatesOf(ctx, believed, rules))
  for (const signal of believed) if (signal.name === 'order_refunded') await takeBackOf(ctx, signal)
  await releaseReceived(
    ctx,
    believed.filter((s) => RECEIVED.includes(s.name)).flatMap((s) => orderOf(s) ?? []),
  )
}

/** Caps are counted by one at a time a brand. */
export const lockGiving = (ctx: Ctx) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`points given by ${ctx.tenantId}`}, 0))`.execute(
    ctx.pg,
  )

/** Under `lockGiving`: caps hold for a person, all her nodes together. @returns how many were given */
export async function give(ctx: Ctx, all: readonly Candidate[]): Promise<number> {
  const unique = [...new Map(all.map((c) => [c.key, c])).values()]
  if (unique.length === 0) return 0
  const { rows: known } = await sql<{ key: string }>`select key from ledger_transaction
    where tenant_id = ${ctx.tenantId} and key = any(${unique.map((c) => c.key)}::text[])`.execute(
    ctx.pg,
  )
  const done = new Set(known.map((k) => k.key))
  const fresh = unique
    .filter((c) => !done.has(c.key))
    .sort((a, b) => a.at.getTime() - b.at.getTime() || (a.key < b.key ? -1 : 1))
  if (fresh.length === 0) return 0
  const zone = await zoneOf(ctx)
  const before = await givenBefore(ctx, fresh)
  const earned: (Earned & { day: string; rule: { id: string; version: number } })[] = []
  for (const c of fresh) {
    const person = before.personOf.get(c.node)
    if (person === undefined) continue
    const day = dayIn(c.at, zone)
    const ever = before.sums.get(`${c.rule.id} ${person}`) ?? { times: 0, points: 0 }
    const today = before.sums.get(`${c.rule.id} ${person} ${day}`) ?? { times: 0, points: 0 }
    const amount = capped(c.points, c.rule.rule, today, ever)
    if (amount === 0) continue
    for (const [key, sum] of [
      [`${c.rule.id} ${person}`, ever],
      [`${c.rule.id} ${person} ${day}`, today],
    ] as const)
      before.sums.set(key, { times: sum.times + 1, points: sum.points + amount })
    earned.push({
      ...{ key: c.key, node: c.node, amount, source: c.rule.rule.on.kind, earnedAt: c.at, day },
      ...{ orderId: c.orderId, rule: { id: c.rule.id, version: c.rule.version } },
      ...releaseOf(c.rule.rule, c.at),
      ...(c.times && { more: { ...c.times } }),
    })
  }
  await earnPoints(ctx, earned)
  await noteGiven(ctx, earned)
  return earned.length
}

function releaseOf({ pending }: EarnRule, at: Date): { releasesAt?: Date | null } {
  if (pending.kind === 'none') return {}
  if (pending.kind === 'approval') return { releasesAt: null }
  return { releasesAt: new Date(at.getTime() + pending.days * DAY_MS) }
}

async function givenBefore(ctx: Ctx, candidates: readonly Candidate[]) {
  const nodes = [...new Set(candidates.map((c) => c.node))]
  const { rows: people } = await sql<{ id: number; canonical_id: number }>`
    select id, canonical_id from customer where tenant_id = ${ctx.tenantId} and canonical_id in (
      select canonical_id from customer where tenant_id = ${ctx.tenantId} and id = any(${nodes}::bigint[]))`.execute(
    ctx.pg,
  )
  const personOf = new Map(people.map((p) => [p.id, p.canonical_id]))
  const { rows } = await sql<Given & { rule_id: string; node_id: number; day: string }>`
    select rule_id, node_id, day::text as day, times, points from points_given
    where tenant_id = ${ctx.tenantId} and node_id = any(${people.map((p) => p.id)}::bigint[])
      and rule_id = any(${[...new Set(candidates.map((c) => c.rule.id))]}::uuid[])`.execute(ctx.pg)
  const sums = new Map<string, Given>()
  for (const { rule_id, node_id, day, times, points } of rows)
    for (const key of [
      `${rule_id} ${personOf.get(node_id)}`,
      `${rule_id} ${personOf.get(node_id)} ${day}`,
    ]) {
      const sum = sums.get(key) ?? { times: 0, points: 0 }
      sums.set(key, { times: sum.times + times, points: sum.points + points })
    }
  return { personOf, sums }
}

async function noteGiven(
  ctx: Ctx,
  earned: readonly { node: number; amount: number; day: string; rule: { id: string } }[],
): Promise<void> {
  if (earned.length === 0) return
  const u = unnest(earned, {
    rule_id: ['uuid', (e) => e.rule.id],
    node_id: ['bigint', (e) => e.node],
    day: ['date', (e) => e.day],
    amount: ['bigint', (e) => e.amount],
  })
  await sql`insert into points_given (tenant_id, rule_id, node_id, day, times, points)
    select ${ctx.tenantId}::uuid, rule_id, node_id, day, count(*)::int, sum(amount)::bigint from ${u.rows}
    group by rule_id, node_id, day
    on conflict (tenant_id, node_id, rule_id, day) do update
      set times = points_given.times + excluded.times, points = points_given.points + excluded.points`.execute(
    ctx.pg,
  )
}

async function takeBackOf(ctx: Ctx, signal: Signal): Promise<void> {
  const orderId = orderOf(signal)
  const refundId = signal.props.commerce_refund
  if (!orderId || typeof refundId !== 'string') return
  const { rows } = await sql`select 1 from ledger_transaction
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and kind = 'earn' limit 1`.execute(
    ctx.pg,
  )
  if (rows.length === 0) return
  const order = await getOrder(ctx, orderId)
  await reclaimEarned(ctx, {
    ...{ orderId, refundId, refundedFen: order.refunded_fen, paidFen: order.total_fen },
  })
  // Nothing is left of it: what multiplied its points can be used again.
  if (order.refunded_fen >= order.total_fen) await returnUses(ctx, orderId)
}

/** What waited for the goods to arrive can be spent. */
async function releaseReceived(ctx: Ctx, orders: readonly string[]): Promise<void> {
  if (orders.length === 0) return
  const { rows } = await sql<{ id: string }>`select l.id from ledger_transaction t
    join ledger_lot l on l.tenant_id = t.tenant_id and l.transaction_id = t.id
    join points_rule_version v on v.tenant_id = t.tenant_id and v.rule_id = t.rule_id and v.version = t.rule_version
    where t.tenant_id = ${ctx.tenantId} and t.order_id = any(${[...orders]}::uuid[]) and t.kind = 'earn'
      and l.active_from is null and l.remaining > 0 and v.rule -> 'pending' ->> 'kind' = 'receipt'`.execute(
    ctx.pg,
  )
  if (rows.length > 0)
    await releaseLots(
      ctx,
      rows.map((r) => r.id),
      'release',
    )
}

/** Whoever has all attributes of a rule by now, once. @returns how many were given */
export async function pointsForProfiles(ctx: Ctx): Promise<number> {
  await lockGiving(ctx)
  const rules = (await rulesSince(ctx, ctx.now())).filter((r) => r.until === null)
  let count = 0
  for (const rule of rules) {
    const { on } = rule.rule
    if (on.kind !== 'profile') continue
    const { rows } = await sql<{ customer: number }>`
      select c.canonical_id as customer from attribute a
      join customer c on c.tenant_id = a.tenant_id and c.id = a.node_id
      where a.tenant_id = ${ctx.tenantId} and a.name = any(${on.attributes}::text[]) and a.value <> 'null' and a.value <> '""'
      group by c.canonical_id having count(distinct a.name) = ${new Set(on.attributes).size}
        and not exists (select 1 from customer n join points_given g on g.tenant_id = n.tenant_id and g.node_id = n.id
          where n.tenant_id = ${ctx.tenantId} and n.canonical_id = c.canonical_id and g.rule_id = ${rule.id})
      order by 1 limit 5000`.execute(ctx.pg)
    count += await give(
      ctx,
      rows.map(({ customer }) => ({
        ...{ key: `rule:${rule.id}:profile:${customer}`, node: customer, rule },
        ...{ points: on.points, at: ctx.now(), orderId: null },
      })),
    )
  }
  return count
}
