import i18next, { type i18n } from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import { Rule as ServerRule } from '../../../server/src/audiences/rule.ts'
import { ruleOf, TEMPLATES } from '../../../server/src/audiences/templates.ts'
import enAudiences from '../i18n/en/audiences.json' with { type: 'json' }
import en from '../i18n/en.ts'
import zhAudiences from '../i18n/zh-CN/audiences.json' with { type: 'json' }
import zh from '../i18n/zh-CN.ts'
import { FAMILIES } from './blank.ts'
import type { Labels } from './labels.ts'
import { ORDER_PRESETS, orderPreset } from './presets.ts'
import type { EventPattern, Leaf, Operator, Rule, ValueTest } from './rule.ts'
import { ruleText } from './ruleText.ts'
import { FIELD, type Sayer, valueText } from './say.ts'
import { OPERATORS, scaled } from './valueTest.ts'

const texts: Record<'zh-CN' | 'en', Record<string, string>> = {
  'zh-CN': { ...zh, ...zhAudiences },
  en: { ...en, ...enAudiences },
}
const speakers = {} as Record<'zh-CN' | 'en', i18n>

beforeAll(async () => {
  for (const lng of ['zh-CN', 'en'] as const) {
    speakers[lng] = i18next.createInstance()
    await speakers[lng].init({
      ...{ lng, ns: ['console'], defaultNS: 'console', fallbackLng: false },
      ...{ keySeparator: false, nsSeparator: false, interpolation: { escapeValue: false } },
      resources: { [lng]: { console: texts[lng] } },
    })
  }
})

function sayer(language: 'zh-CN' | 'en', more: Partial<Sayer> = {}): Sayer {
  const names: Record<string, string> =
    language === 'en'
      ? { order_paid: 'Order paid', app_shown: 'App opened', cart: 'Added to cart', city: 'City' }
      : { order_paid: '支付订单', app_shown: '打开小程序', cart: '加入购物车', city: '城市' }
  const name = (key: string) => names[key] ?? key
  const known = (prefix: string) => (key: string) => texts[language][prefix + key] ?? key
  const labels: Labels = {
    ...{ event: name, property: name, attribute: name, store: name, guide: name, channel: name },
    ...{ namespace: name, platform: name, audience: name },
    code: (_, code) => code,
    offered: (_, value) => (value === 'o1' ? (language === 'en' ? 'Ten off' : '满百减十') : value),
    attributeValue: (_, value) =>
      value === 'suspect' ? (language === 'en' ? 'Suspect' : '疑似羊毛党') : value,
    isMoney: (name) => name === 'spent_90d',
    purpose: known('consent_purpose.'),
    medium: known('channel.'),
    consentState: known('consent.state_'),
    touchpoint: known('touchpoint.kind_'),
    kin: known('family.is_'),
  }
  return { t: speakers[language].t as Sayer['t'], labels, language, currency: 'CNY', ...more }
}

const on = (event: string, ...where: EventPattern['any_of'][number]['where']): EventPattern => ({
  any_of: [{ event, where }],
})
const paid = on('order_paid')
const days = (n: number) => ({ n, unit: 'day' as const })
const last = (n: number) => ({ kind: 'last' as const, span: days(n) })
const gte = (value: number) => ({ op: 'gte' as const, value })
const both = (rule: Rule) => [ruleText(rule, sayer('zh-CN')), ruleText(rule, sayer('en'))]

test('a rule reads as the operator would say it', () => {
  const rule: Rule = {
    kind: 'all',
    rules: [
      { kind: 'did', event: paid, window: last(30), times: gte(2) },
      {
        kind: 'not',
        rule: { kind: 'did', event: on('app_shown'), window: last(7), times: gte(1) },
      },
    ],
  }
  expect(both(rule)).toEqual([
    '最近 30 天支付订单 ≥ 2 次，且最近 7 天没有打开小程序',
    'Order paid ≥ 2 times in the last 30 days, and no App opened in the last 7 days',
  ])
})

test('a coded value is said by its name, negated and among others, too', () => {
  const rule = (is: ValueTest): Rule => ({ kind: 'attribute', name: 'status', is })
  const values = ['suspect', 'new']
  expect(ruleText(rule({ op: 'is', value: 'suspect' }), sayer('zh-CN'))).toBe('status 是疑似羊毛党')
  expect(ruleText(rule({ op: 'not_in', values }), sayer('en'))).toContain('Suspect, new')
})

const leaves: { [Kind in Leaf['kind']]: [Extract<Leaf, { kind: Kind }>, string, string] } = {
  everybody: [{ kind: 'everybody' }, '所有客户', 'everybody'],
  known: [{ kind: 'known' }, '已知身份', 'identified'],
  joined: [
    { kind: 'joined', window: last(7) },
    '最近 7 天首次出现',
    'first seen in the last 7 days',
  ],
  attribute: [
    { kind: 'attribute', name: 'city', is: { op: 'is', value: '上海' } },
    '城市是上海',
    'City is 上海',
  ],
  attribute_held: [
    {
      kind: 'attribute_held',
      name: 'level',
      is: { op: 'in', values: ['金卡', '黑卡'] },
      at_least: days(90),
    },
    'level 是金卡、黑卡之一，且已持续至少 90 天',
    'level is one of 金卡, 黑卡, and has been for at least 90 days',
  ],
  tags: [
    { kind: 'tags', match: 'all', tags: ['VIP', '高潜'] },
    '同时有标签 VIP、高潜',
    'has all of the tags VIP, 高潜',
  ],
  tagged: [
    { kind: 'tagged', tag: '高潜', window: last(7) },
    '最近 7 天打上标签高潜且仍有',
    'tagged 高潜 in the last 7 days and still is',
  ],
  consent: [
    { kind: 'consent', purpose: 'marketing', channel: 'sms', state: 'given' },
    `${zh['consent_purpose.marketing']}（${zh['channel.sms']}）${zh['consent.state_given']}`,
    `${en['consent_purpose.marketing']} (${en['channel.sms']}) ${en['consent.state_given']}`,
  ],
  friend: [
    {
      kind: 'friend',
      staff: ['小美'],
      state: 'deleted_by_customer',
      channels: ['海报'],
      window: last(30),
    },
    '删除了导购，员工小美，渠道海报，开始于最近 30 天',
    'deleted her associate, of 小美, by 海报, since in the last 30 days',
  ],
  group: [
    { kind: 'group', groups: ['VIP 群'], window: last(30) },
    '在客户群 VIP 群里，开始于最近 30 天',
    'is in VIP 群, since in the last 30 days',
  ],
  store: [{ kind: 'store', stores: ['SH01'] }, '归属门店是 SH01', 'belongs to the store SH01'],
  guide: [
    { kind: 'guide', guides: ['wang', 'li'] },
    '专属导购是 wang、li',
    'belongs to the associate wang, li',
  ],
  touchpoints: [
    { kind: 'touchpoints', live: gte(2) },
    '可触达的触点 ≥ 2 个',
    'reachable touchpoints ≥ 2',
  ],
  identifier: [{ kind: 'identifier', namespaces: ['phone'] }, '有 phone', 'has phone'],
  platform: [{ kind: 'platform', platforms: ['tmall'] }, '来自 tmall', 'seen on tmall'],
  family: [
    { kind: 'family', roles: ['child'] },
    `有家人${zh['family.is_child']}`,
    `has family ${en['family.is_child']}`,
  ],
  did: [
    { kind: 'did', event: paid, window: { kind: 'ever' }, times: gte(1) },
    '有支付订单',
    'Order paid',
  ],
  measure: [
    {
      kind: 'measure',
      event: paid,
      window: { kind: 'calendar', unit: 'month', back: 1 },
      of: 'sum',
      property: 'points',
      is: { op: 'between', from: 100, to: 500 },
    },
    '上月支付订单的 points 合计在 100 到 500 之间',
    'sum of points of Order paid last month between 100 and 500',
  ],
  first_time: [
    { kind: 'first_time', event: paid, window: { kind: 'calendar', unit: 'week', back: 0 } },
    '首次支付订单在本周',
    'first Order paid this week',
  ],
  last_time: [
    { kind: 'last_time', event: paid, window: { kind: 'before_last', span: days(60) } },
    '最近一次支付订单在 60 天以前',
    'last Order paid more than 60 days ago',
  ],
  sequence: [
    {
      kind: 'sequence',
      steps: [on('cart'), paid],
      within: { n: 2, unit: 'hour' },
      window: last(30),
      without: on('app_shown'),
    },
    '最近 30 天依次加入购物车 → 支付订单，在 2 小时内完成，其间没有打开小程序',
    'Added to cart → Order paid within 2 hours, with no App opened between in the last 30 days',
  ],
  regularly: [
    { kind: 'regularly', event: on('签到'), unit: 'week', periods: 4, of: 6 },
    '最近 6 周里至少 4 周有签到',
    '签到 in at least 4 weeks of the last 6 weeks',
  ],
  stopped: [
    { kind: 'stopped', event: paid, active: days(90), quiet: days(30) },
    '之前 90 天有支付订单，最近 30 天没有',
    'Order paid in the 90 days before, none in the last 30 days',
  ],
  started_again: [
    { kind: 'started_again', event: paid, gap: days(60), recent: days(7) },
    '中断至少 60 天后，最近 7 天又有支付订单',
    'Order paid again in the last 7 days, after a gap of at least 60 days',
  ],
  event_value: [
    {
      kind: 'event_value',
      event: paid,
      window: { kind: 'ever' },
      which: 'first',
      property: 'city',
      is: { op: 'contains', value: '沪' },
    },
    '第一次支付订单的城市包含「沪」',
    'City of the first Order paid contains “沪”',
  ],
  orders: [
    {
      kind: 'orders',
      of: 'amount_fen',
      window: last(90),
      where: { categories: ['茶叶'], amount_fen: { op: 'gt', value: 10_000 } },
      is: gte(50_000),
    },
    '最近 90 天实付金额 ≥ ¥500.00（品类茶叶、单笔实付 > ¥100.00）',
    'amount paid (category 茶叶, amount of one order > ¥100.00) ≥ ¥500.00 in the last 90 days',
  ],
  top: [
    {
      kind: 'top',
      by: { kind: 'orders', of: 'amount_fen', where: {} },
      window: { kind: 'last', span: { n: 1, unit: 'year' } },
      keep: { unit: 'contribution', n: 8_000 },
    },
    '最近 1 年实付金额合计贡献 80% 的头部客户',
    'the best who together bring 80% by amount paid in the last 1 year',
  ],
  audience: [
    { kind: 'audience', audience: '老客', is: 'not_in' },
    '不属于人群老客',
    'not in the audience 老客',
  ],
  bucket: [
    { kind: 'bucket', seed: 'a', from: 0, to: 5_000 },
    '随机分流 a 的 0% 到 50%',
    '0% to 50% of the random split a',
  ],
}

test('every kind of condition has its sentence in both languages', () => {
  const offered: string[] = FAMILIES.flatMap(({ kinds }) => kinds)
  expect(offered.toSorted()).toEqual(Object.keys(leaves).toSorted())
  for (const [leaf, chinese, english] of Object.values(leaves))
    expect(both(leaf)).toEqual([chinese, english])
})

test('conditions ready to take are rules that the server takes, said in both languages', () => {
  for (const preset of ORDER_PRESETS) {
    const given = orderPreset(preset)
    // Which channel is for the operator to say.
    const rule =
      preset === 'first_order_channel' ? { ...given, is: { op: 'is', value: 'CH-1' } } : given
    expect(ServerRule.safeParse(rule).success, preset).toBe(true)
    expect(orderPreset(preset)).not.toBe(given)
  }
  expect(both(orderPreset('first_order'))).toEqual([
    '首次支付订单在最近 30 天',
    'first Order paid in the last 30 days',
  ])
  expect(both(orderPreset('no_order_since'))[0]).toContain('60 天')
})

const tests: Record<Operator, [ValueTest, string, string]> = {
  is: [{ op: 'is', value: true }, '是 是', 'is yes'],
  is_not: [{ op: 'is_not', value: 1_000 }, '不是 1,000', 'is not 1,000'],
  in: [{ op: 'in', values: ['a', 2] }, '是 a、2 之一', 'is one of a, 2'],
  not_in: [{ op: 'not_in', values: ['a'] }, '不是 a 中任何一个', 'is none of a'],
  is_set: [{ op: 'is_set' }, '有值', 'is set'],
  not_set: [{ op: 'not_set' }, '没有值', 'is not set'],
  contains: [{ op: 'contains', value: 'a' }, '包含「a」', 'contains “a”'],
  not_contains: [{ op: 'not_contains', value: 'a' }, '不包含「a」', 'does not contain “a”'],
  starts_with: [{ op: 'starts_with', value: 'a' }, '以「a」开头', 'starts with “a”'],
  ends_with: [{ op: 'ends_with', value: 'a' }, '以「a」结尾', 'ends with “a”'],
  contains_any: [
    { op: 'contains_any', values: ['a', 'b'] },
    '包含 a、b 中任一',
    'contains any of a, b',
  ],
  matches: [{ op: 'matches', pattern: '^a+' }, '符合正则 ^a+', 'matches ^a+'],
  length: [{ op: 'length', is: gte(3) }, '字数 ≥ 3', 'has a length ≥ 3'],
  version: [
    { op: 'version', is: 'gte', value: '8.10' },
    '版本 不低于 8.10',
    'version at least 8.10',
  ],
  near: [
    { op: 'near', latitude: 31.2, longitude: 121.4, km: 5 },
    '在 31.2, 121.4 周围 5 公里内',
    'is within 5 km of 31.2, 121.4',
  ],
  gt: [{ op: 'gt', value: 1 }, '> 1', '> 1'],
  gte: [{ op: 'gte', value: 1 }, '≥ 1', '≥ 1'],
  lt: [{ op: 'lt', value: 1 }, '< 1', '< 1'],
  lte: [{ op: 'lte', value: 1 }, '≤ 1', '≤ 1'],
  between: [{ op: 'between', from: 1, to: 2 }, '在 1 到 2 之间', 'between 1 and 2'],
  not_between: [{ op: 'not_between', from: 1, to: 2 }, '不在 1 到 2 之间', 'not between 1 and 2'],
  on: [{ op: 'on', day: '2026-05-01' }, '在 2026-05-01 当天', 'is on 2026-05-01'],
  before: [{ op: 'before', day: '2026-05-01' }, '早于 2026-05-01', 'is before 2026-05-01'],
  after: [{ op: 'after', day: '2026-05-01' }, '晚于 2026-05-01', 'is after 2026-05-01'],
  between_days: [
    { op: 'between_days', from: '2026-05-01', to: '2026-05-03' },
    '在 2026-05-01 至 2026-05-03',
    'is from 2026-05-01 to 2026-05-03',
  ],
  in_last: [{ op: 'in_last', span: days(1) }, '在最近 1 天内', 'is in the last 1 day'],
  more_than_ago: [{ op: 'more_than_ago', span: days(2) }, '在 2 天以前', 'is more than 2 days ago'],
  in_next: [{ op: 'in_next', span: days(2) }, '在未来 2 天内', 'is in the next 2 days'],
  anniversary_in: [
    { op: 'anniversary_in', from_days: 0, to_days: 7 },
    '的周年日在未来 7 天内',
    'has its anniversary in the next 7 days',
  ],
  weekday: [{ op: 'weekday', days: [6, 7] }, '在 周六、周日', 'is on Saturday, Sunday'],
  has_any: [{ op: 'has_any', values: ['a', 'b'] }, '含 a、b 中任一', 'has any of a, b'],
  has_all: [{ op: 'has_all', values: ['a', 'b'] }, '同时含 a、b', 'has all of a, b'],
  has_none: [{ op: 'has_none', values: ['a'] }, '不含 a', 'has none of a'],
  count_gte: [{ op: 'count_gte', value: 2 }, '至少 2 项', 'has at least 2 entries'],
  count_lte: [{ op: 'count_lte', value: 2 }, '至多 2 项', 'has at most 2 entries'],
}

test('every comparison has its words in both languages, and the builder offers it', () => {
  const offered = new Set(Object.values(OPERATORS).flat())
  expect([...offered].toSorted()).toEqual(Object.keys(tests).toSorted())
  for (const [asked, chinese, english] of Object.values(tests))
    expect([valueText(asked, sayer('zh-CN')), valueText(asked, sayer('en'))]).toEqual([
      chinese,
      english,
    ])
})

test('sums of money are said, and typed, in the currency of the brand', () => {
  const spent = (is: ValueTest): Rule => ({ kind: 'attribute', name: 'spent_90d', is })
  expect(both(spent({ op: 'between', from: 5_000, to: 20_050 }))).toEqual([
    'spent_90d 在 ¥50.00 到 ¥200.50 之间',
    'spent_90d between ¥50.00 and ¥200.50',
  ])
  expect(both(spent({ op: 'is', value: 100 }))[0]).toContain('¥1.00')
  for (const [asked] of Object.values(tests))
    expect(scaled(scaled(asked, 0.01), 100)).toEqual(asked)
  expect(scaled({ op: 'gte', value: 19.99 }, 100)).toEqual({ op: 'gte', value: 1_999 })
})

test('what an event brought is said in the currency, too, wherever it is asked for', () => {
  const property = 'event.revenue_fen'
  const is = { op: 'gte', value: 19_900 } as const
  const event = { any_of: [{ event: 'order_paid', where: [{ property, is }] }] }
  const window = { kind: 'ever' } as const
  const said = (rule: Rule) => both(rule).every((text) => text.includes('¥199.00'))
  const paid = { any_of: [{ event: 'order_paid', where: [] }] }
  expect(
    [
      { kind: 'first_time', event, window } as const,
      { kind: 'measure', event: paid, window, of: 'average', property, is } as const,
      { kind: 'event_value', event: paid, window, which: 'first', property, is } as const,
    ].map(said),
  ).toEqual([true, true, true])
  expect(said({ kind: 'measure', event: paid, window, of: 'distinct', property, is })).toBe(false)
  expect(both({ kind: 'first_time', event, window })[0]).not.toContain('分')
})

test('groups stand in brackets, and what is excluded says so', () => {
  const is = (value: string): Rule => ({ kind: 'attribute', name: 'city', is: { op: 'is', value } })
  const any: Rule = { kind: 'any', rules: [is('A'), is('B')] }
  expect(
    both({ kind: 'all', rules: [{ kind: 'known' }, any, { kind: 'not', rule: any }] }),
  ).toEqual([
    '已知身份，且（城市是 A，或城市是 B），且排除（城市是 A，或城市是 B）',
    'identified, and (City is A, or City is B), and not (City is A, or City is B)',
  ])
  expect(both({ kind: 'not', rule: { kind: 'known' } })[0]).toBe('身份未知的访客')
})

test('events say which of them count, and either of two', () => {
  const pattern: EventPattern = {
    any_of: [
      {
        event: 'order_paid',
        where: [
          { property: 'city', is: { op: 'is', value: '上海' } },
          { property: `${FIELD}platform`, is: { op: 'is', value: 'tmall' } },
        ],
      },
      { event: 'cart', where: [] },
    ],
  }
  expect(both({ kind: 'first_time', event: pattern, window: last(7) })[0]).toContain(
    '支付订单「城市是上海且',
  )
  expect(both({ kind: 'first_time', event: pattern, window: last(7) })[1]).toContain(
    ' or Added to cart',
  )
})

test('a long list is counted where there is little room, and whole elsewhere', () => {
  const rule: Rule = { kind: 'tags', match: 'any', tags: ['A', 'B', 'C'] }
  expect(ruleText(rule, sayer('zh-CN', { most: 2 }))).toBe('有任一标签 A、B 等 3 项')
  expect(ruleText(rule, sayer('zh-CN'))).toBe('有任一标签 A、B、C')
})

test('no template holds a hole or a word of the other language', () => {
  for (const template of TEMPLATES) {
    const [chinese, english] = both(ruleOf(template, {}))
    expect(`${chinese}${english}`).not.toMatch(/\{\{|undefined|…|audience_/)
    expect(english?.replace(/支付订单/g, '')).not.toMatch(/\p{Script=Han}/u)
  }
})
