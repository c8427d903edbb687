// What an order earns whom, brought to what its credits say: when it is paid, when something goes back, when
// somebody corrects whom it counts for. One way for all three, so that it never depends on which came first.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { addToDue, type Entry, writeEntries } from './entries.ts'
import { type CommissionState, earnedOf, keptOf, rateOf } from './rule.ts'
import { commissionRuleAt, commissionRuleOf } from './rules.ts'

interface Credited {
  sku: string
  subject: string
  fen: number
  reversed_fen: number
  fixed_at: Date
  category: string[]
}
interface Commission {
  sku: string
  subject: string
  rule_version: number
  rate_bp: number
  basis_fen: number
  earned_fen: number
  reversed_fen: number
  state: CommissionState
}
const keyOf = ({ sku, subject }: { sku: string; subject: string }) => `${sku}\x1f${subject}`

/** Of an order whose row is held, after its credits were written. */
export async function accrueCommission(
  ctx: Ctx,
  orderId: string,
  cause: 'earned' | 'reversed' | 'corrected',
): Promise<void> {
  const before = new Map((await lockCommissions(ctx, orderId)).map((row) => [keyOf(row), row]))
  const credits = await affiliateCredits(ctx, orderId)
  const rule = await ruleOf(ctx, [...before.values()], credits)
  if (rule.version === 0) return
  const known = new Map([...before.values()].map((row) => [row.sku, row.rate_bp]))
  const earning = credits
    .map((credit) => ({
      ...credit,
      bp: known.get(credit.sku) ?? rateOf(rule, credit.sku, credit.category),
    }))
    .filter(({ bp }) => bp > 0)
  const earned = earnedOf(earning, rule.cap_fen)
  const after: Commission[] = earning.map((credit, i) => {
    const earned_fen = earned[i] ?? 0
    const kept = keptOf(earned_fen, credit.fen, credit.reversed_fen)
    return {
      ...{ sku: credit.sku, subject: credit.subject, rule_version: rule.version },
      ...{ rate_bp: credit.bp, basis_fen: credit.fen, earned_fen, reversed_fen: earned_fen - kept },
      state: before.get(keyOf(credit))?.state ?? 'pending',
    }
  })
  const named = new Set(after.map(keyOf))
  // It counts for her no more.
  for (const row of before.values())
    if (!named.has(keyOf(row)))
      after.push({ ...row, ...{ basis_fen: 0, earned_fen: 0, reversed_fen: 0 } })
  // What is void stays it.
  const changed = after.filter(
    (row) => row.state !== 'void' && differs(row, before.get(keyOf(row))),
  )
  await keep(ctx, orderId, changed)
  const moves = changed.flatMap((row) => {
    const was = before.get(keyOf(row))
    const delta = row.earned_fen - row.reversed_fen - (was ? was.earned_fen - was.reversed_fen : 0)
    return delta === 0 ? [] : [{ ...row, delta }]
  })
  await writeEntries(
    ctx,
    moves.map(({ sku, subject, state, delta }): Entry => {
      const book = state === 'due' ? ('due' as const) : ('pending' as const)
      const [from, to] = delta > 0 ? (['cost', book] as const) : ([book, 'cost'] as const)
      return { subject, cause, from, to, fen: Math.abs(delta), orderId, sku }
    }),
  )
  await addToDue(
    ctx,
    moves
      .filter(({ state }) => state === 'due')
      .map(({ subject, delta }) => ({ subject, fen: delta })),
  )
}

const differs = (a: Commission, b: Commission | undefined) =>
  !b ||
  a.basis_fen !== b.basis_fen ||
  a.earned_fen !== b.earned_fen ||
  a.reversed_fen !== b.reversed_fen

/** The rule it first earned by, else the one of when it was paid. */
function ruleOf(ctx: Ctx, before: readonly Commission[], credits: readonly Credited[]) {
  const [row] = before
  if (row) return commissionRuleOf(ctx, row.rule_version)
  const [credit] = credits
  return credit ? commissionRuleAt(ctx, credit.fixed_at) : commissionRuleOf(ctx, 0)
}

async function lockCommissions(ctx: Ctx, orderId: string): Promise<Commission[]> {
  const { rows } = await sql<Commission>`
    select sku, subject, rule_version, rate_bp, basis_fen, earned_fen, reversed_fen, state from commission
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId}
    order by sku collate "C", subject collate "C" for update`.execute(ctx.pg)
  return rows
}

async function affiliateCredits(ctx: Ctx, orderId: string): Promise<Credited[]> {
  const { rows } = await sql<Credited>`
    select c.sku, c.subject, c.fen, c.reversed_fen, c.fixed_at, coalesce(p.category, '{}') as category
    from order_credit c left join product p on p.tenant_id = c.tenant_id and p.sku = c.sku
    where c.tenant_id = ${ctx.tenantId} and c.order_id = ${orderId} and c.kind = 'affiliate'
    order by c.sku collate "C", c.subject collate "C"`.execute(ctx.pg)
  return rows
}

async function keep(ctx: Ctx, orderId: string, rows: readonly Commission[]): Promise<void> {
  if (rows.length === 0) return
  const u = unnest(rows, {
    sku: ['text', (r) => r.sku],
    subject: ['text', (r) => r.subject],
    rule_version: ['integer', (r) => r.rule_version],
    rate_bp: ['integer', (r) => r.rate_bp],
    basis_fen: ['bigint', (r) => r.basis_fen],
    earned_fen: ['bigint', (r) => r.earned_fen],
    reversed_fen: ['bigint', (r) => r.reversed_fen],
  })
  await sql`insert into commission as c (tenant_id, order_id, kind, ${u.names}, earned_at)
    select ${ctx.tenantId}::uuid, ${orderId}::uuid, 'affiliate', ${u.names}, ${ctx.now()}::timestamptz from ${u.rows}
    on conflict (tenant_id, order_id, sku, kind, subject) do update
      set basis_fen = excluded.basis_fen, earned_fen = excluded.earned_fen, reversed_fen = excluded.reversed_fen`.execute(
    ctx.pg,
  )
}
