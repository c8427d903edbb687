// What storefronts are promoted by, as stretches of days: activities while they were live, and offers without one that
// lower prices for everybody. What is for some people only, coupons, gifts and free shipping are no promotion of a
// storefront.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import type { FrequencyLimits, Stretch } from './rule.ts'

/** Without storefronts it is everywhere. */
export interface Promotion {
  kind: 'activity' | 'offer'
  id: string
  name: string
  storefronts: readonly string[]
  starts_at: Date
  /** Null: it does not end. */
  ends_at: Date | null
}
export interface LimitedStorefront extends FrequencyLimits {
  code: string
  name: string
}
export interface PromotionDays extends Stretch {
  kind: 'activity' | 'offer'
  id: string
  storefronts: readonly string[]
}

/** Those that have a limit and are not closed. */
export async function limitedStorefronts(ctx: Ctx): Promise<LimitedStorefront[]> {
  const { rows } = await sql<LimitedStorefront>`
    select code, name, most_activities, most_days, gap_days from storefront
    where tenant_id = ${ctx.tenantId} and state <> 'closed'
      and coalesce(most_activities, most_days, gap_days) is not null order by code`.execute(ctx.pg)
  return rows
}

/** An offer that is a promotion of its storefronts by itself. */
export const isPromotion = (offer: {
  source: string
  activity_id: string | null
  kind: string
  terms: Readonly<Record<string, unknown>>
}): boolean => {
  const who = (offer.terms.who ?? {}) as Record<string, unknown>
  return (
    offer.source === 'offer' &&
    offer.activity_id === null &&
    !NO_DISCOUNTS.includes(offer.kind) &&
    !who.new_only &&
    ['audiences', 'levels', 'hours_from_added'].every((circle) => who[circle] === undefined)
  )
}
const NO_DISCOUNTS = ['free_shipping', 'gift']

interface Row {
  kind: 'activity' | 'offer'
  id: string
  name: string
  storefronts: string[]
  from_day: number
  to_day: number | null
}

/** Of what was promoted, is or will be, on or after a day; `but` is left out. */
export async function promotionDays(
  ctx: Ctx,
  since: number,
  but: string | null,
): Promise<PromotionDays[]> {
  const { rows } = await sql<Row>`
    with promotion as (
      select 'activity' as kind, a.id, a.name, a.storefronts, greatest(a.starts_at, a.live_from) as starts_at,
        least(a.ends_at, a.live_until) as ends_at
      from activity a where a.tenant_id = ${ctx.tenantId} and a.live_from is not null
      union all
      select 'offer', o.id, o.name,
        coalesce((select array_agg(w) from jsonb_array_elements_text(o.terms #> '{where,storefronts}') w), '{}'),
        greatest(o.starts_at, o.live_from), least(o.ends_at, o.live_until)
      from offer o where o.tenant_id = ${ctx.tenantId} and o.live_from is not null and o.activity_id is null
        and o.source = 'offer' and o.kind <> all(${NO_DISCOUNTS}::text[])
        and not coalesce((o.terms #>> '{who,new_only}')::boolean, false)
        and not coalesce(o.terms -> 'who' ?| array['audiences', 'levels', 'hours_from_added'], false))
    select p.kind, p.id, p.name, p.storefronts, ${dayOf(sql`p.starts_at`)} as from_day,
      ${dayOf(sql`p.ends_at - interval '1 millisecond'`)} as to_day
    from promotion p join tenant t on t.id = ${ctx.tenantId}
    where (p.ends_at is null or p.ends_at > p.starts_at) and p.id is distinct from ${but}::uuid
    order by p.starts_at, p.id`.execute(ctx.pg)
  return rows.map(stretchOf).filter(({ to }) => to >= since)
}

const dayOf = (at: ReturnType<typeof sql>) =>
  sql`((${at}) at time zone t.timezone)::date - date '1970-01-01'`

const stretchOf = ({ from_day, to_day, ...row }: Row): PromotionDays => ({
  ...{ ...row, from: from_day, to: to_day ?? Number.POSITIVE_INFINITY },
})

/** A promotion's days by the brand's calendar, and today. */
export async function daysOf(
  ctx: Ctx,
  { name, starts_at, ends_at }: Pick<Promotion, 'name' | 'starts_at' | 'ends_at'>,
): Promise<{ stretch: Stretch; today: number }> {
  const from = starts_at < ctx.now() ? ctx.now() : starts_at
  const { rows } = await sql<{ from_day: number; to_day: number | null; today: number }>`
    select ${dayOf(sql`${from}::timestamptz`)} as from_day, ${dayOf(sql`${ctx.now()}::timestamptz`)} as today,
      ${dayOf(sql`${ends_at}::timestamptz - interval '1 millisecond'`)} as to_day
    from tenant t where t.id = ${ctx.tenantId}`.execute(ctx.pg)
  const [row] = rows
  if (!row) throw new Error('a brand that is not there')
  const to = row.to_day ?? Number.POSITIVE_INFINITY
  return { stretch: { name, from: row.from_day, to }, today: row.today }
}

export const dayText = (day: number): string =>
  new Date(day * 86_400_000).toISOString().slice(0, 10)
