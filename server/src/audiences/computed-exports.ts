// The list of computed attributes, as an export.
import { z } from 'zod'
import { type AnyExportKind, calledAs, listExport, wholeList } from '../desk/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { listComputed, type ShownComputed } from './computed-queries.ts'

const computed = listExport({
  permission: 'audiences:read',
  params: z.strictObject({
    q: z.string().max(200).optional(),
    state: z.enum(['live', 'paused']).optional(),
  }),
  isPersonal: false,
  columns: [
    { key: 'label', title: { 'zh-CN': '名称', en: 'Label' }, of: (c: ShownComputed) => c.label },
    { key: 'name', title: { 'zh-CN': '属性名', en: 'Attribute' }, of: (c) => c.name },
    {
      key: 'type',
      title: { 'zh-CN': '类型', en: 'Type' },
      called: calledAs('attribute_type'),
      of: (c) => c.type,
    },
    {
      key: 'definition',
      title: { 'zh-CN': '计算方式', en: 'Definition' },
      of: (c) => c.formula_text ?? JSON.stringify(c.definition),
    },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('audience_state'),
      of: (c) => c.state,
    },
    { key: 'customers', title: { 'zh-CN': '有值客户数', en: 'Customers' }, of: (c) => c.customers },
    { key: 'as_of', title: { 'zh-CN': '数据时间', en: 'As of' }, of: (c) => c.as_of },
    { key: 'used_by', title: { 'zh-CN': '被引用', en: 'Used by' }, of: (c) => c.used_by },
    { key: 'group', title: { 'zh-CN': '分组', en: 'Group' }, of: (c) => c.group },
    { key: 'description', title: { 'zh-CN': '说明', en: 'Description' }, of: (c) => c.description },
    { key: 'updated_at', title: { 'zh-CN': '修改时间', en: 'Changed' }, of: (c) => c.updated_at },
    { key: 'updated_by', title: { 'zh-CN': '修改人', en: 'Changed by' }, of: (c) => c.updated_by },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (c) => c.id },
  ],
  page: async (ctx: Ctx, params) => wholeList(await listComputed(ctx, params)),
})

export const computedExports: Readonly<Record<string, AnyExportKind>> = {
  computed_attributes: computed,
}
