// Addresses that hear of events: made, changed, tried and taken away.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { registerInterest, withdrawInterest } from '../collect/index.ts'
import { audit, auditAll } from '../platform/audit.ts'
import { type BatchAnswer, sortOut } from '../platform/batch.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { invalid, notFound } from '../platform/errors.ts'
import type { Secrets } from '../platform/secrets.ts'
import { isPrivateHost, type Outbound } from './outbound.ts'
import { newSigningSecret } from './signature.ts'
import type { SwitchBatch } from './switches.ts'

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
  /** Why nobody's hand switched it off. */
  off_because: 'failing' | 'gone' | null
  failing_since: Date | null
  old_secret_until: Date | null
  created_at: Date
  created_by: string
  waiting: number
  given_up: number
  last_delivered_at: Date | null
}

const secretContext = (tenantId: string, id: string) => `webhook ${tenantId} ${id}`

/** What a webhook needs from the server: how secrets are kept, and who may be asked. */
export interface WebhookDeps {
  secrets: Secrets
  outbound: Pick<Outbound, 'allowPrivate'>
}

/** Names are judged when they are asked; numbers can be refused at once. */
function refusePrivate(deps: WebhookDeps, url: string | undefined): void {
  if (url !== undefined && !deps.outbound.allowPrivate && isPrivateHost(url))
    throw invalid('private_address', 'This is an address of a private network or of this machine')
}

/** @returns the signing secret too, shown only now */
export function createWebhook(
  ctx: Ctx,
  deps: WebhookDeps,
  input: WebhookInput,
): Promise<{ webhook: WebhookRow; secret: string }> {
  refusePrivate(deps, input.url)
  const id = randomUUIDv7()
  const secret = newSigningSecret()
  return inTx(ctx, async (ctx) => {
    await sql`insert into webhook (tenant_id, id, name, url, events, with_identifiers, secret, created_at, created_by)
      values (${ctx.tenantId}, ${id}, ${input.name}, ${input.url}, ${input.events}, ${input.with_identifiers},
        ${deps.secrets.seal(secret, secretContext(ctx.tenantId, id))}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})`.execute(
      ctx.pg,
    )
    await listenAnew(ctx)
    await audit(ctx, 'webhook.created', { kind: 'webhook', id }, { after: input })
    return { webhook: await getWebhook(ctx, id), secret }
  })
}

/** Switched off it hears nothing new; what waits goes on waiting, and its day begins anew when it is on. */
export function changeWebhook(
  ctx: Ctx,
  deps: WebhookDeps,
  id: string,
  change: WebhookChange,
): Promise<WebhookRow> {
  refusePrivate(deps, change.url)
  return inTx(ctx, async (ctx) => {
    const before = await getWebhook(ctx, id)
    await sql`update webhook set
        name = coalesce(${change.name ?? null}, name),
        url = coalesce(${change.url ?? null}, url),
        events = coalesce(${change.events ?? null}::text[], events),
        with_identifiers = coalesce(${change.with_identifiers ?? null}::boolean, with_identifiers)
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    if (change.is_on !== undefined) await switchRows(ctx, [id], change.is_on)
    await listenAnew(ctx)
    const after = await getWebhook(ctx, id)
    await audit(ctx, 'webhook.changed', { kind: 'webhook', id }, { before, after })
    return after
  })
}

async function switchRows(ctx: Ctx, ids: readonly string[], isOn: boolean): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update webhook set is_on = ${isOn}, off_because = null, failing_since = null
    where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[]) and is_on <> ${isOn} returning id`.execute(
    ctx.pg,
  )
  const changed = rows.map((row) => row.id)
  if (isOn)
    await sql`update webhook_delivery set attempts = 0, tried_from = ${ctx.now()}, next_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and webhook_id = any(${changed}::uuid[]) and state = 'waiting' and claim is null`.execute(
      ctx.pg,
    )
  return changed
}

/** By nobody's hand: it took nothing for a day, or its receiver says that it is gone. @returns whether it was on */
export async function switchOffWebhook(
  ctx: Ctx,
  id: string,
  because: 'failing' | 'gone',
): Promise<boolean> {
  const { rows } = await sql`
    update webhook set is_on = false, off_because = ${because}
    where tenant_id = ${ctx.tenantId} and id = ${id} and is_on returning id`.execute(ctx.pg)
  if (rows.length === 0) return false
  await listenAnew(ctx)
  await audit(ctx, 'webhook.switched_off', { kind: 'webhook', id }, { because })
  return true
}

export function changeWebhooks(ctx: Ctx, { ids, action }: SwitchBatch): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const { taken, refused } = sortOut(ids, await listWebhooks(ctx), (hook) => hook.id, 'webhook')
    const chosen = taken.map((hook) => hook.id)
    const changed =
      action === 'remove'
        ? await removeRows(ctx, chosen)
        : await switchRows(ctx, chosen, action === 'on')
    await listenAnew(ctx)
    await auditAll(
      ctx,
      taken
        .filter((hook) => changed.includes(hook.id))
        .map((hook) => ({
          action: action === 'remove' ? 'webhook.removed' : 'webhook.changed',
          object: { kind: 'webhook', id: hook.id },
          details:
            action === 'remove'
              ? { before: hook }
              : { before: { is_on: hook.is_on }, after: { is_on: action === 'on' } },
        })),
    )
    return { changed: changed.length, refused }
  })
}

/** With its log. @throws 404 */
export async function removeWebhook(ctx: Ctx, id: string): Promise<void> {
  const { refused } = await changeWebhooks(ctx, { ids: [id], action: 'remove' })
  if (refused.length > 0) throw notFound('webhook')
}

async function removeRows(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    delete from webhook where tenant_id = ${ctx.tenantId} and id = any(${ids}::uuid[]) returning id`.execute(
    ctx.pg,
  )
  return rows.map((row) => row.id)
}

/** With 0 hours the old secret signs nothing more from now on: for one that leaked. */
export function renewSecret(
  ctx: Ctx,
  deps: WebhookDeps,
  id: string,
  oldValidHours: number,
): Promise<{ secret: string; old_until: Date | null }> {
  const secret = newSigningSecret()
  const until = oldValidHours > 0 ? new Date(ctx.now().getTime() + oldValidHours * 3_600_000) : null
  return inTx(ctx, async (ctx) => {
    await getWebhook(ctx, id)
    await sql`update webhook set secret = ${deps.secrets.seal(secret, secretContext(ctx.tenantId, id))},
        old_secret = case when ${until !== null} then secret end, old_secret_until = ${until}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    await audit(ctx, 'webhook.secret_renewed', { kind: 'webhook', id }, { old_until: until })
    return { secret, old_until: until }
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
    select w.id, w.name, w.url, w.events, w.with_identifiers, w.is_on, w.off_because, w.failing_since,
      case when w.old_secret_until > ${ctx.now()} then w.old_secret_until end as old_secret_until, w.created_at, w.created_by,
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
