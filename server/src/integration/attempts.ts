// Telling others' systems: what is due, in whose turn, how much at once, and what came of it.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { notify } from '../desk/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { metrics } from '../platform/metrics.ts'
import type { Secrets } from '../platform/secrets.ts'
import { type Answered, type Outbound, postOutside } from './outbound.ts'
import { signedHeaders } from './signature.ts'
import { openSecretOf, switchOffWebhook } from './webhook.ts'

/** Seconds until the next attempt; after the last one it is tried hourly until the day is over. */
const PAUSES = [5, 30, 120, 600, 1800]
const HOUR = 3600
const PATIENCE_SECONDS = 24 * HOUR
/** Longer than an attempt can take. */
const CLAIM_SECONDS = 60
/** Attempts at once, over all webhooks, and at one address; one that fails is asked one thing at a time. */
const AT_ONCE = 32
const AT_ONE_ADDRESS = 8
const AT_A_FAILING_ADDRESS = 1
/** While some are slow, what falls due meanwhile does not wait for them. */
const LOOK_AGAIN_MS = 250

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
  /** From when its day counts. */
  tried_from: Date
  claim: string
  url: string
  secret: string
  old_secret: string | null
  webhook: string
}

/** Every brand's, when the context is of none. */
const EVERY_TENANT = '00000000-0000-0000-0000-000000000000'

/** Sends what is due. @returns how many attempts were made */
export async function deliverDue(system: Ctx, deps: DeliverDeps): Promise<number> {
  const due = await claimDue(system, AT_ONCE)
  await Promise.all(due.map((one) => attempt(system, deps, one)))
  return due.length
}

/** Sends until nothing is due: an address that hangs takes its own places and nobody else's. */
export async function deliverAll(system: Ctx, deps: DeliverDeps): Promise<void> {
  const running = new Set<Promise<void>>()
  let fault: { error: unknown } | undefined
  do {
    const due = fault ? [] : await claimDue(system, AT_ONCE - running.size)
    for (const one of due) {
      const started = attempt(system, deps, one)
        .catch((error: unknown) => {
          fault ??= { error }
        })
        .finally(() => running.delete(started))
      running.add(started)
    }
    if (running.size > 0) await firstOf(running)
  } while (running.size > 0)
  if (fault) throw fault.error
}

async function firstOf(running: ReadonlySet<Promise<void>>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const pause = new Promise<void>((done) => {
    timer = setTimeout(done, LOOK_AGAIN_MS)
  })
  await Promise.race([...running, pause])
  clearTimeout(timer)
}

async function attempt(system: Ctx, deps: DeliverDeps, one: Due): Promise<void> {
  const started = performance.now()
  const secrets = [one.secret, one.old_secret]
    .filter((sealed) => sealed !== null)
    .map((sealed) => openSecretOf(deps.secrets, one.tenant_id, one.webhook_id, sealed))
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Homefield-Webhooks/1',
    ...signedHeaders(secrets, one.id, system.now(), one.body),
  }
  let answer: Answered
  try {
    answer = await postOutside(deps.outbound, one.url, headers, one.body)
  } catch (error) {
    answer = { status: 0, text: error instanceof Error ? error.message : String(error) }
  }
  const ctx = { ...system, tenantId: one.tenant_id }
  await settle(ctx, one, answer, Math.round(performance.now() - started))
}

/**
 * A customer's deliveries to one address go one after another: only the first that waits is due.
 * Two servers never claim the same one; a claim whose holder died is free after a minute.
 */
async function claimDue(system: Ctx, room: number): Promise<Due[]> {
  if (room <= 0) return []
  const now = system.now()
  const { rows } = await sql<Due>`
    with busy as (
      select tenant_id, webhook_id, count(*) as n from webhook_delivery
      where claim is not null and claimed_until >= ${now} group by tenant_id, webhook_id),
    candidate as (
      select d.tenant_id, d.id, case when w.failing_since is null then ${AT_ONE_ADDRESS}::int else ${AT_A_FAILING_ADDRESS}::int end as room,
        coalesce(b.n, 0) + row_number() over (partition by d.tenant_id, d.webhook_id order by d.next_at, d.id) as place
      from webhook_delivery d join webhook w on w.tenant_id = d.tenant_id and w.id = d.webhook_id
        left join busy b on b.tenant_id = d.tenant_id and b.webhook_id = d.webhook_id
      where d.state = 'waiting' and d.next_at <= ${now} and w.is_on
        ${system.tenantId === EVERY_TENANT ? sql`` : sql`and d.tenant_id = ${system.tenantId}`}
        and (d.claimed_until is null or d.claimed_until < ${now})
        and not exists (
          select from webhook_delivery e
          where e.tenant_id = d.tenant_id and e.webhook_id = d.webhook_id and e.customer_id = d.customer_id
            and e.state = 'waiting' and d.customer_id > 0 and (e.position, e.id) < (d.position, d.id))),
    free as (
      select d.tenant_id, d.id from webhook_delivery d
      where (d.tenant_id, d.id) in (select tenant_id, id from candidate where place <= room)
        and d.state = 'waiting' and (d.claimed_until is null or d.claimed_until < ${now})
      order by d.next_at limit ${room} for update skip locked)
    update webhook_delivery d set claim = ${randomUUID()}, attempts = d.attempts + 1,
      claimed_until = ${now}::timestamptz + make_interval(secs => ${CLAIM_SECONDS})
    from free f, webhook w
    where d.tenant_id = f.tenant_id and d.id = f.id and w.tenant_id = d.tenant_id and w.id = d.webhook_id
    returning d.tenant_id, d.id, d.webhook_id, d.name, d.body, d.attempts, coalesce(d.tried_from, d.made_at) as tried_from,
      d.claim, w.url, w.secret, case when w.old_secret_until > ${now} then w.old_secret end as old_secret, w.name as webhook`.execute(
    system.pg,
  )
  return rows
}

/** What a receiver asks for counts up to an hour: nobody is kept waiting for ever. */
function secondsUntilNext(attempts: number, retryAfter: string | undefined, now: Date): number {
  const pause = PAUSES[attempts - 1] ?? HOUR
  if (retryAfter === undefined) return pause
  const asked = /^\d+$/.test(retryAfter.trim())
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - now.getTime()) / 1000
  return Number.isFinite(asked) ? Math.max(pause, Math.min(Math.ceil(asked), HOUR)) : pause
}

/** Only by who claimed it. */
async function settle(ctx: Ctx, one: Due, answer: Answered, tookMs: number): Promise<void> {
  const now = ctx.now()
  const isTest = one.name === 'test'
  const isDelivered = answer.status >= 200 && answer.status < 300
  const isGone = answer.status === 410
  const pause = secondsUntilNext(one.attempts, answer.retryAfter, now)
  const waited = (now.getTime() - one.tried_from.getTime()) / 1000
  const isOver = !isDelivered && (waited + pause > PATIENCE_SECONDS || isTest || isGone)
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
    if (rows.length === 0) return
    if (isDelivered || !isTest)
      await sql`update webhook set failing_since = ${isDelivered ? null : now}::timestamptz
        where tenant_id = ${ctx.tenantId} and id = ${one.webhook_id} and (failing_since is null) <> ${isDelivered}`.execute(
        pg,
      )
    if (isOver && !isTest) await giveUp({ ...ctx, pg }, one, isGone)
  })
}

/** Whoever manages it is told; an address that took nothing for as long is not asked any more. */
async function giveUp(ctx: Ctx, one: Due, isGone: boolean): Promise<void> {
  const day = ctx.now().toISOString().slice(0, 10)
  const notice = {
    to: { permission: 'integrations:manage' as const },
    subject: { kind: 'webhook', id: one.webhook_id },
    params: { webhook: one.webhook },
    link: `/integrations/webhooks/${one.webhook_id}`,
  }
  const { rows } = await sql`
    select 1 from webhook_delivery where tenant_id = ${ctx.tenantId} and webhook_id = ${one.webhook_id}
      and state = 'delivered' and ended_at >= ${one.tried_from} limit 1`.execute(ctx.pg)
  if (isGone || rows.length === 0) {
    if (await switchOffWebhook(ctx, one.webhook_id, isGone ? 'gone' : 'failing'))
      await notify(ctx, {
        ...notice,
        kind: isGone ? 'webhook_gone' : 'webhook_switched_off',
        key: `webhook off ${one.webhook_id} ${ctx.now().toISOString()}`,
      })
    return
  }
  // One a webhook and day, however much is given up.
  await notify(ctx, {
    ...notice,
    kind: 'webhook_given_up',
    key: `webhook ${one.webhook_id} ${day}`,
  })
}
