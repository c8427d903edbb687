// She who agreed to a renewal is told of it, at least five days before, once a term.
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { NOTICE_DAYS } from './states.ts'

/** Told a little earlier than she has to be. */
const TELL_DAYS = NOTICE_DAYS + 2

interface Due {
  id: string
  node_id: number
  name: string
  price_fen: number
  on: string
}

/** @returns how many were told, of every brand */
export async function tellRenewals(system: Ctx, ctxOf: (tenantId: string) => Ctx): Promise<number> {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct tenant_id from card where state = 'active' and renewal_agreed_at is not null and notified_at is null
      and node_id is not null and ends_at <= ${system.now()}::timestamptz + make_interval(days => ${TELL_DAYS})`.execute(
    system.pg,
  )
  let told = 0
  for (const { tenant_id } of rows)
    told += await inTx({ ...ctxOf(tenant_id), now: system.now }, async (ctx) => {
      const { rows: due } = await sql<Due>`
        update card d set notified_at = ${ctx.now()} from card_plan p, tenant t
        where d.tenant_id = ${ctx.tenantId} and p.tenant_id = d.tenant_id and p.code = d.plan_code and t.id = d.tenant_id
          and d.state = 'active' and d.renewal_agreed_at is not null and d.notified_at is null and d.node_id is not null
          and d.ends_at <= ${ctx.now()}::timestamptz + make_interval(days => ${TELL_DAYS})
        returning d.id, d.node_id, p.name, p.price_fen, to_char(d.ends_at at time zone t.timezone, 'YYYY-MM-DD') as on`.execute(
        ctx.pg,
      )
      await sendMessages(
        ctx,
        due.map(({ id, node_id, name, price_fen, on }) => ({
          ...{ key: `card-renewal:${id}`, kind: 'renewal_soon', node: node_id },
          params: { name, fen: price_fen, on },
        })) as Parameters<typeof sendMessages>[1],
      )
      return due.length
    })
  return told
}
