// Orders as an export, by the filters of their list.
import { z } from 'zod'
import { type AnyExportKind, type Column, exportKind, type Row } from '../desk/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { countOrders, listOrders } from './order-list.ts'

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
  { key: 'state', title: { 'zh-CN': '状态', en: 'State' } },
  { key: 'currency', title: { 'zh-CN': '币种', en: 'Currency' } },
  { key: 'total_fen', title: { 'zh-CN': '实付（分）', en: 'Paid (1/100)' } },
  { key: 'discount_fen', title: { 'zh-CN': '优惠（分）', en: 'Discount (1/100)' } },
  { key: 'shipping_fen', title: { 'zh-CN': '运费（分）', en: 'Shipping (1/100)' } },
  { key: 'refunded_fen', title: { 'zh-CN': '已退（分）', en: 'Refunded (1/100)' } },
  { key: 'platform', title: { 'zh-CN': '平台', en: 'Platform' } },
  { key: 'store_id', title: { 'zh-CN': '门店', en: 'Store' } },
  { key: 'staff_id', title: { 'zh-CN': '导购', en: 'Associate' } },
  { key: 'channel_id', title: { 'zh-CN': '渠道', en: 'Channel' } },
  { key: 'activity_id', title: { 'zh-CN': '活动', en: 'Activity' } },
  { key: 'paid_at', title: { 'zh-CN': '付款时间', en: 'Paid at' } },
  { key: 'cancelled_at', title: { 'zh-CN': '取消时间', en: 'Cancelled' } },
  { key: 'line_count', title: { 'zh-CN': '明细行数', en: 'Lines' } },
  { key: 'evidence', title: { 'zh-CN': '可信程度', en: 'Evidence' } },
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

export const commerceExports: Readonly<Record<string, AnyExportKind>> = {
  orders: exportKind({
    permission: 'orders:read',
    params: Params,
    isPersonal: true,
    isScoped: true,
    columns: () => COLUMNS,
    stream: orders,
    count: (ctx, given) => countOrders(ctx, filterOf(given)),
  }),
}
