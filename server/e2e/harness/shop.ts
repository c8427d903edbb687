// A shop's page in a real browser, sending to a real server over a road whose weather we choose.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openBrowser, type TestBrowser } from '../browser.ts'
import { type Api, apiOf, type EventView } from './api.ts'
import { freshData } from './fresh-data.ts'
import { KEYS, startServer } from './server.ts'
import { type Road, roadTo } from './weather.ts'

type Call = (method: string, ...args: unknown[]) => unknown
export interface ShopWindow {
  hf: Call
}
/** An event with the fields of the envelope these tests look at. */
export interface Seen extends EventView {
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

export const soon = <T>(ask: () => T) => expect.poll(ask)

export interface Shop {
  serverUrl: string
  road: Road
  browser: TestBrowser
  /** What stands on its page, the SDK's settings, the page's policy, and the whole page. */
  body: string
  settings: Record<string, unknown>
  policy: string
  markup: () => string
  api(): Api
  key(): string
  url(path: string, host?: string): string
  /** A brand and a page of its own for each test. */
  begin(): Promise<void>
  events(name?: string): Promise<Seen[]>
  /** What is stored, once events of these names are among it. */
  arrived(...names: string[]): Promise<Seen[]>
  /** A page on which the SDK runs. */
  visit(path: string, context?: BrowserContext): Promise<Page>
  close(): Promise<void>
}

export async function openShop(): Promise<Shop> {
  const folder = mkdtempSync(join(tmpdir(), 'homefield-shop-'))
  const data = join(folder, 'data')
  const [server, browser] = await Promise.all([
    freshData(data).then(() => startServer({ data })),
    openBrowser(),
  ])
  const road = await roadTo(() => server.url)
  let [api, key] = [apiOf(() => server.url, KEYS.api), '']
  const listener = createServer((_req, res) => {
    const type = { 'content-type': 'text/html; charset=utf-8' }
    const { policy } = shop
    res
      .writeHead(200, policy === '' ? type : { ...type, 'content-security-policy': policy })
      .end(shop.markup())
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  /** As a shop's developer pastes it. */
  const pasted = () => `<!doctype html><meta charset="utf-8"><title>童装 | 商城</title>
<script>
window.hf=window.hf||function(){(hf.q=hf.q||[]).push(arguments)}
hf('init',${JSON.stringify(shop.settings)})
</script>
<script async src="${shop.road.url}/sdk/homefield.js"></script>
<body>${shop.body}</body>`
  const shop: Shop = {
    serverUrl: server.url,
    road,
    browser,
    body: '',
    settings: {},
    policy: '',
    markup: pasted,
    api: () => api,
    key: () => key,
    url: (path, host = 'www.shop.localhost') =>
      `http://${host}:${(listener.address() as AddressInfo).port}${path}`,
    async begin() {
      // What an earlier test's page still has to say is none of this one's, also what it says while it closes.
      for (const context of browser.browser.contexts()) await context.close()
      await shop.road.close()
      shop.road = await roadTo(() => server.url)
      const owner = apiOf(() => server.url, KEYS.api)
      const made = await owner.need<{ api_key: string; client_write_key: string }>(
        'POST',
        '/tenants',
        { name: 'Shop' },
      )
      api = apiOf(() => server.url, made.api_key)
      key = made.client_write_key
      Object.assign(shop, {
        policy: '',
        markup: pasted,
        body: '<main id="shop"><button id="buy">加入购物车</button></main>',
        settings: { writeKey: key, flushAfterMs: 50, debug: true },
      })
    },
    events: async (name) =>
      ((await api.events()) as Seen[]).filter((e) => !name || e.name === name).reverse(),
    async arrived(...names) {
      await soon(async () => (await shop.events()).map((e) => e.name)).toEqual(
        expect.arrayContaining(names),
      )
      return shop.events()
    },
    async visit(path, context) {
      const page = context ? await context.newPage() : await browser.newPage()
      await page.goto(shop.url(path))
      await page.waitForFunction(() => 'track' in (globalThis as unknown as ShopWindow).hf)
      return page
    },
    async close() {
      await browser.close()
      listener.close()
      await shop.road.close()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return shop
}

export const hf = (page: Page, ...call: [string, ...unknown[]]) =>
  page.evaluate(
    ([method, ...args]) => (globalThis as unknown as ShopWindow).hf(method as string, ...args),
    call,
  )

/** Events in the browser's storage that nobody has answered yet. */
export const waiting = (page: Page) =>
  page.evaluate<number>(`Object.keys(localStorage).filter((name) => name.startsWith('hf.')).length`)
