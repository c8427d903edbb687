// What orders cost us. Where a cost is unknown a stated default stands in, and says so (估算).
import { type RawBuilder, sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'
import { channelOfOrder, ownOrder, type SalesChannelKind } from './sales-channel/channel.ts'
import { agreedRate } from './sales-channel/rates.ts'

export interface CostDefault {
  /** '' stands for every platform without a default of its own. */
  platform: string
  /** Share of what was paid for a line that its goods are taken to cost, basis points. */
  goodsBp: number
  /** Share of the order's total that the platform is taken to keep where no rate is agreed, basis points. */
  commissionBp: number
}
/** Until the tenant states its own: goods 50 %, commission 0 %. */
export const BUILT_IN: CostDefault = { platform: '', goodsBp: 5000, commissionBp: 0 }

export async function costDefaults(ctx: Ctx): Promise<CostDefault[]> {
  const { rows } = await sql<{ platform: string; goods_bp: number; commission_bp: number }>`
    select platform, goods_bp, commission_bp from cost_default
    where tenant_id = ${ctx.tenantId} order by platform`.execute(ctx.pg)
  const own = rows.map((r) => ({
    platform: r.platform,
    goodsBp: r.goods_bp,
    commissionBp: r.commission_bp,
  }))
  return own.some((d) => d.platform === '') ? own : [BUILT_IN, ...own]
}

export function setCostDefaults(
  ctx: Ctx,
  defaults: readonly CostDefault[],
): Promise<CostDefault[]> {
  return inTx(ctx, async (ctx) => {
    const before = await costDefaults(ctx)
    const u = unnest(defaults, {
      platform: ['text', (d) => d.platform],
      goods_bp: ['integer', (d) => d.goodsBp],
      commission_bp: ['integer', (d) => d.commissionBp],
    })
    await sql`insert into cost_default (tenant_id, updated_by, updated_at, ${u.names})
      select ${ctx.tenantId}::uuid, ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.now()}::timestamptz, ${u.names} from ${u.rows}
      on conflict (tenant_id, platform) do update set goods_bp = excluded.goods_bp,
        commission_bp = excluded.commission_bp, updated_by = excluded.updated_by, updated_at = excluded.updated_at`.execute(
      ctx.pg,
    )
    const after = await costDefaults(ctx)
    await audit(ctx, 'cost_defaults.changed', undefined, { before, after })
    return after
  })
}

export interface OrderCost {
  orderId: string
  currency: string
  goodsFen: number
  commissionFen: number
  /** True as soon as any part rests on a default. */
  estimated: boolean
  /** Lines whose cost price is unknown (or in another currency), of all lines. */
  estimatedLines: number
  lines: number
}

interface Costed {
  id: string
  currency: string
  goods: number
  commission: number
  /** Told with the order, by the rate agreed with its channel, or what is taken where neither is known. */
  commission_by: CommissionBy
  commission_bp: number
  channel_kind: SalesChannelKind
  channel_code: string
  unknown: number
  lines: number
}
export type CommissionBy = 'told' | 'rate' | 'default'

/**
 * Goods at the cost price that held on the day of payment (the tenant's zone) and what its sales channel
 * keeps, a set at a time. An order without lines has its goods estimated from its total.
 */
function costed(ctx: Ctx, defaults: readonly CostDefault[], which: RawBuilder<unknown>) {
  const d = unnest(defaults, {
    platform: ['text', (x) => x.platform],
    goods_bp: ['integer', (x) => x.goodsBp],
    commission_bp: ['integer', (x) => x.commissionBp],
  })
  return sql<Costed>`
    with stated as (select * from ${d.rows}),
    chosen as (
      select o.*, coalesce(p.goods_bp, a.goods_bp) as goods_bp, coalesce(p.commission_bp, a.commission_bp) as commission_bp,
        (coalesce(o.paid_at, o.placed_at) at time zone t.timezone)::date as day,
        ${channelOfOrder.kind} as channel_kind, ${channelOfOrder.code} as channel_code
      from sales_order o join tenant t on t.id = o.tenant_id ${ownOrder}
      join stated a on a.platform = '' left join stated p on p.platform = o.platform and p.platform <> ''
      where o.tenant_id = ${ctx.tenantId} and ${which}),
    costed as (
      select o.id, l.position, l.total_fen, l.quantity, o.goods_bp, (
        select c.fen from cost_price c where c.tenant_id = o.tenant_id and c.sku = l.sku and c.from_on <= o.day
          and c.currency = o.currency order by c.from_on desc limit 1) as unit_fen
      from chosen o join order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id),
    goods as (
      select id, count(*)::int as lines, count(*) filter (where unit_fen is null)::int as unknown,
        sum(coalesce(round(unit_fen * quantity), round(total_fen * goods_bp / 10000.0)))::bigint as fen
      from costed group by id),
    agreed as (select o.*, ${agreedRate} as rate_bp from chosen o)
    select o.id, o.source, o.external_id, o.currency,
      coalesce(g.fen, round((o.total_fen - o.shipping_fen) * o.goods_bp / 10000.0)::bigint) as goods,
      coalesce(o.platform_commission_fen,
        round(o.total_fen * coalesce(o.rate_bp, o.commission_bp) / 10000.0)::bigint) as commission,
      case when o.platform_commission_fen is not null then 'told' when o.rate_bp is not null then 'rate'
        else 'default' end as commission_by,
      coalesce(o.rate_bp, o.commission_bp) as commission_bp, o.channel_kind, o.channel_code,
      coalesce(g.unknown, 0) as unknown, coalesce(g.lines, 0) as lines
    from agreed o left join goods g on g.id = o.id`
}

/**
 * Rows (id, goods, commission) as part of another statement.
 * @param which of `o`, a `sales_order`
 */
export async function costedOrders(
  ctx: Ctx,
  which: RawBuilder<unknown>,
): Promise<RawBuilder<Costed>> {
  return costed(ctx, await costDefaults(ctx), which)
}

export async function costOfOrders(
  ctx: Ctx,
  orderIds: readonly string[],
): Promise<Map<string, OrderCost>> {
  if (orderIds.length === 0) return new Map()
  const defaults = await costDefaults(ctx)
  const { rows } = await costed(ctx, defaults, sql`o.id = any(${[...orderIds]}::uuid[])`).execute(
    ctx.pg,
  )
  return new Map(
    rows.map((r) => [
      r.id,
      {
        orderId: r.id,
        currency: r.currency,
        goodsFen: r.goods,
        commissionFen: r.commission,
        estimated: r.unknown > 0 || r.lines === 0 || r.commission_by === 'default',
        estimatedLines: r.unknown,
        lines: r.lines,
      },
    ]),
  )
}

export interface NamedOrder {
  /** What costs are added up by. */
  key: string
  source: string
  externalId: string
}
export interface SummedCost {
  goodsFen: number
  commissionFen: number
  orders: number
  /** Orders of which a part rests on a default. */
  estimated: number
}
/** Orders of one statement. */
const AT_ONCE = 20_000

/** What orders cost that events name, added up by a key. */
export async function costOfNamed(
  ctx: Ctx,
  orders: readonly NamedOrder[],
): Promise<Map<string, SummedCost>> {
  const sums = new Map<string, SummedCost>()
  const defaults = orders.length === 0 ? [] : await costDefaults(ctx)
  for (let from = 0; from < orders.length; from += AT_ONCE) {
    const named = unnest(orders.slice(from, from + AT_ONCE), {
      key: ['text', (o) => o.key],
      source: ['text', (o) => o.source],
      external_id: ['text', (o) => o.externalId],
    })
    const those = costed(
      ctx,
      defaults,
      sql`(o.source, o.external_id) in (select source, external_id from ${named.rows})`,
    )
    const { rows } = await sql<{
      key: string
      goods: number
      commission: number
      orders: number
      estimated: number
    }>`
      select r.key, sum(x.goods)::bigint as goods, sum(x.commission)::bigint as commission, count(*)::int as orders,
        count(*) filter (where x.unknown > 0 or x.lines = 0 or x.commission_by = 'default')::int as estimated
      from ${named.rows} join (${those}) x on x.source = r.source and x.external_id = r.external_id
      group by r.key`.execute(ctx.pg)
    for (const { key, goods, commission, ...counts } of rows) {
      const sum = sums.get(key) ?? { goodsFen: 0, commissionFen: 0, orders: 0, estimated: 0 }
      sums.set(key, {
        goodsFen: sum.goodsFen + goods,
        commissionFen: sum.commissionFen + commission,
        orders: sum.orders + counts.orders,
        estimated: sum.estimated + counts.estimated,
      })
    }
  }
  return sums
}
