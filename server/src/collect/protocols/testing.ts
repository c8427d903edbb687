// Requests for the tests of protocols, made from small literals.
import type { WireRequest } from '../draft.ts'

export const RECEIVED_AT = Date.parse('2026-11-21T08:00:00.000Z')

export interface Sent {
  path?: string
  method?: string
  query?: string
  headers?: Record<string, string>
  body?: Buffer | string
}

export function wire(sent: Sent = {}): WireRequest {
  const body = sent.body ?? ''
  return {
    method: sent.method ?? 'POST',
    path: sent.path ?? '/v1/batch',
    query: new URLSearchParams(sent.query ?? ''),
    headers: sent.headers ?? {},
    body: typeof body === 'string' ? Buffer.from(body, 'utf8') : body,
    receivedAt: RECEIVED_AT,
  }
}

export function jsonWire(path: string, body: unknown): WireRequest {
  return wire({
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

export function base64(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value), 'utf8').toString(
    'base64',
  )
}
