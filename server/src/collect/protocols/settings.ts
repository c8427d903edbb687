// The settings browser SDKs fetch before they send anything; without them they never start.
import type { IncomingHttpHeaders } from 'node:http'
import { corsHeaders, json, type Reply } from './answers.ts'

export type SettingsRoute = { kind: 'segment'; writeKey: string } | { kind: 'rudder' }

/** Which settings a path asks for; Rudder's write key is in Basic auth or the query. */
export function settingsRoute(path: string): SettingsRoute | undefined {
  const m = /^\/v1\/projects\/([\x21-\x2e\x30-\x7e]{1,256})\/settings\/?$/.exec(path)
  if (m?.[1] !== undefined) return { kind: 'segment', writeKey: m[1] }
  return /^\/sourceConfig\/?$/.test(path) ? { kind: 'rudder' } : undefined
}

/** Our own address as the client reached it. */
export interface Origin {
  protocol: 'http' | 'https'
  host: string
}

/**
 * From the request itself; `trustProxy` says whether a reverse proxy in front may name the outer
 * host and protocol. Undefined when the host is none.
 */
export function originOf(
  headers: IncomingHttpHeaders,
  encrypted: boolean,
  trustProxy: boolean,
): Origin | undefined {
  const forwarded = (name: string) => {
    const value = trustProxy ? headers[name] : undefined
    return (Array.isArray(value) ? value[0] : value)?.split(',')[0]?.trim()
  }
  const host = forwarded('x-forwarded-host') ?? headers.host ?? ''
  if (!/^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host)) return undefined
  const outer = forwarded('x-forwarded-proto') ?? (encrypted ? 'https' : 'http')
  return { protocol: outer === 'https' ? 'https' : 'http', host }
}

/**
 * Segment's settings name our own host: with an empty list of integrations the SDK sends its events
 * to api.segment.io instead, and a visitor's data leaves the house.
 */
export function segmentSettings(
  writeKey: string,
  origin: Origin,
  headers: IncomingHttpHeaders,
): Reply {
  const integration = {
    apiKey: writeKey,
    apiHost: `${origin.host}/v1`,
    protocol: origin.protocol,
  }
  const body = { integrations: { 'Segment.io': integration } }
  return json(200, body, { ...corsHeaders(headers), 'cache-control': 'no-cache' })
}

/** Rudder's: one enabled source without destinations is all its SDK needs. */
export function rudderSourceConfig(headers: IncomingHttpHeaders): Reply {
  const source = { id: 'homefield', name: 'web', config: {}, enabled: true, destinations: [] }
  return json(200, { source }, { ...corsHeaders(headers), 'cache-control': 'no-cache' })
}
