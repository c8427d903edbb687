// How long after it was given a session can be taken back.
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'

export const SessionCardSettings = z.object({
  undo_hours: z
    .number()
    .int()
    .min(0)
    .max(720)
    .describe('How long after it was given a session can be taken back; 0: never'),
  revision: z.number().int().min(0),
})
export type SessionCardSettings = z.infer<typeof SessionCardSettings>

/** Until the brand says otherwise: a day. */
export async function sessionCardSettings(ctx: Ctx): Promise<SessionCardSettings> {
  const { rows } =
    await sql<SessionCardSettings>`select undo_hours, revision from session_card_setting
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0] ?? { undo_hours: 24, revision: 0 }
}

/** @throws 409 when somebody changed them meanwhile */
export function setSessionCardSettings(
  ctx: Ctx,
  given: SessionCardSettings,
): Promise<SessionCardSettings> {
  return inTx(ctx, async (ctx) => {
    const before = await sessionCardSettings(ctx)
    const { rows } = await sql<SessionCardSettings>`
      insert into session_card_setting as s (tenant_id, undo_hours, revision)
      select ${ctx.tenantId}::uuid, ${given.undo_hours}::int, 1 where ${given.revision}::int = ${before.revision}::int
      on conflict (tenant_id) do update set undo_hours = excluded.undo_hours, revision = s.revision + 1
      where s.revision = ${given.revision} returning undo_hours, revision`.execute(ctx.pg)
    const after = rows[0]
    if (!after)
      throw conflict('changed_meanwhile', 'Somebody has changed this meanwhile; load it again')
    await audit(ctx, 'session_card_settings.changed', undefined, { before, after })
    return after
  })
}
