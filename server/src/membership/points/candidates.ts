// What rules would give for what happened, before caps.
import { sql } from 'kysely'
import type { Signal } from '../../collect/index.ts'
import { canonicalOf } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Multiplying, multiplesOf, takeMultiples, timesBp } from './multiple.ts'
import { award, type Buyer, type EarnRule, orderTimes } from './rule.ts'
import type { RuleInForce } from './rules.ts'

export interface Candidate {
  key: string
  node: number
  rule: RuleInForce
  points: number
  at: Date
  orderId: string | null
  /** What multiplied it; absent: nothing. */
  times?: Times
}
/** Kept with the lot's transaction: what was given without it, how many times, and by what. */
interface Times {
  base: number
  times_bp: number
  times_by: string
}

export async function candidatesOf(
  ctx: Ctx,
  signals: readonly Signal[],
  rules: readonly RuleInForce[],
): Promise<Candidate[]> {
  const orders = signals.flatMap((s) => orderOf(s) ?? [])
  const stored = await storedFenOf(ctx, orders)
  const buyers = await buyersOf(ctx, signals, rules)
  const candidates: Candidate[] = []
  for (const signal of signals) {
    const orderId = orderOf(signal) ?? null
    const { taken = [], levels = [] } = (orderId ? buyers.get(orderId) : undefined) ?? {}
    const buyer: Buyer = {
      levels,
      storedFen: orderId ? (stored.get(orderId) ?? 0) : 0,
      benefitsBp: timesBp(taken),
    }
    for (const rule of rules) {
      if (!isInForce(rule, signal.at)) continue
      const points = award(rule.rule, signal, buyer)
      if (points === 0) continue
      const { on } = rule.rule
      const what = on.kind === 'order' && orderId ? `order:${orderId}` : `event:${signal.eventId}`
      candidates.push({
        ...{ key: `rule:${rule.id}:${what}`, node: signal.node, rule, points, at: signal.at },
        orderId: on.kind === 'order' ? orderId : null,
        ...timesOf(rule.rule, signal, buyer, taken),
      })
    }
  }
  return candidates
}

const isInForce = (rule: RuleInForce, at: Date) =>
  at >= rule.from && !(rule.until && at >= rule.until)

function timesOf(
  rule: EarnRule,
  signal: Signal,
  buyer: Buyer,
  taken: readonly Multiplying[],
): { times?: Times } {
  if (rule.on.kind !== 'order') return {}
  const { bp, by } = orderTimes(rule.on, buyer)
  if (bp === 10_000) return {}
  const once: EarnRule = { ...rule, on: { ...rule.on, level_bp: {} } }
  const base = award(once, signal, { levels: [], storedFen: buyer.storedFen })
  const names = by === 'level' ? buyer.levels : taken.map(({ code }) => code)
  return { times: { base, times_bp: bp, times_by: `${by}:${names.join(',')}` } }
}

/** Of orders that a rule gives points for: their buyers' levels and multiples when they paid. */
async function buyersOf(
  ctx: Ctx,
  signals: readonly Signal[],
  rules: readonly RuleInForce[],
): Promise<Map<string, { levels: string[]; taken: Multiplying[] }>> {
  const paid = signals.flatMap((signal) => {
    const orderId = signal.name === 'order_paid' ? orderOf(signal) : undefined
    const heard = rules.filter((r) => r.rule.on.kind === 'order' && isInForce(r, signal.at))
    return orderId === undefined || heard.length === 0
      ? []
      : [{ orderId, node: signal.node, paidAt: signal.at, heard }]
  })
  const multiples = await multiplesOf(ctx, paid)
  const customers = await canonicalOf(
    ctx,
    paid.map(({ node }) => node),
  )
  const buyers = new Map<string, { levels: string[]; taken: Multiplying[] }>()
  for (const { orderId, node, heard } of paid) {
    const multiple = multiples.get(orderId)
    const customer = customers.get(node)
    if (!multiple || customer === undefined || buyers.has(orderId)) continue
    const { levels, benefits } = multiple
    // A use goes only where it makes more than the rule gives by itself.
    const counts = heard.some(
      ({ rule: { on } }) =>
        on.kind === 'order' &&
        orderTimes(on, { levels, benefitsBp: timesBp(benefits) }).by === 'benefits',
    )
    const taken = counts ? await takeMultiples(ctx, { orderId, customer }, benefits) : []
    buyers.set(orderId, { levels, taken })
  }
  return buyers
}

export function orderOf({ props }: Pick<Signal, 'props'>): string | undefined {
  return typeof props.commerce_order === 'string' ? props.commerce_order : undefined
}

async function storedFenOf(ctx: Ctx, orders: readonly string[]): Promise<Map<string, number>> {
  if (orders.length === 0) return new Map()
  const { rows } = await sql<{
    order_id: string
    fen: number
  }>`select order_id, fen from ledger_hold
    where tenant_id = ${ctx.tenantId} and purpose = 'stored_value' and state = 'spent'
      and order_id = any(${[...orders]}::uuid[])`.execute(ctx.pg)
  return new Map(rows.map((r) => [r.order_id, r.fen]))
}
