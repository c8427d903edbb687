// What the shop sells in its own ways, on phones: in groups, by the hour, ahead, again and again.
import { expect, test } from 'vitest'
import { looksRight, openTeaHouse, PHONE } from './harness/tea-house.ts'

const house = openTeaHouse()
const { ask, read, at, signIn, buy } = house

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

  const leader = await house.console().newPage({ ...PHONE, reducedMotion: 'reduce' })
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

  const friend = await house.console().newPage({ ...PHONE, reducedMotion: 'reduce' })
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

  const page = await house.console().newPage({ ...PHONE, reducedMotion: 'reduce' })
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

  const page = await house.console().newPage({ ...PHONE, reducedMotion: 'reduce' })
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
  const page = await house.console().newPage({ ...PHONE, reducedMotion: 'reduce' })
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

  const desk = await house
    .console()
    .signedIn({ viewport: { width: 1280, height: 900 } }, '/subscriptions')
  await desk.getByText('口粮茶 × 1').waitFor()
  if (process.env.SHOTS) await desk.screenshot({ path: `${process.env.SHOTS}/desk-list.png` })
  await desk.getByRole('button', { name: /查\s*看/ }).click()
  await desk.getByText('跳过一期').waitFor()
  if (process.env.SHOTS) await desk.screenshot({ path: `${process.env.SHOTS}/desk-one.png` })
  expect(house.console().faults).toEqual([])
  await desk.context().close()
})

test('a shop for some: a visitor reads whom it is for, signs in, may join, and is let in once it is open to her', async () => {
  type Storefront = { code: string; revision: number; visible_to: object }
  const { code, ...open } = await read<Storefront>('/storefronts/flagship')
  const closed = { levels: ['silver'], audiences: [], pools: [] }
  await ask('PUT', `/storefronts/${code}`, { ...open, visible_to: closed })
  const page = await house.console().newPage({ ...PHONE, reducedMotion: 'reduce' })
  await page.goto(at('/p/tea-red'))
  await page.getByText('本店面向「silver」会员开放。').waitFor()
  await looksRight(page, 'closed-visitor')
  await page.getByRole('link', { name: '登录' }).click()
  await signIn(page, '137 1111 7777')
  // She is back where she wanted to go.
  await page.getByRole('link', { name: '加入会员' }).waitFor()
  expect(page.url()).toBe(at('/p/tea-red'))
  await looksRight(page, 'closed-customer')
  await ask('PUT', `/storefronts/${code}`, { ...open, revision: open.revision + 1 })
  await page.reload()
  await page.getByRole('heading', { level: 1, name: '正山小种' }).waitFor()
})
