// Secrets at rest: AES-256-GCM under keys derived from one installation secret.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Pg } from './pg.ts'

export interface Secrets {
  /** Encrypts; `context` says what it belongs to and must be the same when opening. */
  seal(text: string, context: string): string
  /** @throws when it was changed, belongs to another context, or another secret sealed it */
  open(sealed: string, context: string): string
  /** A key of its own for each use, e.g. signing customers' page tokens. */
  deriveKey(purpose: string): Buffer
}

const VERSION = 'v1.'
const IV_BYTES = 12
const TAG_BYTES = 16

/** The given secret, or the one kept in the data folder, made at the first start. */
export function openSecrets(config: { secret: string | undefined; dataDir: string }): Secrets {
  return secretsFrom(config.secret ?? readOrMakeSecret(config.dataDir))
}

export function secretsFrom(secret: string): Secrets {
  const deriveKey = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', secret, 'homefield', purpose, 32))
  const key = deriveKey('secrets at rest')
  return {
    deriveKey,
    seal(text, context) {
      const iv = randomBytes(IV_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return VERSION + Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed, context) {
      if (!sealed.startsWith(VERSION)) throw new Error('not a sealed secret')
      const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(Buffer.from(context))
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
      const body = bytes.subarray(IV_BYTES + TAG_BYTES)
      return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
    },
  }
}

function readOrMakeSecret(dataDir: string): string {
  const path = join(dataDir, 'secret')
  const found = readSecret(path)
  if (found) return found
  mkdirSync(dataDir, { recursive: true })
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeSync(file, `${randomBytes(32).toString('hex')}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    // Linking is atomic and fails when the name is taken: of two servers starting at once one
    // makes it and both read it, never a half-written one.
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
  const made = readSecret(path)
  if (!made) throw new Error(`${path} was made and is gone again`)
  return made
}

function readSecret(path: string): string | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  if (text.length < 32)
    throw new Error(`${path} is damaged: put it back from a backup, what it encrypted needs it`)
  return text
}

/**
 * Every process must have the same secret, or one could not read what another encrypted.
 * @throws when this one's differs from that of the process that was here first
 */
export async function proveSecret(pg: Pg, secrets: Secrets): Promise<void> {
  const proof = createHmac('sha256', secrets.deriveKey('proof')).update('homefield').digest()
  await sql`insert into installation (secret_proof) values (${proof})
    on conflict (only_one) do nothing`.execute(pg)
  const { rows } = await sql<{
    secret_proof: Buffer
  }>`select secret_proof from installation`.execute(pg)
  const first = rows[0]?.secret_proof
  if (!first || !timingSafeEqual(first, proof))
    throw new Error(
      'The secret differs from the one this database was set up with. Give every server the same ' +
        'HOMEFIELD_SECRET, or the file `secret` of the first data folder.',
    )
}
