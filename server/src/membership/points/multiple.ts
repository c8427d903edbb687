// How many times the points of an order are given: fixed with what its buyer held when it was paid.
import { sql } from 'kysely'
import { nodesOf } from '../../identity/index.ts'
import { brandCached } from '../../platform/brand-cache.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { depositsThen } from '../benefits/depositors.ts'
import { type Alone, aloneOf, bestOf, levelRows, periodSql } from '../benefits/entitled.ts'
import type { MultipleDays } from '../benefits/kinds/points-multiple.ts'
import { closedTo } from '../benefits/trials.ts'
import { takeBenefit } from '../benefits/use.ts'

export interface PaidOrder {
  orderId: string
  node: number
  paidAt: Date
}
export interface Multiplying {
  code: string
  times_bp: number
  stacks: boolean
}
/** What multiplies an order's points. */
export interface Multiple {
  levels: string[]
  benefits: Multiplying[]
}

/** Pure: of those that do not stack the best one, and what every other adds: 1.5 and 2 that stacks make 2.5. */
export const timesBp = (benefits: readonly Multiplying[]): number =>
  benefits.reduce((times, { times_bp }) => times + times_bp - 10_000, 10_000)

export interface PaidDay {
  /** Of the brand's calendar. */
  day: number
  weekday: number
  isBirthdayMonth: boolean
}
/** Pure. */
export function holdsOn(days: MultipleDays | undefined, paid: PaidDay): boolean {
  if (days === undefined) return true
  if (days.kind === 'birthday_month') return paid.isBirthdayMonth
  return days.days.includes(days.kind === 'month_days' ? paid.day : paid.weekday)
}

/** Whether anything that is given for orders asks who bought. */
export async function asksMultiples(ctx: Ctx): Promise<boolean> {
  const orders = await givenForOrders(ctx)
  if (orders === 'nothing') return false
  if (orders === 'by_level') return true
  const { rows } = await sql`select 1 from benefit
    where tenant_id = ${ctx.tenantId} and kind = 'points_multiple' and not is_retired limit 1`.execute(
    ctx.pg,
  )
  return rows.length > 0
}

const givenForOrders = (ctx: Ctx): Promise<'nothing' | 'alike' | 'by_level'> =>
  brandCached(ctx, 'membership.given_for_orders', async () => {
    const { rows } = await sql<{ by_level: boolean }>`
      select v.rule -> 'on' -> 'level_bp' <> '{}' as by_level from points_rule_version v
      where v.tenant_id = ${ctx.tenantId} and v.until_at is null and v.rule -> 'on' ->> 'kind' = 'order'`.execute(
      ctx.pg,
    )
    if (rows.length === 0) return 'nothing'
    return rows.some((row) => row.by_level) ? 'by_level' : 'alike'
  })

/** An own order is paid this moment: what its buyer holds now is fixed with it, as far as it is proved to be hers. */
export async function fixMultiple(ctx: Ctx, orderId: string, node: number): Promise<void> {
  if (!(await asksMultiples(ctx))) return
  const [group] = await nodesOf(ctx, [node])
  const alone = group && (await aloneOf(ctx, node, group[1]))
  await fix(ctx, [{ orderId, node, paidAt: ctx.now() }], 'now', alone)
}

/**
 * Those of orders, fixed now where they are not yet: of shops elsewhere one hears later, so theirs rest on
 * the level that stood on record when they were paid.
 */
export async function multiplesOf(
  ctx: Ctx,
  orders: readonly PaidOrder[],
): Promise<Map<string, Multiple>> {
  if (orders.length === 0) return new Map()
  const known = await fixed(ctx, orders)
  const missing = orders.filter((o) => !known.has(o.orderId))
  if (missing.length === 0) return known
  await fix(ctx, missing, 'then')
  return fixed(ctx, orders)
}

async function fixed(ctx: Ctx, orders: readonly PaidOrder[]): Promise<Map<string, Multiple>> {
  const { rows } = await sql<Multiple & { order_id: string }>`
    select order_id, levels, benefits from points_multiple
    where tenant_id = ${ctx.tenantId} and order_id = any(${orders.map((o) => o.orderId)}::uuid[])`.execute(
    ctx.pg,
  )
  return new Map(rows.map(({ order_id, ...multiple }) => [order_id, multiple]))
}

interface Row extends PaidDay {
  order_id: string
  customer: number
  paid_at: Date
  levels: string[]
  benefits: (Multiplying & { days?: MultipleDays; tried_by: string | null })[]
}

async function fix(
  ctx: Ctx,
  orders: readonly PaidOrder[],
  level: 'now' | 'then',
  alone?: Alone,
): Promise<void> {
  const u = unnest([...new Map(orders.map((o) => [o.orderId, o])).values()], {
    order_id: ['uuid', (o) => o.orderId],
    node: ['bigint', (o) => o.node],
    paid_at: ['timestamptz', (o) => o.paidAt],
  })
  const levels = alone
    ? levelRows(alone)
    : level === 'now'
      ? sql`select s.ladder, s.level from level_standing s
          where s.tenant_id = p.tenant_id and s.node_id = p.canonical_id`
      : sql`select * from (select distinct on (l.ladder) l.ladder, l.to_level as level from level_change l
          where l.tenant_id = p.tenant_id and l.node_id = p.canonical_id and l.found_at <= p.paid_at
          order by l.ladder, l.found_at desc, l.id desc) l where l.level is not null`
  const { rows } = await sql<Row>`
    with paid as materialized (
      select r.order_id, r.paid_at, c.tenant_id, c.canonical_id, t.timezone,
        array(select o.id from customer o where o.tenant_id = c.tenant_id and o.canonical_id = c.canonical_id
          and ${alone ? sql`o.id = any(${[...alone.nodes]}::bigint[])` : sql`true`}) as nodes
      from ${u.rows} join customer c on c.tenant_id = ${ctx.tenantId} and c.id = r.node
      join tenant t on t.id = c.tenant_id),
    held as materialized (
      select p.order_id, case s.ladder when 'growth' then 'level' else 'fan' end as holder, s.level as holder_code
      from paid p cross join lateral (${levels}) s
      union
      select p.order_id, 'card', d.plan_code from paid p join card d on d.tenant_id = p.tenant_id and d.node_id = any(p.nodes)
        and d.made_at <= p.paid_at and d.starts_at <= p.paid_at and d.ends_at > p.paid_at
      where d.state <> 'refunded' or exists (select 1 from card_change x where x.tenant_id = d.tenant_id
        and x.card_id = d.id and x.to_state = 'refunded' and x.at > p.paid_at)
      union
      select p.order_id, s.holder, s.holder_code from paid p
      cross join lateral (${depositsThen(ctx, sql`p.nodes`, sql`p.paid_at`, sql`p.order_id`)}) s)
    select p.order_id, p.canonical_id as customer, p.paid_at, extract(day from p.paid_at at time zone p.timezone)::int as day,
      extract(isodow from p.paid_at at time zone p.timezone)::int as weekday,
      coalesce((select substring(a.value #>> '{}' from '-(\\d\\d)-') = to_char(p.paid_at at time zone p.timezone, 'MM')
        from attribute a where a.tenant_id = p.tenant_id and a.node_id = any(p.nodes) and a.name = 'birthday'
          and jsonb_typeof(a.value) = 'string' order by a.at desc limit 1), false) as "isBirthdayMonth",
      array(select h.holder_code from held h where h.order_id = p.order_id and h.holder = 'level' order by 1) as levels,
      coalesce((select jsonb_agg(distinct jsonb_build_object('code', b.code, 'times_bp', b.args -> 'times_bp',
          'stacks', b.stacks, 'tried_by', b.tried_by) || case when b.args ? 'days' then jsonb_build_object('days', b.args -> 'days') else '{}' end)
        from held h join benefit_holder m on m.tenant_id = p.tenant_id and m.holder = h.holder and m.holder_code = h.holder_code
        join benefit b on b.tenant_id = m.tenant_id and b.code = m.benefit_code and b.kind = 'points_multiple' and not b.is_retired
        where h.order_id = p.order_id and (b.uses_limit is null or b.used < b.uses_limit)
          and (b.per_customer is null or b.per_customer > (select coalesce(sum(a.used), 0) from benefit_allowance a
            join tenant t on t.id = a.tenant_id where a.tenant_id = b.tenant_id and a.benefit_code = b.code
              and a.node_id = any(p.nodes) and a.period = ${periodSql(ctx.now())}))), '[]') as benefits
    from paid p`.execute(ctx.pg)
  if (rows.length === 0) return
  const isClosed = await closedTo(ctx, rows)
  const found = unnest(rows, {
    order_id: ['uuid', (r) => r.order_id],
    paid_at: ['timestamptz', (r) => r.paid_at],
    levels: ['jsonb', (r) => JSON.stringify(r.levels)],
    benefits: ['jsonb', (r) => JSON.stringify(countedOf(r, isClosed))],
  })
  await sql`insert into points_multiple (tenant_id, order_id, paid_at, levels, benefits)
    select ${ctx.tenantId}::uuid, order_id, paid_at, array(select jsonb_array_elements_text(r.levels)), benefits
    from ${found.rows} on conflict do nothing`.execute(ctx.pg)
}

/** Those of hers that hold on that day: the best that does not stack, and every one that does. */
const countedOf = (
  row: Row,
  isClosed: (customer: number, code: string) => boolean,
): Multiplying[] =>
  bestOf(
    'points_multiple',
    row.benefits
      .filter(({ code, days }) => holdsOn(days, row) && !isClosed(row.customer, code))
      .map(({ code, times_bp, stacks }) => ({
        ...{ code, times_bp, stacks },
        ...{ kind: 'points_multiple' as const, args: { times_bp } },
      })),
  ).map(({ code, times_bp, stacks }) => ({ code, times_bp, stacks }))

/**
 * Takes a use of each for the order, once however often it is asked; one that is used up meanwhile does not
 * count. @returns those that do
 */
export async function takeMultiples(
  ctx: Ctx,
  order: { orderId: string; customer: number },
  benefits: readonly Multiplying[],
): Promise<Multiplying[]> {
  const taken: Multiplying[] = []
  for (const benefit of [...benefits].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    const { ok } = await takeBenefit(ctx, {
      ...{ key: `points:${order.orderId}:${benefit.code}`, code: benefit.code, worthFen: 0 },
      ...{ customer: order.customer, orderId: order.orderId, state: 'used', wasEntitled: true },
    })
    if (ok) taken.push(benefit)
  }
  return taken
}
