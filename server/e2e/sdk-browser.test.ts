// Segment's browser SDK, unchanged, in a real browser on a shop's page: it takes its settings from
// us and sends everything to us, and nothing to anybody else.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openBrowser, type TestBrowser } from './browser.ts'
import { type Api, apiOf } from './harness/api.ts'
import { KEYS, type RunningServer, startServer } from './harness/server.ts'
import { type Road, roadTo } from './harness/weather.ts'

const umd = join(
  dirname(createRequire(import.meta.url).resolve('@segment/analytics-next')),
  '../umd',
)
const SHOP = `<!doctype html><meta charset="utf-8"><title>童装连体衣 | 商城</title>
<script src="/segment/index.js"></script><body>shop</body>`

interface Sdk {
  page(category: string, name: string): Promise<unknown>
  track(name: string, properties?: object): Promise<unknown>
  identify(id: string, traits?: object): Promise<unknown>
  alias(to: string, from: string): Promise<unknown>
  reset(): void
  ready(): Promise<unknown>
  user(): Promise<{ anonymousId(): string }>
}
/** What the page has, seen from inside it. */
interface ShopWindow {
  AnalyticsNext: { AnalyticsBrowser: { load(settings: object, options?: object): Sdk } }
  analytics: Sdk
}

const folder = mkdtempSync(join(tmpdir(), 'homefield-browser-sdk-'))
let server: RunningServer
let road: Road
let shop: Server
let browser: TestBrowser
let api: Api
let key = ''

beforeAll(async () => {
  ;[server, browser] = await Promise.all([
    startServer({ data: join(folder, 'data') }),
    openBrowser(),
  ])
  road = await roadTo(() => server.url)
  shop = createServer((req, res) => {
    const name = /^\/segment\/([\w.-]+\.js)$/.exec(req.url ?? '')?.[1]
    if (name)
      res.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(join(umd, name)))
    else res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(SHOP)
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
  road.passed.length = 0
  const owner = apiOf(() => server.url, KEYS.api)
  const made = await owner.need<{ api_key: string; client_write_key: string }>('POST', '/tenants', {
    name: 'Shop',
  })
  api = apiOf(() => server.url, made.api_key)
  key = made.client_write_key
})

const shopUrl = (path: string) => `http://localhost:${(shop.address() as AddressInfo).port}${path}`

/** A visitor with a fresh profile; whatever the page asks of a stranger is refused and remembered. */
async function visit(
  path: string,
  options: object = {},
): Promise<{ page: Page; strangers: string[] }> {
  const page = await browser.newPage()
  const strangers: string[] = []
  await page.context().route('**', (route) => {
    const { host } = new URL(route.request().url())
    if (host === new URL(shopUrl('/')).host || host === new URL(road.url).host)
      return route.continue()
    strangers.push(route.request().url())
    return route.abort()
  })
  await open(page, path, options)
  return { page, strangers }
}

async function open(page: Page, path: string, options: object = {}): Promise<void> {
  await page.goto(shopUrl(path))
  await page.evaluate(
    async ({ writeKey, cdnURL, options }) => {
      const shop = globalThis as unknown as ShopWindow
      shop.analytics = shop.AnalyticsNext.AnalyticsBrowser.load({ writeKey, cdnURL }, options)
      await shop.analytics.ready()
    },
    { writeKey: key, cdnURL: road.url, options },
  )
}

const arrived = (names: string[]) =>
  expect.poll(async () => (await api.events()).map((e) => e.name).sort()).toEqual([...names].sort())

describe('a visit with @segment/analytics-next', () => {
  test('is one customer from the first page to the order, and nobody else hears of it', async () => {
    const { page, strangers } = await visit('/p/SPU1001?utm_source=wecom&utm_medium=guide_qr')
    await page.evaluate(async () => {
      const { analytics } = globalThis as unknown as ShopWindow
      await analytics.page('shop', 'product')
      await analytics.track('Product Viewed', { sku: 'SKU-1', price: 99.5, tags: ['新', '😀'] })
      await analytics.identify('M-10086', { name: '王小明', phone: '13812345678' })
      await analytics.track('Order Completed', {
        order_id: 'W-1',
        total: 299,
        currency: 'CNY',
        products: [{ sku: 'SKU-1', name: '连体衣', price: 299, quantity: 1 }],
      })
    })
    await arrived(['page_viewed', 'Product Viewed', 'identify', 'Order Completed'])
    const events = await api.events()
    const customer = await api.customerBy('member_id', 'M-10086')
    expect(new Set(events.map((e) => e.customer_id))).toEqual(new Set([customer?.id]))
    expect(customer?.identifiers.map((i) => i.namespace).sort()).toEqual([
      'anonymous',
      'member_id',
      'phone',
    ])
    const of = (name: string) => events.find((e) => e.name === name)
    expect(of('page_viewed')).toMatchObject({
      page_title: '童装连体衣 | 商城',
      page_path: '/p/SPU1001',
      utm_source: 'wecom',
      utm_medium: 'guide_qr',
      platform: 'web',
    })
    expect(of('Product Viewed')?.props).toMatchObject({
      sku: 'SKU-1',
      price: 99.5,
      tags: ['新', '😀'],
    })
    expect(of('Order Completed')?.props).toMatchObject({
      products: [{ sku: 'SKU-1', quantity: 1 }],
    })
    // Told by the minute, not by the year: an hour leaves room for the slowest machine.
    for (const e of events) expect(Math.abs(Date.parse(e.at) - Date.now())).toBeLessThan(3_600_000)
    expect(strangers).toEqual([])
    expect(road.passed.map((p) => p.path)).toContain(`/v1/projects/${key}/settings`)
    expect(await api.deadLetters()).toEqual([])
  })

  test('in batches, too; a refused batch is sent again and counts once', async () => {
    const batching = {
      integrations: {
        'Segment.io': {
          deliveryStrategy: { strategy: 'batching', config: { size: 3, timeout: 300 } },
        },
      },
    }
    const { page, strangers } = await visit('/', batching)
    const anonymous = await page.evaluate(async () => {
      const { analytics } = globalThis as unknown as ShopWindow
      await Promise.all(
        ['one', 'two', 'three'].map((name) => analytics.track(name, { n: name.length })),
      )
      return (await analytics.user()).anonymousId()
    })
    await arrived(['one', 'two', 'three'])
    road.expect({ answer: 503, retryAfter: 1 }, 'answer_lost')
    await page.evaluate(async () => {
      const { analytics } = globalThis as unknown as ShopWindow
      await Promise.all(['four', 'five', 'six'].map((name) => analytics.track(name)))
    })
    await arrived(['one', 'two', 'three', 'four', 'five', 'six'])
    expect((await api.customerBy('anonymous', anonymous))?.event_count).toBe(6)
    expect(road.passed.filter((p) => p.path === '/v1/b').length).toBeGreaterThanOrEqual(3)
    expect(strangers).toEqual([])
  })

  test('a visitor who comes back is the same one, and after a reset another', async () => {
    const { page, strangers } = await visit('/')
    await page.evaluate(() => (globalThis as unknown as ShopWindow).analytics.track('first'))
    await open(page, '/again')
    await page.evaluate(() => (globalThis as unknown as ShopWindow).analytics.track('second'))
    await page.evaluate(async () => {
      const { analytics } = globalThis as unknown as ShopWindow
      analytics.reset()
      await analytics.track('third')
    })
    await arrived(['first', 'second', 'third'])
    const events = await api.events()
    const whose = (name: string) => events.find((e) => e.name === name)?.customer_id
    expect(whose('second')).toBe(whose('first'))
    expect(whose('third')).not.toBe(whose('first'))
    expect(strangers).toEqual([])
  })
})
