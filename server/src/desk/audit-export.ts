// The audit log as an export: who changed or exported what.
import { z } from 'zod'
import { listAuditLog } from '../org/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type AnyExportKind, exportKind, type Row } from './export-kinds.ts'

const text = z.string().min(1).max(200).optional()
const Params = z.strictObject({
  action: text,
  actor_id: text,
  subject_type: text,
  subject_id: text,
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
const PAGE = 1_000

async function* entries(ctx: Ctx, given: z.infer<typeof Params>): AsyncGenerator<Row> {
  const filter = {
    action: given.action,
    actor_id: given.actor_id,
    object_kind: given.subject_type,
    object_id: given.subject_id,
    from: given.from ? new Date(given.from) : undefined,
    to: given.to ? new Date(given.to) : undefined,
  }
  for (let before: number | undefined; ; ) {
    const rows = await listAuditLog(ctx, filter, { limit: PAGE, before })
    for (const r of rows)
      yield [
        r.at,
        r.actor_kind,
        r.actor_id,
        r.actor_name,
        r.action,
        r.object_kind,
        r.object_id,
        r.details,
        r.ip,
      ]
    before = rows.at(-1)?.position
    if (rows.length < PAGE) return
  }
}

export const auditExport: AnyExportKind = exportKind({
  permission: 'audit:read',
  params: Params,
  isPersonal: false,
  columns: () => [
    { key: 'at', title: { 'zh-CN': '时间', en: 'Time' } },
    { key: 'actor_kind', title: { 'zh-CN': '操作人类型', en: 'Kind of actor' } },
    { key: 'actor_id', title: { 'zh-CN': '操作人编号', en: 'Actor id' } },
    { key: 'actor_name', title: { 'zh-CN': '操作人', en: 'Actor' } },
    { key: 'action', title: { 'zh-CN': '操作', en: 'Action' } },
    { key: 'object_kind', title: { 'zh-CN': '对象类型', en: 'Kind of subject' } },
    { key: 'object_id', title: { 'zh-CN': '对象编号', en: 'Subject id' } },
    { key: 'details', title: { 'zh-CN': '详情', en: 'Details' } },
    { key: 'ip', title: { 'zh-CN': 'IP 地址', en: 'IP address' } },
  ],
  stream: entries,
  async count(ctx, given) {
    let n = 0
    for await (const _ of entries(ctx, given)) n += 1
    return n
  },
})
