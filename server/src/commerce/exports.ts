// Orders as an export, by the filters of their list.
import { z } from 'zod'
import {
  type AnyExportKind,
  type Column,
  calledAs,
  exportKind,
  listExport,
  type Row,
  withLinkNames,
} from '../desk/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { invoicesExport } from './after-sale/invoice-list.ts'
import { commissionExports } from './commission/exports.ts'
import { type CreditedMonth, creditedByMonth } from './credit/report.ts'
import { Month } from './credit/routes.ts'
import { CREDIT_KINDS } from './credit/rule.ts'
import { listProducts, PRODUCT_KINDS, type Product } from './goods/products.ts'
import { countOrders, listOrders } from './order-list.ts'
import { quotationsExport } from './quotation/exports.ts'
import { salesChannelExports } from './sales-channel/exports.ts'
import { ordersToShip } from './shipping/to-ship.ts'
import { listLevels, type StockLevel } from './stock/queries.ts'
import { subscriptionsExport } from './subscription/export.ts'

const Params = z.strictObject({
  customer_id: z.int().min(1).max(4_294_967_295).optional(),
  source: z.string().max(255).optional(),
})
type Given = z.infer<typeof Params>
const ORDERS_A_PAGE = 2_000

const COLUMNS = [
  { key: 'placed_at', title: { 'zh-CN': '下单时间', en: 'Placed' } },
  { key: 'source', title: { 'zh-CN': '来源', en: 'Source' } },
  { key: 'external_id', title: { 'zh-CN': '订单号', en: 'Order' } },
  { key: 'customer_id', title: { 'zh-CN': '客户编号', en: 'Customer' } },
  { key: 'state', title: { 'zh-CN': '状态', en: 'State' }, called: calledAs('order_state') },
  { key: 'currency', title: { 'zh-CN': '币种', en: 'Currency' } },
  { key: 'total_fen', title: { 'zh-CN': '实付（分）', en: 'Paid (1/100)' } },
  { key: 'prepaid_fen', title: { 'zh-CN': '其中储值（分）', en: 'Of it stored value (1/100)' } },
  { key: 'discount_fen', title: { 'zh-CN': '优惠（分）', en: 'Discount (1/100)' } },
  { key: 'shipping_fen', title: { 'zh-CN': '运费（分）', en: 'Shipping (1/100)' } },
  { key: 'refunded_fen', title: { 'zh-CN': '已退（分）', en: 'Refunded (1/100)' } },
  { key: 'platform', title: { 'zh-CN': '平台', en: 'Platform' }, called: calledAs('platform') },
  { key: 'store_id', title: { 'zh-CN': '门店', en: 'Store' } },
  { key: 'staff_id', title: { 'zh-CN': '导购', en: 'Associate' } },
  { key: 'channel_id', title: { 'zh-CN': '渠道', en: 'Channel' } },
  { key: 'activity_id', title: { 'zh-CN': '活动', en: 'Activity' } },
  { key: 'paid_at', title: { 'zh-CN': '付款时间', en: 'Paid at' } },
  { key: 'cancelled_at', title: { 'zh-CN': '取消时间', en: 'Cancelled' } },
  { key: 'line_count', title: { 'zh-CN': '明细行数', en: 'Lines' } },
  { key: 'evidence', title: { 'zh-CN': '可信程度', en: 'Evidence' }, called: calledAs('evidence') },
  { key: 'id', title: { 'zh-CN': '编号', en: 'Id' } },
] as const satisfies readonly Column[]

const filterOf = ({ customer_id, source }: Given) => ({ customerId: customer_id, source })

async function* orders(ctx: Ctx, given: Given): AsyncGenerator<Row> {
  let cursor: string | undefined
  do {
    const page = await listOrders(ctx, { ...filterOf(given), limit: ORDERS_A_PAGE, cursor })
    for (const order of page.items) yield COLUMNS.map(({ key }) => order[key])
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
}

const PAGE = 500

const products = listExport({
  permission: 'goods:read',
  params: z.strictObject({
    q: z.string().max(200).optional(),
    category: z.string().max(1000).optional(),
    kind: z.enum(PRODUCT_KINDS).optional(),
    exclusive: z.boolean().optional(),
    retired: z.boolean().optional(),
  }),
  isPersonal: false,
  isScoped: true,
  columns: [
    { key: 'sku', title: { 'zh-CN': '商品编码', en: 'SKU' }, of: (p: Product) => p.sku },
    { key: 'name', title: { 'zh-CN': '商品名称', en: 'Name' }, of: (p) => p.name },
    {
      key: 'product_kind',
      title: { 'zh-CN': '商品形态', en: 'Kind' },
      called: calledAs('product_kind'),
      of: (p) => p.kind,
    },
    {
      key: 'category',
      title: { 'zh-CN': '类目', en: 'Category' },
      of: (p) => p.category.join('/'),
    },
    { key: 'brand', title: { 'zh-CN': '品牌', en: 'Brand' }, of: (p) => p.brand },
    {
      key: 'price_fen',
      title: { 'zh-CN': '售价（分）', en: 'Price (1/100)' },
      of: (p) => p.price_fen,
    },
    { key: 'currency', title: { 'zh-CN': '币种', en: 'Currency' }, of: (p) => p.currency },
    { key: 'barcode', title: { 'zh-CN': '条形码', en: 'Barcode' }, of: (p) => p.barcode },
    { key: 'group_code', title: { 'zh-CN': '款式编码', en: 'Group' }, of: (p) => p.group_code },
    {
      key: 'specs',
      title: { 'zh-CN': '规格', en: 'Specs' },
      of: (p) =>
        Object.entries(p.specs)
          .map(([name, value]) => `${name}=${value}`)
          .join(';'),
    },
    { key: 'weight_g', title: { 'zh-CN': '重量（克）', en: 'Weight (g)' }, of: (p) => p.weight_g },
    {
      key: 'exclusive',
      title: { 'zh-CN': '私域专属', en: 'Exclusive' },
      of: (p) => p.is_exclusive,
    },
    { key: 'retired', title: { 'zh-CN': '已停用', en: 'Retired' }, of: (p) => p.is_retired },
    { key: 'free', title: { 'zh-CN': '可用库存', en: 'Free' }, of: (p) => p.free },
  ],
  page: (ctx, { category, ...filter }, cursor) =>
    listProducts(ctx, {
      ...filter,
      category: category?.split('/').map(decodeURIComponent),
      limit: PAGE,
      cursor,
    }),
})

const stock = listExport({
  permission: 'goods:read',
  params: z.strictObject({
    q: z.string().max(200).optional(),
    store: z.string().max(100).optional(),
    low: z.boolean().optional(),
  }),
  isPersonal: false,
  isScoped: true,
  columns: [
    {
      key: 'store',
      title: { 'zh-CN': '门店编码', en: 'Store code' },
      of: (l: StockLevel) => l.store,
    },
    { key: 'store_name', title: { 'zh-CN': '门店', en: 'Store' }, of: (l) => l.store_name },
    { key: 'sku', title: { 'zh-CN': '商品编码', en: 'SKU' }, of: (l) => l.sku },
    { key: 'name', title: { 'zh-CN': '商品名称', en: 'Name' }, of: (l) => l.name },
    { key: 'on_hand', title: { 'zh-CN': '现有', en: 'On hand' }, of: (l) => l.on_hand },
    { key: 'reserved', title: { 'zh-CN': '占用', en: 'Reserved' }, of: (l) => l.reserved },
    { key: 'free', title: { 'zh-CN': '可用', en: 'Free' }, of: (l) => l.free },
    { key: 'low_at', title: { 'zh-CN': '预警线', en: 'Low from' }, of: (l) => l.low_at },
    {
      key: 'unit_cost_fen',
      title: { 'zh-CN': '单位成本（分）', en: 'Unit cost (1/100)' },
      of: (l) => l.unit_cost_fen,
    },
    {
      key: 'value_fen',
      title: { 'zh-CN': '库存金额（分）', en: 'Value (1/100)' },
      of: (l) => l.value_fen,
    },
  ],
  page: (ctx, filter, cursor) => listLevels(ctx, { ...filter, limit: PAGE, cursor }),
})

const credits = listExport({
  permission: 'orders:read',
  params: z.strictObject({
    kind: z.enum(CREDIT_KINDS),
    month: Month.optional(),
    q: z.string().max(100).optional(),
  }),
  isPersonal: false,
  isScoped: false,
  columns: [
    { key: 'month', title: { 'zh-CN': '月份', en: 'Month' }, of: (c: CreditedMonth) => c.month },
    { key: 'subject', title: { 'zh-CN': '编码', en: 'Code' }, of: (c) => c.subject },
    { key: 'name', title: { 'zh-CN': '名称', en: 'Name' }, of: (c) => c.name },
    { key: 'orders', title: { 'zh-CN': '订单数', en: 'Orders' }, of: (c) => c.orders },
    { key: 'fen', title: { 'zh-CN': '业绩（分）', en: 'Credited (1/100)' }, of: (c) => c.fen },
    {
      key: 'reversed_fen',
      title: { 'zh-CN': '退款扣回（分）', en: 'Reversed (1/100)' },
      of: (c) => c.reversed_fen,
    },
    { key: 'net_fen', title: { 'zh-CN': '净业绩（分）', en: 'Net (1/100)' }, of: (c) => c.net_fen },
  ],
  page: (ctx, filter, cursor) => creditedByMonth(ctx, { ...filter, limit: PAGE, cursor }),
})

export const commerceExports: Readonly<Record<string, AnyExportKind>> = {
  orders: exportKind({
    permission: 'orders:read',
    params: Params,
    isPersonal: true,
    isScoped: true,
    columns: (ctx) => withLinkNames(ctx, COLUMNS),
    stream: orders,
    count: (ctx, given) => countOrders(ctx, filterOf(given)),
  }),
  products,
  stock,
  orders_to_ship: ordersToShip,
  quotations: quotationsExport,
  invoices: invoicesExport,
  order_credits: credits,
  ...commissionExports,
  ...salesChannelExports,
  product_subscriptions: subscriptionsExport,
}
