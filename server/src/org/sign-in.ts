// Proving who somebody is, and the session that follows.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { AppError, forbidden } from '../platform/errors.ts'
import { hashKey, makeKey } from '../platform/keys.ts'
import type { Secrets } from '../platform/secrets.ts'
import type { Base } from './base.ts'
import {
  ACCOUNT,
  ADDRESS,
  countAttempt,
  forgetAttempts,
  networkOf,
  takeBackAttempt,
} from './guesses.ts'
import { isPassword } from './passwords.ts'
import { auditPerson, contextOfTotp, useSecondFactor } from './people.ts'
import { deleteSessionByHash, insertSession } from './session-store.ts'
import { findUserByEmail, listTenantsOfUser, type OwnTenantRow, type UserRow } from './store.ts'

/** Where a request comes from. */
export interface Origin {
  ip: string
  userAgent: string
  /** The session it carries already; it ends when a new one begins. */
  token?: string | undefined
}

export interface Proof {
  password: string
  totp?: string | undefined
}

export interface SignedIn {
  token: string
  sessionId: string
  user: { id: string; name: string; email: string }
  tenants: OwnTenantRow[]
}

/**
 * @throws 401 wrong_credentials (the same for an unknown address), totp_required, wrong_totp;
 * 429 while locked; 403 for somebody whom no brand employs any more
 */
export async function signIn(
  base: Base,
  secrets: Secrets,
  input: Proof & { email: string },
  origin: Origin,
): Promise<SignedIn> {
  const user = await findUserByEmail(base, input.email)
  await provePerson(base, secrets, input.email, user, input, origin)
  return openSession(base, user as UserRow, origin)
}

/** Counts the attempt, checks password and second factor. `user` undefined: nobody, after as long. */
export async function provePerson(
  base: Base,
  secrets: Secrets,
  email: string,
  user: UserRow | undefined,
  proof: Proof,
  origin: { ip: string },
): Promise<void> {
  const network = networkOf(origin.ip)
  await countAttempt(base, ADDRESS, network)
  const attempts = await countAttempt(base, ACCOUNT, email)
  const isRight = await isPassword(proof.password, user?.password_hash ?? null)
  if (!isRight || !user) {
    if (user && attempts >= ACCOUNT.free)
      await auditPerson(base, user, 'sign_in.locked', origin, { attempts })
    throw new AppError(401, 'wrong_credentials', 'E-mail or password is wrong')
  }
  await takeBackAttempt(base, ADDRESS, network)
  await demandSecondFactor(base, secrets, user, proof.totp)
  await forgetAttempts(base, ACCOUNT, email)
}

/**
 * The caller has counted the attempt.
 * @throws 401 totp_required or wrong_totp
 */
export async function demandSecondFactor(
  base: Base,
  secrets: Secrets,
  user: UserRow,
  code: string | undefined,
): Promise<void> {
  if (!user.totp_confirmed_at || !user.totp_secret) return
  if (!code) {
    // Only this attempt: or guesses of the code could be washed off by leaving it out now and then.
    await takeBackAttempt(base, ACCOUNT, user.email)
    throw new AppError(401, 'totp_required', 'Enter the code of your authenticator app')
  }
  const secret = secrets.open(user.totp_secret, contextOfTotp(user.id))
  if (!(await useSecondFactor(base, user.id, secret, code)))
    throw new AppError(401, 'wrong_totp', 'The code is wrong or was used before')
}

/** A new session with a new token; the one the browser carried before ends. */
export async function openSession(
  base: Base,
  user: { id: string; name: string; email: string },
  origin: Origin,
): Promise<SignedIn> {
  const tenants = await listTenantsOfUser(base, user.id)
  if (tenants.length === 0)
    throw forbidden('no_membership', 'You do not belong to any brand any more')
  if (origin.token) await deleteSessionByHash(base, hashKey(origin.token))
  const { secret: token, hash } = makeKey('hfs_')
  const sessionId = randomUUID()
  await insertSession(base, { id: sessionId, hash, userId: user.id, ...origin })
  await auditPerson(base, user, 'session.started', { ip: origin.ip, sessionId })
  const { id, name, email } = user
  return { token, sessionId, user: { id, name, email }, tenants }
}

/**
 * What a page must send with its writes. Derived from the cookie that no page can read, so it needs
 * no keeping, and another site can neither read nor guess it.
 */
export const csrfTokenOf = (token: string) =>
  createHmac('sha256', token).update('csrf').digest('base64url')

export function isCsrfToken(token: string, given: unknown): boolean {
  const right = Buffer.from(csrfTokenOf(token))
  const sent = Buffer.from(typeof given === 'string' ? given : '')
  return right.length === sent.length && timingSafeEqual(right, sent)
}
