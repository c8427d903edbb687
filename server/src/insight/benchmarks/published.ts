// Figures that others have published, with who says so and when. `claimed`: asserted by whoever sells or
// writes, without saying how it was found; `survey`: what people said when asked; `measured`: counted,
// by a method the source tells. None of them is a goal: they stand beside the brand's own.
export type Evidence = 'claimed' | 'survey' | 'measured'
type Words = Readonly<Record<'zh-CN' | 'en', string>>

export interface Benchmark {
  code: string
  /** share: 0 to 1; hours and minutes a day. */
  unit: 'share' | 'hours' | 'minutes'
  value: number
  evidence: Evidence
  name: Words
  source: Words
  year: number
  /** Somebody of the house has read it in the source; else it is passed on as it was quoted. */
  isRead: boolean
  url?: string
  /** Our own figure that is most like it, and how it differs. */
  own?: { of: OwnFigure; differs: Words }
}

export type OwnFigure =
  | 'member_repurchase'
  | 'other_repurchase'
  | 'reachable_share'
  | 'paying_share'
  | 'sharing_share'

const WHITE_PAPER = {
  year: 2021,
  source: {
    'zh-CN': '腾讯营销洞察 × BCG《抢滩私域新战场:2021中国私域营销白皮书》(10,766 名消费者问卷)',
    en: 'Tencent Marketing Insight × BCG, “2021 China private-domain marketing white paper” (survey of 10,766 consumers)',
  },
} as const
const COURSE = {
  year: 2021,
  source: {
    'zh-CN': '私域运营课程讲义，未注明统计口径',
    en: 'Course notes on private-domain operation; the method is not told',
  },
} as const

export const PUBLISHED: readonly Benchmark[] = [
  {
    ...WHITE_PAPER,
    ...{ code: 'private_reach', unit: 'share', value: 0.96, evidence: 'survey', isRead: true },
    name: {
      'zh-CN': '用过私域触点（微信生态、自营 App 等）的消费者',
      en: 'Consumers who use private-domain touchpoints (WeChat, own apps …)',
    },
    url: 'https://fxbaogao.com/detail/2629780',
    own: {
      of: 'reachable_share',
      differs: {
        'zh-CN': '白皮书问的是「用没用过任何品牌的私域」；这里是本品牌现在能触达的客户',
        en: 'The paper asks for any brand’s; this is whom this brand can reach now',
      },
    },
  },
  {
    ...WHITE_PAPER,
    ...{ code: 'private_purchase', unit: 'share', value: 0.79, evidence: 'survey', isRead: true },
    name: {
      'zh-CN': '过去一年在私域买过东西的消费者',
      en: 'Consumers who bought in a private domain within a year',
    },
    url: 'https://fxbaogao.com/detail/2629780',
    own: {
      of: 'paying_share',
      differs: {
        'zh-CN': '白皮书是任意品牌、一年；这里是本品牌近一年活跃客户中付过款的',
        en: 'The paper means any brand; this is who paid of this brand’s active customers, within a year',
      },
    },
  },
  {
    ...WHITE_PAPER,
    ...{ code: 'private_hours', unit: 'hours', value: 1.5, evidence: 'survey', isRead: false },
    name: {
      'zh-CN': '每天花在私域触点上的时间（移动端共约 6 小时）',
      en: 'Hours a day in private-domain touchpoints (of about 6 on the phone)',
    },
  },
  {
    ...WHITE_PAPER,
    ...{ code: 'private_habit', unit: 'share', value: 0.42, evidence: 'survey', isRead: false },
    name: {
      'zh-CN': '已养成使用私域触点习惯的消费者',
      en: 'Consumers with a habit of using private-domain touchpoints',
    },
  },
  {
    ...WHITE_PAPER,
    ...{ code: 'private_influence', unit: 'share', value: 0.74, evidence: 'survey', isRead: false },
    name: {
      'zh-CN': '消费决策受私域内容影响的消费者',
      en: 'Consumers whose decisions private-domain content influences',
    },
  },
  {
    ...WHITE_PAPER,
    ...{
      code: 'private_more_often',
      unit: 'share',
      value: 0.45,
      evidence: 'survey',
      isRead: false,
    },
    name: {
      'zh-CN': '表示会增加购买频次的消费者',
      en: 'Consumers who say they will buy more often',
    },
    own: {
      of: 'other_repurchase',
      differs: {
        'zh-CN': '白皮书是「表示会」；这里是真的在首单后 90 天内又买了的（非会员）',
        en: 'The paper means an intention; this is who did pay again within 90 days (no members)',
      },
    },
  },
  {
    ...WHITE_PAPER,
    ...{ code: 'private_sharing', unit: 'share', value: 0.8, evidence: 'survey', isRead: false },
    name: {
      'zh-CN': '愿意在私域分享的消费者',
      en: 'Consumers who are willing to share in a private domain',
    },
    own: {
      of: 'sharing_share',
      differs: {
        'zh-CN': '白皮书是「愿意」；这里是近一年活跃客户中真的分享过的',
        en: 'The paper means willingness; this is who did share, of active customers of a year',
      },
    },
  },
  {
    ...{ code: 'paid_member_repurchase', unit: 'share', value: 0.65, evidence: 'claimed' },
    ...{ isRead: false, year: 2021 },
    source: {
      'zh-CN': '母婴行业付费会员案例（课程引用），未注明统计口径',
      en: 'A case of paid membership in mother-and-baby retail, quoted in a course; the method is not told',
    },
    name: { 'zh-CN': '付费会员的平均复购率', en: 'Repurchase rate of paid members' },
    own: {
      of: 'member_repurchase',
      differs: {
        'zh-CN': '口径：首单满 90 天的客户中 90 天内再次付款的；非会员见「表示会增加购买频次」',
        en: 'Ours: who paid again within 90 days of a first order; non-members: see those who say they will buy more often',
      },
    },
  },
  {
    ...COURSE,
    ...{ code: 'sms_open', unit: 'share', value: 0.0003, evidence: 'claimed', isRead: false },
    name: { 'zh-CN': '短信打开率', en: 'Texts that are opened' },
  },
  {
    ...COURSE,
    ...{ code: 'social_reach', unit: 'share', value: 0.4, evidence: 'claimed', isRead: false },
    name: { 'zh-CN': '社交渠道触达率', en: 'Messages that reach somebody by social channels' },
  },
  {
    ...{ code: 'short_video_minutes', unit: 'minutes', value: 125, evidence: 'measured' },
    ...{ isRead: true, year: 2021 },
    source: {
      'zh-CN': 'CNNIC 第 48 次《中国互联网络发展状况统计报告》(2021 年 3 月)',
      en: 'CNNIC, 48th statistical report on China’s internet (March 2021)',
    },
    name: {
      'zh-CN': '短视频 App 人均单日使用时长',
      en: 'Minutes a day in short-video apps',
    },
  },
  {
    ...{ code: 'short_video_hour', unit: 'share', value: 0.565, evidence: 'survey' },
    ...{ isRead: true, year: 2021 },
    source: {
      'zh-CN': 'CSM《2021 年短视频用户价值研究报告》(10 岁及以上网民)',
      en: 'CSM, study of short-video users 2021 (internet users of 10 years and more)',
    },
    name: {
      'zh-CN': '每天看短视频超过 60 分钟的用户',
      en: 'Users who watch short videos for over an hour a day',
    },
  },
]
