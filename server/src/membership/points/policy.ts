// How the brand's points work: how long they last, what they are worth, who may go below nothing.
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'

export const Expiry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('never') }),
  z.object({
    kind: z.literal('rolling'),
    months: z.number().int().min(1).max(120),
    round: z.enum(['none', 'month', 'year']).describe('To the end of the month or year'),
  }),
  z.object({
    kind: z.literal('fixed'),
    month: z.number().int().min(1).max(12),
    day: z.number().int().min(1).max(31),
    years_after: z.number().int().min(0).max(10).describe('0: the next such day'),
  }),
])
export type Expiry = z.infer<typeof Expiry>

export const PointsPolicy = z.object({
  expiry: Expiry,
  refund_grace_days: z
    .number()
    .int()
    .min(0)
    .max(365)
    .describe('For points that had expired when they come back; 0: they are gone at once'),
  may_owe: z
    .boolean()
    .describe(
      'Whether a balance goes below nothing when earned points that are spent are taken back',
    ),
  worth: z
    .object({
      points: z.number().int().min(1).max(1_000_000),
      fen: z.number().int().min(1).max(1_000_000),
    })
    .describe('So many points pay so many fen'),
  most_bp: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .describe('The most of an order that points pay, basis points'),
  least_points: z.number().int().min(0).max(100_000_000),
  multiple: z.number().int().min(1).max(1_000_000).describe('Points are spent in multiples of it'),
  transfer: z.object({
    allowed: z.boolean(),
    most_a_day: z.number().int().min(0).max(100_000_000),
  }),
  adjust_most: z
    .number()
    .int()
    .min(1)
    .max(100_000_000)
    .describe('The most points one correction by hand may give or take'),
  breakage_bp: z
    .number()
    .int()
    .min(0)
    .max(10_000)
    .describe('The share that is expected never to be spent, basis points'),
})
export type PointsPolicy = z.infer<typeof PointsPolicy>

export const FIRST_POLICY: PointsPolicy = {
  expiry: { kind: 'rolling', months: 12, round: 'month' },
  refund_grace_days: 30,
  may_owe: false,
  worth: { points: 100, fen: 100 },
  most_bp: 5_000,
  least_points: 100,
  multiple: 1,
  transfer: { allowed: false, most_a_day: 0 },
  adjust_most: 100_000,
  breakage_bp: 0,
}

export interface PolicyInForce {
  version: number
  policy: PointsPolicy
  updated_at: string | null
}

/** Until somebody sets one, the first; its version is 0. */
export async function pointsPolicy(ctx: Ctx): Promise<PolicyInForce> {
  const { rows } = await sql<{ version: number; policy: PointsPolicy; at: Date }>`
    select version, policy, at from points_policy where tenant_id = ${ctx.tenantId} order by version desc limit 1`.execute(
    ctx.pg,
  )
  const row = rows[0]
  if (!row) return { version: 0, policy: FIRST_POLICY, updated_at: null }
  return { version: row.version, policy: row.policy, updated_at: row.at.toISOString() }
}

/** @throws 409 when somebody set another meanwhile */
export function setPointsPolicy(
  ctx: Ctx,
  version: number,
  policy: PointsPolicy,
): Promise<PolicyInForce> {
  if (policy.expiry.kind === 'fixed' && !isDay(policy.expiry.month, policy.expiry.day))
    throw invalid('no_such_day', 'There is no such day in every year')
  return inTx(ctx, async (ctx) => {
    const before = await pointsPolicy(ctx)
    const { numAffectedRows } = await sql`
      insert into points_policy (tenant_id, version, policy, at, actor)
      select ${ctx.tenantId}::uuid, ${version + 1}, ${JSON.stringify(policy)}::jsonb, ${ctx.now()}::timestamptz,
        ${`${ctx.actor.kind}:${ctx.actor.id}`}
      where ${before.version} = ${version}::int on conflict (tenant_id, version) do nothing`.execute(
      ctx.pg,
    )
    if (Number(numAffectedRows) === 0)
      throw conflict('changed_meanwhile', 'Somebody has changed this meanwhile; load it again')
    await audit(
      ctx,
      'points_policy.changed',
      { kind: 'points_policy', id: String(version + 1) },
      {
        before: before.policy,
        after: policy,
      },
    )
    return pointsPolicy(ctx)
  })
}

/** The 29th of February is not in every year. */
const isDay = (month: number, day: number) =>
  day <= ([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0)

export async function zoneOf(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{
    timezone: string
  }>`select timezone from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.timezone ?? 'UTC'
}
