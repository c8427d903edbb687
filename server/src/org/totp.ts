// Time-based one-time passwords (RFC 6238: SHA-1, 6 digits, 30 seconds), as every authenticator app
// speaks them.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const STEP_SECONDS = 30
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648 base32 without padding. */
export function toBase32(bytes: Uint8Array): string {
  let bits = 0
  let held = 0
  let text = ''
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(held >> bits) & 31]
      held &= (1 << bits) - 1
    }
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text
}

export function fromBase32(text: string): Buffer {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of text) {
    held = (held << 5) | ALPHABET.indexOf(letter)
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push(held >> bits)
      held &= (1 << bits) - 1
    }
  }
  return Buffer.from(bytes)
}

/** 160 bits, as RFC 4226 advises. */
export const makeTotpSecret = () => toBase32(randomBytes(20))

export const stepAt = (now: Date) => Math.floor(now.getTime() / 1000 / STEP_SECONDS)

export function codeAt(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** The step the code belongs to, a clock half a minute off allowed; undefined when to none. */
export function findStep(secret: string, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const current = stepAt(now)
  return [current, current - 1, current + 1].find((step) =>
    timingSafeEqual(Buffer.from(codeAt(secret, step)), Buffer.from(code)),
  )
}

/** What an authenticator app reads from a QR code. */
export const totpAddress = (secret: string, email: string) =>
  `otpauth://totp/Homefield:${encodeURIComponent(email)}?secret=${secret}&issuer=Homefield`

/** Ten words of 80 bits each, for the day the phone is lost. */
export const makeRecoveryCodes = () =>
  Array.from({ length: 10 }, () => toBase32(randomBytes(10)).replace(/(.{4})(?=.)/g, '$1-'))

export const normaliseRecoveryCode = (text: string) => text.toUpperCase().replace(/[^A-Z2-7]/g, '')
