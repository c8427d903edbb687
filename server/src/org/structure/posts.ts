// Moving, leaving, coming back: one present post each, and every one there ever was.
import { sql } from 'kysely'
import type { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import { changeMember, getMember } from '../team.ts'
import { demandPlaces, demandRevision, lockStructure, openPost, timeOf } from './rows.ts'
import type { Leave, Move, Staff } from './shapes.ts'
import { getStaff } from './staff.ts'

/** @throws 409 staff_left, same_post, or edited_meanwhile with what they are now */
export function moveStaff(ctx: Ctx, id: string, move: z.infer<typeof Move>): Promise<Staff> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    const before = await getStaff(ctx, id)
    demandRevision(move.revision, before)
    if (before.state === 'left')
      throw conflict('staff_left', 'They have left; take them back first')
    await demandPlaces(ctx, { storeId: move.store_id, regionId: move.region_id })
    const at = timeOf(ctx, move.at)
    const { post } = before
    const isSame =
      (post?.store?.id ?? null) === (move.store_id ?? null) &&
      (post?.region?.id ?? null) === (move.region_id ?? null) &&
      post?.title === move.title
    if (isSame) throw conflict('same_post', 'This is where they work already')
    await endPost(ctx, before, at, 'moved', move.reason)
    await openPost(ctx, id, move, at)
    return changed(ctx, id, 'staff.moved', { before: post, reason: move.reason })
  })
}

/**
 * From now on they see no customers: their post ends, and with it the sign-in linked to them. Whose
 * guide they were stays on record until somebody transfers those customers.
 */
export function letStaffLeave(ctx: Ctx, id: string, leave: z.infer<typeof Leave>): Promise<Staff> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    const before = await getStaff(ctx, id)
    demandRevision(leave.revision, before)
    if (before.state === 'left') throw conflict('staff_left', 'They have left already')
    await endPost(ctx, before, timeOf(ctx, leave.at), 'left', leave.reason)
    await sql`update staff set state = 'left' where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    )
    if (before.user) await endSignIn(ctx, before.user.id)
    return changed(ctx, id, 'staff.left', { before: before.post, reason: leave.reason })
  })
}

/** Back again under the same code; a sign-in that was ended is opened by hand. */
export function takeStaffBack(ctx: Ctx, id: string, move: z.infer<typeof Move>): Promise<Staff> {
  return inTx(ctx, async (ctx) => {
    await lockStructure(ctx)
    const before = await getStaff(ctx, id)
    demandRevision(move.revision, before)
    if (before.state === 'active') throw conflict('staff_present', 'They have not left')
    await demandPlaces(ctx, { storeId: move.store_id, regionId: move.region_id })
    const at = timeOf(ctx, move.at)
    if (before.post?.to && at < new Date(before.post.to))
      throw invalid('before_present_post', 'They still worked elsewhere then')
    await sql`update staff set state = 'active' where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    )
    await openPost(ctx, id, move, at)
    return changed(ctx, id, 'staff.returned', { reason: move.reason })
  })
}

async function endPost(
  ctx: Ctx,
  staff: Staff,
  at: Date,
  by: 'moved' | 'left',
  reason: string,
): Promise<void> {
  if (staff.post && at < new Date(staff.post.from))
    throw invalid('before_present_post', 'Their present post began later than that')
  await sql`update staff_post set to_at = ${at}, ended_by = ${by}, reason = ${reason}
    where tenant_id = ${ctx.tenantId} and staff_id = ${staff.id} and to_at is null`.execute(ctx.pg)
}

/** An owner's stays: only owners decide about owners. */
async function endSignIn(ctx: Ctx, userId: string): Promise<void> {
  const member = await getMember(ctx, userId)
  if (member.role === 'owner' || member.disabled_at) return
  await changeMember(ctx, userId, { disabled: true })
}

async function changed(
  ctx: Ctx,
  id: string,
  action: string,
  details: Record<string, unknown>,
): Promise<Staff> {
  await sql`update staff set revision = revision + 1 where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
    ctx.pg,
  )
  const after = await getStaff(ctx, id)
  await audit(ctx, action, { kind: 'staff', id }, { ...details, after: after.post })
  return after
}
