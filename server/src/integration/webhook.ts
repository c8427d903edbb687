// Addresses that hear of events: made, changed, tried and taken away.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { registerInterest, withdrawInterest } from '../collect/index.ts'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { invalid, notFound } from '../platform/errors.ts'
import type { Secrets } from '../platform/secrets.ts'
import { newSigningSecret } from './signature.ts'

/** Who hears of the events that any webhook of any brand wants. */
export const WEBHOOK_CONSUMER = 'integration.webhooks'

const WebhookUrl = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine((url) => !/^[^/]*\/\/[^/]*@/.test(url), 'carries a user name')

export const WebhookInput = z.object({
  name: z.string().trim().min(1).max(100),
  url: WebhookUrl,
  events: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(100)
    .transform((names) => [...new Set(names)])
    .describe('Names of events, our own as well as others'),
  with_identifiers: z.boolean().default(false).describe('Whether bodies carry identifiers'),
})
export type WebhookInput = z.infer<typeof WebhookInput>
export const WebhookChange = WebhookInput.partial().extend({ is_on: z.boolean().optional() })
export type WebhookChange = z.infer<typeof WebhookChange>

export interface WebhookRow {
  id: string
  name: string
  url: string
  events: string[]
  with_identifiers: boolean
  is_on: boolean
  created_at: Date
  created_by: string
  waiting: number
  given_up: number
  last_delivered_at: Date | null
}

const secretContext = (tenantId: string, id: string) => `webhook ${tenantId} ${id}`

/** @returns the signing secret too, shown only now */
export function createWebhook(
  ctx: Ctx,
  secrets: Secrets,
  input: WebhookInput,
): Promise<{ webhook: WebhookRow; secret: string }> {
  const id = randomUUIDv7()
  const secret = newSigningSecret()
  return inTx(ctx, async (ctx) => {
    await sql`insert into webhook (tenant_id, id, name, url, events, with_identifiers, secret, created_at, created_by)
      values (${ctx.tenantId}, ${id}, ${input.name}, ${input.url}, ${input.events}, ${input.with_identifiers},
        ${secrets.seal(secret, secretContext(ctx.tenantId, id))}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})`.execute(
      ctx.pg,
    )
    await listenAnew(ctx)
    await audit(ctx, 'webhook.created', { kind: 'webhook', id }, { after: input })
    return { webhook: await getWebhook(ctx, id), secret }
  })
}

/** Switched off it hears nothing new; what waits goes on waiting. */
export function changeWebhook(ctx: Ctx, id: string, change: WebhookChange): Promise<WebhookRow> {
  return inTx(ctx, async (ctx) => {
    const before = await getWebhook(ctx, id)
    await sql`update webhook set
        name = coalesce(${change.name ?? null}, name),
        url = coalesce(${change.url ?? null}, url),
        events = coalesce(${change.events ?? null}::text[], events),
        with_identifiers = coalesce(${change.with_identifiers ?? null}::boolean, with_identifiers),
        is_on = coalesce(${change.is_on ?? null}::boolean, is_on)
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await listenAnew(ctx)
    const after = await getWebhook(ctx, id)
    await audit(ctx, 'webhook.changed', { kind: 'webhook', id }, { before, after })
    return after
  })
}

export function removeWebhook(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const before = await getWebhook(ctx, id)
    await sql`delete from webhook where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await listenAnew(ctx)
    await audit(ctx, 'webhook.removed', { kind: 'webhook', id }, { before })
  })
}

/** The old secret signs nothing more from now on. */
export function renewSecret(ctx: Ctx, secrets: Secrets, id: string): Promise<string> {
  const secret = newSigningSecret()
  return inTx(ctx, async (ctx) => {
    await getWebhook(ctx, id)
    await sql`update webhook set secret = ${secrets.seal(secret, secretContext(ctx.tenantId, id))}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'webhook.secret_renewed', { kind: 'webhook', id })
    return secret
  })
}

export const openSecretOf = (secrets: Secrets, tenantId: string, id: string, sealed: string) =>
  secrets.open(sealed, secretContext(tenantId, id))

export async function listWebhooks(ctx: Ctx): Promise<WebhookRow[]> {
  return selectWebhooks(ctx, null)
}

/** @throws 404 */
export async function getWebhook(ctx: Ctx, id: string): Promise<WebhookRow> {
  const [found] = await selectWebhooks(ctx, id)
  if (!found) throw notFound('webhook')
  return found
}

async function selectWebhooks(ctx: Ctx, id: string | null): Promise<WebhookRow[]> {
  const { rows } = await sql<WebhookRow>`
    select w.id, w.name, w.url, w.events, w.with_identifiers, w.is_on, w.created_at, w.created_by,
      coalesce(d.waiting, 0)::int as waiting, coalesce(d.given_up, 0)::int as given_up, d.last_delivered_at
    from webhook w left join lateral (
      select count(*) filter (where state = 'waiting') as waiting,
        count(*) filter (where state = 'given_up') as given_up,
        max(ended_at) filter (where state = 'delivered') as last_delivered_at
      from webhook_delivery where tenant_id = w.tenant_id and webhook_id = w.id) d on true
    where w.tenant_id = ${ctx.tenantId} and (${id}::uuid is null or w.id = ${id})
    order by w.created_at, w.id`.execute(ctx.pg)
  return rows
}

/** The brand's interest becomes what its webhooks that are on want together. */
async function listenAnew(ctx: Ctx): Promise<void> {
  // Two changes at once: the later one sees the earlier one's webhooks.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`webhooks ${ctx.tenantId}`}, 0))`.execute(
    ctx.pg,
  )
  const { rows } = await sql<{ name: string }>`
    select distinct unnest(events) as name from webhook
    where tenant_id = ${ctx.tenantId} and is_on`.execute(ctx.pg)
  if (rows.length > 2000)
    throw invalid('too_many_events', 'All webhooks together hear of at most 2,000 names of events')
  await withdrawInterest(ctx, WEBHOOK_CONSUMER)
  if (rows.length > 0)
    await registerInterest(
      ctx,
      WEBHOOK_CONSUMER,
      rows.map((r) => r.name),
    )
}
