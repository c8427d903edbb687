// Depositors: who has principal left of what she topped up. A benefit may be for all of them, or for those of a plan.
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'

/** The code by which every depositor holds a benefit; any other is the id of a plan. */
export const ANY_PLAN = 'any'

const holders = (topUps: RawBuilder<unknown>) =>
  sql`select 'stored_value' as holder, ${ANY_PLAN}::text as holder_code
    union all select distinct 'stored_value', t.plan_id::text from stored_value_topup t where ${topUps}`

/** Rows (holder, holder_code) of who has these nodes, now. @param nodes a set, for `in` */
export const depositsNow = (ctx: Ctx, nodes: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select h.holder, h.holder_code from (${holders(
    sql`t.tenant_id = ${ctx.tenantId} and t.node_id in (${nodes}) and t.refunded_at is null`,
  )}) h
  where exists (select 1 from ledger_account a where a.tenant_id = ${ctx.tenantId} and a.node_id in (${nodes})
    and a.book = 'principal' and a.active > 0)`

/**
 * The same as of a moment, by the journal; the order that is paid with the last of it still counts.
 * @param nodes an array, for `any`
 */
export const depositsThen = (
  ctx: Ctx,
  nodes: RawBuilder<unknown>,
  at: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  select h.holder, h.holder_code from (${holders(
    sql`t.tenant_id = ${ctx.tenantId} and t.node_id = any(${nodes}) and t.at <= ${at}
      and (t.refunded_at is null or t.refunded_at > ${at})`,
  )}) h
  where exists (select 1 from ledger_hold w where w.tenant_id = ${ctx.tenantId} and w.order_id = ${order}
      and w.purpose = 'stored_value' and w.state in ('held', 'spent'))
    or 0 < (select coalesce(sum(e.amount), 0) from ledger_account a
      join ledger_entry e on e.tenant_id = a.tenant_id and e.account_id = a.id
      where a.tenant_id = ${ctx.tenantId} and a.node_id = any(${nodes}) and a.book = 'principal'
        and e.code = 'active' and e.at <= ${at})`
