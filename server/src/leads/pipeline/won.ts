// A lead is won by what she pays for, not by anybody's word.
import { sql } from 'kysely'
import type { Signal } from '../../collect/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { noteChanges } from './changes.ts'
import type { LeadState } from './states.ts'

/** Her first order paid after she left her details, whichever of her nodes it came in on. In a transaction. */
export async function winBySignals(ctx: Ctx, signals: readonly Signal[]): Promise<void> {
  const paid = signals.filter((signal) => signal.name === 'order_paid')
  if (paid.length === 0) return
  const u = unnest(paid, {
    node: ['bigint', (s) => s.node],
    at: ['timestamptz', (s) => s.at],
    order_id: ['text', (s) => s.links.order_id ?? ''],
  })
  const { rows } = await sql<{
    id: string
    form_id: string
    node_id: number
    was: LeadState
    at: Date
    order_id: string
  }>`
    with first as (
      select distinct on (l.id) l.id, l.state as was, r.at, r.order_id
      from ${u.rows}
      join customer n on n.tenant_id = ${ctx.tenantId} and n.id = r.node
      join customer o on o.tenant_id = n.tenant_id and o.canonical_id = n.canonical_id
      join lead l on l.tenant_id = o.tenant_id and l.node_id = o.id and l.state <> 'won' and l.created_at <= r.at
      order by l.id, r.at, r.order_id),
    held as (
      select l.id from lead l where l.tenant_id = ${ctx.tenantId} and l.id in (select id from first)
      order by l.id for update)
    update lead l set state = 'won', won_at = f.at, won_order_id = f.order_id, due_at = null, revision = l.revision + 1,
      updated_at = ${ctx.now()}::timestamptz
    from first f join held h on h.id = f.id
    where l.tenant_id = ${ctx.tenantId} and l.id = f.id and l.state <> 'won'
    returning l.id, l.form_id, l.node_id, f.was, f.at, f.order_id`.execute(ctx.pg)
  await noteChanges(
    ctx,
    rows.map(({ id, form_id, node_id, was, at, order_id }) => ({
      ...{ lead: id, form: form_id, node: node_id, kind: 'moved' as const, at, order: order_id },
      ...{ from_state: was, to_state: 'won' as const },
    })),
  )
}
