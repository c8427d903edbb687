// Our own SDK on a shop’s page: what it tells by itself and when asked, and what it keeps to itself.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  hf,
  openShop,
  type Seen,
  type Shop,
  type ShopWindow,
  soon,
  waiting,
} from './harness/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())
beforeEach(() => shop.begin())

describe('a page with the snippet', () => {
  test('sends its first event by itself, with page, campaign, links and visit', async () => {
    shop.settings.common = { store_id: 'S01', theme: 'autumn' }
    await shop.visit('/goods/1001?utm_source=wecom&hf_staff=G7&code=secret')
    const [view] = await shop.arrived('page_viewed')
    expect(view).toMatchObject({
      platform: 'web',
      page_path: '/goods/1001',
      page_title: '童装 | 商城',
      utm_source: 'wecom',
      store_id: 'S01',
      staff_id: 'G7',
      props: { page_key: '/goods/:id', theme: 'autumn' },
    })
    expect(view?.page_url).toContain('code=***')
    expect(view?.session_id).not.toBe('')
    expect(view?.customer_id).not.toBeNull()
  })

  test('tells of each page of a single-page site, and of none for a place on a page', async () => {
    const page = await shop.visit('/')
    await page.evaluate(
      `history.pushState({}, '', '/goods/1?color=red'); document.title = '连体衣'`,
    )
    await shop.arrived('page_viewed')
    await page.evaluate(`location.hash = 'reviews'`)
    await page.evaluate(`history.replaceState({}, '', '/goods/1?color=blue')`)
    await page.evaluate(`location.hash = '#/cart?from=goods'`)
    await soon(async () => (await shop.events('page_viewed')).length).toBe(3)
    const views = await shop.events('page_viewed')
    expect(views.map((e) => e.page_path)).toEqual(['/', '/goods/1', '/goods/1#/cart'])
    expect(views[1]).toMatchObject({ page_title: '连体衣', props: { page_key: '/goods/:id' } })
    expect(views[2]?.referrer).toContain('/goods/1')
    expect(new Set(views.map((e) => e.session_id)).size).toBe(1)
  })

  test('says who a visitor is, and her attributes', async () => {
    const page = await shop.visit('/')
    await hf(page, 'identify', { member_id: 'M-1', phone: '13812345678' }, { city: '杭州' })
    await hf(page, 'setAttributes', { pet: '猫' })
    await hf(page, 'track', 'added_to_cart', { sku: 'A1', store_id: 'S02' })
    const all = await shop.arrived('identify', 'customer_updated', 'added_to_cart', 'page_viewed')
    expect(new Set(all.map((e) => e.customer_id)).size).toBe(1)
    const customer = await shop.api().customerBy('phone', '+8613812345678')
    expect(customer?.attributes).toMatchObject({ city: '杭州', pet: '猫' })
    expect(all.find((e) => e.name === 'added_to_cart')).toMatchObject({
      store_id: 'S02',
      props: { sku: 'A1' },
    })
    const kept = await page.evaluate('JSON.stringify(localStorage) + document.cookie')
    expect(kept).toContain('M-1')
    expect(kept).not.toContain('13812345678')
  })
})

describe('what is tracked by itself', () => {
  test('clicks say what was clicked, never what somebody wrote or marked private', async () => {
    shop.body = `<main id="shop"><ul><li><a href="#x">连体衣 <b>¥299</b></a></li></ul>
      <form id="sign-up"><label for="phone">手机</label><input id="phone" name="phone" value="13812345678">
        <input type="hidden" name="csrf" value="t0ken"><textarea name="note">我的地址</textarea>
        <button data-hf="join">立即入会</button></form>
      <div contenteditable id="chat">私聊内容</div>
      <section data-hf-private><button id="mine">王小明 的订单</button></section>
      <button id="mixed">提交<span data-hf-private>13900000000</span></button></main>`
    const page = await shop.visit('/')
    await page.evaluate(
      `document.getElementById('sign-up').addEventListener('submit', (e) => e.preventDefault())`,
    )
    for (const part of ['li a', '#phone', 'textarea', '#chat', '#mine', '#mixed', '[data-hf=join]'])
      await page.click(part)
    await shop.arrived('form_submitted')
    await soon(async () => (await shop.events('element_clicked')).length).toBe(7)
    const clicks = await shop.events('element_clicked')
    const textOf = (selector: string) =>
      clicks.find((e) => e.props.selector === selector)?.props.element_text
    expect(textOf('#shop>ul:nth-of-type(1)>li:nth-of-type(1)>a:nth-of-type(1)')).toBe('连体衣 ¥299')
    expect(textOf('[data-hf="join"]')).toBe('立即入会')
    expect(textOf('#mixed')).toBe('提交')
    const [form] = await shop.events('form_submitted')
    expect(form?.props).toMatchObject({ selector: '#sign-up', fields: ['phone', 'note'] })
    const stored = JSON.stringify(await shop.events())
    for (const secret of ['13812345678', '我的地址', '私聊内容', '王小明', '13900000000', 't0ken'])
      expect(stored).not.toContain(secret)
  })

  test('what was seen, how far she scrolled and how fast it was, once the page is left', async () => {
    shop.body = `<div data-hf-show id="banner">双十一</div><div style="height:3000px">long</div>
      <div data-hf-show id="foot">foot</div>`
    const page = await shop.visit('/goods/1')
    await page.evaluate(`new Promise((seen) => {
      const banner = document.getElementById('banner')
      new IntersectionObserver(([entry]) => entry.isIntersecting && setTimeout(seen, 700)).observe(banner)
    })`)
    await page.mouse.wheel(0, 1200)
    await page.waitForFunction(() => (globalThis as unknown as { scrollY: number }).scrollY >= 1200)
    await page.goto('about:blank')
    const all = await shop.arrived('page_viewed', 'page_scrolled', 'element_shown', 'page_timed')
    const props = (name: string) => all.find((e) => e.name === name)?.props ?? {}
    expect(props('element_shown')).toMatchObject({ selector: '#banner', page_key: '/goods/:id' })
    expect(Number(props('element_shown').seconds)).toBeGreaterThanOrEqual(0.5)
    expect(Number(props('page_scrolled').depth_percent)).toBeGreaterThan(30)
    expect(Number(props('page_scrolled').depth_percent)).toBeLessThan(100)
    expect(Number(props('page_timed').ttfb_ms)).toBeGreaterThan(0)
    expect(props('page_timed').cls_milli).toBeTypeOf('number')
    expect(all.filter((e) => e.name === 'element_shown')).toHaveLength(1)
  })
})

describe('one visitor', () => {
  test('is the same on two subdomains of a brand, and another for another brand', async () => {
    const page = await shop.visit('/')
    const id = await hf(page, 'visitorId')
    await page.goto(shop.url('/', 'm.shop.localhost'))
    await page.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
    expect(await hf(page, 'visitorId')).toBe(id)
    await page.goto(shop.url('/', 'www.other.localhost'))
    await page.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
    expect(await hf(page, 'visitorId')).not.toBe(id)
    await soon(async () => (await shop.events('page_viewed')).length).toBe(3)
    const [one, two, three] = await shop.events('page_viewed')
    expect([two?.customer_id, two?.session_id]).toEqual([one?.customer_id, one?.session_id])
    expect(three?.customer_id).not.toBe(one?.customer_id)
  })

  test('in two tabs sends what both queue, each event once', async () => {
    const first = await shop.visit('/')
    const second = await shop.visit('/', first.context())
    await Promise.all(
      [first, second].map((page, tab) =>
        page.evaluate((tab) => {
          const { hf } = globalThis as unknown as ShopWindow
          for (let i = 0; i < 40; i++) hf('track', 'tapped', { tab, i })
        }, tab),
      ),
    )
    await soon(async () => (await shop.events('tapped')).length).toBe(80)
    expect(
      new Set((await shop.events('tapped')).map((e) => `${e.props.tab} ${e.props.i}`)).size,
    ).toBe(80)
    expect(new Set((await shop.events()).map((e) => e.customer_id)).size).toBe(1)
  })

  test('who signs out is followed by another one', async () => {
    const page = await shop.visit('/')
    await hf(page, 'identify', 'M-1')
    await hf(page, 'reset')
    await hf(page, 'identify', 'M-2')
    await hf(page, 'track', 'bought')
    await shop.arrived('bought')
    const one = await shop.api().customerBy('member_id', 'M-1')
    const two = await shop.api().customerBy('member_id', 'M-2')
    expect(one?.id).not.toBe(two?.id)
    expect((await shop.events('bought'))[0]?.customer_id).toBe(two?.id)
  })
})

describe('a shared link', () => {
  test('tells who shared with whom, two hands deep, without naming anybody', async () => {
    const first = await shop.visit('/goods/1?color=red')
    const link = String(await hf(first, 'shareLink'))
    expect(link).not.toContain(String(await hf(first, 'visitorId')))
    expect(await hf(first, 'shareLink')).toBe(link)

    const second = await shop.browser.newPage()
    await second.goto(link)
    await second.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
    const onward = String(await hf(second, 'shareLink', undefined, 'poster'))
    expect(new URL(onward).searchParams.getAll('hf_s')).toHaveLength(1)

    const third = await shop.browser.newPage()
    await third.goto(onward)
    await soon(async () => (await shop.events('page_viewed')).length).toBe(3)
    await soon(async () => (await shop.events('page_shared')).length).toBe(2)
    const views = await shop.events('page_viewed')
    const shares = await shop.events('page_shared')
    const at = (depth: number | null) => views.find((e) => e.share_depth === depth)
    const byFirst = shares.find((e) => e.share_depth === 1)
    const bySecond = shares.find((e) => e.share_depth === 2)
    expect(byFirst?.customer_id).toBe(at(null)?.customer_id)
    expect(bySecond?.customer_id).toBe(at(1)?.customer_id)
    expect(at(1)?.share_id).toBe(byFirst?.share_id)
    expect(at(2)?.share_id).toBe(bySecond?.share_id)
    expect(bySecond?.props.parent_share_id).toBe(byFirst?.share_id)
    // Her own link opened by herself leads her to nobody.
    await first.goto(link)
    await soon(async () => (await shop.events('page_viewed')).length).toBe(4)
    expect((await shop.events('page_viewed')).filter((e) => e.share_depth === 1)).toHaveLength(1)
  })
})

describe('consent', () => {
  interface Entry {
    purpose: string
    channel: string
    state: string
  }
  const ledger = async (event: Seen | undefined) =>
    (await shop.api().need<{ items: Entry[] }>('GET', `/customers/${event?.customer_id}/consents`))
      .items
  const answered = async () => shop.road.passed.filter((p) => p.status !== undefined)
  const traces = (page: Page) =>
    page.evaluate<string[]>(
      `[document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)]`,
    )

  test('asked for: nothing is stored or sent before it', async () => {
    shop.settings.consent = 'ask'
    const page = await shop.visit('/goods/1?utm_source=wecom')
    await hf(page, 'identify', 'M-1')
    await hf(page, 'track', 'too_early')
    await page.click('#buy')
    expect(await hf(page, 'shareLink', '/goods/1')).toBe('/goods/1')
    await page.waitForTimeout(500)
    expect(await traces(page)).toEqual(['', '{}', '{}'])
    expect(shop.road.passed.filter((p) => p.method === 'POST')).toEqual([])

    await hf(page, 'consent', true)
    const all = await shop.arrived('page_viewed', 'identify', 'consent_given')
    expect(all.find((e) => e.name === 'page_viewed')?.utm_source).toBe('wecom')
    expect(all.map((e) => e.name).sort()).toEqual([
      'consent_given',
      'customer_updated',
      'identify',
      'page_viewed',
    ])
    await page.reload()
    await soon(async () => (await shop.events('page_viewed')).length).toBe(2)
  })

  test('yes and no stand in the ledger, with the text, the page and the SDK that prove them', async () => {
    shop.settings.consent = 'ask'
    const page = await shop.visit('/goods/1?code=secret')
    const yes = { version: 'v3', form: 'cookie_banner' }
    await hf(page, 'consent', true, yes)
    const [given] = await shop.arrived('consent_given')
    expect(await ledger(given)).toMatchObject([
      {
        purpose: 'tracking',
        channel: 'all',
        state: 'given',
        text_version: 'v3',
        claimed: true,
        evidence: { form: 'cookie_banner', page: shop.url('/goods/1?code=***'), sdk: 'web 0.1.0' },
      },
    ])
    // A banner that says so again on each page says nothing new.
    await hf(page, 'consent', true, yes)
    await page.reload()
    await page.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
    await hf(page, 'consent', true, yes)
    await hf(page, 'consent', false, { purpose: 'marketing', channel: 'sms' })
    await shop.arrived('consent_withdrawn')
    await hf(page, 'consent', false)
    await soon(async () => (await ledger(given)).length).toBe(3)
    expect((await ledger(given)).map((e) => `${e.purpose} ${e.channel} ${e.state}`).sort()).toEqual(
      ['marketing sms withdrawn', 'tracking all given', 'tracking all withdrawn'],
    )
  })

  test('a no that cannot be sent clears everything else, and is told from the next page', async () => {
    const page = await shop.visit('/')
    const [view] = await shop.arrived('page_viewed')
    await page.context().setOffline(true)
    await hf(page, 'track', 'too_late')
    await hf(page, 'consent', false)
    const kept = await traces(page)
    expect(kept[0]).toBe('hf_c=0')
    expect(kept[1]).not.toContain('too_late')
    await page.context().setOffline(false)
    await page.reload()
    await soon(async () => (await ledger(view)).map((e) => e.state)).toEqual(['withdrawn'])
    await soon(() => traces(page)).toEqual(['hf_c=0', '{}', '{}'])
    expect(await shop.events('too_late')).toEqual([])
  })

  test('withdrawn: everything is cleared and nothing is sent any more, in other tabs neither', async () => {
    const page = await shop.visit('/')
    const other = await shop.visit('/', page.context())
    await hf(page, 'identify', 'M-1')
    await shop.arrived('identify')
    await soon(async () => (await shop.events('page_viewed')).length).toBe(2)
    // Nothing is on its way any more: what is sent after this is sent without consent.
    await soon(async () => (await answered()).length).toBe(shop.road.passed.length)
    await hf(page, 'consent', false)
    await other.waitForFunction(
      () => (globalThis as unknown as ShopWindow).hf('visitorId') === undefined,
    )
    // The no itself is the last that is heard.
    await shop.arrived('consent_withdrawn')
    await soon(() => waiting(page)).toBe(0)
    const sent = shop.road.passed.length
    for (const tab of [page, other]) {
      await tab.click('#buy')
      await hf(tab, 'track', 'too_late')
    }
    await page.reload()
    await page.waitForTimeout(500)
    expect(shop.road.passed.slice(sent).filter((p) => p.method === 'POST')).toEqual([])
    expect(await traces(page)).toEqual(['hf_c=0', '{}', '{}'])
  })
})
