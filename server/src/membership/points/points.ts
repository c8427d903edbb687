// Points given, spent, handed on and corrected.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { type Credit, credit } from '../ledger/credit.ts'
import { answered } from '../ledger/journal.ts'
import { exactly, spend } from '../ledger/spend.ts'
import { dayIn, expiresAt } from './expiry.ts'
import { pointsPolicy, zoneOf } from './policy.ts'

export interface Earned extends Omit<Credit, 'expiresAt' | 'kind'> {
  /** Absent: as the policy says. */
  expiresAt?: Date | null
}

/** Many at once. @returns the keys that were new */
export async function earnPoints(ctx: Ctx, earned: readonly Earned[]): Promise<string[]> {
  if (earned.length === 0) return []
  const { policy } = await pointsPolicy(ctx)
  const zone = await zoneOf(ctx)
  return credit(
    ctx,
    'points',
    'issued',
    earned.map((e) => ({
      ...e,
      kind: 'earn',
      expiresAt:
        e.expiresAt === undefined ? expiresAt(e.earnedAt, policy.expiry, zone) : e.expiresAt,
    })),
  )
}

export interface Adjustment {
  key: string
  customer: number
  /** Below zero: taken. */
  points: number
  reason: string
}

/** By hand, with a reason. @throws 409 when more is taken than there is, 400 above the brand's limit */
export function adjustPoints(ctx: Ctx, given: Adjustment): Promise<{ points: number }> {
  return inTx(ctx, async (ctx) => {
    const key = `adjust:${given.key}`
    const before = await answered(ctx, key)
    if (before) {
      if (before.customer !== given.customer || before.points !== given.points)
        throw conflict('key_used', 'This key was used for another correction')
      return { points: given.points }
    }
    const { policy } = await pointsPolicy(ctx)
    if (Math.abs(given.points) > policy.adjust_most)
      throw invalid('above_adjust_limit', 'One correction may not move so many points', {
        most: policy.adjust_most,
      })
    await demandCustomer(ctx, given.customer)
    if (given.points > 0) {
      const zone = await zoneOf(ctx)
      await credit(ctx, 'points', 'adjustment', [
        {
          ...{ key, node: given.customer, amount: given.points, source: 'adjustment' },
          ...{ kind: 'adjust', earnedAt: ctx.now(), note: given.reason },
          expiresAt: expiresAt(ctx.now(), policy.expiry, zone),
          more: { customer: given.customer, points: given.points },
        },
      ])
    } else {
      const spent = await spend(ctx, {
        ...{ key, kind: 'adjust', node: given.customer, books: ['points'], note: given.reason },
        divide: exactly('points', -given.points),
        to: () => 'adjustment',
        more: { customer: given.customer, points: given.points },
      })
      if (!spent.ok) throw short(spent.available.points ?? 0)
    }
    await audit(
      ctx,
      'points.adjusted',
      { kind: 'customer', id: String(given.customer) },
      {
        points: given.points,
        reason: given.reason,
      },
    )
    return { points: given.points }
  })
}

export interface Transfer {
  key: string
  from: number
  to: number
  points: number
}

/** From one customer to another; each lot keeps its expiry. */
export function transferPoints(ctx: Ctx, given: Transfer): Promise<{ points: number }> {
  return inTx(ctx, async (ctx) => {
    const key = `transfer:${given.key}`
    if (await answered(ctx, key)) return { points: given.points }
    const { policy } = await pointsPolicy(ctx)
    if (!policy.transfer.allowed)
      throw conflict('transfer_not_allowed', 'The brand’s points cannot be handed on')
    await demandCustomer(ctx, given.from)
    await demandCustomer(ctx, given.to)
    const { rows } = await sql<{ same: boolean }>`select a.canonical_id = b.canonical_id as same
      from customer a, customer b where a.tenant_id = ${ctx.tenantId} and a.id = ${given.from}
        and b.tenant_id = ${ctx.tenantId} and b.id = ${given.to}`.execute(ctx.pg)
    if (rows[0]?.same) throw invalid('same_customer', 'They are one customer')
    // One at a time a giver, so that two at once do not both find the day's limit free.
    await answered(ctx, `transfers of ${given.from}`)
    const day = dayIn(ctx.now(), await zoneOf(ctx))
    const { rows: today } = await sql<{ points: number }>`
      select coalesce(sum((t.answer ->> 'points')::bigint), 0)::bigint as points from ledger_transaction t
      where t.tenant_id = ${ctx.tenantId} and t.kind = 'transfer' and t.answer ->> 'day' = ${day}
        and (t.answer ->> 'from')::bigint in (select id from customer where tenant_id = ${ctx.tenantId}
          and canonical_id = (select canonical_id from customer where tenant_id = ${ctx.tenantId} and id = ${given.from}))`.execute(
      ctx.pg,
    )
    if ((today[0]?.points ?? 0) + given.points > policy.transfer.most_a_day)
      throw conflict('transfer_limit', 'Above what may be handed on in a day', {
        most: policy.transfer.most_a_day,
        today: today[0]?.points ?? 0,
      })
    const spent = await spend(ctx, {
      ...{ key, kind: 'transfer', node: given.from, books: ['points'] },
      divide: exactly('points', given.points),
      to: () => 'issued',
      more: { from: given.from, to: given.to, day },
    })
    if (!spent.ok) throw short(spent.available.points ?? 0)
    const { rows: lots } = await sql<{
      id: string
      amount: number
      earned_at: Date
      expires_at: Date | null
    }>`
      select l.id, a.amount, l.earned_at, l.expires_at from ledger_allocation a
      join ledger_lot l on l.tenant_id = a.tenant_id and l.id = a.lot_id
      where a.tenant_id = ${ctx.tenantId} and a.transaction_id = ${spent.transactionId}`.execute(
      ctx.pg,
    )
    await credit(
      ctx,
      'points',
      'issued',
      lots.map((lot) => ({
        ...{ key: `${key}:${lot.id}`, node: given.to, amount: lot.amount, source: 'transfer' },
        ...{ kind: 'received', earnedAt: lot.earned_at, expiresAt: lot.expires_at },
      })),
    )
    await audit(
      ctx,
      'points.transferred',
      { kind: 'customer', id: String(given.from) },
      {
        to: given.to,
        points: given.points,
      },
    )
    return { points: given.points }
  })
}

export const short = (available: number) =>
  conflict('not_enough_points', 'There are not so many points', { available })

export async function demandCustomer(ctx: Ctx, customer: number): Promise<void> {
  const { rows } =
    await sql`select 1 from customer where tenant_id = ${ctx.tenantId} and id = ${customer}`.execute(
      ctx.pg,
    )
  if (rows.length === 0) throw notFound('customer')
}
