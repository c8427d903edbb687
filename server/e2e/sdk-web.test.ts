// Our own SDK on a shop's page in a real browser, sending to a real server over a road whose weather
// we choose.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openBrowser, type TestBrowser } from './browser.ts'
import { type Api, apiOf, type EventView } from './harness/api.ts'
import { KEYS, type RunningServer, startServer } from './harness/server.ts'
import { type Road, roadTo } from './harness/weather.ts'

vi.setConfig({ testTimeout: 90_000 })

const soon = <T>(ask: () => T) => expect.poll(ask, { timeout: 30_000 })

type Call = (method: string, ...args: unknown[]) => unknown
interface ShopWindow {
  hf: Call
}
/** An event with the fields of the envelope these tests look at. */
interface Seen extends EventView {
  session_id: string
  page_url: string
  page_path: string
  page_title: string
  referrer: string
  utm_source: string
  store_id: string | null
  share_id: string
  share_depth: number | null
}

const folder = mkdtempSync(join(tmpdir(), 'homefield-sdk-web-'))
let server: RunningServer
let road: Road
let shop: Server
let browser: TestBrowser
let api: Api
let key = ''
let body = ''
let settings: Record<string, unknown> = {}
let policy = ''
let markup: () => string

beforeAll(async () => {
  ;[server, browser] = await Promise.all([
    startServer({ data: join(folder, 'data') }),
    openBrowser(),
  ])
  road = await roadTo(() => server.url)
  shop = createServer((_req, res) => {
    const type = { 'content-type': 'text/html; charset=utf-8' }
    res
      .writeHead(200, policy === '' ? type : { ...type, 'content-security-policy': policy })
      .end(markup())
  })
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  await browser.close()
  shop.close()
  await road.close()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  // What an earlier test's page still has to say is none of this one's.
  for (const context of browser.browser.contexts()) await context.close()
  road.passed.length = 0
  policy = ''
  markup = html
  body = '<main id="shop"><button id="buy">加入购物车</button></main>'
  const owner = apiOf(() => server.url, KEYS.api)
  const made = await owner.need<{ api_key: string; client_write_key: string }>('POST', '/tenants', {
    name: 'Shop',
  })
  api = apiOf(() => server.url, made.api_key)
  key = made.client_write_key
  settings = { writeKey: key, flushAfterMs: 50, debug: true }
})

/** The page as a shop's developer pastes it. */
const html = () => `<!doctype html><meta charset="utf-8"><title>童装 | 商城</title>
<script>
window.hf=window.hf||function(){(hf.q=hf.q||[]).push(arguments)}
hf('init',${JSON.stringify(settings)})
</script>
<script async src="${road.url}/sdk/homefield.js"></script>
<body>${body}</body>`

const shopUrl = (path: string, host = 'www.shop.localhost') =>
  `http://${host}:${(shop.address() as AddressInfo).port}${path}`

const events = async (name?: string) =>
  ((await api.events()) as Seen[]).filter((e) => !name || e.name === name).reverse()

/** Names of what is stored, once these are among it. */
async function arrived(...names: string[]): Promise<Seen[]> {
  await soon(async () => (await events()).map((e) => e.name)).toEqual(expect.arrayContaining(names))
  return events()
}

async function visit(path: string, context?: BrowserContext): Promise<Page> {
  const page = context ? await context.newPage() : await browser.newPage()
  await page.goto(shopUrl(path))
  await page.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
  return page
}

const hf = (page: Page, ...call: [string, ...unknown[]]) =>
  page.evaluate(
    ([method, ...args]) => (globalThis as unknown as ShopWindow).hf(method as string, ...args),
    call,
  )

/** Events in the browser's storage that nobody has answered yet. */
const waiting = (page: Page) =>
  page.evaluate<number>(`Object.keys(localStorage).filter((name) => name.startsWith('hf.')).length`)

describe('a page with the snippet', () => {
  test('sends its first event by itself, with page, campaign, links and visit', async () => {
    settings.common = { store_id: 'S01', theme: 'autumn' }
    await visit('/goods/1001?utm_source=wecom&hf_staff=G7&code=secret')
    const [view] = await arrived('page_viewed')
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
    const page = await visit('/')
    await page.evaluate(
      `history.pushState({}, '', '/goods/1?color=red'); document.title = '连体衣'`,
    )
    await arrived('page_viewed')
    await page.evaluate(`location.hash = 'reviews'`)
    await page.evaluate(`history.replaceState({}, '', '/goods/1?color=blue')`)
    await page.evaluate(`location.hash = '#/cart?from=goods'`)
    await soon(async () => (await events('page_viewed')).length).toBe(3)
    const views = await events('page_viewed')
    expect(views.map((e) => e.page_path)).toEqual(['/', '/goods/1', '/goods/1#/cart'])
    expect(views[1]).toMatchObject({ page_title: '连体衣', props: { page_key: '/goods/:id' } })
    expect(views[2]?.referrer).toContain('/goods/1')
    expect(new Set(views.map((e) => e.session_id)).size).toBe(1)
  })

  test('says who a visitor is, and her attributes', async () => {
    const page = await visit('/')
    await hf(page, 'identify', { member_id: 'M-1', phone: '13812345678' }, { city: '杭州' })
    await hf(page, 'setAttributes', { pet: '猫' })
    await hf(page, 'track', 'added_to_cart', { sku: 'A1', store_id: 'S02' })
    const all = await arrived('identify', 'customer_updated', 'added_to_cart', 'page_viewed')
    expect(new Set(all.map((e) => e.customer_id)).size).toBe(1)
    const customer = await api.customerBy('phone', '+8613812345678')
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
    body = `<main id="shop"><ul><li><a href="#x">连体衣 <b>¥299</b></a></li></ul>
      <form id="sign-up"><label for="phone">手机</label><input id="phone" name="phone" value="13812345678">
        <input type="hidden" name="csrf" value="t0ken"><textarea name="note">我的地址</textarea>
        <button data-hf="join">立即入会</button></form>
      <div contenteditable id="chat">私聊内容</div>
      <section data-hf-private><button id="mine">王小明 的订单</button></section>
      <button id="mixed">提交<span data-hf-private>13900000000</span></button></main>`
    const page = await visit('/')
    await page.evaluate(
      `document.getElementById('sign-up').addEventListener('submit', (e) => e.preventDefault())`,
    )
    for (const part of ['li a', '#phone', 'textarea', '#chat', '#mine', '#mixed', '[data-hf=join]'])
      await page.click(part)
    await arrived('form_submitted')
    await soon(async () => (await events('element_clicked')).length).toBe(7)
    const clicks = await events('element_clicked')
    const textOf = (selector: string) =>
      clicks.find((e) => e.props.selector === selector)?.props.element_text
    expect(textOf('#shop>ul:nth-of-type(1)>li:nth-of-type(1)>a:nth-of-type(1)')).toBe('连体衣 ¥299')
    expect(textOf('[data-hf="join"]')).toBe('立即入会')
    expect(textOf('#mixed')).toBe('提交')
    const [form] = await events('form_submitted')
    expect(form?.props).toMatchObject({ selector: '#sign-up', fields: ['phone', 'note'] })
    const stored = JSON.stringify(await events())
    for (const secret of ['13812345678', '我的地址', '私聊内容', '王小明', '13900000000', 't0ken'])
      expect(stored).not.toContain(secret)
  })

  test('what was seen, how far she scrolled and how fast it was, once the page is left', async () => {
    body = `<div data-hf-show id="banner">双十一</div><div style="height:3000px">long</div>
      <div data-hf-show id="foot">foot</div>`
    const page = await visit('/goods/1')
    await page.waitForTimeout(700)
    await page.mouse.wheel(0, 1200)
    await page.waitForTimeout(900)
    await page.goto('about:blank')
    const all = await arrived('page_viewed', 'page_scrolled', 'element_shown', 'page_timed')
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

describe('on a bad network', () => {
  test('offline, what happens is kept over a reload; online it arrives, each event once', async () => {
    const page = await visit('/')
    await arrived('page_viewed')
    road.expect('broken', 'answer_lost')
    await hf(page, 'track', 'added_to_cart', { sku: 'A1' })
    await hf(page, 'track', 'added_to_cart', { sku: 'A2' })
    await soon(() => road.passed.filter((p) => p.method === 'POST').length).toBeGreaterThan(1)
    await page.context().setOffline(true)
    await hf(page, 'track', 'added_to_cart', { sku: 'A3' })
    // What nobody took is written down.
    await soon(() => waiting(page)).toBeGreaterThanOrEqual(1)
    await page.context().setOffline(false)
    await page.reload()
    await soon(async () => (await events('added_to_cart')).length).toBe(3)
    await soon(() => waiting(page)).toBe(0)
    expect((await events('added_to_cart')).map((e) => e.props.sku).sort()).toEqual([
      'A1',
      'A2',
      'A3',
    ])
  })

  test('"come again in a second" is obeyed', async () => {
    const page = await visit('/')
    await arrived('page_viewed')
    // An answer that the browser may read, as ours is.
    let refused = 0
    await page.route('**/v1/events', (route) =>
      refused++ === 0
        ? route.fulfill({
            status: 429,
            headers: {
              'access-control-allow-origin': '*',
              'access-control-expose-headers': 'Retry-After',
              'retry-after': '1',
            },
          })
        : route.continue(),
    )
    await hf(page, 'track', 'first')
    await soon(() => refused).toBe(1)
    await hf(page, 'track', 'second')
    await hf(page, 'flush')
    await page.waitForTimeout(300)
    expect(refused).toBe(1)
    await arrived('first', 'second')
    expect(await events('first')).toHaveLength(1)
  })

  test('leaving at once after a click loses nothing', async () => {
    settings.flushAfterMs = 60_000
    const page = await visit('/')
    await page.click('#buy')
    await hf(page, 'track', 'checkout_begun')
    await page.goto('about:blank')
    await arrived('page_viewed', 'element_clicked', 'checkout_begun')
  })
})

describe('leaving a page in a browser without keepalive', () => {
  const withoutKeepalive = async (sendBeacon: string) => {
    settings.flushAfterMs = 60_000
    const page = await browser.newPage()
    await page.addInitScript(`
      delete Request.prototype.keepalive
      const real = navigator.sendBeacon.bind(navigator)
      window.beacons = []
      navigator.sendBeacon = ${sendBeacon}
    `)
    await page.goto(shopUrl('/'))
    await page.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
    return page
  }

  test('sends a beacon; the next page sends the same again, since a beacon is never answered, and it counts once', async () => {
    const page = await withoutKeepalive('(url, body) => real(url, body)')
    await hf(page, 'track', 'checkout_begun')
    await page.goto(shopUrl('/next'))
    await page.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
    await arrived('checkout_begun')
    await hf(page, 'flush')
    await soon(() => waiting(page)).toBe(0)
    expect(await events('checkout_begun')).toHaveLength(1)
    expect(road.passed.filter((p) => p.body.includes('checkout_begun')).length).toBeGreaterThan(1)
  })

  test('a beacon that the browser refuses, as it does when much is to be taken along, goes from the next page', async () => {
    const page = await withoutKeepalive('() => false')
    await page.route('**/v1/events', (route) => route.abort())
    await hf(page, 'track', 'checkout_begun', { text: 'x'.repeat(20_000) })
    await page.goto('about:blank')
    expect(road.passed.filter((p) => p.method === 'POST')).toEqual([])
    await page.unroute('**/v1/events')
    settings.flushAfterMs = 50
    await page.goto(shopUrl('/next'))
    await arrived('checkout_begun')
    expect(await events('checkout_begun')).toHaveLength(1)
  })
})

describe('the files that pages load', () => {
  test.each(['homefield.js', 'homefield-pick.js', 'homefield.mjs', 'homefield-miniprogram.js'])(
    '%s may be loaded by any page, is kept for an hour and then asked for by its tag',
    async (name) => {
      const url = `${server.url}/sdk/${name}`
      const answer = await fetch(url)
      expect(answer.status).toBe(200)
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
        'cache-control': 'public, max-age=3600',
        'content-type': expect.stringMatching(/\/javascript; charset=utf-8$/),
      })
      const etag = answer.headers.get('etag') ?? ''
      expect(etag).not.toBe('')
      const again = await fetch(url, {
        headers: { 'if-none-match': etag, 'cache-control': 'max-age=0' },
      })
      expect([again.status, await again.text()]).toEqual([304, ''])
      expect((await fetch(`${server.url}/sdk/package.json`)).status).toBe(404)
    },
  )
})

describe('one visitor', () => {
  test('is the same on two subdomains of a brand, and another for another brand', async () => {
    const page = await visit('/')
    const id = await hf(page, 'visitorId')
    await page.goto(shopUrl('/', 'm.shop.localhost'))
    await page.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
    expect(await hf(page, 'visitorId')).toBe(id)
    await page.goto(shopUrl('/', 'www.other.localhost'))
    await page.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
    expect(await hf(page, 'visitorId')).not.toBe(id)
    await soon(async () => (await events('page_viewed')).length).toBe(3)
    const [one, two, three] = await events('page_viewed')
    expect([two?.customer_id, two?.session_id]).toEqual([one?.customer_id, one?.session_id])
    expect(three?.customer_id).not.toBe(one?.customer_id)
  })

  test('in two tabs sends what both queue, each event once', async () => {
    const first = await visit('/')
    const second = await visit('/', first.context())
    await Promise.all(
      [first, second].map((page, tab) =>
        page.evaluate((tab) => {
          const { hf } = globalThis as unknown as ShopWindow
          for (let i = 0; i < 40; i++) hf('track', 'tapped', { tab, i })
        }, tab),
      ),
    )
    await soon(async () => (await events('tapped')).length).toBe(80)
    expect(new Set((await events('tapped')).map((e) => `${e.props.tab} ${e.props.i}`)).size).toBe(
      80,
    )
    expect(new Set((await events()).map((e) => e.customer_id)).size).toBe(1)
  })

  test('who signs out is followed by another one', async () => {
    const page = await visit('/')
    await hf(page, 'identify', 'M-1')
    await hf(page, 'reset')
    await hf(page, 'identify', 'M-2')
    await hf(page, 'track', 'bought')
    await arrived('bought')
    const one = await api.customerBy('member_id', 'M-1')
    const two = await api.customerBy('member_id', 'M-2')
    expect(one?.id).not.toBe(two?.id)
    expect((await events('bought'))[0]?.customer_id).toBe(two?.id)
  })
})

describe('a shared link', () => {
  test('tells who shared with whom, two hands deep, without naming anybody', async () => {
    const first = await visit('/goods/1?color=red')
    const link = String(await hf(first, 'shareLink'))
    expect(link).not.toContain(String(await hf(first, 'visitorId')))
    expect(await hf(first, 'shareLink')).toBe(link)

    const second = await browser.newPage()
    await second.goto(link)
    await second.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
    const onward = String(await hf(second, 'shareLink', undefined, 'poster'))
    expect(new URL(onward).searchParams.getAll('hf_s')).toHaveLength(1)

    const third = await browser.newPage()
    await third.goto(onward)
    await soon(async () => (await events('page_viewed')).length).toBe(3)
    await soon(async () => (await events('page_shared')).length).toBe(2)
    const views = await events('page_viewed')
    const shares = await events('page_shared')
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
    await soon(async () => (await events('page_viewed')).length).toBe(4)
    expect((await events('page_viewed')).filter((e) => e.share_depth === 1)).toHaveLength(1)
  })
})

describe('consent', () => {
  interface Entry {
    purpose: string
    channel: string
    state: string
  }
  const ledger = async (event: Seen | undefined) =>
    (await api.need<{ items: Entry[] }>('GET', `/customers/${event?.customer_id}/consents`)).items
  const answered = async () => road.passed.filter((p) => p.status !== undefined)
  const traces = (page: Page) =>
    page.evaluate<string[]>(
      `[document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)]`,
    )

  test('asked for: nothing is stored or sent before it', async () => {
    settings.consent = 'ask'
    const page = await visit('/goods/1?utm_source=wecom')
    await hf(page, 'identify', 'M-1')
    await hf(page, 'track', 'too_early')
    await page.click('#buy')
    expect(await hf(page, 'shareLink', '/goods/1')).toBe('/goods/1')
    await page.waitForTimeout(500)
    expect(await traces(page)).toEqual(['', '{}', '{}'])
    expect(road.passed.filter((p) => p.method === 'POST')).toEqual([])

    await hf(page, 'consent', true)
    const all = await arrived('page_viewed', 'identify', 'consent_given')
    expect(all.find((e) => e.name === 'page_viewed')?.utm_source).toBe('wecom')
    expect(all.map((e) => e.name).sort()).toEqual([
      'consent_given',
      'customer_updated',
      'identify',
      'page_viewed',
    ])
    await page.reload()
    await soon(async () => (await events('page_viewed')).length).toBe(2)
  })

  test('yes and no stand in the ledger, with the text, the page and the SDK that prove them', async () => {
    settings.consent = 'ask'
    const page = await visit('/goods/1?code=secret')
    const yes = { version: 'v3', form: 'cookie_banner' }
    await hf(page, 'consent', true, yes)
    const [given] = await arrived('consent_given')
    expect(await ledger(given)).toMatchObject([
      {
        purpose: 'tracking',
        channel: 'all',
        state: 'given',
        text_version: 'v3',
        claimed: true,
        evidence: { form: 'cookie_banner', page: shopUrl('/goods/1?code=***'), sdk: 'web 0.1.0' },
      },
    ])
    // A banner that says so again on each page says nothing new.
    await hf(page, 'consent', true, yes)
    await page.reload()
    await page.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
    await hf(page, 'consent', true, yes)
    await hf(page, 'consent', false, { purpose: 'marketing', channel: 'sms' })
    await arrived('consent_withdrawn')
    await hf(page, 'consent', false)
    await soon(async () => (await ledger(given)).length).toBe(3)
    expect((await ledger(given)).map((e) => `${e.purpose} ${e.channel} ${e.state}`).sort()).toEqual(
      ['marketing sms withdrawn', 'tracking all given', 'tracking all withdrawn'],
    )
  })

  test('a no that cannot be sent clears everything else, and is told from the next page', async () => {
    const page = await visit('/')
    const [view] = await arrived('page_viewed')
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
    expect(await events('too_late')).toEqual([])
  })

  test('withdrawn: everything is cleared and nothing is sent any more, in other tabs neither', async () => {
    const page = await visit('/')
    const other = await visit('/', page.context())
    await hf(page, 'identify', 'M-1')
    await arrived('identify')
    await soon(async () => (await events('page_viewed')).length).toBe(2)
    // Nothing is on its way any more: what is sent after this is sent without consent.
    await soon(async () => (await answered()).length).toBe(road.passed.length)
    await hf(page, 'consent', false)
    await other.waitForFunction(
      () => (globalThis as unknown as ShopWindow).hf('visitorId') === undefined,
    )
    // The no itself is the last that is heard.
    await arrived('consent_withdrawn')
    await soon(() => waiting(page)).toBe(0)
    const sent = road.passed.length
    for (const tab of [page, other]) {
      await tab.click('#buy')
      await hf(tab, 'track', 'too_late')
    }
    await page.reload()
    await page.waitForTimeout(500)
    expect(road.passed.slice(sent).filter((p) => p.method === 'POST')).toEqual([])
    expect(await traces(page)).toEqual(['hf_c=0', '{}', '{}'])
  })
})

describe('a page that makes it hard', () => {
  test('cookies and storage blocked: events are sent all the same', async () => {
    const page = await browser.newPage()
    await page.addInitScript(`
      const refuse = () => { throw new DOMException('denied', 'SecurityError') }
      Object.defineProperty(window, 'localStorage', { get: refuse })
      Object.defineProperty(window, 'sessionStorage', { get: refuse })
      Object.defineProperty(Document.prototype, 'cookie', { get: refuse, set: refuse })
    `)
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(shopUrl('/'))
    await page.click('#buy')
    await arrived('page_viewed', 'element_clicked')
    expect(new Set((await events()).map((e) => e.customer_id)).size).toBe(1)
    expect(faults).toEqual([])
  })

  test('nothing a page hands over makes the SDK throw', async () => {
    const page = await visit('/')
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    await page.evaluate(`
      const loop = {}; loop.self = loop
      hf('track', 'loop', loop)
      hf('track')
      hf('identify', null)
      hf('identify', {})
      hf('setAttributes', undefined)
      hf('setCommon', null)
      hf('shareLink', 'http://[')
      hf('nonsense', 1)
      hf('track', 'large', { text: 'x'.repeat(100000) })
      hf('track', 'fine', { n: 1 })
    `)
    await arrived('fine')
    expect((await events()).map((e) => e.name)).not.toContain('large')
    expect(faults).toEqual([])
  })

  test('a strict policy without inline scripts needs one tag', async () => {
    const page = await browser.newPage()
    policy = `default-src 'self'; script-src ${road.url}; connect-src ${road.url}`
    markup = () => `<!doctype html><title>strict</title><button id="buy">买</button>
      <script async src="${road.url}/sdk/homefield.js" data-write-key="${key}"></script>`
    const faults: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    await page.goto(shopUrl('/strict'))
    const [view] = await arrived('page_viewed')
    expect(view?.page_title).toBe('strict')
    expect(faults.filter((text) => !text.includes('favicon'))).toEqual([])
  })
})
