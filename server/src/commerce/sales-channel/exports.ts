// Revenue by sales channel, and the orders behind it, as files.
import { z } from 'zod'
import { type AnyExportKind, calledAs, listExport, wholeList } from '../../desk/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { SALES_CHANNELS } from './channel.ts'
import {
  type ChannelRevenue,
  channelOrders,
  channelRevenue,
  type OrderRevenue,
  type RevenueFen,
} from './revenue.ts'

const PAGE = 2_000
const Days = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
})

const FEN = [
  { key: 'gross_fen', title: { 'zh-CN': '商品原价（分）', en: 'Gross (1/100)' } },
  { key: 'discount_fen', title: { 'zh-CN': '优惠（分）', en: 'Discounts (1/100)' } },
  { key: 'shipping_fen', title: { 'zh-CN': '运费收入（分）', en: 'Shipping (1/100)' } },
  { key: 'paid_fen', title: { 'zh-CN': '成交额（分）', en: 'Sales (1/100)' } },
  { key: 'refunded_fen', title: { 'zh-CN': '退款（分）', en: 'Refunds (1/100)' } },
  { key: 'commission_fen', title: { 'zh-CN': '平台佣金（分）', en: 'Commission (1/100)' } },
  { key: 'net_fen', title: { 'zh-CN': '净收入（分）', en: 'Net revenue (1/100)' } },
  { key: 'goods_fen', title: { 'zh-CN': '商品成本（分）', en: 'Cost of goods (1/100)' } },
  { key: 'margin_fen', title: { 'zh-CN': '毛利（分）', en: 'Margin (1/100)' } },
  { key: 'prepaid_fen', title: { 'zh-CN': '另收预付（分）', en: 'Paid in advance (1/100)' } },
] as const satisfies readonly { key: keyof RevenueFen; title: { 'zh-CN': string; en: string } }[]
const fenOf = <Row extends RevenueFen>() =>
  FEN.map(({ key, title }) => ({ key, title, of: (row: Row) => row[key] }))
const kindTitle = { 'zh-CN': '渠道类型', en: 'Kind of channel' }

export const salesChannelExports: Readonly<Record<string, AnyExportKind>> = {
  channel_revenue: listExport({
    permission: 'orders:read',
    params: Days,
    isPersonal: false,
    isScoped: true,
    columns: [
      {
        key: 'kind',
        title: kindTitle,
        called: calledAs('sales_channel'),
        of: (c: ChannelRevenue) => c.kind,
      },
      { key: 'code', title: { 'zh-CN': '渠道编码', en: 'Code' }, of: (c) => c.code },
      {
        key: 'name',
        title: { 'zh-CN': '渠道', en: 'Channel' },
        called: calledAs('platform'),
        of: (c) => c.name ?? c.code,
      },
      { key: 'orders', title: { 'zh-CN': '订单数', en: 'Orders' }, of: (c) => c.orders },
      ...fenOf<ChannelRevenue>(),
      {
        key: 'commission_unknown',
        title: { 'zh-CN': '佣金未知的订单', en: 'Orders with unknown commission' },
        of: (c) => c.commission_unknown,
      },
      {
        key: 'goods_estimated',
        title: { 'zh-CN': '成本为估算的订单', en: 'Orders with estimated cost' },
        of: (c) => c.goods_estimated,
      },
    ],
    page: async (ctx: Ctx, asked) => wholeList((await channelRevenue(ctx, asked)).channels),
  }),
  channel_orders: listExport({
    permission: 'orders:read',
    params: Days.extend({
      kind: z.enum(SALES_CHANNELS).optional(),
      code: z.string().max(255).optional(),
    }),
    isPersonal: false,
    isScoped: true,
    columns: [
      {
        key: 'paid_at',
        title: { 'zh-CN': '付款时间', en: 'Paid' },
        of: (o: OrderRevenue) => o.paid_at,
      },
      { key: 'source', title: { 'zh-CN': '来源', en: 'Source' }, of: (o) => o.source },
      {
        key: 'external_id',
        title: { 'zh-CN': '订单号', en: 'Order number' },
        of: (o) => o.external_id,
      },
      { key: 'kind', title: kindTitle, called: calledAs('sales_channel'), of: (o) => o.kind },
      { key: 'code', title: { 'zh-CN': '渠道编码', en: 'Code' }, of: (o) => o.code },
      ...fenOf<OrderRevenue>(),
      {
        key: 'commission_by',
        title: { 'zh-CN': '佣金依据', en: 'Commission by' },
        called: calledAs('commission_by'),
        of: (o) => o.commission_by,
      },
      {
        key: 'commission_bp',
        title: { 'zh-CN': '佣金率（万分之）', en: 'Rate (1/10,000)' },
        of: (o) => (o.commission_by === 'told' ? null : o.commission_bp),
      },
      {
        key: 'is_goods_estimated',
        title: { 'zh-CN': '成本为估算', en: 'Cost is estimated' },
        of: (o) => o.is_goods_estimated,
      },
    ],
    page: (ctx: Ctx, asked, cursor) => channelOrders(ctx, { ...asked, limit: PAGE, cursor }),
  }),
}
