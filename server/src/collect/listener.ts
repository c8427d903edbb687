// The collection routes: plain handlers in front of the API, since a framework doubled the cost of
// a single event.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Ctx } from '../platform/ctx.ts'
import { AppError } from '../platform/errors.ts'
import { metrics } from '../platform/metrics.ts'
import type { Collector, Outcome } from './collector.ts'
import { type DeadLetter, keepDeadLetters } from './dead-letters.ts'
import type { Decoded, Rejected, WireRequest } from './draft.ts'
import type { Keyring, KnownKey } from './keys-seen.ts'
import {
  type Answer,
  type Asked,
  badKey,
  corsHeaders,
  json,
  methodNotAllowed,
  overloaded,
  preflight,
  type Stored,
  storeFailed,
  taken,
  tooLarge,
} from './protocols/answers.ts'
import { isDryRun } from './protocols/sensors.ts'
import {
  type Origin,
  originOf,
  rudderSourceConfig,
  type SettingsRoute,
  segmentSettings,
  settingsRoute,
} from './protocols/settings.ts'
import { isWechatLogin, noWechatYet } from './protocols/wechat-login.ts'
import { decode, lazyPayload, protocolOf } from './protocols/wire.ts'
import { findWriteKey } from './protocols/write-key.ts'

export interface ListenerOptions {
  ctxOf(tenantId: string): Ctx
  collector: Collector
  keyring: Keyring
  maxBody: number
  maxInflated: number
  trustProxy: number
  /** What customers' browsers reach us by; named to SDKs that ask where to send. */
  publicUrl: string | undefined
}

/** Answers collection requests and says true; anything else is left to the API. */
export function createListener(options: ListenerOptions) {
  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const [path = '/', search = ''] = splitUrl(req.url ?? '/')
    const protocol = protocolOf(path)
    if (protocol) {
      const asked: Asked = { protocol, method: req.method ?? 'GET', path, headers: req.headers }
      void collect(options, asked, search, req, res)
      return true
    }
    if (isWechatLogin(path)) {
      void wechatAnswer(options, path, search, req).then((given) => answer(res, given))
      return true
    }
    const settings = settingsRoute(path)
    if (!settings) return false
    answer(res, settingsAnswer(options, settings, req))
    return true
  }
}

function splitUrl(url: string): [string, string] {
  const cut = url.indexOf('?')
  return cut < 0 ? [url, ''] : [url.slice(0, cut), url.slice(cut + 1)]
}

function settingsAnswer(
  options: ListenerOptions,
  route: SettingsRoute,
  req: IncomingMessage,
): Answer {
  if (req.method === 'OPTIONS') return preflight(req.headers)
  if (route.kind === 'rudder') return rudderSourceConfig(req.headers)
  const origin = options.publicUrl
    ? publicOrigin(options.publicUrl)
    : originOf(req.headers, false, options.trustProxy > 0)
  if (!origin)
    return json(
      400,
      { error: { code: 'bad_host', message: 'The Host header is no host' } },
      corsHeaders(req.headers),
    )
  return segmentSettings(route.writeKey, origin, req.headers)
}

async function wechatAnswer(
  options: ListenerOptions,
  path: string,
  search: string,
  req: IncomingMessage,
): Promise<Answer> {
  const asked: Asked = {
    protocol: 'sensors',
    method: req.method ?? 'GET',
    path,
    headers: req.headers,
  }
  if (asked.method === 'OPTIONS') return preflight(req.headers)
  const secret = new URLSearchParams(search).get('token')
  try {
    if (secret && (await options.keyring.find(secret))) return noWechatYet(req.headers)
  } catch (error) {
    options.ctxOf(NO_TENANT).log.error({ err: error, path }, 'a write key could not be looked up')
    return storeFailed(asked)
  }
  metrics.collectRequests.inc({ protocol: 'sensors', outcome: 'unknown_key' })
  return badKey(asked)
}

function publicOrigin(publicUrl: string): Origin {
  const { protocol, host } = new URL(publicUrl)
  return { protocol: protocol === 'https:' ? 'https' : 'http', host }
}

async function collect(
  options: ListenerOptions,
  asked: Asked,
  search: string,
  req: IncomingMessage,
  res: ServerResponse,
) {
  try {
    answer(res, await respond(options, asked, search, req))
  } catch (error) {
    // The client went away while its body was being read: there is nobody to answer.
    if (req.destroyed && !req.complete) return void res.destroy()
    const full = error instanceof AppError && error.code === 'collector_full'
    options
      .ctxOf(NO_TENANT)
      .log.error({ err: error, path: asked.path }, 'events could not be stored')
    metrics.collectRequests.inc({
      protocol: asked.protocol,
      outcome: full ? 'overloaded' : 'failed',
    })
    answer(res, full ? overloaded(asked) : storeFailed(asked))
  }
}

async function respond(
  options: ListenerOptions,
  asked: Asked,
  search: string,
  req: IncomingMessage,
): Promise<Answer> {
  const { protocol } = asked
  if (asked.method === 'OPTIONS') return preflight(asked.headers)
  if (asked.method !== 'POST' && !(asked.method === 'GET' && protocol === 'sensors'))
    return methodNotAllowed(asked)
  const body = await readBody(req, options.maxBody)
  if (!body) {
    metrics.collectRequests.inc({ protocol, outcome: 'too_large' })
    return tooLarge(asked, options.maxBody)
  }
  const request: WireRequest = {
    method: asked.method,
    path: asked.path,
    query: new URLSearchParams(search),
    headers: asked.headers,
    body,
    receivedAt: Date.now(),
  }
  const payload = lazyPayload(request, options.maxInflated)
  const secret = findWriteKey(request, payload)
  const key = secret === undefined ? undefined : await options.keyring.find(secret)
  if (!key) {
    metrics.collectRequests.inc({ protocol, outcome: 'unknown_key' })
    return badKey(asked)
  }
  const decoded = decode(protocol, request, payload())
  for (const [note, count] of Object.entries(decoded.notes))
    metrics.collectNotes.inc({ protocol, note }, count)
  if (protocol === 'sensors' && isDryRun(request)) return taken(asked, [], decoded.rejected)
  return store(options, asked, key, request.receivedAt, decoded)
}

/** Stores what is good, keeps what is not, then answers: nothing is answered that is not kept. */
async function store(
  options: ListenerOptions,
  asked: Asked,
  key: KnownKey,
  receivedAt: number,
  decoded: Decoded,
): Promise<Answer> {
  const ctx = options.ctxOf(key.tenantId)
  const isVerified = key.kind === 'server'
  const outcomes =
    decoded.drafts.length === 0
      ? []
      : await options.collector.submit({
          tenantId: key.tenantId,
          protocol: decoded.protocol,
          source: key.name,
          writeKeyId: key.id,
          isVerified,
          receivedAt,
          drafts: decoded.drafts,
        })
  const stored: Stored[] = []
  const rejected: Rejected[] = [...decoded.rejected]
  const counts: Record<Outcome['status'], number> = { stored: 0, duplicate: 0, refused: 0 }
  for (const [i, outcome] of outcomes.entries()) {
    counts[outcome.status] += 1
    const draft = decoded.drafts[i]
    if (!draft) continue
    if (outcome.status === 'refused')
      rejected.push({
        ...outcome.refusal,
        index: draft.index,
        messageId: draft.messageId,
        raw: draft.raw(),
      })
    else stored.push({ index: draft.index, eventId: outcome.eventId })
  }
  const letters = rejected.map(
    (r): DeadLetter => ({
      protocol: decoded.protocol,
      writeKeyId: key.id,
      verified: isVerified,
      code: r.code,
      reason: r.reason,
      eventName: r.eventName ?? null,
      ruleId: r.ruleId ?? null,
      messageId: r.messageId,
      raw: r.raw,
    }),
  )
  await keepDeadLetters(ctx, letters, receivedAt)
  const { protocol } = asked
  metrics.collectEvents.inc({ protocol, outcome: 'stored' }, counts.stored)
  metrics.collectEvents.inc({ protocol, outcome: 'duplicate' }, counts.duplicate)
  metrics.collectEvents.inc({ protocol, outcome: 'dead_letter' }, rejected.length)
  metrics.collectRequests.inc({ protocol, outcome: 'taken' })
  return taken(asked, stored, rejected)
}

/** The body's bytes, or undefined when there are more than allowed. */
function readBody(req: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    req.on('data', (chunk: Buffer) => {
      size += chunk.length
      // Read on but keep nothing: an answer before the end of the body is lost on many clients.
      if (size > limit) {
        chunks.length = 0
        if (size > limit * 8) req.destroy()
      } else chunks.push(chunk)
    })
    req.on('end', () =>
      resolve(size > limit ? undefined : chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)),
    )
    req.on('error', reject)
    req.on('close', () => {
      if (!req.complete) reject(new Error('the client closed the connection'))
    })
  })
}

function answer(res: ServerResponse, given: Answer): void {
  if (given.kind === 'close') return void res.socket?.destroy()
  res.writeHead(given.status, { ...given.headers, 'content-length': given.body.length })
  res.end(given.body)
}

const NO_TENANT = '00000000-0000-0000-0000-000000000000'
