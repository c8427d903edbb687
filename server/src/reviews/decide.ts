// What the brand does with a review: shows it, hides it for a reason of the list, answers it.
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { conflict } from '../platform/errors.ts'
import { getReview, type Review } from './list.ts'
import { POINTS_DAYS } from './points.ts'
import type { HidingReason } from './rules.ts'

const DAY = 86_400_000
const untilOf = (ctx: Ctx) => new Date(ctx.now().getTime() + POINTS_DAYS * DAY)

/** One of two who decide at once is told that the other was quicker. */
async function decide(
  ctx: Ctx,
  id: string,
  revision: number,
  set: ReturnType<typeof sql>,
): Promise<{ before: Review; after: Review }> {
  const before = await getReview(ctx, id)
  const { numAffectedRows } = await sql`update review set ${set}, revision = revision + 1
    where tenant_id = ${ctx.tenantId} and id = ${id} and revision = ${revision}`.execute(ctx.pg)
  if (Number(numAffectedRows ?? 0) === 0)
    throw conflict('edited_meanwhile', 'Somebody else changed it meanwhile', {
      present: await getReview(ctx, id),
    })
  return { before, after: await getReview(ctx, id) }
}

const toldOf = ({ state, hidden_for, hidden_note }: Review) => ({ state, hidden_for, hidden_note })

/** @throws 404, 409 when somebody else changed it meanwhile */
export function showReview(ctx: Ctx, id: string, revision: number): Promise<Review> {
  return inTx(ctx, async (ctx) => {
    const { before, after } = await decide(
      ctx,
      id,
      revision,
      sql`state = 'shown', hidden_for = null, hidden_note = '', decided_at = ${ctx.now()},
        points_due = case when is_refunded then 'reclaim' else 'release' end, points_until = ${untilOf(ctx)}`,
    )
    await audit(
      ctx,
      'review.shown',
      { kind: 'review', id },
      { stars: after.stars, sku: after.sku, before: toldOf(before), after: toldOf(after) },
    )
    return after
  })
}

/** @throws 404, 409 when somebody else changed it meanwhile */
export function hideReview(
  ctx: Ctx,
  id: string,
  given: { reason: HidingReason; note: string; revision: number },
): Promise<Review> {
  return inTx(ctx, async (ctx) => {
    const { before, after } = await decide(
      ctx,
      id,
      given.revision,
      sql`state = 'hidden', hidden_for = ${given.reason}, hidden_note = ${given.note}, decided_at = ${ctx.now()},
        points_due = 'reclaim', points_until = ${untilOf(ctx)}`,
    )
    await audit(
      ctx,
      'review.hidden',
      { kind: 'review', id },
      { stars: after.stars, sku: after.sku, before: toldOf(before), after: toldOf(after) },
    )
    return after
  })
}

/** An empty text takes the answer back. @throws 404, 409 when somebody else changed it meanwhile */
export function replyToReview(
  ctx: Ctx,
  id: string,
  given: { text: string; revision: number },
): Promise<Review> {
  return inTx(ctx, async (ctx) => {
    const { before, after } = await decide(
      ctx,
      id,
      given.revision,
      sql`reply = ${given.text}, replied_at = ${given.text === '' ? null : ctx.now()}::timestamptz`,
    )
    await audit(
      ctx,
      'review.replied',
      { kind: 'review', id },
      { before: { reply: before.reply }, after: { reply: after.reply } },
    )
    return after
  })
}
