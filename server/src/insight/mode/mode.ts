// The operating mode: whose orders count as the private domain's own doing.
import { sql } from 'kysely'
import { audit, auditedUntil } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'

const DECIDED = 'operating_mode.decided'
export const MODES = ['empower', 'own_loop'] as const
export type ModeName = (typeof MODES)[number]

export interface Mode {
  mode: ModeName
  /** Platforms of orders that are the brand's own checkout. */
  own_platforms: string[]
  /** Platforms on which the brand talks to customers itself. */
  touch_platforms: string[]
  /** So many days after a touch an order elsewhere counts as reached. */
  window_days: number
}

/** Until the brand decides: everything that the private domain could have brought about. */
export const UNDECIDED: Mode = {
  mode: 'empower',
  own_platforms: ['mini_program', 'web', 'app'],
  touch_platforms: ['wecom', 'official_account', 'mini_program', 'app'],
  window_days: 30,
}

export async function modeOf(ctx: Ctx): Promise<Mode & { decided_at: Date | null }> {
  const { rows } = await sql<Mode & { decided_at: Date }>`
    select mode, own_platforms, touch_platforms, window_days, updated_at as decided_at
    from operating_mode where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  const decided = rows[0]
  if (ctx.until && decided && decided.decided_at > ctx.until) return modeAt(ctx, ctx.until)
  return decided ?? { ...UNDECIDED, decided_at: null }
}

/** As it was decided last by then. */
async function modeAt(ctx: Ctx, until: Date): Promise<Mode & { decided_at: Date | null }> {
  const decisions = await auditedUntil<{ after: Mode }>(ctx, DECIDED, until)
  const last = decisions.at(-1)
  return last ? { ...last.details.after, decided_at: last.at } : { ...UNDECIDED, decided_at: null }
}

export function decideMode(ctx: Ctx, next: Mode): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { decided_at: _, ...before } = await modeOf(ctx)
    await sql`insert into operating_mode
        (tenant_id, mode, own_platforms, touch_platforms, window_days, updated_at, updated_by)
      values (${ctx.tenantId}, ${next.mode}, ${next.own_platforms}::text[], ${next.touch_platforms}::text[],
        ${next.window_days}, ${ctx.now()}, ${`${ctx.actor.kind}:${ctx.actor.id}`})
      on conflict (tenant_id) do update set mode = excluded.mode, own_platforms = excluded.own_platforms,
        touch_platforms = excluded.touch_platforms, window_days = excluded.window_days,
        updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(ctx.pg)
    await audit(ctx, DECIDED, undefined, { before, after: next })
  })
}
