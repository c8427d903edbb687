// The code a customer shows at a till: eighteen digits that say who she is for about a minute and to nobody else.
// Nothing is kept of it. It is her node, hidden by a mask that its own check digits give; the check is an HMAC over
// the node and the minute, under a key of her brand's.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../platform/secrets.ts'

/** How long a code is shown. */
export const SHOWN_SECONDS = 60
/** For whoever holds out the phone just when the code changes. */
export const GRACE_SECONDS = 20
const NODE_DIGITS = 10
const CHECK_DIGITS = 8
const NODES = 10n ** BigInt(NODE_DIGITS)
const CHECKS = 10n ** BigInt(CHECK_DIGITS)
const MOST_NODE = 4_294_967_295n

export const MEMBER_CODE = /^\d{18}$/

/** Another brand's codes are under another key. */
export const memberCodeKey = (secrets: Secrets, tenantId: string): Buffer =>
  secrets.deriveKey(`member codes of ${tenantId}`)

const numberOf = (key: Buffer, text: string): bigint =>
  createHmac('sha256', key).update(text).digest().readBigUInt64BE()
const digits = (value: bigint, length: number) => value.toString().padStart(length, '0')

const checkOf = (key: Buffer, node: bigint, turn: number): string =>
  digits(numberOf(key, `check ${turn} ${node}`) % CHECKS, CHECK_DIGITS)
const maskOf = (key: Buffer, check: string): bigint => numberOf(key, `mask ${check}`) % NODES

const turnAt = (at: Date) => Math.floor(at.getTime() / 1000 / SHOWN_SECONDS)

export interface MemberCode {
  code: string
  /** Until another one is shown. */
  changesAt: Date
}
export function memberCodeAt(key: Buffer, node: number, at: Date): MemberCode {
  const turn = turnAt(at)
  const check = checkOf(key, BigInt(node), turn)
  const hidden = (BigInt(node) + maskOf(key, check)) % NODES
  return {
    code: digits(hidden, NODE_DIGITS) + check,
    changesAt: new Date((turn + 1) * SHOWN_SECONDS * 1000),
  }
}

/** Whose code it is; undefined for one that is forged, old or of another brand. */
export function readMemberCode(key: Buffer, code: string, at: Date): number | undefined {
  if (!MEMBER_CODE.test(code)) return undefined
  const check = code.slice(NODE_DIGITS)
  const hidden = BigInt(code.slice(0, NODE_DIGITS))
  const node = (hidden + NODES - maskOf(key, check)) % NODES
  if (node === 0n || node > MOST_NODE) return undefined
  const now = turnAt(at)
  const isLate = at.getTime() / 1000 - now * SHOWN_SECONDS < GRACE_SECONDS
  const turns = isLate ? [now, now - 1] : [now]
  const isHers = turns.some((turn) =>
    timingSafeEqual(Buffer.from(checkOf(key, node, turn)), Buffer.from(check)),
  )
  return isHers ? Number(node) : undefined
}
