// How a receiver knows that a body is ours: the scheme of the Standard Webhooks specification.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const PREFIX = 'whsec_'

export const newSigningSecret = () => PREFIX + randomBytes(24).toString('base64')

/**
 * Headers of a delivery; the id stays the same over all attempts, so a receiver can count it once.
 * Two secrets sign while one takes the other's place: a receiver that knows either is content.
 */
export function signedHeaders(
  secrets: readonly string[],
  id: string,
  at: Date,
  body: string,
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets
      .map((secret) => `v1,${sign(secret, id, timestamp, body)}`)
      .join(' '),
  }
}

/** What a receiver does, here for tests and as an example. */
export function isSignedBy(
  secret: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: string,
  now: Date,
  toleranceSeconds = 300,
): boolean {
  const { 'webhook-id': id = '', 'webhook-timestamp': timestamp = '' } = headers
  if (!(Math.abs(now.getTime() / 1000 - Number(timestamp)) <= toleranceSeconds)) return false
  const expected = Buffer.from(sign(secret, id, timestamp, body))
  return (headers['webhook-signature'] ?? '').split(' ').some((part) => {
    const given = Buffer.from(part.replace(/^v1,/, ''))
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

function sign(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
  return createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
}
