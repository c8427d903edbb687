// What `homefield check` asks of commission: it is what the credits say, and every fen of it stands in the books.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'

export const commissionChecks: readonly Check[] = [
  { name: 'commerce.commissions', compare: compareCommissions },
  { name: 'commerce.commission_balances', compare: compareBalances },
]

interface Row {
  tenant_id: string
  id: string
  what: string | null
}
function differences(rows: readonly Row[]): Compared {
  const found = noteDifferences()
  for (const { tenant_id, id, what } of rows)
    if (what !== null) found.add({ tenant: tenant_id, id, what })
  return found.outOf(rows.length)
}

/** Of each line what is left is in the books; of each order the lines together are what its rule gives. */
async function compareCommissions(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    with entries as (
      select tenant_id, order_id, sku, kind, subject,
        sum(case when from_book = 'cost' then fen when to_book = 'cost' then -fen else 0 end)::bigint as kept,
        sum(case when to_book = 'pending' then fen when from_book = 'pending' then -fen else 0 end)::bigint as pending
      from commission_entry where order_id is not null group by 1, 2, 3, 4, 5)
    select c.tenant_id, c.order_id || ' ' || c.sku || ' ' || c.subject as id, case
      when coalesce(e.kept, 0) <> k.kept then 'entries_differ'
      when coalesce(e.pending, 0) <> case c.state when 'pending' then k.kept else 0 end then 'entries_differ'
      when c.state = 'void' then null
      when c.basis_fen <> coalesce(o.fen, 0) then 'basis_differs'
      when k.kept <> case when c.basis_fen = 0 then 0 else
        div(2 * c.earned_fen::numeric * (o.fen - o.reversed_fen) + c.basis_fen, 2 * c.basis_fen) end then 'reversal_differs'
      end as what
    from commission c
    cross join lateral (select case when c.state = 'void' then 0 else c.earned_fen - c.reversed_fen end as kept) k
    left join order_credit o on o.tenant_id = c.tenant_id and o.order_id = c.order_id and o.sku = c.sku
      and o.kind = c.kind and o.subject = c.subject
    left join entries e on e.tenant_id = c.tenant_id and e.order_id = c.order_id and e.sku = c.sku
      and e.kind = c.kind and e.subject = c.subject
    union all
    select c.tenant_id, c.order_id::text, case
      when bool_or(c.state = 'void') then null
      when sum(c.earned_fen) <> least(
        div(sum(c.basis_fen::numeric * c.rate_bp), 10000), coalesce(min(r.cap_fen), sum(c.basis_fen))) then 'rate_differs'
      end
    from commission c join commission_rule r on r.tenant_id = c.tenant_id and r.version = c.rule_version
    group by c.tenant_id, c.order_id
    order by 2`.execute(ctx.pg)
  return differences(rows)
}

/** What is kept of each affiliate is the sum of her entries, and what is in batches is the sum of their parts. */
async function compareBalances(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<Row>`
    with entries as (
      select tenant_id, kind, subject,
        sum(case when to_book = 'due' then fen when from_book = 'due' then -fen else 0 end)::bigint as due,
        sum(case when to_book = 'paying' then fen when from_book = 'paying' then -fen else 0 end)::bigint as paying,
        sum(case when to_book = 'paid' then fen when from_book = 'paid' then -fen else 0 end)::bigint as paid
      from commission_entry group by 1, 2, 3),
    parts as (
      select t.tenant_id, t.kind, t.subject,
        coalesce(sum(t.fen) filter (where p.state = 'paying'), 0)::bigint as paying,
        coalesce(sum(t.fen) filter (where p.state = 'paid'), 0)::bigint as paid
      from commission_payee_part t join commission_payee p
        on p.tenant_id = t.tenant_id and p.payout_id = t.payout_id and p.number = t.number group by 1, 2, 3)
    select tenant_id, subject as id, case
      when coalesce(b.due_fen, 0) <> coalesce(e.due, 0) then 'due_differs'
      when coalesce(b.paying_fen, 0) <> coalesce(e.paying, 0) or coalesce(e.paying, 0) <> coalesce(p.paying, 0) then 'paying_differs'
      when coalesce(b.paid_fen, 0) <> coalesce(e.paid, 0) or coalesce(e.paid, 0) <> coalesce(p.paid, 0) then 'paid_differs'
      end as what
    from entries e full join commission_balance b using (tenant_id, kind, subject)
      full join parts p using (tenant_id, kind, subject)
    union all
    select p.tenant_id, p.payout_id || ' ' || p.number, case when p.fen <> coalesce(t.fen, 0) then 'parts_differ' end
    from commission_payee p left join lateral (
      select sum(fen)::bigint as fen from commission_payee_part t
      where t.tenant_id = p.tenant_id and t.payout_id = p.payout_id and t.number = p.number) t on true
    order by 2`.execute(ctx.pg)
  return differences(rows)
}
