// The event catalogue as an export, by the filters of its list.
import { z } from 'zod'
import { type AnyExportKind, listExport } from '../desk/index.ts'
import { type CatalogueEvent, listTracked, PROBLEMS } from './catalogue.ts'
import { STATUSES } from './plan.ts'

/** All at once: each page of it is counted anew. */
const EVENTS_A_PAGE = 100_000

export const trackingExports: Readonly<Record<string, AnyExportKind>> = {
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
