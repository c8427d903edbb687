// What was earned becomes due once its order has come as far as the rule says.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { IS_OPEN } from '../after-sale/after-sale.ts'
import { addToDue } from './entries.ts'

const AT_ONCE = 500

/** Of `commission c`: pending, and its order has come far enough; what is being asked back waits. */
const RIPE = sql`c.state = 'pending' and exists (
  select 1 from own_order w
  join commission_rule r on r.tenant_id = c.tenant_id and r.version = c.rule_version
  where w.tenant_id = c.tenant_id and w.id = c.order_id
    and (w.state = 'closed' or r.due_when = 'receipt' and w.state in ('received', 'picked_up')))
  and not exists (select 1 from after_sale a where a.tenant_id = c.tenant_id and a.order_id = c.order_id
    and ${IS_OPEN})`
/** Of `commission c`: whoever earns is the buyer herself, and the rule does not allow it. */
const IS_OWN = sql`exists (
  select 1 from sales_order s
  join customer b on b.tenant_id = s.tenant_id and b.id = s.node_id
  join affiliate f on f.tenant_id = s.tenant_id and f.code = c.subject
  join customer e on e.tenant_id = f.tenant_id and e.id = f.node_id
  join commission_rule r on r.tenant_id = c.tenant_id and r.version = c.rule_version
  where s.tenant_id = c.tenant_id and s.id = c.order_id and b.canonical_id = e.canonical_id and not r.own_purchases)`

/** Of every brand. @returns how many lines were decided */
export async function matureCommissions(
  system: Ctx,
  make: (tenantId: string) => Ctx,
): Promise<number> {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct c.tenant_id from commission c where ${RIPE}`.execute(system.pg)
  let matured = 0
  for (const { tenant_id } of rows)
    matured += await matureOfBrand({ ...make(tenant_id), now: system.now })
  return matured
}

/** @returns how many lines were decided */
export async function matureOfBrand(ctx: Ctx): Promise<number> {
  let matured = 0
  for (;;) {
    const some = await matureSome(ctx)
    matured += some
    if (some < AT_ONCE) return matured
  }
}

/** What somebody holds at this moment, because something of it goes back, comes with the next round. */
const matureSome = (ctx: Ctx): Promise<number> =>
  inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ subject: string; fen: number; is_own: boolean }>`
      with ripe as materialized (
        select c.order_id, c.sku, c.kind, c.subject, ${IS_OWN} as is_own from commission c
        where c.tenant_id = ${ctx.tenantId} and ${RIPE}
        order by c.order_id, c.sku, c.subject limit ${AT_ONCE} for update of c skip locked),
      decided as (
        update commission c set state = case when r.is_own then 'void' else 'due' end, decided_at = ${ctx.now()}
        from ripe r where c.tenant_id = ${ctx.tenantId} and c.order_id = r.order_id and c.sku = r.sku
          and c.kind = r.kind and c.subject = r.subject
        returning c.order_id, c.sku, c.kind, c.subject, c.earned_fen - c.reversed_fen as fen, r.is_own),
      noted as (
        insert into commission_entry (tenant_id, kind, subject, cause, from_book, to_book, fen, order_id, sku, at)
        select ${ctx.tenantId}::uuid, kind, subject, case when is_own then 'voided' else 'matured' end, 'pending',
          case when is_own then 'cost' else 'due' end, fen, order_id, sku, ${ctx.now()}::timestamptz
        from decided where fen > 0 order by order_id, sku, subject)
      select subject, fen, is_own from decided`.execute(ctx.pg)
    await addToDue(
      ctx,
      rows.filter((row) => !row.is_own && row.fen > 0),
    )
    return rows.length
  })
