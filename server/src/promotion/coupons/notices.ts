// Who holds coupons is told once before they end: all of hers that end about then in one message, by day.
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { promotionSetting } from '../settings.ts'

const AT_ONCE = 2_000
/** Hours of the brand's clock in which people are told. */
export const [FROM_HOUR, TO_HOUR] = [9, 21]

/** Of every brand where it is day. @returns how many were told */
export async function noticeOfCoupons(
  system: Ctx,
  make: (tenantId: string) => Ctx,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select t.id from tenant t where extract(hour from ${system.now()}::timestamptz at time zone t.timezone)
        between ${FROM_HOUR} and ${TO_HOUR - 1}
      and exists (select 1 from coupon c where c.tenant_id = t.id and c.state = 'taken' and c.noticed_at is null
        and c.node_id is not null and c.valid_to > ${system.now()}
        and c.valid_to <= ${system.now()}::timestamptz + interval '30 days')`.execute(system.pg)
  let told = 0
  for (const { id } of rows) {
    const ctx = { ...make(id), now: system.now }
    const { coupon_notice_days: days } = await promotionSetting(ctx)
    if (days === null) continue
    for (;;) {
      const { noted, customers } = await noticeSome(ctx, days)
      told += customers
      if (noted < AT_ONCE) break
    }
  }
  return told
}

interface Due {
  code: string
  node_id: number
  count: number
  name: string
  until: string
}

/**
 * So many days before the end, and of what lives shorter than twice that, half-way. What cannot be used any more,
 * since its offer or activity is not live, is told of to nobody; the next run asks again.
 */
const noticeSome = (ctx: Ctx, days: number): Promise<{ noted: number; customers: number }> =>
  inTx(ctx, async (ctx) => {
    const { rows } = await sql<Due & { noted: number }>`
      with due as (
        select c.code from coupon c
        join coupon_batch b on b.tenant_id = c.tenant_id and b.id = c.batch_id
        join offer o on o.tenant_id = b.tenant_id and o.id = b.offer_id
        join tenant t on t.id = c.tenant_id
        left join activity a on a.tenant_id = o.tenant_id and a.id = o.activity_id,
        lateral (select c.valid_to - greatest(c.taken_at, coalesce(c.valid_from, c.taken_at)) as life) l
        where c.tenant_id = ${ctx.tenantId} and c.state = 'taken' and c.noticed_at is null and c.node_id is not null
          and c.valid_to > ${ctx.now()} and c.valid_to <= ${ctx.now()}::timestamptz + make_interval(days => ${days + 1})
          and case when l.life >= make_interval(days => ${2 * days})
            then (c.valid_to at time zone t.timezone)::date - ${days}::integer <= (${ctx.now()}::timestamptz at time zone t.timezone)::date
            else ${ctx.now()}::timestamptz >= c.valid_to - l.life / 2 end
          and o.state = 'live' and (a.id is null or a.state = 'live')
        order by c.node_id, c.valid_to, c.code limit ${AT_ONCE} for update of c skip locked),
      noted as (
        update coupon c set noticed_at = ${ctx.now()} from due
        where c.tenant_id = ${ctx.tenantId} and c.code = due.code
        returning c.code, c.node_id, c.batch_id, c.valid_to)
      select min(n.code) as code, n.node_id, count(*)::int as count,
        (array_agg(o.name order by n.valid_to, n.code))[1] as name,
        to_char(min(n.valid_to) at time zone t.timezone, 'YYYY-MM-DD HH24:MI') as until,
        (sum(count(*)) over ())::int as noted
      from noted n join coupon_batch b on b.tenant_id = ${ctx.tenantId} and b.id = n.batch_id
      join offer o on o.tenant_id = b.tenant_id and o.id = b.offer_id
      join tenant t on t.id = b.tenant_id
      group by n.node_id, t.timezone, (n.valid_to at time zone t.timezone)::date order by n.node_id, min(n.valid_to)`.execute(
      ctx.pg,
    )
    await sendMessages(
      ctx,
      rows.map(({ code, node_id, count, name, until }) => ({
        ...{ key: `coupon_ends:${code}:${node_id}`, node: node_id, link: '/coupons' },
        ...(count === 1
          ? { kind: 'coupon_ends' as const, params: { coupon: name, until } }
          : { kind: 'coupons_end' as const, params: { coupon: name, count, until } }),
      })),
    )
    return { noted: rows[0]?.noted ?? 0, customers: rows.length }
  })
