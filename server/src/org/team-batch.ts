// The same change of many people of the team at once.
import { sql } from 'kysely'
import { z } from 'zod'
import { auditAll } from '../platform/audit.ts'
import { mayGrant } from '../platform/auth.ts'
import { type BatchAnswer, BatchIds, sortOut } from '../platform/batch.ts'
import { type Ctx, inTx, type Role } from '../platform/ctx.ts'
import { RoleName } from './answers.ts'
import { lockOwners } from './store.ts'

export const MembersBatch = z.object({
  ids: BatchIds,
  set: z
    .object({ role: RoleName, disabled: z.boolean() })
    .partial()
    .refine((set) => set.role !== undefined || set.disabled !== undefined, 'nothing to change'),
})

interface MemberRow {
  user_id: string
  role: Role
  disabled: boolean
}

const lockMembers = async (ctx: Ctx, ids: readonly string[]): Promise<MemberRow[]> =>
  (
    await sql<MemberRow>`select user_id, role, disabled_at is not null as disabled from membership
      where tenant_id = ${ctx.tenantId} and user_id = any(${[...ids]}::uuid[]) order by user_id for update`.execute(
      ctx.pg,
    )
  ).rows

/** A brand keeps an owner who can sign in: the last one among them is refused. */
export function changeMembers(
  ctx: Ctx,
  { ids, set }: z.infer<typeof MembersBatch>,
): Promise<BatchAnswer> {
  return inTx(ctx, async (ctx) => {
    const owners = new Set(await lockOwners(ctx))
    const { taken, refused } = sortOut(
      ids,
      await lockMembers(ctx, ids),
      (m) => m.user_id,
      'user',
      (m) => {
        const role = set.role ?? m.role
        if (!mayGrant(ctx.actor, m.role) || !mayGrant(ctx.actor, role)) return 'beyond_own_role'
        const leaves = role !== 'owner' || (set.disabled ?? m.disabled)
        if (!leaves || !owners.has(m.user_id)) return undefined
        if (owners.size === 1) return 'last_owner'
        owners.delete(m.user_id)
        return undefined
      },
    )
    const differing = taken.filter(
      (m) =>
        (set.role !== undefined && set.role !== m.role) ||
        (set.disabled !== undefined && set.disabled !== m.disabled),
    )
    await update(ctx, differing, set)
    return { changed: differing.length, refused }
  })
}

async function update(
  ctx: Ctx,
  members: readonly MemberRow[],
  set: z.infer<typeof MembersBatch>['set'],
): Promise<void> {
  const toOwner = set.role === 'owner'
  await sql`update membership set
      role = ${set.role === undefined ? sql`role` : sql`${set.role}`},
      scope = ${toOwner ? sql`'all'` : sql`scope`}, scope_ids = ${toOwner ? sql`'{}'` : sql`scope_ids`},
      disabled_at = ${
        set.disabled === undefined
          ? sql`disabled_at`
          : set.disabled
            ? sql`coalesce(disabled_at, ${ctx.now()})`
            : sql`null`
      }
    where tenant_id = ${ctx.tenantId} and user_id = any(${members.map((m) => m.user_id)}::uuid[])`.execute(
    ctx.pg,
  )
  await auditAll(
    ctx,
    members.map((m) => ({
      action: 'user.changed',
      object: { kind: 'user', id: m.user_id },
      details: {
        before: { role: m.role, disabled: m.disabled },
        after: { role: set.role ?? m.role, disabled: set.disabled ?? m.disabled },
        together: members.length,
      },
    })),
  )
}

/**
 * Ends the sign-ins of people who leave. An owner's stays: only owners decide about owners.
 * @returns why somebody's could not be ended, by user
 */
export async function disableMembers(
  ctx: Ctx,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  const open = (await lockMembers(ctx, userIds)).filter((m) => m.role !== 'owner' && !m.disabled)
  const mine = open.filter((m) => mayGrant(ctx.actor, m.role))
  await update(ctx, mine, { disabled: true })
  return new Map(open.filter((m) => !mine.includes(m)).map((m) => [m.user_id, 'beyond_own_role']))
}
