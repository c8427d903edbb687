// What was told to whom, and what they answered; given out again by hand.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { invalid, notFound } from '../platform/errors.ts'
import { readCursor, toPage } from '../platform/page.ts'
import { getWebhook } from './webhook.ts'

export interface DeliveryRow {
  id: string
  webhook_id: string
  event_id: string
  customer_id: number
  name: string
  body: string
  made_at: Date
  state: 'waiting' | 'delivered' | 'given_up'
  attempts: number
  next_at: Date
  answered_status: number | null
  answered_text: string | null
  took_ms: number | null
  ended_at: Date | null
  replay_of: string | null
}
const COLUMNS = sql`id, webhook_id, event_id, customer_id, name, body, made_at, state, attempts, next_at,
  answered_status, answered_text, took_ms, ended_at, replay_of`

const Place = z.object({ at: z.coerce.date(), id: z.uuid() })

/** Newest first. */
export async function listDeliveries(
  ctx: Ctx,
  webhookId: string,
  asked: { state?: string | undefined; limit: number; cursor?: string | undefined },
) {
  await getWebhook(ctx, webhookId)
  const after = readCursor(asked.cursor, Place)
  const { rows } = await sql<DeliveryRow>`
    select ${COLUMNS} from webhook_delivery
    where tenant_id = ${ctx.tenantId} and webhook_id = ${webhookId}
      and (${asked.state ?? null}::text is null or state = ${asked.state ?? null})
      and (${after?.id ?? null}::uuid is null or (made_at, id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by made_at desc, id desc limit ${asked.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    asked.limit,
    (row) => row,
    (row) => ({ at: row.made_at.toISOString(), id: row.id }),
  )
}

/** @throws 404 */
export async function getDelivery(ctx: Ctx, id: string): Promise<DeliveryRow> {
  const { rows } = await sql<DeliveryRow>`
    select ${COLUMNS} from webhook_delivery where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.pg,
  )
  if (!rows[0]) throw notFound('delivery')
  return rows[0]
}

/** The same body under a new id, at the end of the customer's queue. @throws 400 while it still waits */
export function replayDelivery(ctx: Ctx, id: string): Promise<DeliveryRow> {
  return inTx(ctx, async (ctx) => {
    const before = await getDelivery(ctx, id)
    if (before.state === 'waiting')
      throw invalid('delivery_waits', 'This delivery is still being tried')
    const again = randomUUIDv7()
    const body = JSON.stringify({ ...JSON.parse(before.body), id: again })
    await sql`insert into webhook_delivery
        (tenant_id, id, webhook_id, event_id, position, customer_id, name, body, made_at, next_at, replay_of)
      select tenant_id, ${again}, webhook_id, event_id, position, customer_id, name, ${body},
        ${ctx.now()}, ${ctx.now()}, id
      from webhook_delivery where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(
      ctx,
      'webhook.replayed',
      { kind: 'webhook', id: before.webhook_id },
      { after: { id } },
    )
    return getDelivery(ctx, again)
  })
}

/** Everything of a webhook that was given up, in its order. @returns how many */
export function replayGivenUp(ctx: Ctx, webhookId: string): Promise<number> {
  return inTx(ctx, async (ctx) => {
    await getWebhook(ctx, webhookId)
    const { rows } = await sql`
      update webhook_delivery set state = 'waiting', attempts = 0, made_at = ${ctx.now()}, next_at = ${ctx.now()},
        ended_at = null
      where tenant_id = ${ctx.tenantId} and webhook_id = ${webhookId} and state = 'given_up' and name <> 'test'
      returning id`.execute(ctx.pg)
    await audit(
      ctx,
      'webhook.replayed',
      { kind: 'webhook', id: webhookId },
      { after: { given_up: rows.length } },
    )
    return rows.length
  })
}
