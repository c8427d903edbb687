// The attributes in which scores stand: reserved with the first reckoning, read by audiences, lists and
// the customer's page like any other.
import type { Ctx } from '../../platform/ctx.ts'
import { type ComputedWords, provideComputed } from '../../profile/index.ts'
import type { Scored, Status } from './score.ts'

const GROUP = '超级用户'
const number = (name: string, label: string, label_en: string, description: string) =>
  ({ name, label, label_en, description, group: GROUP, type: 'number' }) satisfies ComputedWords
const STATUS: Record<Status, [zh: string, en: string]> = {
  super: ['超级用户', 'Super user'],
  candidate: ['候选超级用户', 'Candidate'],
  ordinary: ['普通用户', 'Ordinary'],
  suspect: ['疑似羊毛党或假粉', 'Suspect'],
}

/** What stands in each, of what was reckoned; undefined: nothing. */
export const ATTRIBUTES: readonly (ComputedWords & { of: (s: Scored) => unknown })[] = [
  {
    ...{ name: 'super_user_status', label: '超级用户状态', group: GROUP, type: 'text' as const },
    label_en: 'Super user status',
    value_labels: Object.entries(STATUS).map(([value, [label, label_en]]) => ({
      value,
      label,
      label_en,
    })),
    description: '按四个维度的得分判断，与消费金额无关',
    of: (s) => s.status,
  },
  {
    ...number(
      'super_user_score',
      '超级用户得分',
      'Super user score',
      '四个维度的几何平均，0–100；数据不足时没有分数',
    ),
    of: (s) => s.score ?? undefined,
  },
  {
    ...number(
      'super_user_recognition',
      '认可度',
      'Recognition',
      '付款次数、NPS 打分、反馈与建议，0–100',
    ),
    of: (s) => s.dimensions.recognition,
  },
  {
    ...number(
      'super_user_participation',
      '参与度',
      'Participation',
      '活跃天数与有消费的月份占比，0–100',
    ),
    of: (s) => s.dimensions.participation,
  },
  {
    ...number('super_user_stability', '稳定性', 'Stability', '资料完整度与活跃周占比，0–100'),
    of: (s) => s.dimensions.stability,
  },
  {
    ...number('super_user_diffusion', '扩散度', 'Diffusion', '主动分享、带来的访客与新客，0–100'),
    of: (s) => s.dimensions.diffusion,
  },
  {
    ...{ name: 'super_user_recognised', label: '已认可', group: GROUP, type: 'boolean' as const },
    label_en: 'Recognised',
    description: '付款次数达到品牌设定的次数',
    of: (s) => s.recognised,
  },
  {
    ...number(
      'customer_value_index',
      '客户价值指数',
      'Customer value index',
      '四个维度的得分与生命周期价值在同类客户中的位置，按品牌设定的权重取几何平均，0–100；四个维度齐全之前没有',
    ),
    of: (s) => s.value?.index,
  },
  {
    ...number(
      'lifetime_value_fen',
      '生命周期价值 LTV（分）',
      'Lifetime value (1/100)',
      '至今留下的付款，加上价值模型预计的未来 365 天；四个维度齐全之前没有',
    ),
    of: (s) => s.value?.ltv_fen,
  },
]

/** In the caller's transaction. @throws 409 attribute_exists when the brand means something else by one */
export const reserveScores = (ctx: Ctx): Promise<void> =>
  provideComputed(
    ctx,
    ATTRIBUTES.map(({ of: _, ...words }) => words),
  )
