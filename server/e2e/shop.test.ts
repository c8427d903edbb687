// The customer’s shop on a phone: looking around, a cart, signing in with a code, joining, what is hers.
import { expect, test } from 'vitest'
import { pngOf } from '../src/pictures/testing.ts'
import { looksRight, openTeaHouse, PHONE, SOON, standsStill } from './harness/tea-house.ts'

const house = openTeaHouse()
const { ask, read, codeFor, whoseCode, at, signIn, order, friendBuys, differences } = house

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

test('a visitor looks around, fills a cart, signs in with a code, and decides about her data', async () => {
  const page = await house.console().newPage({ ...PHONE, reducedMotion: 'reduce' })
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

  await page.goto(at('/addresses'))
  await page.getByRole('button', { name: '新增地址' }).click()
  await page.getByLabel('收货人').fill('林晓')
  await page.getByLabel('手机号').fill('13912345678')
  await page.getByLabel('所在地区').fill('浙江省 杭州市 西湖区')
  await page.getByLabel('详细地址').fill('龙井路 1 号')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('浙江省 杭州市 西湖区 龙井路 1 号').waitFor()
  await looksRight(page, 'addresses')
  const moving = ['/', '/p/tea-red', '/cart', '/orders', '/me', '/coupons', '/points', '/addresses']
  for (const path of [...moving, '/messages', '/privacy', '/stored-value', '/favourites'])
    await standsStill(page, at(path))
  expect(house.console().faults).toEqual([])
  await page.context().close()
})

/** Two who buy a set of cups together have it for ¥199.00; the first one has paid. */
async function openGroup(): Promise<{ activity: string; groupBuy: string; group: string }> {
  await ask('POST', '/products', {
    ...{ sku: 'cups', name: '品茗杯四只', category: ['茶具'], price_fen: 30_000 },
  })
  await ask('POST', '/stock/documents', {
    ...{ kind: 'purchase', store: 'main', note: '' },
    lines: [{ sku: 'cups', quantity: 10, unit_cost_fen: 9_000 }],
  })
  const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString()
  const { id: activity } = await ask<{ id: string }>('POST', '/activities', {
    ...{ name: '两人拼茶杯', starts_at: hours(-1), ends_at: hours(240), owner_id: null },
    ...{ audiences: [], goods: {}, storefronts: [], carriers: [], budget_fen: 1_000_000 },
    short_objective: { measure: 'orders', target: 100 },
    long_objective: { measure: 'new_customers', target: 30 },
  })
  await ask('POST', `/activities/${activity}/publish`, {})
  const { id: groupBuy } = await ask<{ id: string }>('POST', `/activities/${activity}/group-buys`, {
    ...{ name: '两人拼茶杯', size: 2, live_hours: 24, per_order: 1, per_customer: null },
    ...{ who: 'anyone', merges: true, complete_from: null },
    items: [{ sku: 'cups', price_fen: 19_900 }],
  })
  await ask('POST', `/group-buys/${groupBuy}/publish`, {})
  await friendBuys('13700002027', {
    ...{ lines: [{ sku: 'cups', quantity: 1 }], address: null },
    group_buy: { id: groupBuy, group: null },
  })
  const { items } = await read<{ items: { id: string }[] }>(
    `/group-buys/${groupBuy}/groups?limit=1`,
  )
  return { activity, groupBuy, group: items[0]?.id ?? '' }
}

interface Books {
  payments: { amount_fen: number; state: string }[]
  refunds: { amount_fen: number; state: string }[]
}
const sumOf = (rows: readonly { fen: number }[]) => rows.reduce((sum, row) => sum + row.fen, 0)

test('a visitor finds the shop, joins, takes a new customer’s coupon, pays, gets points, completes a group, sends one line back, and every figure ties out', async () => {
  const { activity } = await openProgramme()
  const page = await house.console().newPage({ ...PHONE, reducedMotion: 'reduce' })
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
  const orderId = await order(page, '¥300.00')
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

  // A friend's link: with her the group is complete.
  const together = await openGroup()
  await page.goto(at(`/groups/${together.group}`))
  await page.getByRole('link', { name: '参团' }).click()
  const groupOrder = await order(page, '¥199.00')
  await page.getByText('已成团').waitFor()
  await expect.poll(points, SOON).toMatchObject({ active: 499 })
  expect(await read(`/group-buys/${together.groupBuy}/figures`)).toMatchObject({
    groups: { completed: 1, by_members: 1 },
    seats: { joined: 2, sales_fen: 39_800, subsidy_fen: 20_200 },
  })
  expect(await read(`/activities/${together.activity}/figures`)).toMatchObject({
    ...{ orders: 2, new_customers: 1, subsidy_fen: 20_200, sales_fen: 39_800, refunded_fen: 0 },
  })

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
  await expect.poll(points, SOON).toMatchObject({ active: 382 })
  const { items: told } = await read<{ items: { amount: number; kind: string }[] }>(
    `/customers/${her.customer_id}/points/ledger`,
  )
  expect(told.map(({ kind, amount }) => [kind, amount])).toEqual([
    ['reclaim', -117],
    ['earn', 199],
    ['earn', 300],
  ])
  const level = () => read<{ figures: object }>(`/membership/customers/${her.customer_id}/level`)
  await expect.poll(level, SOON).toMatchObject({ figures: { spend_fen: 38_157 } })
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

  // What the operator sees: the money, whom it counts for, what she is worth, and both stores agreeing.
  const books = async (id: string) => {
    const { payments, refunds } = await read<Books>(`/own-orders/${id}`)
    return [payments, refunds].map((rows) => sumOf(rows.map((r) => ({ fen: r.amount_fen }))))
  }
  expect([await books(orderId), await books(groupOrder)]).toEqual([
    [30_000, 11_743],
    [19_900, 0],
  ])
  const creditsOf = async (id: string, kind: string) => {
    const { credits } = await read<{
      credits: { kind: string; subject: string; fen: number; reversed_fen: number }[]
    }>(`/own-orders/${id}/credit`)
    const mine = credits.filter((credit) => credit.kind === kind)
    const back = sumOf(mine.map((credit) => ({ fen: credit.reversed_fen })))
    return [[...new Set(mine.map(({ subject }) => subject))], sumOf(mine), back]
  }
  expect([
    await creditsOf(orderId, 'store'),
    await creditsOf(orderId, 'activity'),
    await creditsOf(groupOrder, 'activity'),
  ]).toEqual([
    [['main'], 30_000, 11_743],
    [[activity], 30_000, 11_743],
    [[together.activity], 19_900, 0],
  ])
  const { items: byMonth } = await read<{ items: { subject: string; net_fen: number }[] }>(
    '/order-credits/by-month?kind=activity&limit=50',
  )
  expect(byMonth.find(({ subject }) => subject === activity)?.net_fen).toBe(18_257)
  expect(await read(`/customers/${her.customer_id}`)).toMatchObject({
    value: [{ orders: 2, paid_fen: 49_900, refunded_fen: 11_743 }],
  })
  expect(await differences()).toBe('')
  expect(house.console().faults).toEqual([])
  await page.context().close()
})

test('what is sold out cannot be put into the cart, and a shop that is not there says so', async () => {
  const page = await house
    .console()
    .newPage({ ...PHONE, reducedMotion: 'reduce', colorScheme: 'dark' })
  await page.goto(at('/p/cup'))
  expect(await page.getByRole('button', { name: '已售罄' }).isDisabled()).toBe(true)
  await looksRight(page, 'sold-out-dark')
  await page.goto(`${house.url()}/m/nobodys/`)
  await page.getByText('商城还没开门').waitFor()
  await page.goto(at('/nowhere'))
  await page.getByText('没有这个页面').waitFor()
  await page.context().close()
})

test('a stranger’s phone speaks English', async () => {
  const page = await house.console().newPage({ ...PHONE, locale: 'en-GB', reducedMotion: 'reduce' })
  await page.goto(at('/cart'))
  await page.getByText('Your cart is empty').waitFor()
  await page.context().close()
})

test('a buyer reviews what she has, staff show and answer it, everybody reads it; she likes and waits', async () => {
  const page = await house.console().newPage({ ...PHONE, reducedMotion: 'reduce' })
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

  const desk = await house
    .console()
    .signedIn({ viewport: { width: 1280, height: 900 } }, '/reviews')
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
  expect(house.console().faults).toEqual([])
  await page.context().close()
  await desk.context().close()
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
  const page = await house.console().newPage({ ...PHONE, reducedMotion: 'reduce' })
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
  expect(house.console().faults).toEqual([])
  await page.context().close()
})
