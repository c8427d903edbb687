// What somebody does with their own account: password, second factor, sessions.
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { AppError, conflict, forbidden, invalid, notFound } from '../platform/errors.ts'
import type { Secrets } from '../platform/secrets.ts'
import { ACCOUNT, countAttempt, forgetAttempts } from './guesses.ts'
import { demandStrongPassword, hashPassword, isPassword } from './passwords.ts'
import {
  auditPerson,
  confirmTotpSecret,
  contextOfTotp,
  dropTotp,
  keepTotpSecret,
} from './people.ts'
import { deleteSessions, listSessionRows, type SessionRow } from './session-store.ts'
import { changeUserRow, findUserById, type SelfChange, setPassword, type UserRow } from './store.ts'
import { findStep, makeRecoveryCodes, makeTotpSecret, totpAddress } from './totp.ts'

/** @throws 403 for keys: they have no account */
export async function getOwnUser(ctx: Ctx): Promise<UserRow> {
  if (ctx.actor.kind !== 'user') throw forbidden('users_only', 'This is for people who signed in')
  const user = await findUserById(ctx, ctx.actor.id)
  if (!user) throw notFound('user')
  return user
}

/** An open session alone must not be enough to lock its owner out. */
async function demandOwnPassword(ctx: Ctx, password: string): Promise<UserRow> {
  const user = await getOwnUser(ctx)
  await countAttempt(ctx, ACCOUNT, user.email)
  if (!(await isPassword(password, user.password_hash)))
    throw new AppError(403, 'wrong_password', 'The present password is wrong')
  await forgetAttempts(ctx, ACCOUNT, user.email)
  return user
}

const ownOrigin = (ctx: Ctx) => ({
  ip: ctx.actor.ip ?? '',
  ...(ctx.actor.sessionId && { sessionId: ctx.actor.sessionId }),
})

/** Every other session ends: whoever else knew the old password is out. */
export async function changePassword(
  ctx: Ctx,
  input: { current: string; next: string },
): Promise<{ ended: number }> {
  const user = await demandOwnPassword(ctx, input.current)
  demandStrongPassword(input.next, user.email)
  const passwordHash = await hashPassword(input.next)
  return inTx(ctx, async (ctx) => {
    await setPassword(ctx, user.id, { passwordHash, onlyFirst: false })
    const exceptId = ctx.actor.sessionId
    const ended = await deleteSessions(ctx, { userId: user.id, ...(exceptId && { exceptId }) })
    await auditPerson(ctx, user, 'user.password_changed', ownOrigin(ctx), { sessions_ended: ended })
    return { ended }
  })
}

export function changeSelf(ctx: Ctx, change: SelfChange): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const user = await getOwnUser(ctx)
    await changeUserRow(ctx, user.id, change)
    if (change.name !== undefined && change.name !== user.name)
      await auditPerson(ctx, user, 'user.renamed', ownOrigin(ctx), {
        before: { name: user.name },
        after: { name: change.name },
      })
    if (change.language !== undefined && change.language !== user.language)
      await auditPerson(ctx, user, 'user.language_changed', ownOrigin(ctx), {
        before: { language: user.language },
        after: { language: change.language },
      })
  })
}

/** A new secret, of no effect until a first code confirms that the app has it. */
export async function beginTotp(
  ctx: Ctx,
  secrets: Secrets,
  password: string,
): Promise<{ secret: string; otpauth_url: string }> {
  const user = await demandOwnPassword(ctx, password)
  const secret = makeTotpSecret()
  if (!(await keepTotpSecret(ctx, user.id, secrets.seal(secret, contextOfTotp(user.id)))))
    throw conflict('totp_on_already', 'Two-step sign-in is on already; turn it off first')
  return { secret, otpauth_url: totpAddress(secret, user.email) }
}

/** @returns the recovery codes, shown this once */
export async function confirmTotp(ctx: Ctx, secrets: Secrets, code: string): Promise<string[]> {
  return inTx(ctx, async (ctx) => {
    const user = await getOwnUser(ctx)
    if (user.totp_confirmed_at) throw conflict('totp_on_already', 'Two-step sign-in is on already')
    if (!user.totp_secret) throw conflict('totp_not_begun', 'Ask for a secret first')
    const secret = secrets.open(user.totp_secret, contextOfTotp(user.id))
    const step = findStep(secret, code.replace(/\s/g, ''), ctx.now())
    if (step === undefined) throw invalid('wrong_totp', 'The code is wrong; is the clock right?')
    const codes = makeRecoveryCodes()
    if (!(await confirmTotpSecret(ctx, step, user.totp_secret, codes)))
      throw conflict('totp_on_already', 'Two-step sign-in is on already')
    await auditPerson(ctx, user, 'user.totp_enabled', ownOrigin(ctx))
    return codes
  })
}

export async function disableTotp(ctx: Ctx, password: string): Promise<void> {
  const user = await demandOwnPassword(ctx, password)
  await inTx(ctx, async (ctx) => {
    await dropTotp(ctx, user.id)
    await auditPerson(ctx, user, 'user.totp_disabled', ownOrigin(ctx))
  })
}

export async function listOwnSessions(ctx: Ctx): Promise<SessionRow[]> {
  return listSessionRows(ctx, (await getOwnUser(ctx)).id)
}

/** One of the actor's own sessions; another person's answers 404. */
export function endOwnSession(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const user = await getOwnUser(ctx)
    if ((await deleteSessions(ctx, { userId: user.id, id })) === 0) throw notFound('session')
    await audit(ctx, 'session.ended', { kind: 'session', id })
  })
}

export async function endOtherSessions(ctx: Ctx): Promise<number> {
  return inTx(ctx, async (ctx) => {
    const user = await getOwnUser(ctx)
    const exceptId = ctx.actor.sessionId
    const ended = await deleteSessions(ctx, { userId: user.id, ...(exceptId && { exceptId }) })
    await audit(ctx, 'sessions.ended', { kind: 'user', id: user.id }, { ended })
    return ended
  })
}

export function signOut(ctx: Ctx): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const user = await getOwnUser(ctx)
    const id = ctx.actor.sessionId
    if (id) await deleteSessions(ctx, { userId: user.id, id })
    await auditPerson(ctx, user, 'session.ended', ownOrigin(ctx))
  })
}
