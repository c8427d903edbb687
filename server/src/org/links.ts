// Links that work once: the first owner's, an invitation's, a password reset's.
import { randomUUIDv7 } from 'node:crypto'
import { audit } from '../platform/audit.ts'
import type { Ctx } from '../platform/ctx.ts'
import { AppError, invalid } from '../platform/errors.ts'
import { hashKey, makeKey } from '../platform/keys.ts'
import type { Secrets } from '../platform/secrets.ts'
import { asTenant, type Base, inBaseTx } from './base.ts'
import {
  ACCOUNT,
  ADDRESS,
  countAttempt,
  forgetAttempts,
  networkOf,
  takeBackAttempt,
} from './guesses.ts'
import { demandStrongPassword, hashPassword } from './passwords.ts'
import { auditPerson, dropTotp } from './people.ts'
import {
  deleteSessions,
  findLink,
  insertLink,
  type LinkRow,
  useLink,
  voidLinks,
} from './session-store.ts'
import {
  demandSecondFactor,
  type Origin,
  openSession,
  provePerson,
  type SignedIn,
} from './sign-in.ts'
import {
  acceptMembership,
  findUserByEmail,
  findUserById,
  hasOwner,
  insertMembership,
  insertOrFindUser,
  listTenantRows,
  lockInstallation,
  setPassword,
  type UserRow,
  updateMembership,
} from './store.ts'
import { createTenant, type NewTenant } from './tenants.ts'

const HOURS = { first_owner: 24, invite: 7 * 24, reset: 24 }

/** The first brand's, until its owner renames it. */
export const FIRST_TENANT: NewTenant = {
  language: 'zh-CN',
  name: '我的品牌',
  timezone: 'Asia/Shanghai',
  currency: 'CNY',
}

export interface Claim {
  token: string
  email: string
  name: string
  password: string
  totp?: string | undefined
  tenant?: NewTenant | undefined
}

/** @returns the path of the console's page; the token is in it and nowhere else */
export async function createLink(
  base: Base,
  link: { purpose: 'first_owner' } | InviteLink | ResetLink,
): Promise<string> {
  const { secret, hash } = makeKey('hfl_')
  await insertLink(base, {
    hash,
    purpose: link.purpose,
    validHours: HOURS[link.purpose],
    ...('userId' in link && { userId: link.userId }),
    ...('tenantId' in link && { tenantId: link.tenantId }),
  })
  const query = new URLSearchParams({
    token: secret,
    ...('email' in link && { email: link.email }),
  })
  return `/console/claim?${query}`
}
interface InviteLink {
  purpose: 'invite'
  tenantId: string
  userId: string
  email: string
}
interface ResetLink {
  purpose: 'reset'
  userId: string
  email: string
}

const unusable = () =>
  new AppError(410, 'link_unusable', 'This link was used already, or is out of date')

/** Does what the link is for, once, and signs the person in. */
export async function claimLink(
  base: Base,
  secrets: Secrets,
  claim: Claim,
  origin: Origin,
): Promise<SignedIn> {
  const network = networkOf(origin.ip)
  await countAttempt(base, ADDRESS, network)
  const hash = hashKey(claim.token)
  const link = await findLink(base, hash)
  if (!link) throw unusable()
  await takeBackAttempt(base, ADDRESS, network)
  const user =
    link.purpose === 'first_owner'
      ? await becomeFirstOwner(base, claim, hash, origin)
      : await claimOwnAccount(base, secrets, claim, link, hash, origin)
  return openSession(base, user, origin)
}

async function becomeFirstOwner(
  base: Base,
  claim: Claim,
  hash: Buffer,
  origin: Origin,
): Promise<UserRow> {
  demandStrongPassword(claim.password, claim.email)
  const passwordHash = await hashPassword(claim.password)
  return inBaseTx(base, async (base) => {
    await lockInstallation(base)
    // Two servers that start at once print two links: the second claim finds an owner.
    if (!(await useLink(base, hash)) || (await hasOwner(base))) throw unusable()
    const user = await makeOwner(base, { ...claim, passwordHash, ip: origin.ip })
    await voidLinks(base, { purpose: 'first_owner' })
    return user
  })
}

/** The owner of every brand there is, and of a first one if there is none but the demo. In a transaction. */
export async function makeOwner(
  base: Base,
  owner: {
    email: string
    name: string
    passwordHash: string
    ip?: string
    tenant?: NewTenant | undefined
  },
): Promise<UserRow> {
  const found = await insertOrFindUser(base, { id: randomUUIDv7(), ...owner })
  if (!found.is_new) await setPassword(base, found.id, { ...owner, onlyFirst: false })
  const user = { ...found, name: owner.name }
  const actor = {
    kind: 'user' as const,
    id: user.id,
    name: user.name,
    role: 'owner' as const,
    ...(owner.ip && { ip: owner.ip }),
  }
  const rows = await listTenantRows(base)
  const tenants = rows.map((t) => asTenant(base, t.id, actor))
  if (rows.every((t) => t.is_demo))
    tenants.push((await createTenant(base, actor, owner.tenant ?? FIRST_TENANT)).ctx)
  for (const ctx of tenants) {
    await grantOwnership(ctx, user)
    await audit(
      ctx,
      'owner.claimed',
      { kind: 'user', id: user.id },
      { after: { email: user.email } },
    )
  }
  return user
}

async function grantOwnership(ctx: Ctx, user: UserRow): Promise<void> {
  const scope = { kind: 'all' as const, ids: [] }
  const member = {
    userId: user.id,
    role: 'owner' as const,
    scope,
    name: user.name,
    isAccepted: true,
  }
  if (await insertMembership(ctx, member)) return
  await updateMembership(ctx, user.id, { role: 'owner', scope, isDisabled: false })
  await acceptMembership(ctx, user.id)
}

/** An invitation or a reset: the link names the person, the form must name the same one. */
async function claimOwnAccount(
  base: Base,
  secrets: Secrets,
  claim: Claim,
  link: LinkRow,
  hash: Buffer,
  origin: Origin,
): Promise<UserRow> {
  const user = link.user_id ? await findUserById(base, link.user_id) : undefined
  if (!user) throw unusable()
  if (user.email !== claim.email)
    throw invalid('email_mismatch', 'This link was made for another e-mail address')
  const keepsPassword = link.purpose === 'invite' && user.password_hash !== null
  let passwordHash: string | undefined
  if (keepsPassword) await provePerson(base, secrets, user.email, user, claim, origin)
  else {
    demandStrongPassword(claim.password, user.email)
    await countAttempt(base, ACCOUNT, user.email)
    await demandSecondFactor(base, secrets, user, claim.totp)
    await takeBackAttempt(base, ACCOUNT, user.email)
    passwordHash = await hashPassword(claim.password)
  }
  return inBaseTx(base, async (base) => {
    if (!(await useLink(base, hash))) throw unusable()
    if (passwordHash) {
      const isInvite = link.purpose === 'invite'
      const name = isInvite ? claim.name : undefined
      // Another brand's invitation was accepted meanwhile: this one then asks for that password.
      if (!(await setPassword(base, user.id, { passwordHash, name, onlyFirst: isInvite })))
        throw unusable()
      await forgetAttempts(base, ACCOUNT, user.email)
    }
    const person = {
      ...user,
      name: passwordHash && link.purpose === 'invite' ? claim.name : user.name,
    }
    const actor = {
      kind: 'user' as const,
      id: user.id,
      name: person.name,
      role: 'guide' as const,
      ip: origin.ip,
    }
    if (link.purpose === 'invite' && link.tenant_id) {
      const ctx = asTenant(base, link.tenant_id, actor)
      if (!(await acceptMembership(ctx, user.id))) throw unusable()
      await audit(ctx, 'user.joined', { kind: 'user', id: user.id })
    } else {
      await deleteSessions(base, { userId: user.id })
      await auditPerson(base, person, 'user.password_reset', origin)
    }
    return person
  })
}

/** For who runs the server: lets somebody in who lost the password, or also the phone. */
export async function createResetLink(
  base: Base,
  input: { email: string; dropTotp: boolean },
): Promise<string> {
  return inBaseTx(base, async (base) => {
    const user = await findUserByEmail(base, input.email)
    if (!user) throw new AppError(404, 'user_not_found', `Nobody has the address ${input.email}`)
    if (input.dropTotp) await dropTotp(base, user.id)
    await voidLinks(base, { purpose: 'reset', userId: user.id })
    await forgetAttempts(base, ACCOUNT, user.email)
    return createLink(base, { purpose: 'reset', userId: user.id, email: user.email })
  })
}
