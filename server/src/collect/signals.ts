// Telling who registered interest in an event name. Upper domains register; this knows none of them.
import { sql } from 'kysely'
import type { Ctx } from '../platform/ctx.ts'
import type { Placed } from './rows.ts'
import { noteTouched } from './touched.ts'

export interface Signal {
  position: number
  eventId: string
  node: number
  name: string
  at: Date
  isVerified: boolean
  source: string
  protocol: string
  platform: string
  historical: boolean
  messageId: string | null
  currency: string | null
  claimedRevenueFen: number | null
  links: Record<string, string>
  props: Record<string, unknown>
}

/** Interest registered for it is interest in every tenant's events. */
export const EVERY_TENANT = '00000000-0000-0000-0000-000000000000'

export interface Interest {
  historical?: boolean
  /** Whose nodes were touched is enough: see touched.ts. */
  nodesOnly?: boolean
}

/** From now on `consumer` gets a signal for each event of this name. */
export async function registerInterest(
  ctx: Ctx,
  consumer: string,
  eventNames: readonly string[],
  options: Interest = {},
): Promise<void> {
  await sql`insert into signal_interest (tenant_id, event_name, consumer, wants_historical, nodes_only)
    select ${ctx.tenantId}::uuid, name, ${consumer}, ${options.historical ?? false}, ${options.nodesOnly ?? false}
    from unnest(${[...eventNames]}::text[]) as name
    on conflict (tenant_id, event_name, consumer) do update
      set wants_historical = excluded.wants_historical, nodes_only = excluded.nodes_only`.execute(
    ctx.pg,
  )
}

/** From now on `consumer` gets signals of these events of the tenant and of no others. */
export async function hearOnly(
  ctx: Ctx,
  consumer: string,
  eventNames: readonly string[],
  options: Interest = {},
): Promise<void> {
  await withdrawInterest(ctx, consumer)
  if (eventNames.length > 0) await registerInterest(ctx, consumer, eventNames, options)
}

export async function withdrawInterest(ctx: Ctx, consumer: string): Promise<void> {
  await sql`delete from signal_interest where tenant_id = ${ctx.tenantId} and consumer = ${consumer}`.execute(
    ctx.pg,
  )
}

/** Writes the signals of a group, in its transaction; they show when its batch is done. */
export async function raiseSignals(
  ctx: Ctx,
  batchId: number,
  placed: readonly Placed[],
): Promise<void> {
  const names = [...new Set(placed.map((p) => p.event.draft.name))]
  const { rows: asked } = await sql<{
    event_name: string
    consumer: string
    wants_historical: boolean
    nodes_only: boolean
  }>`
    select event_name, consumer, wants_historical, nodes_only from signal_interest
    where tenant_id in (${ctx.tenantId}, ${EVERY_TENANT}) and event_name = any(${names}::text[])`.execute(
    ctx.pg,
  )
  const rows = asked.filter((interest) => !interest.nodes_only)
  if (rows.length < asked.length)
    await noteTouched(
      ctx,
      batchId,
      asked.filter((interest) => interest.nodes_only),
      placed.map(({ event, customerId }) => ({
        name: event.draft.name,
        node: customerId,
        historical: event.historical,
      })),
    )
  if (rows.length === 0) return
  const wanted = new Map<string, typeof rows>()
  for (const row of rows) {
    const list = wanted.get(row.event_name)
    if (list) list.push(row)
    else wanted.set(row.event_name, [row])
  }
  const consumers: string[] = []
  const ids: string[] = []
  const months: number[] = []
  const events: string[] = []
  for (const { event, customerId } of placed) {
    for (const interest of wanted.get(event.draft.name) ?? []) {
      if (event.historical && !interest.wants_historical) continue
      consumers.push(interest.consumer)
      ids.push(event.eventId)
      months.push(event.month)
      events.push(signalText(event, customerId))
    }
  }
  if (ids.length === 0) return
  await sql`insert into signal (tenant_id, consumer, event_id, batch_id, month, event)
    select ${ctx.tenantId}::uuid, consumer, event_id, ${batchId}, month, event
    from unnest(${consumers}::text[], ${ids}::uuid[], ${months}::int[], ${events}::jsonb[]) as s (consumer, event_id, month, event)
    on conflict (tenant_id, consumer, event_id) do nothing`.execute(ctx.pg)
}

function signalText(event: Placed['event'], node: number): string {
  const { draft, submission } = event
  return JSON.stringify({
    node,
    name: draft.name,
    at: draft.at,
    isVerified: submission.isVerified,
    source: event.source,
    protocol: submission.protocol,
    platform: draft.platform,
    historical: event.historical,
    messageId: draft.messageId,
    currency: draft.currency ?? null,
    claimedRevenueFen: draft.claimedRevenueFen ?? null,
    links: draft.links,
    props: draft.props,
  })
}

/**
 * Takes up to `limit` signals of a consumer and hands them over in one transaction with what the
 * consumer writes, so each has its effect once. Returns how many there were.
 */
export async function consumeSignals(
  ctxOf: (tenantId: string) => Ctx,
  consumer: string,
  limit: number,
  use: (ctx: Ctx, signals: Signal[]) => Promise<void>,
): Promise<number> {
  const base = ctxOf(EVERY_TENANT)
  // Most looks find nothing: then one statement, not a transaction of four.
  const { rows: waiting } =
    await sql`select 1 from signal where consumer = ${consumer} limit 1`.execute(base.pg)
  if (waiting.length === 0) return 0
  return base.pg.transaction().execute(async (pg) => {
    const { rows } = await sql<{
      position: number
      tenant_id: string
      event_id: string
      event: Omit<Signal, 'position' | 'eventId' | 'at'> & { at: number }
    }>`
      select s.position, s.tenant_id, s.event_id, s.event from signal s
      join ingest_batch b on b.id = s.batch_id and b.state = 'done'
      where s.consumer = ${consumer} order by s.position limit ${limit} for update of s skip locked`.execute(
      pg,
    )
    const tenants = new Map<string, Signal[]>()
    for (const { tenant_id, position, event_id, event } of rows) {
      const signal: Signal = { ...event, position, eventId: event_id, at: new Date(event.at) }
      const list = tenants.get(tenant_id)
      if (list) list.push(signal)
      else tenants.set(tenant_id, [signal])
    }
    for (const [tenantId, signals] of tenants) await use({ ...ctxOf(tenantId), pg }, signals)
    await sql`delete from signal where position = any(${rows.map((r) => r.position)}::bigint[])`.execute(
      pg,
    )
    return rows.length
  })
}
