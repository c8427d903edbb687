// What the scorecard counts: growth and value, nth orders, the way to the first good experience, service, costs.
import { sql as pg } from 'kysely'
import { CUSTOMER } from '../../audiences/index.ts'
import { spentBy } from '../../commerce/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { NAMES } from '../chain/links-sql.ts'
import type { Counting } from '../gmv/sums-sql.ts'
import { rowsIn, type Stretch } from '../question/reading.ts'
import { grownOrders, ordersInLife } from './orders-sql.ts'
import type { COSTS, GrowthFigure } from './shape.ts'
import { until } from './stages-sql.ts'

const DAY = as('Int64', 86_400_000)
export const DELIVERED = ['order_delivered', 'Order Delivered', 'order_received', 'order_signed']
const REPLIES = ['wecom_message_sent', 'message_sent']
const named = (names: readonly string[]): Sql => sql`name in ${as('Array(String)', [...names])}`

export async function growthIn(
  ctx: Ctx,
  counting: Counting,
  stretch: Stretch,
): Promise<Record<GrowthFigure, number | null>> {
  const { whose } = counting.reading
  const [[row], [fresh]] = await Promise.all([
    ctx.ch.rows<
      Record<
        | 'first'
        | 'first_net'
        | 'existing'
        | 'existing_net'
        | 'buyers'
        | 'wider'
        | 'sorted'
        | 'dearer',
        string
      >
    >(
      ctx.tenantId,
      sql`select uniqExactIf(c, nth = 1) as first, sumIf(net, nth = 1) as first_net,
          uniqExactIf(c, nth > 1) as existing, sumIf(net, nth > 1) as existing_net, uniqExact(c) as buyers,
          uniqExactIf(c, fresh) as wider, uniqExactIf(c, notEmpty(kinds)) as sorted, uniqExactIf(c, dearer) as dearer
        from (${grownOrders(counting, stretch)}) where ${rowsIn(stretch, sql`paid`)}`,
    ),
    ctx.ch.rows<{ n: string }>(
      ctx.tenantId,
      sql`select count() as n from (select ${CUSTOMER} as c, min(at) as first from event
        where ${whose} group by c) where ${rowsIn(stretch, sql`first`)}`,
    ),
  ])
  const n = (name: keyof NonNullable<typeof row>) => Number(row?.[name] ?? 0)
  const over = (part: number, whole: number) => (whole > 0 ? part / whole : null)
  const existing = n('existing')
  return {
    new_customers: Number(fresh?.n ?? 0),
    first_buyers: n('first'),
    first_net_fen: n('first_net'),
    existing_buyers: existing,
    existing_net_fen: n('existing_net'),
    existing_share: over(n('existing_net'), n('existing_net') + n('first_net')),
    repeat_rate: over(existing, n('buyers')),
    // Where no product has a category, nobody knows who bought of another.
    fresh_rate: n('sorted') > 0 ? over(n('wider'), existing) : null,
    dearer_rate: over(n('dearer'), existing),
  }
}

const MOST_STEPS = 5

/** Of who has paid the nth order, who has paid one more. */
export async function nthOrders(ctx: Ctx, counting: Counting, stretch: Stretch) {
  const rows = await ctx.ch.rows<{ orders: string; customers: string }>(
    ctx.tenantId,
    sql`select orders, count() as customers from (
      select c, least(max(nth), ${as('UInt64', MOST_STEPS + 1)}) as orders from (${ordersInLife(counting, stretch)}) group by c)
      group by orders`,
  )
  const atLeast = (n: number) =>
    rows.reduce((sum, row) => sum + (Number(row.orders) >= n ? Number(row.customers) : 0), 0)
  return Array.from({ length: MOST_STEPS }, (_, i) => {
    const [customers, next] = [atLeast(i + 1), atLeast(i + 2)]
    return { order: i + 1, customers, next, rate: customers > 0 ? next / customers : null }
  })
}

/** From being added to the first order to its delivery: the first good experience. */
export async function ahaIn(ctx: Ctx, counting: Counting, stretch: Stretch) {
  const { whose } = counting.reading
  const ms = sql`toUnixTimestamp64Milli(at)`
  const added = sql`select ${CUSTOMER} as c, min(${ms}) as added_ms from event where ${whose} and ${named(NAMES.adds)}
    group by c having added_ms >= ${as('Int64', stretch.from)} and added_ms < ${as('Int64', stretch.to)}`
  const orders = sql`select c, toUnixTimestamp64Milli(paid) as ordered_ms from (${ordersInLife(counting, stretch)}) where nth = 1`
  const delivered = sql`select ${CUSTOMER} as c, groupArray(${ms}) as times from event
    where ${whose} and ${named(DELIVERED)} and ${until(stretch)} group by c`
  const [row] = await ctx.ch.rows<
    Record<'added' | 'ordered' | 'delivered', string> &
      Record<'to_order' | 'to_delivery', number | null>
  >(
    ctx.tenantId,
    sql`select count() as added, countIf(ordered_ms >= added_ms) as ordered, countIf(ordered_ms >= added_ms and came > 0) as delivered,
        quantileExactInclusiveOrNullIf(0.5)((ordered_ms - added_ms) / 1000, ordered_ms >= added_ms) as to_order,
        quantileExactInclusiveOrNullIf(0.5)((came - ordered_ms) / 1000, ordered_ms >= added_ms and came > 0) as to_delivery
      from (select a.added_ms as added_ms, o.ordered_ms as ordered_ms, arrayMin(arrayPushBack(arrayFilter(t -> t >= o.ordered_ms, d.times), toInt64(9e15))) as soonest,
          if(soonest = toInt64(9e15), 0, soonest) as came
        from (${added}) as a left join (${orders}) as o on o.c = a.c left join (${delivered}) as d on d.c = a.c)`,
  )
  const [told] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    sql`select count() as n from event where ${named(DELIVERED)}`,
  )
  return {
    added: Number(row?.added ?? 0),
    ordered: Number(row?.ordered ?? 0),
    delivered: Number(row?.delivered ?? 0),
    to_order_seconds: row?.to_order ?? null,
    to_delivery_seconds: row?.to_delivery ?? null,
    has_deliveries: Number(told?.n ?? 0) > 0,
  }
}

/** Who wrote and was answered within a day; who was added and is still there. */
export async function serviceIn(ctx: Ctx, counting: Counting, stretch: Stretch) {
  const { whose } = counting.reading
  const ms = sql`toUnixTimestamp64Milli(at)`
  const [row] = await ctx.ch.rows<Record<'asked' | 'replied' | 'replies', string>>(
    ctx.tenantId,
    sql`select countIf(asked_ms > 0) as asked, countIf(asked_ms > 0 and answered) as replied, sum(length(sent)) as replies from (
      select ${CUSTOMER} as c, minIf(${ms}, name = 'wecom_message_received') as asked_ms,
        groupArrayIf(${ms}, ${named(REPLIES)}) as sent,
        arrayExists(t -> t >= asked_ms and t <= asked_ms + ${DAY}, sent) as answered
      from event where ${whose} and ${rowsIn(stretch)} and (name = 'wecom_message_received' or ${named(REPLIES)}) group by c)`,
  )
  const [friends] = await ctx.ch.rows<Record<'friends' | 'kept', string>>(
    ctx.tenantId,
    sql`select countIf(added > 0) as friends, countIf(added > 0 and gone < added) as kept from (
      select ${CUSTOMER} as c, maxIf(${ms}, ${named(NAMES.adds)}) as added,
        maxIf(${ms}, name in ('wecom_friend_deleted', 'relation_ended', 'member_left')) as gone
      from event where ${whose} and ${until(stretch)}
        and (${named(NAMES.adds)} or name in ('wecom_friend_deleted', 'relation_ended', 'member_left')) group by c)`,
  )
  return {
    asked: Number(row?.asked ?? 0),
    replied: Number(row?.replies ?? 0) > 0 ? Number(row?.replied ?? 0) : null,
    friends: Number(friends?.friends ?? 0),
    kept: Number(friends?.kept ?? 0),
  }
}

/** Costs that were recorded for the days, per customer served, order and guide with customers. */
export async function costsIn(
  ctx: Ctx,
  { currency }: Counting,
  days: { from: string; to: string },
  counts: Record<'customer' | 'order', number>,
) {
  const { rows } = await pg<{ kind: string; fen: number }>`
    select kind, sum(fen)::bigint as fen from cost where tenant_id = ${ctx.tenantId} and currency = ${currency}
      and ${spentBy(ctx)} and spent_on between ${days.from}::date and ${days.to}::date group by kind order by kind`.execute(
    ctx.pg,
  )
  // Who was whose is known as it is now only.
  const { rows: guides } = ctx.until
    ? { rows: [] }
    : await pg<{ n: number }>`
    select count(distinct staff_id)::int as n from relation where tenant_id = ${ctx.tenantId} and state = 'friend'`.execute(
        ctx.pg,
      )
  const fen = rows.reduce((sum, row) => sum + row.fen, 0)
  const all = { ...counts, guide: guides[0]?.n ?? null }
  return {
    fen,
    kinds: rows,
    per: (Object.keys(all) as (typeof COSTS)[number][]).map((what) => ({
      what,
      count: all[what],
      fen: rows.length > 0 && all[what] ? fen / all[what] : null,
    })),
  }
}
