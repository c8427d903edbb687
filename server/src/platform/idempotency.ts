// `Idempotency-Key` on the API's writes: the first answer is kept and given again to every repeat.
//
// A write and the mark that it was written share a transaction (`ctx.fence`, called by `inTx`), so a
// server that dies in between leaves either nothing, and the repeat does it, or the mark, and the
// repeat is told that it is done already. It never happens twice.
import { createHash, randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Ctx } from './ctx.ts'
import { AppError, conflict, invalid } from './errors.ts'
import type { Http } from './http.ts'
import type { Pg } from './pg.ts'
import type { Secrets } from './secrets.ts'

/** How long a request may be at work before a repeat takes over (if nothing was written). */
const LEASE_SECONDS = 120
const METHODS = new Set(['POST', 'PUT', 'PATCH'])

declare module 'fastify' {
  interface FastifyRequest {
    /** The key this request holds and must answer for. */
    idempotency?: { key: string; worker: string }
  }
}

interface Held {
  request_hash: Buffer
  is_stale: boolean
  has_worked: boolean
  status: number | null
  content_type: string | null
  answer: string | null
}

export function keepAnswers(app: Http, secrets: Secrets): void {
  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key']
    if (key === undefined || !METHODS.has(request.method) || !request.ctx) return
    if (request.routeOptions.config.keepsKey) return
    if (typeof key !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(key))
      throw invalid('invalid_idempotency_key', 'Idempotency-Key is 1 to 255 printable characters')
    const worker = randomUUID()
    const held = await takeKey(request.ctx, key, worker, request)
    if (held) {
      if (held.status === null || held.answer === null) throw inFlightOrLost(held)
      return reply
        .code(held.status)
        .headers({ 'idempotency-replayed': 'true', 'content-type': held.content_type ?? '' })
        .send(secrets.open(held.answer, contextOf(request.ctx, key)))
    }
    request.idempotency = { key, worker }
    request.ctx = { ...request.ctx, fence: (pg) => fence(pg, request.ctx.tenantId, key, worker) }
    return undefined
  })
  // Before a byte goes out: what the caller has seen, a repeat will see.
  app.addHook('onSend', async (request, reply, payload) => {
    if (!request.idempotency) return payload
    const { key, worker } = request.idempotency
    const { ctx } = request
    if (isPassing(reply.statusCode)) await letGo(ctx, key, worker)
    else {
      const text = payload === undefined || payload === null ? '' : payload
      // A stream cannot be kept; a repeat is then told that the work is done.
      const answer = typeof text === 'string' ? secrets.seal(text, contextOf(ctx, key)) : null
      const type = reply.getHeader('content-type')
      await sql`update idempotency_key
        set status = ${reply.statusCode}, answer = ${answer}, content_type = ${String(type ?? '')}
        where tenant_id = ${ctx.tenantId}::uuid and key = ${key} and worker = ${worker}::uuid`.execute(
        ctx.pg,
      )
    }
    return payload
  })
}

const contextOf = (ctx: Ctx, key: string) => `idempotency:${ctx.tenantId}:${key}`

/** Answers that say "try again": the repeat must be able to do the work. */
const isPassing = (status: number) => status >= 500 || status === 429 || status === 408

const inFlightOrLost = (held: Held) =>
  held.has_worked && (held.is_stale || held.status !== null)
    ? conflict('idempotency_answer_lost', 'This was done already, but its answer is not known')
    : new AppError(409, 'idempotency_in_flight', 'The first request with this key is at work', {
        retryAfter: 1,
      })

/** @returns undefined when the caller now holds the key, else what the holder left */
async function takeKey(
  ctx: Ctx,
  key: string,
  worker: string,
  request: FastifyRequest,
): Promise<Held | undefined> {
  const hash = hashRequest(ctx, request)
  const mine = await sql`
    insert into idempotency_key (tenant_id, key, route, request_hash, worker, lease_until)
    values (${ctx.tenantId}::uuid, ${key}, ${`${request.method} ${request.routeOptions.url}`},
      ${hash}, ${worker}::uuid, now() + make_interval(secs => ${LEASE_SECONDS}))
    on conflict (tenant_id, key) do nothing
    returning key`.execute(ctx.pg)
  if (mine.rows.length > 0) return undefined
  const { rows } = await sql<Held>`
    select request_hash, lease_until < now() as is_stale, worked_at is not null as has_worked,
      status, content_type, answer
    from idempotency_key
    where tenant_id = ${ctx.tenantId}::uuid and key = ${key}`.execute(ctx.pg)
  const held = rows[0]
  // The holder let it go between the two statements.
  if (!held)
    throw new AppError(
      409,
      'idempotency_in_flight',
      'The first request with this key just failed',
      {
        retryAfter: 1,
      },
    )
  if (!held.request_hash.equals(hash))
    throw new AppError(
      422,
      'idempotency_key_reused',
      'This Idempotency-Key was sent before with another request',
    )
  const isAbandoned = held.status === null && held.is_stale && !held.has_worked
  return isAbandoned && (await takeOver(ctx, key, worker)) ? undefined : held
}

/** Waits for a write of the holder that is not yet committed, and then sees its mark. */
async function takeOver(ctx: Ctx, key: string, worker: string): Promise<boolean> {
  const { rows } = await sql`
    update idempotency_key
    set worker = ${worker}::uuid, lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    where tenant_id = ${ctx.tenantId}::uuid and key = ${key}
      and status is null and worked_at is null and lease_until < now()
    returning key`.execute(ctx.pg)
  return rows.length > 0
}

/** Another actor's answer is not for this one, so who asks is part of the request. */
function hashRequest(ctx: Ctx, request: FastifyRequest): Buffer {
  const body =
    request.body === undefined
      ? (request.headers['content-length'] ?? '')
      : JSON.stringify(request.body)
  return createHash('sha256')
    .update(`${request.method}\n${request.url}\n${ctx.actor.kind}:${ctx.actor.id}\n${body}`)
    .digest()
}

async function fence(pg: Pg, tenantId: string, key: string, worker: string): Promise<void> {
  const marked = await sql`update idempotency_key set worked_at = now()
    where tenant_id = ${tenantId}::uuid and key = ${key} and worker = ${worker}::uuid
    returning key`.execute(pg)
  if (marked.rows.length === 0)
    throw conflict('idempotency_taken_over', 'This took too long; a repeat of it is at work')
}

/**
 * Nothing was written, or it was rolled back with the mark: the key is free for the repeat. If
 * something was written before the failure, the repeat learns that at once.
 */
async function letGo(ctx: Ctx, key: string, worker: string): Promise<void> {
  await sql`
    with freed as (
      delete from idempotency_key
      where tenant_id = ${ctx.tenantId}::uuid and key = ${key} and worker = ${worker}::uuid
        and worked_at is null
    )
    update idempotency_key set lease_until = '-infinity'
    where tenant_id = ${ctx.tenantId}::uuid and key = ${key} and worker = ${worker}::uuid
      and worked_at is not null`.execute(ctx.pg)
}

/** Answers are kept for a day: longer than any client retries. */
export async function forgetOldAnswers(pg: Pg): Promise<void> {
  await sql`delete from idempotency_key where created_at < now() - interval '1 day'`.execute(pg)
}
