// What is past its day leaves the accounts, many lots at a time; each chunk stands for itself, so a run that
// was cut off is gone on with by the next.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'

const AT_ONCE = 20_000

/** @returns how many lots, and how much they still held */
export async function expireDue(
  ctx: Ctx,
  most = Number.POSITIVE_INFINITY,
): Promise<{ lots: number; amount: number }> {
  const total = { lots: 0, amount: 0 }
  for (;;) {
    const done = await inTx(ctx, (ctx) => expireChunk(ctx))
    total.lots += done.lots
    total.amount += done.amount
    if (done.due === 0 || done.lots === 0 || total.lots >= most) return total
  }
}

async function expireChunk(ctx: Ctx): Promise<{ due: number; lots: number; amount: number }> {
  // Accounts are locked before their lots, as by whoever spends. Who spends this moment is left for later.
  const { rows: due } = await sql<{ account_id: string }>`
    select distinct account_id from (
      select account_id from ledger_lot
      where tenant_id = ${ctx.tenantId} and remaining > 0 and active_from is not null and expires_at <= ${ctx.now()}
      order by expires_at limit ${AT_ONCE}) d`.execute(ctx.pg)
  if (due.length === 0) return { due: 0, lots: 0, amount: 0 }
  const { rows: mine } = await sql<{ id: string }>`select id from ledger_account
    where tenant_id = ${ctx.tenantId} and id = any(${due.map((d) => d.account_id)}::uuid[])
    order by id for update skip locked`.execute(ctx.pg)
  if (mine.length === 0) return { due: due.length, lots: 0, amount: 0 }
  const id = randomUUIDv7()
  const { rows } = await sql<{ lots: number; amount: number }>`
    with gone as (
      select id, account_id, book, remaining from ledger_lot
      where tenant_id = ${ctx.tenantId} and account_id = any(${mine.map((a) => a.id)}::uuid[])
        and remaining > 0 and active_from is not null and expires_at <= ${ctx.now()}
      limit ${AT_ONCE}),
    told as (
      insert into ledger_transaction (tenant_id, id, key, kind, at, actor, answer)
      select ${ctx.tenantId}::uuid, ${id}::uuid, ${`expire:${id}`}, 'expire', ${ctx.now()}::timestamptz,
        ${`${ctx.actor.kind}:${ctx.actor.id}`}, jsonb_build_object('lots', count(*), 'amount', sum(remaining)) from gone
      having count(*) > 0 returning id),
    emptied as (
      update ledger_lot l set remaining = 0 from gone g where l.tenant_id = ${ctx.tenantId} and l.id = g.id),
    allocated as (
      insert into ledger_allocation (tenant_id, transaction_id, lot_id, amount)
      select ${ctx.tenantId}::uuid, told.id, g.id, g.remaining from gone g, told),
    sums as (select account_id, book, sum(remaining)::bigint as amount from gone group by account_id, book),
    lowered as (
      update ledger_account a set active = a.active - s.amount from sums s
      where a.tenant_id = ${ctx.tenantId} and a.id = s.account_id returning a.node_id),
    entered as (
      insert into ledger_entry (tenant_id, transaction_id, book, code, account_id, amount, at)
      select ${ctx.tenantId}::uuid, told.id, book, 'active', account_id, -amount, ${ctx.now()}::timestamptz from sums, told
      union all
      select ${ctx.tenantId}::uuid, told.id, book, 'expired', null::uuid, sum(amount)::bigint, ${ctx.now()}::timestamptz
      from sums, told group by told.id, book),
    noted as (
      insert into ledger_touched (tenant_id, node_id)
      select ${ctx.tenantId}::uuid, node_id from lowered where node_id is not null)
    select count(*)::int as lots, coalesce(sum(remaining), 0)::bigint as amount from gone`.execute(
    ctx.pg,
  )
  return { due: due.length, lots: rows[0]?.lots ?? 0, amount: rows[0]?.amount ?? 0 }
}
