// What the shop sells beside goods: a card of lessons, of which some have been given, a year of benefits, stored value,
// and a tea party that brings points. Each comes with the order that pays for it.
import { STORES } from './brand.ts'
import { pictureGoods } from './decoration.ts'
import { VALUE_PLAN } from './programme.ts'
import { ask, type Door } from './sender.ts'
import { HOME, pay, place } from './storefront.ts'

const CATEGORY = '茶事服务'
const LESSON = '周末点茶课'
const LESSONS = 'QH-DCK-5'
const YEAR = 'QH-NK-365'
const TOP_UP = 'QH-CZ-500'
const PARTY = 'QH-CH-1'
export const YEAR_CARD = 'year_card'
const SERVICES = [
  {
    ...{ sku: LESSONS, name: '点茶课 5 次卡', kind: 'service', price_fen: 59_800 },
    description: '五堂周末点茶课，一年内有效，也可以用来约一对一选茶。',
  },
  {
    ...{ sku: YEAR, name: '青禾年卡', kind: 'card', price_fen: 19_900 },
    description: '一年内全场 9.2 折、每月包邮一次，随时可退剩余天数。',
  },
  {
    ...{ sku: TOP_UP, name: '储值 500 元送 50 元', kind: 'service', price_fen: 50_000 },
    description: '付款后立即到账，本金永久有效，赠送金一年内可用。',
  },
  {
    ...{ sku: PARTY, name: '秋日茶会门票', kind: 'course', price_fen: 6_800 },
    description: '周日下午的一席茶会，付款后另得 300 积分，可在积分商城当钱花。',
  },
]
const HOLDER = [{ holder: 'card', holder_code: YEAR_CARD }]
const BENEFITS = [
  {
    ...{ code: 'year_discount', kind: 'discount', name: '年卡 9.2 折' },
    ...{ name_en: '8% off with the year card', args: { off_bp: 800 }, holders: HOLDER },
  },
  {
    ...{ code: 'year_shipping', kind: 'free_shipping', name: '年卡每月包邮一次' },
    ...{ name_en: 'Free shipping once a month', args: {}, per_customer: 1, period: 'month' },
    holders: HOLDER,
  },
]
/** What each of these members buys, one after the other. */
const BOUGHT = [LESSONS, LESSONS, YEAR, TOP_UP, LESSONS, YEAR, TOP_UP, PARTY, PARTY]
/** Of the cards, in the order in which they were bought, how many lessons were given. */
const GIVEN = [3, 1, 0]

/** Told before: a start that was cut off makes what is missing. */
export async function openServices(door: Door): Promise<void> {
  for (const service of SERVICES)
    await ask(door, 'POST', '/products', {
      ...{ body: { ...service, category: [CATEGORY] }, passes: [409] },
    })
  await pictureGoods(
    door,
    SERVICES.map(({ sku, name }) => ({ sku, name, category: CATEGORY })),
  )
  const { items: plans } = await ask<{ items: { id: string; name: string }[] }>(
    door,
    'GET',
    '/stored-value/plans',
  )
  const plan = plans.find(({ name }) => name === VALUE_PLAN)
  const lessons = { services: [LESSON, '一对一选茶'], sessions: 5, days: 365 }
  await say(door, LESSONS, { kind: 'session_card', args: lessons })
  if (plan) await say(door, TOP_UP, { kind: 'stored_value', args: { plan: plan.id } })
  await say(door, PARTY, { kind: 'points', args: { points: 300 } })
  await ask(door, 'PUT', `/membership/card-plans/${YEAR_CARD}`, {
    body: {
      ...{ name: '青禾年卡', name_en: 'Qinghe year card', price_fen: 19_900, days: 365 },
      ...{ trial_days: 7, sku: YEAR, revision: 0 },
    },
    passes: [409],
  })
  for (const { code, ...benefit } of BENEFITS)
    await ask(door, 'PUT', `/membership/benefits/${code}`, {
      ...{ body: { ...benefit, revision: 0 }, passes: [409] },
    })
}

/** Told before: the same key is the same order. */
export async function sellServices(door: Door, customers: readonly number[]): Promise<void> {
  for (const [i, sku] of BOUGHT.entries()) {
    const customer = customers[i]
    if (customer === undefined) return
    const basket = { storefront: HOME, customer_id: customer, lines: [{ sku, quantity: 1 }] }
    const order = await place(door, basket, `demo-service-${i}`)
    if (order === undefined) continue
    await pay(door, order)
    await giveLessons(
      door,
      order,
      GIVEN[BOUGHT.slice(0, i).filter((one) => one === LESSONS).length],
    )
  }
}

/** Of what is no goods. */
const say = (door: Door, sku: string, benefit: object) =>
  ask(door, 'PUT', `/products/${sku}/benefit`, { body: { benefit, revision: 0 }, passes: [409] })

/** At the desk of a store, by the card's code. */
async function giveLessons(door: Door, order: string, count = 0): Promise<void> {
  const { items } = await ask<{ items: { order_id: string; code: string }[] }>(
    door,
    'GET',
    `/session-cards?sku=${LESSONS}&limit=50`,
  )
  const card = items.find(({ order_id }) => order_id === order)
  if (!card) return
  for (let n = 1; n <= count; n++)
    await ask(door, 'POST', `/desk-codes/${card.code}/give-session`, {
      body: { key: `demo-lesson-${card.code}-${n}`, store: STORES[0]?.id, service: LESSON },
    })
}
