// Who works for a brand, and as what.
import { randomUUIDv7 } from 'node:crypto'
import { audit } from '../platform/audit.ts'
import { mayGrant } from '../platform/auth.ts'
import { type Ctx, inTx, type Role, type Scope } from '../platform/ctx.ts'
import { conflict, forbidden, invalid, notFound } from '../platform/errors.ts'
import { createLink } from './links.ts'
import { demandKnownRegions } from './scope.ts'
import { voidLinks } from './session-store.ts'
import {
  findMemberByEmail,
  findMemberRow,
  insertMembership,
  insertOrFindUser,
  lockMember,
  lockOwners,
  type MemberRow,
  updateMembership,
} from './store.ts'

function demandGrantable(ctx: Ctx, role: Role): void {
  if (!mayGrant(ctx.actor, role))
    throw forbidden('beyond_own_role', `You cannot give or take the role ${role}`)
}

/** `all` names nobody's customers in particular, every other kind must; owners see everything. */
function demandSoundScope(role: Role, scope: Scope): void {
  if ((scope.kind === 'all') !== (scope.ids.length === 0))
    throw invalid(
      'invalid_scope',
      'A scope other than `all` names its regions, stores or staff ids',
    )
  if (role === 'owner' && scope.kind !== 'all')
    throw invalid('invalid_scope', 'An owner sees everything')
}

/**
 * The person chooses a password behind the link, or proves the one they have: whether the address
 * is known to another brand is nobody's business here, so the answer is the same.
 */
export function inviteUser(
  ctx: Ctx,
  input: { email: string; name: string; role: Role; scope: Scope },
): Promise<{ user: MemberRow; invite_link: string }> {
  return inTx(ctx, async (ctx) => {
    demandGrantable(ctx, input.role)
    demandSoundScope(input.role, input.scope)
    await demandKnownRegions(ctx, input.scope)
    const { email, name, role, scope } = input
    const person = await insertOrFindUser(ctx, {
      id: randomUUIDv7(),
      email,
      name,
      passwordHash: null,
    })
    if (!(await insertMembership(ctx, { userId: person.id, role, scope, name, isAccepted: false })))
      throw conflict('user_exists', `${email} is in the team already`)
    await audit(
      ctx,
      'user.invited',
      { kind: 'user', id: person.id },
      { after: { email, role, scope } },
    )
    const invite_link = await createLink(ctx, {
      purpose: 'invite',
      tenantId: ctx.tenantId,
      userId: person.id,
      email,
    })
    return { user: await getMember(ctx, person.id), invite_link }
  })
}

/**
 * An invitation, or a new link (and the role said now) where she was invited before and has not come.
 * @returns the path of the console's page
 * @throws 409 user_joined
 */
export async function inviteAgain(
  ctx: Ctx,
  input: { email: string; name: string; role: Role },
): Promise<string> {
  const member = await findMemberByEmail(ctx, input.email)
  if (!member) return (await inviteUser(ctx, { ...input, scope: ALL })).invite_link
  return inTx(ctx, async (ctx) => {
    const { invite_link } = await renewInvite(ctx, member.id)
    if (member.role !== input.role) await changeMember(ctx, member.id, { role: input.role })
    return invite_link
  })
}

/** A new link for somebody who has not come yet; the old one stops working. */
export function renewInvite(ctx: Ctx, userId: string): Promise<{ invite_link: string }> {
  return inTx(ctx, async (ctx) => {
    const user = await getMember(ctx, userId)
    demandGrantable(ctx, user.role)
    if (user.accepted_at) throw conflict('user_joined', `${user.email} has joined already`)
    await voidLinks(ctx, { purpose: 'invite', tenantId: ctx.tenantId, userId })
    const invite_link = await createLink(ctx, {
      purpose: 'invite',
      tenantId: ctx.tenantId,
      userId,
      email: user.email,
    })
    await audit(ctx, 'user.invited_again', { kind: 'user', id: userId })
    return { invite_link }
  })
}

export interface MemberChange {
  role?: Role | undefined
  scope?: Scope | undefined
  disabled?: boolean | undefined
}

/** @throws 409 last_owner: a brand always has an owner who can sign in */
export function changeMember(ctx: Ctx, userId: string, change: MemberChange): Promise<MemberRow> {
  return inTx(ctx, async (ctx) => {
    const owners = await lockOwners(ctx)
    await lockMember(ctx, userId)
    const before = await getMember(ctx, userId)
    const role = change.role ?? before.role
    const scope =
      change.scope ?? (role === 'owner' ? ALL : { kind: before.scope, ids: before.scope_ids })
    const isDisabled = change.disabled ?? before.disabled_at !== null
    demandGrantable(ctx, before.role)
    demandGrantable(ctx, role)
    demandSoundScope(role, scope)
    if (change.scope) await demandKnownRegions(ctx, change.scope)
    const leaves = role !== 'owner' || isDisabled
    if (leaves && owners.includes(userId) && owners.length === 1)
      throw conflict('last_owner', 'A brand keeps at least one owner; name another one first')
    await updateMembership(ctx, userId, { role, scope, isDisabled })
    await audit(
      ctx,
      'user.changed',
      { kind: 'user', id: userId },
      {
        before: sayMember(before),
        after: { role, scope, disabled: isDisabled },
      },
    )
    return getMember(ctx, userId)
  })
}

const ALL: Scope = { kind: 'all', ids: [] }
const sayMember = (m: MemberRow) => ({
  role: m.role,
  scope: { kind: m.scope, ids: m.scope_ids },
  disabled: m.disabled_at !== null,
})

export async function getMember(ctx: Ctx, userId: string): Promise<MemberRow> {
  const row = await findMemberRow(ctx, userId)
  if (!row) throw notFound('user')
  return row
}
