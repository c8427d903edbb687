// What was sold through each sales channel and what stays of it once refunds, what the channel keeps and the goods
// themselves are taken off. Reckoned order by order, so that every sum is the sum of its rows to the fen.
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { storesByCode, whereStaffWork } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { type CommissionBy, costedOrders } from '../costs.ts'
import { visibleTo } from '../order-list.ts'
import { listStorefronts } from '../storefront/storefronts.ts'
import { channelOfOrder, ownOrder, type SalesChannel, type SalesChannelKind } from './channel.ts'

export interface RevenueAsked {
  /** Days of payment, of the brand's calendar, both within. */
  from: string
  to: string
  /** The brand's own where it is not said. */
  currency?: string | undefined
}
export interface RevenueFen {
  /** Goods before discounts. */
  gross_fen: number
  discount_fen: number
  /** What customers paid for shipping. */
  shipping_fen: number
  /** gross − discount + shipping: what was paid for what was sold. */
  paid_fen: number
  refunded_fen: number
  commission_fen: number
  /** paid − refunded − commission. */
  net_fen: number
  /** Of the goods that were kept. */
  goods_fen: number
  margin_fen: number
  /** Paid beside it for value that is spent later, less what went back: no revenue until then. */
  prepaid_fen: number
}
export interface ChannelRevenue extends SalesChannel, RevenueFen {
  name: string | null
  orders: number
  /** Orders whose commission is neither told nor agreed. */
  commission_unknown: number
  /** Orders with goods whose cost is unknown: a stated share stands in. */
  goods_estimated: number
}
export interface OrderRevenue extends SalesChannel, RevenueFen {
  id: string
  source: string
  external_id: string
  /** An own order, which has a page. */
  is_own: boolean
  paid_at: Date
  commission_by: CommissionBy
  commission_bp: number
  is_goods_estimated: boolean
}

const FEN = [
  'gross_fen',
  'discount_fen',
  'shipping_fen',
  'paid_fen',
  'refunded_fen',
  'commission_fen',
  'net_fen',
  'goods_fen',
  'margin_fen',
  'prepaid_fen',
] as const satisfies readonly (keyof RevenueFen)[]

const LONGEST_DAYS = 366

/** Of `sales_order o`: paid on these days, in one currency, known for certain. @throws 400 */
function paidWithin(ctx: Ctx, { from, to, currency }: RevenueAsked): RawBuilder<boolean> {
  const days = (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1
  if (!(days >= 1)) throw invalid('bad_days', 'The last day lies before the first')
  if (days > LONGEST_DAYS)
    throw invalid('too_many_days', `At most ${LONGEST_DAYS} days at once`, { most: LONGEST_DAYS })
  const zone = sql`(select timezone from tenant where id = ${ctx.tenantId})`
  return sql<boolean>`o.tenant_id = ${ctx.tenantId} and o.evidence = 'verified'
    and o.paid_at >= (${from}::timestamp at time zone ${zone})
    and o.paid_at < ((${to}::date + 1)::timestamp at time zone ${zone})
    and o.currency = coalesce(${currency ?? null}, (select currency from tenant where id = ${ctx.tenantId}))
    and ${visibleTo(ctx)}`
}

/** Rows of `OrderRevenue`. @param which of `o`, a `sales_order` */
async function reckoned(ctx: Ctx, which: RawBuilder<unknown>): Promise<RawBuilder<OrderRevenue>> {
  const costs = await costedOrders(ctx, which)
  // A paid order that was cancelled went back whole, whatever its source said of refunds.
  return sql<OrderRevenue>`
    select id, source, external_id, is_own, paid_at, kind, code, commission_by, commission_bp, is_goods_estimated,
      gross_fen, discount_fen, shipping_fen, paid_fen, refunded_fen, commission_fen,
      paid_fen - refunded_fen - commission_fen as net_fen, goods_fen,
      paid_fen - refunded_fen - commission_fen - goods_fen as margin_fen, prepaid_fen
    from (
      select o.id, o.source, o.external_id, o.paid_at, x.channel_kind as kind, x.channel_code as code,
        exists (select 1 from own_order w where w.tenant_id = o.tenant_id and w.id = o.id) as is_own,
        x.commission_by, x.commission_bp, x.unknown > 0 or x.lines = 0 as is_goods_estimated,
        o.total_fen - o.shipping_fen + o.discount_fen as gross_fen, o.discount_fen, o.shipping_fen,
        o.total_fen as paid_fen, o.total_fen - k.kept as refunded_fen,
        -- What a source tells is taken as it tells it; by a rate, what went back brings its commission back.
        case when x.commission_by = 'told' then x.commission
          else round(k.kept * x.commission_bp / 10000.0)::bigint end as commission_fen,
        case when k.kept = o.total_fen then x.goods
          else round(x.goods::numeric * k.kept / o.total_fen)::bigint end as goods_fen,
        case when o.state = 'cancelled' then 0 else o.prepaid_fen - o.refunded_prepaid_fen end as prepaid_fen
      from (${costs}) x join sales_order o on o.tenant_id = ${ctx.tenantId} and o.id = x.id
      cross join lateral (select case when o.state = 'cancelled' then 0 else o.total_fen - o.refunded_fen end as kept) k
    ) r`
}

export interface RevenueReport {
  currency: string
  channels: ChannelRevenue[]
  total: Omit<ChannelRevenue, keyof SalesChannel | 'name'>
  /** Orders of the same days in other currencies: no figure adds two. */
  others: { currency: string; orders: number }[]
  /** Refunds dated on these days whose order nobody has brought in: in no channel. */
  loose_refunds: { refunds: number; fen: number }
}

/** By channel, what stays first; the total is that of all orders. @throws 400 */
export async function channelRevenue(ctx: Ctx, asked: RevenueAsked): Promise<RevenueReport> {
  const rows = await reckoned(ctx, paidWithin(ctx, asked))
  const sums = sql.join(
    FEN.map((fen) => sql`coalesce(sum(${sql.ref(fen)}), 0)::bigint as ${sql.ref(fen)}`),
  )
  const { rows: found } = await sql<Omit<ChannelRevenue, 'name'> & { is_total: boolean }>`
    select kind, code, grouping(kind) = 1 as is_total, count(*)::int as orders, ${sums},
      count(*) filter (where commission_by = 'default')::int as commission_unknown,
      count(*) filter (where is_goods_estimated)::int as goods_estimated
    from (${rows}) r group by grouping sets ((kind, code), ())
    order by is_total, net_fen desc, kind, code collate "C"`.execute(ctx.pg)
  const channels = found.flatMap(({ is_total, ...row }) => (is_total ? [] : [row]))
  const all = found.find(({ is_total }) => is_total)
  if (!all) throw new Error('sums came without their total')
  const { is_total: _, kind: _kind, code: _code, ...total } = all
  const names = await channelNames(ctx, channels)
  return {
    currency: asked.currency ?? (await currencyOf(ctx)),
    channels: channels.map((row) => ({
      ...row,
      name: names.get(`${row.kind} ${row.code}`) ?? null,
    })),
    total,
    others: await otherCurrencies(ctx, asked),
    loose_refunds: await looseRefunds(ctx, asked),
  }
}

async function currencyOf(ctx: Ctx): Promise<string> {
  const { rows } = await sql<{ currency: string }>`
    select currency from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  return rows[0]?.currency ?? ''
}

async function otherCurrencies(ctx: Ctx, asked: RevenueAsked): Promise<RevenueReport['others']> {
  const zone = sql`(select timezone from tenant where id = ${ctx.tenantId})`
  const { rows } = await sql<{ currency: string; orders: number }>`
    select o.currency, count(*)::int as orders from sales_order o
    where o.tenant_id = ${ctx.tenantId} and o.evidence = 'verified' and ${visibleTo(ctx)}
      and o.paid_at >= (${asked.from}::timestamp at time zone ${zone})
      and o.paid_at < ((${asked.to}::date + 1)::timestamp at time zone ${zone})
      and o.currency <> coalesce(${asked.currency ?? null}, (select currency from tenant where id = ${ctx.tenantId}))
    group by 1 order by 1`.execute(ctx.pg)
  return rows
}

async function looseRefunds(
  ctx: Ctx,
  asked: RevenueAsked,
): Promise<RevenueReport['loose_refunds']> {
  const zone = sql`(select timezone from tenant where id = ${ctx.tenantId})`
  const { rows } = await sql<RevenueReport['loose_refunds']>`
    select count(*)::int as refunds, coalesce(sum(o.amount_fen), 0)::bigint as fen from refund o
    where o.tenant_id = ${ctx.tenantId} and o.evidence = 'verified' and o.order_id is null and ${visibleTo(ctx)}
      and o.at >= (${asked.from}::timestamp at time zone ${zone})
      and o.at < ((${asked.to}::date + 1)::timestamp at time zone ${zone})
      and o.currency = coalesce(${asked.currency ?? null}, (select currency from tenant where id = ${ctx.tenantId}))`.execute(
    ctx.pg,
  )
  return rows[0] ?? { refunds: 0, fen: 0 }
}

/** The orders behind the figures, the newest payment first; of one channel where it is said. @throws 400 */
export async function channelOrders(
  ctx: Ctx,
  asked: RevenueAsked & {
    kind?: SalesChannelKind | undefined
    code?: string | undefined
    limit: number
    cursor?: string | undefined
  },
) {
  const after = readCursor(asked.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const { rows: page } = await sql<{ id: string }>`
    select o.id from sales_order o ${ownOrder}
    where ${paidWithin(ctx, asked)}
      and ${asked.kind === undefined ? sql`true` : sql`${channelOfOrder.kind} = ${asked.kind}`}
      and ${asked.code === undefined ? sql`true` : sql`${channelOfOrder.code} = ${asked.code}`}
      and ${after ? sql`(o.paid_at, o.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by o.paid_at desc, o.id desc limit ${asked.limit + 1}`.execute(ctx.pg)
  const those = await reckoned(ctx, sql`o.id = any(${page.map(({ id }) => id)}::uuid[])`)
  const { rows } = await sql<OrderRevenue>`
    select * from (${those}) r order by paid_at desc, id desc`.execute(ctx.pg)
  return toPage(
    rows,
    asked.limit,
    (row) => row,
    (row) => [row.paid_at, row.id],
  )
}

/** Of storefronts, stores and guides; platforms and rooms are told by their codes. By `kind code`. */
async function channelNames(
  ctx: Ctx,
  channels: readonly SalesChannel[],
): Promise<ReadonlyMap<string, string>> {
  const codes = (kind: SalesChannelKind) =>
    channels.flatMap((channel) => (channel.kind === kind ? [channel.code] : []))
  const named = new Map<string, string>()
  for (const { code, name } of codes('shop').length > 0 ? await listStorefronts(ctx) : [])
    named.set(`shop ${code}`, name)
  for (const [code, { name }] of await storesByCode(ctx, codes('till')))
    named.set(`till ${code}`, name)
  for (const [code, { name }] of await whereStaffWork(ctx, codes('guide')))
    named.set(`guide ${code}`, name)
  return named
}
