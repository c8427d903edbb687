// The customer's shop on a phone: looking around, a cart, signing in with a code, what is hers.
import axe, { type AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pngOf } from '../src/pictures/testing.ts'
import { type RunningConsole, startConsole } from './harness/console.ts'
import { KEYS, type RunningServer } from './harness/server.ts'

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const
let running: RunningConsole
let server: RunningServer

beforeAll(async () => {
  running = await startConsole()
  server = running.server
  const goods: [string, string, string[], number][] = [
    ['tea-spring', '明前龙井 100 克', ['茶叶', '绿茶'], 19_900],
    ['tea-red', '正山小种 250 克', ['茶叶', '红茶'], 12_800],
    ['cup', '白瓷盖碗', ['茶具'], 6_900],
  ]
  for (const [sku, name, category, price_fen] of goods) {
    const { revision } = await ask<{ revision: number }>('POST', '/products', {
      ...{ sku, name, category, price_fen },
    })
    // Given by the system, so there is always some of it.
    if (sku !== 'cup') await ask('PATCH', `/products/${sku}`, { kind: 'service', revision })
  }
  await ask('POST', '/stores', { code: 'main', name: '湖滨店', kind: 'direct' })
  await ask('PUT', '/storefronts/flagship', {
    ...{ name: '旗舰店', kind: 'flagship', store: 'main', sells_all: true, state: 'open' },
    ...{ freight: null, deepest_bp: null },
    revision: 0,
  })
  await ask('PUT', '/payment-providers/test', { is_on: true })
  await ask('PUT', '/shop-settings', {
    storefront: 'flagship',
    ...{ slug: 'tea-house', is_open: true, revision: 0 },
    ...{ privacy_version: '2026-11', privacy_text: '我们用手机号认出您，用订单记录为您服务。' },
  })
})
afterAll(() => running?.stop())

async function ask<Answer>(method: string, path: string, body: object): Promise<Answer> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${KEYS.api}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status, await answer.clone().text()).toBeLessThan(300)
  return (await answer.json()) as Answer
}
async function read<Answer>(path: string): Promise<Answer> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${KEYS.api}` },
  })
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as Answer
}
/** A programme that is joined in the shop, a point a yuan, and a coupon for new customers in an activity. */
async function openProgramme(): Promise<{ activity: string }> {
  await ask('PUT', '/membership/programme', {
    ...{ name: '茶友会', terms_version: '2026-11', terms_text: '积分一年内有效。' },
    ...{ joining: ['shop'], revision: 0 },
  })
  await ask('POST', '/membership/levels/growth', {
    rules: {
      ...{ window: { kind: 'lifetime' }, term: { kind: 'forever' }, grace_days: 0 },
      downgrade: 'to_qualified',
      levels: [
        { code: 'plain', name: '普通会员', name_en: 'Plain', needs: [] },
        {
          ...{ code: 'silver', name: '银卡', name_en: 'Silver' },
          needs: [{ by: 'spend', at_least: 100_000 }],
        },
      ],
    },
    version: 0,
  })
  const rule = await ask<{ id: string }>('POST', '/points/rules', {
    name: '消费得积分',
    rule: { on: { kind: 'order', points: 1, per_fen: 100, round: 'down' } },
  })
  await ask('POST', `/points/rules/${rule.id}/publish`, {})
  const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString()
  const { id: activity } = await ask<{ id: string }>('POST', '/activities', {
    ...{ name: '新客见面礼', starts_at: hours(-1), ends_at: hours(240), owner_id: null },
    ...{ audiences: [], goods: {}, storefronts: ['flagship'], carriers: [], budget_fen: 1_000_000 },
    short_objective: { measure: 'new_customers', target: 100 },
    long_objective: { measure: 'returning_customers', target: 30 },
  })
  await ask('POST', `/activities/${activity}/publish`, {})
  const offer = await ask<{ id: string }>('POST', '/offers', {
    ...{ name: '新客立减', source: 'coupon', activity_id: activity },
    terms: { kind: 'amount', args: { off_fen: 2_700 }, who: { new_only: true } },
  })
  await ask('POST', `/offers/${offer.id}/publish`, {})
  await ask('POST', '/coupon-batches', {
    ...{ name: '新客券', offer_id: offer.id, kind: 'personal', take_limit: 1, is_takeable: true },
  })
  return { activity }
}
/** Points and figures follow by jobs. */
const SOON = { timeout: 120_000, interval: 250 }
async function codeFor(): Promise<string> {
  const answer = await fetch(`${server.url}/api/v1/service-messages?kind=sign_in_code&limit=1`, {
    headers: { authorization: `Bearer ${KEYS.api}` },
  })
  const { items } = (await answer.json()) as { items: { text: string }[] }
  return /\d{6}/.exec(items[0]?.text ?? '')?.[0] ?? ''
}
async function whoseCode(member_code: string): Promise<number> {
  const { status } = await fetch(`${server.url}/api/v1/pos/identify`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEYS.api}`, 'content-type': 'application/json' },
    body: JSON.stringify({ by: 'member_code', member_code }),
  })
  return status
}
const at = (path: string) => `${server.url}/m/tea-house${path}`

/** Nothing wider than the phone, nothing that keeps anybody out, no figure that jumps later. */
async function looksRight(page: Page, name: string): Promise<void> {
  // Between two pages there is nothing busy, and nothing else either.
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' })
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` })
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth')
  expect(wide, `${name} is wider than the phone`).toBeLessThanOrEqual(390)
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)')
  const told = violations.flatMap((v) =>
    v.nodes.map((n) => `${name} ${v.id} ${n.target.join(' ')}`),
  )
  expect(told).toEqual([])
}

test('a visitor looks around, fills a cart, signs in with a code, and decides about her data', async () => {
  const page = await running.newPage({ ...PHONE, reducedMotion: 'reduce' })
  await page.goto(at('/'))
  await page.getByText('明前龙井 100 克').waitFor()
  await looksRight(page, 'home')
  await page.getByRole('link', { name: '茶具' }).click()
  await page.getByText('白瓷盖碗').waitFor()
  await page.getByText('明前龙井 100 克').waitFor({ state: 'detached' })
  await page.getByRole('searchbox').fill('小种')
  await page.getByRole('searchbox').press('Enter')
  await page.getByText('正山小种 250 克').click()
  await page.getByRole('button', { name: '加入购物车' }).click()
  await page.getByRole('button', { name: '再加一件' }).click()
  await looksRight(page, 'product')
  await page.getByRole('link', { name: '去购物车' }).click()
  await page.getByText('2', { exact: true }).first().waitFor()
  await looksRight(page, 'cart')

  await page.getByRole('link', { name: '我的' }).click()
  await page.getByRole('link', { name: '登录' }).click()
  await page.getByLabel('手机号').fill('139 1234 5678')
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByRole('button', { name: /秒后可重发/ }).waitFor()
  await looksRight(page, 'sign-in')
  await page.getByLabel('验证码', { exact: true }).fill(await codeFor())
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByText('139****5678').waitFor()
  await looksRight(page, 'me')

  // The code she holds out leads a till to her; another one follows every minute.
  await page.getByRole('link', { name: '会员码' }).click()
  await page.getByRole('img', { name: '会员码二维码' }).waitFor()
  await looksRight(page, 'member-code')
  const shown = page.getByText(/^\d{6} \d{6} \d{6}$/)
  await expect.poll(async () => whoseCode(await shown.innerText()), SOON).toBe(200)
  await page.getByRole('button', { name: '返回' }).click()

  await page.getByRole('link', { name: '隐私设置' }).click()
  const marketing = page.getByRole('switch', { name: /发送优惠与活动/ })
  await marketing.click()
  await expect.poll(() => marketing.isChecked()).toBe(true)
  await looksRight(page, 'privacy')
  await page.reload()
  await expect.poll(() => marketing.isChecked()).toBe(true)
  await page.goto(at('/messages'))
  await page.getByText('还没有消息').waitFor()
  await looksRight(page, 'messages')

  // What she had chosen before she signed in is still there, and is bought, paid and asked back.
  await page.goto(at('/cart'))
  await page.getByRole('link', { name: '去结算' }).click()
  await page.getByText('¥256.00').first().waitFor()
  await looksRight(page, 'checkout')
  await page.getByRole('button', { name: '提交订单' }).click()
  await page.getByRole('button', { name: '测试支付 ¥256.00' }).waitFor()
  await looksRight(page, 'order-to-pay')
  await page.getByRole('button', { name: '测试支付 ¥256.00' }).click()
  await page.getByRole('button', { name: '支付 Pay' }).click()
  await page.getByText('已支付 Paid').waitFor()
  await page.goto(at('/orders'))
  await looksRight(page, 'orders')
  await page.getByText('正山小种 250 克').click()
  await page.getByText('已完成').waitFor()
  await page.getByRole('button', { name: '申请退款' }).click()
  await page.getByRole('checkbox', { name: '正山小种 250 克' }).check()
  await page.getByLabel('退款原因').fill('买多了')
  await page.getByRole('button', { name: '提交申请' }).click()
  await page.getByText('退款申请中 ¥256.00').waitFor()
  await looksRight(page, 'order-asked-back')
  expect(running.faults).toEqual([])
  await page.context().close()
})

test('a visitor joins, takes a new customer’s coupon, pays, gets points, sends one line back, and every figure ties out', async () => {
  const { activity } = await openProgramme()
  const page = await running.newPage({ ...PHONE, reducedMotion: 'reduce' })
  for (const sku of ['tea-spring', 'tea-red']) {
    await page.goto(at(`/p/${sku}`))
    await page.getByRole('button', { name: '加入购物车' }).click()
  }
  await page.goto(at('/member'))
  await page.getByLabel('手机号').fill('137 0000 2026')
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByRole('button', { name: /秒后可重发/ }).waitFor()
  await page.getByLabel('验证码', { exact: true }).fill(await codeFor())
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('checkbox', { name: /会员条款/ }).check()
  await looksRight(page, 'join')
  await page.getByRole('button', { name: '同意并加入' }).click()
  await page.getByText('距离银卡').waitFor()
  await looksRight(page, 'member')
  await page.goto(at('/coupons'))
  await page.getByRole('button', { name: '领取 新客券' }).click()
  await page.getByText('已领取').waitFor()
  await looksRight(page, 'coupons')

  // ¥199.00 and ¥128.00, less ¥27.00 by the coupon.
  await page.goto(at('/checkout'))
  await page.getByText('已减 ¥27.00').waitFor()
  await looksRight(page, 'checkout-coupon')
  await page.getByRole('button', { name: '提交订单' }).click()
  await page.getByRole('button', { name: '测试支付 ¥300.00' }).waitFor()
  const orderId = page.url().split('/').at(-1)
  await page.getByRole('button', { name: '测试支付 ¥300.00' }).click()
  await page.getByRole('button', { name: '支付 Pay' }).click()
  await page.getByText('已支付 Paid').waitFor()
  const her = await page.evaluate<{ customer_id: number }>(
    `fetch('/api/v1/shop/tea-house/me').then((answer) => answer.json())`,
  )
  const points = () =>
    read<{ active: number; pending: number }>(`/customers/${her.customer_id}/points`)
  await expect.poll(points, SOON).toMatchObject({ active: 300 })
  await page.goto(at('/points'))
  await page.getByText('可抵 ¥3.00').waitFor()
  await looksRight(page, 'points')
  await page.goto(at('/me'))
  await page.getByText('普通会员').waitFor()
  await looksRight(page, 'me-member')

  await page.goto(at('/orders'))
  await page.getByText('正山小种 250 克').click()
  await page.getByRole('button', { name: '申请退款' }).click()
  await page.getByRole('checkbox', { name: '正山小种 250 克' }).check()
  await page.getByLabel('退款原因').fill('买多了')
  await page.getByRole('button', { name: '提交申请' }).click()
  // Of the coupon it carried ¥10.57: what she paid for it comes back, and no fen more.
  await page.getByText('退款申请中 ¥117.43').waitFor()
  const { after_sales } = await read<{ after_sales: { id: string }[] }>(`/own-orders/${orderId}`)
  await ask('POST', `/after-sales/${after_sales[0]?.id}/approve`, {})
  await expect.poll(points, SOON).toMatchObject({ active: 183 })
  const { items: told } = await read<{ items: { amount: number; kind: string }[] }>(
    `/customers/${her.customer_id}/points/ledger`,
  )
  expect(told.map(({ kind, amount }) => [kind, amount])).toEqual([
    ['reclaim', -117],
    ['earn', 300],
  ])
  const level = () => read<{ figures: object }>(`/membership/customers/${her.customer_id}/level`)
  await expect.poll(level, SOON).toMatchObject({ figures: { spend_fen: 18_257 } })
  const { items: wallet } = await read<{ items: { state: string }[] }>(
    `/customers/${her.customer_id}/coupons`,
  )
  expect(wallet.map(({ state }) => state)).toEqual(['used'])
  expect(await read(`/activities/${activity}/figures`)).toMatchObject({
    ...{ orders: 1, new_customers: 1, subsidy_fen: 2_700, sales_fen: 30_000 },
    refunded_fen: 11_743,
  })
  await page.goto(at('/points'))
  await page.getByText('退款收回').waitFor()
  expect(running.faults).toEqual([])
  await page.context().close()
})

test('what is sold out cannot be put into the cart, and a shop that is not there says so', async () => {
  const page = await running.newPage({ ...PHONE, reducedMotion: 'reduce', colorScheme: 'dark' })
  await page.goto(at('/p/cup'))
  expect(await page.getByRole('button', { name: '已售罄' }).isDisabled()).toBe(true)
  await looksRight(page, 'sold-out-dark')
  await page.goto(`${server.url}/m/nobodys/`)
  await page.getByText('商城还没开门').waitFor()
  await page.goto(at('/nowhere'))
  await page.getByText('没有这个页面').waitFor()
  await page.context().close()
})

test('a stranger’s phone speaks English', async () => {
  const page = await running.newPage({ ...PHONE, locale: 'en-GB', reducedMotion: 'reduce' })
  await page.goto(at('/cart'))
  await page.getByText('Your cart is empty').waitFor()
  await page.context().close()
})

test('two people who do not know each other complete a group over its link', async () => {
  await ask('POST', '/products', {
    ...{ sku: 'set', name: '旅行茶具', category: ['茶具'], price_fen: 30_000 },
  })
  await ask('POST', '/stock/documents', {
    ...{ kind: 'purchase', store: 'main', note: '' },
    lines: [{ sku: 'set', quantity: 20, unit_cost_fen: 10_000 }],
  })
  const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString()
  const { id: activity } = await ask<{ id: string }>('POST', '/activities', {
    ...{ name: '双人拼茶具', starts_at: hours(-1), ends_at: hours(240), owner_id: null },
    ...{ audiences: [], goods: {}, storefronts: [], carriers: [], budget_fen: 1_000_000 },
    short_objective: { measure: 'orders', target: 100 },
    long_objective: { measure: 'new_customers', target: 30 },
  })
  await ask('POST', `/activities/${activity}/publish`, {})
  const { id } = await ask<{ id: string }>('POST', `/activities/${activity}/group-buys`, {
    ...{ name: '双人拼茶具', size: 2, live_hours: 24, per_order: 1, per_customer: null },
    ...{ who: 'anyone', merges: true, complete_from: null },
    items: [{ sku: 'set', price_fen: 19_900 }],
  })
  await ask('POST', `/group-buys/${id}/publish`, {})

  const leader = await running.newPage({ ...PHONE, reducedMotion: 'reduce' })
  await leader.goto(at('/p/set'))
  await leader.getByRole('link', { name: '¥199.00 开团' }).waitFor()
  await looksRight(leader, 'group-product')
  await leader.getByRole('link', { name: '¥199.00 开团' }).click()
  await buy(leader, '137 1111 2222')
  await leader.getByText('还差 1 人').waitFor()
  await looksRight(leader, 'group-order')
  await leader.getByRole('link', { name: '邀请朋友一起拼' }).click()
  await leader.getByRole('button', { name: '复制链接' }).waitFor()
  await looksRight(leader, 'group-open')

  const friend = await running.newPage({ ...PHONE, reducedMotion: 'reduce' })
  await friend.goto(leader.url())
  await friend.getByRole('link', { name: '参团' }).click()
  await buy(friend, '137 1111 3333')
  await friend.getByText('已成团').waitFor()
  await leader.reload()
  await leader.getByText('2 人已付款，2 人成团').waitFor()
  await looksRight(leader, 'group-complete')
  expect(await read(`/group-buys/${id}/figures`)).toMatchObject({
    groups: { completed: 1, by_members: 1 },
    seats: { joined: 2, sales_fen: 39_800, subsidy_fen: 20_200 },
  })
})

test('a shopper finds the slot that runs, gets leave to order, pays, and the slot’s figures say so', async () => {
  await ask('POST', '/products', {
    ...{ sku: 'kettle', name: '提梁壶', category: ['茶具'], price_fen: 30_000 },
  })
  await ask('POST', '/stock/documents', {
    ...{ kind: 'purchase', store: 'main', note: '' },
    lines: [{ sku: 'kettle', quantity: 20, unit_cost_fen: 10_000 }],
  })
  const hours = (n: number) => new Date(Date.now() + n * 3_600_000)
  const { id: activity } = await ask<{ id: string }>('POST', '/activities', {
    ...{ name: '秒杀日', starts_at: hours(-1).toISOString(), ends_at: hours(240).toISOString() },
    ...{
      owner_id: null,
      audiences: [],
      goods: {},
      storefronts: [],
      carriers: [],
      budget_fen: null,
    },
    short_objective: { measure: 'orders', target: 100 },
    long_objective: { measure: 'new_customers', target: 30 },
  })
  await ask('POST', `/activities/${activity}/publish`, {})
  // Whole days one after the other: one of them runs, whenever this does.
  const dayOf = (at: Date) => at.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
  const items = [{ sku: 'kettle', price_fen: 9_900, quantity: 2, per_customer: 1 }]
  const { id } = await ask<{ id: string }>('POST', `/activities/${activity}/flash-sales`, {
    ...{ name: '茶器秒杀', comes_back: 'unsent', stacks: false, budget_fen: null },
    slots: [0, 24].map((n) => ({ on: dayOf(hours(n)), from: '00:00', to: '00:00', items })),
  })
  await ask('POST', `/flash-sales/${id}/publish`, {})

  const page = await running.newPage({ ...PHONE, reducedMotion: 'reduce' })
  await page.goto(at('/p/kettle'))
  await page.getByRole('button', { name: '立即抢购 提梁壶，¥99.00' }).waitFor()
  await looksRight(page, 'flash-product')
  await page.getByRole('link', { name: '看看全部秒杀场次' }).click()
  await page.getByText('还剩 100%').waitFor()
  await looksRight(page, 'flash-sale')
  await page.getByRole('radio', { name: /即将开始/ }).check()
  await page.getByRole('button', { name: /开抢$/ }).waitFor()
  await page.getByRole('radio', { name: /抢购中/ }).check()
  await page.getByRole('button', { name: '立即抢购 提梁壶，¥99.00' }).click()
  await signIn(page, '137 1111 4444')
  await page.getByRole('button', { name: '立即抢购 提梁壶，¥99.00' }).click()
  await page.getByText(/请在 .* 内提交订单/).waitFor()
  await page.getByRole('button', { name: '提交订单' }).click()
  const pay = page.getByRole('button', { name: '测试支付 ¥99.00' })
  await pay.waitFor()
  await pay.click()
  await page.getByRole('button', { name: '支付 Pay' }).click()
  await page.getByText('已支付 Paid').waitFor()
  await page.goto(at('/flash-sales'))
  await page.getByText('还剩 50%').waitFor()
  await page.getByRole('button', { name: '立即抢购 提梁壶，¥99.00' }).click()
  await page.getByText('已达到每人限购件数').waitFor()
  const { slots } = await read<{ slots: { items: { sold: number; sales_fen: number }[] }[] }>(
    `/flash-sales/${id}/figures`,
  )
  const sold = slots.flatMap((slot) => slot.items)
  expect(sold.map((item) => item.sold).sort()).toEqual([0, 1])
  expect(sold.reduce((sum, item) => sum + item.sales_fen, 0)).toBe(9_900)
})

test('a buyer reviews what she has, staff show and answer it, everybody reads it; she likes and waits', async () => {
  const page = await running.newPage({ ...PHONE, reducedMotion: 'reduce' })
  await page.goto(at('/p/tea-red'))
  await page.getByRole('button', { name: '加入购物车' }).click()
  await page.goto(at('/checkout'))
  await signIn(page, '137 5555 6666')
  await page.getByRole('button', { name: '提交订单' }).click()
  await page.getByRole('button', { name: '测试支付 ¥128.00' }).waitFor()
  const order = page.url()
  await page.getByRole('button', { name: '测试支付 ¥128.00' }).click()
  await page.getByRole('button', { name: '支付 Pay' }).click()
  await page.getByText('已支付 Paid').waitFor()
  await page.goto(order)
  await page.getByRole('link', { name: '评价' }).click()
  await page.getByRole('radio', { name: '4 星' }).check({ force: true })
  await page.getByLabel('说说用着怎么样').fill('松烟香很正，泡得久')
  await page.getByLabel(/晒图/).setInputFiles({
    ...{ name: 'tea.png', mimeType: 'image/png' },
    buffer: pngOf(1600, 900, [120, 60, 30]),
  })
  await page.getByRole('button', { name: '移除第 1 张图' }).waitFor()
  await looksRight(page, 'review-form')
  await page.getByRole('button', { name: '发布评价' }).click()
  await page.getByText('审核中').waitFor()

  const desk = await running.signedIn({ viewport: { width: 1280, height: 900 } }, '/reviews')
  await desk.getByText('松烟香很正').waitFor()
  await desk.getByRole('button', { name: /展\s*示/ }).click()
  await desk.getByText('已展示').first().waitFor()
  await desk.getByRole('button', { name: /回\s*复/ }).click()
  await desk.getByRole('dialog').getByLabel('回复').fill('谢谢喜欢')
  await desk.getByRole('button', { name: /保存回复/ }).click()
  await desk.getByText('回复： 谢谢喜欢').waitFor()
  if (process.env.SHOTS) await desk.screenshot({ path: `${process.env.SHOTS}/desk-reviews.png` })

  await page.goto(at('/p/tea-red'))
  await page.getByText('松烟香很正').waitFor()
  await page.getByText('商家回复： 谢谢喜欢').waitFor()
  const photo = page.getByRole('img', { name: '买家晒图 1' })
  await photo.scrollIntoViewIfNeeded()
  const width = () =>
    photo.evaluate((image: unknown) => (image as { naturalWidth: number }).naturalWidth)
  await expect.poll(width, SOON).toBe(1280)
  await looksRight(page, 'product-reviews')

  await page.goto(at('/p/cup'))
  await page.getByRole('button', { name: '收藏' }).click()
  await page.getByRole('button', { name: '已收藏' }).waitFor()
  await page.getByRole('button', { name: '到货提醒我' }).click()
  await page.getByRole('button', { name: '到货会通知您' }).waitFor()
  await page.getByText('降价提醒').click()
  await page.getByLabel('降到多少元时告诉您').fill('60')
  await page.getByRole('button', { name: '提醒我', exact: true }).click()
  await page.getByText('降到 ¥60.00 或以下会通知您').waitFor()
  await page.goto(at('/favourites'))
  await page.getByRole('region', { name: '提醒' }).getByText('白瓷盖碗').first().waitFor()
  await looksRight(page, 'favourites')
  expect(running.faults).toEqual([])
  await page.context().close()
  await desk.context().close()
})

test('a shopper orders ahead: she reads what earnest money means, agrees, pays it, and may give it up knowingly', async () => {
  await ask('POST', '/products', {
    ...{ sku: 'harvest', name: '头采春茶', category: ['茶具'], price_fen: 50_000 },
  })
  await ask('POST', '/stock/documents', {
    ...{ kind: 'purchase', store: 'main', note: '' },
    lines: [{ sku: 'harvest', quantity: 20, unit_cost_fen: 10_000 }],
  })
  const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString()
  const { id: activity } = await ask<{ id: string }>('POST', '/activities', {
    ...{ name: '春茶季', starts_at: hours(-1), ends_at: hours(240), owner_id: null },
    ...{ audiences: [], goods: {}, storefronts: [], carriers: [], budget_fen: null },
    short_objective: { measure: 'orders', target: 100 },
    long_objective: { measure: 'new_customers', target: 30 },
  })
  await ask('POST', `/activities/${activity}/publish`, {})
  const { id } = await ask<{ id: string }>('POST', `/activities/${activity}/pre-sales`, {
    ...{ name: '头采预售', deposit_kind: 'earnest', per_customer: null },
    ...{ deposit_from: hours(-1), deposit_until: hours(48) },
    ...{ balance_from: hours(72), balance_until: hours(120), ships_by: hours(240).slice(0, 10) },
    items: [
      { sku: 'harvest', price_fen: 50_000, deposit_fen: 5_000, worth_fen: 10_000, quota: 10 },
    ],
  })
  await ask('POST', `/pre-sales/${id}/publish`, {})

  const page = await running.newPage({ ...PHONE, reducedMotion: 'reduce' })
  await page.goto(at('/p/harvest'))
  await page.getByRole('link', { name: '付定金预订' }).waitFor()
  await page.getByText('双倍返还定金').waitFor()
  await looksRight(page, 'pre-sale-product')
  await page.getByRole('link', { name: '付定金预订' }).click()
  await signIn(page, '137 1111 5555')
  const place = page.getByRole('button', { name: '提交预订' })
  await place.waitFor()
  await page.getByText('¥400.00').first().waitFor()
  expect(await place.isDisabled()).toBe(true)
  await page.getByRole('checkbox', { name: /我已了解并同意/ }).check()
  await looksRight(page, 'pre-sale-checkout')
  await place.click()
  await page.getByRole('button', { name: '付定金 测试支付 ¥50.00' }).click()
  await page.getByRole('button', { name: '支付 Pay' }).click()
  await page.getByText('已支付 Paid').waitFor()
  await page.goto(at('/orders'))
  await page.getByText('头采春茶').click()
  await page.getByRole('heading', { name: '待付尾款' }).waitFor()
  expect(await page.getByRole('button', { name: '付尾款 测试支付 ¥400.00' }).isDisabled()).toBe(
    true,
  )
  await looksRight(page, 'pre-sale-order')
  expect(await read(`/pre-sales/${id}/figures`)).toMatchObject({
    ...{ orders: 1, waiting: 1, held_fen: 5_000, to_come_fen: 40_000 },
  })
  await page.getByRole('button', { name: '取消订单' }).click()
  await page.getByText('取消后定金 ¥50.00 不退').waitFor()
  await page.getByRole('button', { name: '确认取消，放弃定金' }).click()
  await page.getByRole('heading', { name: '已取消' }).waitFor()
  expect(await read(`/pre-sales/${id}/figures`)).toMatchObject({
    ...{ forfeited: 1, forfeited_fen: 5_000, held_fen: 0 },
  })
})

test('a shopper has a product delivered again and again: she agrees, pays the first, skips one and cancels with one tap', async () => {
  await ask('POST', '/products', {
    ...{ sku: 'daily', name: '口粮茶', category: ['茶具'], price_fen: 10_000 },
  })
  await ask('POST', '/stock/documents', {
    ...{ kind: 'purchase', store: 'main', note: '' },
    lines: [{ sku: 'daily', quantity: 20, unit_cost_fen: 4_000 }],
  })
  await ask('POST', '/subscription-plans', {
    ...{ sku: 'daily', name: '每月一罐', unit: 'month', every: 1, price_fen: null, off_bp: 1500 },
  })
  const page = await running.newPage({ ...PHONE, reducedMotion: 'reduce' })
  await page.goto(at('/p/daily'))
  await page.getByRole('heading', { name: /每月一罐/ }).waitFor()
  await page.getByText('¥85.00').waitFor()
  await looksRight(page, 'plan-product')
  await page.getByRole('link', { name: '订阅并下单' }).click()
  await signIn(page, '137 1111 6666')
  const place = page.getByRole('button', { name: '订阅并下单' })
  await place.waitFor()
  await page.getByText('一键取消').waitFor()
  await page.getByText('¥85.00').first().waitFor()
  expect(await place.isDisabled()).toBe(true)
  await page.getByRole('checkbox', { name: /我已阅读并同意/ }).check()
  await looksRight(page, 'plan-checkout')
  await place.click()
  await page.getByRole('button', { name: '测试支付 ¥85.00' }).click()
  await page.getByRole('button', { name: '支付 Pay' }).click()
  await page.getByText('已支付 Paid').waitFor()
  await page.goto(at('/subscriptions'))
  await page.getByText('口粮茶 × 1').waitFor()
  await looksRight(page, 'subscriptions')
  await page.getByText('口粮茶 × 1').click()
  await page.getByRole('heading', { name: '订阅中' }).waitFor()
  await page.getByText('改期、换货、改地址').click()
  await looksRight(page, 'subscription')
  await page.getByRole('button', { name: '跳过下次' }).click()
  await page.getByText('已跳过').waitFor()
  await page.getByRole('button', { name: '取消订阅' }).click()
  await page.getByRole('heading', { name: '已取消' }).waitFor()
  await page.context().close()

  const desk = await running.signedIn({ viewport: { width: 1280, height: 900 } }, '/subscriptions')
  await desk.getByText('口粮茶 × 1').waitFor()
  if (process.env.SHOTS) await desk.screenshot({ path: `${process.env.SHOTS}/desk-list.png` })
  await desk.getByRole('button', { name: /查\s*看/ }).click()
  await desk.getByText('跳过一期').waitFor()
  if (process.env.SHOTS) await desk.screenshot({ path: `${process.env.SHOTS}/desk-one.png` })
  expect(running.faults).toEqual([])
  await desk.context().close()
})

async function signIn(page: Page, phone: string): Promise<void> {
  await page.getByLabel('手机号').fill(phone)
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByRole('button', { name: /秒后可重发/ }).waitFor()
  await page.getByLabel('验证码', { exact: true }).fill(await codeFor())
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '登录', exact: true }).click()
}

/** She signs in on the way, orders what is before her, and pays. */
async function buy(page: Page, phone: string): Promise<void> {
  await signIn(page, phone)
  await page.getByRole('button', { name: '提交订单' }).click()
  await page.getByRole('button', { name: '测试支付 ¥199.00' }).waitFor()
  const order = page.url()
  await page.getByRole('button', { name: '测试支付 ¥199.00' }).click()
  await page.getByRole('button', { name: '支付 Pay' }).click()
  await page.getByText('已支付 Paid').waitFor()
  await page.goto(order)
}

test('an operator decorates the home, sees it on a phone before customers do, and takes it back', async () => {
  const desk = await running.signedIn({ viewport: { width: 1280, height: 900 } }, '/shop-pages')
  await desk.getByRole('heading', { name: '还没有装修过' }).waitFor()
  await desk.getByRole('button', { name: '新建页面' }).first().click()
  await desk.getByRole('dialog').getByLabel('页面名称').fill('日常首页')
  await desk
    .getByRole('dialog')
    .getByRole('button', { name: /创\s*建|新\s*建/ })
    .click()
  await desk.getByRole('heading', { name: '日常首页' }).waitFor()
  const publish = desk.getByRole('button', { name: /^发\s*布$/ })
  expect(await publish.isDisabled()).toBe(true)

  const kinds = desk.getByRole('group', { name: '添加组件' })
  await kinds.getByRole('button', { name: /公\s*告/ }).click()
  await desk.getByLabel('文字').fill('春茶预售开始')
  await kinds.getByRole('button', { name: '商品组' }).click()
  await desk.getByLabel('标题').fill('掌柜推荐')
  await desk.getByText('还没选商品').waitFor()
  await desk.getByLabel('商品', { exact: true }).fill('盖碗')
  await desk.locator('.ant-select-item-option').filter({ hasText: '白瓷盖碗' }).click()
  const preview = desk.frameLocator('iframe')
  await preview.getByRole('heading', { name: '掌柜推荐' }).waitFor()
  await preview.getByText('春茶预售开始').waitFor()

  // Moved with the keys, taken back and done again.
  const orderOf = () =>
    preview
      .locator('[data-block]')
      .evaluateAll((all) => all.map((one) => (one.textContent ?? '').includes('春茶预售开始')))
  await desk.getByRole('button', { name: /调整「公告」的顺序/ }).press('ArrowDown')
  await expect.poll(orderOf).toEqual([false, true])
  await desk.getByRole('button', { name: /撤\s*销/ }).click()
  await expect.poll(orderOf).toEqual([true, false])

  const phone = await running.newPage({ ...PHONE, reducedMotion: 'reduce' })
  await phone.goto(at('/'))
  await phone.getByText('明前龙井 100 克').waitFor()
  expect(await phone.getByText('春茶预售开始').count()).toBe(0)
  await expect.poll(() => publish.isEnabled()).toBe(true)
  await publish.click()
  await desk
    .getByRole('dialog')
    .getByRole('button', { name: /^发\s*布$/ })
    .click()
  await desk.getByText('版本 1 展示中').waitFor()
  await phone.reload()
  await phone.getByText('春茶预售开始').waitFor()
  await looksRight(phone, 'decorated')
  await phone.getByRole('link', { name: '白瓷盖碗' }).click()
  await phone.getByRole('heading', { name: '白瓷盖碗' }).first().waitFor()

  await desk.getByRole('button', { name: '历史版本' }).click()
  await desk.getByRole('button', { name: /撤\s*下/ }).click()
  await desk
    .getByRole('tooltip')
    .getByRole('button', { name: /确\s*定/ })
    .click()
  await desk.getByText('已撤下').first().waitFor()
  await phone.goto(at('/'))
  await phone.getByText('明前龙井 100 克').waitFor()
  expect(await phone.getByText('春茶预售开始').count()).toBe(0)
  expect(running.faults).toEqual([])
  await Promise.all([desk.context().close(), phone.context().close()])
})

test('a visitor leaves her details one or two questions at a time, and what she buys then wins the lead', async () => {
  await ask('POST', '/consent-purposes/marketing/texts', {
    ...{ version: '2026-11', text: '我们会给您发送新茶消息，随时可以在隐私设置里关闭。' },
  })
  const field = (attribute: string, label: string, reason: string, required: boolean) => ({
    ...{ attribute, label, reason, required },
  })
  const made = await ask<{ id: string; draft_revision: number }>('POST', '/lead-forms', {
    name: '新茶品鉴',
    draft: {
      ...{ title: '新茶品鉴官招募', intro: '每月寄一份新茶样。', thanks: '三天内联系您。' },
      fields: [
        field('name', '怎么称呼您', '寄样时写在包裹上', true),
        field('gender', '性别', '选合适的礼盒', false),
        field('birthday', '生日', '生日当月送礼', false),
        field('phone', '手机号', '确认是您本人', true),
      ],
      consent: { purpose: 'marketing', version: '2026-11' },
      reward: { kind: 'points', points: 20 },
    },
  })
  await ask('POST', `/lead-forms/${made.id}/publish`, { draft_revision: made.draft_revision })
  const { channels } = await ask<{ channels: { path: string }[] }>(
    'POST',
    `/lead-forms/${made.id}/channels`,
    { name: '包裹卡' },
  )
  const page = await running.newPage({ ...PHONE, reducedMotion: 'reduce' })
  await page.goto(`${server.url}${channels[0]?.path}`)
  await page.getByLabel('怎么称呼您').fill('林晓')
  await page.getByLabel('女', { exact: true }).check()
  await looksRight(page, 'form-questions')
  await page.getByRole('button', { name: '下一步' }).click()
  await page.getByRole('button', { name: '跳过' }).waitFor()
  // She goes away, and goes on where she stopped.
  await page.reload()
  await page.getByText('已完成 2 / 4').waitFor()
  await page.getByRole('button', { name: '跳过' }).click()
  await page.getByLabel('手机号').fill('13800007788')
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByRole('button', { name: /秒后可重发/ }).waitFor()
  await looksRight(page, 'form-phone')
  await page.getByLabel('验证码', { exact: true }).fill(await codeFor())
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByText('我们会给您发送新茶消息').waitFor()
  await looksRight(page, 'form-confirm')
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '提交' }).click()
  await page.getByText('20 积分已到账').waitFor()
  await looksRight(page, 'form-sent')
  const lead = async () =>
    (await read<{ items: { state: string; name: string | null }[] }>(`/leads?form_id=${made.id}`))
      .items
  await expect.poll(lead, SOON).toMatchObject([{ state: 'open', name: '林晓' }])
  await page.goto(at('/p/tea-red'))
  await page.getByRole('button', { name: '加入购物车' }).click()
  await page.goto(at('/checkout'))
  await page.getByRole('button', { name: '提交订单' }).click()
  await page.getByRole('button', { name: /测试支付/ }).click()
  await page.getByRole('button', { name: '支付 Pay' }).click()
  await page.getByText('已支付 Paid').waitFor()
  await expect.poll(lead, SOON).toMatchObject([{ state: 'won' }])
  expect(running.faults).toEqual([])
  await page.context().close()
})

test('a customer books a service in a store, moves it, and cancels it', async () => {
  const week = [1, 2, 3, 4, 5, 6, 7]
  await ask('PUT', '/appointment-stores/main', {
    ...{ time_zone: null, closed_days: [], shifts: [], days_off: [], revision: 0 },
    hours: week.map((weekday) => ({ weekday, from: '00:00', to: '24:00' })),
  })
  const made = await ask<{ id: string }>('POST', '/appointment-services', {
    ...{ name: '茶艺体验课', description: '含三款当季茶', duration_minutes: 60, step_minutes: 60 },
    ...{ by_staff: false, capacity: 4, cancel_minutes: 0, store_ids: ['main'] },
  })
  await ask('PUT', `/appointment-services/${made.id}/state`, { state: 'live' })
  const page = await running.newPage({ ...PHONE, reducedMotion: 'reduce' })
  await page.goto(at('/sign-in?to=/appointments'))
  await page.getByLabel('手机号').fill('13900006677')
  await page.getByRole('button', { name: '获取验证码' }).click()
  await page.getByRole('button', { name: /秒后可重发/ }).waitFor()
  await page.getByLabel('验证码', { exact: true }).fill(await codeFor())
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('link', { name: /茶艺体验课/ }).waitFor()
  await looksRight(page, 'appointments')
  await page.getByRole('link', { name: /茶艺体验课/ }).click()
  const times = page.getByRole('group', { name: '时间' }).getByRole('button')
  const days = page.getByRole('group', { name: '日期' }).getByRole('button')
  await days.nth(1).click()
  await times.nth(3).click()
  await page.getByRole('button', { name: /^确认预约/ }).waitFor()
  await looksRight(page, 'book')
  await page.getByRole('button', { name: /^确认预约/ }).click()
  await page.getByText('预约码').waitFor()
  await looksRight(page, 'appointment')
  await page.getByRole('link', { name: '改期' }).click()
  await days.nth(2).click()
  await times.nth(5).click()
  await page.getByRole('button', { name: /^改到/ }).click()
  await page.getByText('预约码').waitFor()
  const booked = () =>
    read<{ items: { state: string }[] }>(`/appointments?service_id=${made.id}`).then(({ items }) =>
      items.map(({ state }) => state),
    )
  expect(await booked()).toEqual(['booked'])
  await page.getByRole('button', { name: '取消预约' }).click()
  await page.getByText('确定取消吗').waitFor()
  await page.getByRole('button', { name: '取消预约' }).click()
  await page.getByText('已取消').waitFor()
  expect(await booked()).toEqual(['cancelled'])
  expect(running.faults).toEqual([])
  await page.context().close()
})
