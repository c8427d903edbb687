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
  /** Our own figure that is most like it, and how it differs; `beside` it another, to compare with. */
  own?: { of: OwnFigure; beside?: OwnFigure; differs: Words }
  /** Why nothing of ours stands beside it, or, where it is empty, what would fill it. */
  missing?: Words
}

export const OWN_FIGURES = {
  paid_member_repurchase: { 'zh-CN': '付费会员', en: 'Paid members' },
  member_repurchase: { 'zh-CN': '会员', en: 'Members' },
  other_repurchase: { 'zh-CN': '非会员', en: 'Others' },
  unpaid_repurchase: { 'zh-CN': '没有付费入会的', en: 'Who did not pay for membership' },
  repurchase: { 'zh-CN': '全部客户', en: 'Everybody' },
  reachable_share: { 'zh-CN': '可触达', en: 'Reachable' },
  paying_share: { 'zh-CN': '付过款', en: 'Paid' },
  sharing_share: { 'zh-CN': '分享过', en: 'Shared' },
  answering_share: { 'zh-CN': '回应过', en: 'Answered' },
  habit_share: { 'zh-CN': '最近 4 周至少 3 周来过', en: 'Here in 3 of the last 4 weeks' },
  sms_open: { 'zh-CN': '短信', en: 'Texts' },
  social_reach: { 'zh-CN': '社交渠道', en: 'Social channels' },
} as const satisfies Record<string, Words>
export type OwnFigure = keyof typeof OWN_FIGURES

const ANY_BRAND = {
  'zh-CN': '任意品牌合计的时间只有调研能知道；自己的时长在「访问」页，按每次访问看。',
  en: 'Time spent with any brand is known by surveys only; ours stands on the page of visits, a visit at a time.',
} as const
const LATER_CONTENT = {
  'zh-CN': '还没有内容和直播的观看时长：内容与直播模块上线后才能算。',
  en: 'There are no viewing times of content and live shows yet: they come with those modules.',
} as const
const NO_RECEIPTS = {
  'zh-CN':
    '还没有发送和打开的回执：触达模块上线后自动有；现在也可以由接口上报 sms_sent、sms_opened、wecom_message_sent、wecom_message_read。',
  en: 'No receipts of what was sent and opened yet: they come with the module that sends, or are told by API as sms_sent, sms_opened, wecom_message_sent and wecom_message_read.',
} as const

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
      'zh-CN': '每天花在私域触点上的时间',
      en: 'Hours a day in private-domain touchpoints',
    },
    missing: ANY_BRAND,
  },
  {
    ...WHITE_PAPER,
    ...{ code: 'mobile_hours', unit: 'hours', value: 6, evidence: 'survey', isRead: false },
    name: { 'zh-CN': '每天花在移动端上的时间', en: 'Hours a day on the phone' },
    missing: ANY_BRAND,
  },
  {
    ...WHITE_PAPER,
    ...{ code: 'private_interaction', unit: 'share', value: 0.83, evidence: 'survey' },
    isRead: false,
    name: {
      'zh-CN': '在私域与品牌互动过的消费者（96 → 83 → 79 → 70 链路的第二段，讲义转引）',
      en: 'Consumers who interacted in a private domain (second of the chain 96 → 83 → 79 → 70, as quoted)',
    },
    own: {
      of: 'answering_share',
      differs: {
        'zh-CN': '公布的是任意品牌；这里是近一年活跃客户中回应过导购、评价、签到或分享过的',
        en: 'Theirs is any brand’s; ours is who answered a guide, reviewed, checked in or shared, of active customers of a year',
      },
    },
  },
  {
    ...WHITE_PAPER,
    ...{ code: 'private_repurchase', unit: 'share', value: 0.7, evidence: 'survey', isRead: false },
    name: {
      'zh-CN': '在私域复购过的消费者（同一链路的第四段，讲义转引）',
      en: 'Consumers who bought again in a private domain (fourth of the same chain, as quoted)',
    },
    own: {
      of: 'repurchase',
      differs: {
        'zh-CN': '公布的没有说明期限；这里是首单后 90 天内再次付款的',
        en: 'Theirs tells no span; ours is who paid again within 90 days of a first order',
      },
    },
  },
  {
    ...WHITE_PAPER,
    ...{ code: 'private_habit', unit: 'share', value: 0.42, evidence: 'survey', isRead: false },
    name: {
      'zh-CN': '已养成使用私域触点习惯的消费者',
      en: 'Consumers with a habit of using private-domain touchpoints',
    },
    own: {
      of: 'habit_share',
      differs: {
        'zh-CN': '白皮书问的是习惯；这里是近 4 周活跃客户中至少 3 周来过的',
        en: 'The paper asks for a habit; ours is who was here in at least 3 of the last 4 weeks, of active customers of these weeks',
      },
    },
  },
  {
    ...WHITE_PAPER,
    ...{ code: 'private_influence', unit: 'share', value: 0.74, evidence: 'survey', isRead: false },
    name: {
      'zh-CN': '消费决策受私域内容影响的消费者',
      en: 'Consumers whose decisions private-domain content influences',
    },
    missing: {
      'zh-CN': '影响只有问卷能问到；内容模块上线后，「归因」页可以按内容看转化。',
      en: 'Influence is asked in surveys only; with the module of content, attribution tells conversions by content.',
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
      of: 'paid_member_repurchase',
      beside: 'unpaid_repurchase',
      differs: {
        'zh-CN': '口径：首单满 90 天的客户中 90 天内再次付款的',
        en: 'Ours: who paid again within 90 days of a first order',
      },
    },
    missing: {
      'zh-CN':
        '还没有付费会员：卖出第一张付费卡后自动有，别处付费的由接口上报 membership_paid。下一行是免费会员与非会员。',
      en: 'No paid members yet: they come with the first card that is sold; who paid elsewhere is told by API as membership_paid. The next row has members and others.',
    },
  },
  {
    ...{ code: 'member_repurchase', unit: 'share', value: 0.65, evidence: 'claimed' },
    ...{ isRead: false, year: 2021 },
    source: {
      'zh-CN': '同上：付费会员的数字，这里与会员对照',
      en: 'As above: a figure of paid members, here beside all members',
    },
    name: { 'zh-CN': '会员与非会员的复购率', en: 'Repurchase of members and of others' },
    own: {
      of: 'member_repurchase',
      beside: 'other_repurchase',
      differs: {
        'zh-CN': '公布的只说付费会员；这里是入会的客户，不管付没付费',
        en: 'Theirs is of paid members; ours of whoever joined, paid or not',
      },
    },
  },
  {
    ...COURSE,
    ...{ code: 'sms_open', unit: 'share', value: 0.0003, evidence: 'claimed', isRead: false },
    name: { 'zh-CN': '短信打开率', en: 'Texts that are opened' },
    own: {
      of: 'sms_open',
      differs: {
        'zh-CN': '这里按客户数：收到短信的客户中打开或点击过的，近一年',
        en: 'Ours counts customers: who opened or clicked, of those texted within a year',
      },
    },
    missing: NO_RECEIPTS,
  },
  {
    ...COURSE,
    ...{ code: 'social_reach', unit: 'share', value: 0.4, evidence: 'claimed', isRead: false },
    name: { 'zh-CN': '社交渠道触达率', en: 'Messages that reach somebody by social channels' },
    own: {
      of: 'social_reach',
      differs: {
        'zh-CN': '这里按客户数：收到消息的客户中已读或点开过的，近一年',
        en: 'Ours counts customers: who read or opened, of those written to within a year',
      },
    },
    missing: NO_RECEIPTS,
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
    missing: LATER_CONTENT,
  },
  {
    ...COURSE,
    ...{ code: 'video_minutes_quoted', unit: 'minutes', value: 100, evidence: 'claimed' },
    isRead: false,
    name: {
      'zh-CN': '短视频人均单日时长，讲义写「近 100 分钟」（CNNIC 2021 年 3 月为 125 分钟）',
      en: 'Minutes a day in short videos, “about 100” in the notes (CNNIC: 125 in March 2021)',
    },
    missing: LATER_CONTENT,
  },
  {
    ...COURSE,
    ...{ code: 'attention_hours', unit: 'hours', value: 2.5, evidence: 'claimed', isRead: false },
    name: {
      'zh-CN': '用户注意力：每天 2.5 小时（讲义原数，没有写明对应的应用）',
      en: 'Attention: 2.5 hours a day (as in the notes; of which apps is not told)',
    },
    missing: LATER_CONTENT,
  },
  {
    ...COURSE,
    ...{ code: 'attention_hours_social', unit: 'hours', value: 1.5, evidence: 'claimed' },
    isRead: false,
    name: {
      'zh-CN': '用户注意力：每天 1.5 小时（讲义原数，没有写明对应的应用）',
      en: 'Attention: 1.5 hours a day (as in the notes; of which apps is not told)',
    },
    missing: LATER_CONTENT,
  },
  {
    ...COURSE,
    ...{ code: 'attention_share', unit: 'share', value: 0.566, evidence: 'claimed', isRead: false },
    name: {
      'zh-CN': '「用户占比高达 56.6%」（讲义原数；CSM 2021 年日均超过 60 分钟的用户为 56.5%）',
      en: '“56.6 % of users” (as in the notes; CSM 2021 has 56.5 % who watch over an hour a day)',
    },
    missing: LATER_CONTENT,
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
    missing: LATER_CONTENT,
  },
]
