// What the shop offers: activities with offers of every kind, a group of which the best one counts, and coupons.
import { wallClock } from './order.ts'
import { ask, type Door } from './sender.ts'
import { HOME, type Named, named } from './storefront.ts'
import { DAY } from './world.ts'

export const AUTUMN = '秋茶上新季'
export const WELCOME = '新客见面礼'
const NEW_YEAR = '年货节'
const ACTIVITIES = [
  {
    ...{ name: AUTUMN, from: -7, to: 21, state: 'live', budget_fen: 3_000_000 },
    short: { measure: 'orders', target: 200, note: '上新首月' },
    long: { measure: 'returning_customers', target: 60, note: '60 天复购' },
  },
  {
    ...{ name: WELCOME, from: -30, to: 150, state: 'live', budget_fen: 1_000_000 },
    short: { measure: 'new_customers', target: 300, note: '商城首单' },
    long: { measure: 'returning_customers', target: 90, note: '首单后 90 天复购' },
  },
  {
    ...{ name: NEW_YEAR, from: 40, to: 61, state: 'draft', budget_fen: 5_000_000 },
    short: { measure: 'sales_fen', target: 60_000_000, note: '' },
    long: { measure: 'margin_fen', target: 20_000_000, note: '' },
  },
] as const

const MEMBERS = ['leaf', 'silver_leaf', 'gold_leaf']
const GROUP = { code: 'best_of_ware', name: '茶器优惠取其一', mode: 'best' }
interface OfferTold {
  name: string
  source: 'offer' | 'coupon'
  activity: string
  terms: object
  limits?: object
  /** Absent: it is published. */
  stays?: 'draft'
}
const OFFERS: readonly OfferTold[] = [
  {
    ...{ name: '满 300 减 30、满 600 减 80', source: 'offer', activity: AUTUMN },
    terms: {
      kind: 'steps',
      args: {
        steps: [
          { from_fen: 30_000, off_fen: 3_000 },
          { from_fen: 60_000, off_fen: 8_000 },
        ],
      },
    },
  },
  {
    ...{ name: '茶器第二件半价', source: 'offer', activity: AUTUMN },
    terms: {
      ...{ kind: 'buy_get', args: { buy: 1, get: 1, off_bp: 5_000 }, group: GROUP.code },
      goods: { categories: ['茶器'] },
    },
  },
  {
    ...{ name: '开茶三件套 499 元', source: 'offer', activity: AUTUMN },
    terms: {
      ...{ kind: 'bundle', group: GROUP.code },
      args: {
        parts: [
          { sku: 'QH-ZS-1', pieces: 1 },
          { sku: 'QH-GW-1', pieces: 1 },
          { sku: 'QH-CD-1', pieces: 1 },
        ],
        price_fen: 49_900,
      },
    },
  },
  {
    ...{ name: '满 500 送抹茶曲奇', source: 'offer', activity: AUTUMN },
    terms: {
      ...{ kind: 'gift', args: { sku: 'QH-CD-1', pieces: 1, value_fen: 3_900 } },
      needs: { fen: 50_000 },
    },
    limits: { all: { uses: 60 }, customer: { uses: 1 } },
  },
  {
    ...{ name: '会员日 88 折', source: 'offer', activity: AUTUMN },
    terms: {
      ...{ kind: 'percentage', args: { off_bp: 1_200 }, most_fen: 6_000, exclusive: true },
      ...{ who: { levels: MEMBERS }, when: { month_days: [8, 18, 28] } },
    },
  },
  {
    ...{ name: '年货夜场包邮', source: 'offer', activity: NEW_YEAR, stays: 'draft' },
    terms: { kind: 'free_shipping', args: {}, when: { slots: [{ from: '20:00', to: '22:00' }] } },
    limits: { customer: { uses: 2 } },
  },
  {
    ...{ name: '新客 1 元尝曲奇', source: 'offer', activity: WELCOME },
    terms: {
      ...{ kind: 'fixed_price', args: { price_fen: 100, most: 1 } },
      ...{ goods: { skus: ['QH-CD-1'] }, who: { new_only: true } },
    },
    limits: { all: { uses: 200 }, customer: { uses: 1 }, day: { uses: 20 } },
  },
  {
    ...{ name: '加企微 72 小时内 9.9 元包邮试饮', source: 'offer', activity: WELCOME },
    terms: {
      kind: 'fixed_price',
      args: { price_fen: 990, most: 1, free_shipping: true },
      goods: { skus: ['QH-JH-40'] },
      who: { new_only: true, hours_from_added: 72 },
    },
    limits: { customer: { uses: 1 }, all: { fen: 200_000 } },
  },
  {
    ...{ name: '新客立减 20 元', source: 'coupon', activity: WELCOME },
    terms: {
      ...{ kind: 'amount', args: { off_fen: 2_000 }, needs: { fen: 9_900 } },
      who: { new_only: true },
    },
  },
  {
    ...{ name: '会员 9 折', source: 'coupon', activity: AUTUMN },
    terms: {
      ...{ kind: 'percentage', args: { off_bp: 1_000 }, most_fen: 5_000 },
      who: { levels: MEMBERS },
    },
  },
  {
    ...{ name: '口令立减 15 元', source: 'coupon', activity: AUTUMN },
    terms: { kind: 'amount', args: { off_fen: 1_500 }, needs: { fen: 12_000 } },
  },
  {
    ...{ name: '入会礼：茶器减 30 元', source: 'coupon', activity: AUTUMN },
    terms: {
      ...{ kind: 'amount', args: { off_fen: 3_000 }, needs: { fen: 15_000 } },
      goods: { categories: ['茶器'] },
    },
  },
  {
    ...{ name: '年货礼盒 85 折', source: 'offer', activity: NEW_YEAR, stays: 'draft' },
    terms: {
      ...{ kind: 'percentage', args: { off_bp: 1_500 } },
      goods: { categories: ['礼盒'] },
    },
  },
]

export const PACK_BATCH = '入会礼券'
const MEMBERS_BATCH = '会员 9 折券'
const PARTNERS_BATCH = '异业合作券'
const personal = { kind: 'personal', take_limit: 1 }
const BATCHES = [
  {
    ...{ name: '新客券', offer: '新客立减 20 元', valid_hours: 24 * 30, quantity: 5_000 },
    ...{ ...personal, is_takeable: true },
  },
  {
    ...{ name: MEMBERS_BATCH, offer: '会员 9 折', valid_hours: 24 * 14, quantity: 2_000 },
    ...{ ...personal, is_takeable: true, is_transferable: true },
  },
  // One word for everybody, said in live rooms and groups.
  {
    ...{ name: '直播间口令券', offer: '口令立减 15 元', kind: 'shared', code: 'QIUCHA' },
  },
  // Codes that a partner prints on its receipts; nobody has them yet.
  {
    ...{ name: PARTNERS_BATCH, offer: '口令立减 15 元', quantity: 300, valid_hours: 24 * 60 },
    ...personal,
  },
  { name: PACK_BATCH, offer: '入会礼：茶器减 30 元', valid_hours: 24 * 60, kind: 'personal' },
]
const PRINTED = 200

/** Told before: a start that was cut off makes what is missing. @returns the batch whose coupons go to members */
export async function openActivities(door: Door, now: number): Promise<string> {
  const activities = await openEach(door, now)
  await ask(door, 'PUT', `/offer-groups/${GROUP.code}`, {
    body: { name: GROUP.name, mode: GROUP.mode },
  })
  const offers = new Map<string, string>()
  for (const { name, source, activity, terms, limits = {}, stays } of OFFERS) {
    const found =
      (await named(door, '/offers', name)) ??
      (await ask<Named>(door, 'POST', '/offers', {
        body: { name, source, activity_id: activities.get(activity), terms, limits },
      }))
    offers.set(name, found.id)
    if (!stays && found.state === 'draft') await ask(door, 'POST', `/offers/${found.id}/publish`)
  }
  let ofMembers = ''
  for (const { name, offer, ...given } of BATCHES) {
    const found = await named(door, '/coupon-batches', name)
    const { id } =
      found ??
      (await ask<Named>(door, 'POST', '/coupon-batches', {
        body: { name, offer_id: offers.get(offer), ...given },
      }))
    if (name === MEMBERS_BATCH) ofMembers = id
    if (name === PARTNERS_BATCH && !found)
      await ask(door, 'POST', `/coupon-batches/${id}/issue`, { body: { count: PRINTED } })
  }
  return ofMembers
}

async function openEach(door: Door, now: number): Promise<Map<string, string>> {
  const day = (n: number) => new Date(now + n * DAY).toISOString()
  const activities = new Map<string, string>()
  for (const { name, from, to, state, budget_fen, short, long } of ACTIVITIES) {
    const there = await named(door, '/activities', name)
    const { id, state: is } =
      there ??
      (await ask<Named>(door, 'POST', '/activities', {
        body: {
          ...{ name, starts_at: day(from), ends_at: day(to), owner_id: null, audiences: [] },
          ...{ goods: {}, storefronts: [HOME], carriers: ['小程序', '企微社群'], budget_fen },
          ...{ short_objective: short, long_objective: long },
        },
      }))
    activities.set(name, id)
    if (state === 'live' && is === 'draft') await ask(door, 'POST', `/activities/${id}/publish`)
    if (!there && state === 'live') await spend(door, id, now)
  }
  return activities
}

/** What an activity cost beside what its offers took off. */
const OUTLAYS = [
  { kind: 'media', fen: 180_000, channel_id: 'CH-XHS', note: '笔记投放', before: 5 },
  { kind: 'goods', fen: 64_000, note: '试饮茶样', before: 3 },
  { kind: 'staff', hours: 26, hour_rate_fen: 4_500, note: '社群值守', before: 1 },
]

async function spend(door: Door, activity_id: string, now: number): Promise<void> {
  for (const { before, ...outlay } of OUTLAYS)
    await ask(door, 'POST', '/outlays', {
      body: { ...outlay, activity_id, spent_on: wallClock(now - before * DAY).slice(0, 10) },
    })
}
