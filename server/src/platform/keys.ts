// Random secrets that are shown once and kept as a hash: API keys, write keys, session and link tokens.
import { createHash, randomBytes } from 'node:crypto'

/** SHA-256 is enough, and fast: the secrets have 256 random bits, so there is nothing to guess. */
export const hashKey = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** What people recognise a key by; at most a third of a short one that somebody chose themselves. */
export const hintOf = (secret: string): string =>
  secret.slice(0, Math.min(12, Math.floor(secret.length / 3)))

export interface NewKey {
  secret: string
  hash: Buffer
  hint: string
}

export function makeKey(
  prefix: 'hfk_' | 'hfw_' | 'hfs_' | 'hfl_' | 'hfi_' | 'hfm_' | 'hfv_',
): NewKey {
  return describeKey(prefix + randomBytes(32).toString('base64url'))
}

export const describeKey = (secret: string): NewKey => ({
  secret,
  hash: hashKey(secret),
  hint: hintOf(secret),
})
