// Audiences as exports: the list of them, and the customers of one with what may be said of them.

import { z } from 'zod'
import { type AnyExportKind, calledAs, exportKind, listExport, type Row } from '../desk/index.ts'
import { demand } from '../platform/auth.ts'
import type { Ctx } from '../platform/ctx.ts'
import { CustomerListing, customerColumns, customerRows } from '../profile/index.ts'
import { computedExports } from './computed-exports.ts'
import { sizeOf } from './history.ts'
import { membersOf } from './history-sql.ts'
import { idsAfter } from './preview.ts'
import { type AudienceAsShown, demandAudiences, listAudiences } from './queries.ts'
import { readingNow } from './reading.ts'
import { narrowing, seenOf } from './scope.ts'
import { KINDS, STATES } from './shapes.ts'

const PAGE = 200

const audiences = listExport({
  permission: 'audiences:read',
  params: z.strictObject({
    q: z.string().max(200).optional(),
    state: z.enum(STATES).optional(),
    kind: z.enum(KINDS).optional(),
    folder: z.string().max(100).optional(),
  }),
  isPersonal: false,
  isScoped: true,
  columns: [
    { key: 'name', title: { 'zh-CN': '人群', en: 'Audience' }, of: (a: AudienceAsShown) => a.name },
    { key: 'kind', title: { 'zh-CN': '类型', en: 'Kind' }, of: (a) => a.kind },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('audience_state'),
      of: (a) => a.state,
    },
    { key: 'size', title: { 'zh-CN': '人数', en: 'Size' }, of: (a) => a.size },
    {
      key: 'entered',
      title: { 'zh-CN': '近 7 天进入', en: 'Entered in 7 days' },
      of: (a) => a.week.entered,
    },
    {
      key: 'left',
      title: { 'zh-CN': '近 7 天离开', en: 'Left in 7 days' },
      of: (a) => a.week.left,
    },
    { key: 'as_of', title: { 'zh-CN': '计算至', en: 'As of' }, of: (a) => a.evaluated_at },
    { key: 'folder', title: { 'zh-CN': '文件夹', en: 'Folder' }, of: (a) => a.folder },
    { key: 'labels', title: { 'zh-CN': '标记', en: 'Labels' }, of: (a) => a.labels.join(' ') },
    { key: 'description', title: { 'zh-CN': '说明', en: 'Description' }, of: (a) => a.description },
    {
      key: 'rule',
      title: { 'zh-CN': '规则', en: 'Rule' },
      of: (a) => (a.rule ? JSON.stringify(a.rule) : null),
    },
    { key: 'tag', title: { 'zh-CN': '同步标签', en: 'Tag' }, of: (a) => a.tag_sync?.tag },
    { key: 'updated_at', title: { 'zh-CN': '修改时间', en: 'Changed' }, of: (a) => a.updated_at },
    {
      key: 'updated_by',
      title: { 'zh-CN': '修改人', en: 'Changed by' },
      of: (a) => a.updated_by,
    },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (a) => a.id },
  ],
  page: (ctx, params, cursor) =>
    listAudiences(ctx, { ...params, sort: 'name', limit: PAGE, cursor }),
})

const Params = CustomerListing.extend({
  audience_id: z.uuid(),
  /** Who was inside then; absent: who is when it is written. */
  at: z.iso.datetime({ offset: true }).optional(),
})
type Given = z.infer<typeof Params>

async function setOf(ctx: Ctx, { audience_id, at }: Given) {
  demand(ctx.actor, 'audiences:read')
  await demandAudiences(ctx, [audience_id])
  return membersOf(audience_id, at === undefined ? {} : { at: new Date(at) })
}

/** Who leaves the audience, or the asker's scope, while it is written is not in what follows. */
async function* customers(ctx: Ctx, given: Given): AsyncGenerator<Row> {
  const set = await setOf(ctx, given)
  for (let after = 0; ; ) {
    const ids = await idsAfter(ctx, set, await readingNow(ctx), after, PAGE)
    const last = ids.at(-1)
    if (last === undefined) return
    yield* customerRows(ctx, await seenOf(ctx, ids), given)
    after = last
  }
}

export const audienceExports: Readonly<Record<string, AnyExportKind>> = {
  ...computedExports,
  audiences,
  audience_customers: exportKind({
    permission: 'customers:export',
    params: Params,
    isPersonal: true,
    isScoped: true,
    columns: (ctx, given) => customerColumns(ctx, given),
    stream: customers,
    async count(ctx, given) {
      const narrow = await narrowing(ctx, await readingNow(ctx))
      return sizeOf(ctx, narrow(await setOf(ctx, given)))
    },
  }),
}
