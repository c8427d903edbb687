// Product subscriptions as an export, by the filters of their list.
import { z } from 'zod'
import { calledAs, listExport } from '../../desk/index.ts'
import { listSubscriptions, type ShownSubscription } from './queries.ts'
import { SUBSCRIPTION_STATES } from './states.ts'

const PAGE = 500

export const subscriptionsExport = listExport({
  permission: 'orders:read',
  params: z.strictObject({
    q: z.string().max(200).optional(),
    state: z.enum(SUBSCRIPTION_STATES).optional(),
    customer_id: z.int().min(1).max(4_294_967_295).optional(),
  }),
  isPersonal: true,
  isScoped: true,
  columns: [
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (s: ShownSubscription) => s.customer_id,
    },
    { key: 'sku', title: { 'zh-CN': '商品编码', en: 'SKU' }, of: (s) => s.sku },
    { key: 'name', title: { 'zh-CN': '商品名称', en: 'Product' }, of: (s) => s.name },
    { key: 'quantity', title: { 'zh-CN': '每期数量', en: 'Quantity' }, of: (s) => s.quantity },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('subscription_state'),
      of: (s) => s.state,
    },
    {
      key: 'unit',
      title: { 'zh-CN': '周期单位', en: 'Unit' },
      called: calledAs('subscription_unit'),
      of: (s) => s.unit,
    },
    { key: 'every', title: { 'zh-CN': '周期', en: 'Every' }, of: (s) => s.every },
    {
      key: 'price_fen',
      title: { 'zh-CN': '订阅价（分）', en: 'Price (1/100)' },
      of: (s) => s.price_fen,
    },
    {
      key: 'off_bp',
      title: { 'zh-CN': '减（万分之一）', en: 'Off (basis points)' },
      of: (s) => s.off_bp,
    },
    { key: 'next_on', title: { 'zh-CN': '下次配送', en: 'Next delivery' }, of: (s) => s.next_on },
    { key: 'cycle', title: { 'zh-CN': '已到期数', en: 'Cycle' }, of: (s) => s.cycle },
    { key: 'made_at', title: { 'zh-CN': '订阅时间', en: 'Subscribed' }, of: (s) => s.made_at },
    { key: 'ended_at', title: { 'zh-CN': '结束时间', en: 'Ended' }, of: (s) => s.ended_at },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (s) => s.id },
  ],
  page: (ctx, filter, cursor) => listSubscriptions(ctx, { ...filter, limit: PAGE, cursor }),
})
