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

/** Which of a webhook's deliveries are told again: these, or those of a time and state. */
export interface ReplayChoice {
  ids?: readonly string[] | undefined
  from?: Date | undefined
  to?: Date | undefined
  states?: readonly ('delivered' | 'given_up')[] | undefined
}
/** More at once is refused: a narrower range says what is meant. */
const REPLAYED_AT_ONCE = 20_000

/**
 * What was given up is tried again under its own id, what was taken is told once more under a new
 * one; both in the order in which they happened. @returns how many of each
 */
export function replayDeliveries(
  ctx: Ctx,
  webhookId: string,
  choice: ReplayChoice,
): Promise<{ tried_again: number; told_again: number }> {
  return inTx(ctx, async (ctx) => {
    await getWebhook(ctx, webhookId)
    const chosen = sql`tenant_id = ${ctx.tenantId} and webhook_id = ${webhookId}
      and state = any(${choice.states ?? ['delivered', 'given_up']}::text[])
      ${choice.ids ? sql`and id = any(${[...choice.ids]}::uuid[])` : sql`and name <> 'test'`}
      ${choice.from ? sql`and made_at >= ${choice.from}` : sql``} ${choice.to ? sql`and made_at < ${choice.to}` : sql``}`
    const { rows } = await sql<{ id: string; state: string }>`
      select id, state from webhook_delivery where ${chosen} limit ${REPLAYED_AT_ONCE + 1} for update`.execute(
      ctx.pg,
    )
    if (rows.length > REPLAYED_AT_ONCE)
      throw invalid(
        'replay_too_large',
        `At most ${REPLAYED_AT_ONCE} deliveries are told again at once`,
        {
          most: REPLAYED_AT_ONCE,
        },
      )
    const of = (state: string) => rows.filter((row) => row.state === state).map((row) => row.id)
    const [givenUp, delivered] = [of('given_up'), of('delivered')]
    await tryAgain(ctx, givenUp)
    await tellAgain(ctx, delivered)
    const done = { tried_again: givenUp.length, told_again: delivered.length }
    await audit(
      ctx,
      'webhook.replayed',
      { kind: 'webhook', id: webhookId },
      { after: { ...done, ids: choice.ids, from: choice.from, to: choice.to } },
    )
    return done
  })
}

async function tryAgain(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await sql`update webhook_delivery set state = 'waiting', attempts = 0, tried_from = ${ctx.now()}, next_at = ${ctx.now()},
      ended_at = null
    where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[])`.execute(ctx.pg)
}

async function tellAgain(ctx: Ctx, ids: readonly string[]): Promise<void> {
  // The body names the delivery: a receiver that counts ids takes it as a new one.
  await sql`insert into webhook_delivery
      (tenant_id, id, webhook_id, event_id, position, customer_id, name, body, made_at, next_at, replay_of)
    select d.tenant_id, r.again, d.webhook_id, d.event_id, d.position, d.customer_id, d.name,
      replace(d.body, '{"id":"' || d.id || '"', '{"id":"' || r.again || '"'), ${ctx.now()}, ${ctx.now()}, d.id
    from unnest(${ids}::uuid[], ${ids.map(() => randomUUIDv7())}::uuid[]) as r (id, again)
    join webhook_delivery d on d.tenant_id = ${ctx.tenantId} and d.id = r.id`.execute(ctx.pg)
}

/** @throws 400 while it still waits */
export async function replayDelivery(ctx: Ctx, id: string): Promise<DeliveryRow> {
  return inTx(ctx, async (ctx) => {
    const before = await getDelivery(ctx, id)
    if (before.state === 'waiting')
      throw invalid('delivery_waits', 'This delivery is still being tried')
    await replayDeliveries(ctx, before.webhook_id, { ids: [id] })
    if (before.state === 'given_up') return getDelivery(ctx, id)
    const { rows } = await sql<{ id: string }>`select id from webhook_delivery
      where tenant_id = ${ctx.tenantId} and replay_of = ${id} order by id desc limit 1`.execute(
      ctx.pg,
    )
    return getDelivery(ctx, rows[0]?.id ?? id)
  })
}
