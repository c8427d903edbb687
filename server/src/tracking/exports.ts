// The event catalogue, what events carry and are held against, names of pages and clicks, gaps and
// alerts as exports, by the filters of their lists.
import { z } from 'zod'
import { type AnyExportKind, calledAs, listExport, wholeList } from '../desk/index.ts'
import { type CatalogueEvent, getTracked, listTracked, PROBLEMS } from './catalogue.ts'
import { CODE_KINDS, type CodeList, listCodes } from './code-names.ts'
import { listNamed } from './named.ts'
import { Name, STATUSES } from './plan.ts'
import { listGaps } from './quality.ts'
import { listRules } from './rules.ts'
import { listAlerts } from './watches.ts'

/** All at once: each page of it is counted anew. */
const EVENTS_A_PAGE = 100_000

const PAGE = 500

type Property = Awaited<ReturnType<typeof getTracked>>['property_items'][number]
type Rule = Awaited<ReturnType<typeof listRules>>['items'][number]
type Named = Awaited<ReturnType<typeof listNamed>>['items'][number]
type Gap = Awaited<ReturnType<typeof listGaps>>[number]
type Alert = Awaited<ReturnType<typeof listAlerts>>['items'][number]

const properties = listExport({
  permission: 'events:read',
  params: z.strictObject({ event: Name, with_presets: z.boolean().default(true) }),
  // Samples are what customers did.
  isPersonal: true,
  columns: [
    { key: 'name', title: { 'zh-CN': '属性名', en: 'Property' }, of: (p: Property) => p.name },
    { key: 'label', title: { 'zh-CN': '中文名称', en: 'Chinese name' }, of: (p) => p.label },
    { key: 'label_en', title: { 'zh-CN': '英文名称', en: 'English name' }, of: (p) => p.label_en },
    { key: 'description', title: { 'zh-CN': '说明', en: 'Description' }, of: (p) => p.description },
    { key: 'type', title: { 'zh-CN': '实际类型', en: 'Type seen' }, of: (p) => p.type },
    {
      key: 'planned_type',
      title: { 'zh-CN': '方案类型', en: 'Planned type' },
      of: (p) => p.planned_type,
    },
    { key: 'unit', title: { 'zh-CN': '单位', en: 'Unit' }, of: (p) => p.unit },
    { key: 'is_expected', title: { 'zh-CN': '应有', en: 'Expected' }, of: (p) => p.is_expected },
    { key: 'data_class', title: { 'zh-CN': '数据分级', en: 'Class' }, of: (p) => p.data_class },
    { key: 'is_preset', title: { 'zh-CN': '预置', en: 'Preset' }, of: (p) => p.is_preset },
    { key: 'count', title: { 'zh-CN': '近 7 天次数', en: 'Last 7 days' }, of: (p) => p.count },
    { key: 'aside', title: { 'zh-CN': '类型不符', en: 'Other type' }, of: (p) => p.aside },
    { key: 'repaired', title: { 'zh-CN': '含乱码', en: 'Repaired' }, of: (p) => p.repaired },
    { key: 'last_seen', title: { 'zh-CN': '最近出现', en: 'Last' }, of: (p) => p.last_seen },
    { key: 'samples', title: { 'zh-CN': '样例', en: 'Samples' }, of: (p) => p.samples.join(' ') },
  ],
  async page(ctx, { event, with_presets }) {
    const { property_items } = await getTracked(ctx, event)
    return wholeList(property_items.filter((p) => with_presets || !p.is_preset))
  },
})

const rules = listExport({
  permission: 'events:read',
  params: z.strictObject({ event: Name.optional() }),
  isPersonal: false,
  columns: [
    { key: 'event', title: { 'zh-CN': '事件', en: 'Event' }, of: (r: Rule) => r.event_name },
    { key: 'property', title: { 'zh-CN': '属性', en: 'Property' }, of: (r) => r.property },
    { key: 'kind', title: { 'zh-CN': '规则', en: 'Rule' }, of: (r) => r.setting.kind },
    { key: 'setting', title: { 'zh-CN': '规则内容', en: 'Setting' }, of: (r) => r.setting },
    { key: 'action', title: { 'zh-CN': '处理方式', en: 'Action' }, of: (r) => r.action },
    { key: 'warned', title: { 'zh-CN': '近 7 天告警', en: 'Warned' }, of: (r) => r.warned },
    { key: 'refused', title: { 'zh-CN': '近 7 天拒收', en: 'Refused' }, of: (r) => r.refused },
    { key: 'version', title: { 'zh-CN': '版本', en: 'Version' }, of: (r) => r.version },
    { key: 'updated_at', title: { 'zh-CN': '修改时间', en: 'Changed' }, of: (r) => r.updated_at },
    { key: 'updated_by', title: { 'zh-CN': '修改人', en: 'Changed by' }, of: (r) => r.updated_by },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (r) => r.id },
  ],
  page: (ctx, { event }, cursor) => listRules(ctx, { event, limit: PAGE, cursor }),
})

const named = listExport({
  permission: 'events:read',
  params: z.strictObject({ q: z.string().max(200).optional() }),
  isPersonal: false,
  columns: [
    { key: 'name', title: { 'zh-CN': '事件名', en: 'Event' }, of: (n: Named) => n.name },
    { key: 'label', title: { 'zh-CN': '显示名', en: 'Label' }, of: (n) => n.label },
    { key: 'kind', title: { 'zh-CN': '类型', en: 'Kind' }, of: (n) => n.kind },
    { key: 'match', title: { 'zh-CN': '定义', en: 'Match' }, of: (n) => n.match },
    { key: 'recent', title: { 'zh-CN': '近 7 天次数', en: 'Last 7 days' }, of: (n) => n.recent },
    { key: 'version', title: { 'zh-CN': '版本', en: 'Version' }, of: (n) => n.version },
    { key: 'created_at', title: { 'zh-CN': '命名时间', en: 'Created' }, of: (n) => n.created_at },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (n) => n.id },
  ],
  page: (ctx, { q }, cursor) => listNamed(ctx, { q, limit: PAGE, cursor }),
})

const gaps = listExport({
  permission: 'events:read',
  params: z.strictObject({ source: z.string().max(255).optional() }),
  isPersonal: false,
  columns: [
    { key: 'source', title: { 'zh-CN': '来源', en: 'Source' }, of: (g: Gap) => g.source },
    {
      key: 'platform',
      title: { 'zh-CN': '平台', en: 'Platform' },
      called: calledAs('platform'),
      of: (g) => g.platform,
    },
    { key: 'from', title: { 'zh-CN': '开始', en: 'From' }, of: (g) => g.from },
    { key: 'to', title: { 'zh-CN': '恢复', en: 'To' }, of: (g) => (g.is_open ? null : g.to) },
    { key: 'hours', title: { 'zh-CN': '小时数', en: 'Hours' }, of: (g) => g.hours },
    {
      key: 'missing',
      title: { 'zh-CN': '约缺事件数', en: 'Missing, about' },
      of: (g) => g.missing,
    },
    { key: 'is_open', title: { 'zh-CN': '仍未恢复', en: 'Open' }, of: (g) => g.is_open },
  ],
  page: async (ctx, { source }) =>
    wholeList((await listGaps(ctx)).filter((g) => !source || g.source === source)),
})

const alerts = listExport({
  permission: 'events:read',
  params: z.strictObject({ state: z.enum(['open', 'resolved']).optional() }),
  isPersonal: false,
  columns: [
    { key: 'metric', title: { 'zh-CN': '指标', en: 'Measure' }, of: (a: Alert) => a.metric },
    { key: 'source', title: { 'zh-CN': '来源', en: 'Source' }, of: (a) => a.source },
    { key: 'day', title: { 'zh-CN': '日期', en: 'Day' }, of: (a) => a.day },
    { key: 'value', title: { 'zh-CN': '数值', en: 'Value' }, of: (a) => a.value },
    { key: 'threshold', title: { 'zh-CN': '阈值', en: 'Threshold' }, of: (a) => a.threshold },
    { key: 'opened_at', title: { 'zh-CN': '告警时间', en: 'Opened' }, of: (a) => a.opened_at },
    {
      key: 'acknowledged_at',
      title: { 'zh-CN': '接手时间', en: 'Acknowledged' },
      of: (a) => a.acknowledged_at,
    },
    {
      key: 'acknowledged_by',
      title: { 'zh-CN': '接手人', en: 'Acknowledged by' },
      of: (a) => a.acknowledged_by,
    },
    {
      key: 'resolved_at',
      title: { 'zh-CN': '恢复时间', en: 'Resolved' },
      of: (a) => a.resolved_at,
    },
    { key: 'id', title: { 'zh-CN': '编号', en: 'Id' }, of: (a) => a.id },
  ],
  page: (ctx, { state }, cursor) => listAlerts(ctx, { state, limit: PAGE, cursor }),
})

type Code = CodeList['items'][number]
const codes = listExport({
  permission: 'events:read',
  params: z.strictObject({ kind: z.enum(CODE_KINDS).default('channel') }),
  isPersonal: false,
  columns: [
    { key: 'code', title: { 'zh-CN': '编码', en: 'Code' }, of: (c: Code) => c.code },
    { key: 'name', title: { 'zh-CN': '名称', en: 'Name' }, of: (c) => c.name },
    { key: 'seen', title: { 'zh-CN': '近 90 天事件数', en: 'Last 90 days' }, of: (c) => c.seen },
    { key: 'updated_at', title: { 'zh-CN': '修改时间', en: 'Changed' }, of: (c) => c.updated_at },
    { key: 'updated_by', title: { 'zh-CN': '修改人', en: 'By' }, of: (c) => c.updated_by },
  ],
  page: async (ctx, { kind }) => wholeList((await listCodes(ctx, kind)).items),
})

export const trackingExports: Readonly<Record<string, AnyExportKind>> = {
  event_properties: properties,
  event_rules: rules,
  code_names: codes,
  named_events: named,
  quality_gaps: gaps,
  quality_alerts: alerts,
  event_catalogue: listExport({
    permission: 'events:read',
    params: z.strictObject({
      q: z.string().max(200).optional(),
      status: z.enum([...STATUSES, 'unplanned']).optional(),
      problem: z.enum([...PROBLEMS, 'any']).optional(),
    }),
    isPersonal: false,
    columns: [
      { key: 'name', title: { 'zh-CN': '事件名', en: 'Event' }, of: (e: CatalogueEvent) => e.name },
      { key: 'label', title: { 'zh-CN': '中文名称', en: 'Chinese name' }, of: (e) => e.label },
      {
        key: 'label_en',
        title: { 'zh-CN': '英文名称', en: 'English name' },
        of: (e) => e.label_en,
      },
      { key: 'owner', title: { 'zh-CN': '负责人', en: 'Owner' }, of: (e) => e.owner },
      { key: 'status', title: { 'zh-CN': '状态', en: 'Status' }, of: (e) => e.status },
      {
        key: 'problems',
        title: { 'zh-CN': '问题', en: 'Problems' },
        of: (e) => e.problems.join(' '),
      },
      { key: 'total', title: { 'zh-CN': '累计次数', en: 'Total' }, of: (e) => e.total },
      { key: 'recent', title: { 'zh-CN': '近 7 天次数', en: 'Last 7 days' }, of: (e) => e.recent },
      { key: 'first_seen', title: { 'zh-CN': '首次出现', en: 'First' }, of: (e) => e.first_seen },
      { key: 'last_seen', title: { 'zh-CN': '最近出现', en: 'Last' }, of: (e) => e.last_seen },
      {
        key: 'platforms',
        title: { 'zh-CN': '平台', en: 'Platforms' },
        of: (e) => e.platforms.join(' '),
      },
      { key: 'sources', title: { 'zh-CN': '来源', en: 'Sources' }, of: (e) => e.sources.join(' ') },
      {
        key: 'properties',
        title: { 'zh-CN': '属性数', en: 'Properties' },
        of: (e) => e.properties,
      },
      { key: 'rules', title: { 'zh-CN': '规则数', en: 'Rules' }, of: (e) => e.rules },
      { key: 'is_own', title: { 'zh-CN': '系统事件', en: 'Own' }, of: (e) => e.is_own },
    ],
    page: (ctx, params, cursor) => listTracked(ctx, { ...params, limit: EVENTS_A_PAGE, cursor }),
  }),
}
