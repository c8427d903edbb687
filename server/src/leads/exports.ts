// Leads and forms as files, by the filters of their lists.
import { z } from 'zod'
import { type AnyExportKind, calledAs, listExport } from '../desk/index.ts'
import { type ListedFirstOrder, listFirstOrders } from './first-orders/queries.ts'
import { FirstOrderExport } from './first-orders/shapes.ts'
import { type FormRow, listForms } from './forms/queries.ts'
import { FORM_STATES } from './forms/shapes.ts'
import { type ListedLead, listLeads } from './pipeline/queries.ts'
import { ExportQuery } from './pipeline/shapes.ts'

const PAGE = 200

const leads = listExport({
  permission: 'leads:read',
  params: z.strictObject(ExportQuery),
  isPersonal: true,
  isScoped: true,
  columns: [
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (l: ListedLead) => l.id },
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (l) => l.customer_id,
    },
    { key: 'name', title: { 'zh-CN': '姓名', en: 'Name' }, of: (l) => l.name },
    { key: 'phone', title: { 'zh-CN': '手机号', en: 'Phone' }, of: (l) => l.phone },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('lead_state'),
      of: (l) => l.state,
    },
    { key: 'form', title: { 'zh-CN': '表单', en: 'Form' }, of: (l) => l.form.name },
    { key: 'channel', title: { 'zh-CN': '渠道', en: 'Channel' }, of: (l) => l.channel.name },
    {
      key: 'staff',
      title: { 'zh-CN': '跟进人', en: 'Follower' },
      of: (l) => l.staff?.name ?? null,
    },
    { key: 'store', title: { 'zh-CN': '门店', en: 'Store' }, of: (l) => l.store?.name ?? null },
    {
      key: 'due_at',
      title: { 'zh-CN': '应跟进时间', en: 'Due' },
      of: (l) => l.due_at?.toISOString() ?? null,
    },
    {
      key: 'won_at',
      title: { 'zh-CN': '成交时间', en: 'Won' },
      of: (l) => l.won_at?.toISOString() ?? null,
    },
    { key: 'won_order_id', title: { 'zh-CN': '成交订单', en: 'Order' }, of: (l) => l.won_order_id },
    {
      key: 'created_at',
      title: { 'zh-CN': '留资时间', en: 'Left at' },
      of: (l) => l.created_at.toISOString(),
    },
  ],
  page: (ctx, filter, cursor) => listLeads(ctx, { ...filter, limit: PAGE, cursor }),
})

const forms = listExport({
  permission: 'shop:read',
  params: z.strictObject({
    q: z.string().max(100).optional(),
    state: z.enum(FORM_STATES).optional(),
  }),
  isPersonal: false,
  isScoped: true,
  columns: [
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (f: FormRow) => f.id },
    { key: 'name', title: { 'zh-CN': '表单', en: 'Form' }, of: (f) => f.name },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('form_state'),
      of: (f) => f.state,
    },
    { key: 'channels', title: { 'zh-CN': '渠道数', en: 'Channels' }, of: (f) => f.channels },
    { key: 'opened', title: { 'zh-CN': '打开', en: 'Opened' }, of: (f) => f.opened },
    { key: 'started', title: { 'zh-CN': '开始', en: 'Started' }, of: (f) => f.started },
    { key: 'submitted', title: { 'zh-CN': '留资', en: 'Submitted' }, of: (f) => f.submitted },
    { key: 'followed', title: { 'zh-CN': '跟进', en: 'Followed up' }, of: (f) => f.followed },
    { key: 'won', title: { 'zh-CN': '成交', en: 'Won' }, of: (f) => f.won },
  ],
  page: (ctx, filter, cursor) => listForms(ctx, { ...filter, limit: PAGE, cursor }),
})

const firstOrders = listExport({
  permission: 'leads:read',
  params: z.strictObject(FirstOrderExport),
  isPersonal: true,
  isScoped: true,
  columns: [
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (f: ListedFirstOrder) => f.id },
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (f) => f.customer_id,
    },
    { key: 'name', title: { 'zh-CN': '姓名', en: 'Name' }, of: (f) => f.name },
    { key: 'phone', title: { 'zh-CN': '手机号', en: 'Phone' }, of: (f) => f.phone },
    { key: 'order', title: { 'zh-CN': '订单', en: 'Order' }, of: (f) => f.order_number },
    { key: 'product', title: { 'zh-CN': '首单商品', en: 'Product' }, of: (f) => f.product },
    {
      key: 'service',
      title: { 'zh-CN': '服务', en: 'Service' },
      of: (f) => f.service?.name ?? null,
    },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('first_order_state'),
      of: (f) => f.state,
    },
    {
      key: 'staff',
      title: { 'zh-CN': '服务人', en: 'Given by' },
      of: (f) => f.staff?.name ?? null,
    },
    { key: 'store', title: { 'zh-CN': '门店', en: 'Store' }, of: (f) => f.store?.name ?? null },
    {
      key: 'paid_at',
      title: { 'zh-CN': '付款时间', en: 'Paid' },
      of: (f) => f.paid_at.toISOString(),
    },
    {
      key: 'due_at',
      title: { 'zh-CN': '应服务时间', en: 'Due' },
      of: (f) => f.due_at?.toISOString() ?? null,
    },
    {
      key: 'done_at',
      title: { 'zh-CN': '完成时间', en: 'Done' },
      of: (f) => f.done_at?.toISOString() ?? null,
    },
    { key: 'note', title: { 'zh-CN': '备注', en: 'Note' }, of: (f) => f.note },
  ],
  page: (ctx, filter, cursor) => listFirstOrders(ctx, { ...filter, limit: PAGE, cursor }),
})

export const leadExports: Readonly<Record<string, AnyExportKind>> = {
  leads,
  lead_forms: forms,
  first_orders: firstOrders,
}
