// Pay-outs: what is due to affiliates is taken together in a batch, paid outside, and said to be paid or failed.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, notFound } from '../../platform/errors.ts'
import { actorOf } from '../checkout/own-order.ts'
import { getPayout, type Payout } from './payout-queries.ts'
import { commissionRule } from './rules.ts'

export interface PayoutAsked {
  /** The same request again makes no second batch. */
  key: string
  note: string
}

/**
 * Everybody to whom the rule's least sum is due; of one customer's codes together, also what one of them owes.
 * @throws 409 nothing_due
 */
export function makePayout(ctx: Ctx, { key, note }: PayoutAsked): Promise<Payout> {
  return inTx(ctx, async (ctx) => {
    const id = randomUUIDv7()
    const { rows: made } = await sql`
      insert into commission_payout (tenant_id, id, key, note, made_by, made_at)
      values (${ctx.tenantId}, ${id}, ${key}, ${note}, ${actorOf(ctx)}, ${ctx.now()})
      on conflict (tenant_id, key) do nothing returning 1`.execute(ctx.pg)
    if (made.length === 0) {
      const { rows } = await sql<{ id: string }>`select id from commission_payout
        where tenant_id = ${ctx.tenantId} and key = ${key}`.execute(ctx.pg)
      return getPayout(ctx, rows[0]?.id ?? '')
    }
    const least = Math.max(1, (await commissionRule(ctx)).least_payout_fen)
    const { rows } = await sql<{ fen: number }>`
      -- Whoever takes the same sums at the same time waits here and finds them gone.
      with held as materialized (
        select b.kind, b.subject, b.due_fen, c.canonical_id
        from commission_balance b
        join affiliate f on f.tenant_id = b.tenant_id and f.code = b.subject
        join customer c on c.tenant_id = f.tenant_id and c.id = f.node_id
        where b.tenant_id = ${ctx.tenantId} and b.kind = 'affiliate' and b.due_fen <> 0
        order by b.subject collate "C" for update of b),
      payees as materialized (
        select canonical_id, sum(due_fen)::bigint as fen,
          row_number() over (order by min(subject collate "C")) as number
        from held group by canonical_id having sum(due_fen) >= ${least}::bigint),
      parts as materialized (
        select p.number, h.kind, h.subject, h.due_fen as fen from held h join payees p using (canonical_id)),
      taken as (
        update commission_balance b set due_fen = b.due_fen - p.fen, paying_fen = b.paying_fen + p.fen
        from parts p where b.tenant_id = ${ctx.tenantId} and b.kind = p.kind and b.subject = p.subject),
      noted as (
        insert into commission_entry (tenant_id, kind, subject, cause, from_book, to_book, fen, payout_id, at)
        select ${ctx.tenantId}::uuid, kind, subject, 'payout', case when fen > 0 then 'due' else 'paying' end,
          case when fen > 0 then 'paying' else 'due' end, abs(fen), ${id}::uuid, ${ctx.now()}::timestamptz
        from parts order by subject collate "C"),
      paid as (
        insert into commission_payee (tenant_id, payout_id, number, node_id, fen)
        select ${ctx.tenantId}::uuid, ${id}::uuid, number, canonical_id, fen from payees),
      listed as (
        insert into commission_payee_part (tenant_id, payout_id, number, kind, subject, fen)
        select ${ctx.tenantId}::uuid, ${id}::uuid, number, kind, subject, fen from parts)
      select fen from payees`.execute(ctx.pg)
    if (rows.length === 0) throw conflict('nothing_due', 'Nobody has enough due to be paid')
    const payout = await getPayout(ctx, id)
    await audit(
      ctx,
      'commission_payout.made',
      { kind: 'commission_payout', id },
      { payees: payout.payees, fen: payout.fen },
    )
    return payout
  })
}

export interface Settling {
  /** Of the batch; null: all that are not settled yet. */
  numbers: readonly number[] | null
  /** paid: the money has left; failed: it is due again. */
  as: 'paid' | 'failed'
  note: string
}

/** Each payee once, whoever says it first. @throws 404, 409 payee_settled when one of those named is settled the other way */
export function settlePayout(ctx: Ctx, id: string, given: Settling): Promise<Payout> {
  return inTx(ctx, async (ctx) => {
    await getPayout(ctx, id)
    const { numbers, as, note } = given
    const named = numbers && [...new Set(numbers)]
    const { rows } = await sql<{ number: number; fen: number }>`
      with waiting as (
        select number from commission_payee
        where tenant_id = ${ctx.tenantId} and payout_id = ${id} and state = 'paying'
          and ${named === null ? sql`true` : sql`number = any(${named}::int[])`}
        order by number for update)
      update commission_payee p set state = ${as}, note = ${note}, decided_at = ${ctx.now()} from waiting w
      where p.tenant_id = ${ctx.tenantId} and p.payout_id = ${id} and p.number = w.number and p.state = 'paying'
      returning p.number, p.fen`.execute(ctx.pg)
    if (named) await demandSettled(ctx, id, named, as)
    if (rows.length > 0) {
      await moveParts(
        ctx,
        id,
        rows.map((row) => row.number),
        as,
      )
      const fen = rows.reduce((sum, row) => sum + row.fen, 0)
      await audit(
        ctx,
        'commission_payout.settled',
        { kind: 'commission_payout', id },
        { as, payees: rows.map((row) => row.number).sort((a, b) => a - b), fen, note },
      )
    }
    return getPayout(ctx, id)
  })
}

async function demandSettled(
  ctx: Ctx,
  id: string,
  numbers: readonly number[],
  as: 'paid' | 'failed',
): Promise<void> {
  const { rows } = await sql<{
    number: number
    state: string
  }>`select number, state from commission_payee
    where tenant_id = ${ctx.tenantId} and payout_id = ${id} and number = any(${[...numbers]}::int[])`.execute(
    ctx.pg,
  )
  if (rows.length < numbers.length) throw notFound('commission_payee')
  const others = rows.filter((row) => row.state !== as).map((row) => row.number)
  if (others.length > 0)
    throw conflict('payee_settled', 'Already settled the other way', { numbers: others })
}

async function moveParts(
  ctx: Ctx,
  id: string,
  numbers: readonly number[],
  as: 'paid' | 'failed',
): Promise<void> {
  const to = as === 'paid' ? 'paid' : 'due'
  const kept = as === 'paid' ? sql.ref('paid_fen') : sql.ref('due_fen')
  const parts = sql`select kind, subject, fen from commission_payee_part
    where tenant_id = ${ctx.tenantId} and payout_id = ${id} and number = any(${[...numbers]}::int[])`
  await sql`select 1 from commission_balance b where b.tenant_id = ${ctx.tenantId}
    and exists (select 1 from (${parts}) p where p.kind = b.kind and p.subject = b.subject)
    order by b.kind, b.subject collate "C" for update`.execute(ctx.pg)
  await sql`
    with parts as materialized (${parts}),
    moved as (
      update commission_balance b set paying_fen = b.paying_fen - p.fen, ${kept} = b.${kept} + p.fen
      from parts p where b.tenant_id = ${ctx.tenantId} and b.kind = p.kind and b.subject = p.subject)
    insert into commission_entry (tenant_id, kind, subject, cause, from_book, to_book, fen, payout_id, at)
    select ${ctx.tenantId}::uuid, kind, subject, ${as}, case when fen > 0 then 'paying' else ${to} end,
      case when fen > 0 then ${to} else 'paying' end, abs(fen), ${id}::uuid, ${ctx.now()}::timestamptz
    from parts order by subject collate "C"`.execute(ctx.pg)
}
