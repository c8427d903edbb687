// Reviews as an export, by the filters of their list.
import { z } from 'zod'
import { type AnyExportKind, calledAs, listExport } from '../desk/index.ts'
import { listReviews, type Review } from './list.ts'
import { REVIEW_STATES } from './rules.ts'

const PAGE = 500

const reviews = listExport({
  permission: 'shop:read',
  params: z.strictObject({
    q: z.string().max(200).optional(),
    stars: z.number().int().min(1).max(5).optional(),
    state: z.enum(REVIEW_STATES).optional(),
    sku: z.string().min(1).max(255).optional(),
    pictures: z.boolean().optional(),
    replied: z.boolean().optional(),
  }),
  isPersonal: true,
  columns: [
    {
      key: 'posted_at',
      title: { 'zh-CN': '评价时间', en: 'Posted' },
      of: (r: Review) => r.posted_at,
    },
    { key: 'order', title: { 'zh-CN': '订单号', en: 'Order' }, of: (r) => r.order_number },
    { key: 'sku', title: { 'zh-CN': 'SKU', en: 'SKU' }, of: (r) => r.sku },
    { key: 'product', title: { 'zh-CN': '商品', en: 'Product' }, of: (r) => r.product },
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (r) => r.customer_id,
    },
    { key: 'stars', title: { 'zh-CN': '星级', en: 'Stars' }, of: (r) => r.stars },
    { key: 'words', title: { 'zh-CN': '评价内容', en: 'Words' }, of: (r) => r.words },
    { key: 'pictures', title: { 'zh-CN': '图片数', en: 'Photos' }, of: (r) => r.pictures.length },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('review_state'),
      of: (r) => r.state,
    },
    {
      key: 'hidden_for',
      title: { 'zh-CN': '隐藏原因', en: 'Hidden for' },
      called: calledAs('review_hidden_for'),
      of: (r) => r.hidden_for,
    },
    { key: 'reply', title: { 'zh-CN': '商家回复', en: 'Reply' }, of: (r) => r.reply },
    { key: 'replied_at', title: { 'zh-CN': '回复时间', en: 'Replied' }, of: (r) => r.replied_at },
  ],
  page: (ctx, params, cursor) => listReviews(ctx, { ...params, limit: PAGE, cursor }),
})

export const reviewExports: Readonly<Record<string, AnyExportKind>> = { reviews }
