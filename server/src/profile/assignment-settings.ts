// How a brand's customers come to a store and a guide by themselves, and how long that is protected.
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../platform/audit.ts'
import { brandCached } from '../platform/brand-cache.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'

export const AssignmentKind = z.enum(['store', 'guide'])
export type AssignmentKind = z.infer<typeof AssignmentKind>

const Setting = z.object({
  protection_days: z
    .number()
    .int()
    .min(0)
    .max(3650)
    .describe('No rule takes the customer away for so long'),
  follow: z
    .enum(['first', 'latest'])
    .describe('first: the earliest purchase or adding decides; latest: a later one takes over'),
})
export type AssignmentSetting = z.infer<typeof Setting>
export const AssignmentSettings = z.object({ store: Setting, guide: Setting })
export type AssignmentSettings = z.infer<typeof AssignmentSettings>

const DEFAULT: AssignmentSetting = { protection_days: 30, follow: 'first' }

export const assignmentSettings = (ctx: Ctx): Promise<AssignmentSettings> =>
  brandCached(ctx, 'profile.assignment_settings', () => readSettings(ctx))

async function readSettings(ctx: Ctx): Promise<AssignmentSettings> {
  const { rows } = await sql<AssignmentSetting & { kind: AssignmentKind }>`
    select kind, protection_days, follow from assignment_setting
    where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
  const of = (kind: AssignmentKind) => {
    const row = rows.find((r) => r.kind === kind)
    return row ? { protection_days: row.protection_days, follow: row.follow } : DEFAULT
  }
  return { store: of('store'), guide: of('guide') }
}

export function setAssignmentSettings(
  ctx: Ctx,
  next: AssignmentSettings,
): Promise<AssignmentSettings> {
  return inTx(ctx, async (ctx) => {
    const before = await assignmentSettings(ctx)
    const u = unnest(Object.entries(next), {
      kind: ['text', ([kind]) => kind],
      protection_days: ['integer', ([, s]) => s.protection_days],
      follow: ['text', ([, s]) => s.follow],
    })
    await sql`insert into assignment_setting (tenant_id, updated_at, updated_by, ${u.names})
      select ${ctx.tenantId}::uuid, ${ctx.now()}::timestamptz, ${ctx.actor.name}::text, ${u.names} from ${u.rows}
      on conflict (tenant_id, kind) do update set protection_days = excluded.protection_days,
        follow = excluded.follow, updated_at = excluded.updated_at, updated_by = excluded.updated_by`.execute(
      ctx.pg,
    )
    await audit(ctx, 'assignment_settings.changed', undefined, { before, after: next })
    return next
  })
}
