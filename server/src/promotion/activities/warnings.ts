// What somebody should think about before an activity goes live. Of these, what a storefront allows stands in the way.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { excessesAt } from '../frequency/frequency.ts'
import type { FrequencyRule } from '../frequency/rule.ts'
import { promotionSetting } from '../settings.ts'
import { type Activity, promotionOf } from './queries.ts'

export interface Warning {
  code: 'too_often' | 'too_deep' | 'budget_over' | 'no_offers' | FrequencyRule
  args: Record<string, string | number>
}

const DAY = 86_400_000

export async function warningsOf(ctx: Ctx, activity: Activity): Promise<Warning[]> {
  const { most_activities, deepest_bp } = await promotionSetting(ctx)
  const warnings: Warning[] = []
  if (activity.state !== 'ended')
    for (const { rule, earliest, names, ...excess } of await excessesAt(
      ctx,
      promotionOf(activity.id, activity),
    ))
      warnings.push({
        code: rule,
        args: { ...excess, names: names.join(', '), earliest: earliest ?? '' },
      })
  if (activity.offers === 0) warnings.push({ code: 'no_offers', args: {} })
  if (most_activities !== null) {
    const others = await near(ctx, activity)
    if (others.length + 1 > most_activities)
      warnings.push({
        code: 'too_often',
        args: { most: most_activities, count: others.length + 1, names: others.join(', ') },
      })
  }
  if (deepest_bp !== null)
    for (const offer of await deepOffers(ctx, activity.id, deepest_bp))
      warnings.push({ code: 'too_deep', args: { ...offer, most_bp: deepest_bp } })
  if (activity.budget_fen !== null) {
    const promised = await promisedFen(ctx, activity.id)
    if (promised > activity.budget_fen)
      warnings.push({
        code: 'budget_over',
        args: { budget_fen: activity.budget_fen, promised_fen: promised },
      })
  }
  return warnings
}

/** Others that begin within thirty days of it and share an audience, or are for everybody. */
async function near(ctx: Ctx, { id, starts_at, audiences }: Activity): Promise<string[]> {
  const at = Date.parse(starts_at)
  const { rows } = await sql<{ name: string }>`select name from activity
    where tenant_id = ${ctx.tenantId} and id <> ${id} and state in ('live', 'paused', 'ended')
      and starts_at between ${new Date(at - 30 * DAY)} and ${new Date(at + 30 * DAY)}
      and (audiences = '{}' or ${audiences.length === 0} or audiences && ${audiences}::uuid[])
    order by starts_at, id`.execute(ctx.pg)
  return rows.map((row) => row.name)
}

/** Percentages say how deep they go; sums do not, without a basket. */
async function deepOffers(
  ctx: Ctx,
  id: string,
  deepest: number,
): Promise<{ offer: string; off_bp: number }[]> {
  const { rows } = await sql<{ offer: string; off_bp: number }>`
    select o.name as offer, (b.off)::int as off_bp from offer o, lateral (
      select max(v::numeric) as off from jsonb_path_query(o.terms -> 'args', '$.**.off_bp') as p (v0),
      lateral (select p.v0 #>> '{}' as v) x) b
    where o.tenant_id = ${ctx.tenantId} and o.activity_id = ${id} and o.state <> 'ended'
      and o.kind in ('percentage', 'steps') and b.off > ${deepest} order by o.id`.execute(ctx.pg)
  return rows
}

/** What its offers may cost by their own limits, as far as they have one. */
async function promisedFen(ctx: Ctx, id: string): Promise<number> {
  const { rows } = await sql<{ fen: number }>`
    select coalesce(sum((limits #>> '{all,fen}')::bigint), 0)::bigint as fen from offer
    where tenant_id = ${ctx.tenantId} and activity_id = ${id} and state <> 'ended'`.execute(ctx.pg)
  return rows[0]?.fen ?? 0
}
