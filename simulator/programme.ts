// The brand's members: a programme that they join by the event of the mini-program, levels with what each gives,
// rules for points, and what some of them hold of points and stored value.

import { badgePicture } from './pictures.ts'
import { randomOf } from './random.ts'
import { addPicture, ask, type Door } from './sender.ts'
import type { Plan } from './world.ts'

const TERMS = `1. 加入即同意我们按手机号合并您在门店、小程序和商城的订单，用来计算等级与积分。
2. 每实付 1 元得 1 积分，退款按比例收回；积分自获得之日起 12 个月有效。
3. 等级按近 12 个月的消费计算，达到即升级，权益随等级生效。
4. 您可以随时退出，退出后等级与权益不再保留。`
const LEVELS = [
  {
    ...{ code: 'leaf', name: '茶友', name_en: 'Tea friend', needs: [], metal: 'plain' as const },
    ...{ title: '品茶人', title_en: 'Taster' },
  },
  {
    ...{ code: 'silver_leaf', name: '银叶', name_en: 'Silver leaf', match: 'any' },
    ...{ metal: 'silver' as const, title: '知茶人', title_en: 'Connoisseur' },
    needs: [
      { by: 'spend', at_least: 80_000 },
      { by: 'orders', at_least: 4 },
    ],
  },
  {
    ...{ code: 'gold_leaf', name: '金叶', name_en: 'Gold leaf', match: 'all' },
    ...{ metal: 'gold' as const, title: '掌茶人', title_en: 'Tea keeper' },
    needs: [
      { by: 'spend', at_least: 300_000 },
      { by: 'orders', at_least: 6 },
    ],
  },
]
/** Each with its badge. */
const levels = (door: Door) =>
  Promise.all(
    LEVELS.map(async ({ metal, ...level }) => ({
      ...level,
      badge: await addPicture(door, `勋章-${level.name}.png`, badgePicture(metal)),
    })),
  )
const leaf = { holder: 'level', holder_code: 'leaf' }
const silver = { holder: 'level', holder_code: 'silver_leaf' }
const gold = { holder: 'level', holder_code: 'gold_leaf' }
const BENEFITS = [
  {
    ...{ code: 'points_silver', kind: 'points_multiple', name: '积分 1.2 倍' },
    ...{ name_en: 'Points × 1.2', args: { times_bp: 12_000 }, holders: [silver] },
  },
  {
    ...{ code: 'points_gold', kind: 'points_multiple', name: '积分 2 倍' },
    ...{ name_en: 'Points × 2', args: { times_bp: 20_000 }, holders: [gold] },
  },
  {
    ...{ code: 'discount_gold', kind: 'discount', name: '全场 9.5 折' },
    ...{ name_en: '5% off', args: { off_bp: 500 }, holders: [gold] },
  },
  {
    ...{ code: 'shipping_gold', kind: 'free_shipping', name: '包邮', name_en: 'Free shipping' },
    ...{ args: {}, holders: [gold] },
  },
  {
    ...{ code: 'birthday_month', kind: 'birthday', name: '生日月 9 折' },
    ...{ name_en: '10% off in the birthday month', args: { off_bp: 1_000 } },
    holders: [silver, gold],
  },
  {
    ...{ code: 'tasting', kind: 'service_entry', name: '每月一次到店品鉴' },
    ...{ name_en: 'A tasting a month', args: { service: '到店品鉴' }, unit_cost_fen: 2_000 },
    ...{ per_customer: 1, period: 'month', behaviour: 'order_paid', holders: [silver, gold] },
  },
  {
    ...{ code: 'member_day', kind: 'points_multiple', name: '会员日积分 1.5 倍', holders: [leaf] },
    name_en: "Points × 1.5 on members' days",
    args: { times_bp: 15_000, days: { kind: 'month_days', days: [8, 18, 28] } },
  },
  {
    ...{ code: 'tea_mountain', kind: 'exclusive_access', name: '春茶季茶山行名额' },
    ...{ name_en: 'A place on the spring trip to the tea hills', args: { what: '春茶季茶山行' } },
    holders: [gold],
  },
]
const RULES = [
  {
    name: '消费得积分',
    rule: {
      on: { kind: 'order', points: 1, per_fen: 100, round: 'down' },
      pending: { kind: 'receipt', days: 15 },
    },
  },
  {
    name: '晒单评价',
    rule: {
      on: { kind: 'event', event: 'review_posted', points: 20 },
      caps: { day_points: null, day_times: 1, person_points: null, person_times: null },
    },
  },
  { name: '每日签到', rule: { on: { kind: 'check_in', event: 'checked_in', points: 5 } } },
  {
    name: '完善生日和城市',
    rule: {
      on: { kind: 'profile', attributes: ['birthday', 'city'], points: 50 },
      caps: { day_points: null, day_times: null, person_points: null, person_times: 1 },
    },
  },
  {
    name: '回答满意度问卷',
    rule: {
      on: { kind: 'event', event: 'nps_answered', points: 30 },
      caps: { day_points: null, day_times: 1, person_points: null, person_times: 6 },
      pending: { kind: 'approval' },
    },
  },
]

/** Before anything is told: whoever joins in the mini-program is a member from then on. */
export async function openProgramme(door: Door): Promise<void> {
  const { programme } = await ask<{ programme: object | null }>(
    door,
    'GET',
    '/membership/programme',
  )
  if (programme) return
  await ask(door, 'PUT', '/membership/programme', {
    body: {
      ...{ name: '青禾茶友会', terms_version: '2026-08', terms_text: TERMS },
      ...{ joining: ['shop', 'operator', 'event'], join_event: 'member_joined', revision: 0 },
    },
  })
}

/** Told before: a start that was cut off makes what is missing. */
export async function openLevels(door: Door): Promise<void> {
  const { items } = await ask<{ items: object[] }>(door, 'GET', '/membership/levels/growth')
  if (items.length === 0)
    await ask(door, 'POST', '/membership/levels/growth', {
      body: {
        rules: {
          ...{ window: { kind: 'rolling', months: 12 }, term: { kind: 'months', months: 12 } },
          ...{ grace_days: 30, downgrade: 'one_level', levels: await levels(door) },
        },
        ...{ note: '按近 12 个月的消费', version: 0 },
      },
    })
  for (const { code, ...benefit } of BENEFITS)
    await ask(door, 'PUT', `/membership/benefits/${code}`, {
      ...{ body: { ...benefit, revision: 0 }, passes: [409] },
    })
  for (const { sku, silver, gold } of MEMBER_PRICES)
    await ask(door, 'PUT', `/products/${sku}/member-prices`, {
      body: {
        items: [
          { level: 'silver_leaf', fen: silver },
          { level: 'gold_leaf', fen: gold },
        ],
      },
    })
  const { items: rules } = await ask<{ items: { id: string; name: string }[] }>(
    door,
    'GET',
    '/points/rules',
  )
  for (const rule of RULES) {
    if (rules.some(({ name }) => name === rule.name)) continue
    const { id } = await ask<{ id: string }>(door, 'POST', '/points/rules', { body: rule })
    await ask(door, 'POST', `/points/rules/${id}/publish`)
  }
}

/** What members of a level pay, where it is less than for everybody. */
const MEMBER_PRICES = [
  { sku: 'QH-LJ-100', silver: 25_800, gold: 24_800 },
  { sku: 'QH-PE-357', silver: 31_800, gold: 29_800 },
  { sku: 'QH-TGY-125', silver: 14_800, gold: 14_200 },
]

export const VALUE_PLAN = '充 500 送 50'
const PLANS = [
  { name: VALUE_PLAN, pay_fen: 50_000, bonus_fen: 5_000, bonus_days: 365 },
  { name: '充 1000 送 150', pay_fen: 100_000, bonus_fen: 15_000, bonus_days: 365 },
]

/** What was carried over from the till: points of some, paid-in value of a few. */
export async function fillAccounts(
  door: Door,
  plan: Plan,
  customers: readonly number[],
): Promise<void> {
  const { items } = await ask<{ items: { id: string; name: string }[] }>(
    door,
    'GET',
    '/stored-value/plans',
  )
  const plans: { id: string; pay_fen: number }[] = []
  for (const offered of PLANS) {
    const { id } =
      items.find(({ name }) => name === offered.name) ??
      (await ask<{ id: string }>(door, 'POST', '/stored-value/plans', {
        body: { ...offered, preset: 'retail', accepted: true },
      }))
    plans.push({ id, pay_fen: offered.pay_fen })
  }
  for (const [place, customer] of customers.entries()) {
    const random = randomOf(plan.seed, 'account', place)
    await ask(door, 'POST', `/customers/${customer}/points/adjust`, {
      body: {
        ...{ key: `opening-${place}`, points: random.between(5, 240) * 10 },
        reason: '门店老系统积分迁入',
      },
    })
    const bought = plans[place % 15 === 0 ? 1 : 0]
    if (place % 5 === 0 && bought)
      await ask(door, 'POST', `/customers/${customer}/stored-value/topups`, {
        body: { key: `opening-${place}`, plan_id: bought.id, paid_fen: bought.pay_fen },
      })
  }
}

const PATIENCE_MS = 20_000
/** Levels are looked at soon after they are published; what members order is priced by them. */
export async function levelsKnown(door: Door): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const { items } = await ask<{ items: object[] }>(door, 'GET', '/membership/members?limit=1')
    // Without them everybody orders as anybody would; the brand lives on all the same.
    if (items.length > 0 || Date.now() > until) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}
