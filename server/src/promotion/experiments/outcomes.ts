// What the people of each arm did after they met it, out of orders and refunds, as sums over people.
import { sql } from 'kysely'
import { costedOrders } from '../../commerce/index.ts'
import { benefitCosts, benefitsGiven } from '../../membership/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Sums } from '../../platform/statistics/sequential.ts'
import { behaviourOf, type Did } from './behaviour.ts'
import type { Experiment } from './shapes.ts'

export interface Outcome {
  code: string
  share: number
  /** Who met this arm and no other. */
  exposed: number
  /** Of them, those whose window and days for refunds are over; the next four are of these. */
  measured: number
  buyers: number
  orders: number
  revenue: Sums
  margin: Sums
  /** Of everybody exposed, so far, for guards: margin less the floor's part of revenue. */
  above_floor: Sums
  /** Refunds less the ceiling's part of sales. */
  over_ceiling: Sums
  sales_fen: number
  net_fen: number
  margin_fen: number
  /** What its offer was worth to buyers, of orders paid or still to be paid; of a benefit also what it cost. */
  subsidy_fen: number
  /** Nothing is left of its offer, its coupons or its benefit. */
  is_used_up: boolean
  /** Of an experiment whose benefits are to encourage something. */
  behaviour: Did | null
}
type Sum = `${'revenue' | 'margin' | 'floor' | 'ceiling'}_${'sum' | 'squares'}`
interface Row extends Record<Sum, number> {
  arm: string
  exposed: number
  measured: number
  buyers: number
  orders: number
  sales_fen: number
  net_fen: number
  margin_fen: number
}

const sumsOf = (n: number, sum: number, sum_squares: number): Sums => ({ n, sum, sum_squares })

export async function outcomesOf(
  ctx: Ctx,
  experiment: Experiment,
): Promise<{ arms: Outcome[]; crossed: number }> {
  const [people, given, crossed, behaviour] = await Promise.all([
    peopleOf(ctx, experiment),
    givenOf(ctx, experiment),
    crossedOf(ctx, experiment),
    behaviourOf(ctx, experiment),
  ])
  const arms = experiment.arms.map(({ code, share }): Outcome => {
    const row = people.find(({ arm }) => arm === code)
    const offer = given.get(code)
    const [measured, exposed] = [row?.measured ?? 0, row?.exposed ?? 0]
    return {
      ...{ code, share, exposed, measured, buyers: row?.buyers ?? 0, orders: row?.orders ?? 0 },
      revenue: sumsOf(measured, row?.revenue_sum ?? 0, row?.revenue_squares ?? 0),
      margin: sumsOf(measured, row?.margin_sum ?? 0, row?.margin_squares ?? 0),
      above_floor: sumsOf(exposed, row?.floor_sum ?? 0, row?.floor_squares ?? 0),
      over_ceiling: sumsOf(exposed, row?.ceiling_sum ?? 0, row?.ceiling_squares ?? 0),
      ...{ sales_fen: row?.sales_fen ?? 0, net_fen: row?.net_fen ?? 0 },
      margin_fen: row?.margin_fen ?? 0,
      ...{ subsidy_fen: offer?.fen ?? 0, is_used_up: offer?.is_used_up ?? false },
      behaviour:
        experiment.behaviour === null ? null : (behaviour.get(code) ?? { people: 0, did: 0 }),
    }
  })
  return { arms, crossed }
}

/** (person, arm, arms, at): a person is all nodes of her group; her arm is that of the earliest. */
const metBy = (ctx: Ctx, id: string) => sql`
  select c.canonical_id as person, min(x.at) as at, min(x.arm) as arm, count(distinct x.arm)::int as arms
  from offer_exposure x join customer c on c.tenant_id = x.tenant_id and c.id = x.node_id
  where x.tenant_id = ${ctx.tenantId} and x.experiment_id = ${id} group by c.canonical_id`

/**
 * Orders placed from the exposure on and paid within the window, in the brand's currency, wherever they were
 * placed, less what her uses of the arms' benefits cost in the window. A person measured once is measured for
 * ever: what goes back of her orders later changes no mean.
 */
async function peopleOf(ctx: Ctx, experiment: Experiment): Promise<Row[]> {
  const { id, window_days, refund_days } = experiment
  const window = sql`make_interval(hours => ${window_days * 24}::int)`
  const over = sql`make_interval(hours => ${(window_days + refund_days) * 24}::int)`
  const floor = sql`${experiment.margin_floor_bp ?? 0}::float8 / 10000`
  const ceiling = sql`${experiment.refund_ceiling_bp ?? 0}::float8 / 10000`
  const costs = await costedOrders(ctx, sql`o.id in (select id from bought)`)
  const now = ctx.now()
  const benefits = experiment.arms.flatMap(({ benefit_code }) => benefit_code ?? [])
  const { rows } = await sql<Row>`
    with met as (${metBy(ctx, id)}),
    alone as (select person, arm, at, at + ${over} <= ${now} as is_over from met where arms = 1),
    bought as (
      select a.person, o.id, o.total_fen, least(o.refunded_fen, o.total_fen) as back_so_far,
        least(o.total_fen, (select coalesce(sum(r.amount_fen), 0) from refund r
          where r.tenant_id = o.tenant_id and r.order_id = o.id and r.evidence = 'verified'
            and r.currency = o.currency and r.at < a.at + ${over})) as back
      from alone a
      join customer c on c.tenant_id = ${ctx.tenantId} and c.canonical_id = a.person
      join sales_order o on o.tenant_id = c.tenant_id and o.node_id = c.id
      join tenant t on t.id = o.tenant_id and t.currency = o.currency
      where o.evidence = 'verified' and o.state in ('paid', 'partly_refunded', 'refunded')
        and o.placed_at >= a.at and o.paid_at >= a.at and o.paid_at < a.at + ${window} and o.paid_at <= ${now}),
    costs as (${costs}),
    served as (
      select a.person, sum(u.cost_fen) as cost_fen from (${benefitCosts(ctx, benefits)}) u
      join customer c on c.tenant_id = ${ctx.tenantId} and c.id = u.node_id
      join alone a on a.person = c.canonical_id and u.at >= a.at and u.at < a.at + ${window} and u.at <= ${now}
      group by a.person),
    each as (
      select a.person, a.arm, a.is_over, count(b.id) as orders, coalesce(sum(b.total_fen), 0)::float8 as sales,
        coalesce(sum(b.total_fen - b.back), 0)::float8 as revenue,
        (coalesce(sum(b.total_fen - b.back - k.goods - k.commission), 0) - coalesce(max(s.cost_fen), 0))::float8 as margin,
        coalesce(sum(b.back_so_far), 0)::float8 as back_so_far,
        (coalesce(sum(b.total_fen - b.back_so_far - k.goods - k.commission), 0) - coalesce(max(s.cost_fen), 0))::float8 as margin_so_far
      from alone a left join bought b on b.person = a.person left join costs k on k.id = b.id
      left join served s on s.person = a.person
      group by a.person, a.arm, a.is_over),
    told as (
      select *, margin_so_far - ${floor} * (sales - back_so_far) as above_floor,
        back_so_far - ${ceiling} * sales as over_ceiling from each)
    select arm, count(*)::int as exposed, count(*) filter (where is_over)::int as measured,
      count(*) filter (where is_over and orders > 0)::int as buyers,
      coalesce(sum(orders) filter (where is_over), 0)::int as orders,
      coalesce(sum(revenue) filter (where is_over), 0) as revenue_sum,
      coalesce(sum(revenue * revenue) filter (where is_over), 0) as revenue_squares,
      coalesce(sum(margin) filter (where is_over), 0) as margin_sum,
      coalesce(sum(margin * margin) filter (where is_over), 0) as margin_squares,
      sum(above_floor) as floor_sum, sum(above_floor * above_floor) as floor_squares,
      sum(over_ceiling) as ceiling_sum, sum(over_ceiling * over_ceiling) as ceiling_squares,
      sum(sales)::bigint as sales_fen, sum(sales - back_so_far)::bigint as net_fen,
      sum(margin_so_far)::bigint as margin_fen
    from told group by arm`.execute(ctx.pg)
  return rows
}

async function crossedOf(ctx: Ctx, { id }: Experiment): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (${metBy(ctx, id)}) m where arms > 1`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}

/** What the arms gave was worth since it began, and whether anything is left of it. */
async function givenOf(
  ctx: Ctx,
  { id, started_at, kind, arms }: Experiment,
): Promise<Map<string, { fen: number; is_used_up: boolean }>> {
  if (kind === 'benefit') {
    const codes = arms.flatMap(({ benefit_code }) => benefit_code ?? [])
    const given = await benefitsGiven(ctx, codes, started_at)
    return new Map(
      arms.flatMap(({ code, benefit_code }) => {
        const of = given.get(benefit_code ?? '')
        return of ? [[code, of]] : []
      }),
    )
  }
  const { rows } = await sql<{ code: string; fen: number; is_used_up: boolean }>`
    select a.code,
      (select coalesce(sum(r.fen), 0)::bigint from redemption r
        where r.tenant_id = a.tenant_id and r.offer_id = a.offer_id and r.state in ('held', 'spent')
          and r.held_at >= ${started_at}::timestamptz) as fen,
      coalesce(b.made >= b.quantity, false) or exists (
        select 1 from offer_counter c where c.tenant_id = o.tenant_id and c.offer_id = o.id and c.scope = 'all'
          and (c.uses >= (o.limits #>> '{all,uses}')::bigint or c.fen >= (o.limits #>> '{all,fen}')::bigint)) as is_used_up
    from offer_experiment_arm a join offer o on o.tenant_id = a.tenant_id and o.id = a.offer_id
    left join coupon_batch b on b.tenant_id = a.tenant_id and b.id = a.batch_id
    where a.tenant_id = ${ctx.tenantId} and a.experiment_id = ${id}`.execute(ctx.pg)
  return new Map(rows.map(({ code, ...given }) => [code, given]))
}
