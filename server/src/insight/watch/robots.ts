// Robots of group chats: kept with their secrets sealed, told each thing once, tried again when they fail.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { notify } from '../../desk/index.ts'
import { isPrivateHost, type Outbound, postOutside } from '../../integration/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, invalid, notFound } from '../../platform/errors.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { pictureUrl } from './links.ts'
import {
  hasPictureMessage,
  type Message,
  type Picture,
  pictureRequest,
  type RobotKind,
  requestTo,
  wasTaken,
} from './message.ts'
import { pictureFor } from './pictures.ts'
import type { RobotInput } from './shape.ts'

export const ROBOT_QUEUE = 'insight.robot'
/** Seconds until the next attempt; after the last it is given up. */
const PAUSES = [10, 60, 300, 1_800, 7_200, 21_600]
/** Longer than an attempt can take. */
const CLAIM_SECONDS = 60

export interface WatchDeps {
  secrets: Secrets
  outbound: Outbound
  /** What links begin with; without it messages carry none. */
  publicUrl: string | undefined
  /** Whoever signs mail servers' certificates, besides those whom everybody trusts. */
  mailCa?: string | undefined
}

export interface RobotRow {
  id: string
  name: string
  kind: RobotKind
  url_sealed: string
  secret_sealed: string | null
  is_on: boolean
  last_sent_at: Date | null
  waiting: number
  given_up: number
  last_answer: string | null
}
const contextOf = (tenantId: string, id: string) => `robot ${tenantId} ${id}`

export async function listRobots(ctx: Ctx): Promise<RobotRow[]> {
  const { rows } = await sql<RobotRow>`
    select r.id, r.name, r.kind, r.url_sealed, r.secret_sealed, r.is_on, m.last_sent_at,
      coalesce(m.waiting, 0)::int as waiting, coalesce(m.given_up, 0)::int as given_up, l.answer as last_answer
    from robot r left join lateral (
      select max(ended_at) filter (where state = 'sent') as last_sent_at,
        count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'given_up') as given_up
      from robot_message where tenant_id = r.tenant_id and robot_id = r.id) m on true
    left join lateral (
      select answer from robot_message where tenant_id = r.tenant_id and robot_id = r.id and answer is not null
      order by id desc limit 1) l on true
    where r.tenant_id = ${ctx.tenantId} order by lower(r.name), r.id`.execute(ctx.pg)
  return rows
}

/** The host alone: what follows it is the key. */
export const hostOf = ({ secrets }: WatchDeps, ctx: Ctx, robot: RobotRow): string =>
  new URL(secrets.open(robot.url_sealed, contextOf(ctx.tenantId, robot.id))).host

/** @throws 400 private_address, 409 name_taken */
export function addRobot(ctx: Ctx, deps: WatchDeps, input: RobotInput): Promise<string> {
  if (!deps.outbound.allowPrivate && isPrivateHost(input.url))
    throw invalid('private_address', 'This is an address of a private network or of this machine')
  const id = randomUUIDv7()
  const seal = (text: string) => deps.secrets.seal(text, contextOf(ctx.tenantId, id))
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql`
      insert into robot (tenant_id, id, name, kind, url_sealed, secret_sealed, created_at, created_by)
      values (${ctx.tenantId}, ${id}, ${input.name}, ${input.kind}, ${seal(input.url)},
        ${input.secret === undefined ? null : seal(input.secret)}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})
      on conflict (tenant_id, lower(name)) do nothing returning id`.execute(ctx.pg)
    if (rows.length === 0) throw new AppError(409, 'name_taken', 'Another robot has this name')
    await audit(
      ctx,
      'robot.created',
      { kind: 'robot', id },
      {
        after: { name: input.name, kind: input.kind, host: new URL(input.url).host },
      },
    )
    return id
  })
}

export function removeRobot(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ name: string }>`
      delete from robot where tenant_id = ${ctx.tenantId} and id = ${id} returning name`.execute(
      ctx.pg,
    )
    if (!rows[0]) throw notFound('robot')
    await audit(ctx, 'robot.removed', { kind: 'robot', id }, { before: { name: rows[0].name } })
  })
}

/** @throws 400 unknown_robots */
export async function demandRobots(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const known = new Set((await listRobots(ctx)).map(({ id }) => id))
  const missing = ids.filter((id) => !known.has(id))
  if (missing.length > 0)
    throw invalid('unknown_robots', 'There are no such robots', { ids: missing })
}

/** In the caller's transaction: told when what it tells of is true, and once for a key. */
export async function tell(
  ctx: Ctx,
  robots: readonly string[],
  key: string,
  message: Message,
  runId: string | null = null,
): Promise<void> {
  for (const robot of new Set(robots)) {
    const id = randomUUIDv7()
    const { rows } = await sql`
      insert into robot_message (tenant_id, id, robot_id, key, message, next_at, made_at, run_id)
      select tenant_id, ${id}::uuid, id, ${key}::text, ${JSON.stringify(message)}::jsonb, ${ctx.now()}::timestamptz, ${ctx.now()}::timestamptz, ${runId}::uuid
      from robot where tenant_id = ${ctx.tenantId} and id = ${robot} and is_on
      on conflict (tenant_id, robot_id, key) do nothing returning id`.execute(ctx.pg)
    if (rows.length > 0) await ctx.jobs.send(ctx.pg, ROBOT_QUEUE, { tenantId: ctx.tenantId, id })
  }
}

interface Claimed {
  robot_id: string
  name: string
  kind: RobotKind
  url_sealed: string
  secret_sealed: string | null
  message: Message
  attempts: number
  sent_parts: number
  run_id: string | null
  picture: Buffer | null
}

/** One attempt, by whoever claims it: two workers do not both send. */
export async function sendMessage(ctx: Ctx, deps: WatchDeps, id: string): Promise<void> {
  const now = ctx.now()
  const { rows } = await sql<Claimed>`
    update robot_message m set attempts = m.attempts + 1,
      claimed_until = ${now}::timestamptz + make_interval(secs => ${CLAIM_SECONDS})
    from robot r
    where m.tenant_id = ${ctx.tenantId} and m.id = ${id} and m.state = 'waiting' and m.next_at <= ${now}
      and (m.claimed_until is null or m.claimed_until < ${now}) and r.tenant_id = m.tenant_id and r.id = m.robot_id
    returning m.robot_id, m.message, m.attempts, m.sent_parts, m.run_id, r.name, r.kind, r.url_sealed, r.secret_sealed,
      ${pictureFor(sql`m.tenant_id`, sql`m.run_id`)} as picture`.execute(ctx.pg)
  const claimed = rows[0]
  if (!claimed) return
  const { isTaken, answer, parts } = await attempt(ctx, deps, claimed)
  await inTx(ctx, async (ctx) => {
    const pause = PAUSES[claimed.attempts - 1]
    const state = isTaken ? 'sent' : pause === undefined ? 'given_up' : 'waiting'
    const next = new Date(ctx.now().getTime() + (pause ?? 0) * 1000)
    await sql`update robot_message set state = ${state}, answer = ${answer}, sent_parts = ${parts}, claimed_until = null, next_at = ${next},
        ended_at = ${state === 'waiting' ? null : ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    if (state === 'waiting')
      await ctx.jobs.send(
        ctx.pg,
        ROBOT_QUEUE,
        { tenantId: ctx.tenantId, id },
        { startAfter: new Date(next.getTime() + 1_000) },
      )
    if (state === 'given_up')
      await notify(ctx, {
        kind: 'robot_given_up',
        to: { permission: 'settings:manage' },
        subject: { kind: 'robot', id: claimed.robot_id },
        params: { robot: claimed.name, answer },
        link: '/insight/alerts',
        key: `robot ${id}`,
      })
  })
}

/** Words first, then the picture; what a chat has taken already it is not sent again. */
async function attempt(ctx: Ctx, deps: WatchDeps, claimed: Claimed) {
  const open = (sealed: string) =>
    deps.secrets.open(sealed, contextOf(ctx.tenantId, claimed.robot_id))
  const url = open(claimed.url_sealed)
  const address = {
    ...{ kind: claimed.kind, url },
    ...(claimed.secret_sealed !== null && { secret: open(claimed.secret_sealed) }),
  }
  const picture: Picture | undefined =
    claimed.picture && claimed.run_id
      ? { png: claimed.picture, url: pictureUrl(deps, ctx, claimed.run_id) }
      : undefined
  const requests = [
    requestTo(address, claimed.message, ctx.now(), picture),
    ...(picture && hasPictureMessage(claimed.kind) ? [pictureRequest(url, picture)] : []),
  ]
  let parts = claimed.sent_parts
  let answer = ''
  try {
    for (const request of requests.slice(parts)) {
      const { status, text } = await postOutside(
        deps.outbound,
        request.url,
        { 'content-type': 'application/json; charset=utf-8' },
        request.body,
      )
      answer = `${status} ${text}`.slice(0, 500)
      if (!wasTaken(status, text)) return { isTaken: false, answer, parts }
      parts += 1
    }
    return { isTaken: true, answer, parts }
  } catch (error) {
    return { isTaken: false, answer: error instanceof Error ? error.message : String(error), parts }
  }
}

/** What a job should have taken up and did not: its process died before or in the attempt. */
export async function takeUpMessages(system: Ctx): Promise<{ tenantId: string; id: string }[]> {
  const { rows } = await sql<{ tenant_id: string; id: string }>`
    select tenant_id, id from robot_message
    where state = 'waiting' and next_at < ${system.now()}::timestamptz - interval '5 minutes'
      and (claimed_until is null or claimed_until < ${system.now()}) order by next_at limit 200`.execute(
    system.pg,
  )
  return rows.map(({ tenant_id, id }) => ({ tenantId: tenant_id, id }))
}
