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

vi.setConfig({ testTimeout: 60_000 })

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

beforeAll(async () => {
  ;[server, browser] = await Promise.all([
    startServer({ data: join(folder, 'data') }),
    openBrowser(),
  ])
  road = await roadTo(() => server.url)
  shop = createServer((_req, res) =>
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html()),
  )
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
  await expect
    .poll(async () => (await events()).map((e) => e.name), { timeout: 20_000 })
    .toEqual(expect.arrayContaining(names))
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
    await expect.poll(async () => (await events('page_viewed')).length).toBe(3)
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
