// What each protocol is answered, so that its SDKs keep what was not stored and forget what was.
import type { IncomingHttpHeaders } from 'node:http'
import type { Rejected } from '../draft.ts'
import type { Protocol } from './wire.ts'

export interface Reply {
  kind: 'reply'
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** Close the connection without an answer. */
export interface Close {
  kind: 'close'
}

export type Answer = Reply | Close

/** What the answer depends on besides the outcome. */
export interface Asked {
  protocol: Protocol
  method: string
  path: string
  headers: IncomingHttpHeaders
}

/** Seconds a client is asked to wait: a group commit takes 0.2 s, a store's restart some more. */
const WAIT = { overloaded: 1, storeFailed: 5 }

/** 1×1, transparent, 43 bytes: what an image request gets. */
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64')

const NOTHING = Buffer.alloc(0)

/** A draft that was stored, in the order of the request. */
export interface Stored {
  /** Place in the request's batch. */
  index: number
  eventId: string
}

/** The events that could be read are stored (or were already); the others are dead letters. */
export function taken(asked: Asked, stored: Stored[], rejected: Rejected[]): Reply {
  const cors = corsHeaders(asked.headers)
  switch (asked.protocol) {
    case 'sensors':
      // 200 whatever was refused: web's batch_send would send a 4xx batch again for ever.
      if (asked.path === '/debug') return json(200, {}, cors)
      return asked.method === 'GET'
        ? reply(200, { ...cors, 'content-type': 'image/gif' }, GIF)
        : reply(200, { ...cors, 'content-type': 'text/plain' }, NOTHING)
    case 'segment':
      return json(200, { success: true }, cors)
    default:
      return json(200, receipt(stored, rejected), cors)
  }
}

interface Receipt {
  accepted: number
  rejected: { index: number; id: string | null; code: string; reason: string }[]
  ids: (string | null)[]
}

/** Per event, in the request's order: its id, or null and the reason. */
export function receipt(stored: Stored[], rejected: Rejected[]): Receipt {
  const ofItems = rejected.filter(({ index }) => index >= 0)
  const ids: (string | null)[] = new Array(stored.length + ofItems.length).fill(null)
  for (const { index, eventId } of stored) ids[index] = eventId
  return {
    accepted: stored.length,
    rejected: rejected
      .map(({ index, messageId, code, reason }) => ({ index, id: messageId, code, reason }))
      .sort((a, b) => a.index - b.index),
    ids,
  }
}

/** Too much at once: come again. Sensors' SDKs take any status as delivered, so they get none. */
export function overloaded(asked: Asked): Answer {
  return tryAgain(asked, 429, 'overloaded', 'Too much at once; send again', WAIT.overloaded)
}

/** A store cannot take writes: nothing of this request is stored. */
export function storeFailed(asked: Asked): Answer {
  return tryAgain(
    asked,
    503,
    'store_unavailable',
    'Nothing was stored; send again',
    WAIT.storeFailed,
  )
}

function tryAgain(
  asked: Asked,
  status: number,
  code: string,
  message: string,
  seconds: number,
): Answer {
  // The mini-program SDK forgets its queue at any status and keeps it only when no answer comes.
  if (asked.protocol === 'sensors') return { kind: 'close' }
  const headers = { ...corsHeaders(asked.headers), 'retry-after': String(seconds) }
  return json(status, { error: { code, message } }, headers)
}

export function badKey(asked: Asked): Reply {
  const error = { code: 'unknown_write_key', message: 'This write key is not known here' }
  return json(403, { error }, corsHeaders(asked.headers))
}

export function tooLarge(asked: Asked, limit: number): Reply {
  const error = { code: 'body_too_large', message: `A body may have ${limit} bytes, inflated too` }
  return json(413, { error }, corsHeaders(asked.headers))
}

export function methodNotAllowed(asked: Asked): Reply {
  const error = { code: 'method_not_allowed', message: `${asked.method} is not taken here` }
  const allow = asked.protocol === 'sensors' ? 'GET, POST, OPTIONS' : 'POST, OPTIONS'
  return json(405, { error }, { ...corsHeaders(asked.headers), allow })
}

/**
 * CORS for every answer, errors too. The origin is echoed, never `*`: beacons carry cookies, and
 * `*` covers neither those nor `authorization`.
 */
export function corsHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const origin = headers.origin
  if (origin === undefined || origin === '') return {}
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'Retry-After',
    vary: 'Origin',
  }
}

/** The answer to OPTIONS: whatever headers the SDK asks for, for a day. */
export function preflight(headers: IncomingHttpHeaders): Reply {
  const asked = headers['access-control-request-headers']
  return reply(
    204,
    {
      ...corsHeaders(headers),
      'access-control-allow-methods': 'GET, POST, OPTIONS',
      'access-control-max-age': '86400',
      ...(asked !== undefined && { 'access-control-allow-headers': asked }),
      vary: 'Origin, Access-Control-Request-Headers',
    },
    NOTHING,
  )
}

export function json(status: number, body: unknown, headers: Record<string, string>): Reply {
  const bytes = Buffer.from(JSON.stringify(body), 'utf8')
  return reply(status, { ...headers, 'content-type': 'application/json; charset=utf-8' }, bytes)
}

function reply(status: number, headers: Record<string, string>, body: Buffer): Reply {
  return {
    kind: 'reply',
    status,
    headers: { ...headers, 'content-length': String(body.length) },
    body,
  }
}
