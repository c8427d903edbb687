// Taking a benefit: once a key, never over a limit, costed, and given back with what it was used for.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { recordEvents } from '../../platform/outbox.ts'
import { entitledTo, periodSql } from './entitled.ts'

export interface Use {
  id: string
  state: 'held' | 'used' | 'returned'
}
export type Taken =
  | { ok: true; use: Use; isNew: boolean }
  | { ok: false; reason: 'not_entitled' | 'used_up' | 'key_used' }

export interface Wanted {
  key: string
  code: string
  /** Canonical. */
  customer: number
  orderId: string | null
  worthFen: number
  /** held until an order is paid; used at once. */
  state: 'held' | 'used'
  /** She had it when it counted, whatever she holds now. */
  wasEntitled?: boolean
}

interface Row extends Use {
  benefit_code: string
  node_id: number | null
}

/** The same key again answers what was taken with it, and takes nothing. */
export function takeBenefit(ctx: Ctx, wanted: Wanted): Promise<Taken> {
  return inTx(ctx, async (ctx) => {
    const { key, code, customer, orderId, worthFen, state } = wanted
    const now = ctx.now()
    const mine =
      wanted.wasEntitled || (await entitledTo(ctx, customer)).some((one) => one.code === code)
    const { rows: made } = await sql<Use & { period: string; cost_fen: number }>`
      insert into benefit_use (tenant_id, id, key, benefit_code, node_id, order_id, state, period, worth_fen, cost_fen, at, settled_at)
      select b.tenant_id, ${randomUUIDv7()}::uuid, ${key}, b.code, ${customer}::bigint, ${orderId}::uuid, ${state}, ${periodSql(now)},
        ${worthFen}::bigint, b.unit_cost_fen, ${now}::timestamptz, case when ${state} = 'used' then ${now}::timestamptz end
      from benefit b join tenant t on t.id = b.tenant_id
      where b.tenant_id = ${ctx.tenantId} and b.code = ${code} and not b.is_retired and ${mine}::boolean
      on conflict (tenant_id, key) do nothing returning id, state, period, cost_fen`.execute(ctx.pg)
    const use = made[0]
    if (!use) {
      const known = await useByKey(ctx, key)
      if (!known) return { ok: false, reason: 'not_entitled' }
      const same = known.benefit_code === code
      return same && known.state !== 'returned'
        ? { ok: true, use: { id: known.id, state: known.state }, isNew: false }
        : { ok: false, reason: 'key_used' }
    }
    if (!(await count(ctx, code, customer, use.period))) {
      await sql`delete from benefit_use where tenant_id = ${ctx.tenantId} and id = ${use.id}::uuid`.execute(
        ctx.pg,
      )
      return { ok: false, reason: 'used_up' }
    }
    if (state === 'used')
      await tell(ctx, [{ id: use.id, code, customer, worthFen, orderId, costFen: use.cost_fen }])
    return { ok: true, use: { id: use.id, state: use.state }, isNew: true }
  })
}

async function useByKey(ctx: Ctx, key: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`select id, state, benefit_code, node_id from benefit_use
    where tenant_id = ${ctx.tenantId} and key = ${key}`.execute(ctx.pg)
  return rows[0]
}

/** Both counters by conditional writes; the first is put back where the second refuses. */
async function count(ctx: Ctx, code: string, customer: number, period: string): Promise<boolean> {
  const { rows: all } = await sql`update benefit set used = used + 1
    where tenant_id = ${ctx.tenantId} and code = ${code} and (uses_limit is null or used < uses_limit)
    returning code`.execute(ctx.pg)
  if (all.length === 0) return false
  // What her other nodes used counts too: the row of the benefit is held, so nobody adds to theirs meanwhile.
  const { rows: hers } = await sql`
    insert into benefit_allowance as a (tenant_id, benefit_code, node_id, period, used)
    select b.tenant_id, b.code, ${customer}::bigint, ${period}, 1 from benefit b
    where b.tenant_id = ${ctx.tenantId} and b.code = ${code}
      and (b.per_customer is null or b.per_customer > (
        select coalesce(sum(x.used), 0) from benefit_allowance x join customer c on c.tenant_id = x.tenant_id and c.id = x.node_id
        where x.tenant_id = b.tenant_id and x.benefit_code = b.code and x.period = ${period} and c.canonical_id = ${customer}))
    on conflict (tenant_id, benefit_code, node_id, period) do update set used = a.used + 1
    returning used`.execute(ctx.pg)
  if (hers.length > 0) return true
  await sql`update benefit set used = used - 1 where tenant_id = ${ctx.tenantId} and code = ${code}`.execute(
    ctx.pg,
  )
  return false
}

interface Told {
  id: string
  code: string
  customer: number
  worthFen: number
  costFen: number
  orderId: string | null
}
const tell = (ctx: Ctx, uses: readonly Told[]): Promise<void> =>
  recordEvents(
    ctx,
    uses.map(({ id, code, customer, worthFen, costFen, orderId }) => ({
      ...{
        id,
        name: 'member_benefit_used',
        customerId: customer,
        at: ctx.now(),
        source: 'membership',
      },
      props: {
        benefit: code,
        worth_fen: worthFen,
        cost_fen: costFen,
        ...(orderId && { order: orderId }),
      },
    })),
  )

/** The order is paid: what was held for it is used. Repeating it changes nothing. */
export async function settleUses(ctx: Ctx, orderId: string): Promise<void> {
  const { rows } = await sql<{
    id: string
    benefit_code: string
    node_id: number | null
    worth_fen: number
    cost_fen: number
  }>`
    update benefit_use set state = 'used', settled_at = ${ctx.now()}
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId}::uuid and state = 'held'
    returning id, benefit_code, node_id, worth_fen, cost_fen`.execute(ctx.pg)
  await tell(
    ctx,
    rows.flatMap((r) =>
      r.node_id === null
        ? []
        : [
            {
              ...{ id: r.id, code: r.benefit_code, customer: r.node_id },
              worthFen: r.worth_fen,
              costFen: r.cost_fen,
              orderId,
            },
          ],
    ),
  )
}

/** Gives back what an order took; a use that was given back is not given back again. */
export async function returnUses(ctx: Ctx, orderId: string): Promise<void> {
  await sql`
    with back as (
      update benefit_use set state = 'returned', settled_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId}::uuid and state <> 'returned'
      returning tenant_id, benefit_code, node_id, period),
    fewer as (
      update benefit b set used = b.used - n.n from (select benefit_code, count(*) as n from back group by 1) n
      where b.tenant_id = ${ctx.tenantId} and b.code = n.benefit_code)
    update benefit_allowance a set used = a.used - 1 from back
    where a.tenant_id = back.tenant_id and a.benefit_code = back.benefit_code and a.node_id = back.node_id
      and a.period = back.period and a.used > 0`.execute(ctx.pg)
}
