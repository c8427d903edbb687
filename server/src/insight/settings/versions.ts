// What a brand sets of a score or a level. Every wording is kept; before the first, those of the house hold.
import { sql } from 'kysely'
import type { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'

export type SettingKind = 'super_user' | 'ownership' | 'nps' | 'cost_model'

export interface Standing<Settings> {
  /** 0: nobody has set anything yet. */
  version: number
  settings: Settings
  at: Date | null
  by_name: string | null
}

interface Row {
  version: number
  settings: unknown
  at: Date
  by_name: string
}

/** @param version the newest of the moment of `ctx` unless given */
export async function settingsOf<Shape extends z.ZodType>(
  ctx: Ctx,
  kind: SettingKind,
  shape: Shape,
  version?: number,
): Promise<Standing<z.infer<Shape>>> {
  const { rows } = await sql<Row>`
    select version, settings, at, by_name from insight_setting
    where tenant_id = ${ctx.tenantId} and kind = ${kind}
      and ${version === undefined ? sql`true` : sql`version = ${version}`}
      and ${ctx.until ? sql`at <= ${ctx.until}` : sql`true`}
    order by version desc limit 1`.execute(ctx.pg)
  const row = rows[0]
  if (!row) return { version: 0, settings: shape.parse({}), at: null, by_name: null }
  return { ...row, settings: shape.parse(row.settings) }
}

/** @throws 409 edited_meanwhile when they are no longer those the change was made on */
export function changeSettings<Shape extends z.ZodType>(
  ctx: Ctx,
  kind: SettingKind,
  shape: Shape,
  change: { settings: z.infer<Shape>; version: number },
): Promise<Standing<z.infer<Shape>>> {
  return inTx(ctx, async (ctx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`insight_setting ${kind}`}), hashtext(${ctx.tenantId}))`.execute(
      ctx.pg,
    )
    const before = await settingsOf(ctx, kind, shape)
    if (before.version !== change.version)
      throw conflict('edited_meanwhile', 'Somebody has changed these settings meanwhile', {
        version: before.version,
      })
    await sql`insert into insight_setting (tenant_id, kind, version, settings, at, by, by_name)
      values (${ctx.tenantId}, ${kind}, ${before.version + 1}, ${JSON.stringify(change.settings)}::jsonb, ${ctx.now()},
        ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.actor.name})`.execute(ctx.pg)
    await audit(
      ctx,
      'insight_setting.changed',
      { kind: 'insight_setting', id: kind },
      { before: before.settings, after: change.settings },
    )
    return settingsOf(ctx, kind, shape)
  })
}
