// Topping up, and giving the rest back.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { lockNodes, openAccounts } from '../ledger/accounts.ts'
import type { Entry, Lot } from '../ledger/book.ts'
import { credit } from '../ledger/credit.ts'
import { answered, lockAccounts, post } from '../ledger/journal.ts'
import { demandCustomer } from '../points/points.ts'
import { COOLING_OFF_DAYS, demandRealName, refundable } from './law.ts'
import { boughtWithinADay, demandRoomFor } from './lawful.ts'
import { getPlan } from './plans.ts'

const DAY_MS = 86_400_000

export interface TopUpAsked {
  /** Of whoever was paid: the same payment again changes nothing. */
  key: string
  customer: number
  planId: string
  paidFen: number
  orderId?: string | null
  isRealName?: boolean
  /** By an order that was placed while the plan was sold. */
  isPromised?: boolean
}
export interface TopUp {
  id: string
  plan_id: string
  plan: string
  principal_fen: number
  bonus_fen: number
  principal_left_fen: number
  bonus_left_fen: number
  at: string
  /** What would be given back now. */
  refundable_fen: number
  /** Unused, and within the days in which she may step back. */
  is_cooling_off: boolean
  refunded_fen: number | null
  refunded_at: string | null
}

/** What was paid becomes principal, and the plan's present bonus. */
export function topUp(ctx: Ctx, asked: TopUpAsked): Promise<TopUp> {
  return inTx(ctx, async (ctx) => {
    await answered(ctx, `topup ${asked.key}`)
    const { rows } = await sql<{
      id: string
      plan_id: string
      principal_fen: number
      is_hers: boolean
    }>`
      select t.id, t.plan_id, t.principal_fen, t.node_id = ${asked.customer} as is_hers from stored_value_topup t
      where t.tenant_id = ${ctx.tenantId} and t.key = ${asked.key}`.execute(ctx.pg)
    const before = rows[0]
    if (before) {
      if (
        !before.is_hers ||
        before.plan_id !== asked.planId ||
        before.principal_fen !== asked.paidFen
      )
        throw conflict('key_used', 'This key was used for another top-up')
      return getTopUp(ctx, before.id)
    }
    const plan = await getPlan(ctx, asked.planId)
    if (plan.state !== 'live' && !asked.isPromised)
      throw conflict('plan_stopped', 'The plan is not sold any more')
    if (asked.paidFen !== plan.pay_fen)
      throw invalid('paid_differs', 'What was paid is not what the plan costs', {
        pay_fen: plan.pay_fen,
      })
    await demandCustomer(ctx, asked.customer)
    await demandLawful(ctx, asked)
    const id = randomUUIDv7()
    await sql`insert into stored_value_topup
        (tenant_id, id, key, plan_id, node_id, principal_fen, bonus_fen, order_id, is_real_name, at)
      values (${ctx.tenantId}, ${id}, ${asked.key}, ${plan.id}, ${asked.customer}, ${plan.pay_fen}, ${plan.bonus_fen},
        ${asked.orderId ?? null}, ${asked.isRealName ?? false}, ${ctx.now()})`.execute(ctx.pg)
    const common = { node: asked.customer, kind: 'top_up', source: 'top_up', earnedAt: ctx.now() }
    await credit(ctx, 'principal', 'cash', [
      { ...common, key: `topup:${id}:principal`, amount: plan.pay_fen, expiresAt: null },
    ])
    if (plan.bonus_fen > 0)
      await credit(ctx, 'bonus', 'granted', [
        {
          ...{ ...common, key: `topup:${id}:bonus`, amount: plan.bonus_fen },
          expiresAt:
            plan.bonus_days === null
              ? null
              : new Date(ctx.now().getTime() + plan.bonus_days * DAY_MS),
        },
      ])
    await recordEvents(ctx, [
      {
        ...{ id, name: 'stored_value_charged', customerId: asked.customer, at: ctx.now() },
        ...{ source: 'membership' },
        props: { topup: id, plan: plan.id, paid_fen: plan.pay_fen, bonus_fen: plan.bonus_fen },
      },
    ])
    const object = { kind: 'customer', id: String(asked.customer) }
    await audit(ctx, 'stored_value.topped_up', object, {
      topup: id,
      plan: plan.id,
      paid_fen: asked.paidFen,
    })
    return getTopUp(ctx, id)
  })
}

/** What all her accounts hold as one named card, and what she bought within a day. @throws 409 with the clause */
export async function demandLawful(
  ctx: Ctx,
  asked: Pick<TopUpAsked, 'customer' | 'paidFen' | 'isRealName'>,
): Promise<void> {
  const bought = await boughtWithinADay(ctx, asked.customer)
  demandRealName(bought + asked.paidFen, asked.isRealName ?? false)
  await openAccounts(ctx, [asked.customer], 'principal')
  await demandRoomFor(ctx, await lockNodes(ctx, asked.customer), asked.paidFen)
}

interface Row {
  id: string
  plan_id: string
  plan: string
  principal_fen: number
  bonus_fen: number
  principal_left: number | null
  bonus_left: number | null
  at: Date
  refunded_fen: number | null
  refunded_at: Date | null
}

/** Newest first. */
export async function topUpsOf(
  ctx: Ctx,
  of: { nodes: readonly number[] } | { ids: readonly string[] },
): Promise<TopUp[]> {
  const left = (book: string) => sql`(select l.remaining from ledger_transaction x
    join ledger_lot l on l.tenant_id = x.tenant_id and l.transaction_id = x.id
    where x.tenant_id = t.tenant_id and x.key = 'topup:' || t.id || ${`:${book}`})`
  const { rows } = await sql<Row>`
    select t.id, t.plan_id, p.name as plan, t.principal_fen, t.bonus_fen, t.at, t.refunded_fen, t.refunded_at,
      ${left('principal')} as principal_left, ${left('bonus')} as bonus_left
    from stored_value_topup t join stored_value_plan p on p.tenant_id = t.tenant_id and p.id = t.plan_id
    where t.tenant_id = ${ctx.tenantId} and ${'ids' in of ? sql`t.id = any(${[...of.ids]}::uuid[])` : sql`t.node_id = any(${[...of.nodes]}::bigint[])`}
    order by t.id desc limit 500`.execute(ctx.pg)
  return rows.map((row) => {
    const { principal_left, bonus_left, ...rest } = row
    const principalLeft = principal_left ?? 0
    const bonusLeft = bonus_left ?? 0
    const isUnused = principalLeft === row.principal_fen && bonusLeft === row.bonus_fen
    const age = ctx.now().getTime() - row.at.getTime()
    return {
      ...rest,
      principal_left_fen: principalLeft,
      bonus_left_fen: bonusLeft,
      at: row.at.toISOString(),
      refunded_at: row.refunded_at?.toISOString() ?? null,
      is_cooling_off: row.refunded_at === null && isUnused && age <= COOLING_OFF_DAYS * DAY_MS,
      refundable_fen:
        row.refunded_at !== null
          ? 0
          : refundable({
              principalFen: row.principal_fen,
              principalLeftFen: principalLeft,
              bonusFen: row.bonus_fen,
              bonusLeftFen: bonusLeft,
            }),
    }
  })
}

export const topUpsByIds = (ctx: Ctx, ids: readonly string[]): Promise<TopUp[]> =>
  topUpsOf(ctx, { ids })

/** @throws 404 */
export async function getTopUp(ctx: Ctx, id: string): Promise<TopUp> {
  const [found] = await topUpsOf(ctx, { ids: [id] })
  if (!found) throw notFound('topup')
  return found
}

/**
 * Gives back what of a top-up is hers, once: the principal less all that was used of it at full price. What is
 * left of its bonus goes; principal that stands for used bonus is the brand's.
 * @throws 409 while an order holds some of it, or when it was given back already
 */
export function refundTopUp(ctx: Ctx, id: string, reason: string): Promise<TopUp> {
  return inTx(ctx, async (ctx) => {
    const { rows: locked } = await sql<{ node_id: number | null; refunded_at: Date | null }>`
      select node_id, refunded_at from stored_value_topup
      where tenant_id = ${ctx.tenantId} and id = ${id} for update`.execute(ctx.pg)
    const row = locked[0]
    if (!row) throw notFound('topup')
    if (row.refunded_at) throw conflict('topup_refunded', 'It was given back already')
    const { rows: accounts } = await sql<{
      account_id: string
    }>`select l.account_id from ledger_transaction x
      join ledger_lot l on l.tenant_id = x.tenant_id and l.transaction_id = x.id
      where x.tenant_id = ${ctx.tenantId} and x.key in (${`topup:${id}:principal`}, ${`topup:${id}:bonus`})`.execute(
      ctx.pg,
    )
    await lockAccounts(
      ctx,
      accounts.map((a) => a.account_id),
    )
    const lots = await lotsOfTopUp(ctx, id)
    const { rows: holds } = await sql`select 1 from ledger_hold h
      join ledger_allocation a on a.tenant_id = h.tenant_id and a.transaction_id = h.transaction_id
      where h.tenant_id = ${ctx.tenantId} and h.state = 'held' and a.lot_id = any(${lots.map((l) => l.id)}::uuid[]) limit 1`.execute(
      ctx.pg,
    )
    if (holds.length > 0)
      throw conflict('topup_held', 'An order that is not paid yet holds some of it')
    const topup = await getTopUp(ctx, id)
    const fen = topup.refundable_fen
    const entries: Entry[] = []
    for (const { book, account_id: accountId, remaining } of lots) {
      if (remaining === 0) continue
      entries.push({ book, code: 'active', accountId, amount: -remaining })
      if (book === 'bonus') entries.push({ book, code: 'granted', amount: remaining })
      else {
        if (fen > 0) entries.push({ book, code: 'cash', amount: fen })
        if (remaining > fen) entries.push({ book, code: 'revenue', amount: remaining - fen })
      }
    }
    await post(ctx, [
      {
        ...{ id: randomUUIDv7(), key: `topup:${id}:refund`, kind: 'refund_top_up', note: reason },
        ...{ answer: { fen }, entries },
        allocations: lots
          .filter((l) => l.remaining > 0)
          .map((l) => ({ lotId: l.id, amount: l.remaining })),
      },
    ])
    await sql`update stored_value_topup set refunded_fen = ${fen}, refunded_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    if (row.node_id !== null) {
      await recordEvents(ctx, [
        {
          ...{ name: 'stored_value_returned', customerId: row.node_id, at: ctx.now() },
          ...{ source: 'membership', props: { topup: id, returned_fen: fen } },
        },
      ])
      await audit(
        ctx,
        'stored_value.refunded',
        { kind: 'customer', id: String(row.node_id) },
        {
          ...{ topup: id, fen, reason },
        },
      )
    }
    return getTopUp(ctx, id)
  })
}

async function lotsOfTopUp(ctx: Ctx, id: string) {
  const { rows } = await sql<Pick<Lot, 'id' | 'account_id' | 'book' | 'remaining'>>`
    select l.id, l.account_id, l.book, l.remaining from ledger_transaction x
    join ledger_lot l on l.tenant_id = x.tenant_id and l.transaction_id = x.id
    where x.tenant_id = ${ctx.tenantId} and x.key in (${`topup:${id}:principal`}, ${`topup:${id}:bonus`})`.execute(
    ctx.pg,
  )
  return rows
}
