// Whoever has paid a deposit is told once that the balance can be paid.
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'

const AT_ONCE = 500

interface Due {
  order_id: string
  number: string
  node_id: number | null
  product: string
  fen: number
  until: Date
  timezone: string
  binds: boolean
}

/** Of every brand. @returns how many were told */
export async function remindOfBalances(
  system: Ctx,
  make: (tenantId: string) => Ctx,
): Promise<number> {
  const now = system.now()
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from order_deposit
    where state = 'held' and reminded_at is null and balance_from <= ${now}`.execute(system.pg)
  let told = 0
  for (const { tenant_id } of rows) told += await remindOf({ ...make(tenant_id), now: system.now })
  return told
}

/** Who is told is noted in the same transaction, so nobody is told twice. */
const remindOf = (ctx: Ctx): Promise<number> =>
  inTx(ctx, async (ctx) => {
    const { rows } = await sql<Due>`
      with due as (
        select order_id from order_deposit
        where tenant_id = ${ctx.tenantId} and state = 'held' and reminded_at is null and balance_from <= ${ctx.now()}
        order by balance_from, order_id limit ${AT_ONCE} for update skip locked),
      noted as (
        update order_deposit d set reminded_at = ${ctx.now()} from due
        where d.tenant_id = ${ctx.tenantId} and d.order_id = due.order_id
        returning d.order_id, d.fen, d.balance_until, d.binding_fen > 0 as binds)
      select n.order_id, w.number, s.node_id, w.due_fen - n.fen as fen, n.balance_until as until, t.timezone, n.binds,
        (select min(l.name) from own_order_line l where l.tenant_id = w.tenant_id and l.order_id = w.id) as product
      from noted n join own_order w on w.tenant_id = ${ctx.tenantId} and w.id = n.order_id
      join sales_order s on s.tenant_id = w.tenant_id and s.id = w.id join tenant t on t.id = w.tenant_id
      order by n.order_id`.execute(ctx.pg)
    await sendMessages(
      ctx,
      rows.map(({ order_id, node_id, product, fen, until, timezone, binds }) => ({
        ...{ key: `balance:${order_id}`, node: node_id, link: `/orders/${order_id}` },
        kind: binds ? ('balance_due_or_forfeit' as const) : ('balance_due' as const),
        params: { product, fen, until: clockOf(until, timezone) },
      })),
    )
    return rows.length
  })

/** As the brand's clock shows it: 2026-11-23 10:00. */
const clockOf = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at)
