// Mails of reports: each to one address, once for a key, tried again when the server does not take them.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { notify } from '../../desk/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError } from '../../platform/errors.ts'
import type { Tongue } from '../told/told.ts'
import { mailBy } from './mail-server.ts'
import { pictureFor } from './pictures.ts'
import type { WatchDeps } from './robots.ts'

export const MAIL_QUEUE = 'insight.mail'
/** Seconds until the next attempt; after the last it is given up. */
const PAUSES = [60, 300, 1_800, 7_200, 21_600]
/** Longer than an attempt can take. */
const CLAIM_SECONDS = 120

export interface NewMail {
  runId: string
  language: Tongue
  key: string
  address: string
  subject: string
  body: { text: string; html: string; leave?: string | undefined }
}

/** In the caller's transaction. */
export async function queueMail(ctx: Ctx, mail: NewMail): Promise<void> {
  const id = randomUUIDv7()
  const { rows } = await sql`
    insert into mail (tenant_id, id, run_id, language, key, address, subject, body, next_at, made_at)
    values (${ctx.tenantId}, ${id}, ${mail.runId}, ${mail.language}, ${mail.key}, ${mail.address}, ${mail.subject},
      ${JSON.stringify(mail.body)}::jsonb, ${ctx.now()}, ${ctx.now()})
    on conflict (tenant_id, address, key) do nothing returning id`.execute(ctx.pg)
  if (rows.length > 0) await ctx.jobs.send(ctx.pg, MAIL_QUEUE, { tenantId: ctx.tenantId, id })
}

interface Claimed {
  address: string
  subject: string
  body: NewMail['body']
  attempts: number
  picture: Buffer | null
}

/** One attempt, by whoever claims it: two workers do not both send. */
export async function deliverMail(ctx: Ctx, deps: WatchDeps, id: string): Promise<void> {
  const now = ctx.now()
  const { rows } = await sql<Claimed>`
    update mail m set attempts = m.attempts + 1,
      claimed_until = ${now}::timestamptz + make_interval(secs => ${CLAIM_SECONDS})
    where m.tenant_id = ${ctx.tenantId} and m.id = ${id} and m.state = 'waiting' and m.next_at <= ${now}
      and (m.claimed_until is null or m.claimed_until < ${now})
    returning m.address, m.subject, m.body, m.attempts,
      ${pictureFor(sql`m.tenant_id`, sql`m.run_id`, sql`m.language`)} as picture`.execute(ctx.pg)
  const claimed = rows[0]
  if (!claimed) return
  const outcome = await attempt(ctx, deps, claimed)
  await inTx(ctx, async (ctx) => {
    const pause = outcome.isFinal ? undefined : PAUSES[claimed.attempts - 1]
    const state = outcome.problem === null ? 'sent' : pause === undefined ? 'given_up' : 'waiting'
    const next = new Date(ctx.now().getTime() + (pause ?? 0) * 1000)
    await sql`update mail set state = ${state}, problem = ${outcome.problem}, answer = ${outcome.answer},
        claimed_until = null, next_at = ${next}, ended_at = ${state === 'waiting' ? null : ctx.now()}
      where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(ctx.pg)
    if (state === 'waiting')
      await ctx.jobs.send(
        ctx.pg,
        MAIL_QUEUE,
        { tenantId: ctx.tenantId, id },
        { startAfter: new Date(next.getTime() + 1_000) },
      )
    if (state === 'given_up')
      await notify(ctx, {
        kind: 'mail_given_up',
        to: { permission: 'settings:manage' },
        params: { address: claimed.address, answer: outcome.answer },
        link: '/insight/alerts',
        key: `mail ${id}`,
      })
  })
}

async function attempt(
  ctx: Ctx,
  deps: WatchDeps,
  { address, subject, body, picture }: Claimed,
): Promise<{ problem: string | null; answer: string; isFinal: boolean }> {
  try {
    const outcome = await mailBy(ctx, deps, {
      ...{ to: address, subject, text: body.text, html: body.html, unsubscribe: body.leave },
      pictures: picture ? [{ name: 'report', png: picture }] : [],
    })
    if (outcome.isTaken) return { problem: null, answer: outcome.answer, isFinal: false }
    return outcome
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { problem: error.code, answer: error.message, isFinal: false }
  }
}

/** What a job should have taken up and did not: its process died before or in the attempt. */
export async function takeUpMails(system: Ctx): Promise<{ tenantId: string; id: string }[]> {
  const { rows } = await sql<{ tenant_id: string; id: string }>`
    select tenant_id, id from mail
    where state = 'waiting' and next_at < ${system.now()}::timestamptz - interval '5 minutes'
      and (claimed_until is null or claimed_until < ${system.now()}) order by next_at limit 200`.execute(
    system.pg,
  )
  return rows.map(({ tenant_id, id }) => ({ tenantId: tenant_id, id }))
}
