// That she showed her code at a till. Only with it her points and stored value are spent: a phone number or a card's
// number can be known to anybody. Nothing is kept: it is her node and an end, signed under a key of her brand's.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../platform/secrets.ts'

/** As long as a shift: a sale that was paid while the line was down is told of later. */
const GOOD_FOR_SECONDS = 12 * 60 * 60
const SIGNED = 8
const MARK = 16

export const proofKey = (secrets: Secrets, tenantId: string): Buffer =>
  secrets.deriveKey(`till proofs of ${tenantId}`)

const markOf = (key: Buffer, said: Buffer) =>
  createHmac('sha256', key).update(said).digest().subarray(0, MARK)

export function proofOf(key: Buffer, node: number, at: Date): string {
  const said = Buffer.alloc(SIGNED)
  said.writeUInt32BE(node, 0)
  said.writeUInt32BE(Math.floor(at.getTime() / 1000) + GOOD_FOR_SECONDS, 4)
  return Buffer.concat([said, markOf(key, said)]).toString('base64url')
}

/** @returns whose it is; undefined for one that is made up, over or of another brand */
export function readProof(key: Buffer, proof: string, at: Date): number | undefined {
  const bytes = Buffer.from(proof, 'base64url')
  if (bytes.length !== SIGNED + MARK) return undefined
  const said = bytes.subarray(0, SIGNED)
  if (!timingSafeEqual(markOf(key, said), bytes.subarray(SIGNED))) return undefined
  return said.readUInt32BE(4) * 1000 > at.getTime() ? said.readUInt32BE(0) : undefined
}
