// Who was added and has not bought is told once before her own time as a new customer ends.
import { sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { consentWithdrawn } from '../../profile/index.ts'
import { FROM_HOUR, TO_HOUR } from '../coupons/notices.ts'
import { promotionSetting } from '../settings.ts'
import { type NewcomerOffer, newcomerOffers } from './for-newcomers.ts'
import { liveOffers } from './load.ts'

const HOUR = 3_600_000
const AT_ONCE = 20

/** Of every brand where it is day. @returns how many were told */
export async function noticeOfNewcomers(
  system: Ctx,
  make: (tenantId: string) => Ctx,
): Promise<number> {
  const { rows } = await sql<{ id: string; timezone: string }>`
    select t.id, t.timezone from tenant t where extract(hour from ${system.now()}::timestamptz at time zone t.timezone)
        between ${FROM_HOUR} and ${TO_HOUR - 1}
      and exists (select 1 from offer o where o.tenant_id = t.id and o.state = 'live'
        and o.terms #> '{who,hours_from_added}' is not null)`.execute(system.pg)
  let told = 0
  for (const { id, timezone } of rows)
    told += await noticeOfBrand({ ...make(id), now: system.now }, timezone)
  return told
}

async function noticeOfBrand(ctx: Ctx, timezone: string): Promise<number> {
  const { newcomer_notice_hours: notice } = await promotionSetting(ctx)
  if (notice === null) return 0
  const windows = [
    ...new Set((await liveOffers(ctx)).flatMap(({ offer }) => offer.who.hours_from_added ?? [])),
  ]
  if (windows.length === 0) return 0
  const due = await dueNow(ctx, windows, notice)
  let told = 0
  // What an offer asks of a person is asked person by person; of those who were added these days, some at a time.
  for (let from = 0; from < due.length; from += AT_ONCE) {
    const some = await Promise.all(
      due.slice(from, from + AT_ONCE).map(async (one) => ({
        ...one,
        offer: endingFirst(await newcomerOffers(ctx, one.customer, undefined), one.ends_at),
      })),
    )
    told += await sendMessages(
      ctx,
      some.flatMap(({ node, offer }) =>
        offer
          ? [
              {
                ...{ kind: 'newcomer_ends' as const, key: `newcomer_ends:${node}`, node },
                ...{ params: { offer: offer.name, until: inZone(offer.until, timezone) } },
                link: '/',
              },
            ]
          : [],
      ),
    )
  }
  return told
}

/** Of those that end when her own time does, or before. */
const endingFirst = (offers: readonly NewcomerOffer[], endsAt: Date) =>
  offers.find(
    (offer): offer is NewcomerOffer & { until: string } =>
      offer.until !== null && Date.parse(offer.until) <= endsAt.getTime(),
  )

const inZone = (at: string, timezone: string): string =>
  new Date(at)
    .toLocaleString('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' })
    .replace('T', ' ')

interface Due {
  customer: number
  /** The one that was added first: she is told once, whoever she turns out to be one with. */
  node: number
  ends_at: Date
}

/**
 * Whose time ends within so many hours, of windows shorter than twice that within their second half; who has not
 * bought, was not told yet and has not refused to be marketed to.
 */
async function dueNow(ctx: Ctx, windows: readonly number[], notice: number): Promise<Due[]> {
  const now = ctx.now()
  const oldest = new Date(now.getTime() - Math.max(...windows) * HOUR)
  const { rows } = await sql<Due>`
    with lately as (
      select distinct c.canonical_id from relation r
      join customer c on c.tenant_id = r.tenant_id and c.id = r.node_id
      where r.tenant_id = ${ctx.tenantId} and r.added_at > ${oldest}),
    added as (
      select l.canonical_id as customer, min(r.added_at) as added_at,
        (array_agg(r.node_id order by r.added_at, r.node_id))[1] as node, array_agg(distinct c.id) as nodes
      from lately l join customer c on c.tenant_id = ${ctx.tenantId} and c.canonical_id = l.canonical_id
      left join relation r on r.tenant_id = c.tenant_id and r.node_id = c.id
      group by l.canonical_id)
    select a.customer, a.node, min(a.added_at + make_interval(hours => w)) as ends_at
    from added a, unnest(${[...windows]}::integer[]) w
    where a.added_at + make_interval(hours => w) > ${now}
      and a.added_at + make_interval(hours => w) - make_interval(mins => (least(${notice}::numeric, w / 2.0) * 60)::integer) <= ${now}
      and not exists (select 1 from sales_order o where o.tenant_id = ${ctx.tenantId} and o.node_id = any(a.nodes)
        and o.evidence = 'verified' and o.state in ('paid', 'partly_refunded', 'refunded'))
      and not exists (select 1 from service_message m where m.tenant_id = ${ctx.tenantId}
        and m.key = any(select 'newcomer_ends:' || n from unnest(a.nodes) n))
      and not ${consentWithdrawn(ctx, 'a.customer', 'marketing', 'all')}
    group by a.customer, a.node order by a.customer`.execute(ctx.pg)
  return rows
}
