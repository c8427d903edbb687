// Which protocol a path speaks, and how its dead letters are sent again.
import type { Decoded, WireRequest } from '../draft.ts'
import { decodeHomefield } from './homefield.ts'
import { lazyPayload, type Payload } from './payload.ts'
import { decodeSegment, segmentRoute } from './segment.ts'
import { decodeSensors } from './sensors.ts'

export type Protocol = 'segment' | 'sensors' | 'homefield'

const DECODERS: Record<Protocol, (request: WireRequest, payload?: Payload) => Decoded> = {
  segment: decodeSegment,
  sensors: decodeSensors,
  homefield: decodeHomefield,
}

/**
 * The protocol of a collection path, or undefined. The Sensors SDKs keep whatever prefix their
 * server_url has; node's debug mode and the web's rename only the last part.
 */
export function protocolOf(path: string): Protocol | undefined {
  if (/^\/v1\/(?:events|customers)\/?$/.test(path)) return 'homefield'
  if (segmentRoute(path) !== undefined) return 'segment'
  return /(?:^|\/)sa(?:\.gif)?$/.test(path) || path === '/debug' ? 'sensors' : undefined
}

export function decode(protocol: Protocol, request: WireRequest, payload?: Payload): Decoded {
  return DECODERS[protocol](request, payload)
}

export function isProtocol(label: string): label is Protocol {
  return Object.hasOwn(DECODERS, label)
}

export interface Replay {
  /** The kept bytes, or what somebody mended them into. */
  raw: Buffer
  /** When they first came in: the clock correction must be the same again. */
  receivedAt: number
}

/** A dead letter as a request that its own protocol decodes. */
export function replayRequest(protocol: Protocol, replay: Replay): WireRequest {
  const { raw, receivedAt } = replay
  const request = {
    method: 'POST',
    query: new URLSearchParams(),
    headers: {},
    body: raw,
    receivedAt,
  }
  if (protocol === 'sensors') return { ...request, path: '/sa' }
  if (protocol === 'segment') return { ...request, path: '/v1/batch' }
  const payload = lazyPayload({ ...request, path: '' })()
  const ofCustomers =
    payload.kind === 'json' &&
    typeof payload.value === 'object' &&
    payload.value !== null &&
    Object.hasOwn(payload.value, 'customers')
  return { ...request, path: ofCustomers ? '/v1/customers' : '/v1/events' }
}

export { lazyPayload }
