// Our own SDK where networks, browsers and pages make it hard.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hf, openShop, type Shop, type ShopWindow, soon, waiting } from './harness/shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())
beforeEach(() => shop.begin())

describe('on a bad network', () => {
  test('offline, what happens is kept over a reload; online it arrives, each event once', async () => {
    const page = await shop.visit('/')
    await shop.arrived('page_viewed')
    shop.road.expect('broken', 'answer_lost')
    await hf(page, 'track', 'added_to_cart', { sku: 'A1' })
    await hf(page, 'track', 'added_to_cart', { sku: 'A2' })
    await soon(() => shop.road.passed.filter((p) => p.method === 'POST').length).toBeGreaterThan(1)
    await page.context().setOffline(true)
    await hf(page, 'track', 'added_to_cart', { sku: 'A3' })
    // What nobody took is written down.
    await soon(() => waiting(page)).toBeGreaterThanOrEqual(1)
    await page.context().setOffline(false)
    await page.reload()
    await soon(async () => (await shop.events('added_to_cart')).length).toBe(3)
    await soon(() => waiting(page)).toBe(0)
    expect((await shop.events('added_to_cart')).map((e) => e.props.sku).sort()).toEqual([
      'A1',
      'A2',
      'A3',
    ])
  })

  test('"come again in a second" is obeyed', async () => {
    const page = await shop.visit('/')
    await shop.arrived('page_viewed')
    // An answer that the browser may read, as ours is.
    const asked: number[] = []
    await page.route('**/v1/events', (route) =>
      asked.push(performance.now()) === 1
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
    await soon(() => asked.length).toBe(1)
    await hf(page, 'track', 'second')
    await hf(page, 'flush')
    await shop.arrived('first', 'second')
    const [refused = 0, again = 0] = asked
    // The browser's clock and ours may round apart.
    expect(again - refused).toBeGreaterThan(990)
    expect(await shop.events('first')).toHaveLength(1)
  })

  test('leaving at once after a click loses nothing', async () => {
    shop.settings.flushAfterMs = 60_000
    const page = await shop.visit('/')
    await page.click('#buy')
    await hf(page, 'track', 'checkout_begun')
    await page.goto('about:blank')
    await shop.arrived('page_viewed', 'element_clicked', 'checkout_begun')
  })
})

describe('leaving a page in a browser without keepalive', () => {
  const withoutKeepalive = async (sendBeacon: string) => {
    shop.settings.flushAfterMs = 60_000
    const page = await shop.browser.newPage()
    await page.addInitScript(`
      delete Request.prototype.keepalive
      const real = navigator.sendBeacon.bind(navigator)
      window.beacons = []
      navigator.sendBeacon = ${sendBeacon}
    `)
    await page.goto(shop.url('/'))
    await page.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
    return page
  }

  test('sends a beacon; the next page sends the same again, since a beacon is never answered, and it counts once', async () => {
    const page = await withoutKeepalive('(url, body) => real(url, body)')
    await hf(page, 'track', 'checkout_begun')
    await page.goto(shop.url('/next'))
    await page.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
    await shop.arrived('checkout_begun')
    await hf(page, 'flush')
    await soon(() => waiting(page)).toBe(0)
    expect(await shop.events('checkout_begun')).toHaveLength(1)
    expect(
      shop.road.passed.filter((p) => p.body.includes('checkout_begun')).length,
    ).toBeGreaterThan(1)
  })

  test('a beacon that the browser refuses, as it does when much is to be taken along, goes from the next page', async () => {
    const page = await withoutKeepalive('() => false')
    // What the page tries instead while it is left may or may not get out; here it does not.
    shop.road.expect('broken')
    await hf(page, 'track', 'checkout_begun', { text: 'x'.repeat(20_000) })
    await page.goto('about:blank')
    shop.settings.flushAfterMs = 50
    await page.goto(shop.url('/next'))
    await shop.arrived('checkout_begun')
    expect(await shop.events('checkout_begun')).toHaveLength(1)
  })
})

describe('the files that pages load', () => {
  test.each(['homefield.js', 'homefield-pick.js', 'homefield.mjs', 'homefield-miniprogram.js'])(
    '%s may be loaded by any page, is kept for an hour and then asked for by its tag',
    async (name) => {
      const url = `${shop.serverUrl}/sdk/${name}`
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
      expect((await fetch(`${shop.serverUrl}/sdk/package.json`)).status).toBe(404)
    },
  )
})

describe('a page that makes it hard', () => {
  test('cookies and storage blocked: events are sent all the same', async () => {
    const page = await shop.browser.newPage()
    await page.addInitScript(`
      const refuse = () => { throw new DOMException('denied', 'SecurityError') }
      Object.defineProperty(window, 'localStorage', { get: refuse })
      Object.defineProperty(window, 'sessionStorage', { get: refuse })
      Object.defineProperty(Document.prototype, 'cookie', { get: refuse, set: refuse })
    `)
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(shop.url('/'))
    await page.click('#buy')
    await shop.arrived('page_viewed', 'element_clicked')
    expect(new Set((await shop.events()).map((e) => e.customer_id)).size).toBe(1)
    expect(faults).toEqual([])
  })

  test('nothing a page hands over makes the SDK throw', async () => {
    const page = await shop.visit('/')
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
    await shop.arrived('fine')
    expect((await shop.events()).map((e) => e.name)).not.toContain('large')
    expect(faults).toEqual([])
  })

  test('a strict policy without inline scripts needs one tag', async () => {
    const page = await shop.browser.newPage()
    shop.policy = `default-src 'self'; script-src ${shop.road.url}; connect-src ${shop.road.url}`
    shop.markup = () => `<!doctype html><title>strict</title><button id="buy">买</button>
      <script async src="${shop.road.url}/sdk/homefield.js" data-write-key="${shop.key()}"></script>`
    const faults: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(message.text())
    })
    await page.goto(shop.url('/strict'))
    const [view] = await shop.arrived('page_viewed')
    expect(view?.page_title).toBe('strict')
    expect(faults.filter((text) => !text.includes('favicon'))).toEqual([])
  })
})
