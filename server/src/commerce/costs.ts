// What orders cost us. Where a cost is unknown a stated default stands in, and says so (估算).
import { sql } from 'kysely'
import { audit } from '../platform/audit.ts'
import { type Ctx, inTx } from '../platform/ctx.ts'
import { unnest } from '../platform/unnest.ts'

export interface CostDefault {
  /** '' stands for every platform without a default of its own. */
  platform: string
  /** Share of what was paid for a line that its goods are taken to cost, basis points. */
  goodsBp: number
  /** Share of the order's total that the platform is taken to keep, basis points. */
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

/**
 * Goods at the cost price that held on the day of payment (the tenant's zone) and the platform's
 * commission, a set at a time. An order without lines has its goods estimated from its total.
 */
export async function costOfOrders(
  ctx: Ctx,
  orderIds: readonly string[],
): Promise<Map<string, OrderCost>> {
  if (orderIds.length === 0) return new Map()
  const defaults = await costDefaults(ctx)
  const d = unnest(defaults, {
    platform: ['text', (x) => x.platform],
    goods_bp: ['integer', (x) => x.goodsBp],
    commission_bp: ['integer', (x) => x.commissionBp],
  })
  const { rows } = await sql<{
    id: string
    currency: string
    goods: number
    commission: number
    commission_known: boolean
    unknown: number
    lines: number
  }>`
    with stated as (select * from ${d.rows}),
    chosen as (
      select o.*, coalesce(p.goods_bp, a.goods_bp) as goods_bp, coalesce(p.commission_bp, a.commission_bp) as commission_bp,
        (coalesce(o.paid_at, o.placed_at) at time zone t.timezone)::date as day
      from sales_order o join tenant t on t.id = o.tenant_id
      join stated a on a.platform = '' left join stated p on p.platform = o.platform and p.platform <> ''
      where o.tenant_id = ${ctx.tenantId} and o.id = any(${[...orderIds]}::uuid[])),
    costed as (
      select o.id, l.position, l.total_fen, l.quantity, o.goods_bp, (
        select c.fen from cost_price c where c.tenant_id = o.tenant_id and c.sku = l.sku and c.from_on <= o.day
          and c.currency = o.currency order by c.from_on desc limit 1) as unit_fen
      from chosen o join order_line l on l.tenant_id = o.tenant_id and l.order_id = o.id),
    goods as (
      select id, count(*)::int as lines, count(*) filter (where unit_fen is null)::int as unknown,
        sum(coalesce(round(unit_fen * quantity), round(total_fen * goods_bp / 10000.0)))::bigint as fen
      from costed group by id)
    select o.id, o.currency,
      coalesce(g.fen, round((o.total_fen - o.shipping_fen) * o.goods_bp / 10000.0)::bigint) as goods,
      coalesce(o.platform_commission_fen, round(o.total_fen * o.commission_bp / 10000.0)::bigint) as commission,
      o.platform_commission_fen is not null as commission_known,
      coalesce(g.unknown, 0) as unknown, coalesce(g.lines, 0) as lines
    from chosen o left join goods g on g.id = o.id`.execute(ctx.pg)
  return new Map(
    rows.map((r) => [
      r.id,
      {
        orderId: r.id,
        currency: r.currency,
        goodsFen: r.goods,
        commissionFen: r.commission,
        estimated: r.unknown > 0 || r.lines === 0 || !r.commission_known,
        estimatedLines: r.unknown,
        lines: r.lines,
      },
    ]),
  )
}
