// Requests recorded from the Sensors web and mini-program SDKs, with an independent decode beside
// them. They lie outside the repository; sensors.test.ts proves the same on data of our own.
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Draft, WireRequest } from '../draft.ts'
import { lazyPayload } from './payload.ts'
import { decodeSensors } from './sensors.ts'
import { findWriteKey } from './write-key.ts'

const root = new URL('../../../../../shared/fixtures/sensors/', import.meta.url)
const present = existsSync(root)

interface ExpectedEvent {
  kind: string
  name?: string
  distinctId?: string
  loginId?: string
  anonymousId?: string
  originalId?: string
  identities?: Record<string, string>
  trackId?: number
  clientTime: string
  sentAt: string
  itemType?: string
  itemId?: string
  properties?: Record<string, unknown>
}

interface ExpectedRequest {
  file: string
  scenario: string
  key: string | null
  receivedAt: string
  events: ExpectedEvent[]
}

interface Recorded {
  request: {
    method: string
    url: string
    headers: Record<string, string>
    bodyBase64: string
  }
}

function read<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, root), 'utf8'))
}

function wireOf(sdk: string, expected: ExpectedRequest): WireRequest {
  const { request } = read<Recorded>(`${sdk}/${expected.file}`)
  const url = new URL(request.url, 'http://localhost')
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.from(request.bodyBase64 ?? '', 'base64'),
    receivedAt: Date.parse(expected.receivedAt),
  }
}

const NAMESPACE: Record<string, string> = {
  $identity_login_id: 'member_id',
  $identity_anonymous_id: 'anonymous',
  $identity_cookie_id: 'cookie',
  $identity_mp_id: 'device',
  $identity_mp_unionid: 'unionid',
  $identity_mobile: 'phone',
  $identity_email: 'email',
  $identity_mp_wx0123456789abcdef_openid: 'openid:wx0123456789abcdef',
}

const INTENT: Record<string, string> = {
  login: 'bind',
  bind: 'bind',
  unbind: 'unbind',
  item_set: 'none',
  item_delete: 'none',
}

function identifiersOf(event: ExpectedEvent): string[] {
  if (event.kind.startsWith('item_')) return []
  const all = Object.entries(event.identities ?? {}).map(([k, v]) => `${NAMESPACE[k] ?? k} ${v}`)
  if (event.kind !== 'unbind') {
    if (event.loginId && !event.loginId.includes('+')) all.push(`member_id ${event.loginId}`)
    if (event.anonymousId) all.push(`anonymous ${event.anonymousId}`)
    if (event.originalId) all.push(`anonymous ${event.originalId}`)
  }
  return [...new Set(all)].sort()
}

function propsOf(event: ExpectedEvent): Record<string, unknown> {
  const props = { ...event.properties }
  if (Array.isArray(props.products)) {
    props.products = props.products.map((line) =>
      typeof line === 'string' ? JSON.parse(line) : line,
    )
  }
  if (event.itemType) props.item_type = event.itemType
  if (event.itemId) props.item_id = event.itemId
  return props
}

function expectDraft(draft: Draft | undefined, event: ExpectedEvent, receivedAt: string) {
  const clientAt = Date.parse(event.clientTime)
  expect(draft).toMatchObject({
    name: event.name ?? `$${event.kind}`,
    messageId: event.trackId === undefined ? null : String(event.trackId),
    intent: INTENT[event.kind] ?? 'observe',
    clientAt,
    at: Date.parse(receivedAt) - (Date.parse(event.sentAt) - clientAt),
  })
  expect(draft?.identifiers.map((i) => `${i.namespace} ${i.value}`).sort()).toEqual(
    identifiersOf(event),
  )
  expect(draft?.props).toEqual(propsOf(event))
}

const recorded = () =>
  describe('requests recorded from the real SDKs', () => {
    for (const sdk of present ? ['sa-sdk-javascript', 'sa-sdk-miniprogram'] : []) {
      const { perRequest } = read<{ perRequest: ExpectedRequest[] }>(`${sdk}/expected.json`)
      for (const expected of perRequest) {
        if (expected.events.length === 0) continue
        test(`${sdk} ${expected.file}: ${expected.scenario}`, () => {
          const request = wireOf(sdk, expected)
          const payload = lazyPayload(request)
          expect(findWriteKey(request, payload)).toBe(expected.key)
          const { drafts, rejected, notes } = decodeSensors(request, payload())
          expect(rejected).toEqual([])
          expect(notes.crc_mismatch).toBeUndefined()
          expect(drafts).toHaveLength(expected.events.length)
          for (const [i, event] of expected.events.entries()) {
            expectDraft(drafts[i], event, expected.receivedAt)
          }
        })
      }
    }

    test('retries of one event have one key, and different events have different ones', () => {
      const { perRequest } = read<{ perRequest: ExpectedRequest[] }>(
        'sa-sdk-miniprogram/expected.json',
      )
      const retried = perRequest.filter((r) => ['11.json', '12.json', '13.json'].includes(r.file))
      const keysOf = (r: ExpectedRequest) =>
        decodeSensors(wireOf('sa-sdk-miniprogram', r)).drafts.map((d) => d.dedupeKey)
      expect(new Set(retried.flatMap(keysOf)).size).toBe(1)
      const all = perRequest.flatMap(keysOf)
      // Two events were sent three and four times: no other two may look the same.
      expect(new Set(all).size).toBe(all.length - 5)
    })
  })

// Not skipped in silence: without the recordings this says so, and sensors.test.ts stands for them.

// Without the recordings beside the project, sensors.test.ts proves the same on data of its own.
if (present) recorded()
else
  test('the recorded requests are not here; the own data must prove the same', () => {
    expect(existsSync(new URL('./sensors.test.ts', import.meta.url))).toBe(true)
  })
