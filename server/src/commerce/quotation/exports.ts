// Quotations as a file, by the filters of their list.
import { z } from 'zod'
import { type AnyExportKind, calledAs, listExport } from '../../desk/index.ts'
import { type ListedQuotation, listQuotations } from './queries.ts'
import { ExportQuery } from './shapes.ts'

const PAGE = 200

export const quotationsExport: AnyExportKind = listExport({
  permission: 'orders:read',
  params: z.strictObject(ExportQuery),
  isPersonal: true,
  isScoped: true,
  columns: [
    {
      key: 'number',
      title: { 'zh-CN': '报价单号', en: 'Number' },
      of: (q: ListedQuotation) => q.number,
    },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('quotation_state'),
      of: (q) => q.state,
    },
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (q) => q.customer_id,
    },
    { key: 'name', title: { 'zh-CN': '姓名', en: 'Name' }, of: (q) => q.name },
    { key: 'phone', title: { 'zh-CN': '手机号', en: 'Phone' }, of: (q) => q.phone },
    { key: 'store', title: { 'zh-CN': '门店', en: 'Store' }, of: (q) => q.store.name },
    { key: 'staff', title: { 'zh-CN': '导购', en: 'Guide' }, of: (q) => q.staff?.name ?? null },
    { key: 'version', title: { 'zh-CN': '版本', en: 'Version' }, of: (q) => q.version },
    { key: 'currency', title: { 'zh-CN': '币种', en: 'Currency' }, of: (q) => q.currency },
    {
      key: 'list_fen',
      title: { 'zh-CN': '标价合计（分）', en: 'By list prices (1/100)' },
      of: (q) => q.list_fen,
    },
    {
      key: 'total_fen',
      title: { 'zh-CN': '报价合计（分）', en: 'Total (1/100)' },
      of: (q) => q.total_fen,
    },
    {
      key: 'deposit_fen',
      title: { 'zh-CN': '首款（分）', en: 'Deposit (1/100)' },
      of: (q) => q.deposit_fen,
    },
    {
      key: 'deepest_bp',
      title: { 'zh-CN': '最深折扣（万分之）', en: 'Deepest discount (bp)' },
      of: (q) => q.deepest_bp,
    },
    {
      key: 'valid_until',
      title: { 'zh-CN': '有效期至', en: 'Valid until' },
      of: (q) => q.valid_until.toISOString(),
    },
    { key: 'order', title: { 'zh-CN': '订单号', en: 'Order' }, of: (q) => q.order?.number ?? null },
    { key: 'reason', title: { 'zh-CN': '原因', en: 'Reason' }, of: (q) => q.reason },
    {
      key: 'created_at',
      title: { 'zh-CN': '创建时间', en: 'Made at' },
      of: (q) => q.created_at.toISOString(),
    },
    {
      key: 'sent_at',
      title: { 'zh-CN': '发送时间', en: 'Sent at' },
      of: (q) => q.sent_at?.toISOString() ?? null,
    },
  ],
  page: (ctx, filter, cursor) => listQuotations(ctx, { ...filter, limit: PAGE, cursor }),
})
