// Event ids: the same message always gets the same id, whoever receives it and however often.
import { hash, randomUUIDv7 } from 'node:crypto'

/** First 16 bytes of SHA-256 over tenant, protocol and the message's own key, as a UUID's text. */
export function derivedEventId(tenantId: string, protocol: string, key: string): string {
  return asUuid(hash('sha256', `${tenantId}\n${protocol}\n${key.toWellFormed()}`, 'hex'))
}

export const eventId = (tenantId: string, protocol: string, key: string | null) =>
  key === null ? randomUUIDv7() : derivedEventId(tenantId, protocol, key)

const asUuid = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
