// What quotations do by themselves when nobody answers.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { actorOf } from '../checkout/own-order.ts'
import { type Quotation, tellOf } from './store.ts'

const AT_ONCE = 500

/** Their validity is over. Of every brand. @returns how many */
export async function expireQuotations(
  system: Ctx,
  make: (tenantId: string) => Ctx,
): Promise<number> {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from quotation where state = 'sent' and valid_until <= ${system.now()}`.execute(
    system.pg,
  )
  let expired = 0
  for (const { tenant_id } of rows) {
    const ctx = { ...make(tenant_id), now: system.now }
    for (;;) {
      const some = await expireSome(ctx)
      expired += some
      if (some < AT_ONCE) break
    }
  }
  return expired
}

type Due = Pick<Quotation, 'id' | 'number' | 'version' | 'node_id' | 'store' | 'staff_code'> & {
  total_fen: number
  currency: string
}
const expireSome = (ctx: Ctx): Promise<number> =>
  inTx(ctx, async (ctx) => {
    const now = ctx.now()
    // Who is answering one holds it: that answer counts.
    const { rows } = await sql<Due>`
      with due as (
        select id from quotation where tenant_id = ${ctx.tenantId} and state = 'sent' and valid_until <= ${now}
        order by valid_until, id limit ${AT_ONCE} for update skip locked),
      moved as (
        update quotation q set state = 'expired', decided_at = ${now}, revision = revision + 1, updated_at = ${now},
          updated_by = ${actorOf(ctx)}
        from due where q.tenant_id = ${ctx.tenantId} and q.id = due.id
        returning q.id, q.number, q.version, q.node_id, q.store, q.staff_code),
      noted as (
        insert into quotation_change (tenant_id, quotation_id, at, act, version, to_state, actor, actor_name)
        select ${ctx.tenantId}::uuid, id, ${now}::timestamptz, 'expire', version, 'expired', ${actorOf(ctx)}, '' from moved)
      select m.*, v.total_fen, v.currency from moved m
      join quotation_version v on v.tenant_id = ${ctx.tenantId} and v.quotation_id = m.id and v.version = m.version`.execute(
      ctx.pg,
    )
    await tellOf(ctx, 'quotation_expired', rows)
    return rows.length
  })
