// A second person's word on an activity.
import { sql } from 'kysely'
import { z } from 'zod'
import { approvalKind } from '../../desk/index.ts'
import { conflict } from '../../platform/errors.ts'
import { demandPublishable, goLive, lockActivity } from './activities.ts'

export const activityApproval = approvalKind({
  permission: 'promotion:write',
  payload: z.object({ activity: z.uuid(), revision: z.number().int() }),
  async run(ctx, { activity: id, revision }) {
    const activity = await lockActivity(ctx, id)
    if (activity.revision !== revision)
      throw conflict('edited_meanwhile', 'It is not what was asked for any more')
    demandPublishable(ctx, activity)
    return goLive(ctx, activity)
  },
  drop: (ctx, { activity: id }) =>
    sql`update activity set approval_id = null where tenant_id = ${ctx.tenantId} and id = ${id}`.execute(
      ctx.pg,
    ),
})
