// What a webhook was told, as an export by the filters of its list.
import { z } from 'zod'
import { type AnyExportKind, listExport } from '../desk/index.ts'
import { type DeliveryRow, listDeliveries } from './delivery-log.ts'

const DELIVERIES_A_PAGE = 1_000

export const integrationExports: Readonly<Record<string, AnyExportKind>> = {
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
      { key: 'state', title: { 'zh-CN': '状态', en: 'State' }, of: (d) => d.state },
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
