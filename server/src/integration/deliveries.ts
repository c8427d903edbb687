// Telling others' systems: what is due, in whose turn, tried again for a day, and what came of it.
import { randomUUID, randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Signal } from '../collect/index.ts'
import { notify } from '../desk/index.ts'
import { canonicalOf } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { metrics } from '../platform/metrics.ts'
import type { Secrets } from '../platform/secrets.ts'
import { unnest } from '../platform/unnest.ts'
import { customersByIds } from '../profile/index.ts'
import { type Answered, type Outbound, postOutside } from './outbound.ts'
import { signedHeaders } from './signature.ts'
import { openSecretOf } from './webhook.ts'

/** Seconds until the next attempt; after the last one it is tried hourly until the day is over. */
const PAUSES = [5, 30, 120, 600, 1800]
const HOUR = 3600
const PATIENCE_SECONDS = 24 * HOUR
/** Longer than an attempt can take. */
const CLAIM_SECONDS = 60
/** Attempts at once, over all webhooks, and at one address. */
const AT_ONCE = 32
const AT_ONE_ADDRESS = 8

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

export interface DeliverDeps {
  secrets: Secrets
  outbound: Outbound
}
interface Due {
  tenant_id: string
  id: string
  webhook_id: string
  name: string
  body: string
  attempts: number
  made_at: Date
  claim: string
  url: string
  secret: string
  webhook: string
}

/** Sends what is due. @returns how many attempts were made */
export async function deliverDue(system: Ctx, deps: DeliverDeps): Promise<number> {
  const due = await claimDue(system)
  await Promise.all(
    due.map(async (one) => {
      const started = performance.now()
      const secret = openSecretOf(deps.secrets, one.tenant_id, one.webhook_id, one.secret)
      const headers = {
        'content-type': 'application/json',
        'user-agent': 'Homefield-Webhooks/1',
        ...signedHeaders(secret, one.id, system.now(), one.body),
      }
      let answer: Answered
      try {
        answer = await postOutside(deps.outbound, one.url, headers, one.body)
      } catch (error) {
        answer = { status: 0, text: error instanceof Error ? error.message : String(error) }
      }
      const ctx = { ...system, tenantId: one.tenant_id }
      await settle(ctx, one, answer, Math.round(performance.now() - started))
    }),
  )
  return due.length
}

/**
 * A customer's deliveries to one address go one after another: only the first that waits is due.
 * Two servers never claim the same one; a claim whose holder died is free after a minute.
 */
async function claimDue(system: Ctx): Promise<Due[]> {
  const now = system.now()
  const { rows } = await sql<Due>`
    with candidate as (
      select d.tenant_id, d.id, row_number() over (partition by d.tenant_id, d.webhook_id order by d.next_at, d.id) as place
      from webhook_delivery d join webhook w on w.tenant_id = d.tenant_id and w.id = d.webhook_id
      where d.state = 'waiting' and d.next_at <= ${now} and w.is_on
        and (d.claimed_until is null or d.claimed_until < ${now})
        and not exists (
          select from webhook_delivery e
          where e.tenant_id = d.tenant_id and e.webhook_id = d.webhook_id and e.customer_id = d.customer_id
            and e.state = 'waiting' and d.customer_id > 0 and (e.position, e.id) < (d.position, d.id))),
    free as (
      select d.tenant_id, d.id from webhook_delivery d
      where (d.tenant_id, d.id) in (select tenant_id, id from candidate where place <= ${AT_ONE_ADDRESS})
        and d.state = 'waiting' and (d.claimed_until is null or d.claimed_until < ${now})
      order by d.next_at limit ${AT_ONCE} for update skip locked)
    update webhook_delivery d set claim = ${randomUUID()}, attempts = d.attempts + 1,
      claimed_until = ${now}::timestamptz + make_interval(secs => ${CLAIM_SECONDS})
    from free f, webhook w
    where d.tenant_id = f.tenant_id and d.id = f.id and w.tenant_id = d.tenant_id and w.id = d.webhook_id
    returning d.tenant_id, d.id, d.webhook_id, d.name, d.body, d.attempts, d.made_at, d.claim, w.url, w.secret, w.name as webhook`.execute(
    system.pg,
  )
  return rows
}

/** Only by who claimed it. */
async function settle(ctx: Ctx, one: Due, answer: Answered, tookMs: number): Promise<void> {
  const now = ctx.now()
  const isDelivered = answer.status >= 200 && answer.status < 300
  const pause = PAUSES[one.attempts - 1] ?? HOUR
  const waited = (now.getTime() - one.made_at.getTime()) / 1000
  const isOver = !isDelivered && (waited + pause > PATIENCE_SECONDS || one.name === 'test')
  const state = isDelivered ? 'delivered' : isOver ? 'given_up' : 'waiting'
  metrics.webhookAttempts.inc({
    outcome: isDelivered ? 'delivered' : isOver ? 'given_up' : 'failed',
  })
  await ctx.pg.transaction().execute(async (pg) => {
    const { rows } = await sql`
      update webhook_delivery set state = ${state}, claim = null, claimed_until = null,
        next_at = ${now}::timestamptz + make_interval(secs => ${pause}),
        ended_at = ${state === 'waiting' ? null : now}::timestamptz,
        answered_status = ${answer.status}, answered_text = ${answer.text.replaceAll('\0', '')}, took_ms = ${tookMs}
      where tenant_id = ${ctx.tenantId} and id = ${one.id} and claim = ${one.claim}
      returning id`.execute(pg)
    if (rows.length === 0 || !isOver || one.name === 'test') return
    await notify(
      { ...ctx, pg },
      {
        kind: 'webhook_given_up',
        to: { permission: 'integrations:manage' },
        subject: { kind: 'webhook', id: one.webhook_id },
        params: { webhook: one.webhook },
        link: `/integrations/webhooks/${one.webhook_id}`,
        // One a webhook and day, however much is given up.
        key: `webhook ${one.webhook_id} ${now.toISOString().slice(0, 10)}`,
      },
    )
  })
}

/** Kept for two weeks, so that a log can be read; nothing that waits goes. */
export async function forgetDeliveries(system: Ctx): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from webhook_delivery where state <> 'waiting' and ended_at < ${system.now()}::timestamptz - interval '14 days'`.execute(
    system.pg,
  )
  return Number(numAffectedRows ?? 0)
}
