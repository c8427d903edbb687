// What is true of a person everywhere: name, password, second factor. Input rules are here too.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { auditAll } from '../platform/audit.ts'
import type { Actor, Ctx } from '../platform/ctx.ts'
import { asTenant, type Base } from './base.ts'
import { listTenantsOfUser } from './store.ts'
import { findStep, normaliseRecoveryCode } from './totp.ts'

export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email())
  .describe('Case does not matter')
export const PersonName = z.string().trim().min(1).max(100)

/** What a person does with their own account shows in every brand they work for. */
export async function auditPerson(
  base: Base,
  person: { id: string; name: string },
  action: string,
  from: { ip: string; sessionId?: string },
  details?: Record<string, unknown>,
): Promise<void> {
  const actor: Actor = { kind: 'user', role: 'owner', ...person, ...from }
  for (const tenant of await listTenantsOfUser(base, person.id))
    await auditAll(asTenant(base, tenant.id, { ...actor, role: tenant.role }), [
      { action, object: { kind: 'user', id: person.id }, details },
    ])
}

export const contextOfTotp = (userId: string) => `totp:${userId}`
const hashCode = (code: string) => createHash('sha256').update(normaliseRecoveryCode(code)).digest()

/** A code of the app or a recovery code; either counts once. */
export async function useSecondFactor(
  base: Base,
  userId: string,
  secret: string,
  code: string,
): Promise<boolean> {
  const step = findStep(secret, code.replace(/\s/g, ''), base.now())
  if (step !== undefined) {
    const { rows } = await sql`update app_user set totp_last_step = ${step}
      where id = ${userId} and totp_last_step < ${step} returning id`.execute(base.pg)
    return rows.length > 0
  }
  const { rows } = await sql`update recovery_code set used_at = ${base.now()}
    where user_id = ${userId} and hash = ${hashCode(code)} and used_at is null
    returning hash`.execute(base.pg)
  return rows.length > 0
}

export async function keepTotpSecret(base: Base, userId: string, sealed: string): Promise<boolean> {
  const { rows } = await sql`update app_user set totp_secret = ${sealed}, totp_last_step = 0
    where id = ${userId} and totp_confirmed_at is null returning id`.execute(base.pg)
  return rows.length > 0
}

/** @returns false when it was confirmed meanwhile */
export async function confirmTotpSecret(
  ctx: Ctx,
  step: number,
  sealed: string,
  recoveryCodes: string[],
): Promise<boolean> {
  const { rows } = await sql`
    update app_user set totp_confirmed_at = ${ctx.now()}, totp_last_step = ${step}
    where id = ${ctx.actor.id} and totp_confirmed_at is null and totp_secret = ${sealed}
    returning id`.execute(ctx.pg)
  if (rows.length === 0) return false
  await sql`delete from recovery_code where user_id = ${ctx.actor.id}`.execute(ctx.pg)
  await sql`insert into recovery_code (user_id, hash)
    select ${ctx.actor.id}::uuid, * from unnest(${recoveryCodes.map(hashCode)}::bytea[])`.execute(
    ctx.pg,
  )
  return true
}

export async function dropTotp(base: Base, userId: string): Promise<void> {
  await sql`update app_user set totp_secret = null, totp_confirmed_at = null, totp_last_step = 0
    where id = ${userId}`.execute(base.pg)
  await sql`delete from recovery_code where user_id = ${userId}`.execute(base.pg)
}
