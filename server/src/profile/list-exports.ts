// Tags, rules, attributes, conflicts and what people asked for about their data, as exports.
import { z } from 'zod'
import { type AnyExportKind, calledAs, listExport, wholeList } from '../desk/index.ts'
import { listConflicts } from '../identity/index.ts'
import { customerExports } from './customer-export.ts'
import { listDefinitions, type StoredDefinition } from './definitions.ts'
import { listRequests } from './privacy-requests.ts'
import { countByTag } from './tag-counts.ts'
import { listTagGroups, listTags, type Tag, type TagGroup } from './tag-definitions.ts'
import { listTagRules, type TagRule } from './tag-rules.ts'

const PAGE = 500
/** Their pages filter by words of the reader's language, so they say which ones are shown. */
const Shown = z.strictObject({ names: z.array(z.string().max(255)).max(10_000).optional() })
const isShown = ({ names }: z.infer<typeof Shown>) => {
  const shown = names && new Set(names)
  return ({ name }: { name: string }) => !shown || shown.has(name)
}

interface CountedTag extends Tag {
  group: string
  customers: number
}
interface FilledGroup extends TagGroup {
  tags: readonly string[]
}
type Conflict = Awaited<ReturnType<typeof listConflicts>>['items'][number]
type Request = Awaited<ReturnType<typeof listRequests>>['items'][number]

const tags = listExport({
  permission: 'customers:read',
  params: Shown,
  isPersonal: false,
  columns: [
    { key: 'name', title: { 'zh-CN': '标签', en: 'Tag' }, of: (t: CountedTag) => t.name },
    { key: 'group', title: { 'zh-CN': '标签组', en: 'Group' }, of: (t) => t.group },
    { key: 'customers', title: { 'zh-CN': '客户数', en: 'Customers' }, of: (t) => t.customers },
    { key: 'description', title: { 'zh-CN': '说明', en: 'Description' }, of: (t) => t.description },
    {
      key: 'aliases',
      title: { 'zh-CN': '曾用名', en: 'Other names' },
      of: (t) => t.aliases.join(' '),
    },
    { key: 'archived', title: { 'zh-CN': '已归档', en: 'Archived' }, of: (t) => t.isArchived },
    { key: 'created_at', title: { 'zh-CN': '创建时间', en: 'Created' }, of: (t) => t.createdAt },
    { key: 'created_by', title: { 'zh-CN': '创建人', en: 'Created by' }, of: (t) => t.createdBy },
  ],
  async page(ctx, params) {
    const [all, groups, counts] = await Promise.all([
      listTags(ctx),
      listTagGroups(ctx),
      countByTag(ctx),
    ])
    const groupOf = new Map(groups.map((g) => [g.id, g.name]))
    const countOf = new Map(counts.map((c) => [c.tag, c.customers]))
    return wholeList(
      all.filter(isShown(params)).map(
        (t): CountedTag => ({
          ...t,
          group: groupOf.get(t.groupId ?? '') ?? '',
          customers: countOf.get(t.name) ?? 0,
        }),
      ),
    )
  },
})

const tagGroups = listExport({
  permission: 'customers:read',
  params: z.strictObject({}),
  isPersonal: false,
  columns: [
    { key: 'name', title: { 'zh-CN': '标签组', en: 'Group' }, of: (g: FilledGroup) => g.name },
    { key: 'exclusive', title: { 'zh-CN': '组内互斥', en: 'Exclusive' }, of: (g) => g.isExclusive },
    { key: 'tags', title: { 'zh-CN': '标签', en: 'Tags' }, of: (g) => g.tags },
    { key: 'archived', title: { 'zh-CN': '已归档', en: 'Archived' }, of: (g) => g.isArchived },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (g) => g.id },
  ],
  async page(ctx) {
    const [groups, tags] = await Promise.all([listTagGroups(ctx), listTags(ctx)])
    const live = Map.groupBy(
      tags.filter((t) => !t.isArchived),
      (t) => t.groupId,
    )
    return wholeList(
      groups.map((g): FilledGroup => ({ ...g, tags: (live.get(g.id) ?? []).map((t) => t.name) })),
    )
  },
})

const tagRules = listExport({
  permission: 'customers:read',
  params: z.strictObject({}),
  isPersonal: false,
  columns: [
    { key: 'name', title: { 'zh-CN': '规则', en: 'Rule' }, of: (r: TagRule) => r.name },
    { key: 'event_name', title: { 'zh-CN': '事件', en: 'Event' }, of: (r) => r.eventName },
    { key: 'conditions', title: { 'zh-CN': '条件', en: 'Conditions' }, of: (r) => r.conditions },
    { key: 'tag', title: { 'zh-CN': '标签', en: 'Tag' }, of: (r) => r.tag },
    { key: 'days', title: { 'zh-CN': '有效天数', en: 'Days' }, of: (r) => r.days },
    { key: 'on', title: { 'zh-CN': '启用', en: 'On' }, of: (r) => r.isOn },
    { key: 'fired', title: { 'zh-CN': '触发次数', en: 'Fired' }, of: (r) => r.fired },
    {
      key: 'last_fired_at',
      title: { 'zh-CN': '最近触发', en: 'Last fired' },
      of: (r) => r.lastFiredAt,
    },
    { key: 'stopped', title: { 'zh-CN': '循环中止次数', en: 'Loops cut' }, of: (r) => r.stopped },
    { key: 'updated_at', title: { 'zh-CN': '修改时间', en: 'Changed' }, of: (r) => r.updatedAt },
    { key: 'updated_by', title: { 'zh-CN': '修改人', en: 'Changed by' }, of: (r) => r.updatedBy },
  ],
  page: async (ctx) => wholeList(await listTagRules(ctx)),
})

const attributes = listExport({
  permission: 'customers:read',
  params: Shown,
  isPersonal: false,
  columns: [
    { key: 'name', title: { 'zh-CN': '字段名', en: 'Name' }, of: (d: StoredDefinition) => d.name },
    { key: 'label', title: { 'zh-CN': '名称', en: 'Label' }, of: (d) => d.label },
    {
      key: 'type',
      title: { 'zh-CN': '类型', en: 'Type' },
      called: calledAs('attribute_type'),
      of: (d) => d.type,
    },
    { key: 'choices', title: { 'zh-CN': '选项', en: 'Choices' }, of: (d) => d.choices.join(' ') },
    { key: 'group', title: { 'zh-CN': '分组', en: 'Group' }, of: (d) => d.group },
    {
      key: 'data_class',
      title: { 'zh-CN': '数据分级', en: 'Class' },
      called: calledAs('data_class'),
      of: (d) => d.dataClass,
    },
    { key: 'masked', title: { 'zh-CN': '脱敏', en: 'Masked' }, of: (d) => d.isMasked },
    {
      key: 'source_priority',
      title: { 'zh-CN': '来源优先级', en: 'Sources first' },
      of: (d) => d.sourcePriority.join(' '),
    },
    { key: 'description', title: { 'zh-CN': '说明', en: 'Description' }, of: (d) => d.description },
    { key: 'built_in', title: { 'zh-CN': '内置', en: 'Built in' }, of: (d) => d.isBuiltIn },
    { key: 'archived', title: { 'zh-CN': '已归档', en: 'Archived' }, of: (d) => d.isArchived },
  ],
  page: async (ctx, params) => wholeList((await listDefinitions(ctx)).filter(isShown(params))),
})

const conflicts = listExport({
  permission: 'customers:merge',
  params: z.strictObject({
    state: z.enum(['open', 'merged', 'kept_apart', 'dismissed']).default('open'),
  }),
  isPersonal: true,
  columns: [
    {
      key: 'kind',
      title: { 'zh-CN': '冲突类型', en: 'Kind' },
      called: calledAs('conflict_kind'),
      of: (c: Conflict) => c.kind,
    },
    { key: 'customer_a', title: { 'zh-CN': '客户 A', en: 'Customer A' }, of: (c) => c.customer_a },
    { key: 'customer_b', title: { 'zh-CN': '客户 B', en: 'Customer B' }, of: (c) => c.customer_b },
    { key: 'namespace', title: { 'zh-CN': '标识类型', en: 'Namespace' }, of: (c) => c.namespace },
    { key: 'value', title: { 'zh-CN': '标识', en: 'Value' }, of: (c) => c.value },
    {
      key: 'evidence',
      title: { 'zh-CN': '同时出现的标识', en: 'Evidence' },
      of: (c) => c.evidence,
    },
    { key: 'seen', title: { 'zh-CN': '出现次数', en: 'Seen' }, of: (c) => c.seen },
    { key: 'first_at', title: { 'zh-CN': '首次出现', en: 'First' }, of: (c) => c.first_at },
    { key: 'last_at', title: { 'zh-CN': '最近出现', en: 'Last' }, of: (c) => c.last_at },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('conflict_state'),
      of: (c) => c.state,
    },
    { key: 'resolved_at', title: { 'zh-CN': '处理时间', en: 'Decided' }, of: (c) => c.resolved_at },
    {
      key: 'resolved_by',
      title: { 'zh-CN': '处理人', en: 'Decided by' },
      of: (c) => c.resolved_by,
    },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (c) => c.id },
  ],
  page: (ctx, { state }, cursor) => listConflicts(ctx, { state, limit: PAGE, cursor }),
})

const requests = listExport({
  permission: 'customers:erase',
  params: z.strictObject({ kind: z.enum(['export', 'erase']).optional() }),
  isPersonal: false,
  columns: [
    {
      key: 'kind',
      title: { 'zh-CN': '申请类型', en: 'Kind' },
      called: calledAs('privacy_kind'),
      of: (r: Request) => r.kind,
    },
    {
      key: 'customer_id',
      title: { 'zh-CN': '客户编号', en: 'Customer' },
      of: (r) => r.customer_id,
    },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('privacy_state'),
      of: (r) => r.state,
    },
    { key: 'reason', title: { 'zh-CN': '理由', en: 'Reason' }, of: (r) => r.reason },
    {
      key: 'requested_by',
      title: { 'zh-CN': '经办人', en: 'Requested by' },
      of: (r) => r.requested_by_name,
    },
    {
      key: 'requested_at',
      title: { 'zh-CN': '申请时间', en: 'Requested' },
      of: (r) => r.requested_at,
    },
    {
      key: 'finished_at',
      title: { 'zh-CN': '完成时间', en: 'Finished' },
      of: (r) => r.finished_at,
    },
    { key: 'report', title: { 'zh-CN': '处理结果', en: 'Report' }, of: (r) => r.report },
    {
      key: 'consent_proof',
      title: { 'zh-CN': '同意记录指纹', en: 'Consent proof' },
      of: (r) => r.consent_proof,
    },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (r) => r.id },
  ],
  page: (ctx, { kind }, cursor) => listRequests(ctx, { kind, limit: PAGE, cursor }),
})

export const profileExports: Readonly<Record<string, AnyExportKind>> = {
  ...customerExports,
  tags,
  tag_groups: tagGroups,
  tag_rules: tagRules,
  attributes,
  identity_conflicts: conflicts,
  privacy_requests: requests,
}
