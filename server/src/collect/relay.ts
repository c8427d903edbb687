// Own events out of the outbox and through the same group commit as everybody else's.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import { metrics } from '../platform/metrics.ts'
import type { OwnEvent } from '../platform/outbox.ts'
import type { Collector } from './collector.ts'
import type { Links } from './draft.ts'
import { prepare, type ReadyEvent } from './prepare.ts'

const BATCH = 5_000

interface Row {
  position: number
  tenant_id: string
  id: string
  event: Omit<OwnEvent, 'at'> & { at: number; actor: string }
}

/**
 * Moves waiting own events into the event store. Two relays at once do no harm: an event's id comes
 * from its outbox id, so the second finds it seen. Returns how many were moved.
 */
export async function drainOutbox(ctx: Ctx, collector: Collector): Promise<number> {
  let moved = 0
  for (;;) {
    const { rows } = await sql<Row>`
      select position, tenant_id, id, event from event_outbox order by position limit ${BATCH}`.execute(
      ctx.pg,
    )
    metrics.outboxWaiting.set(rows.length)
    if (rows.length === 0) break
    const events = rows.map(ready)
    const outcomes = await collector.submitReady(events)
    const refused = outcomes.filter((o) => o.status === 'refused')
    if (refused.length > 0)
      throw new Error(`own events were refused: ${JSON.stringify(refused[0])}`)
    await sql`delete from event_outbox where position = any(${rows.map((r) => r.position)}::bigint[])`.execute(
      ctx.pg,
    )
    moved += rows.length
    if (rows.length < BATCH) break
  }
  return moved
}

function ready(row: Row): ReadyEvent {
  const { event } = row
  const links: Links = {}
  if (event.storeId) links.store_id = event.storeId
  if (event.staffId) links.staff_id = event.staffId
  if (event.channelId) links.channel_id = event.channelId
  if (event.activityId) links.activity_id = event.activityId
  if (event.contentId) links.content_id = event.contentId
  if (event.orderId) links.order_id = event.orderId
  // Our own clock wrote it: received is when it happened, or now for what is older.
  const receivedAt = Date.now()
  const made = prepare(
    {
      tenantId: row.tenant_id,
      protocol: 'own',
      source: event.source,
      writeKeyId: null,
      isVerified: true,
      historical: event.historical ?? false,
      receivedAt,
      isPermanent: event.historical ?? false,
      drafts: [],
    },
    {
      index: 0,
      messageId: row.id,
      dedupeKey: row.id,
      name: event.name,
      at: event.at,
      clientAt: null,
      platform: event.platform ?? 'server',
      intent: 'none',
      identifiers: [],
      surroundings: {},
      links,
      attributes: [],
      props: event.props ?? {},
      actor: event.actor,
      ...(event.currency ? { currency: event.currency } : {}),
      ...(event.revenueFen === undefined ? {} : { claimedRevenueFen: event.revenueFen }),
      raw: () => Buffer.from(JSON.stringify(event)),
    },
    row.position % 1_000_000,
  )
  if ('code' in made)
    throw new Error(`own event ${event.name} ${row.id} cannot be stored: ${made.reason}`)
  return { ...made, node: event.customerId }
}
