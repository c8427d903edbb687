// Webhooks, what each was told, and inbound addresses, as exports. No secret is in any of them.
import { z } from 'zod'
import { type AnyExportKind, calledAs, listExport, wholeList } from '../desk/index.ts'
import { type DeliveryRow, listDeliveries } from './delivery-log.ts'
import { type InboundRow, listInbound } from './inbound.ts'
import { listWebhooks, type WebhookRow } from './webhook.ts'

const DELIVERIES_A_PAGE = 1_000

const webhooks = listExport({
  permission: 'integrations:manage',
  params: z.strictObject({}),
  isPersonal: false,
  columns: [
    { key: 'name', title: { 'zh-CN': '名称', en: 'Name' }, of: (w: WebhookRow) => w.name },
    {
      // Paths and queries of such addresses are often what lets one in.
      key: 'host',
      title: { 'zh-CN': '接收域名', en: 'Host' },
      of: (w) => new URL(w.url).host,
    },
    { key: 'events', title: { 'zh-CN': '事件', en: 'Events' }, of: (w) => w.events.join(' ') },
    {
      key: 'with_identifiers',
      title: { 'zh-CN': '带客户标识', en: 'With identifiers' },
      of: (w) => w.with_identifiers,
    },
    { key: 'on', title: { 'zh-CN': '启用', en: 'On' }, of: (w) => w.is_on },
    {
      key: 'off_because',
      title: { 'zh-CN': '停用原因', en: 'Off because' },
      of: (w) => w.off_because,
    },
    {
      key: 'failing_since',
      title: { 'zh-CN': '开始失败', en: 'Failing since' },
      of: (w) => w.failing_since,
    },
    { key: 'waiting', title: { 'zh-CN': '待推送', en: 'Waiting' }, of: (w) => w.waiting },
    { key: 'given_up', title: { 'zh-CN': '已放弃', en: 'Given up' }, of: (w) => w.given_up },
    {
      key: 'last_delivered_at',
      title: { 'zh-CN': '最近送达', en: 'Last delivered' },
      of: (w) => w.last_delivered_at,
    },
    { key: 'created_at', title: { 'zh-CN': '创建时间', en: 'Created' }, of: (w) => w.created_at },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (w) => w.id },
  ],
  page: async (ctx) => wholeList(await listWebhooks(ctx)),
})

const inbound = listExport({
  permission: 'integrations:manage',
  params: z.strictObject({}),
  isPersonal: false,
  columns: [
    { key: 'name', title: { 'zh-CN': '名称', en: 'Name' }, of: (a: InboundRow) => a.name },
    { key: 'prefix', title: { 'zh-CN': '地址前缀', en: 'Prefix' }, of: (a) => a.hint },
    { key: 'mapping', title: { 'zh-CN': '字段映射', en: 'Mapping' }, of: (a) => a.mapping },
    { key: 'rows_at', title: { 'zh-CN': '数据位置', en: 'Rows at' }, of: (a) => a.rows_at },
    { key: 'on', title: { 'zh-CN': '启用', en: 'On' }, of: (a) => a.is_on },
    { key: 'received', title: { 'zh-CN': '已接收', en: 'Received' }, of: (a) => a.received },
    { key: 'waiting', title: { 'zh-CN': '待处理', en: 'Waiting' }, of: (a) => a.waiting },
    { key: 'faulty', title: { 'zh-CN': '无法解析', en: 'Faulty' }, of: (a) => a.faulty },
    {
      key: 'last_received_at',
      title: { 'zh-CN': '最近接收', en: 'Last received' },
      of: (a) => a.last_received_at,
    },
    { key: 'created_at', title: { 'zh-CN': '创建时间', en: 'Created' }, of: (a) => a.created_at },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (a) => a.id },
  ],
  page: async (ctx) => wholeList(await listInbound(ctx)),
})

export const integrationExports: Readonly<Record<string, AnyExportKind>> = {
  webhooks,
  inbound_addresses: inbound,
  webhook_deliveries: listExport({
    permission: 'integrations:manage',
    params: z.strictObject({
      webhook_id: z.uuid(),
      state: z.enum(['waiting', 'delivered', 'given_up']).optional(),
    }),
    isPersonal: true,
    columns: [
      { key: 'made_at', title: { 'zh-CN': '时间', en: 'Made' }, of: (d: DeliveryRow) => d.made_at },
      { key: 'event', title: { 'zh-CN': '事件', en: 'Event' }, of: (d) => d.name },
      {
        key: 'customer_id',
        title: { 'zh-CN': '客户编号', en: 'Customer' },
        of: (d) => d.customer_id,
      },
      {
        key: 'state',
        title: { 'zh-CN': '状态', en: 'State' },
        called: calledAs('delivery_state'),
        of: (d) => d.state,
      },
      { key: 'attempts', title: { 'zh-CN': '尝试次数', en: 'Attempts' }, of: (d) => d.attempts },
      {
        key: 'answered_status',
        title: { 'zh-CN': '返回状态码', en: 'Answered' },
        of: (d) => d.answered_status,
      },
      {
        key: 'answered_text',
        title: { 'zh-CN': '返回内容', en: 'Answer' },
        of: (d) => d.answered_text,
      },
      { key: 'took_ms', title: { 'zh-CN': '耗时（毫秒）', en: 'Took (ms)' }, of: (d) => d.took_ms },
      { key: 'ended_at', title: { 'zh-CN': '结束时间', en: 'Ended' }, of: (d) => d.ended_at },
      { key: 'body', title: { 'zh-CN': '内容', en: 'Body' }, of: (d) => d.body },
      { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (d) => d.id },
    ],
    page: (ctx, { webhook_id, state }, cursor) =>
      listDeliveries(ctx, webhook_id, { state, limit: DELIVERIES_A_PAGE, cursor }),
  }),
}
