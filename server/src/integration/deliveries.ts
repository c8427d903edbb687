// What others' systems are to be told: one delivery of each event for each webhook that wants it.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Signal } from '../collect/index.ts'
import { canonicalOf } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import { customersByIds } from '../profile/index.ts'

interface Wanting {
  id: string
  events: string[]
  with_identifiers: boolean
}

/** Makes a delivery of each event for each webhook that wants it; the same signals again make none. */
export async function deliveriesOfSignals(ctx: Ctx, signals: readonly Signal[]): Promise<void> {
  const { rows: webhooks } = await sql<Wanting>`
    select id, events, with_identifiers from webhook where tenant_id = ${ctx.tenantId} and is_on`.execute(
    ctx.pg,
  )
  const wanted = signals.flatMap((signal) =>
    webhooks.filter((w) => w.events.includes(signal.name)).map((webhook) => ({ signal, webhook })),
  )
  if (wanted.length === 0) return
  const canonical = await canonicalOf(
    ctx,
    wanted.map(({ signal }) => signal.node),
  )
  const identifiers = await identifiersFor(
    ctx,
    wanted.flatMap(({ signal, webhook }) =>
      webhook.with_identifiers ? [canonical.get(signal.node) ?? 0] : [],
    ),
  )
  const made = wanted.map(({ signal, webhook }) => {
    const customerId = canonical.get(signal.node) ?? 0
    const id = randomUUIDv7()
    const held = webhook.with_identifiers ? identifiers.get(customerId) : undefined
    return { id, webhook, signal, customerId, body: bodyOf(ctx, id, signal, customerId, held) }
  })
  const r = unnest(made, {
    id: ['uuid', (m) => m.id],
    webhook_id: ['uuid', (m) => m.webhook.id],
    event_id: ['uuid', (m) => m.signal.eventId],
    position: ['bigint', (m) => m.signal.position],
    customer_id: ['bigint', (m) => m.customerId],
    name: ['text', (m) => m.signal.name],
    body: ['text', (m) => m.body],
  })
  await sql`insert into webhook_delivery (tenant_id, made_at, next_at, ${r.names})
    select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, ${ctx.now()}::timestamptz, r.* from ${r.rows}
    on conflict (tenant_id, webhook_id, event_id) where replay_of is null do nothing`.execute(
    ctx.pg,
  )
}

type Held = { namespace: string; value: string }[]

async function identifiersFor(ctx: Ctx, ids: readonly number[]): Promise<Map<number, Held>> {
  const known = [...new Set(ids)].filter((id) => id > 0)
  if (known.length === 0) return new Map()
  const customers = await customersByIds(ctx, known)
  return new Map(
    customers.map((c) => [
      c.id,
      c.identifiers.map(({ namespace, value }) => ({ namespace, value })),
    ]),
  )
}

function bodyOf(
  ctx: Ctx,
  id: string,
  signal: Signal,
  customerId: number,
  identifiers: Held | undefined,
): string {
  return JSON.stringify({
    id,
    type: signal.name,
    at: signal.at.toISOString(),
    brand: ctx.tenantId,
    customer: customerId === 0 ? null : { id: customerId, ...(identifiers && { identifiers }) },
    event: {
      event_id: signal.eventId,
      platform: signal.platform,
      source: signal.source,
      verified: signal.isVerified,
      ...(signal.protocol === 'own' && signal.claimedRevenueFen
        ? { revenue_fen: signal.claimedRevenueFen, currency: signal.currency }
        : {}),
      ...signal.links,
      props: signal.props,
    },
  })
}

/** A delivery nobody caused: so that a receiver can be tried before anything happens. */
export async function makeTest(ctx: Ctx, webhookId: string): Promise<string> {
  const id = randomUUIDv7()
  const body = JSON.stringify({
    id,
    type: 'test',
    at: ctx.now().toISOString(),
    brand: ctx.tenantId,
    customer: null,
    event: {},
  })
  await sql`insert into webhook_delivery (tenant_id, id, webhook_id, event_id, position, customer_id, name, body, made_at, next_at)
    values (${ctx.tenantId}, ${id}, ${webhookId}, ${id}, 0, 0, 'test', ${body}, ${ctx.now()}, ${ctx.now()})`.execute(
    ctx.pg,
  )
  return id
}

/** Kept for two weeks, so that a log can be read; nothing that waits goes. */
export async function forgetDeliveries(system: Ctx): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from webhook_delivery where state <> 'waiting' and ended_at < ${system.now()}::timestamptz - interval '14 days'`.execute(
    system.pg,
  )
  return Number(numAffectedRows ?? 0)
}
